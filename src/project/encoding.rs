//! Text from the bytes of a file, whichever way an editor's program saved it: UTF-8, or what the
//! Notepad of older Chinese systems made of it. It never guesses where bytes fit nothing: then it
//! says where they stop to make sense.

use std::borrow::Cow;

use encoding_rs::{BIG5, GB18030, UTF_16BE, UTF_16LE};

/// An encoding other than UTF-8 that a text was read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Legacy {
    /// What Simplified Chinese Windows wrote; GBK and GB2312 are parts of it.
    Gb18030,
    /// What Traditional Chinese Windows wrote.
    Big5,
    /// What Notepad calls Unicode.
    Utf16,
}

/// Why bytes are no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoText {
    /// They never were: a picture, a Word document.
    Binary,
    /// UTF-8 but for some bytes, the first of them here.
    Damaged(usize),
    /// No encoding that is known fits; from here on they are not UTF-8.
    Unknown(usize),
}

const UTF_16_MARKS: [(&[u8], &encoding_rs::Encoding); 2] =
    [(b"\xff\xfe", UTF_16LE), (b"\xfe\xff", UTF_16BE)];

/// Reads bytes as text, without a byte order mark.
pub(super) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Option<Legacy>), NoText> {
    for (mark, encoding) in UTF_16_MARKS {
        if let Some(rest) = bytes.strip_prefix(mark) {
            let text = encoding.decode_without_bom_handling_and_without_replacement(rest);
            return text.map(|text| (text, Some(Legacy::Utf16))).ok_or(NoText::Binary);
        }
    }
    if bytes.contains(&0) {
        return Err(NoText::Binary);
    }
    let bytes = without_mark(bytes);
    let fault = match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => return Ok((Cow::Borrowed(text), None)),
        Err(fault) => fault,
    };
    if is_mostly_utf8(bytes) {
        return Err(NoText::Damaged(fault.valid_up_to()));
    }
    legacy(bytes).ok_or(NoText::Unknown(fault.valid_up_to()))
}

/// The bytes without UTF-8's byte order mark.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// GB18030 or Big5. Most texts in one of them can also be read in the other, as nonsense.
fn legacy(bytes: &[u8]) -> Option<(Cow<'_, str>, Option<Legacy>)> {
    let read = |encoding: &'static encoding_rs::Encoding, legacy| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        Some((text, Some(legacy)))
    };
    if looks_like_big5(bytes) {
        read(BIG5, Legacy::Big5).or_else(|| read(GB18030, Legacy::Gb18030))
    } else {
        read(GB18030, Legacy::Gb18030).or_else(|| read(BIG5, Legacy::Big5))
    }
}

/// The second bytes tell: those of GB2312, which Simplified texts are made of, all are `A1` and
/// above, while four in ten of Big5's are below `7F`. In Traditional texts as GBK they are there
/// too, but so are those from `80` to `A0`, which Big5 does not have.
fn looks_like_big5(bytes: &[u8]) -> bool {
    let (mut low, mut middle, mut all) = (0_usize, 0_usize, 0_usize);
    let mut rest = bytes.iter();
    while let Some(&lead) = rest.next() {
        if lead < 0x80 {
            continue;
        }
        match rest.next() {
            Some(0x40..=0x7e) => low += 1,
            Some(0x80..=0xa0) => middle += 1,
            _ => {}
        }
        all += 1;
    }
    middle == 0 && low * 8 > all
}

/// Whether more characters are whole UTF-8 than are broken: bytes in another encoding hardly ever
/// are by chance.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIMPLIFIED: &str = "政协召开主席会议";
    const TRADITIONAL: &str =
        "---\n標題: 頭髮與後來\n日期: 2026-02-03\n---\n\n市政協主席會議，研究部署新一年工作。\n";

    fn told(bytes: &[u8]) -> Result<(String, Option<Legacy>), NoText> {
        decode(bytes).map(|(text, legacy)| (text.into_owned(), legacy))
    }

    #[test]
    fn what_old_programs_saved_is_read_as_it_was_written() {
        for (text, encoding, legacy) in [
            (SIMPLIFIED, GB18030, Legacy::Gb18030),
            ("发", GB18030, Legacy::Gb18030),
            (TRADITIONAL, GB18030, Legacy::Gb18030),
            ("扩充字𠮷也在内", GB18030, Legacy::Gb18030),
            (TRADITIONAL, BIG5, Legacy::Big5),
            ("頭髮與後來", BIG5, Legacy::Big5),
        ] {
            let (bytes, ..) = encoding.encode(text);
            assert_eq!(told(&bytes), Ok((text.to_owned(), Some(legacy))), "{text}");
        }
        let little: Vec<u8> =
            format!("\u{feff}{SIMPLIFIED}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(told(&little), Ok((SIMPLIFIED.to_owned(), Some(Legacy::Utf16))));
    }

    #[test]
    fn every_common_text_is_told_apart() {
        // Sentences of the sample site stand for what editors write.
        let text = include_str!("../../content/handbook/messages.md");
        for line in text.lines().filter(|line| line.chars().filter(|c| !c.is_ascii()).count() > 7) {
            let (bytes, ..) = GB18030.encode(line);
            assert_eq!(told(&bytes), Ok((line.to_owned(), Some(Legacy::Gb18030))));
            let traditional =
                crate::script::converter(crate::script::Script::Hans, crate::script::Script::Hant);
            let line = traditional.map(|it| it.convert(line)).unwrap_or_default();
            let (bytes, _, lost) = BIG5.encode(&line);
            if !lost {
                assert_eq!(told(&bytes), Ok((line, Some(Legacy::Big5))));
            }
        }
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        assert_eq!(told(b"\xef\xbb\xbf---\n"), Ok(("---\n".to_owned(), None)));
        assert_eq!(told(b""), Ok((String::new(), None)));
    }

    #[test]
    fn what_is_no_text_is_not_guessed_at() {
        assert_eq!(told(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff"), Err(NoText::Binary));
        let mut damaged = SIMPLIFIED.as_bytes().to_vec();
        damaged.insert(6, 0xff);
        assert_eq!(told(&damaged), Err(NoText::Damaged(6)));
        assert_eq!(told(b"abc \xff\xff\xff\xff"), Err(NoText::Unknown(4)));
    }
}
