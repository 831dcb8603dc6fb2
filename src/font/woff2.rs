//! Tables packed as WOFF2, the form in which browsers fetch fonts: one directory, one stream that
//! Brotli made smaller. Outlines are packed as they are; the standard's other way to write those of
//! TrueType saves a tenth and is what decoders are least agreed about.

use brotlic::{CompressionMode, Quality, WindowSize};

use super::sfnt::Tag;

/// Tables that have a number instead of a name. The list goes on, with tables that are never kept.
pub(super) const NUMBERED: [&Tag; 29] = [
    b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name", b"OS/2", b"post", b"cvt ", b"fpgm",
    b"glyf", b"loca", b"prep", b"CFF ", b"VORG", b"EBDT", b"EBLC", b"gasp", b"hdmx", b"kern",
    b"LTSH", b"PCLT", b"VDMX", b"vhea", b"vmtx", b"BASE", b"GDEF", b"GPOS", b"GSUB",
];

/// The number of a table that is called by its name.
const NAMED: u8 = 63;

/// Says of outlines that they are written as they are.
const AS_IT_IS: u8 = 3 << 6;

/// How long the head of the file is.
const HEAD: usize = 48;

/// Packs tables, which are in the order of their tags. It fails when they are too large for a file.
pub(super) fn pack(flavor: [u8; 4], tables: &[(Tag, Vec<u8>)]) -> Option<Vec<u8>> {
    let mut ordered: Vec<&(Tag, Vec<u8>)> = tables.iter().filter(|it| it.0 != *b"loca").collect();
    // The index of the outlines comes right after them.
    if let Some(index) = tables.iter().find(|it| it.0 == *b"loca") {
        let after = ordered.iter().position(|it| it.0 == *b"glyf")? + 1;
        ordered.insert(after, index);
    }
    let mut directory = Vec::new();
    let mut stream = Vec::new();
    let mut unpacked = 12 + 16 * tables.len();
    for (tag, data) in ordered {
        let number = NUMBERED.iter().position(|known| *known == tag);
        let number = number.and_then(|number| u8::try_from(number).ok()).unwrap_or(NAMED);
        let way = if matches!(tag, b"glyf" | b"loca") { AS_IT_IS } else { 0 };
        directory.push(number | way);
        if number == NAMED {
            directory.extend(tag);
        }
        base128(u32::try_from(data.len()).ok()?, &mut directory);
        stream.extend(data);
        unpacked += data.len().next_multiple_of(4);
    }
    let packed = brotli(&stream)?;
    let length = (HEAD + directory.len() + packed.len()).next_multiple_of(4);
    let mut file = Vec::with_capacity(length);
    file.extend(b"wOF2");
    file.extend(flavor);
    file.extend(u32::try_from(length).ok()?.to_be_bytes());
    file.extend(u16::try_from(tables.len()).ok()?.to_be_bytes());
    file.extend([0; 2]);
    file.extend(u32::try_from(unpacked).ok()?.to_be_bytes());
    file.extend(u32::try_from(packed.len()).ok()?.to_be_bytes());
    // No version of its own, and neither remarks nor private data behind it.
    file.extend([0; 24]);
    file.extend(directory);
    file.extend(packed);
    file.resize(length, 0);
    Some(file)
}

fn brotli(bytes: &[u8]) -> Option<Vec<u8>> {
    let quality = Quality::best();
    let mut packed = vec![0; brotlic::compress_bound(bytes.len(), quality)?];
    let (window, mode) = (WindowSize::default(), CompressionMode::Font);
    let length = brotlic::compress(bytes, &mut packed, quality, window, mode).ok()?;
    packed.truncate(length);
    Some(packed)
}

/// Writes a number as seven bits a byte, the high ones first.
fn base128(number: u32, out: &mut Vec<u8>) {
    for place in (0..5).rev() {
        let rest = number >> (7 * place);
        if rest > 0 || place == 0 {
            // Seven bits.
            #[allow(clippy::cast_possible_truncation)]
            let bits = (rest & 0x7F) as u8;
            out.push(if place == 0 { bits } else { bits | 0x80 });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_as_many_bytes_as_they_need() {
        for (number, expected) in [
            (0, &[0][..]),
            (127, &[127]),
            (128, &[0x81, 0]),
            (16_384, &[0x81, 0x80, 0]),
            (u32::MAX, &[0x8F, 0xFF, 0xFF, 0xFF, 0x7F]),
        ] {
            let mut out = Vec::new();
            base128(number, &mut out);
            assert_eq!(out, expected, "{number}");
        }
    }
}
