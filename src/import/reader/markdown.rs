//! Reads Markdown: front matter, headings and blocks, each kept as its author wrote it. What is code
//! or an address is marked, so that no rule touches it. A file without any Markdown in it is read
//! as bare text. It never renders.

use crate::import::document::{Block, Document, Origin, Shape};
use crate::import::pattern::Pattern;
use crate::import::report::Notes;
use crate::import::text::{Style, Text};

static SYNTAX: Pattern = Pattern::new(
    r"(?m)^(#{1,6} |[-*+] |\d{1,3}\. |> |\||```|~~~|:::|---$|<[a-zA-Z/])|\*\*|\]\(|^\[\^|\\[*_#\[]",
);
/// Reads a Markdown file.
pub(super) fn read(text: &str, notes: &mut Notes) -> Document {
    if !SYNTAX.is_in(text) {
        return super::text::read(text, notes);
    }
    let (front, body, first) = split_front(text);
    let mut blocks = Vec::new();
    let mut lines = body.lines().enumerate().map(|(at, line)| (at + first, line)).peekable();
    while let Some((number, line)) = lines.next() {
        if line.trim().is_empty() {
            continue;
        }
        let mut whole = line.to_owned();
        if let Some(fence) = fence(line) {
            for (_, line) in lines.by_ref() {
                whole.push('\n');
                whole.push_str(line);
                if line.trim_start().starts_with(fence) && line.trim().len() == fence.len() {
                    break;
                }
            }
            blocks.push(verbatim(whole, number));
            continue;
        }
        if let Some((level, title)) = heading(line) {
            let shape = if level == 1 { Shape::Title } else { Shape::Heading(level) };
            blocks.push(Block::new(shape, marked(title, number)));
            continue;
        }
        while let Some((_, line)) = lines.next_if(|(_, line)| {
            !line.trim().is_empty() && heading(line).is_none() && fence(line).is_none()
        }) {
            whole.push('\n');
            whole.push_str(line);
        }
        let as_it_is = whole.starts_with(['|', '<']) || whole.starts_with("    ");
        blocks.push(if as_it_is {
            verbatim(whole, number)
        } else {
            Block::new(Shape::Paragraph, marked(&whole, number))
        });
    }
    Document {
        blocks,
        front: front.map(str::to_owned),
        origin: Origin::Marked,
        ..Document::default()
    }
}

/// Front matter without its fences, the body, and the number of the body's first line.
fn split_front(text: &str) -> (Option<&str>, &str, usize) {
    let Some(rest) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else {
        return (None, text, 1);
    };
    let mut at = 0;
    for (number, line) in rest.split_inclusive('\n').enumerate() {
        if line.trim_end() == "---" {
            let front = rest.get(..at).unwrap_or_default();
            return (Some(front), rest.get(at + line.len()..).unwrap_or_default(), number + 3);
        }
        at += line.len();
    }
    (None, text, 1)
}

/// The fence of a block that ends with the same one.
fn fence(line: &str) -> Option<&str> {
    let bare = line.trim_start();
    ['`', '~', ':'].into_iter().find_map(|c| {
        let length = bare.len() - bare.trim_start_matches(c).len();
        if length >= 3 { bare.get(..length) } else { None }
    })
}

fn heading(line: &str) -> Option<(u8, &str)> {
    let rest = line.trim_start_matches('#');
    let level =
        u8::try_from(line.len() - rest.len()).ok().filter(|level| (1..=6).contains(level))?;
    Some((level, rest.strip_prefix(' ')?.trim()))
}

fn verbatim(text: String, line: usize) -> Block {
    Block::new(Shape::Verbatim, Text::plain(text, line))
}

fn marked(text: &str, line: usize) -> Text {
    let literal = super::literal::ranges(text);
    let mut own = Text::default();
    for (at, part) in text.split_inclusive('\n').enumerate() {
        own.push(part, &[], line + at);
    }
    own.mark(0..text.len(), Style::Markdown);
    for range in literal {
        own.mark(range, Style::Literal);
    }
    own
}
