//! The stretches of a document that are in another script than the site's (see
//! [`crate::script::span`]). It never writes their ends: those are taken out.

use crate::script::Script;

/// The spans that are open at a place, innermost last.
#[derive(Debug, Default)]
pub(super) struct Spans(Vec<Span>);

#[derive(Debug)]
struct Span {
    script: Script,
    /// How many elements were open where it began.
    depth: usize,
}

impl Spans {
    /// The script of the innermost span.
    pub(super) fn script(&self) -> Option<Script> {
        self.0.last().map(|span| span.script)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn begin(&mut self, script: Script, depth: usize) {
        self.0.push(Span { script, depth });
    }

    /// Ends the innermost span. An end without a beginning says nothing.
    pub(super) fn end(&mut self) {
        self.0.pop();
    }

    /// Ends the spans that began deeper than this: a filter may have cut off the end of a
    /// title, and what follows its element must not be read in its script.
    pub(super) fn leave(&mut self, depth: usize) {
        while self.0.last().is_some_and(|span| span.depth > depth) {
            self.0.pop();
        }
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
