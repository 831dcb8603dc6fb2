//! What the model looks at when it decides about a character, as keys of its table of weights.
//!
//! Features that name neighbours are learnt from texts and from words alike. The other ones, which
//! name only what *kind* of characters stand there and what the words say, hold in texts of any
//! matter: in training the former are left out every now and then, so that the latter learn to do
//! without them.

use super::chunk::{Chunk, Seat};
use super::claim::Claim;
use super::column::{on_line, spread};
use super::symbol::{DOT, EDGE, FIRST, Info, Kind, LETTER, NOTHING};

/// The keys of one place, each in a seat of its own. They are hashed already: sums of products that
/// tell one from another.
#[derive(Debug, Clone, Copy)]
pub struct Keys {
    list: [u64; Self::ROOM],
    /// Which of them there are, a bit each.
    there: u32,
}

impl Keys {
    const ROOM: usize = 2 * Self::NAMED;
    /// Those that name a neighbour stand before the others.
    const NAMED: usize = 7;
    const OF_NAMED: u32 = (1 << Self::NAMED) - 1;

    /// Those there are.
    pub fn iter(&self) -> impl Iterator<Item = u64> {
        self.seats().filter_map(|(_, key, there)| there.then_some(key))
    }

    /// How many of them name a neighbour; they come first.
    #[must_use]
    pub fn named(&self) -> usize {
        (self.there & Self::OF_NAMED).count_ones() as usize
    }

    /// Every seat: its number, the key there, and whether that is one.
    #[inline]
    pub(super) fn seats(&self) -> impl Iterator<Item = (usize, u64, bool)> {
        let there = self.there;
        (0_usize..).zip(self.list).map(move |(seat, key)| (seat, key, there >> seat & 1 == 1))
    }

    /// The key at a seat.
    #[inline]
    pub(super) fn at(&self, seat: usize) -> u64 {
        self.list.get(seat).copied().unwrap_or_default()
    }

    /// Whether the key at a seat names a neighbour.
    #[inline]
    pub(super) fn is_named(seat: usize) -> bool {
        seat < Self::NAMED
    }
}

/// The features of the character at `at` in a sentence.
#[inline]
#[must_use]
pub fn of_sentence(chunk: &Chunk, at: usize, claim: Option<Claim>) -> Keys {
    let view = View::of(chunk, at);
    let (named, there) = named(&view);
    let (general, more) = match claim {
        Some(claim) => (of_claim(&view, claim), 0b11),
        None => (of_kinds(&view), 0b111_1111),
    };
    Keys { list: both(named, general), there: there | more << Keys::NAMED }
}

/// The features of the character at `at` in a word that stands alone: what is around it is not
/// known.
#[must_use]
pub fn of_word(chunk: &Chunk, at: usize) -> Keys {
    let (named, there) = named(&View::of(chunk, at));
    Keys { list: both(named, [0; Keys::NAMED]), there }
}

/// The features that name neighbours, and which of them there are.
#[inline]
fn named(view: &View) -> ([u64; Keys::NAMED], u32) {
    let [left_2, left, _, right, right_2] = view.parts;
    let (by_left, by_right) = (Some(left), Some(right));
    let keys = [
        view.key(2, by_left, left_2.wrapping_add(left), 0),
        view.key(4, by_right, right.wrapping_add(right_2), 0),
        view.key(5, by_left, left, 0),
        view.key(6, by_right, right, 0),
        view.key(7, by_left, left.wrapping_add(right), 0),
        view.key(8, by_right, right, view.kind_before),
        view.key(9, by_left, left, view.kind_after),
    ];
    let [farther, before, _, after, beyond] = view.there().map(u32::from);
    let both = before & after;
    let there = farther | beyond << 1 | before << 2 | after << 3 | (both * 0b111) << 4;
    (keys, there)
}

/// Where a word says how the character is written: how far it is right.
#[inline]
fn of_claim(view: &View, claim: Claim) -> [u64; Keys::NAMED] {
    let candidate = u64::from(claim.candidate);
    let source = view.key(11, None, 0, candidate << 4 | claim.source as u64);
    let length = view.key(12, None, 0, candidate << 4 | claim.len.min(4) as u64);
    [source, length, 0, 0, 0, 0, 0]
}

/// Where none says anything: what kind of characters stand around it.
#[inline]
fn of_kinds(view: &View) -> [u64; Keys::NAMED] {
    let (kind_before, kind_after) = (view.kind_before, view.kind_after);
    let [farther, before, _, after, beyond] = view.seats.map(|seat| seat.info);
    let foreign = |info: Info| u64::from(info.is(Kind::Foreign));
    [
        view.key(13, None, 0, 0),
        view.key(14, None, 0, kind_before),
        view.key(15, None, 0, kind_after),
        view.key(16, None, 0, kind_before << 4 | kind_after),
        view.key(17, None, 0, foreign(before) << 1 | foreign(after)),
        // Names of persons are in no list.
        view.key(18, None, 0, after.given() << 2 | beyond.given()),
        view.key(19, None, 0, before.given() << 2 | farther.given()),
    ]
}

#[inline]
fn both(named: [u64; Keys::NAMED], general: [u64; Keys::NAMED]) -> [u64; Keys::ROOM] {
    let mut list = [0; Keys::ROOM];
    for (place, key) in list.iter_mut().zip(named.into_iter().chain(general)) {
        *place = key;
    }
    list
}

/// An open character with two neighbours on either side.
struct View {
    seats: [Seat; 5],
    /// What each symbol adds to a key.
    parts: [u64; 5],
    kind_before: u64,
    kind_after: u64,
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
        let [_, before, _, after, _] = &seats;
        let (kind_before, kind_after) = (kind(before), kind(after));
        Self { seats, parts, kind_before, kind_after }
    }

    /// A key: the feature's number, the open character, what its neighbours add, and some bits of
    /// what is known. A sum, because a text needs a dozen of them for each open character. `side` is
    /// the neighbour whose features are asked for together.
    #[inline]
    fn key(&self, number: u64, side: Option<u64>, neighbours: u64, facts: u64) -> u64 {
        let [_, _, own, ..] = self.parts;
        let key = own
            .wrapping_add(NUMBER.wrapping_mul(number))
            .wrapping_add(neighbours)
            .wrapping_add(FACTS.wrapping_mul(facts));
        on_line(key, own.wrapping_add(side.unwrap_or_default()))
    }

    /// Which places hold something that a feature may name. The edge of a sentence is not among it:
    /// a heading, a cell or a caption begins with anything, a sentence with few characters.
    #[inline]
    fn there(&self) -> [bool; 5] {
        self.seats.map(|seat| seat.symbol != NOTHING && seat.symbol != EDGE)
    }
}

/// The kind of a neighbour: a numeral, a letter, a sign, one that may be a surname, another; 0 beyond
/// the end.
#[inline]
fn kind(seat: &Seat) -> u64 {
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
