//! What `site.yaml` says of pictures: in which widths they are offered, and how well they are to look.
//! It never opens one.

use serde::Deserialize;

use crate::picture::Output;

/// The widest that a picture is made; nobody's screen needs more.
const WIDEST: u32 = 4096;

/// How pictures are offered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Raw")]
pub(crate) struct PictureOptions {
    /// The widths in pixels, the smallest first; with none, pictures are published as they are.
    pub(crate) widths: Vec<u32>,
    /// The formats that they are made in beside their own, the one that browsers are to prefer first.
    pub(crate) formats: Vec<Output>,
    /// From 1 to 100.
    pub(crate) quality: u8,
    /// How much room a picture in an article has, as HTML's `sizes` writes it.
    pub(crate) sizes: String,
}

impl Default for PictureOptions {
    fn default() -> Self {
        Self {
            widths: vec![480, 960, 1440],
            formats: vec![Output::Webp],
            quality: 80,
            // The measure of the default theme, and its margins on a phone.
            sizes: "(min-width: 48rem) 46rem, calc(100vw - 2rem)".to_owned(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(alias = "宽度")]
    widths: Option<Vec<u32>>,
    #[serde(alias = "格式")]
    formats: Option<Vec<Output>>,
    #[serde(alias = "质量")]
    quality: Option<u8>,
    #[serde(alias = "版面宽度")]
    sizes: Option<String>,
}

impl TryFrom<Raw> for PictureOptions {
    type Error = String;

    fn try_from(raw: Raw) -> Result<Self, Self::Error> {
        let usual = Self::default();
        let mut widths = raw.widths.unwrap_or(usual.widths);
        widths.sort_unstable();
        widths.dedup();
        if widths.iter().any(|width| !(1..=WIDEST).contains(width)) {
            return Err(format!("widths are from 1 to {WIDEST}"));
        }
        let mut formats = raw.formats.unwrap_or(usual.formats);
        // Browsers take the first that they know, and the smaller one comes first.
        formats.sort_unstable();
        formats.dedup();
        if formats.iter().any(|format| !format.can_be_made()) {
            return Err("this program was built without its feature `avif`".to_owned());
        }
        let quality = raw.quality.unwrap_or(usual.quality);
        if !(1..=100).contains(&quality) {
            return Err("the quality is from 1 to 100".to_owned());
        }
        Ok(Self { widths, formats, quality, sizes: raw.sizes.unwrap_or(usual.sizes) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(yaml: &str) -> Option<PictureOptions> {
        serde_yaml::from_str(yaml).ok()
    }

    #[test]
    fn what_is_not_given_is_as_usual_and_both_names_of_a_key_mean_the_same() {
        assert_eq!(read("{}"), Some(PictureOptions::default()));
        let given = read("{widths: [1200, 600, 600], quality: 70}").unwrap();
        assert_eq!((&given.widths[..], given.quality), (&[600, 1200][..], 70));
        assert_eq!(read("{宽度: [1200, 600], 质量: 70}"), Some(given));
        assert!(read("{widths: []}").unwrap().widths.is_empty());
        assert_eq!(read("{格式: [webp]}"), Some(PictureOptions::default()));
        let both = read("{formats: [webp, avif]}").map(|options| options.formats);
        let expected = cfg!(feature = "avif").then(|| vec![Output::Avif, Output::Webp]);
        assert_eq!(both, expected, "what cannot be made is refused");
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for wrong in [
            "{widths: [0]}",
            "{widths: [9999]}",
            "{widths: 480}",
            "{quality: 0}",
            "{quality: 101}",
            "{quality: 300}",
            "{width: [480]}",
            "[480]",
            "{formats: [jpg]}",
            "480",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
