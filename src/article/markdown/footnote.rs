//! Footnotes: taken out of the flow, numbered in the order in which the text first refers to them.
//!
//! Anchors are made of numbers alone (`fn-1`, `fnref-1`, `fnref-1-2` for the second reference), so
//! they are the same in every edition whatever the labels are. It never writes HTML.

use std::collections::BTreeMap;
use std::mem;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::fault::{self, BodyFault};
use super::token::{Piece, Reference, Token};

/// A note that the text refers to. Its number is its place among all, from 1.
pub(super) struct Note<'a> {
    pub tokens: Vec<Token<'a>>,
    /// How often it is referred to.
    pub times: usize,
}

struct Definition<'a> {
    label: String,
    span: Range<usize>,
    tokens: Vec<Token<'a>>,
    /// Its number, once something has referred to it.
    number: Option<usize>,
    times: usize,
}

/// Takes the notes out of the flow. References become numbers, and notes that are missing, double
/// or superfluous are told.
pub(super) fn collect<'a>(
    tokens: &mut Vec<Token<'a>>,
    faults: &mut Vec<BodyFault>,
) -> Vec<Note<'a>> {
    undefined(tokens, faults);
    let mut desk = Desk::default();
    if !tokens.iter().any(is_footnote) {
        return Vec::new();
    }
    desk.take(tokens, faults);
    desk.refer(tokens);
    let mut notes = Vec::new();
    while let Some(&index) = desk.order.get(notes.len()) {
        let mut tokens = desk
            .definitions
            .get_mut(index)
            .map(|definition| mem::take(&mut definition.tokens))
            .unwrap_or_default();
        desk.refer(&mut tokens);
        notes.push(Note { tokens, times: 0 });
    }
    for definition in &desk.definitions {
        match definition.number.and_then(|number| notes.get_mut(number - 1)) {
            Some(note) => note.times = definition.times,
            None => faults.push(fault::unused_note(definition.span.clone(), &definition.label)),
        }
    }
    notes
}

fn is_footnote(token: &Token<'_>) -> bool {
    matches!(
        token.piece,
        Piece::Event(Event::FootnoteReference(_) | Event::Start(Tag::FootnoteDefinition(_)))
    )
}

/// A reference without a note is text to the parser: `[`, `^label`, `]`.
fn undefined(tokens: &[Token<'_>], faults: &mut Vec<BodyFault>) {
    for three in tokens.windows(3) {
        let [open, label, close] = three else { continue };
        if let (
            Piece::Event(Event::Text(bracket)),
            Piece::Event(Event::Text(label)),
            Piece::Event(Event::Text(end)),
        ) = (&open.piece, &label.piece, &close.piece)
            && let Some(label) = label.strip_prefix('^')
            && (&**bracket, &**end) == ("[", "]")
        {
            faults.push(fault::undefined_note(open.span.start..close.span.end, label));
        }
    }
}

#[derive(Default)]
struct Desk<'a> {
    definitions: Vec<Definition<'a>>,
    by_label: BTreeMap<String, usize>,
    /// Indices of definitions, in the order of their numbers.
    order: Vec<usize>,
}

impl<'a> Desk<'a> {
    /// Moves the definitions out of the flow.
    fn take(&mut self, tokens: &mut Vec<Token<'a>>, faults: &mut Vec<BodyFault>) {
        let mut inside: Vec<Definition<'a>> = Vec::new();
        for token in mem::take(tokens) {
            match token.piece {
                Piece::Event(Event::Start(Tag::FootnoteDefinition(label))) => {
                    let (label, span) = (label.to_string(), token.span);
                    let tokens = Vec::new();
                    inside.push(Definition { label, span, tokens, number: None, times: 0 });
                }
                Piece::Event(Event::End(TagEnd::FootnoteDefinition)) => {
                    if let Some(definition) = inside.pop() {
                        self.define(definition, faults);
                    }
                }
                _ => {
                    let flow = inside.last_mut().map(|definition| &mut definition.tokens);
                    flow.unwrap_or(tokens).push(token);
                }
            }
        }
    }

    fn define(&mut self, definition: Definition<'a>, faults: &mut Vec<BodyFault>) {
        let key = definition.label.to_lowercase();
        if self.by_label.contains_key(&key) {
            faults.push(fault::duplicate_note(definition.span, &definition.label));
        } else {
            self.by_label.insert(key, self.definitions.len());
            self.definitions.push(definition);
        }
    }

    /// Numbers the references in these tokens.
    fn refer(&mut self, tokens: &mut [Token<'a>]) {
        for token in tokens {
            let Piece::Event(Event::FootnoteReference(label)) = &token.piece else { continue };
            let index = self.by_label.get(&label.to_lowercase()).copied();
            let found = index.and_then(|index| Some((index, self.definitions.get_mut(index)?)));
            token.piece = if let Some((index, definition)) = found {
                let note = *definition.number.get_or_insert_with(|| {
                    self.order.push(index);
                    self.order.len()
                });
                definition.times += 1;
                Piece::Note(Reference { note, time: definition.times })
            } else {
                Piece::Event(Event::Text(format!("[^{label}]").into()))
            };
        }
    }
}
