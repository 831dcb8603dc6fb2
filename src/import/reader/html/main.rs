//! Which blocks of a page are the article: those of the container that holds the most sentences which
//! are no links. Its title comes along, and the lines above and below that say who wrote it and when;
//! all else is told as left out.

use super::page::{Container, Page, Piece};
use crate::import::document::{Block, Shape};
use crate::import::letters::has_end;
use crate::import::pattern::Pattern;
use crate::import::repair::is_furniture;
use crate::import::report::{Notes, Sure};
use crate::import::rule::Rule;

/// Lines between a title and its text that say something of the article in a way that can be read.
static ABOVE: Pattern = Pattern::new(
    r"^\s*\d{4}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}|(来源|來源|作者|时间|時間|日期|编辑|編輯)\s*[:：]|记者|記者|通讯员|通訊員|^(——|—|--)|^[（(].*[）)]$",
);
/// Lines under a text that do.
static BELOW: Pattern = Pattern::new(
    r"^[（(【\[]?\s*(责编|責編|责任编辑|責任編輯|编辑|編輯|文章录入|作者|来源|來源|稿源|供稿|撰稿|审核|審核|信息来源|文字|图文)\s*[:：]",
);
/// Names of containers that hold anything but the article.
static ASIDE: Pattern = Pattern::new(
    r"comment|pinglun|foot|sidebar|\bside\b|\bnav|menu|relat(e|ion)|recommend|tuijian|share|copyright|breadcrumb|\bhot\b|(\b|_)rank(\b|_|ing|list|s\b|\d)|\btj\b|advert|banner|login",
);

/// The share of a container's text, in tenths, that what stands beside it must add to belong to it.
const ADDS: usize = 3;

/// The blocks of the article.
pub(super) fn article(page: &mut Page, notes: &mut Notes) -> Vec<Block> {
    let pieces = std::mem::take(&mut page.pieces);
    if !notes.is_on(Rule::Boilerplate) {
        return pieces.into_iter().map(|piece| piece.block).collect();
    }
    let tree = Tree::of(&pieces, &page.containers);
    let within = tree.within(tree.best());
    let is_in = |piece: &Piece| within.get(piece.inside).copied().unwrap_or(false);
    let inside: Vec<bool> = pieces.iter().map(is_in).collect();
    let begins = inside.iter().position(|inside| *inside).unwrap_or(0);
    let ends = inside.iter().rposition(|inside| *inside).map_or(pieces.len(), |at| at + 1);
    let title = title(page, &pieces, begins);
    let from = title.unwrap_or(begins);
    let mut blocks = Vec::new();
    for (at, (mut piece, inside)) in pieces.into_iter().zip(inside).enumerate() {
        let line = piece.block.text.as_str();
        // A line that is all links leads elsewhere, also within the article's container.
        let elsewhere = is_linked(&piece) && !has_end(line);
        let kept = match at {
            _ if Some(at) == title => {
                piece.block.shape = Shape::Title;
                true
            }
            _ if elsewhere || at < from => false,
            _ if at < begins => {
                page.head.line(line);
                ABOVE.is_in(line)
            }
            _ if at >= ends => at < ends + 8 && BELOW.is_in(line),
            _ => inside,
        };
        if kept {
            blocks.push(piece.block);
        } else {
            notes.dropped(Rule::Boilerplate, Sure::Likely, &piece.block.text);
        }
    }
    blocks
}

fn is_sentence(piece: &Piece) -> bool {
    let line = piece.block.text.as_str();
    has_end(line) && !is_linked(piece) && !is_furniture(line)
}

fn is_linked(piece: &Piece) -> bool {
    piece.linked > 0 && piece.linked * 10 >= piece.block.text.length() * 8
}

/// Where the title stands: the line that the page is called after, nearest to the text; else what is
/// marked as the heading of the page.
fn title(page: &Page, pieces: &[Piece], begins: usize) -> Option<usize> {
    const LONGEST: usize = 80;
    let near = pieces.get(..(begins + 4).min(pieces.len()))?;
    let is_line =
        |piece: &Piece| !is_linked(piece) && (1..=LONGEST).contains(&piece.block.text.length());
    let named = near
        .iter()
        .enumerate()
        .filter(|(_, piece)| is_line(piece) && page.head.names(piece.block.text.as_str()));
    let longest = named.max_by_key(|(at, piece)| (piece.block.text.length(), *at));
    let marked = |piece: &Piece| matches!(piece.block.shape, Shape::Title) && is_line(piece);
    longest.map(|(at, _)| at).or_else(|| near.iter().rposition(marked))
}

