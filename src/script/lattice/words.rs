//! The words that a text may be made of, with how likely each is and how it is written.
//!
//! Two hash tables: one from the first two characters to the word of these two and to the lengths
//! of longer ones, one from longer words. It matches at one place only.

use std::collections::{BTreeMap, BTreeSet};

use super::chunk::Chunk;
use super::column::{Sieve, Slots, spread};
use super::symbol::{FIRST, is_listed};

/// The longest word, in characters.
pub(super) const LONGEST: usize = 8;
const CLAIM_BITS: u32 = 3;
const CHECK_BITS: u32 = 26;

/// Where a word was taken from, which decides how far it is to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Source {
    /// It is in no list: a character alone.
    #[default]
    None,
    /// OpenCC's list of words, made by people for just this.
    OpenCc,
    /// A word as people in Taiwan type it.
    Typed,
    /// A Simplified word whose spelling is only what OpenCC makes of it.
    Derived,
}

impl Source {
    const ALL: [Self; 4] = [Self::None, Self::OpenCc, Self::Typed, Self::Derived];
}

/// A word: 12 bits of cost, 2 of source, 3 for each character's claim.
///
/// The cost is −ln of how often it is met, in units of 1 / [`Word::UNIT`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Word(u64);

impl Word {
    /// A cost of 1: a word that is met e times as seldom.
    pub const UNIT: f32 = 128.0;
    /// The cost of a character that is in no list, as a word alone: one in two million.
    pub const RARE: u16 = 1_856;
    const COST: u64 = (1 << 12) - 1;
    /// A character alone.
    pub(super) const NONE: Self = Self(0);
    /// A word from outside of the model.
    pub(super) const EXTRA: Self = Self(1 << 63);
    /// No claim: the character has one counterpart only.
    const SILENT: u8 = (1 << CLAIM_BITS) - 1;

    /// A word, with a claim for each of its characters: the number of the candidate that it is
    /// written with.
    pub fn new(cost: u16, source: Source, claims: impl IntoIterator<Item = Option<u8>>) -> Self {
        let mut bits = u64::from(cost).min(Self::COST) | (source as u64) << 12;
        for (place, claim) in claims.into_iter().take(LONGEST).enumerate() {
            let claim = claim.unwrap_or(Self::SILENT).min(Self::SILENT);
            bits |= u64::from(claim) << (14 + CLAIM_BITS * u32::try_from(place).unwrap_or(0));
        }
        Self(bits)
    }

    #[inline]
    pub(super) fn cost(self) -> u32 {
        // Twelve bits.
        #[allow(clippy::cast_possible_truncation)]
        let cost = (self.0 & Self::COST) as u32;
        cost
    }

    /// Where it was taken from.
    #[inline]
    #[must_use]
    pub fn source(self) -> Source {
        Source::ALL.get((self.0 >> 12 & 3) as usize).copied().unwrap_or_default()
    }

    /// Which candidate the character at `place` is written with.
    #[inline]
    #[must_use]
    pub fn claim(self, place: usize) -> Option<u8> {
        if self.source() == Source::None {
            return None;
        }
        let claim = self.0.checked_shr(14 + CLAIM_BITS * u32::try_from(place).ok()?)?;
        // Three bits.
        #[allow(clippy::cast_possible_truncation)]
        let claim = claim as u8 & Self::SILENT;
        (claim != Self::SILENT).then_some(claim)
    }
}

/// A table of words.
#[derive(Debug)]
pub struct WordTable {
    /// Which pairs and which longer words there may be.
    sieve: Sieve,
    /// Which pairs begin a word that says something of its third character or a later one.
    far: Sieve,
    pairs: Slots,
    longer: Slots,
}

/// What begins with two characters.
#[derive(Debug, Clone, Copy)]
struct Beginning {
    /// The word of these two.
    word: Option<Word>,
    /// A bit for each length of longer words, from 3.
    lengths: u32,
}

// A slot of `pairs`: 8 bits of claims and source, 12 of cost, 1 for a word of two, 6 of lengths,
// and the two characters in 30 above.
const WORD_AT: u32 = 20;
const LENGTHS_AT: u32 = 21;
const PAIR_AT: u32 = 27;
// A slot of `longer`: the word in 38 bits, and 26 of its key above.
const CHECK_AT: u32 = 38;

impl WordTable {
    /// A table from its four parts in a file.
    pub(super) fn new([sieve, far, pairs, longer]: [Box<[u64]>; 4]) -> Self {
        let (sieve, far) = (Sieve::new(sieve), Sieve::new(far));
        Self { sieve, far, pairs: Slots::new(pairs), longer: Slots::new(longer) }
    }

    /// Whether a word may begin with these two.
    #[inline]
    pub(super) fn may_begin(&self, first: u16, second: u16) -> bool {
        self.sieve.has(spread(pair(first, second)))
    }

