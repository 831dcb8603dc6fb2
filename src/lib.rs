//! jianfan (简繁): one source, two scripts, one news site.
//!
//! The public interface is small: [`script`] converts between the scripts of Chinese and is
//! usable alone; [`diagnostic`] and [`address`] are its neighbours on the lowest floor. Everything
//! else is the generator, and is reached through [`run`]. ARCHITECTURE.md shows the floors.

// Tests may fail loudly; see clippy.toml for the lints that can be told so there.
#![cfg_attr(test, allow(clippy::string_slice))]

pub mod address;
pub mod diagnostic;
pub mod script;

mod article;
mod command;
mod deliver;
#[cfg(test)]
mod dice;
mod edit;
mod font;
mod import;
mod kept;
mod picture;
mod pipeline;
mod project;
mod proof;
mod render;
mod site;
mod stopwatch;

pub use command::run;
