//! A conversion ready for use: two steps put together so that one pass over a text suffices.
//!
//! Building reads the tables once, in a few milliseconds; nothing is searched or sorted. It does
//! not read texts: that is `convert`'s.

use super::alone;
use super::page_table::PageTable;
use super::phrases::{Found, Phrases};
use super::stage::Stage;
use crate::script::Script;
use std::str::Chars;

/// What is known of one character: what it becomes alone, and whether words begin with it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cell(u32);

impl Cell {
    const LEADS: u32 = 1 << 31;

    /// Nothing is known: it stays, and no word begins here.
    #[inline]
    pub(super) fn is_blank(self) -> bool {
        self.0 == 0
    }

    /// Whether words begin with it.
    #[inline]
    pub(super) fn leads(self) -> bool {
        self.0 & Self::LEADS != 0
    }

    /// What it becomes alone, if not itself.
    #[inline]
    pub(super) fn target(self) -> Option<char> {
        match self.0 & !Self::LEADS {
            0 => None,
            code => char::from_u32(code),
        }
    }

    /// Says that words begin with it.
    pub(super) fn lead(&mut self) {
        self.0 |= Self::LEADS;
    }

    /// Says what `c`, whose cell this is, becomes alone.
    pub(super) fn set_target(&mut self, c: char, target: char) {
        let code = if target == c { 0 } else { u32::from(target) };
        self.0 = self.0 & Self::LEADS | code;
    }
}

/// Characters and words with what they become.
pub(super) struct Dictionary {
    characters: PageTable<Cell>,
    phrases: Phrases,
}

impl Dictionary {
    /// The conversion from a Traditional script into another.
    pub(super) fn between(from: Script, to: Script) -> Self {
        let into = Stage::into_standard(from);
        let out = Stage::out_of_standard(to);
        let after = Self::of(out);
        // A word of the second step stands in the standard's spelling; a text has it in its own.
        let spellings = [Script::Hant, Script::HantTw, Script::HantHk];
        let spellings: Vec<Self> =
            spellings.iter().map(|script| Self::of(Stage::out_of_standard(*script))).collect();

        let (words, bytes) = (into.bytes() / 20, into.bytes() + 4 * out.bytes());
        let mut phrases = Phrases::with_capacity(words, bytes);
        for (key, standard) in into.phrases() {
            phrases.push(key, |text| after.convert_word(standard, text));
        }
        let mut word = String::new();
        for (standard, value) in out.phrases() {
            phrases.push(standard, |text| text.push_str(value));
            for spelling in &spellings {
                word.clear();
                spelling.convert_word(standard, &mut word);
                phrases.push(&word, |text| text.push_str(value));
            }
        }
        // What is in the target script already stays, as far as words can tell.
        for (_, standard) in into.phrases() {
            word.clear();
            after.convert_word(standard, &mut word);
            phrases.push(&word, |text| text.push_str(&word));
        }
        for (_, value) in out.phrases() {
            phrases.push(value, |text| text.push_str(value));
        }
        Self::finish(alone::table(from, to), phrases)
    }

    /// One step alone.
    pub(super) fn of(stage: Stage) -> Self {
        let mut characters = PageTable::<Cell>::new();
        for (c, target) in stage.characters() {
            characters.update(c, |cell| cell.set_target(c, target));
        }
        let mut phrases = Phrases::with_capacity(0, 0);
        for (key, value) in stage.phrases() {
            phrases.push(key, |text| text.push_str(value));
        }
        Self::finish(characters, phrases)
    }

    fn finish(mut characters: PageTable<Cell>, mut phrases: Phrases) -> Self {
        phrases.settle();
        for c in phrases.leads() {
            characters.update(c, Cell::lead);
        }
        Self { characters, phrases }
    }

    #[inline]
    pub(super) fn cell(&self, c: char) -> Cell {
        self.characters.get(c)
    }

    /// The longest word at the beginning of `text`, whose first character is `first`; `ahead`
    /// stands after it.
    #[inline]
    pub(super) fn longest(&self, first: char, ahead: Chars<'_>, text: &str) -> Option<Found<'_>> {
        self.phrases.longest(first, ahead, text)
    }
}
