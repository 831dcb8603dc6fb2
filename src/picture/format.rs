//! The formats of pictures that the program knows, and what can be done with each. It never looks
//! into a file.

use imagesize::{Compression, ImageType};

/// A format, as the first bytes of a file tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Avif,
    Bmp,
    Gif,
    Heic,
    Ico,
    Jpeg,
    Png,
    Svg,
    Tiff,
    Webp,
}

impl Format {
    pub(super) fn of(kind: ImageType) -> Option<Self> {
        Some(match kind {
            ImageType::Bmp => Self::Bmp,
            ImageType::Gif => Self::Gif,
            ImageType::Heif(Compression::Av1) => Self::Avif,
            ImageType::Heif(_) => Self::Heic,
            ImageType::Ico => Self::Ico,
            ImageType::Jpeg => Self::Jpeg,
            ImageType::Png => Self::Png,
            ImageType::Tiff => Self::Tiff,
            ImageType::Webp => Self::Webp,
            #[allow(unreachable_patterns, reason = "other features of the crate know more formats")]
            _ => return None,
        })
    }

    /// Its name, which is also the ending of its files: `png`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Avif => "avif",
            Self::Bmp => "bmp",
            Self::Gif => "gif",
            Self::Heic => "heic",
            Self::Ico => "ico",
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Tiff => "tiff",
            Self::Webp => "webp",
        }
    }

    /// Its media type: `image/png`.
    pub(crate) fn mime(self) -> &'static str {
        match self {
            Self::Avif => "image/avif",
            Self::Bmp => "image/bmp",
            Self::Gif => "image/gif",
            Self::Heic => "image/heic",
            Self::Ico => "image/x-icon",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Svg => "image/svg+xml",
            Self::Tiff => "image/tiff",
            Self::Webp => "image/webp",
        }
    }

    /// Whether every browser shows it.
    pub(crate) fn is_for_web(self) -> bool {
        !matches!(self, Self::Heic | Self::Tiff)
    }

    /// Whether smaller pictures can be made of it.
    pub(super) fn can_be_resized(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp)
    }
}

/// The format that a file's name promises.
pub(crate) fn promised(path: &str) -> Option<Format> {
    let (_, ending) = path.rsplit_once('.')?;
    let is = |names: &[&str]| names.iter().any(|name| ending.eq_ignore_ascii_case(name));
    Some(match () {
        () if is(&["jpg", "jpeg", "jpe", "jfif"]) => Format::Jpeg,
        () if is(&["png", "apng"]) => Format::Png,
        () if is(&["webp"]) => Format::Webp,
        () if is(&["gif"]) => Format::Gif,
        () if is(&["svg"]) => Format::Svg,
        () if is(&["avif"]) => Format::Avif,
        () if is(&["heic", "heif"]) => Format::Heic,
        () if is(&["bmp"]) => Format::Bmp,
        () if is(&["tif", "tiff"]) => Format::Tiff,
        () if is(&["ico"]) => Format::Ico,
        () => return None,
    })
}
