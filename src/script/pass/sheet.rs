//! What is written of a document so far: long stretches as they are, and between them the texts and
//! tags that changed. It never looks at what it copies.

use std::ops::Range;

use super::editor::{Editor, Show};
use super::escape::Place;
use super::run::{Role, Run};

pub(super) struct Sheet<'d> {
    pub(super) input: &'d str,
    pub(super) out: &'d mut String,
    /// The text that is being read, which is written when it ends.
    pub(super) run: Run,
    /// Up to where the input has been written.
    copied: usize,
}

impl<'d> Sheet<'d> {
    pub(super) fn new(input: &'d str, out: &'d mut String) -> Self {
        out.reserve(input.len() + input.len() / 16);
        Self { input, out, run: Run::default(), copied: 0 }
    }

    pub(super) fn part(&self, range: Range<usize>) -> &'d str {
        self.input.get(range).unwrap_or_default()
    }

    /// Leaves a part of the input as it is. `role` is what it is to the text around it.
    pub(super) fn leave(&mut self, range: Range<usize>, role: Role, note: usize) {
        if !self.run.is_empty() {
            self.run.push(self.input, range, role, note);
        }
    }

    /// Puts something else in place of a part of the input.
    pub(super) fn put(&mut self, range: Range<usize>, role: Role, note: usize, text: &str) {
        if self.run.is_empty() {
            self.copy_to(range.start);
            self.out.push_str(text);
            self.copied = range.end;
        } else {
            self.run.push_own(range, role, note, |own| own.push_str(text));
        }
    }

    /// Leaves a part of the input as it is, but for marks.
    pub(super) fn keep(
        &mut self,
        editor: &Editor<'_>,
        range: Range<usize>,
        (show, place): (Show, Place),
        note: usize,
    ) {
        let text = self.part(range.clone());
        if editor.marks(text) {
            let mut copy = String::with_capacity(text.len());
            editor.copy(text, show, place, &mut copy);
            self.put(range, Role::Clear, note, &copy);
        } else {
            self.leave(range, Role::Clear, note);
        }
    }

    /// Writes the text that ends here.
    pub(super) fn flush(&mut self, editor: &Editor<'_>) {
        if let Some(range) = self.run.replaces() {
            self.copy_to(range.start);
            self.run.write(self.input, editor, self.out);
            self.copied = range.end;
        } else {
            self.run.clear();
        }
    }

    /// Writes the input up to a place as it is, and tells how much is written then.
    pub(super) fn written(&mut self, to: usize) -> usize {
        self.copy_to(to);
        self.out.len()
    }

    /// Writes the rest as it is.
    pub(super) fn finish(mut self, editor: &Editor<'_>) {
        self.flush(editor);
        self.copy_to(self.input.len());
    }

    fn copy_to(&mut self, to: usize) {
        self.out.push_str(self.part(self.copied..to));
        self.copied = to;
    }
}
