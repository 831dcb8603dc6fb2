//! Where converted text goes: unchanged runs in one piece, replacements, and the places where
//! the breaks of the source come to stand.
//!
//! It never looks anything up.

use std::slice::Iter;

use super::slot::Value;
use super::visit::{Open, Place, Visitor};

/// Writes one text and places its breaks.
pub(super) struct Sink<'a> {
    text: &'a str,
    /// How much of the text is written.
    done: usize,
    /// The next break, or `usize::MAX` after the last.
    next: usize,
    breaks: Iter<'a, usize>,
    out: &'a mut String,
    placed: &'a mut Vec<usize>,
}

impl Visitor for Sink<'_> {
    const ASKS_WHY: bool = false;

    fn told(&mut self, place: Place, text: &str) {
        self.replace(place.start, place.end, text);
    }

    #[inline]
    fn word(&mut self, Place { start, end }: Place, value: Value<'_>) {
        match value {
            Value::Same => {}
            Value::Pair(pair) => self.replace_pair(start, end, pair),
            Value::Text(value) => self.replace(start, end, value),
        }
    }

    #[inline]
    fn character(&mut self, place: Place, target: char) {
        self.replace_character(place.start, place.end, target);
    }

    #[inline]
    fn chosen(&mut self, place: Place, target: char, _: Open<'_>) {
        self.replace_character(place.start, place.end, target);
    }
}

impl<'a> Sink<'a> {
    pub(super) fn new(
        text: &'a str,
        breaks: &'a [usize],
        out: &'a mut String,
        placed: &'a mut Vec<usize>,
    ) -> Self {
        let mut sink = Self { text, done: 0, next: 0, breaks: breaks.iter(), out, placed };
        sink.advance();
        sink
    }

    /// Everything up to `start` stays; from there to `end` stands `value`.
    #[inline]
    pub(super) fn replace(&mut self, start: usize, end: usize, value: &str) {
        self.keep(start);
        if self.next < end {
            self.place_within(end, value);
        }
        self.out.push_str(value);
        self.done = end;
    }

    /// Everything up to `start` stays; the character from there to `end` becomes `value`.
    #[inline]
    pub(super) fn replace_character(&mut self, start: usize, end: usize, value: char) {
        self.keep(start);
        self.out.push(value);
        self.done = end;
    }

    /// Everything up to `start` stays; from there to `end` stand these two characters.
    #[inline]
    pub(super) fn replace_pair(&mut self, start: usize, end: usize, pair: [char; 2]) {
        if self.next < end {
            let value: String = pair.iter().collect();
            self.replace(start, end, &value);
            return;
        }
        self.keep(start);
        self.out.extend(pair);
        self.done = end;
    }

    /// The rest stays.
    pub(super) fn finish(mut self) {
        self.keep(self.text.len());
    }

    #[inline]
    fn keep(&mut self, to: usize) {
        let run = self.text.get(self.done..to).unwrap_or_default();
        while self.next <= to {
            let within = run.floor_char_boundary(self.next.saturating_sub(self.done));
            self.place(self.out.len() + within);
        }
        self.out.push_str(run);
        self.done = to;
    }

    /// Places the breaks inside a word that becomes `value` and ends at `end`: by the character
    /// when both have the same number of them, else at the nearer end.
    #[cold]
    fn place_within(&mut self, end: usize, value: &str) {
        let word = self.text.get(self.done..end).unwrap_or_default();
        let even = word.chars().count() == value.chars().count();
        while self.next < end {
            let bytes = word.floor_char_boundary(self.next.saturating_sub(self.done));
            let within = if even {
                let characters = word.get(..bytes).unwrap_or_default().chars().count();
                value.chars().take(characters).map(char::len_utf8).sum()
            } else if 2 * bytes < word.len() {
                0
            } else {
                value.len()
            };
            self.place(self.out.len() + within);
        }
    }

    fn place(&mut self, at: usize) {
        self.placed.push(at);
        self.advance();
    }

    fn advance(&mut self) {
        // A break behind the text stands at its end, one that goes back where the last one was.
        let last = self.next;
        self.next = self.breaks.next().map_or(usize::MAX, |at| self.text.len().min(*at).max(last));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(breaks: &[usize], write: impl FnOnce(&mut Sink<'_>)) -> (String, Vec<usize>) {
        let mut out = String::from("<p>");
        let mut placed = Vec::new();
        let mut sink = Sink::new("甲乙丙丁戊", breaks, &mut out, &mut placed);
        write(&mut sink);
        sink.finish();
        (out, placed)
    }

    #[test]
    fn breaks_in_a_word_of_equal_length_keep_their_character() {
        let (out, placed) = placed(&[0, 3, 6, 9, 15], |sink| sink.replace(3, 12, "a乙b"));
        assert_eq!((out.as_str(), placed), ("<p>甲a乙b戊", vec![3, 6, 7, 10, 14]));
    }

    #[test]
    fn breaks_in_a_word_of_another_length_go_to_the_nearer_end() {
        let (out, placed) = placed(&[3, 6, 9, 12], |sink| sink.replace(3, 12, "ab"));
        assert_eq!((out.as_str(), placed), ("<p>甲ab戊", vec![6, 6, 8, 8]));
    }

    #[test]
    fn breaks_that_break_the_contract_stay_ascending_and_on_boundaries() {
        let (out, placed) = placed(&[1, 4, 2, 99, 5], |sink| sink.replace_character(3, 6, 'b'));
        assert_eq!((out.as_str(), placed), ("<p>甲b丙丁戊", vec![3, 7, 7, 16, 16]));
    }
}
