//! Conversion of plain text between scripts.
//!
//! Out of Simplified, where a character may have several counterparts, [`super::lattice`] chooses
//! (`chosen`). All other ways are nearly free of choices and go by greedy longest match over
//! OpenCC's tables (`matcher`): at each character that begins a word of the dictionary the longest
//! word there is taken; where there is none, the character alone is looked up; everything else is
//! copied, in runs.
//!
//! It changes characters, never vocabulary (項目 stays 項目, in Taiwan's edition too), and nothing
//! that is not Han. It knows no markup: who has some, gives the text between the tags as one
//! string and the places of the tags as breaks.

mod alone;
mod chosen;
mod dictionary;
mod explain;
mod matcher;
mod page_table;
mod phrases;
mod reach;
mod sink;
mod slot;
mod stage;
#[cfg(test)]
mod tests;
mod visit;

use super::Script;
use chosen::Chosen;
use dictionary::Dictionary;
use sink::Sink;
use std::fmt;
use std::sync::OnceLock;

pub(super) use alone::alone;
pub use explain::{Decision, Reason};
pub(super) use page_table::PageTable;
pub(crate) use reach::Reach;
pub(super) use stage::{
    HANT_GLYPHS, HK_VARIANTS, ST_CHARACTERS, TS_CHARACTERS, TW_VARIANTS, candidates, characters,
    single,
};

/// A conversion from one script to another, ready for use from any thread. Get one with
/// [`converter`].
pub struct Converter {
    engine: Engine,
}

/// How a conversion goes about it.
enum Engine {
    /// By the longest word: good enough where nearly every character has one counterpart.
    Greedy(Dictionary),
    /// Out of Simplified, where a tenth of the characters of a text have several.
    Chosen(Chosen),
}

impl fmt::Debug for Converter {
    /// Without the tables, which are megabytes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Converter").finish_non_exhaustive()
    }
}

/// A place in a text that is not the converter's to decide: what stands there is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fixed<'w> {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What is written there.
    pub text: &'w str,
}

/// The converter from one script to another; `None` when they are the same.
///
/// It is built when first asked for, which takes a few milliseconds at most, and kept for good.
///
/// Any of the Traditional scripts may be written with the variant forms of the others: as a
/// source they differ only in what 台 and 著 stand for.
#[must_use]
pub fn converter(from: Script, to: Script) -> Option<&'static Converter> {
    static CONVERTERS: [[OnceLock<Converter>; 4]; 4] =
        [const { [const { OnceLock::new() }; 4] }; 4];
    if from == to {
        return None;
    }
    let cell = CONVERTERS.get(from as usize)?.get(to as usize)?;
    Some(cell.get_or_init(|| Converter {
        engine: match from {
            Script::Hans => Engine::Chosen(Chosen::into_script(to)),
            _ => Engine::Greedy(Dictionary::between(from, to)),
        },
    }))
}

/// A Simplified text in OpenCC's Traditional standard as OpenCC itself converts it, by greedy
/// longest match: what the model is made from and compared with, never what a reader gets.
#[must_use]
pub fn opencc_standard(text: &str) -> String {
    static TABLES: OnceLock<Dictionary> = OnceLock::new();
    let tables = TABLES.get_or_init(|| Dictionary::of(stage::Stage::into_standard(Script::Hans)));
    let mut out = String::new();
    tables.convert_word(text, &mut out);
    out
}

impl Converter {
    /// The text in the other script.
    #[must_use]
    pub fn convert(&self, text: &str) -> String {
        let mut out = String::new();
        self.convert_into(text, &[], &[], &mut out, &mut Vec::new());
        out
    }

    /// What becomes of each place of a text, and why. Places that it says nothing of stay as they
    /// are, and nothing else was thought of. `fixed` is as for [`Converter::convert_into`].
    #[must_use]
    pub fn explain(&self, text: &str, fixed: &[Fixed<'_>]) -> Vec<Decision> {
        let mut notes = explain::Notes::of(text);
        self.tell(text, fixed, &mut notes);
        notes.list
    }

    fn tell(&self, text: &str, fixed: &[Fixed<'_>], visitor: &mut impl visit::Visitor) {
        match &self.engine {
            Engine::Greedy(dictionary) => dictionary.convert(text, fixed, visitor),
            Engine::Chosen(chosen) => chosen.convert(text, fixed, visitor),
        }
    }

    /// Appends the converted text to `out`.
    ///
    /// `fixed` are places that are written as told, ascending and apart from one another: no word of
    /// the dictionary reaches into one. What is out of order, or not on character boundaries, is
    /// passed over.
    ///
    /// `breaks` are byte offsets in `text`, ascending and on character boundaries: where inline
    /// tags stand. Words are matched across them. For each, the byte offset in `out` where it
    /// stands now, counted from the beginning of `out`, is appended to `placed`: as many, still
    /// ascending, still on character boundaries. Within a word it stays before the character it
    /// stood before; if the word changed its length, it moves to the nearer end of the word.
    pub fn convert_into(
        &self,
        text: &str,
        fixed: &[Fixed<'_>],
        breaks: &[usize],
        out: &mut String,
        placed: &mut Vec<usize>,
    ) {
        out.reserve(text.len());
        let mut sink = Sink::new(text, breaks, out, placed);
        self.tell(text, fixed, &mut sink);
        sink.finish();
    }
}
