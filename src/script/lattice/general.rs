//! The features that name no neighbour, only what *kind* of characters stand there and what the
//! words say. So few are possible that each open character has a row of weights for every one:
//! they are added without a search. It never looks at a text.

use std::sync::OnceLock;

use super::claim::Claim;
use super::decide::{Scores, Weights};

/// What is known around an open character, as numbers that [`feature`](super::feature) finds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    /// The kinds of the neighbours, below [`KINDS`].
    pub(super) kind_before: u8,
    pub(super) kind_after: u8,
    /// Whether each writes foreign names.
    pub(super) foreign: [bool; 2],
    /// How usual each is in given names, below [`GIVEN`]: two before and two after, from the left.
    pub(super) given: [u8; 4],
}

/// Kinds of neighbours.
pub(super) const KINDS: u8 = 7;
/// How usual a character may be in given names.
const GIVEN: u8 = 4;
/// Lengths of words that are told apart here, 0 among them.
const LENGTHS: u8 = 5;
const CANDIDATES: u8 = 8;

// The rows of an open character, one behind the other.
const FOREIGN: u8 = KINDS * KINDS;
const GIVEN_AFTER: u8 = FOREIGN + 4;
const GIVEN_BEFORE: u8 = GIVEN_AFTER + GIVEN * GIVEN;
const SOURCE: u8 = GIVEN_BEFORE + GIVEN * GIVEN;
const LENGTH: u8 = SOURCE + CANDIDATES * 4;
/// Nothing at all.
const EMPTY: u8 = LENGTH + CANDIDATES * LENGTHS;
const ROWS: usize = EMPTY as usize + 1;

/// The rows that hold at one place.
pub(super) type Places = [u8; 4];

/// A feature: its number, and what is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fact {
    pub(super) number: u64,
    pub(super) known: u64,
}

/// Where a word says how the character is written: how far it is right. Where none does: what kind
/// of characters stand around it; names of persons are in no list.
#[inline]
pub(super) fn places(around: Around, claim: Option<Claim>) -> Places {
    if let Some(claim) = claim {
        let candidate = claim.candidate & (CANDIDATES - 1);
        // Limited to what is told apart.
        #[allow(clippy::cast_possible_truncation)]
        let len = claim.len.min(LENGTHS as usize - 1) as u8;
        let source = SOURCE + candidate * 4 + claim.source as u8;
        return [source, LENGTH + candidate * LENGTHS + len, EMPTY, EMPTY];
    }
    let [farther, before, after, beyond] = around.given;
    let [foreign_before, foreign_after] = around.foreign.map(u8::from);
    [
        around.kind_before * KINDS + around.kind_after,
        FOREIGN + foreign_before * 2 + foreign_after,
        GIVEN_AFTER + after * GIVEN + beyond,
        GIVEN_BEFORE + before * GIVEN + farther,
    ]
}

/// The features that a row is the sum of.
pub(super) fn facts(place: u8) -> impl Iterator<Item = Fact> {
    let pair = |place: u8, of: u8| (u64::from(place / of), u64::from(place % of));
    let fact = |number, (high, low): (u64, u64), bits: u32| {
        Some(Fact { number, known: high << bits | low })
    };
    let list = match place {
        0..FOREIGN => {
            let (before, after) = pair(place, KINDS);
            let one = |number, kind| fact(number, (0, kind), 0);
            [one(13, 0), one(14, before), one(15, after), fact(16, (before, after), 4)]
        }
        FOREIGN..GIVEN_AFTER => [fact(17, pair(place - FOREIGN, 2), 1), None, None, None],
        GIVEN_AFTER..GIVEN_BEFORE => {
            [fact(18, pair(place - GIVEN_AFTER, GIVEN), 2), None, None, None]
        }
        GIVEN_BEFORE..SOURCE => [fact(19, pair(place - GIVEN_BEFORE, GIVEN), 2), None, None, None],
        SOURCE..LENGTH => [fact(11, pair(place - SOURCE, 4), 4), None, None, None],
        LENGTH..EMPTY => [fact(12, pair(place - LENGTH, LENGTHS), 4), None, None, None],
        _ => [None; 4],
    };
    list.into_iter().flatten()
}

type Row = [i16; Weights::CANDIDATES + 1];

/// Rows of weights for every open character, made when it is first met: a short text has few.
#[derive(Debug)]
pub(super) struct General {
    rows: Box<[OnceLock<Box<[Row; ROWS]>>]>,
}

impl General {
    /// Room for so many open characters.
    pub(super) fn new(open: usize) -> Self {
        Self { rows: std::iter::repeat_with(OnceLock::new).take(open).collect() }
    }

    /// Adds the rows of an open character that hold at a place; `weigh` adds what a feature of it
    /// weighs.
    #[inline]
    pub(super) fn add(
        &self,
        open: usize,
        places: Places,
        scores: &mut Scores,
        weigh: impl Fn(Fact, &mut Scores),
    ) {
        let Some(rows) = self.rows.get(open) else { return };
        let rows = rows.get_or_init(|| lay_out(weigh));
        for row in places.iter().filter_map(|place| rows.get(usize::from(*place))) {
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += i32::from(*weight);
            }
        }
    }
}

#[cold]
fn lay_out(weigh: impl Fn(Fact, &mut Scores)) -> Box<[Row; ROWS]> {
    let mut rows = Box::new([Row::default(); ROWS]);
    for (place, row) in (0..).zip(rows.iter_mut()) {
        let mut scores = Scores::default();
        facts(place).for_each(|fact| weigh(fact, &mut scores));
        // Four weights of twelve bits.
        #[allow(clippy::cast_possible_truncation)]
        let weights = scores.map(|score| score as i16);
        *row = weights;
    }
    rows
}
