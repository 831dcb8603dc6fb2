//! The pass over a text: greedy longest match, from left to right.
//!
//! It decides what each place becomes and leaves the writing to the sink.

use super::dictionary::Dictionary;
use super::sink::Sink;
use super::slot::Value;

impl Dictionary {
    /// Sends `text` into `sink`, which must have been made for it.
    pub(super) fn convert(&self, text: &str, mut sink: Sink<'_>) {
        let mut rest = text.chars();
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
            let start = text.len() - here.len();
            if cell.leads()
                && let Some(found) = self.longest(first, rest.clone(), here)
            {
                let end = start + found.bytes;
                match found.value {
                    Value::Same => {}
                    Value::Pair(pair) => sink.replace_pair(start, end, pair),
                    Value::Text(value) => sink.replace(start, end, value),
                }
                rest = here.get(found.bytes..).unwrap_or_default().chars();
            } else if let Some(target) = cell.target() {
                sink.replace_character(start, start + first.len_utf8(), target);
            }
        }
        sink.finish();
    }

    /// Appends what `word` becomes. Most words of a dictionary hold nothing to convert.
    pub(super) fn convert_word(&self, word: &str, out: &mut String) {
        if word.chars().all(|c| self.cell(c).is_blank()) {
            out.push_str(word);
        } else {
            self.convert(word, Sink::new(word, &[], out, &mut Vec::new()));
        }
    }
}
