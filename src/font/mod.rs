//! Fonts as bytes: what a file says of itself, which characters it has, and the part of it that a
//! list of characters needs, as browsers fetch it.
//!
//! A [`Foundry`] opens files and makes such parts, once for all builds. What it says is a value: it
//! never knows who needs the characters, and a file that is no font is a [`Flaw`].

mod cmap;
mod foundry;
mod look;
mod sfnt;
mod subset;
mod upright;
mod woff2;

pub(crate) use foundry::{FontFile, Foundry};
pub(crate) use look::{Facts, Flaw};

#[cfg(test)]
mod tests;
