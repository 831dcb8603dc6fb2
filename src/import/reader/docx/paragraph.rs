//! What a paragraph of a Word file is: a heading, an item, a line of a table of contents, or text. It
//! asks styles and numberings and changes neither text nor order.

use super::numbering::{Number, Numbering};
use super::styles::{Role, Styles};
use crate::import::document::{Block, Order, Shape};
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
    let item = |order| Shape::Item { depth: level, order };
    let shape = match (role, number) {
        (Role::Contents, _) => return None,
        (Role::Title, _) => Shape::Title,
        (Role::Heading(level), number) => {
            prefix(&mut text, number);
            // Bold is how a heading looks.
            text.marks.retain(|mark| mark.style != Style::Bold);
            Shape::Heading(level + 1)
        }
        (_, Some(Number::Text(mark))) => {
            prefix(&mut text, Some(Number::Text(mark)));
            Shape::Paragraph
        }
        (_, Some(Number::Bullet)) | (Role::Bullets, _) => item(Order::Bullet),
        (_, Some(Number::Arabic(number))) => item(Order::Number(number)),
        (Role::Numbers, None) => item(Order::Number(1)),
        (Role::Quote, None) => Shape::Quote,
        (Role::Body, None) => Shape::Paragraph,
    };
    Some(Block::new(shape, text))
}

fn prefix(text: &mut Text, number: Option<Number>) {
    let mark = match number {
        Some(Number::Text(mark)) => mark,
        Some(Number::Arabic(number)) => format!("{number}. "),
        _ => return,
    };
    let mut whole = Text::plain(mark, text.line());
    whole.append(std::mem::take(text));
    *text = whole;
}
