//! A sentence on its way through the model: its characters as the model sees them, where they
//! stand in the text, and the words that were found. It never decides anything.

use std::cell::RefCell;
use std::ops::Range;

use super::segment::Step;
use super::symbol::{self, Characters, EDGE, Info, symbol};
use super::words::Word;

/// Characters of a chunk at most, edges included; a longer sentence is cut.
const ROOM: usize = 128;
/// Seats beside a character that are looked at together with it.
const BESIDE: usize = 2;
/// From here on a chunk ends with the next sign that is not Han.
const FULL: usize = 96;

/// A sentence, or as much of it as there is room for.
#[derive(Debug, Clone)]
pub struct Chunk {
    len: usize,
    /// The characters, with two seats before and after them that hold nothing.
    seats: [Seat; ROOM + 2 * BESIDE],
    found: [Found; ROOM],
    /// Where the words were looked for.
    divided: Range<usize>,
    /// Where no word may go on, a bit for each character; 0 nearly always.
    walls: u128,
    /// The places of the characters that may become others.
    to_do: [u8; ROOM],
    to_dos: usize,
    /// Room for the search of words, kept from one chunk to the next.
    pub(super) steps: Vec<Step>,
}

/// A character of a chunk.
#[derive(Debug, Clone, Copy)]
pub struct Seat {
    /// The character as the model sees it.
    pub symbol: u16,
    /// What is known of it.
    pub info: Info,
    /// Where it begins in the text, in bytes.
    start: u32,
}

impl Seat {
    /// Where there is no character.
    const NOTHING: Self = Self { symbol: symbol::NOTHING, info: Info::of_nothing(), start: 0 };
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
            seats: [Seat::NOTHING; ROOM + 2 * BESIDE],
            found: [Found::default(); ROOM],
            divided: 0..0,
            walls: 0,
            to_do: [0; ROOM],
            to_dos: 0,
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
        while at < bytes.len() {
            // Nearly all of a text is Han characters of three bytes.
            let (symbol, size) = if let Some(symbol) = common(bytes, at) {
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
            // Written in any case, and kept if it counts: nothing to guess.
            if let Some(place) = self.to_do.get_mut(self.to_dos) {
                // There are not so many.
                #[allow(clippy::cast_possible_truncation)]
                let here = self.len as u8;
                *place = here;
            }
            self.to_dos += usize::from(info.is_to_do() || symbol == symbol::RARE);
            self.push(symbol, info, at);
            last = symbol;
            at += size;
        }
        self.push(EDGE, Info::of_sign(EDGE), at);
        self.end();
        Some(at)
    }

    /// The place of one of the characters that may become others, by its number among them.
    #[inline]
    #[must_use]
    pub fn to_do(&self, number: usize) -> Option<usize> {
        let places = self.to_do.get(..self.to_dos)?;
        places.get(number).map(|place| usize::from(*place))
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
        self.end();
    }

    fn reset(&mut self) {
        self.len = 0;
        self.divided = 0..0;
        self.walls = 0;
        self.to_dos = 0;
    }

    #[inline]
    fn push(&mut self, symbol: u16, info: Info, start: usize) {
        if let Some(seat) = self.seats.get_mut(BESIDE + self.len) {
            // A text of four gigabytes is longer than any that is read.
            #[allow(clippy::cast_possible_truncation)]
            let start = start as u32;
            *seat = Seat { symbol, info, start };
            self.len += 1;
        }
    }

    /// Takes away what an earlier chunk left behind the last character.
    fn end(&mut self) {
        let behind = BESIDE + self.len;
        self.seats.get_mut(behind..behind + BESIDE).unwrap_or_default().fill(Seat::NOTHING);
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
        self.seats.get(BESIDE..BESIDE + self.len).unwrap_or_default()
    }

    /// A character between those beside it.
    #[inline]
    pub(super) fn around(&self, at: usize) -> [Seat; 2 * BESIDE + 1] {
        let seats = self.seats.get(at..).and_then(|seats| seats.first_chunk());
        seats.copied().unwrap_or([Seat::NOTHING; 2 * BESIDE + 1])
    }

    /// Where a character begins in the text.
    #[inline]
    #[must_use]
    pub fn start(&self, at: usize) -> usize {
        self.seats.get(BESIDE + at).map_or(0, |seat| seat.start as usize)
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

/// The common Han character that stands at a byte.
#[inline]
fn common(bytes: &[u8], at: usize) -> Option<u16> {
    let [a, b, c] = bytes.get(at..at + 3)? else { return None };
    if a & 0xF0 != 0xE0 {
        return None;
    }
    let code = u16::from(a & 0x0F) << 12 | u16::from(b & 0x3F) << 6 | u16::from(c & 0x3F);
    (0x4E00..=symbol::LAST).contains(&code).then_some(code)
}
