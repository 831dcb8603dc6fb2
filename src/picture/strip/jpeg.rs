//! A JPEG's segments (ITU T.81, annex B). Kept are those that the pixels need and the profile of its
//! colours; of Exif only how the camera was held, so that an original is shown upright, too.
//!
//! What follows the end of the picture goes: phones hang further pictures and films there, each with
//! its own note of the place.

use std::borrow::Cow;

use memchr::memchr;

use super::Anatomy;
use crate::picture::exif::Turn;

pub(super) fn read(bytes: &[u8]) -> Option<Anatomy<'_>> {
    let mut anatomy = Anatomy::default();
    let mut rest = bytes.strip_prefix(b"\xFF\xD8")?;
    anatomy.keep(bytes.get(..2)?);
    while let Some(at) = next_marker(rest) {
        // The pixels of the scan before it.
        let (scan, from) = rest.split_at_checked(at)?;
        anatomy.keep(scan);
        let marker = *from.get(1)?;
        if marker == 0xD9 {
            anatomy.keep(from.get(..2)?);
            anatomy.is_whole = true;
            return Some(anatomy);
        }
        let Some(segment) = segment(from) else { return Some(anatomy) };
        let body = segment.get(4..).unwrap_or_default();
        match body.strip_prefix(b"Exif\0\0") {
            Some(tiff) if marker == 0xE1 && anatomy.exif.is_none() => {
                anatomy.exif = Some(tiff);
                anatomy.kept.extend(only_turn(tiff).map(Cow::Owned));
            }
            _ if is_needed(marker, body) => anatomy.keep(segment),
            _ => {}
        }
        rest = from.get(segment.len()..)?;
    }
    anatomy.keep(rest);
    Some(anatomy)
}

/// Where the next marker stands. Within a scan `FF 00` is a byte of the picture, and `FF D0` to
/// `FF D7` divide it.
fn next_marker(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr(0xFF, bytes.get(at..)?)?;
        match bytes.get(at + 1)? {
            0x00 | 0x01 | 0xD0..=0xD8 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}

/// The segment that begins with a marker; nothing when it goes on behind the end of the file.
fn segment(from: &[u8]) -> Option<&[u8]> {
    let length = from.get(2..4)?.iter().fold(0, |all, byte| all << 8 | usize::from(*byte));
    from.get(..length.max(2) + 2)
}

fn is_needed(marker: u8, body: &[u8]) -> bool {
    match marker {
        0xE0 => body.starts_with(b"JFIF\0"),
        0xE2 => body.starts_with(b"ICC_PROFILE\0"),
        // How the colours are to be read.
        0xEE => body.starts_with(b"Adobe"),
        0xE1..=0xEF | 0xFE => false,
        _ => true,
    }
}

/// A segment of Exif that says how the camera was held; nothing when it was held as usual.
fn only_turn(tiff: &[u8]) -> Option<Vec<u8>> {
    let turn = Some(Turn::read(tiff)).filter(|turn| *turn != Turn::NONE)?;
    let mut segment = b"\xFF\xE1\0\x22Exif\0\0".to_vec();
    segment.extend(turn.alone());
    Some(segment)
}

#[cfg(test)]
mod tests {
    use super::read;

    const SIZE: &[u8] = b"\xFF\xC0\x00\x0B\x08\x00\x03\x00\x04\x01\x01\x11\x00";
    const PIXELS: &[u8] = b"\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00ab\xFF\x00c\xFF\xD0d";

    fn published(bytes: &[u8]) -> (Vec<u8>, bool) {
        let anatomy = read(bytes).unwrap();
        (anatomy.kept.concat(), anatomy.is_whole)
    }

    #[test]
    fn what_the_pixels_need_is_kept_and_nothing_else() {
        let jfif = b"\xFF\xE0\0\x07JFIF\0".as_slice();
        let profile = b"\xFF\xE2\0\x10ICC_PROFILE\0xx".as_slice();
        let adobe = b"\xFF\xEE\0\x07Adobe".as_slice();
        let exif = b"\xFF\xE1\0\x0CExif\0\0GPS!".as_slice();
        let xmp = b"\xFF\xE1\0\x0Bhttp://ns".as_slice();
        let iptc = b"\xFF\xED\0\x0BPhotoshop".as_slice();
        let pictures = b"\xFF\xE2\0\x06MPF\0".as_slice();
        let comment = b"\xFF\xFE\0\x05secret".get(..7).unwrap();
        let tail = b"\xFF\xD8\xFF\xE1\0\x0CExif\0\0GPS!\xFF\xD9 and a film".as_slice();
        let start = b"\xFF\xD8".as_slice();
        let end = b"\xFF\xD9".as_slice();
        let all = [
            start, jfif, exif, xmp, iptc, pictures, profile, adobe, comment, SIZE, PIXELS, end,
            tail,
        ];
        let (kept, is_whole) = published(&all.concat());
        assert!(is_whole);
        assert_eq!(kept, [start, jfif, profile, adobe, SIZE, PIXELS, end].concat());
        assert_eq!(published(&kept), (kept.clone(), true), "there is nothing more to take away");
    }

    #[test]
    fn a_camera_on_its_side_is_all_that_stays_of_exif() {
        let exif = b"\xFF\xE1\0\x3AExif\0\0II\x2A\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x0F\x01\x02\0\x05\0\0\0\x26\0\0\0\0\0\0\0phone\0\0\0\0\0\0\0\0\0\0\0\0\0";
        let all = [b"\xFF\xD8", exif.get(..60).unwrap(), SIZE, PIXELS, b"\xFF\xD9"].concat();
        assert_eq!(read(&all).unwrap().turn().number(), 6);
        let (kept, _) = published(&all);
        assert_eq!(read(&kept).unwrap().turn().number(), 6);
        assert!(!kept.windows(5).any(|part| part == b"phone"));
        assert_eq!(published(&kept).0, kept);
    }

    #[test]
    fn wherever_a_file_is_cut_what_is_there_is_read() {
        let all = [b"\xFF\xD8".as_slice(), SIZE, PIXELS, b"\xFF\xD9"].concat();
        for end in 2..all.len() {
            let (kept, is_whole) = published(&all[..end]);
            assert!(!is_whole && kept.len() <= end, "cut at {end}");
        }
        assert!(read(b"").is_none() && read(b"\xFF").is_none() && read(b"GIF89a").is_none());
    }
}
