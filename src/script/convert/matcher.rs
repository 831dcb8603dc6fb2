//! The pass over a text: greedy longest match, from left to right, around the places that are fixed.
//!
//! It decides what each place becomes and leaves the writing to the sink.

use std::ops::Range;

use super::Fixed;
use super::dictionary::Dictionary;
use super::sink::Sink;
use super::slot::Value;
use super::visit::{Place, Visitor};

impl Dictionary {
    /// Tells `visitor` what becomes of `text`.
    pub(super) fn convert(&self, text: &str, fixed: &[Fixed<'_>], visitor: &mut impl Visitor) {
        let mut from = 0;
        for place in fixed {
            if place.start < from || text.get(place.start..place.end).is_none() {
                continue;
            }
            self.part(text, from..place.start, visitor);
            visitor.told(Place { start: place.start, end: place.end }, place.text);
            from = place.end;
        }
        self.part(text, from..text.len(), visitor);
    }

    /// Tells what becomes of a part of `text`, as if nothing stood around it.
    fn part(&self, text: &str, part: Range<usize>, visitor: &mut impl Visitor) {
        let end = part.end;
        let mut rest = text.get(part).unwrap_or_default().chars();
        loop {
            let here = rest.as_str();
            let Some(first) = rest.next() else { break };
            if first.is_ascii() {
                continue;
            }
            let cell = self.cell(first);
            if cell.is_blank() {
                continue;
            }
            let start = end - here.len();
            if cell.leads()
                && let Some(found) = self.longest(first, rest.clone(), here)
            {
                let behind = start + found.bytes;
                if found.value != Value::Same {
                    visitor.word(Place { start, end: behind }, found.value);
                }
                rest = here.get(found.bytes..).unwrap_or_default().chars();
            } else if let Some(target) = cell.target() {
                visitor.character(Place { start, end: start + first.len_utf8() }, target);
            }
        }
    }

    /// Appends what `word` becomes. Most words of a dictionary hold nothing to convert.
    pub(super) fn convert_word(&self, word: &str, out: &mut String) {
        if word.chars().all(|c| self.cell(c).is_blank()) {
            out.push_str(word);
        } else {
            let mut placed = Vec::new();
            let mut sink = Sink::new(word, &[], out, &mut placed);
            self.convert(word, &[], &mut sink);
            sink.finish();
        }
    }
}
