//! Sites that show documents number the pages of a text as if they were items, `1、` to `6、`, and cut
//! it wherever a page ended. A list is told from it by its items: they are short, and do not break off
//! in the middle of a sentence.

use super::boilerplate::is_of_document_site;
use crate::import::document::{Block, Document, Shape};
use crate::import::letters::breaks_off;
use crate::import::report::{Deed, Notes, Sure};
use crate::import::rule::Rule;
use crate::import::text::Edit;

/// Pieces of a page are longer on the average, items of a list shorter, in characters.
const LONG: usize = 150;

/// Joins the pieces; what comes of it has lost its paragraphs ([`Shape::RunOn`]).
pub(super) fn join(document: &mut Document, notes: &mut Notes) {
    if !notes.is_on(Rule::Pages) {
        return;
    }
    let of_site = is_of_document_site(document);
    let mut at = 0;
    while let Some(first) = (at..document.blocks.len()).find(|&n| is_page(document, n, 1)) {
        let pages = (first..document.blocks.len())
            .zip(1..)
            .take_while(|&(n, number)| is_page(document, n, number))
            .count();
        if is_cut(document.blocks.get(first..first + pages).unwrap_or_default(), of_site) {
            glue(document, first, pages, notes);
        }
        at = first + 1;
    }
}

fn is_page(document: &Document, at: usize, number: usize) -> bool {
    let block = document.blocks.get(at).filter(|block| block.is_paragraph());
    block.is_some_and(|block| ordinal(block.text.as_str(), number).is_some())
}

/// How long the ordinal at the beginning of a line is.
fn ordinal(line: &str, number: usize) -> Option<usize> {
    ["、", "．"].into_iter().find_map(|mark| {
        let ordinal = format!("{number}{mark}");
        line.starts_with(&ordinal).then_some(ordinal.len())
    })
}

/// Fewer pieces may be anything that somebody numbered.
const FEWEST: usize = 3;

/// Whether the pieces are one text that was cut.
fn is_cut(pieces: &[Block], of_site: bool) -> bool {
    let length: usize = pieces.iter().map(|piece| piece.text.length()).sum();
    let gaps = pieces.len().saturating_sub(1);
    let cuts = pieces.iter().take(gaps).filter(|piece| breaks_off(piece.text.as_str())).count();
    let long = length >= LONG * pieces.len().max(1);
    pieces.len() >= FEWEST && long && (cuts * 2 > gaps || (of_site && cuts * 2 >= gaps))
}

fn glue(document: &mut Document, first: usize, pages: usize, notes: &mut Notes) {
    let pieces: Vec<Block> = document.blocks.splice(first..first + pages, []).collect();
    let mut pieces = pieces.into_iter().zip(1..).map(|(piece, number)| {
        let mut text = piece.text;
        let length = ordinal(text.as_str(), number).unwrap_or_default();
        let head: String = text.as_str().chars().take(8).collect();
        (std::mem::take(&mut text), length, head)
    });
    let Some((mut whole, length, head)) = pieces.next() else { return };
    whole.edit(&[Edit::drop(0..length)]);
    let bare: String = head.chars().skip(2).collect();
    notes.note(whole.line(), Rule::Pages, Deed::Changed, head, bare, Sure::Certain);
    for (mut text, length, head) in pieces {
        let tail: Vec<char> = whole.as_str().chars().rev().take(8).collect();
        let tail: String = tail.into_iter().rev().collect();
        text.edit(&[Edit::drop(0..length)]);
        let next: String = text.as_str().chars().take(6).collect();
        let (before, after) = (format!("{tail}⏎{head}"), format!("{tail}{next}"));
        notes.note(text.line(), Rule::Pages, Deed::Changed, before, after, Sure::Certain);
        whole.append(text);
    }
    document.blocks.insert(first, Block::new(Shape::RunOn, whole));
}
