//! A paragraph that holds one picture and nothing else is a figure, captioned by the picture's
//! title or, without one, its alternative text. A link around the picture stays.
//!
//! It never touches pictures within text.

use std::mem;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::token::{Image, Piece, Token};

/// Finds the figures.
pub(super) fn find(tokens: &mut [Token<'_>]) {
    let mut rest = tokens;
    while !rest.is_empty() {
        let length = frame(rest).unwrap_or(1);
        rest = rest.get_mut(length..).unwrap_or_default();
    }
}

/// Makes a figure of the paragraph that begins here, if it holds one picture alone, and returns
/// how many tokens that took.
fn frame(tokens: &mut [Token<'_>]) -> Option<usize> {
    let length = match tokens {
        [_, link, _, end, ..] if is_link(link, end) => 5,
        _ => 3,
    };
    let (open, rest) = tokens.get_mut(..length)?.split_first_mut()?;
    let (close, inside) = rest.split_last_mut()?;
    let (
        Piece::Event(Event::Start(Tag::Paragraph)),
        Piece::Picture(image),
        Piece::Event(Event::End(TagEnd::Paragraph)),
    ) = (&open.piece, &mut inside.get_mut(length / 2 - 1)?.piece, &close.piece)
    else {
        return None;
    };
    let caption = caption(image);
    open.piece = Piece::FigureStart;
    close.piece = Piece::FigureEnd { caption };
    Some(length)
}

fn is_link(start: &Token<'_>, end: &Token<'_>) -> bool {
    matches!(start.piece, Piece::Event(Event::Start(Tag::Link { .. })))
        && matches!(end.piece, Piece::Event(Event::End(TagEnd::Link)))
}

/// The title moves into the caption: shown twice, it would be read out twice.
fn caption(image: &mut Image<'_>) -> String {
    let title = mem::replace(&mut image.title, "".into());
    if title.is_empty() { image.alt.clone() } else { title.into_string() }
}
