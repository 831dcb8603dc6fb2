//! Which Traditional character a Simplified one stands for, where there are several: 发 is 發 or
//! 髮, 只 is 只 or 隻, 余 is 餘 or, in a name, 余.
//!
//! 1. A text is taken a sentence at a time ([`Chunk`]).
//! 2. Its characters are put into words, by the likeliest path through all words that may stand
//!    there ([`divide`](Model::divide)). Most words say which character they are written with, and most of
//!    these were never seen written otherwise: then that is all.
//! 3. At every open character a model weighs what speaks for each candidate: its word, its
//!    neighbours, and what kind of characters these are (numerals, surnames, characters of given
//!    names and of foreign ones). See [`feature`] for the list. Titles and acts beside a name are
//!    farther away than that: `person.rs` knows them.
//!
//! Words and weights are one file, `data/model/hans-hant.bin`, made by `examples/train-model`
//! from texts that were written in Traditional. Everything is whole numbers, so that every machine
//! decides alike. This module knows only OpenCC's Traditional standard as a target: which *form* a
//! reader gets is `convert`'s. It never changes a character that has one counterpart only.

mod chunk;
mod claim;
mod column;
mod decide;
pub mod feature;
mod file;
mod general;
mod person;
mod segment;
mod symbol;
#[cfg(test)]
mod tests;
mod words;

pub use chunk::{Chunk, Found, Seat};
pub use claim::Claim;
pub use decide::{Choice, Trust, Weights};
pub use file::{InName, Model, Parts};
pub use symbol::{Characters, Info, Kind, LAST, is_han, symbol};
pub use words::{ClaimTable, Source, Word, WordTable};
