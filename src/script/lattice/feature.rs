//! What the model looks at when it decides about a character, as keys of its table of weights.
//!
//! Features that name neighbours are learnt from texts and from words alike. The other ones, which
//! name only what *kind* of characters stand there and what the words say, hold in texts of any
//! matter: in training the former are left out every now and then, so that the latter learn to do
//! without them.

use super::chunk::{Chunk, Seat};
use super::claim::Claim;
use super::column::{on_line, spread};
use super::general::{self, Around, Fact, Places};
use super::symbol::{DOT, EDGE, FIRST, Kind, LETTER, NOTHING};

/// The features of one place. The keys of those that name a neighbour are hashed already: sums of
/// products that tell one from another.
#[derive(Debug, Clone, Copy)]
pub struct Keys {
    named: [u64; Self::NAMED],
    /// Which of them there are, a bit each.
    there: u32,
    own: u64,
    places: Option<Places>,
}

impl Keys {
    const NAMED: usize = 7;

    /// The keys of all that there are; those that name a neighbour come first.
    pub fn iter(&self) -> impl Iterator<Item = u64> {
        let named = self.seats().filter_map(|(_, key, there)| there.then_some(key));
        let facts = self.places.into_iter().flatten().flat_map(general::facts);
        named.chain(facts.map(|fact| self.of(fact)))
    }

    /// How many of them name a neighbour.
    #[must_use]
    pub fn named(&self) -> usize {
        self.there.count_ones() as usize
    }

    /// Every seat of those that name a neighbour: its number, the key there, and whether that is one.
    #[inline]
    pub(super) fn seats(&self) -> impl Iterator<Item = (usize, u64, bool)> {
        let there = self.there;
        (0_usize..).zip(self.named).map(move |(seat, key)| (seat, key, there >> seat & 1 == 1))
    }

    /// The key at a seat.
    #[inline]
    pub(super) fn at(&self, seat: usize) -> u64 {
        self.named.get(seat).copied().unwrap_or_default()
    }

    /// The key of one that names none.
    #[inline]
    pub(super) fn of(&self, fact: Fact) -> u64 {
        key(self.own, None, 0, fact)
    }

    /// The rows of those that name none.
    #[inline]
    pub(super) fn places(&self) -> Places {
        self.places.unwrap_or_default()
    }
}

/// The features of the character at `at` in a sentence.
#[inline]
#[must_use]
pub fn of_sentence(chunk: &Chunk, at: usize, claim: Option<Claim>) -> Keys {
    let view = View::of(chunk, at);
    Keys { places: Some(general::places(view.around, claim)), ..named(&view) }
}

/// The features of the character at `at` in a word that stands alone: what is around it is not
/// known.
#[must_use]
pub fn of_word(chunk: &Chunk, at: usize) -> Keys {
    named(&View::of(chunk, at))
}

/// The features that name neighbours, and which of them there are.
#[inline]
fn named(view: &View) -> Keys {
    let [left_2, left, own, right, right_2] = view.parts;
    let Around { kind_before, kind_after, .. } = view.around;
    let with = |number, side, neighbours, kind: u8| {
        key(own, Some(side), neighbours, Fact { number, known: u64::from(kind) })
    };
    let named = [
        with(2, left, left_2.wrapping_add(left), 0),
        with(4, right, right.wrapping_add(right_2), 0),
        with(5, left, left, 0),
        with(6, right, right, 0),
        with(7, left, left.wrapping_add(right), 0),
        with(8, right, right, kind_before),
        with(9, left, left, kind_after),
    ];
    let [farther, before, _, after, beyond] = view.there.map(u32::from);
    let both = before & after;
    let there = farther | beyond << 1 | before << 2 | after << 3 | (both * 0b111) << 4;
    Keys { named, there, own, places: None }
}

/// A key: the feature's number, the open character, what its neighbours add, and some bits of what
/// is known. A sum, because a text needs some for each open character. `side` is the neighbour whose
/// features are asked for together.
#[inline]
fn key(own: u64, side: Option<u64>, neighbours: u64, fact: Fact) -> u64 {
    let key = own
        .wrapping_add(NUMBER.wrapping_mul(fact.number))
        .wrapping_add(neighbours)
        .wrapping_add(FACTS.wrapping_mul(fact.known));
    on_line(key, own.wrapping_add(side.unwrap_or_default()))
}

/// An open character with two neighbours on either side.
struct View {
    /// What each symbol adds to a key.
    parts: [u64; 5],
    /// Which places hold something that a feature may name. The edge of a sentence is not among it:
    /// a heading, a cell or a caption begins with anything, a sentence with few characters.
    there: [bool; 5],
    around: Around,
}

/// What tells the places of a view, and the parts of a key, from one another: odd numbers without a
/// pattern, from the fractions of √2, √3, √5, √7, √11, √13 and √17. They are spread here, once for
/// all: the sum of products is then spread as well.
const PLACES: [u64; 5] = [
    spread(0x6A09_E667_F3BC_C909),
    spread(0xBB67_AE85_84CA_A73B),
    spread(0x3C6E_F372_FE94_F82B),
    spread(0xA54F_F53A_5F1D_36F1),
    spread(0x510E_527F_ADE6_82D1),
];
const NUMBER: u64 = spread(0x9B05_688C_2B3E_6C1F);
const FACTS: u64 = spread(0x1F83_D9AB_FB41_BD6B);

impl View {
    #[inline]
    fn of(chunk: &Chunk, at: usize) -> Self {
        let seats = chunk.around(at);
        let mut parts = PLACES;
        for (part, seat) in parts.iter_mut().zip(&seats) {
            *part = part.wrapping_mul(u64::from(seat.symbol));
        }
        let there = seats.map(|seat| seat.symbol != NOTHING && seat.symbol != EDGE);
        let [farther, before, _, after, beyond] = seats;
        let around = Around {
            kind_before: kind(before),
            kind_after: kind(after),
            foreign: [before, after].map(|seat| seat.info.is(Kind::Foreign)),
            given: [farther, before, after, beyond].map(|seat| seat.info.given()),
        };
        Self { parts, there, around }
    }
}

/// The kind of a neighbour: a numeral, a letter, a sign, one that may be a surname, another; 0 beyond
/// the end.
#[inline]
fn kind(seat: Seat) -> u8 {
    match seat.symbol {
        NOTHING => 0,
        _ if seat.info.is(Kind::Numeral) => 1,
        FIRST.. if seat.info.is(Kind::Surname) => 4,
        FIRST.. => 6,
        LETTER => 2,
        DOT => 5,
        _ => 3,
    }
}
