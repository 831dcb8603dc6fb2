//! What a conversion tells whoever asked for it, place by place, from left to right. Places that it
//! says nothing of stay as they are.

use super::slot::Value;
use crate::script::lattice::{Choice, Chunk};

/// A place of a text, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// An open character that was decided.
#[derive(Clone, Copy)]
pub(super) struct Open<'a> {
    /// Its candidates in the reader's forms.
    pub(super) candidates: &'a [char],
    pub(super) choice: &'a Choice,
    /// The sentence.
    pub(super) chunk: &'a Chunk,
}

/// Who is told.
pub(super) trait Visitor {
    /// Whether it is also told of places that stay as they are though they might not.
    const ASKS_WHY: bool;
    /// The editors' own words.
    fn told(&mut self, place: Place, text: &str);
    /// A word of the tables.
    fn word(&mut self, place: Place, value: Value<'_>);
    /// A character with one counterpart.
    fn character(&mut self, place: Place, target: char);
    /// A character with several; `target` is the one that was chosen.
    fn chosen(&mut self, place: Place, target: char, open: Open<'_>);
}
