//! The integration tests, in one binary: what the house rules ask of the sources, and what the
//! program does to a folder, a browser and an editor. It never looks inside the library.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test may fail loudly, and so may what helps it; the names are this repository's own"
)]

mod alone;
mod browser;
mod commands;
mod contract;
mod contract_page;
mod convert;
mod desk;
#[path = "../../src/dice.rs"]
mod dice;
mod floors;
mod fonts;
#[cfg(unix)]
mod full_disk;
mod handbook;
mod house;
mod http;
mod journey;
mod killed;
mod live;
mod load;
mod output;
mod pictures;
mod program;
mod publish;
mod recipe;
mod rust_source;
mod served;
mod sites;
mod stress;
mod theme;
mod tree;
mod wanting;
