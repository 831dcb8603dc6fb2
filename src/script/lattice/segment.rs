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
struct Extra {
    start: usize,
    len: usize,
    cost: u16,
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

/// How many characters around a word are looked at.
const AROUND: usize = 12;
/// What a word costs that somebody says is one: about that of a word met once in 20,000.
const SAID: u16 = 1_280;

impl Model {
    /// Whether what stands in a Simplified text from byte `start` to `end` is rather cut out of other
    /// words than a word by itself: 于海 in 于海外.
    #[must_use]
    pub fn crosses(&self, text: &str, start: usize, end: usize) -> bool {
        let before = text.get(..start).unwrap_or_default();
        let near = before.char_indices().rev().take(AROUND).last().map_or(start, |(at, _)| at);
        let after = text.get(end..).unwrap_or_default();
        let far = after.char_indices().nth(AROUND).map_or(text.len(), |(at, _)| end + at);
        let around = text.get(near..far).unwrap_or_default();
        Chunk::lend(|chunk| {
            chunk.fill_word(self.characters(), around);
            let behind = chunk.place(end - near).unwrap_or(chunk.len());
            let Some(first) = chunk.place(start - near) else { return false };
            let extra = Extra { start: first, len: behind - first, cost: SAID };
            let all = 0..chunk.len();
            self.segment(chunk, all, Some(extra));
            let begins = chunk.words().get(first).is_some_and(|found| found.start == first);
            let last = behind.checked_sub(1).and_then(|last| chunk.words().get(last));
            !begins || last.is_some_and(|found| found.start + found.len != behind)
        })
    }

    /// Finds the words of a part of a chunk, as if nothing stood around it.
    pub fn divide(&self, chunk: &mut Chunk, part: Range<usize>) {
        self.segment(chunk, part, None);
    }

    /// As [`Model::divide`]. An `extra` may stand there besides the model's words; if it is cheap
    /// enough, it takes the place of whatever it crosses.
    fn segment(&self, chunk: &mut Chunk, part: Range<usize>, extra: Option<Extra>) {
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
