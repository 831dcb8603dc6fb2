//! Private-use characters that an author wrote in other clothes: `&#xF0000;` in HTML and Markdown,
//! `%F3%B0%80%80` in an address. Whoever reads those would make a character of them that stands for
//! some fixed text. It only finds them.

use crate::script::private;

/// The private-use character that a reference at the beginning stands for, and its length. HTML
/// does without the semicolon, so that it is not asked for here.
pub(super) fn reference(text: &str) -> Option<(char, usize)> {
    let number = text.strip_prefix("&#")?;
    let (digits, radix, before) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16, 3),
        None => (number, 10, 2),
    };
    let length = digits.bytes().take_while(|b| char::from(*b).is_digit(radix)).count();
    // HTML allows any number of zeros before the digits that count.
    let counting = digits.get(..length)?.trim_start_matches('0');
    let code = u32::from_str_radix(counting, radix).ok()?;
    let c = char::from_u32(code).filter(|&c| private::of(c).is_some())?;
    let semicolon = usize::from(digits.as_bytes().get(length) == Some(&b';'));
    Some((c, before + length + semicolon))
}

/// The private-use character that stands percent-encoded at the beginning, and its length.
pub(super) fn encoded(text: &str) -> Option<(char, usize)> {
    let triples = text.get(..12)?;
    let mut bytes = [0; 4];
    for (byte, triple) in bytes.iter_mut().zip(triples.as_bytes().chunks_exact(3)) {
        let digits = triple.strip_prefix(b"%")?;
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    let c = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    private::of(c).is_some().then_some((c, triples.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_one_is_found_and_no_other_character() {
        for (text, length) in [
            ("&#xF0000;x", 9),
            ("&#Xf0000x", 8),
            ("&#x000000000000000F0000;", 24),
            ("&#983040;", 9),
            ("&#1048577", 9),
        ] {
            assert_eq!(reference(text).map(|(_, length)| length), Some(length), "{text}");
        }
        assert_eq!(encoded("%F3%B0%80%80x"), Some(('\u{F0000}', 12)));
        assert_eq!(encoded("%f4%80%80%81"), Some(('\u{100001}', 12)));
        for text in ["&#21457;", "&#xE000;", "&#x;", "&#", "&amp;", "&#xFFFFFFFFFF;"] {
            assert_eq!(reference(text), None, "{text}");
        }
        for text in ["%E5%8F%91%20", "%F3%B0%80", "%F0%A0%80%80", "100%"] {
            assert_eq!(encoded(text), None, "{text}");
        }
    }
}
