//! A sentence on its way through the model: its characters as the model sees them, where they
//! stand in the text, and the words that were found. It never decides anything.

use std::cell::RefCell;
use std::ops::Range;

use super::segment::Step;
use super::symbol::{self, Characters, EDGE, Info, symbol};
use super::words::Word;

/// Characters of a chunk at most, edges included; a longer sentence is cut.
const ROOM: usize = 128;
/// From here on a chunk ends with the next sign that is not Han.
const FULL: usize = 96;

/// A sentence, or as much of it as there is room for.
#[derive(Debug, Clone)]
pub struct Chunk {
    len: usize,
    seats: [Seat; ROOM],
    found: [Found; ROOM],
    /// Where the words were looked for.
    divided: Range<usize>,
    /// Where no word may go on, a bit for each character; 0 nearly always.
    walls: u128,
    /// Which characters may become others, a bit each.
    to_do: u128,
    /// Room for the search of words, kept from one chunk to the next.
    pub(super) steps: Vec<Step>,
}

/// A character of a chunk.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seat {
    /// The character as the model sees it.
    pub symbol: u16,
    /// What is known of it.
    pub info: Info,
    /// Where it begins in the text, in bytes.
    start: u32,
}

/// The word that a character is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Found {
    /// The place of its first character in the chunk.
    pub start: usize,
    /// How many characters it has.
    pub len: usize,
    /// What is known of it.
    pub word: Word,
}

impl Default for Chunk {
    fn default() -> Self {
        Self {
            len: 0,
            seats: [Seat::default(); ROOM],
            found: [Found::default(); ROOM],
            divided: 0..0,
            walls: 0,
            to_do: 0,
            steps: Vec::new(),
        }
    }
}

impl Chunk {
    /// Lends a chunk, which each thread keeps: most texts are a few words, and making room for one
    /// would be most of the work. Who has borrowed it must not ask for it again.
    pub fn lend<T>(work: impl FnOnce(&mut Self) -> T) -> T {
        thread_local! {
            static CHUNK: RefCell<Chunk> = RefCell::default();
        }
        CHUNK.with_borrow_mut(work)
    }

    /// Reads one sentence of `text` from byte `from` on, and gives where the next begins; `None`
    /// at the end.
    #[inline]
    pub fn fill(&mut self, characters: &Characters, text: &str, from: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        if from >= bytes.len() {
            return None;
        }
        self.reset();
        self.push(EDGE, Info::of_sign(EDGE), from);
        let (mut at, mut last) = (from, EDGE);
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            // Nearly all of a text is Han characters of three bytes.
            let (symbol, size) = if let Some(symbol) = common(rest) {
                (symbol, 3)
            } else {
                let c = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
                let symbol = symbol(c);
                if !symbol::is_han(symbol) {
                    if last != symbol && c != ' ' && c != '\n' {
                        self.push(symbol, Info::of_sign(symbol), at);
                        last = symbol;
                    }
                    at += c.len_utf8();
                    let ends = c == '\n' || symbol == u16::from(b'.') && !c.is_ascii();
                    if ends || self.len >= FULL {
                        break;
                    }
                    continue;
                }
                (symbol, c.len_utf8())
            };
            if self.len >= ROOM - 2 {
                break;
            }
            let info = symbol::look_up(characters, symbol);
            if info.is_to_do() || symbol == symbol::RARE {
                self.to_do |= 1 << self.len;
            }
            self.push(symbol, info, at);
            last = symbol;
            at += size;
        }
        self.push(EDGE, Info::of_sign(EDGE), at);
        Some(at)
    }

    /// The places of the characters that may become others, a bit each.
    #[inline]
    #[must_use]
    pub fn to_do(&self) -> u128 {
        self.to_do
    }

    /// Takes a word as it is, without anything around it.
    pub fn fill_word(&mut self, characters: &Characters, word: &str) {
        self.reset();
        for (at, c) in word.char_indices().take(ROOM) {
            let symbol = symbol(c);
            let info = if symbol::is_han(symbol) {
                symbol::look_up(characters, symbol)
            } else {
                Info::of_sign(symbol)
            };
            self.push(symbol, info, at);
        }
    }

    fn reset(&mut self) {
        self.len = 0;
        self.divided = 0..0;
        self.walls = 0;
        self.to_do = 0;
    }

    #[inline]
    fn push(&mut self, symbol: u16, info: Info, start: usize) {
        if let Some(seat) = self.seats.get_mut(self.len) {
            // A text of four gigabytes is longer than any that is read.
            #[allow(clippy::cast_possible_truncation)]
            let start = start as u32;
            *seat = Seat { symbol, info, start };
            self.len += 1;
        }
    }

    /// How many characters it has, edges included.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The characters.
    #[inline]
    #[must_use]
    pub fn seats(&self) -> &[Seat] {
        self.seats.get(..self.len).unwrap_or_default()
    }

    /// Where a character begins in the text.
    #[inline]
    #[must_use]
    pub fn start(&self, at: usize) -> usize {
        self.seats.get(at).map_or(0, |seat| seat.start as usize)
    }

    /// The place of the character that begins at a byte of the text.
    pub(super) fn place(&self, start: usize) -> Option<usize> {
        self.seats().iter().position(|seat| seat.start as usize == start)
    }

    /// The words that the characters are in, where they were looked for.
    #[must_use]
    pub fn words(&self) -> &[Found] {
        self.found.get(..self.len).unwrap_or_default()
    }

    pub(super) fn found(&mut self, places: Range<usize>, found: Found) {
        self.found.get_mut(places).unwrap_or_default().fill(found);
    }

    /// Says that words were looked for in a part.
    pub(super) fn divided(&mut self, part: Range<usize>) {
        self.divided = part;
    }

    /// Whether the words at a place were looked for.
    pub(super) fn is_divided(&self, at: usize) -> bool {
        self.divided.contains(&at)
    }

    /// Lets no word reach over the borders of the text from byte `start` to `end`.
    pub fn wall_off(&mut self, start: usize, end: usize) {
        for place in [self.place(start), self.place(end)].into_iter().flatten() {
            self.walls |= 1 << (place & (ROOM - 1));
        }
    }

    /// Whether no word may go on at any of these places.
    #[inline]
    pub(super) fn has_wall(&self, mut places: Range<usize>) -> bool {
        self.walls != 0 && places.any(|at| self.walls >> (at & (ROOM - 1)) & 1 == 1)
    }
}

/// The common Han character that bytes begin with.
#[inline]
fn common(bytes: &[u8]) -> Option<u16> {
    let [a @ 0xE4..=0xE9, b, c, ..] = *bytes else { return None };
    let code = u16::from(a & 0x0F) << 12 | u16::from(b & 0x3F) << 6 | u16::from(c & 0x3F);
    (0x4E00..=symbol::LAST).contains(&code).then_some(code)
}
