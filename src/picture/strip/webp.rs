//! A WebP's chunks (RFC 9649). Exif and XMP go, with the two flags that announce them, and so does
//! every chunk that the standard does not know.

use std::borrow::Cow;

use super::Anatomy;

const NEEDED: [&[u8]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
/// The flags of the header: a film, and those of what is taken away.
const MOVES: u8 = 0x02;
const EXIF_AND_XMP: u8 = 0x0C;
const PROFILE: u8 = 0x20;

pub(super) fn read(bytes: &[u8]) -> Option<Anatomy<'_>> {
    let length = little(bytes.strip_prefix(b"RIFF")?.get(..4)?)?;
    let mut rest = bytes.get(8..)?.strip_prefix(b"WEBP")?;
    let end = length.checked_add(8)?;
    let mut anatomy = Anatomy { is_whole: bytes.len() >= end, ..Anatomy::default() };
    rest = rest.get(..end.saturating_sub(12)).unwrap_or(rest);
    let mut chunks: Vec<Cow<'_, [u8]>> = Vec::new();
    while let Some((kind, chunk)) = chunk(rest) {
        if kind == b"VP8X" {
            let flags = chunk.get(8).copied().unwrap_or_default();
            anatomy.moves |= flags & MOVES != 0;
            chunks.push(without_flags(chunk));
        } else if NEEDED.contains(&kind) {
            chunks.push(Cow::Borrowed(chunk));
        }
        rest = rest.get(chunk.len()..)?;
    }
    anatomy.is_whole &= rest.is_empty();
    if !anatomy.is_whole {
        chunks.push(Cow::Borrowed(rest));
    }
    let length = 4 + chunks.iter().map(|chunk| chunk.len()).sum::<usize>();
    let mut head = b"RIFF".to_vec();
    head.extend(u32::try_from(length).ok()?.to_le_bytes());
    head.extend(b"WEBP");
    anatomy.kept.push(match bytes.get(..12) {
        Some(same) if *same == *head => Cow::Borrowed(same),
        _ => Cow::Owned(head),
    });
    anatomy.kept.extend(chunks);
    Some(anatomy)
}

/// What a WebP's colours mean, if it says so.
pub(in crate::picture) fn colour_profile(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes.get(12..)?;
    while let Some((kind, chunk)) = chunk(rest) {
        if kind == b"ICCP" {
            let length = little(chunk.get(4..8)?)?;
            return chunk.get(8..)?.get(..length);
        }
        rest = rest.get(chunk.len()..)?;
    }
    None
}

/// A WebP as an encoder writes it, with what its colours mean.
pub(in crate::picture) fn with_colour_profile(
    bytes: &[u8],
    profile: &[u8],
    width: u32,
    height: u32,
) -> Option<Vec<u8>> {
    let mut rest = bytes.get(12..)?;
    let mut flags = PROFILE;
    if let Some((b"VP8X", head)) = chunk(rest) {
        flags |= head.get(8)?;
        rest = rest.get(head.len()..)?;
    }
    let side = |length: u32| length.saturating_sub(1).to_le_bytes().into_iter().take(3);
    let mut inner = b"WEBPVP8X\x0A\0\0\0".to_vec();
    inner.extend([flags, 0, 0, 0]);
    inner.extend(side(width).chain(side(height)));
    inner.extend(b"ICCP");
    inner.extend(u32::try_from(profile.len()).ok()?.to_le_bytes());
    inner.extend(profile);
    inner.resize(inner.len().next_multiple_of(2), 0);
    inner.extend(rest);
    let length = u32::try_from(inner.len()).ok()?.to_le_bytes();
    Some([b"RIFF", &length[..], &inner].concat())
}

/// The chunk at the beginning, its padding included, and its kind.
fn chunk(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = little(bytes.get(4..8)?)?.checked_add(8)?;
    let padded = length.checked_next_multiple_of(2)?;
    // The last one may lack its padding.
    let chunk = bytes.get(..padded).or_else(|| bytes.get(..length))?;
    Some((bytes.get(..4)?, chunk))
}

fn without_flags(chunk: &[u8]) -> Cow<'_, [u8]> {
    match chunk.get(8) {
        Some(flags) if flags & EXIF_AND_XMP != 0 => {
            let mut chunk = chunk.to_vec();
            if let Some(flags) = chunk.get_mut(8) {
                *flags &= !EXIF_AND_XMP;
            }
            Cow::Owned(chunk)
        }
        _ => Cow::Borrowed(chunk),
    }
}

fn little(bytes: &[u8]) -> Option<usize> {
    Some(usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::read;

    fn webp(chunks: &[(&str, &[u8])]) -> Vec<u8> {
        let mut inner = b"WEBP".to_vec();
        for (kind, data) in chunks {
            inner.extend(kind.as_bytes());
            inner.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
            inner.extend(*data);
            inner.resize(inner.len().next_multiple_of(2), 0);
        }
        [b"RIFF", &u32::try_from(inner.len()).unwrap().to_le_bytes()[..], &inner].concat()
    }

    #[test]
    fn exif_goes_with_its_flag() {
        let head = |flags: u8| [flags, 0, 0, 0, 3, 0, 0, 2, 0, 0];
        let all = webp(&[
            ("VP8X", &head(0x2C)),
            ("ICCP", b"profile"),
            ("VP8 ", b"pixel"),
            ("EXIF", b"GPS!"),
            ("XMP ", b"<x/>"),
            ("jUnK", b"?"),
        ]);
        let anatomy = read(&all).unwrap();
        assert!(anatomy.is_whole && !anatomy.moves);
        let left = webp(&[("VP8X", &head(0x20)), ("ICCP", b"profile"), ("VP8 ", b"pixel")]);
        assert_eq!(anatomy.kept.concat(), left);
        assert_eq!(read(&left).unwrap().kept.concat(), left);
        for end in 12..all.len() {
            assert!(!read(&all[..end]).unwrap().is_whole, "cut at {end}");
        }
        assert!(read(&webp(&[("VP8X", &head(2)), ("ANMF", b"1")])).unwrap().moves);
        assert!(read(b"RIFF").is_none());
    }
}