/// The containers of a page with what is in them. A container's number is larger than its parent's.
struct Tree<'p> {
    containers: &'p [Container],
    /// Whether each is, or lies in, one that holds anything but the article.
    aside: Vec<bool>,
    /// The points of each, those of the containers in it counted.
    all: Vec<usize>,
    /// The points of what each holds itself.
    own: Vec<usize>,
}

impl<'p> Tree<'p> {
    fn of(pieces: &[Piece], containers: &'p [Container]) -> Self {
        let nothing = vec![0_usize; containers.len()];
        let (all, own) = (nothing.clone(), nothing.clone());
        let mut tree = Self { containers, aside: Vec::new(), all, own };
        for container in containers {
            let is_aside = matches!(container.tag.as_str(), "nav" | "aside" | "footer")
                || ASIDE.is_in(&container.class)
                || ASIDE.is_in(&container.id);
            let above = tree.aside.get(container.parent).copied().unwrap_or(false);
            tree.aside.push(is_aside || above);
        }
        let mut sentences = nothing;
        for piece in pieces {
            add(&mut sentences, piece.inside, usize::from(is_sentence(piece)));
            let points = tree.points(piece);
            add(&mut tree.all, piece.inside, points);
        }
        tree.raise(&mut sentences);
        let mut all = std::mem::take(&mut tree.all);
        tree.raise(&mut all);
        tree.all = all;
        // What only wraps one sentence is no container of its own.
        let mut holders: Vec<usize> = Vec::with_capacity(containers.len());
        for (at, container) in containers.iter().enumerate() {
            let many = sentences.get(at).is_some_and(|count| *count >= 2);
            let above = holders.get(container.parent).copied().unwrap_or(0);
            holders.push(if many { at } else { above });
        }
        for piece in pieces {
            let holder = holders.get(piece.inside).copied().unwrap_or(0);
            let points = tree.points(piece);
            add(&mut tree.own, holder, points);
        }
        tree
    }

    /// Adds to each container what those in it have.
    fn raise(&self, sums: &mut [usize]) {
        for (at, container) in self.containers.iter().enumerate().skip(1).rev() {
            let own = sums.get(at).copied().unwrap_or(0);
            add(sums, container.parent, own);
        }
    }

    /// How much a piece speaks for the container that it is in.
    fn points(&self, piece: &Piece) -> usize {
        let text = &piece.block.text;
        let length = text.length().saturating_sub(piece.linked) * 10;
        let said = if has_end(text.as_str()) { length } else { length / 8 };
        match self.aside.get(piece.inside) {
            _ if is_linked(piece) || is_furniture(text.as_str()) => 0,
            Some(true) => said / 10,
            _ => said,
        }
    }

    /// For each container whether it is that one, or lies in it.
    fn within(&self, best: usize) -> Vec<bool> {
        let mut within: Vec<bool> = Vec::with_capacity(self.containers.len());
        for (at, container) in self.containers.iter().enumerate() {
            let above = within.get(container.parent).copied().unwrap_or(false);
            within.push(at == best || above);
        }
        within
    }

    /// The container of the article.
    fn best(&self) -> usize {
        let best = self.own.iter().enumerate().rev().max_by_key(|(_, sum)| **sum);
        let mut best = best.map_or(0, |(at, _)| at);
        let mut child = best;
        // Sections of one article lie beside one another, and are alike.
        while let Some(parent) =
            self.containers.get(child).map(|own| own.parent).filter(|parent| *parent != child)
        {
            let beside = self.own.get(parent).copied().unwrap_or(0) + self.alike(child, parent);
            let sum = self.all.get(child).copied().unwrap_or(0);
            if beside * 10 >= sum * ADDS {
                best = parent;
            }
            child = parent;
        }
        best
    }

    /// The points of a container's neighbours that are of its kind.
    fn alike(&self, child: usize, parent: usize) -> usize {
        let Some(own) = self.containers.get(child).filter(|own| own.tag != "td") else { return 0 };
        let all = self.containers.iter().zip(&self.all).enumerate().skip(1);
        let alike = all.filter(|(at, (other, _))| {
            *at != child
                && other.parent == parent
                && other.tag == own.tag
                && other.class == own.class
        });
        alike.map(|(_, (_, sum))| *sum).sum()
    }
}

fn add(sums: &mut [usize], at: usize, more: usize) {
    if let Some(sum) = sums.get_mut(at) {
        *sum += more;
    }
}
