//! Which smaller pictures are made of one: how large, cut or not, and in which format. All follows
//! from the size that the file's head tells; a shape is written in the name of the file it makes, so
//! that an address says all there is to know.

use serde::Deserialize;

use super::Facts;

/// The highest quality there is.
pub(crate) const BEST: u8 = 100;

/// How a picture comes into a frame of another form than its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// All of it is shown, as wide and as high as the frame.
    Whole,
    /// It fills the frame, and what does not fit is cut off, on both sides alike.
    Fill,
}

/// A format that pictures are made in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Output {
    /// Half as large as the other, and long in the making.
    Avif,
    Webp,
}

impl Output {
    /// Its media type.
    pub(crate) fn mime(self) -> &'static str {
        match self {
            Self::Avif => "image/avif",
            Self::Webp => "image/webp",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Avif => "avif",
            Self::Webp => "webp",
        }
    }

    /// Whether this program can write it.
    pub(crate) fn can_be_made(self) -> bool {
        match self {
            Self::Avif => cfg!(feature = "avif"),
            Self::Webp => true,
        }
    }
}

/// A picture to be made of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Shape {
    /// In pixels.
    pub(crate) width: u32,
    /// In pixels.
    pub(crate) height: u32,
    pub(crate) fit: Fit,
    /// From 1 to 100.
    pub(crate) quality: u8,
    pub(crate) output: Output,
}

impl Shape {
    /// The name of the file, for a picture whose content has this hash: `HASH-480x360q80.webp`.
    pub(crate) fn name(&self, hash: &str) -> String {
        let Self { width, height, quality, fit, output } = self;
        let fit = match fit {
            Fit::Whole => 'q',
            Fit::Fill => 'f',
        };
        format!("{hash}-{width}x{height}{fit}{quality}.{}", output.ending())
    }

    /// The hash and the shape that a name tells; nothing when no name was ever written like that.
    pub(crate) fn of_name(name: &str) -> Option<(&str, Self)> {
        let (name_alone, ending) = name.rsplit_once('.')?;
        let output = [Output::Avif, Output::Webp].into_iter().find(|it| it.ending() == ending)?;
        let (hash, shape) = name_alone.split_once('-')?;
        let (width, rest) = shape.split_once('x')?;
        let at = rest.find(['q', 'f'])?;
        let (height, rest) = rest.split_at_checked(at)?;
        let fit = if rest.starts_with('f') { Fit::Fill } else { Fit::Whole };
        let quality = rest.get(1..)?.parse().ok()?;
        let (width, height) = (width.parse().ok()?, height.parse().ok()?);
        let shape = Self { width, height, fit, quality, output };
        // A number may be written in several ways, a name in one.
        (shape.name(hash) == name).then_some((hash, shape))
    }

    /// Whether it can be made of a picture: none is ever made larger than it is.
    pub(crate) fn is_of(&self, facts: &Facts) -> bool {
        (1..=facts.width).contains(&self.width)
            && (1..=facts.height).contains(&self.height)
            && (1..=BEST).contains(&self.quality)
            && self.output.can_be_made()
            && facts.can_be_resized()
    }
}

/// The sizes in which a picture is offered: at these widths, as far as it is wider, and at its own
/// unless the next smaller one does as well. Nothing for one that is no wider than the smallest.
pub(crate) fn ladder(facts: &Facts, widths: &[u32]) -> Vec<(u32, u32)> {
    let mut steps: Vec<u32> = widths.iter().copied().filter(|width| *width < facts.width).collect();
    let (Some(largest), Some(last)) = (widths.last(), steps.last()) else { return Vec::new() };
    let is_much_wider = u64::from(facts.width) * 9 > u64::from(*last) * 10;
    if facts.width <= *largest && is_much_wider {
        steps.push(facts.width);
    }
    steps.into_iter().map(|width| (width, height_at(facts, width))).collect()
}

/// The height that goes with a width.
pub(crate) fn height_at(facts: &Facts, width: u32) -> u32 {
    scaled(facts.height, width, facts.width)
}

/// The width that goes with a height.
pub(crate) fn width_at(facts: &Facts, height: u32) -> u32 {
    scaled(facts.width, height, facts.height)
}

/// `length` as `from` becomes `to`, rounded; never nothing.
fn scaled(length: u32, to: u32, from: u32) -> u32 {
    let from = u64::from(from.max(1));
    let scaled = (u64::from(length) * u64::from(to) + from / 2) / from;
    u32::try_from(scaled).unwrap_or(u32::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{Format, Turn};

    fn photo(width: u32, height: u32) -> Facts {
        Facts { width, height, format: Format::Jpeg, moves: false, turn: Turn::NONE }
    }

    #[test]
    fn widths_follow_from_the_width_alone_and_nothing_is_made_larger() {
        let widths = [480, 960, 1440];
        for (width, expected) in [
            (4000, &[480, 960, 1440][..]),
            (1440, &[480, 960, 1440]),
            (1441, &[480, 960, 1440]),
            // Hardly wider than a step: that step does as well.
            (1000, &[480, 960]),
            (1200, &[480, 960, 1200]),
            (600, &[480, 600]),
            (500, &[480]),
            (480, &[]),
            (1, &[]),
        ] {
            let steps = ladder(&photo(width, 300), &widths);
            let steps: Vec<u32> = steps.into_iter().map(|(width, _)| width).collect();
            assert_eq!(steps, expected, "{width}");
        }
        assert_eq!(ladder(&photo(4000, 3000), &[]), []);
    }

    #[test]
    fn heights_are_rounded_and_never_nothing() {
        assert_eq!(ladder(&photo(4000, 3000), &[480]), [(480, 360)]);
        assert_eq!(ladder(&photo(1000, 333), &[500]), [(500, 167)]);
        assert_eq!(ladder(&photo(60000, 1), &[480]), [(480, 1)]);
        assert_eq!(width_at(&photo(4000, 3000), 300), 400);
    }

    #[test]
    fn a_name_tells_its_shape_and_no_other_name_does() {
        for (width, height, fit, quality, output) in
            [(480, 360, Fit::Whole, 80, Output::Webp), (1, 9, Fit::Fill, 100, Output::Avif)]
        {
            let shape = Shape { width, height, fit, quality, output };
            let name = shape.name("0123abcd");
            assert_eq!(Shape::of_name(&name), Some(("0123abcd", shape)), "{name}");
        }
        for name in [
            "0123-480x360q80.webp.html",
            "0123-0480x360q80.webp",
            "0123-+480x360q80.webp",
            "0123-480x360q800.webp",
            "0123-480x360z80.webp",
            "0123-480.webp",
            "0123.webp",
            "",
        ] {
            assert_eq!(Shape::of_name(name), None, "{name}");
        }
    }

    #[test]
    fn what_would_be_larger_than_the_picture_is_not_of_it() {
        let shape = |width, height, quality| {
            let output = Output::Webp;
            Shape { width, height, fit: Fit::Whole, quality, output }
        };
        let of = |width, height, quality| shape(width, height, quality).is_of(&photo(400, 300));
        assert!(of(400, 300, 100) && of(1, 1, 1));
        assert!(!of(401, 300, 80) && !of(400, 301, 80) && !of(0, 1, 80) && !of(1, 1, 0));
        let film = Facts { moves: true, ..photo(400, 300) };
        assert!(!shape(1, 1, 80).is_of(&film));
    }
}
