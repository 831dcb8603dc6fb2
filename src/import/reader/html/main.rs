//! Which blocks of a page are the article: those of the container that holds the most sentences which
//! are no links. Its title and the lines between title and text come along; all else is told as left out.

use std::collections::BTreeMap;

use super::page::{Page, Piece};
use crate::import::document::{Block, Shape};
use crate::import::letters::has_end;
use crate::import::report::{Deed, Notes, Sure};
use crate::import::rule::Rule;

/// A parent that holds so much more than its best child is the container.
const MORE: usize = 13;

/// The blocks of the article.
pub(super) fn article(page: Page, notes: &mut Notes) -> Vec<Block> {
    if !notes.is_on(Rule::Boilerplate) {
        return page.pieces.into_iter().map(|piece| piece.block).collect();
    }
    let best = best(&page.pieces);
    let is_inside = |piece: &Piece| best.is_none_or(|best| piece.within.contains(&best));
    let begins = page.pieces.iter().position(is_inside).unwrap_or(0);
    let ends = page.pieces.iter().rposition(is_inside).map_or(page.pieces.len(), |at| at + 1);
    let title = page
        .pieces
        .iter()
        .take(begins + 3)
        .rposition(|piece| matches!(piece.block.shape, Shape::Title));
    let title = title.filter(|title| *title < begins);
    for (at, source) in &page.pictures {
        if (begins..=ends).contains(at) {
            notes.note(0, Rule::Format, Deed::Dropped, format!("图片 {source}"), "", Sure::Certain);
        }
    }
    let mut blocks = Vec::new();
    for (at, piece) in page.pieces.into_iter().enumerate() {
        let above = title.is_some_and(|title| (title..begins).contains(&at));
        // A line that is all links leads elsewhere, also within the article's container.
        let all_links = piece.linked * 10 >= piece.block.text.length() * 8 && piece.linked > 0;
        let elsewhere = all_links && !has_end(piece.block.text.as_str());
        if (above || is_in(&piece, best)) && !elsewhere {
            blocks.push(piece.block);
        } else {
            notes.dropped(Rule::Boilerplate, Sure::Likely, &piece.block.text);
        }
    }
    blocks
}

fn is_in(piece: &Piece, best: Option<usize>) -> bool {
    best.is_none_or(|best| piece.within.contains(&best))
}

/// The container with the most text.
fn best(pieces: &[Piece]) -> Option<usize> {
    let mut own: BTreeMap<usize, usize> = BTreeMap::new();
    let mut all: BTreeMap<usize, usize> = BTreeMap::new();
    let mut parents: BTreeMap<usize, usize> = BTreeMap::new();
    for piece in pieces {
        let length = piece.block.text.length().saturating_sub(piece.linked);
        let score = if has_end(piece.block.text.as_str()) { length } else { length / 8 };
        for pair in piece.within.windows(2) {
            if let [parent, child] = pair {
                parents.insert(*child, *parent);
            }
        }
        if let Some(innermost) = piece.within.last() {
            *own.entry(*innermost).or_default() += score;
        }
        for container in &piece.within {
            *all.entry(*container).or_default() += score;
        }
    }
    let (mut best, _) = own.into_iter().rev().max_by_key(|(_, score)| *score)?;
    // Paragraphs that are containers each leave little to the best of them.
    while let Some(parent) = parents.get(&best) {
        let of = |container: &usize| all.get(container).copied().unwrap_or(0);
        if of(parent) * 10 < of(&best) * MORE {
            break;
        }
        best = *parent;
    }
    Some(best)
}
