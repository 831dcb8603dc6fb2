//! Where converted text goes: a copy of the source in which what changes is written over, and the
//! places where the breaks of the source come to stand.
//!
//! Nearly every character becomes one of as many bytes. Copying first and writing over is then far
//! cheaper than putting together pieces of a few characters. It never looks anything up.

use std::cell::Cell;
use std::slice::Iter;

use super::slot::Value;
use super::visit::{Open, Place, Visitor};

/// How far ahead the source is copied, in bytes: what stands behind a word that changes its length
/// is copied again.
const AHEAD: usize = 2048;

/// The largest room that is kept, in bytes: nearly every text is a few words or a paragraph.
const ROOMY: usize = 1 << 16;

thread_local! {
    /// Room for a text, used again: making it would cost as much as a short text's conversion.
    static ROOM: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Writes one text and places its breaks.
pub(super) struct Sink<'a> {
    text: &'a str,
    /// How much of the text is told.
    done: usize,
    /// The text as it becomes, up to `copied` of the source. Always a text: it is asked for once, at
    /// the end.
    bytes: Vec<u8>,
    copied: usize,
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
        let mut bytes = ROOM.take();
        bytes.reserve(text.len());
        let breaks = breaks.iter();
        let mut sink = Self { text, done: 0, bytes, copied: 0, next: 0, breaks, out, placed };
        sink.advance();
        sink
    }

    /// Everything up to `start` stays; from there to `end` stands `value`.
    pub(super) fn replace(&mut self, start: usize, end: usize, value: &str) {
        self.keep(start);
        if self.next < end {
            self.place_within(start, end, value);
        }
        self.write(start, end, value);
    }

    /// Everything up to `start` stays; the character from there to `end` becomes `value`.
    #[inline]
    pub(super) fn replace_character(&mut self, start: usize, end: usize, value: char) {
        let at = self.at(start);
        let place = self.bytes.get_mut(at..).and_then(|rest| rest.first_chunk_mut());
        if let (Some(place), Some(value)) = (place, of_three(value))
            && end == start + 3
            && end <= self.copied
            && self.next > start
        {
            *place = value;
            self.done = end;
        } else {
            self.replace(start, end, value.encode_utf8(&mut [0; 4]));
        }
    }

    /// Everything up to `start` stays; from there to `end` stand these two characters.
    pub(super) fn replace_pair(&mut self, start: usize, end: usize, [first, second]: [char; 2]) {
        let mut room = [0; 8];
        let length = first.encode_utf8(&mut room).len();
        let more = second.encode_utf8(room.get_mut(length..).unwrap_or_default()).len();
        let value = room.get(..length + more).and_then(|value| str::from_utf8(value).ok());
        self.replace(start, end, value.unwrap_or_default());
    }

    /// The rest stays.
    pub(super) fn finish(mut self) {
        self.keep(self.text.len());
        self.copy(self.text.len());
        // Whole characters were written over whole characters.
        self.out.push_str(simdutf8::basic::from_utf8(&self.bytes).unwrap_or(self.text));
        if self.bytes.capacity() <= ROOMY {
            self.bytes.clear();
            ROOM.set(self.bytes);
        }
    }

    /// Places the breaks up to `to`.
    #[inline]
    fn keep(&mut self, to: usize) {
        while self.next <= to {
            let within = self.text.floor_char_boundary(self.next.max(self.done));
            self.place(self.at(within));
        }
        self.done = to;
    }

    /// Writes `value` over what stands from `start` to `end`.
    fn write(&mut self, start: usize, end: usize, value: &str) {
        self.copy(end);
        let at = self.at(start);
        match self.bytes.get_mut(at..at + value.len()) {
            Some(place) if value.len() == end - start => place.copy_from_slice(value.as_bytes()),
            _ => {
                self.bytes.truncate(at);
                self.bytes.extend_from_slice(value.as_bytes());
                self.copied = end;
            }
        }
        self.done = end;
    }

    /// Copies the source, at least up to `to`.
    #[inline]
    fn copy(&mut self, to: usize) {
        if to > self.copied {
            let end = self.text.len().min(to + AHEAD);
            let more = self.text.as_bytes().get(self.copied..end).unwrap_or_default();
            self.bytes.extend_from_slice(more);
            self.copied = end;
        }
    }

    /// Where a byte of the source, from `done` on, stands among the copied ones.
    #[inline]
    fn at(&self, place: usize) -> usize {
        (self.bytes.len() + place).saturating_sub(self.copied)
    }

    /// Places the breaks inside a word that becomes `value`: by the character when both have the
    /// same number of them, else at the nearer end.
    #[cold]
    fn place_within(&mut self, start: usize, end: usize, value: &str) {
        let word = self.text.get(start..end).unwrap_or_default();
        let even = word.chars().count() == value.chars().count();
        while self.next < end {
            let bytes = word.floor_char_boundary(self.next.saturating_sub(start));
            let within = if even {
                let characters = word.get(..bytes).unwrap_or_default().chars().count();
                value.chars().take(characters).map(char::len_utf8).sum()
            } else if 2 * bytes < word.len() {
                0
            } else {
                value.len()
            };
            self.place(self.at(start) + within);
        }
    }

    /// Places a break at a byte of the copy.
    fn place(&mut self, at: usize) {
        self.placed.push(self.out.len() + at);
        self.advance();
    }

    fn advance(&mut self) {
        // A break behind the text stands at its end, one that goes back where the last one was.
        let last = self.next;
        self.next = self.breaks.next().map_or(usize::MAX, |at| self.text.len().min(*at).max(last));
    }
}

/// The bytes of a character that has three, as nearly all that are Han have.
#[inline]
fn of_three(c: char) -> Option<[u8; 3]> {
    let code = u32::from(c);
    // Four, six and six bits.
    #[allow(clippy::cast_possible_truncation)]
    let bytes =
        [0xE0 | (code >> 12) as u8, 0x80 | (code >> 6) as u8 & 0x3F, 0x80 | code as u8 & 0x3F];
    (0x800..0x1_0000).contains(&code).then_some(bytes)
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
        assert_eq!((out.as_str(), placed), ("<p>甲b丙丁戊", vec![3, 6, 6, 16, 16]));
    }
}
