//! Headings: their anchors, and the table of contents.
//!
//! Anchors are free of script, so that a reader who switches between editions stays in place:
//! an explicit `{#id}` is kept, a heading in ASCII gives its words (`work-report`), and any other
//! its number by position (`h-2-1`: the first heading below the second). Headings in quotations,
//! lists and notes are not part of the outline: they keep an explicit anchor and get no other.
//!
//! It never spells pinyin: that is long, and differs where a reading does.

use std::collections::BTreeMap;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::fault::{self, BodyFault};
use super::text;
use super::token::{Nesting, Piece, Token};

/// One entry of the table of contents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The anchor.
    pub id: String,
    /// Plain text.
    pub title: String,
    /// The headings of lower levels up to the next one of this or a higher level.
    pub children: Vec<Heading>,
}

/// The anchors in use, each with the number to try next when another heading wants it.
type Taken = BTreeMap<String, usize>;

/// The heading whose tokens begin here, with its title.
pub(super) fn heading_at(tokens: &[Token<'_>]) -> Option<(u8, String)> {
    let Piece::Event(Event::Start(Tag::Heading { level, .. })) = &tokens.first()?.piece else {
        return None;
    };
    let end = tokens
        .iter()
        .position(|token| matches!(token.piece, Piece::Event(Event::End(TagEnd::Heading(_)))))?;
    Some((*level as u8, text::plain(tokens.get(..end)?)))
}

/// Gives every heading of the outline its anchor, and returns the outline.
pub(super) fn number(tokens: &mut [Token<'_>], faults: &mut Vec<BodyFault>) -> Vec<Heading> {
    let mut taken = explicit(tokens, faults);
    let mut outline = Outline::default();
    let mut depth = 0usize;
    for index in 0..tokens.len() {
        let Some(piece) = tokens.get(index).map(|token| &token.piece) else { break };
        let is_div = matches!(piece, Piece::ContainerStart { .. } | Piece::ContainerEnd);
        let nesting = piece.nesting();
        let found = (depth == 0).then(|| tokens.get(index..).and_then(heading_at)).flatten();
        match nesting {
            Nesting::In if !is_div => depth += 1,
            Nesting::Out if !is_div => depth = depth.saturating_sub(1),
            _ => {}
        }
        let Some((level, title)) = found.filter(|(_, title)| !title.is_empty()) else { continue };
        outline.enter(level);
        if let Some(id) = tokens.get_mut(index).and_then(id_of) {
            let anchor = match id {
                Some(id) => id.to_string(),
                None => free(&anchor(&title, &outline.counts), &mut taken),
            };
            *id = Some(CowStr::from(anchor.clone()));
            outline.open.push(Heading { level, id: anchor, title, children: Vec::new() });
        }
    }
    outline.finish()
}

/// The explicit anchors. The second of two alike is taken away.
fn explicit(tokens: &mut [Token<'_>], faults: &mut Vec<BodyFault>) -> Taken {
    let mut taken = Taken::new();
    for token in tokens {
        let span = token.span.clone();
        let Some(slot) = id_of(token) else { continue };
        if slot.as_deref() == Some("") {
            *slot = None;
        }
        if let Some(id) = slot
            && taken.insert(id.to_string(), 2).is_some()
        {
            faults.push(fault::duplicate_anchor(span, id));
            *slot = None;
        }
    }
    taken
}

fn id_of<'t, 'a>(token: &'t mut Token<'a>) -> Option<&'t mut Option<CowStr<'a>>> {
    match &mut token.piece {
        Piece::Event(Event::Start(Tag::Heading { id, .. })) => Some(id),
        _ => None,
    }
}

/// An outline while it is read: `open` holds the last heading and those above it.
#[derive(Default)]
struct Outline {
    done: Vec<Heading>,
    open: Vec<Heading>,
    /// How many headings there have been on each level of nesting, down to the last one.
    counts: Vec<usize>,
}

impl Outline {
    /// Makes way for a heading of this level, and counts it.
    fn enter(&mut self, level: u8) {
        while self.open.last().is_some_and(|last| last.level >= level) {
            self.close();
        }
        let depth = self.open.len();
        self.counts.truncate(depth + 1);
        match self.counts.get_mut(depth) {
            Some(count) => *count += 1,
            None => self.counts.push(1),
        }
    }

    fn close(&mut self) {
        if let Some(heading) = self.open.pop() {
            let above = self.open.last_mut().map(|above| &mut above.children);
            above.unwrap_or(&mut self.done).push(heading);
        }
    }

    fn finish(mut self) -> Vec<Heading> {
        while !self.open.is_empty() {
            self.close();
        }
        self.done
    }
}

fn anchor(title: &str, counts: &[usize]) -> String {
    if title.is_ascii() {
        let lower = title.to_ascii_lowercase();
        let words: Vec<&str> =
            lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
        if !words.is_empty() {
            return words.join("-");
        }
    }
    counts.iter().fold(String::from("h"), |id, count| format!("{id}-{count}"))
}

/// The anchor, or the first free one of `anchor-2`, `anchor-3` …
fn free(anchor: &str, taken: &mut Taken) -> String {
    let mut id = anchor.to_owned();
    let mut number = taken.get(anchor).copied().unwrap_or(2);
    while taken.contains_key(&id) {
        id = format!("{anchor}-{number}");
        number += 1;
    }
    taken.insert(anchor.to_owned(), number);
    taken.insert(id.clone(), 2);
    id
}
