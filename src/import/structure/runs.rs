//! Paragraphs that were lost: a long text in which 一、 二、 and 一是 二是 follow one another gets a new
//! paragraph at each of them. Numbers that are not in sequence are left alone.

use crate::import::document::{Block, Document, Shape};
use crate::import::letters::{is_closing, is_end, split_numeral};
use crate::import::report::{Deed, Notes, Sure};
use crate::import::rule::Rule;
use crate::import::text::{Edit, Text};

/// A shorter paragraph may well hold its items in one sentence.
const LONG: usize = 200;
/// A heading that runs into its first item is no longer than this, in characters.
const HEADING: usize = 45;
/// With such words the text after the last item begins.
const CLOSERS: [&str; 8] = ["虽然", "雖然", "下一步", "今后", "今後", "总之", "總之", "各位"];

/// See the module.
pub(super) fn split(document: &mut Document, notes: &mut Notes) {
    let title = document.properties.title.clone().unwrap_or_default();
    let mut blocks = Vec::with_capacity(document.blocks.len());
    for mut block in std::mem::take(&mut document.blocks) {
        let lost = matches!(block.shape, Shape::RunOn);
        let seems_lost = block.is_paragraph()
            && block.text.length() > LONG
            && sections(block.text.as_str()) >= 2;
        if !(lost || seems_lost) {
            blocks.push(block);
            continue;
        }
        if lost && title.chars().count() >= 4 && block.text.as_str().starts_with(&title) {
            block.text.edit(&[Edit::drop(0..title.len())]);
            block.text.trim();
        }
        if notes.is_on(Rule::Pages) {
            pieces(&mut blocks, block.text, notes);
        } else {
            blocks.push(Block::new(Shape::Paragraph, block.text));
        }
    }
    document.blocks = blocks;
}

/// How many sections 一、 二、 follow one another in a text.
fn sections(text: &str) -> u32 {
    breaks(text).iter().filter(|place| place.kind == Kind::Section).count().try_into().unwrap_or(0)
}

/// Where a paragraph begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Break {
    at: usize,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// 一、
    Section,
    /// 一是
    Item,
    Closing,
}

fn breaks(text: &str) -> Vec<Break> {
    let mut found: Vec<Break> = Vec::new();
    let (mut section, mut item, mut closed) = (0, 0, false);
    let mut before = None;
    // Where the heading stands that an item may follow without a stop.
    let mut heading: Option<usize> = None;
    for (at, c) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        let after_stop =
            before.is_none_or(|c| is_end(c) || is_closing(c) || matches!(c, '；' | ';'));
        if let Some((number, rest)) = split_numeral(rest) {
            let in_heading = heading.is_some_and(|from| is_short(text, from, at));
            if rest.starts_with('、') && number == section + 1 && after_stop {
                (section, item, heading) = (number, 0, Some(at));
                found.push(Break { at, kind: Kind::Section });
            } else if rest.starts_with('是') && number == item + 1 && (after_stop || in_heading) {
                (item, heading) = (number, None);
                found.push(Break { at, kind: Kind::Item });
            }
        } else if found.len() > 1
            && after_stop
            && !closed
            && CLOSERS.iter().any(|word| rest.starts_with(word))
        {
            closed = true;
            found.push(Break { at, kind: Kind::Closing });
        }
        before = Some(c);
    }
    // What was taken for the end was a sentence of an item, when items follow.
    let last_closing = found.iter().position(|place| place.kind == Kind::Closing);
    if last_closing.is_some_and(|at| at + 1 < found.len()) {
        found.retain(|place| place.kind != Kind::Closing);
    }
    found
}

/// Whether there is a heading and no sentence between two places.
fn is_short(text: &str, from: usize, to: usize) -> bool {
    // A character has four bytes at the most.
    to.saturating_sub(from) <= HEADING * 4
        && text.get(from..to).is_some_and(|part| {
            part.chars().count() <= HEADING && !part.contains(['。', '！', '？'])
        })
}

fn pieces(blocks: &mut Vec<Block>, mut text: Text, notes: &mut Notes) {
    let places = breaks(text.as_str());
    let mut tail: Vec<Block> = Vec::new();
    let seen = notes.entries.len();
    for Break { at, .. } in places.into_iter().rev().filter(|place| place.at > 0) {
        let piece = text.split_off(at);
        let head: String = piece.as_str().chars().take(10).collect();
        notes.note(
            piece.line(),
            Rule::Pages,
            Deed::Changed,
            head.clone(),
            format!("¶{head}"),
            Sure::Likely,
        );
        tail.push(Block::new(Shape::Paragraph, piece));
    }
    // They were found from the end.
    if let Some(own) = notes.entries.get_mut(seen..) {
        own.reverse();
    }
    blocks.push(Block::new(Shape::Paragraph, text));
    blocks.extend(tail.into_iter().rev());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_and_items_begin_paragraphs() {
        let text = "今年以来，开展三项工作。一、健全机制一是建章立制。印发办法，一是一，二是二。二是建好队伍。选优配强。二、搭建平台一是线下。二是线上。虽然有成效，但有差距。下一步，继续努力。";
        let starts: Vec<String> =
            breaks(text).iter().map(|place| text[place.at..].chars().take(3).collect()).collect();
        assert_eq!(starts, ["一、健", "一是建", "二是建", "二、搭", "一是线", "二是线", "虽然有"]);
    }
}
