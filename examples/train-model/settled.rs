//! Finds the words of two characters that are settled: the texts write them often enough, never
//! otherwise than their list says, and the model would never have it otherwise either. Of these it
//! need not be asked, which is most of its work. It changes no weight.

use crate::candidates::Candidates;
use crate::sources::{PairKind, Sources};
use jianfan::script::lattice::{Chunk, Model, Word};
use std::collections::HashMap;

/// How often a word must have been met.
const OFTEN: u32 = 4;

/// How often a word was met, and whether always as its list says.
#[derive(Default)]
struct Met {
    times: u32,
    otherwise: bool,
}

/// Marks those of `words` that are settled.
pub(crate) fn settle(
    words: &mut [(Vec<u16>, Word)],
    model: &Model,
    sources: &Sources,
    candidates: &Candidates,
) {
    let met = meet(model, sources, candidates);
    let mut settled = 0;
    for (symbols, word) in words {
        if let [first, second] = symbols[..]
            && met.get(&[first, second]).is_some_and(|met| !met.otherwise && met.times >= OFTEN)
        {
            *word = word.settled();
            settled += 1;
        }
    }
    eprintln!("words met: {}, of them settled: {settled}", met.len());
}

fn meet(model: &Model, sources: &Sources, candidates: &Candidates) -> HashMap<[u16; 2], Met> {
    let mut all = HashMap::<[u16; 2], Met>::new();
    let mut chunk = Chunk::default();
    for pair in sources.pairs.iter().filter(|pair| pair.kind == PairKind::Sentence) {
        let truths: HashMap<usize, char> =
            pair.hans.char_indices().map(|(at, _)| at).zip(pair.hant.chars()).collect();
        let mut from = 0;
        while let Some(next) = chunk.fill(model.characters(), &pair.hans, from) {
            for at in 0..chunk.len() {
                let Some(open) = chunk.seats().get(at).and_then(|seat| seat.info.open()) else {
                    continue;
                };
                let (hans, list) = &model.open()[open];
                let choice = model.choose(&mut chunk, at, list.len(), 0);
                let Some(claim) = choice.claim.filter(|claim| claim.len == 2) else { continue };
                let truth = truths
                    .get(&chunk.start(at))
                    .and_then(|hant| candidates.number(*hans, *hant, pair.kind));
                let symbols = [claim.start, claim.start + 1].map(|at| chunk.seats()[at].symbol);
                let met = all.entry(symbols).or_default();
                met.times += 1;
                met.otherwise |= truth != Some(claim.candidate)
                    || choice.candidate != usize::from(claim.candidate);
            }
            from = next;
        }
    }
    all
}
