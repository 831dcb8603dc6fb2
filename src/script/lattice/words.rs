//! The words that a text may be made of, with how likely each is and how it is written.
//!
//! Two hash tables: one from the first two characters to the word of these two and to the lengths
//! of longer ones, one from longer words. It matches at one place only.

use std::collections::{BTreeMap, BTreeSet};

use super::chunk::Chunk;
use super::column::{Rows, Sieve, Slots, spread};
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
    /// Whether it is never written otherwise, wherever it stands as a word.
    const SETTLED: u64 = 1 << 62;
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

    /// The same word, of which nothing more is to be asked than how it is written. Only words of two
    /// characters are kept so.
    #[must_use]
    pub fn settled(self) -> Self {
        Self(self.0 | Self::SETTLED)
    }

    #[inline]
    pub(super) fn is_settled(self) -> bool {
        self.0 & Self::SETTLED != 0
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
    /// Which pairs there may be.
    sieve: Sieve,
    pairs: Slots,
    longer: Longer,
}

// A slot of `pairs`: what is in a beginning in 15 bits, 12 of cost above, and the two characters
// in 30.
const COST_AT: u32 = Beginning::BITS;
const PAIR_AT: u32 = COST_AT + 12;

impl WordTable {
    /// A table from its four parts in a file.
    pub(super) fn new([sieve, pairs, keys, longer]: [Box<[u64]>; 4]) -> Self {
        Self {
            sieve: Sieve::new(sieve),
            pairs: Slots::new(pairs),
            longer: Longer::new(keys, longer),
        }
    }

    /// The words that begin at `at` and end before `end`, the shorter ones first.
    #[inline]
    pub(super) fn at(&self, chunk: &Chunk, at: usize, end: usize, visit: impl FnMut(usize, Word)) {
        let Some((pair, hash)) = pair_at(chunk, at) else { return };
        if !self.sieve.has(hash) {
            return;
        }
        let Some(slot) = self.pairs.find(hash, |slot| slot >> PAIR_AT == pair) else { return };
        // Masked to its fifteen bits.
        #[allow(clippy::cast_possible_truncation)]
        let begun = Beginning(slot as u32 & Rows::MOST);
        let cost = slot >> COST_AT & Word::COST;
        self.longer.words(chunk, at, end, begun, cost, visit);
    }

    /// The table's four parts, as they stand in a model's file, for these words. Of two equal
    /// words the first counts.
    #[must_use]
    pub fn build(words: &[(Vec<u16>, Word)]) -> [Vec<u64>; 4] {
        let begun = begun(words);
        let sieve = Sieve::build(begun.keys().map(|pair| spread(*pair)));
        let slots: Vec<(u64, u64)> = begun
            .into_iter()
            .map(|(pair, (begun, cost))| {
                (spread(pair), pair << PAIR_AT | cost << COST_AT | u64::from(begun.0))
            })
            .collect();
        let slots = Slots::build(slots.into_iter(), |a, b| a >> PAIR_AT == b >> PAIR_AT);
        let [keys, longer] = Longer::build(words);
        [sieve, slots, keys, longer]
    }
}

/// A table of words that are only asked how they are written, laid out to be asked that often.
#[derive(Debug)]
pub struct ClaimTable {
    pairs: Rows,
    /// Which pairs begin a word that says something of its third character or a later one.
    far: Sieve,
    longer: Longer,
}

impl ClaimTable {
    /// A table from its four parts in a file.
    pub(super) fn new(pairs: &[u32], [far, keys, longer]: [Box<[u64]>; 3]) -> Self {
        Self { pairs: Rows::new(pairs), far: Sieve::new(far), longer: Longer::new(keys, longer) }
    }

    /// Whether a word may begin with these two that says something of a later character.
    #[inline]
    pub(super) fn may_reach(&self, first: u16, second: u16) -> bool {
        self.far.has(spread(pair(first, second)))
    }

    /// As [`WordTable::at`], but for what the words cost.
    #[inline]
    pub(super) fn at(&self, chunk: &Chunk, at: usize, end: usize, visit: impl FnMut(usize, Word)) {
        let Some((_, hash)) = pair_at(chunk, at) else { return };
        let mut begun = Beginning(0);
        if self.pairs.each(hash, |number| begun = Beginning(number)) {
            self.longer.words(chunk, at, end, begun, 0, visit);
        }
    }

    /// The table's parts, as they stand in a model's file, for these words. Of two equal words the
    /// first counts.
    #[must_use]
    pub fn build(words: &[(Vec<u16>, Word)]) -> (Vec<u32>, [Vec<u64>; 3]) {
        let begun = begun(words);
        let pairs: Vec<(u64, u32)> =
            begun.iter().map(|(pair, (begun, _))| (spread(*pair), begun.0)).collect();
        let mut far = BTreeSet::new();
        for (word, record) in words {
            if let [first, second, ..] = word.as_slice()
                && (2..word.len().min(LONGEST)).any(|place| record.claim(place).is_some())
            {
                far.insert(spread(pair(*first, *second)));
            }
        }
        let [keys, longer] = Longer::build(words);
        (Rows::build(&pairs), [Sieve::build(far.into_iter()), keys, longer])
    }
}

