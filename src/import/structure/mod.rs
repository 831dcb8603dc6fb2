//! Finds the structure of a text in its words: paragraphs that were lost, speeches, headings, leads,
//! lists. Each step is a file. It changes what blocks are, and hardly ever their text.

mod headings;
mod leads;
mod lines;
mod lists;
mod parts;
mod runs;

use super::document::{Document, Origin, Shape};
use super::repair;
use super::report::Notes;
pub(super) use lines::{join as join_lines, split_under};
pub(super) use parts::{Byline, byline, is_part_title};

/// Splits what had lost its paragraphs, and joins headings that were broken into lines.
pub(super) fn paragraphs(document: &mut Document, notes: &mut Notes) {
    runs::split(document, notes);
    lines::of_headings(document, notes);
}

/// Makes headings, leads and lists of paragraphs. The lines above the text are gone by now.
pub(super) fn outline(document: &mut Document, notes: &mut Notes) -> usize {
    let has_headings = document.blocks.iter().any(|block| matches!(block.shape, Shape::Heading(_)));
    if document.origin == Origin::Marked && has_headings {
        headings::level(document);
        return 0;
    }
    let whole: Vec<&str> = document.blocks.iter().map(|block| block.text.as_str()).collect();
    let whole = whole.join("\n");
    let speeches = parts::separate(document, &whole, notes);
    lists::recognise(document, notes);
    headings::recognise(document, notes);
    // A report of several speeches is set in plain paragraphs, as newspapers do.
    if speeches == 0 {
        leads::embolden(document, notes);
    }
    headings::level(document);
    speeches
}

/// Puts one body in order; for what has no parts.
fn in_order(body: &mut Vec<super::document::Block>, whole: &str, notes: &mut Notes) {
    repair::in_order(body, whole, notes);
}
