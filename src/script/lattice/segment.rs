//! Puts a stretch of Han text into words: the cheapest path through all words that may stand in
//! it. It never asks how a word is written.

use std::ops::Range;

use super::chunk::{Chunk, Found};
use super::file::Model;
use super::words::Word;

/// Longer than any path.
const FAR: u32 = u32::MAX / 2;

/// A word from outside of the model that may stand in a chunk, in places of the chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extra {
    /// The place of its first character.
    pub start: usize,
    /// How many characters it has.
    pub len: usize,
    /// Its cost, as in [`Word`].
    pub cost: u16,
}

/// The best way to a place: what it costs, and the word that ends there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    cost: u32,
    len: u8,
    word: Word,
}

impl Step {
    const NONE: Self = Self { cost: FAR, len: 1, word: Word::NONE };
}

impl Model {
    /// Finds the words of a part of a chunk, as if nothing stood around it. An `extra` may stand in
    /// it besides the model's words; if it is cheap enough, it takes the place of whatever it
    /// crosses.
    pub fn segment(&self, chunk: &mut Chunk, part: Range<usize>, extra: Option<Extra>) {
        let mut steps = std::mem::take(&mut chunk.steps);
        steps.clear();
        steps.resize(part.end + 1, Step::NONE);
        if let Some(first) = steps.get_mut(part.start) {
            first.cost = 0;
        }
        for at in part.clone() {
            let Some(here) = steps.get(at).map(|step| step.cost) else { break };
            let Some(seat) = chunk.seats().get(at) else { break };
            relax(&mut steps, at, 1, here + self.cost(seat.symbol), Word::NONE);
            if let Some(extra) = extra.filter(|extra| extra.start == at) {
                relax(&mut steps, at, extra.len, here + u32::from(extra.cost), Word::EXTRA);
            }
            self.words.at(chunk, at, part.end, |len, word| {
                relax(&mut steps, at, len, here + word.cost(), word);
            });
        }
        let mut end = part.end;
        while end > part.start {
            let Some(step) = steps.get(end) else { break };
            let start = end.saturating_sub(usize::from(step.len).max(1)).max(part.start);
            chunk.found(start..end, Found { start, len: end - start, word: step.word });
            end = start;
        }
        chunk.steps = steps;
    }
}

#[inline]
fn relax(steps: &mut [Step], at: usize, len: usize, cost: u32, word: Word) {
    if let Some(step) = steps.get_mut(at + len)
        && cost < step.cost
    {
        // A word has eight characters at most, and a chunk less than 256.
        #[allow(clippy::cast_possible_truncation)]
        let len = len as u8;
        *step = Step { cost, len, word };
    }
}
