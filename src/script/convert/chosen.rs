//! The way out of Simplified: which character is meant is `lattice`'s to choose; here it gets the
//! form that the reader's script has for it.
//!
//! Characters with one counterpart never meet the model. It knows no words but those that a region
//! writes in another way than its characters alone.

use super::dictionary::Cell;
use super::page_table::PageTable;
use super::phrases::Phrases;
use super::slot::Value;
use super::stage::Stage;
use super::visit::{Open, Place, Visitor};
use super::{Fixed, alone};
use crate::script::Script;
use crate::script::lattice::{Chunk, Info, LAST, Model, Seat};

/// How much more words of OpenCC's list are worth than the model has learnt, see [`Model::choose`]. It
/// learnt from Taiwan's official texts, which often write otherwise (答復, 計畫); elsewhere people
/// write as the list has it.
const TRUST_IN_TAIWAN: i32 = 400;
const TRUST: i32 = 500;

/// Characters that only Taiwan writes so, each with what the others write: 計畫 is 計劃 elsewhere.
const TAIWANS: [(char, char, char); 1] = [('划', '畫', '劃')];

/// The conversion from Simplified into one Traditional script.
pub(super) struct Chosen {
    model: &'static Model,
    trust: i32,
    /// What is known of characters, with what those of one counterpart become.
    characters: Vec<Info>,
    /// The same for all characters of Unicode, and which begin a word of the region.
    others: PageTable<Cell>,
    /// The candidates of the open characters, in the reader's forms.
    open: Vec<Vec<char>>,
    /// Simplified words with what the region writes.
    regional: Phrases,
}

impl Chosen {
    pub(super) fn into_script(to: Script) -> Self {
        let model = Model::embedded();
        let form = |c| alone::form(c, to);
        let mut characters = alone::table(Script::Hans, to);
        let mut regional = Phrases::with_capacity(0, 0);
        for (standard, value) in Stage::out_of_standard(to).phrases() {
            let word: String =
                standard.chars().map(|c| alone::alone(c, Script::Hant, Script::Hans)).collect();
            regional.push(&word, |text| text.push_str(value));
        }
        regional.settle();
        for c in regional.leads() {
            characters.update(c, Cell::lead);
        }
        let written = |c, standard| match TAIWANS.iter().find(|it| (it.0, it.1) == (c, standard)) {
            Some((_, _, elsewhere)) if to != Script::HantTw => form(*elsewhere),
            _ => form(standard),
        };
        let open = model.open().iter();
        let open = open.map(|(c, list)| list.iter().map(|it| written(*c, *it)).collect());
        let known = ('\u{3400}'..='\u{9FFF}').zip(model.characters()).map(|(c, info)| {
            let (mut info, cell) = (*info, characters.get(c));
            info.set_target(cell.target(), cell.leads());
            info
        });
        let known = known.collect();
        let trust = if to == Script::HantTw { TRUST_IN_TAIWAN } else { TRUST };
        Self { model, trust, characters: known, others: characters, open: open.collect(), regional }
    }

    /// Tells `visitor` what becomes of `text`.
    pub(super) fn convert(&self, text: &str, fixed: &[Fixed<'_>], visitor: &mut impl Visitor) {
        Chunk::lend(|chunk| self.sentences(text, fixed, chunk, visitor));
    }

    fn sentences(
        &self,
        text: &str,
        fixed: &[Fixed<'_>],
        chunk: &mut Chunk,
        visitor: &mut impl Visitor,
    ) {
        let mut walk = Walk { text, fixed, done: 0 };
        let mut from = 0;
        while let Some(next) = chunk.fill(&self.characters, text, from) {
            for place in walk.fixed.iter().take_while(|place| place.start < next) {
                chunk.wall_off(place.start, place.end);
            }
            self.sentence(chunk, &mut walk, visitor);
            // What is told is not gone through again for the sentences that follow.
            walk.told(next.saturating_sub(1), visitor);
            from = next;
        }
        walk.told(usize::MAX, visitor);
    }

    fn sentence<V: Visitor>(&self, chunk: &mut Chunk, walk: &mut Walk<'_>, visitor: &mut V) {
        let mut number = 0;
        while let Some((at, seat)) = chunk.to_do(number) {
            number += 1;
            let Seat { symbol, info, .. } = seat;
            let start = seat.start();
            if start < walk.done || walk.waits(start) {
                walk.told(start, visitor);
                if start < walk.done {
                    continue;
                }
            }
            let (mut end, mut target) = (start + 3, info.target());
            if info.is_special() || symbol > LAST {
                (end, target) = self.special(start, walk, visitor);
                if start < walk.done {
                    continue;
                }
            }
            let place = Place { start, end };
            if let Some(candidates) = info.open().and_then(|open| self.open.get(open)) {
                let choice = self.model.choose(chunk, at, candidates.len(), self.trust);
                let Some(&target) = candidates.get(choice.candidate) else { continue };
                if u32::from(target) != u32::from(symbol) || V::ASKS_WHY {
                    visitor.chosen(place, target, Open { candidates, choice: &choice, chunk });
                }
            } else if let Some(target) = target {
                visitor.character(place, target);
            }
        }
    }

    /// A character that begins words of the region, or is rare: tells the word, or gives where the
    /// character ends and its target.
    #[cold]
    fn special(
        &self,
        start: usize,
        walk: &mut Walk<'_>,
        visitor: &mut impl Visitor,
    ) -> (usize, Option<char>) {
        // What is fixed is nobody else's, not even a part of it.
        let end = walk.fixed.first().map_or(walk.text.len(), |place| place.start);
        let here = walk.text.get(start..end).unwrap_or_default();
        let mut ahead = here.chars();
        let c = ahead.next().unwrap_or_default();
        let cell = self.others.get(c);
        if cell.leads()
            && let Some(found) = self.regional.longest(c, ahead, here)
        {
            walk.done = start + found.bytes;
            if found.value != Value::Same {
                visitor.word(Place { start, end: walk.done }, found.value);
            }
        }
        (start + c.len_utf8(), cell.target())
    }
}

/// How far a text is told.
struct Walk<'t> {
    text: &'t str,
    /// The places that are fixed and not told yet.
    fixed: &'t [Fixed<'t>],
    done: usize,
}

impl Walk<'_> {
    /// Whether a fixed place is to be told at `start`.
    #[inline]
    fn waits(&self, start: usize) -> bool {
        self.fixed.first().is_some_and(|place| place.start <= start)
    }

    /// Tells what is fixed up to `start`. What is out of order, or not on character boundaries, is
    /// passed over.
    fn told(&mut self, start: usize, visitor: &mut impl Visitor) {
        while let [place, rest @ ..] = self.fixed
            && place.start <= start
        {
            self.fixed = rest;
            if place.start >= self.done && self.text.get(place.start..place.end).is_some() {
                self.done = place.end;
                visitor.told(Place { start: place.start, end: place.end }, place.text);
            }
        }
    }
}
