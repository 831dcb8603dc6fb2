//! The pass over a text: greedy longest match, from left to right, around the places that are fixed.
//!
//! It decides what each place becomes and leaves the writing to the sink.

use std::ops::Range;

use super::Fixed;
use super::dictionary::Dictionary;
use super::sink::Sink;
use super::slot::Value;

impl Dictionary {
    /// Sends `text` into `sink`, which must have been made for it.
    pub(super) fn convert(&self, text: &str, fixed: &[Fixed<'_>], mut sink: Sink<'_>) {
        let mut from = 0;
        for place in fixed {
            if place.start < from || text.get(place.start..place.end).is_none() {
                continue;
            }
            self.part(text, from..place.start, &mut sink);
            sink.replace(place.start, place.end, place.text);
            from = place.end;
        }
        self.part(text, from..text.len(), &mut sink);
        sink.finish();
    }

    /// Sends a part of `text` into `sink`, as if nothing stood around it.
    fn part(&self, text: &str, part: Range<usize>, sink: &mut Sink<'_>) {
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
                match found.value {
                    Value::Same => {}
                    Value::Pair(pair) => sink.replace_pair(start, behind, pair),
                    Value::Text(value) => sink.replace(start, behind, value),
                }
                rest = here.get(found.bytes..).unwrap_or_default().chars();
            } else if let Some(target) = cell.target() {
                sink.replace_character(start, start + first.len_utf8(), target);
            }
        }
    }

    /// Appends what `word` becomes. Most words of a dictionary hold nothing to convert.
    pub(super) fn convert_word(&self, word: &str, out: &mut String) {
        if word.chars().all(|c| self.cell(c).is_blank()) {
            out.push_str(word);
        } else {
            self.convert(word, &[], Sink::new(word, &[], out, &mut Vec::new()));
        }
    }
}
