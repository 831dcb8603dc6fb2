//! Where words stand in a list, found one after another, so that a word that is listed twice has two
//! places. It never reads a value.

use std::ops::Range;

use crate::diagnostic::Place;
use crate::project::yaml::Entry;

/// How far a list has been read.
pub(super) struct Cursor {
    /// The place that was found last; the value's own before that.
    last: Place,
    /// What is left.
    rest: Range<usize>,
}

impl Cursor {
    pub(super) fn new(entry: &Entry) -> Self {
        Self { last: entry.value_place.clone(), rest: entry.extent() }
    }

    /// The next place of a text as it is written, and on from there; the last place when it is
    /// written otherwise.
    pub(super) fn find(&mut self, text: &str) -> Place {
        let Place { path, text: whole, .. } = &self.last;
        let left = whole.get(self.rest.clone()).unwrap_or_default();
        let found = left.match_indices(text).map(|(at, _)| self.rest.start + at);
        let found = found.filter(|_| !text.is_empty()).find(|&at| !is_comment(whole, at));
        if let Some(at) = found {
            let end = at + text.len();
            self.last = Place::new(path.clone(), whole.clone(), at..end);
            self.rest.start = end;
        }
        self.last.clone()
    }

    /// The place that was found last.
    pub(super) fn here(&self) -> Place {
        self.last.clone()
    }
}

/// Whether what stands at a place of a YAML text is said to people only.
fn is_comment(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.trim_start().starts_with('#') || line.contains(" #")
}
