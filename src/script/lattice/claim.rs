//! What the words at a place say of the character there. Most often they agree, or there is only
//! one; where they do not, the stretch of text is put into words, and the word that then stands
//! there counts. It never weighs what a word says.

use super::chunk::Chunk;
use super::file::Model;
use super::symbol::is_listed;
use super::words::{LONGEST, Source, Word};

/// What a word says of a character in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// The candidate it is written with.
    pub candidate: u8,
    /// Where the word was taken from.
    pub source: Source,
    /// Where the word begins in the chunk.
    pub start: usize,
    /// How many characters the word has.
    pub len: usize,
    /// Whether the word was never seen written otherwise.
    pub settled: bool,
}

/// A word of so many characters that people wrote down is right as it is: asking further changed
/// nothing on any text.
const CERTAIN: usize = 3;

impl Claim {
    /// Whether nothing else has to be asked.
    #[inline]
    pub(super) fn is_certain(&self) -> bool {
        self.settled || self.source != Source::Derived && self.len >= CERTAIN
    }
}

/// What the words over a place say so far.
enum Said {
    Nothing,
    One(Claim),
    Disputed,
}

impl Model {
    /// What the words over the open character at `at` say.
    #[inline]
    #[must_use]
    pub fn claim(&self, chunk: &mut Chunk, at: usize) -> Option<Claim> {
        let mut said = Said::Nothing;
        let mut starts = self.starts(chunk, at);
        let end = (at + LONGEST).min(chunk.len());
        while starts != 0 {
            let back = starts.trailing_zeros() as usize;
            starts &= starts - 1;
            let start = at - back;
            self.claims.at(chunk, start, end, |len, word| {
                if len > back
                    && let Some(claim) = read(word, start, len, at)
                {
                    said.add(claim);
                }
            });
        }
        match said {
            Said::Nothing => None,
            Said::One(claim) => Some(claim),
            Said::Disputed => {
                self.divide_around(chunk, at);
                let found = chunk.words().get(at)?;
                read(found.word, found.start, found.len, at)
            }
        }
    }

    /// How far back words may begin that reach over `at`, a bit each.
    #[inline]
    fn starts(&self, chunk: &Chunk, at: usize) -> u32 {
        let first = at.saturating_sub(LONGEST - 1);
        let seats = chunk.seats().get(first..at + 2).unwrap_or_default();
        let mut bits = 0;
        for (back, pair) in seats.windows(2).rev().enumerate() {
            let [one, two] = pair else { break };
            // Words are of Han characters alone.
            if !is_listed(one.symbol) {
                break;
            }
            // The two words of two are looked for in any case.
            let there = back < 2 || self.claims.may_reach(one.symbol, two.symbol);
            bits |= u32::from(there) << back;
        }
        bits
    }

    /// Puts the Han characters around `at` into words, unless they are.
    #[cold]
    fn divide_around(&self, chunk: &mut Chunk, at: usize) {
        if chunk.is_divided(at) {
            return;
        }
        let seats = chunk.seats();
        let before = seats.get(..at).unwrap_or_default().iter().rev();
        let after = seats.get(at..).unwrap_or_default().iter();
        let start = at - before.take_while(|seat| is_listed(seat.symbol)).count();
        let end = at + after.take_while(|seat| is_listed(seat.symbol)).count();
        self.divide(chunk, start..end);
        chunk.divided(start..end);
    }
}

#[inline]
fn read(word: Word, start: usize, len: usize, at: usize) -> Option<Claim> {
    let candidate = word.claim(at - start)?;
    Some(Claim { candidate, source: word.source(), start, len, settled: word.is_settled() })
}

impl Said {
    /// Of those that agree, the longest word counts.
    #[inline]
    fn add(&mut self, claim: Claim) {
        match self {
            Self::Nothing => *self = Self::One(claim),
            Self::One(known) if known.candidate != claim.candidate => *self = Self::Disputed,
            Self::One(known) if known.len < claim.len => *known = claim,
            Self::One(_) | Self::Disputed => {}
        }
    }
}
