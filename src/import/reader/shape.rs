//! What a paragraph of a word processor is: a heading, an item, a line of a table of contents, or text;
//! by the role of its style and the number before it. It changes neither text nor order, but for the
//! number.

use super::numbering::Number;
use super::role::Role;
use crate::import::document::{Block, Order, Shape};
use crate::import::text::{Style, Text};

/// The block that a paragraph makes; none for a line of contents. `level` is how deep in lists it is.
pub(super) fn block(
    mut text: Text,
    role: Role,
    number: Option<Number>,
    level: u8,
) -> Option<Block> {
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
        (_, Some(Number::Arabic { number, .. })) => item(Order::Number(number)),
        (Role::Numbers, None) => item(Order::Number(1)),
        (Role::Quote, None) => Shape::Quote,
        (Role::Body, None) => Shape::Paragraph,
    };
    Some(Block::new(shape, text))
}

fn prefix(text: &mut Text, number: Option<Number>) {
    let mark = match number {
        Some(Number::Text(mark)) => mark,
        Some(Number::Arabic { shown, .. }) if shown.ends_with(|c: char| c.is_ascii()) => {
            format!("{shown} ")
        }
        Some(Number::Arabic { shown, .. }) => shown,
        _ => return,
    };
    let mut whole = Text::plain(mark, text.line());
    whole.append(std::mem::take(text));
    *text = whole;
}
