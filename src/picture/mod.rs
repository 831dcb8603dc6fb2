//! Pictures as bytes: what a file says of itself, what readers get of it, and the smaller pictures
//! that are made of it.
//!
//! 1. [`look`] reads a file's head and finds whether it goes on to its end: enough to write a page.
//! 2. [`published`] takes away what was noted by the camera and the programs after it.
//! 3. [`ladder`] tells in which sizes a picture is offered, from its head alone.
//! 4. [`Cabinet`] makes those smaller pictures, once for all builds.
//!
//! It never knows where a picture stands on the site, and never fails but with a [`Flaw`].

mod cabinet;
mod decode;
mod exif;
mod format;
mod make;
mod shape;
mod strip;
mod svg;

use std::borrow::Cow;

pub(crate) use cabinet::{Cabinet, Failure};
pub(crate) use exif::Turn;
pub(crate) use format::{Format, promised};
pub(crate) use shape::{BEST, Fit, Output, Shape, height_at, ladder, width_at};
use strip::Anatomy;

/// How much of a drawing is read to find its size.
const SVG_HEAD: usize = 64 * 1024;

/// The most pixels a picture may have: twice what cameras of our time make. One of that size takes
/// some 400 MB while it is worked on.
const MOST_PIXELS: u64 = 100_000_000;

/// What a picture's file says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts {
    /// In pixels, as it is shown.
    pub(crate) width: u32,
    /// In pixels, as it is shown.
    pub(crate) height: u32,
    pub(crate) format: Format,
    /// Whether it is several pictures that take turns.
    pub(crate) moves: bool,
    /// How its pixels are to be turned.
    pub(crate) turn: Turn,
}

impl Facts {
    /// Whether smaller pictures can be made of it. One that moves would stand still.
    pub(crate) fn can_be_resized(&self) -> bool {
        self.format.can_be_resized() && !self.moves
    }
}

/// Why a file is of no use as a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// It has no bytes.
    Empty,
    /// It is none of the formats that are known, or a drawing that does not say how large it is.
    Unknown,
    /// It ends before its end.
    Cut,
    /// It has more pixels than can be worked on.
    TooLarge { width: u32, height: u32 },
    /// Its pixels cannot be read.
    Damaged,
}

/// Looks into a file, without decoding it. `path` is only asked for its ending.
pub(crate) fn look(path: &str, bytes: &[u8]) -> Result<Facts, Flaw> {
    if bytes.is_empty() {
        return Err(Flaw::Empty);
    }
    if promised(path) == Some(Format::Svg) {
        return drawing(bytes);
    }
    let kind = imagesize::image_type(bytes).map_err(|_| Flaw::Unknown)?;
    let format = Format::of(kind).ok_or(Flaw::Unknown)?;
    let anatomy = Anatomy::of(format, bytes);
    let cut = anatomy.as_ref().is_some_and(|anatomy| !anatomy.is_whole);
    let size =
        imagesize::blob_size(bytes).map_err(|_| if cut { Flaw::Cut } else { Flaw::Damaged })?;
    let pixels = |length: usize| u32::try_from(length).ok().filter(|length| *length > 0);
    let (Some(mut width), Some(mut height)) = (pixels(size.width), pixels(size.height)) else {
        return Err(Flaw::Damaged);
    };
    let turn = anatomy.as_ref().map_or(Turn::NONE, Anatomy::turn);
    if turn.is_quarter() {
        std::mem::swap(&mut width, &mut height);
    }
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Flaw::TooLarge { width, height });
    }
    if cut {
        return Err(Flaw::Cut);
    }
    let moves = anatomy.is_some_and(|anatomy| anatomy.moves);
    Ok(Facts { width, height, format, moves, turn })
}

fn drawing(bytes: &[u8]) -> Result<Facts, Flaw> {
    let head = bytes.get(..SVG_HEAD).unwrap_or(bytes);
    let (width, height) = svg::size(&String::from_utf8_lossy(head)).ok_or(Flaw::Unknown)?;
    Ok(Facts { width, height, format: Format::Svg, moves: false, turn: Turn::NONE })
}

/// A file as readers get it: a picture without what is noted in it beside its pixels, anything else
/// as it is.
pub(crate) fn published(bytes: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    match imagesize::image_type(&bytes).ok().and_then(Format::of) {
        Some(format) => strip::strip(format, bytes),
        None => bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str, bytes: &[u8]) -> Result<(u32, u32, &'static str), Flaw> {
        look(path, bytes).map(|facts| (facts.width, facts.height, facts.format.name()))
    }

    /// A JPEG of 4 by 3 points, with or without the mark of a camera that was held upright.
    fn jpeg(turned: &[u8]) -> Vec<u8> {
        let mut bytes = b"\xFF\xD8".to_vec();
        if !turned.is_empty() {
            bytes.extend(b"\xFF\xE1\x00\x22Exif\0\0");
            bytes.extend(turned);
        }
        bytes.extend(
            b"\xFF\xC0\x00\x11\x08\x00\x03\x00\x04\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01\xFF\xD9",
        );
        bytes
    }

    #[test]
    fn sizes_are_read_from_the_first_bytes() {
        let gif = b"GIF89a\x0A\x00\x14\x00\x00\x00\x00";
        assert_eq!(of("a.gif", gif), Ok((10, 20, "gif")));
        assert_eq!(of("a.jpg", gif), Ok((10, 20, "gif")), "the bytes are asked, not the name");
        assert_eq!(of("a.svg", b"<svg viewBox='0 0 30 40'/>"), Ok((30, 40, "svg")));
        assert_eq!(of("a.svg", b"<svg/>"), Err(Flaw::Unknown));
        assert_eq!(of("a.txt", b"hello, world, this is text"), Err(Flaw::Unknown));
        assert_eq!(of("a.png", b""), Err(Flaw::Empty));
        assert_eq!(of("a.jpg", &jpeg(b"")), Ok((4, 3, "jpg")));
        assert_eq!(of("a.jpg", &jpeg(b"")[..21]), Err(Flaw::Cut));
        let mut png =
            b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\xEA\x60\0\0\xEA\x60\x08\x06\0\0\0".to_vec();
        assert_eq!(of("a.png", &png), Err(Flaw::TooLarge { width: 60000, height: 60000 }));
        png[16..24].copy_from_slice(&[0, 0, 0, 0, 0, 0, 0, 9]);
        assert_eq!(of("a.png", &png), Err(Flaw::Damaged), "no width at all");
    }

    #[test]
    fn a_picture_that_the_camera_turned_is_measured_as_it_is_shown() {
        let big = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let little = b"II\x2A\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0\0\0\0\0";
        let upright = b"II\x2A\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x01\0\0\0\0\0\0\0";
        for (mark, expected) in
            [(&big[..], (3, 4)), (&little[..], (3, 4)), (&upright[..], (4, 3)), (&[][..], (4, 3))]
        {
            let facts = look("a.jpg", &jpeg(mark)).unwrap();
            assert_eq!((facts.width, facts.height), expected, "{mark:?}");
        }
    }
}
