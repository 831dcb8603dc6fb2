//! Weighs what speaks for each candidate of an open character. It never looks at a text, only at
//! the keys of its features.

use super::Model;
use super::chunk::Chunk;
use super::claim::Claim;
use super::column::{Sieve, place, shift, spread};
use super::feature;
use super::words::Source;

/// How much more the usual candidate is worth where no word says anything than the texts of training
/// say: those are of other matters than the texts to come. Chosen on texts that are not those of
/// training (news, Wikipedia, the Bible).
const LEAN: i32 = 150;
/// A word of so many characters that people wrote down is right as it is: asking further changed
/// nothing on any text.
const CERTAIN: usize = 3;
const WEIGHT_BITS: u32 = 12;
/// Weights in a row of the table; what does not fit is left out, the slightest first.
const ROW: usize = 4;

/// How far words are trusted, by source and length, in units of 1 / [`Weights::UNIT`].
pub type Trust = [[i32; Weights::LENGTHS]; Weights::SOURCES];

/// What features and words weigh, in units of 1 / [`Weights::UNIT`].
#[derive(Debug)]
pub struct Weights {
    trust: Trust,
    /// Which keys there may be, one bit each.
    features: Sieve,
    /// A hash table of rows. Of each weight 17 bits to check its key, 3 of the candidate's number, and
    /// 12 of weight; all of a key are in one row.
    table: Box<[[u32; ROW]]>,
    shift: u32,
}

/// What was chosen for a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The number of the candidate.
    pub candidate: usize,
    /// What the word here says.
    pub claim: Option<Claim>,
    /// Whether anything is known of its neighbours.
    pub weighed: bool,
    scores: [i32; Weights::CANDIDATES],
    of: usize,
}

impl Choice {
    /// How sure the choice is: the model's probability for it, from 0 to 1.
    #[must_use]
    pub fn certainty(&self) -> f32 {
        let best = self.score(self.candidate);
        // Scores are a few thousand at most.
        #[allow(clippy::cast_precision_loss)]
        let odds = |score: i32| ((score - best) as f32 / Weights::UNIT).exp();
        1.0 / (0..self.of).map(|candidate| odds(self.score(candidate))).sum::<f32>()
    }

    fn score(&self, candidate: usize) -> i32 {
        self.scores.get(candidate).copied().unwrap_or_default()
    }
}

impl Weights {
    /// Candidates of a character at most.
    pub const CANDIDATES: usize = 7;
    /// Lengths of words that are told apart, 0 among them.
    pub const LENGTHS: usize = 9;
    /// Sources of words.
    pub const SOURCES: usize = 4;
    /// A weight of 1: the odds change by the factor e.
    pub const UNIT: f32 = 256.0;

    pub(super) fn new(trust: &[u32], features: Box<[u64]>, table: &[u32]) -> Self {
        let table: Box<[[u32; ROW]]> = table.as_chunks().0.into();
        let (shift, features) = (shift(table.len()), Sieve::new(features));
        let mut weights = Self { trust: Trust::default(), features, table, shift };
        for (place, value) in weights.trust.iter_mut().flatten().zip(trust) {
            *place = value.cast_signed();
        }
        weights
    }

    /// The two parts of the table in a model's file, for features with their weight for each
    /// candidate but the first, relative to the first, where 1 is the factor e.
    #[must_use]
    pub fn build(features: &[(u64, Vec<f32>)]) -> (Vec<u64>, Vec<u32>) {
        let mut entries = Vec::new();
        for (key, weights) in features {
            for (candidate, weight) in (1_u32..).zip(weights) {
                let limit = f32::from((1_i16 << (WEIGHT_BITS - 1)) - 1);
                // Limited to twelve bits.
                #[allow(clippy::cast_possible_truncation)]
                let weight = (weight * Self::UNIT).round().clamp(-limit, limit) as i32;
                if weight != 0 {
                    entries.push((spread(*key), candidate, weight));
                }
            }
        }
        // The heaviest first, and then always in the same order.
        entries.sort_unstable_by_key(|(hash, number, weight)| (-weight.abs(), *hash, *number));
        let mut table = vec![[0_u32; ROW]; (entries.len() / 2).next_power_of_two().max(64)];
        let shift = shift(table.len());
        for (hash, candidate, weight) in entries {
            let row = table.get_mut(place(hash, shift));
            if let Some(free) = row.and_then(|row| row.iter_mut().find(|slot| **slot == 0)) {
                let check = check(hash) << 3 | candidate;
                *free = check << WEIGHT_BITS | weight.cast_unsigned() & 0xFFF;
            }
        }
        let sieve = Sieve::build(features.iter().map(|(key, _)| spread(*key)));
        (sieve, table.into_flattened())
    }