/// What begins with two characters: 6 bits of claims and 2 of source for the word of these two, 1 that
/// says that there is one, and one for each length of longer words, from 3. A word that is settled
/// stands there without the bit that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Beginning(u32);

impl Beginning {
    const BITS: u32 = 15;
    const SPOKEN: u32 = (1 << 8) - 1;
    const WORD: u32 = 1 << 8;
    const LENGTHS_AT: u32 = 9;

    /// The word of the two characters.
    #[inline]
    fn word(self, cost: u64) -> Option<Word> {
        // Source and claims stand above the cost, as in any word.
        let spoken = u64::from(self.0 & Self::SPOKEN) << 12;
        if self.0 & Self::WORD != 0 {
            Some(Word(spoken | cost))
        } else {
            (spoken != 0).then_some(Word(spoken | cost | Word::SETTLED))
        }
    }
}

/// What begins with each pair of characters, with the cost of the word of the two.
fn begun(words: &[(Vec<u16>, Word)]) -> BTreeMap<u64, (Beginning, u64)> {
    let mut all = BTreeMap::new();
    for (word, record) in words.iter().filter(|(word, _)| word.len() <= LONGEST) {
        let [first, second, rest @ ..] = word.as_slice() else { continue };
        let (begun, cost) = all.entry(pair(*first, *second)).or_insert((Beginning(0), 0));
        if !rest.is_empty() {
            begun.0 |= 1 << (Beginning::LENGTHS_AT as usize + rest.len() - 1);
        } else if begun.word(0).is_none() {
            // Eight bits.
            #[allow(clippy::cast_possible_truncation)]
            let spoken = (record.0 >> 12) as u32 & Beginning::SPOKEN;
            begun.0 |= spoken | if record.is_settled() { 0 } else { Beginning::WORD };
            *cost = u64::from(record.cost());
        }
    }
    all
}

/// The words of three characters and more.
#[derive(Debug)]
struct Longer {
    /// Which there may be.
    sieve: Sieve,
    /// A word in 38 bits, and 26 of its key above.
    slots: Slots,
}

const CHECK_AT: u32 = 38;

impl Longer {
    fn new(sieve: Box<[u64]>, slots: Box<[u64]>) -> Self {
        Self { sieve: Sieve::new(sieve), slots: Slots::new(slots) }
    }

    /// All words at a place, when it is known what begins with the two characters there.
    #[inline]
    fn words(
        &self,
        chunk: &Chunk,
        at: usize,
        end: usize,
        begun: Beginning,
        cost: u64,
        mut visit: impl FnMut(usize, Word),
    ) {
        let mut visit = |len, word| {
            if !chunk.has_wall(at + 1..at + len) {
                visit(len, word);
            }
        };
        let seats = chunk.seats().get(at..end).unwrap_or_default();
        let [first, second, rest @ ..] = seats else { return };
        if let Some(word) = begun.word(cost) {
            visit(2, word);
        }
        let mut lengths = begun.0 >> Beginning::LENGTHS_AT;
        let mut key = extend(extend(0, first.symbol), second.symbol);
        for (len, next) in (3..).zip(rest) {
            if lengths == 0 {
                break;
            }
            key = extend(key, next.symbol);
            if lengths & 1 == 1
                && let Some(word) = self.word(key)
            {
                visit(len, word);
            }
            lengths >>= 1;
        }
    }

    #[inline]
    fn word(&self, key: u64) -> Option<Word> {
        if !self.sieve.has(key) {
            return None;
        }
        let slot = self.slots.find(key, |slot| slot >> CHECK_AT == check(key))?;
        Some(Word(slot & ((1 << CHECK_AT) - 1)))
    }

    fn build(words: &[(Vec<u16>, Word)]) -> [Vec<u64>; 2] {
        let longer: Vec<(u64, u64)> = words
            .iter()
            .filter(|(word, _)| (3..=LONGEST).contains(&word.len()))
            .map(|(word, record)| {
                let key = word.iter().fold(0, |key, symbol| extend(key, *symbol));
                (key, check(key) << CHECK_AT | record.0 & ((1 << CHECK_AT) - 1))
            })
            .collect();
        let same = |a, b| a >> CHECK_AT == b >> CHECK_AT;
        [Sieve::build(longer.iter().map(|it| it.0)), Slots::build(longer.into_iter(), same)]
    }
}

/// The bits of a key that stand beside its word.
#[inline]
fn check(key: u64) -> u64 {
    key & ((1 << CHECK_BITS) - 1)
}

/// The two characters at a place, when both are Han characters of the basic plane, with their hash.
#[inline]
fn pair_at(chunk: &Chunk, at: usize) -> Option<(u64, u64)> {
    let [first, second, ..] = chunk.seats().get(at..)? else { return None };
    let listed = is_listed(first.symbol) && is_listed(second.symbol);
    let pair = pair(first.symbol, second.symbol);
    listed.then(|| (pair, spread(pair)))
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
