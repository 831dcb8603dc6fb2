//! A PNG's chunks (ISO 15948). Kept are those that say how the pixels look; texts, dates, Exif and
//! whatever programs keep for themselves go, and so does what follows the end.

use super::Anatomy;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";

/// What the pixels need, those of moving pictures included.
const NEEDED: [&[u8]; 17] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP",
    b"sBIT", b"bKGD", b"pHYs", b"hIST", b"acTL", b"fcTL", b"fdAT",
];

pub(super) fn read(bytes: &[u8]) -> Option<Anatomy<'_>> {
    let mut anatomy = Anatomy::default();
    let mut rest = bytes.strip_prefix(SIGNATURE)?;
    anatomy.keep(bytes.get(..SIGNATURE.len())?);
    while let Some((kind, chunk)) = chunk(rest) {
        if NEEDED.contains(&kind) {
            anatomy.keep(chunk);
        }
        anatomy.moves |= kind == b"acTL";
        if kind == b"IEND" {
            anatomy.is_whole = true;
            return Some(anatomy);
        }
        rest = rest.get(chunk.len()..)?;
    }
    anatomy.keep(rest);
    Some(anatomy)
}

/// The chunk at the beginning, length and check included, and its kind.
fn chunk(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = bytes.get(..4)?.iter().fold(0_usize, |all, byte| all << 8 | usize::from(*byte));
    Some((bytes.get(4..8)?, bytes.get(..length.checked_add(12)?)?))
}

#[cfg(test)]
mod tests {
    use super::read;

    fn chunk(kind: &str, data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&length[..], kind.as_bytes(), data, b"cccc"].concat()
    }

    #[test]
    fn texts_and_dates_go_and_what_hangs_on_behind() {
        let with = |kinds: &[&str]| {
            let chunks = kinds.iter().flat_map(|kind| chunk(kind, kind.as_bytes()));
            super::SIGNATURE.iter().copied().chain(chunks).collect::<Vec<u8>>()
        };
        let all =
            with(&["IHDR", "eXIf", "iCCP", "tEXt", "iTXt", "prVW", "IDAT", "tIME", "IEND", "zTXt"]);
        let anatomy = read(&all).unwrap();
        assert!(anatomy.is_whole && !anatomy.moves);
        assert_eq!(anatomy.kept.concat(), with(&["IHDR", "iCCP", "IDAT", "IEND"]));
        assert!(read(&with(&["IHDR", "acTL", "IDAT", "IEND"])).unwrap().moves);
        for end in 8..all.len() - 20 {
            assert!(!read(&all[..end]).unwrap().is_whole, "cut at {end}");
        }
        assert!(read(b"\x89PNG").is_none());
    }
}
