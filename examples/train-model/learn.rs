//! Learns the weights: multinomial logistic regression by FTRL-Proximal (H. Brendan `McMahan` and others, 2013),
//! which leaves most weights at exactly nothing. It reads every example a few times, in an order
//! that is shuffled in the same way each time.

use crate::candidates::Candidates;
use crate::sources::{PairKind, Sources};
use jianfan::script::lattice::feature::{self, Keys};
use jianfan::script::lattice::{Chunk, Claim, Model, Trust, Weights};
use std::collections::HashMap;

const ROUNDS: usize = 4;
const ALPHA: f32 = 0.15;
const BETA: f32 = 1.0;
const L1: f32 = 2.0;
const L2: f32 = 0.5;
/// How often the features that name neighbours are left out, so that those that hold everywhere
/// learn to do without: texts of other matters have other neighbours.
const LEFT_OUT: f32 = 0.25;
/// How fast trust in words is learnt.
const TRUST_RATE: f32 = 0.1;
/// A weight that is nearer to nothing than this is left out.
const SLIGHT: f32 = 0.02;

struct Example {
    truth: usize,
    of: usize,
    weight: f32,
    features: Vec<u32>,
    /// Where the features begin that hold everywhere; the end when there are none.
    general: usize,
    claim: Option<Claim>,
}

/// Every open character of the sources with its features and the right answer.
pub(crate) struct Examples {
    list: Vec<Example>,
    /// The keys of features, by their number; how many candidates they are about.
    keys: Vec<(u64, usize)>,
}

/// What was learnt.
pub(crate) struct Learnt {
    pub(crate) trust: Trust,
    /// For each feature its weight for each candidate but the first, relative to the first.
    pub(crate) features: Vec<(u64, Vec<f32>)>,
}

impl Examples {
    pub(crate) fn gather(model: &Model, sources: &Sources, candidates: &Candidates) -> Self {
        let mut examples = Self { list: Vec::new(), keys: Vec::new() };
        let mut numbers = HashMap::new();
        let mut chunk = Chunk::default();
        for pair in &sources.pairs {
            if pair.kind == PairKind::Sentence {
                let mut from = 0;
                while let Some(next) = chunk.fill(model.characters(), &pair.hans, from) {
                    for at in 0..chunk.len() {
                        if chunk.seats().get(at).is_none_or(|seat| seat.info.open().is_none()) {
                            continue;
                        }
                        let claim = model.claim(&mut chunk, at);
                        let keys = feature::of_sentence(&chunk, at, claim);
                        let general = keys.named();
                        let one = One { pair, at: chunk.start(at), claim, general };
                        examples.add(&one, &keys, candidates, &mut numbers);
                    }
                    from = next;
                }
            } else {
                chunk.fill_word(model.characters(), &pair.hans);
                for at in 0..chunk.len() {
                    let keys = feature::of_word(&chunk, at);
                    let general = keys.iter().count();
                    let one = One { pair, at: chunk.start(at), claim: None, general };
                    examples.add(&one, &keys, candidates, &mut numbers);
                }
            }
        }
        eprintln!("examples: {}, features in them: {}", examples.list.len(), examples.keys.len());
        examples
    }

    fn add(
        &mut self,
        one: &One<'_>,
        keys: &Keys,
        candidates: &Candidates,
        numbers: &mut HashMap<u64, u32>,
    ) {
        let Some(hans) = one.pair.hans.get(one.at..).and_then(|rest| rest.chars().next()) else {
            return;
        };
        let Some(list) = candidates.of(hans) else { return };
        let place = one.pair.hans.get(..one.at).map_or(0, |before| before.chars().count());
        let Some(hant) = one.pair.hant.chars().nth(place) else { return };
        let Some(truth) = candidates.number(hans, hant, one.pair.kind) else { return };
        let of = list.len();
        let features = keys
            .iter()
            .map(|key| {
                *numbers.entry(key).or_insert_with(|| {
                    self.keys.push((key, of));
                    u32::try_from(self.keys.len() - 1).unwrap_or(u32::MAX)
                })
            })
            .collect();
        self.list.push(Example {
            truth: usize::from(truth),
            of,
            weight: one.pair.weight,
            features,
            general: one.general,
            claim: one.claim,
        });
    }
}

