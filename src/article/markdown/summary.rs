//! The summary of an article whose author wrote none: the first paragraph, as plain text.
//!
//! It never parses an article whole when its beginning says enough: the source is cut after a few
//! blank lines, and more is taken only when no paragraph was found.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::parts::Signed;
use super::token::{Piece, Token};
use super::{container, text, understand};

/// How much is looked at first; four times as much each time that nothing was found.
const START: usize = 512;

/// The first paragraph that says something: not a heading, a picture, or the byline under a
/// heading. Empty when there is none.
pub(crate) fn summary(markdown: &str) -> String {
    let mut length = START;
    loop {
        let start = beginning(markdown, length);
        // A link or a note may be defined anywhere.
        let part = if start.contains('[') { markdown } else { start };
        let found = of(part);
        if !found.is_empty() || part.len() == markdown.len() {
            return found;
        }
        length = start.len().max(length).saturating_mul(4);
    }
}

/// At least `length` bytes, up to the end of a paragraph.
fn beginning(markdown: &str, length: usize) -> &str {
    let bytes = markdown.as_bytes().get(length..).unwrap_or_default();
    let end = bytes.windows(2).position(|two| two == b"\n\n").map(|at| length + at + 2);
    end.and_then(|end| markdown.get(..end)).unwrap_or(markdown)
}

fn of(markdown: &str) -> String {
    let source = container::mask(markdown);
    let tokens = understand(&source, &mut Vec::new());
    let mut after_heading = false;
    let mut notes = 0usize;
    for (index, token) in tokens.iter().enumerate() {
        match &token.piece {
            Piece::Event(Event::Start(Tag::FootnoteDefinition(_))) => notes += 1,
            Piece::Event(Event::End(TagEnd::FootnoteDefinition)) => notes -= 1,
            Piece::Event(Event::Start(Tag::Paragraph)) if notes == 0 => {
                let inside = paragraph(tokens.get(index + 1..).unwrap_or_default());
                let text = text::plain(inside);
                let byline =
                    after_heading && Signed::read(&text::plain_with(inside, " ")).is_some();
                if !text.is_empty() && !byline {
                    return text;
                }
            }
            _ => {}
        }
        after_heading = matches!(token.piece, Piece::Event(Event::End(TagEnd::Heading(_))));
    }
    String::new()
}

/// The tokens up to the end of the paragraph that they begin in.
fn paragraph<'t, 'a>(tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
    let is_end =
        |token: &Token<'_>| matches!(token.piece, Piece::Event(Event::End(TagEnd::Paragraph)));
    let end = tokens.iter().position(is_end).unwrap_or(tokens.len());
    tokens.get(..end).unwrap_or_default()
}
