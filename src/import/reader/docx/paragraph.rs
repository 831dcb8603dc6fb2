//! A paragraph of a Word file, and what its own properties and its style say of it. It asks styles and
//! numberings and changes neither text nor order.

use super::styles::Styles;
use crate::import::document::Block;
use crate::import::reader::numbering::Numbering;
use crate::import::reader::role::Role;
use crate::import::reader::shape;
use crate::import::text::{Style, Text};

/// A paragraph while it is read.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) text: Text,
    pub(super) style: String,
    pub(super) number: Option<String>,
    pub(super) level: Option<u8>,
    pub(super) outline: Option<u8>,
    pub(super) end_deleted: bool,
    pub(super) pictures: Vec<usize>,
}

/// The block that a paragraph makes; none for a line of contents.
pub(super) fn block(
    paragraph: &mut Paragraph,
    styles: &Styles,
    numbering: &mut Numbering,
) -> Option<Block> {
    let own = styles.get(&paragraph.style);
    let role = match paragraph.outline {
        Some(level) if level < 9 => Role::Heading(level + 1),
        _ => styles.role(&paragraph.style),
    };
    let mut text = std::mem::take(&mut paragraph.text);
    let empty = text.is_empty();
    // A style may bring its number; 0 takes it away.
    let id = paragraph
        .number
        .clone()
        .or_else(|| own.and_then(|style| style.number.clone()))
        .filter(|id| id != "0");
    let level = paragraph.level.or_else(|| own.map(|style| style.level)).unwrap_or(0);
    let number = id.filter(|_| !empty).and_then(|id| numbering.next(&id, level));
    if own.is_some_and(|style| style.bold) && role == Role::Body && !empty {
        text.mark(0..text.as_str().len(), Style::Bold);
    }
    shape::block(text, role, number, level)
}
