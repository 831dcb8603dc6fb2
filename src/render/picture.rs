//! How large a picture is, from its first bytes, so that a page keeps its room free while it is
//! still on its way. It never decodes a picture.

mod exif;
mod svg;

use std::io::{BufRead, Read, Seek};

use imagesize::{Compression, ImageType};

use super::asset;
use crate::project::StaticFile;

/// How much of a drawing is read to find its size.
const SVG_HEAD: u64 = 64 * 1024;

/// What a picture's file says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PictureFacts {
    /// In pixels, as it is shown.
    pub(super) width: u32,
    /// In pixels, as it is shown.
    pub(super) height: u32,
    /// Its format's name: `png`.
    pub(super) format: &'static str,
    /// Its media type: `image/png`.
    pub(super) mime: &'static str,
}

/// Looks into a file; nothing when it is no picture that is known.
pub(super) fn facts(file: &StaticFile, path: &str) -> Option<PictureFacts> {
    let mut reader = asset::open(file).ok()?;
    let is_drawing = path.rsplit_once('.').is_some_and(|(_, e)| e.eq_ignore_ascii_case("svg"));
    if is_drawing { drawing(reader) } else { photo(&mut reader) }
}

fn drawing(reader: impl Read) -> Option<PictureFacts> {
    let mut head = Vec::new();
    reader.take(SVG_HEAD).read_to_end(&mut head).ok()?;
    let (width, height) = svg::size(&String::from_utf8_lossy(&head))?;
    Some(PictureFacts { width, height, format: "svg", mime: "image/svg+xml" })
}

fn photo(reader: &mut (impl BufRead + Seek)) -> Option<PictureFacts> {
    let kind = imagesize::reader_type(&mut *reader).ok()?;
    let (format, mime) = names(kind)?;
    let size = kind.reader_size(&mut *reader).ok()?;
    let (mut width, mut height) =
        (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
    if kind == ImageType::Jpeg && exif::lies_on_its_side(&mut *reader) {
        std::mem::swap(&mut width, &mut height);
    }
    (width > 0 && height > 0).then_some(PictureFacts { width, height, format, mime })
}

/// A format's name and media type.
fn names(kind: ImageType) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        ImageType::Bmp => ("bmp", "image/bmp"),
        ImageType::Gif => ("gif", "image/gif"),
        ImageType::Heif(Compression::Av1) => ("avif", "image/avif"),
        ImageType::Heif(_) => ("heic", "image/heic"),
        ImageType::Ico => ("ico", "image/x-icon"),
        ImageType::Jpeg => ("jpg", "image/jpeg"),
        ImageType::Png => ("png", "image/png"),
        ImageType::Tiff => ("tiff", "image/tiff"),
        ImageType::Webp => ("webp", "image/webp"),
        #[allow(unreachable_patterns, reason = "other features of the crate know more formats")]
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str, bytes: &'static [u8]) -> Option<(u32, u32, &'static str)> {
        let facts = facts(&StaticFile::Embedded(bytes), path)?;
        Some((facts.width, facts.height, facts.format))
    }

    /// A JPEG of 4 by 3 points, with or without the mark of a camera that was held upright.
    fn jpeg(turned: &[u8]) -> Vec<u8> {
        let mut bytes = b"\xFF\xD8".to_vec();
        if !turned.is_empty() {
            bytes.extend(b"\xFF\xE1\x00\x22Exif\0\0");
            bytes.extend(turned);
        }
        bytes.extend(
            b"\xFF\xC0\x00\x11\x08\x00\x03\x00\x04\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01",
        );
        bytes
    }

    #[test]
    fn sizes_are_read_from_the_first_bytes() {
        let gif = b"GIF89a\x0A\x00\x14\x00\x00\x00\x00";
        assert_eq!(of("a.gif", gif), Some((10, 20, "gif")));
        assert_eq!(of("a.svg", b"<svg viewBox='0 0 30 40'/>"), Some((30, 40, "svg")));
        assert_eq!(of("a.txt", b"hello, world, this is text"), None);
        assert_eq!(of("a.png", b""), None);
    }

    #[test]
    fn a_picture_that_the_camera_turned_is_measured_as_it_is_shown() {
        let big = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let little = b"II\x2A\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0\0\0\0\0";
        let upright = b"II\x2A\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x01\0\0\0\0\0\0\0";
        for (mark, expected) in
            [(&big[..], (3, 4)), (&little[..], (3, 4)), (&upright[..], (4, 3)), (&[][..], (4, 3))]
        {
            let facts = photo(&mut std::io::Cursor::new(jpeg(mark))).expect("a size");
            assert_eq!((facts.width, facts.height), expected, "{mark:?}");
        }
    }
}
