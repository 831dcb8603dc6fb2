//! The list of a release in fewer bytes: it names every file of a site, and goes up with every release. What
//! is packed says so in its first bytes; what does not is read as it is. It knows no list.

use std::borrow::Cow;
use std::io::Read as _;

use brotlic::{CompressionMode, DecompressorReader, Quality, WindowSize};

/// No text begins so.
const MARK: &[u8] = b"\xCFbr\n";
/// The longest text that is unpacked, in bytes: a few bytes could unpack to any number.
const MOST: u64 = 1 << 30;

/// Packs a text. The same text gives the same bytes.
pub(super) fn pack(text: &str) -> Vec<u8> {
    let packed = || {
        // Hashes do not get shorter by longer trying.
        let quality = Quality::new(5).ok()?;
        let start = MARK.len();
        let mut packed = MARK.to_vec();
        packed.resize(start + brotlic::compress_bound(text.len(), quality)?, 0);
        let (window, mode) = (WindowSize::default(), CompressionMode::Text);
        let rest = packed.get_mut(start..)?;
        let length = brotlic::compress(text.as_bytes(), rest, quality, window, mode).ok()?;
        packed.truncate(start + length);
        Some(packed)
    };
    packed().unwrap_or_else(|| text.as_bytes().to_vec())
}

/// The text; `None` when it is none, or cut.
pub(super) fn unpack(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let Some(packed) = bytes.strip_prefix(MARK) else {
        return str::from_utf8(bytes).ok().map(Cow::Borrowed);
    };
    let mut text = String::new();
    DecompressorReader::new(packed).take(MOST).read_to_string(&mut text).ok()?;
    Some(Cow::Owned(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_becomes_shorter_and_is_read_back() {
        let line = |number: u32| {
            let hash = blake3::hash(&number.to_le_bytes()).to_hex();
            format!("{hash} {number} p news/第{number}期/index.html\n")
        };
        let text: String = (0..500).map(line).collect();
        let packed = pack(&text);
        assert!(packed.len() * 2 < text.len(), "{} of {}", packed.len(), text.len());
        assert_eq!(unpack(&packed).unwrap(), text);
        // As it was written before, and nothing at all.
        assert_eq!(unpack(text.as_bytes()).unwrap(), text);
        assert_eq!(unpack(&pack("")).unwrap(), "");
    }

    #[test]
    fn what_is_cut_or_spoilt_is_none_or_another_text() {
        let text = "jianfan release 1\n".repeat(40);
        let packed = pack(&text);
        for cut in 0..packed.len() {
            assert!(unpack(&packed[..cut]).is_none_or(|it| it != text), "cut at {cut}");
            let mut spoilt = packed.clone();
            spoilt[cut] ^= 0x55;
            let _ = unpack(&spoilt);
        }
        assert!(unpack(b"\xFF\xFE").is_none());
    }
}