struct One<'a> {
    pair: &'a crate::sources::Pair,
    at: usize,
    claim: Option<Claim>,
    general: usize,
}

/// The state of one weight.
#[derive(Clone, Copy, Default)]
struct Slope {
    sum: f32,
    squares: f32,
}

impl Slope {
    fn weight(self) -> f32 {
        if self.sum.abs() <= L1 {
            return 0.0;
        }
        -(self.sum - self.sum.signum() * L1) / ((BETA + self.squares.sqrt()) / ALPHA + L2)
    }

    fn step(&mut self, slope: f32) {
        let squares = self.squares + slope * slope;
        let rate = (squares.sqrt() - self.squares.sqrt()) / ALPHA;
        self.sum += slope - rate * self.weight();
        self.squares = squares;
    }
}

pub(crate) fn learn(examples: &Examples) -> Learnt {
    let mut starts = Vec::with_capacity(examples.keys.len());
    let mut room = 0;
    for (_, of) in &examples.keys {
        starts.push(room);
        room += of;
    }
    let mut slopes = vec![Slope::default(); room];
    let mut trust = [[0.0_f32; Weights::LENGTHS]; Weights::SOURCES];
    let mut squares = [[1.0_f32; Weights::LENGTHS]; Weights::SOURCES];
    let mut order: Vec<usize> = (0..examples.list.len()).collect();
    let mut dice = Dice(88_172_645_463_325_252);
    for round in 1..=ROUNDS {
        for at in (1..order.len()).rev() {
            order.swap(at, dice.below(at + 1));
        }
        let mut loss = 0.0_f64;
        for number in &order {
            let example = &examples.list[*number];
            let without = example.general < example.features.len() && dice.share() < LEFT_OUT;
            let features = &example.features[if without { example.general } else { 0 }..];
            let mut scores = vec![0.0_f32; example.of];
            for feature in features {
                let start = starts[*feature as usize];
                for (score, slope) in scores.iter_mut().zip(&slopes[start..]) {
                    *score += slope.weight();
                }
            }
            if let Some(claim) = example.claim {
                scores[usize::from(claim.candidate)] += trust[claim.source as usize][claim.len];
            }
            shares(&mut scores);
            loss -= f64::from(example.weight * scores[example.truth].max(1e-9).ln());
            let slope = |number: usize, share: f32| {
                (share - if number == example.truth { 1.0 } else { 0.0 }) * example.weight
            };
            if let Some(claim) = example.claim {
                let candidate = usize::from(claim.candidate);
                let slope = slope(candidate, scores[candidate]);
                let square = &mut squares[claim.source as usize][claim.len];
                *square += slope * slope;
                trust[claim.source as usize][claim.len] -= TRUST_RATE * slope / square.sqrt();
            }
            for feature in features {
                let start = starts[*feature as usize];
                for (number, share) in scores.iter().enumerate() {
                    slopes[start + number].step(slope(number, *share));
                }
            }
        }
        eprintln!("round {round}: loss {loss:.0}");
    }
    eprintln!("trust in words, by source and length: {trust:.2?}");
    let features = examples.keys.iter().zip(&starts).filter_map(|((key, of), start)| {
        let weights: Vec<f32> = slopes[*start..start + of].iter().map(|it| it.weight()).collect();
        let relative: Vec<f32> = weights[1..].iter().map(|weight| weight - weights[0]).collect();
        relative.iter().any(|it| it.abs() > SLIGHT).then_some((*key, relative))
    });
    // Trust is a few units at most.
    #[allow(clippy::cast_possible_truncation)]
    let trust = trust.map(|row| row.map(|it| (it * Weights::UNIT).round() as i32));
    Learnt { trust, features: features.collect() }
}

/// Turns scores into probabilities.
fn shares(scores: &mut [f32]) {
    let best = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut all = 0.0;
    for score in &mut *scores {
        *score = (*score - best).exp();
        all += *score;
    }
    for score in scores {
        *score /= all;
    }
}

/// A xorshift generator: the same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        // The remainder is below `end`.
        #[allow(clippy::cast_possible_truncation)]
        let number = (self.roll() % end as u64) as usize;
        number
    }

    fn share(&mut self) -> f32 {
        // Twenty-four bits are exact.
        #[allow(clippy::cast_precision_loss)]
        let share = (self.roll() >> 40) as f32 / (1_u32 << 24) as f32;
        share
    }
}
