//! What a picture's file is made of, and which of it readers get: never where and with what it was
//! taken, by whom it was edited, nor what hangs on behind its end. Pixels are copied as they are;
//! nothing is ever decoded.

mod jpeg;
mod png;
mod webp;

use std::borrow::Cow;

use super::exif::Turn;
use super::format::Format;

/// The parts of a file.
#[derive(Debug, Default)]
pub(super) struct Anatomy<'b> {
    /// What is published of it, in order.
    kept: Vec<Cow<'b, [u8]>>,
    /// What Exif says, from its TIFF header on.
    exif: Option<&'b [u8]>,
    /// Whether it goes on to its end.
    pub(super) is_whole: bool,
    /// Whether it is several pictures that take turns.
    pub(super) moves: bool,
}

impl<'b> Anatomy<'b> {
    /// Takes a file apart; nothing for formats that are published as they are.
    pub(super) fn of(format: Format, bytes: &'b [u8]) -> Option<Self> {
        match format {
            Format::Jpeg => jpeg::read(bytes),
            Format::Png => png::read(bytes),
            Format::Webp => webp::read(bytes),
            _ => None,
        }
    }

    /// How the camera was held.
    pub(super) fn turn(&self) -> Turn {
        self.exif.map_or(Turn::NONE, Turn::read)
    }

    fn keep(&mut self, part: &'b [u8]) {
        self.kept.push(Cow::Borrowed(part));
    }
}

pub(super) use webp::{colour_profile, with_colour_profile};

/// A file as readers get it.
pub(super) fn strip(format: Format, bytes: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let Some(anatomy) = Anatomy::of(format, &bytes) else { return bytes };
    let length: usize = anatomy.kept.iter().map(|part| part.len()).sum();
    if length == bytes.len() && anatomy.kept.iter().all(|part| matches!(part, Cow::Borrowed(_))) {
        drop(anatomy);
        return bytes;
    }
    Cow::Owned(anatomy.kept.concat())
}
