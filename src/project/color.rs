//! The one colour that a site gives its theme, as it is written: `#9e1b1b`. It never decides where
//! the colour goes; that is the theme's.

use super::yaml::{Entry, scalar};
use crate::diagnostic::Diagnostic;

/// The least contrast of text with its ground (WCAG 2.2, AA).
const LEAST_CONTRAST: f64 = 4.5;

/// A colour of six hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Color([u8; 3]);

impl Color {
    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        // `#a00` means `#aa0000`.
        let step = match digits.len() {
            6 => 2,
            3 => 1,
            _ => return None,
        };
        let part = |at: usize| {
            let part = digits.get(at * step..(at + 1) * step)?;
            u8::from_str_radix(&part.repeat(3 - step), 16).ok()
        };
        digits.bytes().all(|b| b.is_ascii_hexdigit()).then_some(())?;
        Some(Self([part(0)?, part(1)?, part(2)?]))
    }

    /// As style sheets write it: `#9e1b1b`.
    pub(crate) fn css(&self) -> String {
        let Self([red, green, blue]) = self;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// How well white text stands on it, and it on white: 1 to 21.
    fn contrast_with_white(&self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let Self([red, green, blue]) = *self;
        let light = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
        1.05 / (light + 0.05)
    }
}

/// The colour of a setting. One that is too pale to be read is taken, with a warning.
pub(super) fn read(entry: &Entry) -> (Option<Color>, Option<Diagnostic>) {
    let text = scalar(&entry.value).unwrap_or_default();
    let color = Color::parse(text.trim());
    let fault = match &color {
        None => Diagnostic::error(
            "bad-color",
            format!("“{text}”不是颜色"),
            format!("`{text}` is no colour"),
        )
        .help(
            "写成井号和六位数字或字母，两边加英文引号，如 \"#9e1b1b\"。",
            "Write `#` and six hexadecimal digits, in quotes: \"#9e1b1b\".",
        ),
        Some(color) if color.contrast_with_white() < LEAST_CONTRAST => Diagnostic::warning(
            "pale-color",
            format!("颜色“{text}”太浅，白底上的字和有色底上的白字都看不清"),
            format!("the colour `{text}` is too pale to be read on white, or under white text"),
        )
        .help(
            "换一个深一些的颜色；对比度至少要有 4.5:1。",
            "Choose a darker one; the contrast with white must be at least 4.5:1.",
        ),
        Some(_) => return (color, None),
    };
    (color, Some(fault.at(entry.value_place.clone())))
}
