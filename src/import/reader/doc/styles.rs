//! The styles of an old Word document: their roles, and what they bring to their paragraphs. Word's own
//! styles are known by number, all others by name.

use super::bytes::{short, stretch, wide};
use super::properties::{Layout, Looks};
use crate::import::reader::role::{self, Role};

/// What a style says of its paragraphs.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    own: Option<Role>,
    based_on: u16,
    layout: Layout,
    pub(super) looks: Looks,
}

/// All styles by their numbers.
#[derive(Debug, Default)]
pub(super) struct Styles(Vec<Style>);

impl Styles {
    pub(super) fn read(table: &[u8]) -> Self {
        Self::all(table).unwrap_or_default()
    }

    fn all(table: &[u8]) -> Option<Self> {
        let head = usize::from(short(table, 0)?);
        let (count, base) = (short(table, 2)?, usize::from(short(table, 4)?));
        let mut styles = Vec::new();
        let mut at = 2 + head;
        for _ in 0..count {
            let Some(length) = short(table, at).map(usize::from) else { break };
            let style = stretch(table, at + 2, length).and_then(|own| read(own, base));
            styles.push(style.unwrap_or_default());
            at += 2 + length;
        }
        Some(Self(styles))
    }

    /// The styles that a paragraph of that style follows, its own first.
    fn line(&self, number: u16) -> impl Iterator<Item = &Style> {
        let get = |number: u16| self.0.get(usize::from(number));
        // A circle of styles ends somewhere.
        std::iter::successors(get(number), move |style| get(style.based_on)).take(16)
    }

    pub(super) fn role(&self, number: u16) -> Role {
        self.line(number).find_map(|style| style.own).unwrap_or(Role::Body)
    }

    /// Whether the style's text is bold.
    pub(super) fn looks(&self, number: u16) -> Looks {
        self.0.get(usize::from(number)).map(|style| style.looks).unwrap_or_default()
    }

    /// The number of a list that a style brings, and how deep in it.
    pub(super) fn list(&self, number: u16) -> (Option<u16>, Option<u8>) {
        let list = self.line(number).find_map(|style| style.layout.list);
        (list, self.line(number).find_map(|style| style.layout.level))
    }
}

fn read(own: &[u8], base: usize) -> Option<Style> {
    let known = short(own, 0)? & 0x0fff;
    let kind = short(own, 2)? & 0x000f;
    let based_on = short(own, 2)? >> 4;
    let units = usize::from(short(own, base)?);
    let name = wide(own, base + 2, units)?.to_lowercase();
    let mut style = Style { based_on, ..Style::default() };
    if kind == 1 {
        // Behind the name, which ends with a zero, stand two lists of changes.
        let at = even(base + 2 + units * 2 + 2);
        let length = usize::from(short(own, at).unwrap_or(0));
        style.layout = Layout::read(stretch(own, at + 2, length).unwrap_or_default());
        let at = even(at + 2 + length);
        let length = usize::from(short(own, at).unwrap_or(0));
        style.looks = Looks::read(stretch(own, at + 2, length).unwrap_or_default());
    }
    let named = Some(role::of_name(&name)).filter(|role| *role != Role::Body);
    let outlined = style.layout.outline.filter(|level| *level < 9);
    style.own = of_number(known).or(named).or(outlined.map(|level| Role::Heading(level + 1)));
    Some(style)
}

fn even(at: usize) -> usize {
    at + at % 2
}

/// What Word's own styles are for.
fn of_number(number: u16) -> Option<Role> {
    match number {
        1..=9 => u8::try_from(number).ok().map(Role::Heading),
        19..=27 => Some(Role::Contents),
        48 => Some(Role::Bullets),
        49 => Some(Role::Numbers),
        62 => Some(Role::Title),
        _ => None,
    }
}
