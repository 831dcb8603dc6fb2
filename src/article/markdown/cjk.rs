//! Which characters count as Han in a line of Markdown, and what a line break between them means.
//!
//! A private-use character of planes 15 and 16 stands for a fixed piece of Chinese text, and so
//! counts as Han. It never changes a character: it only takes line breaks out.

use pulldown_cmark::Event;

use super::container;
use super::token::{Piece, Token};
use crate::script::han::{is_han, is_han_punctuation};

/// Whether `c` is written in Han text: a Han character, one that stands for fixed text, kana,
/// bopomofo, or a mark or form of full width.
pub(super) fn is_wide(c: char) -> bool {
    is_ideograph(c) || is_han_punctuation(c) || matches!(c, '\u{3040}'..='\u{312F}')
}

/// Whether `c` counts as one Han character.
pub(super) fn is_ideograph(c: char) -> bool {
    is_han(c) || matches!(c, '\u{F0000}'..='\u{10FFFD}')
}

/// Whether `c` is a mark of full width: not one that Chinese shares with other scripts.
fn is_full_width_mark(c: char) -> bool {
    c >= '\u{3000}' && is_han_punctuation(c) && !c.is_alphanumeric()
}

/// Whether a line break between these two is nothing to the reader.
///
/// CSS Text Module Level 3 (§4.1.2, "segment break transformation") takes a break out between two
/// wide characters and makes a space of any other; Level 4 takes it out also beside a full-width
/// mark. Thus: Han and Han, nothing; Han and Latin, a space; `，` and Latin, nothing.
pub(super) fn joins(before: char, after: char) -> bool {
    is_wide(before) && is_wide(after) || is_full_width_mark(before) || is_full_width_mark(after)
}

/// Takes out the line breaks that are nothing to the reader, and makes those of verses stay.
pub(super) fn join_lines(tokens: &mut [Token<'_>]) {
    let is_break = |token: &Token<'_>| matches!(token.piece, Piece::Event(Event::SoftBreak));
    if !tokens.iter().any(is_break) {
        return;
    }
    let mut verses: Vec<bool> = Vec::new();
    let mut before = None;
    let mut rest = tokens;
    while let Some((token, after)) = rest.split_first_mut() {
        match &token.piece {
            Piece::ContainerStart { classes } => {
                let inside = verses.last().copied().unwrap_or_default();
                verses.push(inside || container::keeps_lines(classes));
            }
            Piece::ContainerEnd => {
                verses.pop();
            }
            Piece::Event(Event::SoftBreak) => {
                if verses.last().copied().unwrap_or_default() {
                    token.piece = Piece::Event(Event::HardBreak);
                } else if let (Some(before), Some(after)) = (before, first_shown(after))
                    && joins(before, after)
                {
                    token.piece = Piece::Joint;
                }
            }
            piece => match shown(piece) {
                Shown::Text(text) => before = text.chars().next_back().or(before),
                Shown::Other => before = None,
                Shown::Nothing => {}
            },
        }
        rest = after;
    }
}

/// What a reader sees of a token.
enum Shown<'a> {
    Text(&'a str),
    /// Something that is no text.
    Other,
    /// Nothing by itself: emphasis, links, marks of notes.
    Nothing,
}

fn shown<'a>(piece: &'a Piece<'_>) -> Shown<'a> {
    match piece {
        Piece::Event(Event::Text(text) | Event::Code(text)) => Shown::Text(text),
        Piece::Ruby { base, .. } => Shown::Text(base),
        Piece::Event(Event::SoftBreak | Event::HardBreak) | Piece::Picture(_) => Shown::Other,
        piece if piece.is_inline() => Shown::Nothing,
        _ => Shown::Other,
    }
}

/// The first character that a reader sees, if text comes next.
fn first_shown(tokens: &[Token<'_>]) -> Option<char> {
    tokens.iter().find_map(|token| match shown(&token.piece) {
        Shown::Text(text) => text.chars().next().map(Some),
        Shown::Other => Some(None),
        Shown::Nothing => None,
    })?
}