    /// Whether a word may begin with these two that says something of a later character.
    #[inline]
    pub(super) fn may_reach(&self, first: u16, second: u16) -> bool {
        self.far.has(spread(pair(first, second)))
    }

    /// The words that begin at `at` and end before `end`, the shorter ones first.
    #[inline]
    pub(super) fn at(
        &self,
        chunk: &Chunk,
        at: usize,
        end: usize,
        mut visit: impl FnMut(usize, Word),
    ) {
        let seats = chunk.seats().get(at..end).unwrap_or_default();
        let [first, second, rest @ ..] = seats else { return };
        let (first, second) = (first.symbol, second.symbol);
        if !is_listed(first) || !is_listed(second) {
            return;
        }
        let Some(begun) = self.beginning(first, second) else { return };
        let mut visit = |len, word| {
            if !chunk.has_wall(at + 1..at + len) {
                visit(len, word);
            }
        };
        if let Some(word) = begun.word {
            visit(2, word);
        }
        let mut lengths = begun.lengths;
        let mut key = extend(extend(0, first), second);
        for (len, next) in (3..).zip(rest) {
            if lengths == 0 {
                break;
            }
            key = extend(key, next.symbol);
            if lengths & 1 == 1
                && let Some(word) = self.longer(key)
            {
                visit(len, word);
            }
            lengths >>= 1;
        }
    }

    /// What begins with `first` and `second`, both Han characters of the basic plane.
    #[inline]
    fn beginning(&self, first: u16, second: u16) -> Option<Beginning> {
        let pair = pair(first, second);
        let hash = spread(pair);
        if !self.sieve.has(hash) {
            return None;
        }
        let slot = self.pairs.find(hash, |slot| slot >> PAIR_AT == pair)?;
        let word = (slot >> WORD_AT & 1 == 1).then(|| {
            let claims = slot >> 14 & 0x3F;
            Word(slot & 0x3FFF | claims << 14)
        });
        let lengths = u32::try_from(slot >> LENGTHS_AT & 0x3F).unwrap_or_default();
        Some(Beginning { word, lengths })
    }

    /// The word of three or more characters with this key.
    #[inline]
    fn longer(&self, key: u64) -> Option<Word> {
        if !self.sieve.has(key) {
            return None;
        }
        let slot = self.longer.find(key, |slot| slot >> CHECK_AT == check(key))?;
        Some(Word(slot & ((1 << CHECK_AT) - 1)))
    }

    /// The table's four parts, as they stand in a model's file, for these words. Of two equal
    /// words the first counts.
    #[must_use]
    pub fn build(words: &[(Vec<u16>, Word)]) -> [Vec<u64>; 4] {
        let mut begun = BTreeMap::<u64, u64>::new();
        let mut longer = Vec::new();
        let mut far = BTreeSet::new();
        for (word, record) in words.iter().filter(|(word, _)| word.len() <= LONGEST) {
            let [first, second, rest @ ..] = word.as_slice() else { continue };
            let slot = begun.entry(pair(*first, *second)).or_insert(0);
            if rest.is_empty() {
                if *slot >> WORD_AT & 1 == 0 {
                    *slot |= record.0 & 0xF_FFFF | 1 << WORD_AT;
                }
                continue;
            }
            *slot |= 1 << (LENGTHS_AT as usize + rest.len() - 1);
            let key = word.iter().fold(0, |key, symbol| extend(key, *symbol));
            longer.push((key, check(key) << CHECK_AT | record.0));
            if (2..word.len()).any(|place| record.claim(place).is_some()) {
                far.insert(spread(pair(*first, *second)));
            }
        }
        let keys: Vec<u64> =
            begun.keys().map(|pair| spread(*pair)).chain(longer.iter().map(|it| it.0)).collect();
        let pairs: Vec<(u64, u64)> =
            begun.into_iter().map(|(pair, slot)| (spread(pair), pair << PAIR_AT | slot)).collect();
        [
            Sieve::build(keys.into_iter()),
            Sieve::build(far.into_iter()),
            Slots::build(pairs.into_iter(), |a, b| a >> PAIR_AT == b >> PAIR_AT),
            Slots::build(longer.into_iter(), |a, b| a >> CHECK_AT == b >> CHECK_AT),
        ]
    }
}

/// The bits of a key that stand beside its word.
#[inline]
fn check(key: u64) -> u64 {
    key & ((1 << CHECK_BITS) - 1)
}

#[inline]
fn pair(first: u16, second: u16) -> u64 {
    u64::from(first.wrapping_sub(FIRST)) << 15 | u64::from(second.wrapping_sub(FIRST))
}

/// The key of a word, made a character at a time.
#[inline]
fn extend(key: u64, symbol: u16) -> u64 {
    spread(key ^ u64::from(symbol)).rotate_left(23)
}
