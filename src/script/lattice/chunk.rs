//! A sentence on its way through the model: its characters as the model sees them, where they
//! stand in the text, and the words that were found. It never decides anything.

use std::cell::RefCell;
use std::ops::Range;

use super::segment::Step;
use super::symbol::{self, Characters, EDGE, Info, symbol};
use super::words::Word;

/// Characters of a chunk at most, edges included; a longer sentence is cut.
const ROOM: usize = 128;
/// Characters before the edge at its end, but for a sign.
const MOST: usize = ROOM - 2;
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
    /// Where it begins in the text, in bytes.
    #[inline]
    #[must_use]
    pub fn start(&self) -> usize {
        self.start as usize
    }

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
        let mut rest = text.as_bytes().get(from..).filter(|rest| !rest.is_empty())?;
        let at = |rest: &[u8]| text.len() - rest.len();
        self.reset();
        let mut pen = Pen {
            seats: &mut self.seats,
            len: 0,
            to_do: ToDo { places: &mut self.to_do, count: 0 },
        };
        pen.write(EDGE, Info::of_sign(EDGE), from);
        loop {
            let run = pen.run(characters, rest, at(rest));
            rest = rest.get(run..).unwrap_or_default();
            let next = text.get(at(rest)..).and_then(|rest| rest.chars().next());
            let Some(c) = next else { break };
            let symbol = symbol(c);
            if symbol::is_han(symbol) {
                if pen.is_full() {
                    break;
                }
                let info = symbol::look_up(characters, symbol);
                pen.to_do.note(pen.len, info.is_to_do() || symbol == symbol::RARE);
                pen.write(symbol, info, at(rest));
            } else if pen.last() != Some(symbol) && c != ' ' && c != '\n' {
                pen.write(symbol, Info::of_sign(symbol), at(rest));
            }
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
            let ends = c == '\n' || symbol == u16::from(b'.') && !c.is_ascii();
            if ends || pen.len >= FULL && !symbol::is_han(symbol) {
                break;
            }
        }
        let end = at(rest);
        pen.write(EDGE, Info::of_sign(EDGE), end);
        (self.len, self.to_dos) = (pen.len, pen.to_do.count);
        self.end();
        Some(end)
    }

    /// One of the characters that may become others, by its number among them, and its place.
    #[inline]
    #[must_use]
    pub fn to_do(&self, number: usize) -> Option<(usize, Seat)> {
        let place = self.to_do.get(number).filter(|_| number < self.to_dos)?;
        let place = usize::from(*place);
        self.seats.get(BESIDE + place).map(|seat| (place, *seat))
    }

    /// Takes a word as it is, without anything around it.
    pub fn fill_word(&mut self, characters: &Characters, word: &str) {
        self.reset();
        let mut pen = Pen {
            seats: &mut self.seats,
            len: 0,
            to_do: ToDo { places: &mut self.to_do, count: 0 },
        };
        for (at, c) in word.char_indices().take(ROOM) {
            let symbol = symbol(c);
            let info = if symbol::is_han(symbol) {
                symbol::look_up(characters, symbol)
            } else {
                Info::of_sign(symbol)
            };
            pen.write(symbol, info, at);
        }
        self.len = pen.len;
        self.end();
    }

    fn reset(&mut self) {
        self.len = 0;
        self.divided = 0..0;
        self.walls = 0;
        self.to_dos = 0;
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
        self.seats.get(BESIDE + at).map_or(0, Seat::start)
    }

    /// The place of the character that begins at a byte of the text.
    pub(super) fn place(&self, start: usize) -> Option<usize> {
        self.seats().iter().position(|seat| seat.start() == start)
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

/// Writes into a chunk. What it counts stands in registers: a text has many characters.
struct Pen<'c> {
    seats: &'c mut [Seat; ROOM + 2 * BESIDE],
    len: usize,
    to_do: ToDo<'c>,
}

/// The places of characters that may become others, while they are written down.
struct ToDo<'c> {
    places: &'c mut [u8; ROOM],
    count: usize,
}

impl Pen<'_> {
    /// Whether no further Han character goes in: the edge does, and a sign before it.
    #[inline]
    fn is_full(&self) -> bool {
        self.len >= MOST
    }

    /// What was written last.
    #[inline]
    fn last(&self) -> Option<u16> {
        self.seats.get(BESIDE - 1 + self.len).map(|seat| seat.symbol)
    }

    /// Writes the common Han characters that `text` begins with, as long as there is room, and gives
    /// how many bytes they are: nearly all of a text goes in here.
    #[inline]
    fn run(&mut self, characters: &Characters, text: &[u8], start: usize) -> usize {
        let Some(seats) = self.seats.get_mut(BESIDE + self.len..BESIDE + MOST) else { return 0 };
        let before = self.len;
        // A text of four gigabytes is longer than any that is read.
        #[allow(clippy::cast_possible_truncation)]
        let mut start = start as u32;
        for (bytes, seat) in text.as_chunks().0.iter().zip(seats) {
            let Some(symbol) = common(*bytes) else { break };
            let info = symbol::look_up(characters, symbol);
            *seat = Seat { symbol, info, start };
            self.to_do.note(self.len, info.is_to_do());
            self.len += 1;
            start += 3;
        }
        3 * (self.len - before)
    }

    #[inline]
    fn write(&mut self, symbol: u16, info: Info, start: usize) {
        if let Some(seat) = self.seats.get_mut(BESIDE + self.len) {
            // A text of four gigabytes is longer than any that is read.
            #[allow(clippy::cast_possible_truncation)]
            let start = start as u32;
            *seat = Seat { symbol, info, start };
            self.len += 1;
        }
    }
}

impl ToDo<'_> {
    /// Notes a place, and keeps it if it counts: nothing to guess.
    #[inline]
    fn note(&mut self, place: usize, counts: bool) {
        // There are never so many that one would be written over.
        if let Some(note) = self.places.get_mut(self.count & (ROOM - 1)) {
            // Nor does a place have more than seven bits.
            #[allow(clippy::cast_possible_truncation)]
            let here = place as u8;
            *note = here;
        }
        self.count += usize::from(counts);
    }
}

/// The common Han character of three bytes.
#[inline]
fn common([a, b, c]: [u8; 3]) -> Option<u16> {
    /// From U+4E00 to U+9FFF, below what the first byte of three has above its bits.
    const COMMON: std::ops::RangeInclusive<u32> = 0xE_4E00..=0xE_9FFF;
    let code = u32::from(a) << 12 | u32::from(b & 0x3F) << 6 | u32::from(c & 0x3F);
    // The lower half.
    #[allow(clippy::cast_possible_truncation)]
    let symbol = code as u16;
    COMMON.contains(&code).then_some(symbol)
}
