//! The editors' own words: names of people and places and set terms, with the form that each has in
//! every script. They are found in a text before it is converted, and are written as told.
//!
//! A library by itself: it never reads a file, and knows neither articles nor settings. Whose word
//! counts more is told by the order in which words are handed to [`Lexicon::new`].

mod crossing;
mod index;
mod name;
#[cfg(test)]
mod tests;
mod word;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use super::convert::{Fixed, converter};
use super::{Readings, Script};
use index::Index;

pub use name::{Surname, is_name, surname};
pub use word::{Origin, Word, WordKind};

/// Words, ready to be looked for in texts of any script. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    shared: Option<Arc<Shared>>,
}

#[derive(Debug)]
struct Shared {
    words: Vec<Word>,
    /// By script, in the order of [`Script::ALL`]; made when a text in the script first comes.
    indexes: [OnceLock<Index>; 4],
}

/// A word where it stands in a text.
#[derive(Debug, Clone, Copy)]
pub struct Found<'l> {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The word.
    pub word: &'l Word,
}

impl Lexicon {
    /// A lexicon of these words. Of two that are written alike in a script, the first one counts for
    /// texts in that script: hand them over in the order of their authority. A name of two characters
    /// is also found where it is padded to the width of three (余　年).
    #[must_use]
    pub fn new(words: impl IntoIterator<Item = Word>) -> Self {
        let mut words: Vec<Word> = words.into_iter().collect();
        if words.is_empty() {
            return Self::default();
        }
        let padded: Vec<Word> = words.iter().flat_map(Word::padded).collect();
        words.extend(padded);
        Self { shared: Some(Arc::new(Shared { words, indexes: Default::default() })) }
    }

    /// Whether there is no word in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shared.is_none()
    }

    /// Whether two lists hold the same words in the same order.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        match (&self.shared, &other.shared) {
            (Some(mine), Some(theirs)) => Arc::ptr_eq(mine, theirs) || mine.words == theirs.words,
            (mine, theirs) => mine.is_none() && theirs.is_none(),
        }
    }

    /// The words that one list has and the other has not; none is told where those that both have stand in another
    /// order, which changes whose word counts.
    pub(crate) fn difference(&self, other: &Self) -> Option<Vec<Word>> {
        let (mine, theirs) = (self.words(), other.words());
        let (in_mine, in_theirs): (HashSet<&Word>, HashSet<&Word>) =
            (mine.iter().collect(), theirs.iter().collect());
        let both = mine.iter().filter(|word| in_theirs.contains(word));
        if !both.eq(theirs.iter().filter(|word| in_mine.contains(word))) {
            return None;
        }
        let gone = mine.iter().filter(|word| !in_theirs.contains(word));
        Some(gone.chain(theirs.iter().filter(|word| !in_mine.contains(word))).cloned().collect())
    }

    fn words(&self) -> &[Word] {
        self.shared.as_ref().map_or(&[], |shared| &shared.words)
    }

    /// The words in a text, from left to right, the longest at each place and none within another.
    /// What is only a part of a longer word (余年 in 十余年) is not one of them.
    pub fn words_in<'l>(&'l self, script: Script, text: &str, mut visit: impl FnMut(Found<'l>)) {
        let Some(shared) = &self.shared else { return };
        let Some(index) = shared.index(script) else { return };
        let mut from = 0;
        while let Some(start) = index.next(text, from) {
            let here = text.get(start..).unwrap_or_default();
            let mut ahead = here.chars();
            let Some(first) = ahead.next() else { break };
            from = start + first.len_utf8();
            let stands = |length, number: usize| {
                let end = start + length;
                let kind = shared.words.get(number).map(Word::kind);
                !crossing::follows_its_beginning(text, start, end)
                    && (kind != Some(WordKind::Name)
                        || !crossing::is_cut_out(script, text, start, end))
            };
            let found = index.longest(first, ahead, here, stands);
            let Some((length, number)) = found else { continue };
            if let Some(word) = shared.words.get(number) {
                visit(Found { start, end: start + length, word });
            }
            from = start + length;
        }
    }

    /// Appends the places of a text that the words fix when it goes from one script to another, with
    /// what stands there then. Nothing is fixed in a text that stays in its script.
    pub fn find<'l>(&'l self, from: Script, to: Script, text: &str, out: &mut Vec<Fixed<'l>>) {
        if from != to {
            self.words_in(from, text, |Found { start, end, word }| {
                out.push(Fixed { start, end, text: word.text(to) });
            });
        }
    }

    /// A text in another script, its words as they are told here.
    #[must_use]
    pub fn convert<'t>(&self, text: &'t str, from: Script, to: Script) -> Cow<'t, str> {
        let Some(converter) = converter(from, to) else { return Cow::Borrowed(text) };
        let mut fixed = Vec::new();
        self.find(from, to, text, &mut fixed);
        let mut out = String::new();
        converter.convert_into(text, &fixed, &[], &mut out, &mut Vec::new());
        Cow::Owned(out)
    }

    /// The word that a whole text is.
    #[must_use]
    pub fn whole(&self, script: Script, text: &str) -> Option<&Word> {
        let mut whole = None;
        self.words_in(script, text, |Found { start, end, word }| {
            whole = (start == 0 && end == text.len()).then_some(word);
        });
        whole
    }

    /// The places of a text that the words fix for good, each with the character of its reading: what
    /// `-{…}-` around the word would be.
    #[must_use]
    pub fn marks(
        &self,
        script: Script,
        text: &str,
        readings: &Readings,
    ) -> Vec<(std::ops::Range<usize>, char)> {
        let mut marks = Vec::new();
        self.words_in(script, text, |Found { start, end, word }| {
            if let Some(mark) = readings.try_intern(word.reading(script)) {
                marks.push((start..end, mark));
            }
        });
        marks
    }
}

impl Shared {
    fn index(&self, script: Script) -> Option<&Index> {
        let slot = self.indexes.get(script as usize)?;
        Some(slot.get_or_init(|| Index::new(self.words.iter().map(|word| word.text(script)))))
    }
}
