//! What the model looks at when it decides about a character, as keys of its table of weights.
//!
//! Features that name neighbours are learnt from texts and from words alike. The other ones, which
//! name only what *kind* of characters stand there and what the words say, hold in texts of any
//! matter: in training the former are left out every now and then, so that the latter learn to do
//! without them.

use super::chunk::Chunk;
use super::claim::Claim;
use super::symbol::{EDGE, FIRST, Info, Kind};

/// The keys of one place.
#[derive(Debug, Clone, Copy)]
pub struct Keys {
    list: [u64; Self::ROOM],
    len: usize,
    named: usize,
}

impl Keys {
    const ROOM: usize = 16;

    /// All of them.
    #[inline]
    #[must_use]
    pub fn all(&self) -> &[u64] {
        self.list.get(..self.len).unwrap_or_default()
    }

    /// How many of them name a neighbour; they come first.
    #[inline]
    #[must_use]
    pub fn named(&self) -> usize {
        self.named
    }

    #[inline]
    fn push(&mut self, key: u64) {
        if let Some(place) = self.list.get_mut(self.len) {
            *place = key;
            self.len += 1;
        }
    }
}

/// The features of the character at `at` in a sentence.
#[inline]
#[must_use]
pub fn of_sentence(chunk: &Chunk, at: usize, claim: Option<Claim>) -> Keys {
    let view = View::of(chunk, at);
    let mut keys = named(&view);
    general(&view, claim, &mut keys);
    keys
}

/// The features of the character at `at` in a word that stands alone: what is around it is not
/// known.
#[must_use]
pub fn of_word(chunk: &Chunk, at: usize) -> Keys {
    named(&View::of(chunk, at))
}

/// The features that name neighbours.
#[inline]
fn named(view: &View) -> Keys {
    let mut keys = Keys { list: [0; Keys::ROOM], len: 0, named: 0 };
    let [farther, before, _, after, beyond] = view.there();
    let [left_2, left, _, right, right_2] = view.parts;
    if farther {
        keys.push(view.key(2, left_2.wrapping_add(left), 0));
    }
    if beyond {
        keys.push(view.key(4, right.wrapping_add(right_2), 0));
    }
    if before {
        keys.push(view.key(5, left, 0));
    }
    if after {
        keys.push(view.key(6, right, 0));
    }
    if before && after {
        keys.push(view.key(7, left.wrapping_add(right), 0));
        keys.push(view.key(8, right, view.kind(1)));
        keys.push(view.key(9, left, view.kind(3)));
    }
    keys.named = keys.len;
    keys
}

/// Where a word says how the character is written, how far it is right; else what kind of
/// characters stand around it.
#[inline]
fn general(view: &View, claim: Option<Claim>, keys: &mut Keys) {
    if let Some(claim) = claim {
        let candidate = u64::from(claim.candidate);
        keys.push(view.key(11, 0, candidate << 4 | claim.source as u64));
        keys.push(view.key(12, 0, candidate << 4 | claim.len.min(4) as u64));
        return;
    }
    let (before, after) = (view.kind(1), view.kind(3));
    keys.push(view.key(13, 0, 0));
    keys.push(view.key(14, 0, before));
    keys.push(view.key(15, 0, after));
    keys.push(view.key(16, 0, before << 4 | after));
    let [farther, before, _, after, beyond] = view.infos;
    let foreign = |info: Info| u64::from(info.is(Kind::Foreign));
    keys.push(view.key(17, 0, foreign(before) << 1 | foreign(after)));
    // Names of persons are in no list.
    keys.push(view.key(18, 0, after.given() << 2 | beyond.given()));
    keys.push(view.key(19, 0, before.given() << 2 | farther.given()));
}

/// An open character with two neighbours on either side.
struct View {
    symbols: [u64; 5],
    infos: [Info; 5],
    /// What each symbol adds to a key.
    parts: [u64; 5],
}

/// Beyond the end of a chunk.
const NOTHING: u64 = u64::MAX;
/// What tells the places of a view, and the parts of a key, from one another: odd numbers without a
/// pattern, from the fractions of √2, √3, √5, √7, √11, √13 and √17.
const PLACES: [u64; 5] = [
    0x6A09_E667_F3BC_C909,
    0xBB67_AE85_84CA_A73B,
    0x3C6E_F372_FE94_F82B,
    0xA54F_F53A_5F1D_36F1,
    0x510E_527F_ADE6_82D1,
];
const NUMBER: u64 = 0x9B05_688C_2B3E_6C1F;
const FACTS: u64 = 0x1F83_D9AB_FB41_BD6B;

impl View {
    #[inline]
    fn of(chunk: &Chunk, at: usize) -> Self {
        let mut view = Self { symbols: [NOTHING; 5], infos: [Info::default(); 5], parts: [0; 5] };
        let first = at.saturating_sub(2);
        let seats = chunk.seats().get(first..).unwrap_or_default();
        let skipped = (2 + first).saturating_sub(at);
        let places = view.symbols.iter_mut().zip(&mut view.infos).skip(skipped);
        for ((symbol, info), seat) in places.zip(seats) {
            *symbol = u64::from(seat.symbol);
            *info = seat.info;
        }
        for ((part, symbol), place) in view.parts.iter_mut().zip(view.symbols).zip(PLACES) {
            *part = symbol.wrapping_mul(place);
        }
        view
    }

    /// A key: the feature's number, the open character, what its neighbours add, and some bits of
    /// what is known. A sum, because a text needs a dozen of them for each open character.
    #[inline]
    fn key(&self, number: u64, neighbours: u64, facts: u64) -> u64 {
        let [_, _, own, ..] = self.parts;
        own.wrapping_add(NUMBER.wrapping_mul(number))
            .wrapping_add(neighbours)
            .wrapping_add(FACTS.wrapping_mul(facts))
    }

    /// Which places hold something that a feature may name. The edge of a sentence is not among it:
    /// a heading, a cell or a caption begins with anything, a sentence with few characters.
    #[inline]
    fn there(&self) -> [bool; 5] {
        self.symbols.map(|symbol| symbol != NOTHING && symbol != u64::from(EDGE))
    }

    /// The kind of a neighbour: a numeral, a letter, a sign, one that may be a surname, another.
    #[inline]
    fn kind(&self, place: usize) -> u64 {
        let symbol = self.symbols.get(place).copied().unwrap_or(NOTHING);
        let info = self.infos.get(place).copied().unwrap_or_default();
        if symbol == NOTHING {
            return 0;
        }
        if info.is(Kind::Numeral) {
            return 1;
        }
        if symbol < u64::from(FIRST) {
            return match u8::try_from(symbol) {
                Ok(b'a') => 2,
                Ok(b'-') => 5,
                _ => 3,
            };
        }
        if info.is(Kind::Surname) { 4 } else { 6 }
    }
}
