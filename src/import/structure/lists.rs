//! Lines that begin with a bullet are items of a list. A single one is a dash that somebody typed.

use crate::import::document::{Block, Document, Order, Shape};
use crate::import::report::{Deed, Notes, Sure};
use crate::import::rule::Rule;
use crate::import::text::Edit;

const BULLETS: [char; 9] = ['-', '•', '·', '●', '■', '▪', '◆', '○', '➢'];

pub(super) fn recognise(document: &mut Document, notes: &mut Notes) {
    if !notes.is_on(Rule::Lists) {
        return;
    }
    let flags: Vec<bool> = document.blocks.iter().map(|block| bullet(block).is_some()).collect();
    let beside = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| flags.get(at)).copied().unwrap_or(false);
        before || flags.get(at + 1).copied().unwrap_or(false)
    };
    for (at, block) in document.blocks.iter_mut().enumerate() {
        let Some(length) = bullet(block).filter(|_| beside(at)) else { continue };
        let before: String = block.text.as_str().chars().take(12).collect();
        block.text.edit(&[Edit::drop(0..length)]);
        let after: String = block.text.as_str().chars().take(10).collect();
        let line = block.text.line();
        notes.note(line, Rule::Lists, Deed::Changed, before, format!("- {after}"), Sure::Certain);
        block.shape = Shape::Item { depth: 0, order: Order::Bullet };
    }
}

/// How long the bullet is that a paragraph begins with.
fn bullet(block: &Block) -> Option<usize> {
    let line = block.text.as_str();
    let first = line.chars().next().filter(|c| BULLETS.contains(c))?;
    let rest = line.get(first.len_utf8()..)?;
    let text = rest.trim_start();
    let apart = first != '-' || rest.starts_with(char::is_whitespace);
    (block.is_paragraph() && apart && !text.is_empty()).then_some(line.len() - text.len())
}
