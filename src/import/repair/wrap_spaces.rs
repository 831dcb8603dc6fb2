//! Spaces that stand where a line ended once. They come at about the same distance from one another;
//! where a document has such spaces, all those inside its sentences go. A space in a title or in
//! quotation marks that stands elsewhere than at the end of a line is its author's.

use std::ops::Range;

use crate::import::document::{Block, Document, Shape};
use crate::import::letters::{columns, has_end, is_chinese};
use crate::import::report::{Notes, Sure};
use crate::import::rule::Rule;
use crate::import::text::{Edit, Text};

/// Spaces that far apart, in columns, may be ends of lines.
const WIDTHS: Range<usize> = 24..170;
/// Lines of one page differ by so much: a stop may not begin the next.
const TOLERANCE: usize = 3;
/// So many at the same distance are no accident.
const ENOUGH: usize = 3;

/// One space between two characters.
struct Space {
    range: Range<usize>,
    /// Columns since the space before it, or the beginning.
    since: usize,
    place: Inside,
}

/// What a space stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    Sentence,
    /// Quotation marks, or those of a title.
    Quoted,
}

pub(super) fn remove(document: &mut Document, notes: &mut Notes) {
    if !notes.is_on(Rule::WrapSpaces) {
        return;
    }
    let prose = |block: &Block| {
        matches!(block.shape, Shape::Paragraph | Shape::RunOn | Shape::Quote)
            && has_end(block.text.as_str())
            && !block.text.is_markdown()
    };
    let blocks = document.blocks.iter().filter(|block| prose(block));
    let distances: Vec<usize> =
        blocks.flat_map(|block| spaces(&block.text)).map(|space| space.since).collect();
    let width = usual(&distances);
    for block in document.blocks.iter_mut().filter(|block| prose(block)) {
        // Whoever lost where paragraphs end made spaces of the ends of lines.
        let lost = matches!(block.shape, Shape::RunOn);
        if width.is_none() && !lost {
            continue;
        }
        let mut edits = Vec::new();
        for space in spaces(&block.text) {
            let at_end = width.is_some_and(|width| space.since.abs_diff(width) <= TOLERANCE);
            if at_end || space.place == Inside::Sentence {
                edits.push(Edit::drop(space.range));
            }
        }
        notes.edit(Rule::WrapSpaces, Sure::Likely, &mut block.text, &edits);
    }
}

/// The distance that occurs often enough, if one does.
fn usual(distances: &[usize]) -> Option<usize> {
    let near =
        |width: usize| distances.iter().filter(|&&one| one.abs_diff(width) <= TOLERANCE).count();
    let width = WIDTHS.rev().max_by_key(|&width| near(width))?;
    let count = near(width);
    (count >= ENOUGH && count * 4 >= distances.len()).then_some(width)
}

/// The spaces between Chinese characters.
fn spaces(text: &Text) -> Vec<Space> {
    let literal = text.literal();
    let mut found = Vec::new();
    let (mut since, mut depth) = (0_usize, 0_usize);
    let mut before = None;
    let mut chars = text.as_str().char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '《' | '“' | '「' => depth += 1,
            '》' | '”' | '」' => depth = depth.saturating_sub(1),
            ' ' | '\u{3000}' | '\u{a0}' => {
                let mut end = at + c.len_utf8();
                while let Some((at, c)) = chars.next_if(|(_, c)| c.is_whitespace()) {
                    end = at + c.len_utf8();
                }
                let next = chars.peek().map(|(_, c)| *c);
                if before.is_some_and(is_inner) && next.is_some_and(is_inner) && !literal.hold(at) {
                    let place = if depth > 0 { Inside::Quoted } else { Inside::Sentence };
                    found.push(Space { range: at..end, since, place });
                    since = 0;
                } else {
                    since += 1;
                }
                continue;
            }
            _ => {}
        }
        since += columns(c);
        before = Some(c);
    }
    found
}

/// What may stand beside a space that nobody typed: Chinese text, its stops as a bad keyboard gives
/// them, and the asterisk that hides a word.
fn is_inner(c: char) -> bool {
    is_chinese(c) || matches!(c, ',' | ';' | ':' | '(' | ')' | '*' | '"')
}
