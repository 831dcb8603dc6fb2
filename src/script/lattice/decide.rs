//! Weighs what speaks for each candidate of an open character. It never looks at a text, only at
//! the keys of its features.

use super::Model;
use super::chunk::Chunk;
use super::claim::Claim;
use super::column::{Lines, Rows};
use super::feature;
use super::general::General;
use super::person;
use super::words::Source;

/// How much more the usual candidate is worth where no word says anything than the texts of training
/// say: those are of other matters than the texts to come. Chosen on texts that are not those of
/// training (news, Wikipedia, the Bible).
const LEAN: i32 = 150;
/// What it is worth that a character stands where the name of a person stands.
const NAMED: i32 = 2_000;
const WEIGHT_BITS: u32 = 12;
const WEIGHT: u32 = (1 << WEIGHT_BITS) - 1;

/// How far words are trusted, by source and length, in units of 1 / [`Weights::UNIT`].
pub type Trust = [[i32; Weights::LENGTHS]; Weights::SOURCES];

/// What features and words weigh, in units of 1 / [`Weights::UNIT`].
#[derive(Debug)]
pub struct Weights {
    trust: Trust,
    /// Which keys there may be, one bit each.
    features: Lines,
    /// The weights of each key, with 3 bits of the candidate's number above 12 of weight.
    table: Rows,
    /// Those of features that name no neighbour once more, by open character.
    general: General,
}

/// A score for each candidate; one more than there may be, so that three bits always number one.
pub(super) type Scores = [i32; Weights::CANDIDATES + 1];

/// What was chosen for a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The number of the candidate.
    pub candidate: usize,
    /// What the word here says.
    pub claim: Option<Claim>,
    /// Whether anything is known of its neighbours.
    pub weighed: bool,
    /// What it is in the name that seems to stand here.
    pub named: Option<usize>,
    scores: Scores,
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

    pub(super) fn new(open: usize, trust: &[u32], features: &[u64], table: &[u32]) -> Self {
        let (features, table) = (Lines::new(features), Rows::new(table));
        let general = General::new(open);
        let mut weights = Self { trust: Trust::default(), features, table, general };
        for (place, value) in weights.trust.iter_mut().flatten().zip(trust) {
            *place = value.cast_signed();
        }
        weights
    }

    /// The two parts of the table in a model's file, for keys of features with their weight for each
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
                    entries.push((*key, candidate, weight));
                }
            }
        }
        // The heaviest first, and then always in the same order.
        entries.sort_unstable_by_key(|(hash, number, weight)| (-weight.abs(), *hash, *number));
        let numbers: Vec<(u64, u32)> = entries
            .into_iter()
            .map(|(hash, candidate, weight)| {
                (hash, candidate << WEIGHT_BITS | weight.cast_unsigned() & WEIGHT)
            })
            .collect();
        (Lines::build(features.iter().map(|(key, _)| *key)), Rows::build(&numbers))
    }

    /// Adds what a feature weighs for each candidate, and says whether it weighs anything.
    #[inline]
    fn add(&self, key: u64, scores: &mut Scores) -> bool {
        self.table.each(key, |number| {
            if let Some(score) = scores.get_mut((number >> WEIGHT_BITS) as usize) {
                *score += (number << (32 - WEIGHT_BITS)).cast_signed() >> (32 - WEIGHT_BITS);
            }
        })
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
        let mut claim = self.claim(chunk, at);
        if claim.is_some_and(|claim| claim.start < at && claim.start + claim.len == at + 1)
            && person::begins_name(chunk, at)
        {
            claim = None;
        }
        let mut scores = Scores::default();
        // The first candidate is the usual one.
        let leaning = claim.map_or(0, |claim| usize::from(claim.candidate));
        if let Some(score) = scores.get_mut(leaning) {
            *score += claim.map_or(LEAN, |claim| self.weights.trust(claim, trust));
        }
        let choice = Choice { candidate: leaning, claim, weighed: false, named: None, scores, of };
        if claim.is_some_and(|claim| claim.is_certain()) {
            return choice;
        }
        let named = if claim.is_none() { self.in_name(chunk, at) } else { None };
        if let Some(score) = named.and_then(|named| scores.get_mut(named)) {
            *score += NAMED;
        }
        let keys = feature::of_sentence(chunk, at, claim);
        let weights = &self.weights;
        if let Some(open) = chunk.seats().get(at).and_then(|seat| seat.info.open()) {
            weights.general.add(open, keys.places(), &mut scores, |fact, scores| {
                let key = keys.of(fact);
                if weights.features.has(key) {
                    weights.add(key, scores);
                }
            });
        }
        // First which of them the model knows, then those: the processor guesses neither.
        let mut known = 0_u32;
        for (seat, key, there) in keys.seats() {
            known |= u32::from(there & weights.features.has(key)) << seat;
        }
        let mut weighed = false;
        while known != 0 {
            let seat = known.trailing_zeros() as usize;
            known &= known - 1;
            weighed |= weights.add(keys.at(seat), &mut scores);
        }
        let mut candidate = 0;
        let mut best = i32::MIN;
        for (number, score) in scores.iter().enumerate().take(of) {
            if *score > best {
                (candidate, best) = (number, *score);
            }
        }
        Choice { candidate, claim, weighed, named, scores, of }
    }
}
