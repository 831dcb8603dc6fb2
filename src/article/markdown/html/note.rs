//! Footnotes: the marks in the text and the list below it, linked both ways.
//!
//! It never numbers; that was done when the notes were collected.

use std::fmt::Write as _;

use super::Writer;
use crate::article::markdown::footnote::Note;
use crate::article::markdown::token::Reference;

impl Writer<'_, '_> {
    pub(super) fn reference(&mut self, Reference { note, time }: Reference) {
        let id = reference_id(note, time);
        // Writing into a string cannot fail.
        let _ = write!(
            self.out,
            "<sup class=\"footnote-ref\"><a id=\"{id}\" href=\"#fn-{note}\" \
             role=\"doc-noteref\">{note}</a></sup>"
        );
    }

    pub(super) fn notes(&mut self, notes: &[Note<'_>]) {
        self.block("<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        for (number, note) in (1usize..).zip(notes) {
            let mut back = String::new();
            for time in 1..=note.times {
                let id = reference_id(number, time);
                let _ = write!(
                    back,
                    " <a class=\"footnote-back\" href=\"#{id}\" role=\"doc-backlink\" \
                     aria-label=\"返回正文\">↩\u{FE0E}</a>"
                );
            }
            let _ = write!(self.out, "<li id=\"fn-{number}\">");
            self.tokens(&note.tokens, &back);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n</section>\n");
    }
}

fn reference_id(note: usize, time: usize) -> String {
    if time == 1 { format!("fnref-{note}") } else { format!("fnref-{note}-{time}") }
}