    /// Adds what a feature weighs for each candidate, and says whether it weighs anything.
    #[inline]
    fn add(&self, key: u64, scores: &mut [i32; Self::CANDIDATES]) -> bool {
        let hash = spread(key);
        let check = check(hash);
        let Some(row) = self.table.get(place(hash, self.shift)) else { return false };
        let mut found = 0_u32;
        for (number, slot) in row.iter().enumerate() {
            found |= u32::from(slot >> (WEIGHT_BITS + 3) == check) << number;
        }
        let weighs = found != 0;
        while found != 0 {
            let slot = row.get(found.trailing_zeros() as usize).copied().unwrap_or_default();
            found &= found - 1;
            if let Some(score) = scores.get_mut((slot >> WEIGHT_BITS & 7) as usize) {
                *score += (slot << (32 - WEIGHT_BITS)).cast_signed() >> (32 - WEIGHT_BITS);
            }
        }
        weighs
    }

    #[inline]
    fn trust(&self, claim: Claim, more: i32) -> i32 {
        let row = self.trust.get(claim.source as usize);
        let learnt = row.and_then(|row| row.get(claim.len.min(Self::LENGTHS - 1))).copied();
        learnt.unwrap_or_default() + if claim.source == Source::OpenCc { more } else { 0 }
    }
}

impl Model {
    /// Decides about the open character at `at`, which has `of` candidates. `trust` is how much more a
    /// word of OpenCC's list is worth than the texts of training say.
    #[inline]
    #[must_use]
    pub fn choose(&self, chunk: &mut Chunk, at: usize, of: usize, trust: i32) -> Choice {
        let of = of.min(Weights::CANDIDATES);
        let claim = self.claim(chunk, at);
        let mut scores = [0; Weights::CANDIDATES];
        // The first candidate is the usual one.
        let leaning = claim.map_or(0, |claim| usize::from(claim.candidate));
        if let Some(score) = scores.get_mut(leaning) {
            *score += claim.map_or(LEAN, |claim| self.weights.trust(claim, trust));
        }
        let choice = Choice { candidate: leaning, claim, weighed: false, scores, of };
        if claim.is_some_and(|claim| claim.source != Source::Derived && claim.len >= CERTAIN) {
            return choice;
        }
        let keys = feature::of_sentence(chunk, at, claim);
        // First which of them there are, then those: the processor guesses neither.
        let mut there = 0_u32;
        for (number, key) in keys.all().iter().enumerate() {
            there |= u32::from(self.weights.features.has(spread(*key))) << number;
        }
        let mut weighed = false;
        while there != 0 {
            let number = there.trailing_zeros() as usize;
            let Some(key) = keys.all().get(number) else { break };
            there &= there - 1;
            weighed |= self.weights.add(*key, &mut scores) && number < keys.named();
        }
        let mut candidate = 0;
        let mut best = i32::MIN;
        for (number, score) in scores.iter().enumerate().take(of) {
            if *score > best {
                (candidate, best) = (number, *score);
            }
        }
        Choice { candidate, claim, weighed, scores, of }
    }
}

/// Seventeen bits that tell one row from another, never 0.
#[inline]
fn check(hash: u64) -> u32 {
    // Masked to seventeen bits.
    #[allow(clippy::cast_possible_truncation)]
    let check = (hash >> 8 & 0x1_FFFF) as u32;
    check.max(1)
}
