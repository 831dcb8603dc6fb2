//! Makes `data/model/hans-hant.bin`, the words and weights by which `script::lattice` chooses
//! between the Traditional counterparts of a Simplified character.
//!
//! ```text
//! cargo run --release --example train-model -- --corpora DIR --jieba dict.txt --typed phrase.occ \
//!     --surnames data/surnames.tsv --out data/model/hans-hant.bin
//! ```
//!
//! `DIR` holds `train-*.txt`: texts written in Traditional, a sentence a line. Their Simplified side
//! is made by this project's own conversion, which in that direction is nearly free of errors.
//! data/model/README.md tells where the sources come from and under which licences. The file is
//! the same, byte for byte, whenever the sources are. It is never run by a build.

// `hans` and `hant` are what the two sides are called, and this program is only ever fed its own data.
#![allow(clippy::similar_names, clippy::indexing_slicing)]

mod candidates;
mod learn;
mod lexicon;
mod settled;
mod sources;

use candidates::Candidates;
use jianfan::script::lattice::{ClaimTable, Model, Parts, Weights, WordTable};
use lexicon::Lexicon;
use sources::Sources;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let sources = Sources::read(std::env::args().skip(1))?;
    let candidates = Candidates::gather(&sources);
    eprintln!("open characters: {}", candidates.len());
    let in_names = candidates.in_names(&sources);
    let mut parts = Parts { open: candidates.list(), in_names, ..Parts::default() };

    // The words are counted twice: first with the frequencies of the lists, then with those of
    // the texts as these divide them.
    let mut lexicon = Lexicon::new(&sources, &candidates);
    let mut claims = Vec::new();
    for round in 0..2 {
        parts.characters = lexicon.characters(&sources, &candidates);
        let words = lexicon.words();
        claims = lexicon.claims();
        eprintln!("words: {}, of them heard about characters: {}", words.len(), claims.len());
        parts.words = WordTable::build(&words);
        parts.claims = ClaimTable::build(&claims);
        if round == 0 {
            lexicon.count(&model(&parts)?, &sources);
        }
    }
    let examples = learn::Examples::gather(&model(&parts)?, &sources, &candidates);
    let learnt = learn::learn(&examples);
    parts.trust = learnt.trust;
    parts.weights = Weights::build(&learnt.features);
    settled::settle(&mut claims, &model(&parts)?, &sources, &candidates);
    parts.claims = ClaimTable::build(&claims);
    let file = parts.write();
    eprintln!("features: {}, bytes: {}", learnt.features.len(), file.len());
    std::fs::write(&sources.out, file)?;
    Ok(())
}

/// A model of what is known so far.
fn model(parts: &Parts) -> Result<Model, Box<dyn Error>> {
    Model::read(&parts.write()).ok_or_else(|| "the file just made is no model".into())
}
