//! The one writer: a document and its front matter as Markdown. It escapes what Markdown would take for
//! something else, and decides nothing.

mod html;
mod inline;
mod table;

use std::fmt::Write as _;

use super::document::{Block, Document, Order, Shape};
use super::guess::Front;
use super::report::{Deed, Entry, Notes, Sure};
use super::rule::Rule;
use super::text::Text;
use crate::project::{written, written_item};

/// In which order keys stand; all others follow.
const KEYS: [&str; 24] = [
    "title",
    "subtitle",
    "kind",
    "script",
    "date",
    "meeting",
    "occasion",
    "speaker",
    "office",
    "document_number",
    "number",
    "proposers",
    "joint",
    "handling_units",
    "issue_no",
    "narrator",
    "recorder",
    "year",
    "authors",
    "source",
    "editor",
    "keywords",
    "description",
    "image",
];

/// How many remarks stand in the front matter; the report has them all.
const REMARKS: usize = 24;

/// What the article is to be shown as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nobody may read it before it was looked at.
    Review,
    /// As the site has it.
    Usual,
}

/// Writes an article.
pub(super) fn article(
    document: &Document,
    front: &Front,
    standing: Standing,
    notes: &Notes,
) -> String {
    let mut out = String::from("---\n");
    match &document.front {
        Some(own) => out.push_str(own),
        None => front_matter(&mut out, front, standing, notes),
    }
    out.push_str("---\n");
    let mut before: Option<&Block> = None;
    for block in &document.blocks {
        let text = block_text(block, document);
        if text.is_empty() {
            continue;
        }
        let tight = match (before.map(|block| &block.shape), &block.shape) {
            (
                Some(Shape::Item { depth: over, order: one }),
                Shape::Item { depth, order: other },
            ) => {
                // A list of another sort is another list.
                depth != over || matches!(one, Order::Bullet) == matches!(other, Order::Bullet)
            }
            _ => false,
        };
        out.push_str(if tight { "" } else { "\n" });
        out.push_str(&text);
        out.push('\n');
        before = Some(block);
    }
    for (number, note) in document.notes.iter().enumerate() {
        let text = inline::markdown(note, inline::Within::Line);
        let _ = write!(out, "\n[^{}]: {text}\n", number + 1);
    }
    out
}

fn block_text(block: &Block, document: &Document) -> String {
    let text = || inline::markdown(&block.text, inline::Within::Block);
    match &block.shape {
        Shape::Title => format!("# {}", on_one_line(&block.text)),
        Shape::Heading(level) => {
            let marks = "#".repeat(usize::from(*level));
            format!("{marks} {}", on_one_line(&block.text))
        }
        Shape::Paragraph | Shape::RunOn => text(),
        Shape::Item { depth, order } => {
            let indent = "   ".repeat(usize::from(*depth));
            let mark = match order {
                Order::Bullet => "-".to_owned(),
                Order::Number(number) => format!("{number}."),
            };
            format!("{indent}{mark} {}", inline::markdown(&block.text, inline::Within::Line))
        }
        Shape::Quote => {
            text().lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
        }
        Shape::Table(table) => table::markdown(table),
        Shape::Picture(number) => {
            let name = document.pictures.get(*number).map_or("", |picture| picture.name.as_str());
            format!("![{}]({name})", on_one_line(&block.text))
        }
        Shape::Verbatim => block.text.as_str().to_owned(),
    }
}

/// What Markdown ends with the line.
fn on_one_line(text: &Text) -> String {
    inline::markdown(text, inline::Within::Line).replace("\\\n", " ").replace('\n', " ")
}

fn front_matter(out: &mut String, front: &Front, standing: Standing, notes: &Notes) {
    for key in KEYS {
        let Some(field) = front.get(key) else { continue };
        let items: Vec<String> = field.values.iter().map(|value| written_item(value)).collect();
        let value = match field.values.as_slice() {
            // Numbers and days are what they are.
            [one] if matches!(key, "year" | "date") => one.clone(),
            [one] => written(one),
            _ => format!("[{}]", items.join(", ")),
        };
        let _ = write!(out, "{key}: {value}");
        out.push_str(match field.sure {
            Sure::Certain => "\n",
            Sure::Likely => " # 导入时猜的\n",
            Sure::Guess => " # 导入时猜的，待核\n",
        });
        if key == "kind" && standing == Standing::Review {
            out.push_str("status: review # 待审：有隐去的字，填好再发布\n");
        }
    }
    if standing == Standing::Review && front.get("kind").is_none() {
        out.push_str("status: review # 待审：有隐去的字，填好再发布\n");
    }
    let flagged = notes
        .entries
        .iter()
        .filter(|entry| entry.deed == Deed::Flagged && entry.rule != Rule::Masks);
    for entry in flagged.take(REMARKS) {
        out.push_str(&remark(entry));
    }
}

/// A remark for whoever edits the article.
fn remark(entry: &Entry) -> String {
    let Entry { before, after, .. } = entry;
    let clean = |text: &str| text.replace(['\n', '\r'], " ");
    let (before, after) = (clean(before), clean(after));
    if after.is_empty() {
        format!("# 存疑：{before}，照录原文。\n")
    } else {
        format!("# 存疑：“{before}”，疑为“{after}”，照录原文。\n")
    }
}
