//! Tells why each place of a text became what it did: what was chosen, from which source, what else
//! it might have been, and how sure that is. It never decides anything.

use super::slot::Value;
use super::visit::{Open, Place, Visitor};
use crate::script::lattice::Source;
use std::ops::Range;

/// A place of a text, what it becomes, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The place, in bytes of the text.
    pub place: Range<usize>,
    /// What stands there.
    pub from: String,
    /// What it becomes; the same when it stays.
    pub to: String,
    /// Where that is from.
    pub reason: Reason,
    /// What else it might have become, the usual one first.
    pub others: Vec<char>,
    /// How sure it is, from 0 to 1: 1 where nothing had to be weighed.
    pub certainty: f32,
}

/// Where a decision is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The editors' own words.
    Told,
    /// A word of the tables that is written as a whole.
    Table,
    /// The character has one counterpart only.
    Only,
    /// The word that it is in says so, and nothing around it says otherwise.
    Word {
        /// The word, as the text has it.
        word: String,
        /// Where the word is from.
        source: Source,
    },
    /// A person seems to be named here.
    Person,
    /// What stands around it.
    Model,
    /// It is the usual one, and nothing is known of its neighbours.
    Default,
}

/// Keeps every decision about one text.
pub(super) struct Notes<'t> {
    text: &'t str,
    pub(super) list: Vec<Decision>,
}

impl<'t> Notes<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self { text, list: Vec::new() }
    }

    fn note(&mut self, Place { start, end }: Place, to: String, reason: Reason) {
        let from = self.text.get(start..end).unwrap_or_default().to_owned();
        let (others, certainty) = (Vec::new(), 1.0);
        self.list.push(Decision { place: start..end, from, to, reason, others, certainty });
    }
}

impl Visitor for Notes<'_> {
    const ASKS_WHY: bool = true;

    fn told(&mut self, place: Place, text: &str) {
        self.note(place, text.to_owned(), Reason::Told);
    }

    fn word(&mut self, place: Place, value: Value<'_>) {
        let same = || self.text.get(place.start..place.end).unwrap_or_default().to_owned();
        let to = match value {
            Value::Same => same(),
            Value::Pair(pair) => pair.iter().collect(),
            Value::Text(text) => text.to_owned(),
        };
        self.note(place, to, Reason::Table);
    }

    fn character(&mut self, place: Place, target: char) {
        self.note(place, target.to_string(), Reason::Only);
    }

    fn chosen(&mut self, place: Place, target: char, open: Open<'_>) {
        let choice = open.choice;
        let claim = choice.claim.filter(|it| usize::from(it.candidate) == choice.candidate);
        let reason = match claim {
            Some(claim) => {
                let begin = open.chunk.start(claim.start);
                let last = open.chunk.start(claim.start + claim.len.saturating_sub(1));
                let end = self.text.get(last..).and_then(|rest| rest.chars().next());
                let end = last + end.map_or(0, char::len_utf8);
                let word = self.text.get(begin..end).unwrap_or_default().to_owned();
                Reason::Word { word, source: claim.source }
            }
            None if choice.named == Some(choice.candidate) => Reason::Person,
            None if choice.weighed || choice.candidate != 0 => Reason::Model,
            None => Reason::Default,
        };
        self.note(place, target.to_string(), reason);
        if let Some(last) = self.list.last_mut() {
            let others = open.candidates.iter().copied();
            last.others = others.filter(|other| *other != target).collect();
            last.certainty = choice.certainty();
        }
    }
}
