//! Character references (`&amp;`, `&#21457;`) and JSON's escapes (`\n`, `\u53d1`). It knows the
//! few names that matter to the text around them; all others only have a length.

use std::borrow::Cow;

use super::run::{OPAQUE, Role};
use super::text::Syntax;
use crate::script::han::is_han;

/// A reference or an escape in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reference {
    /// In bytes, as it is written.
    pub(super) length: usize,
    /// The character, when it is known.
    pub(super) stands_for: Option<char>,
    by: By,
}

/// How a reference says what it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Name,
    Number,
}

impl Reference {
    /// Whether it is a number that stands for a Han character.
    pub(super) fn is_han(&self) -> bool {
        self.by == By::Number && self.stands_for.is_some_and(is_han)
    }

    /// What the text around it sees. Quotation marks are hidden: as a reference they stay as they
    /// are, so their partners must too.
    pub(super) fn role(&self) -> Role {
        match self.stands_for {
            Some('\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}') => Role::Clear,
            None | Some('“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』') => OPAQUE,
            Some(c) => Role::Wall(c),
        }
    }
}

/// The reference that begins at `at`.
pub(super) fn at(text: &str, at: usize, syntax: Syntax) -> Option<Reference> {
    let rest = text.get(at..)?;
    match syntax {
        Syntax::Markup => markup(rest),
        Syntax::Json => escape(rest),
        Syntax::Verbatim => None,
    }
}

/// The text with its references read, as far as they are known.
pub(super) fn decode(text: &str, syntax: Syntax) -> Cow<'_, str> {
    let sign = match syntax {
        Syntax::Markup => '&',
        Syntax::Json => '\\',
        Syntax::Verbatim => return Cow::Borrowed(text),
    };
    if !text.contains(sign) {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.find(sign).and_then(|sign| rest.split_at_checked(sign)) {
        decoded.push_str(before);
        let found = at(from, 0, syntax);
        let length = found.map_or(1, |found| found.length);
        match found.and_then(|found| found.stands_for) {
            Some(c) => decoded.push(c),
            None => decoded.push_str(from.get(..length).unwrap_or_default()),
        }
        rest = from.get(length..).unwrap_or_default();
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// A reference of HTML or XML. A name must end with its semicolon; a number in HTML need not.
fn markup(rest: &str) -> Option<Reference> {
    let body = rest.strip_prefix('&')?;
    if let Some(number) = body.strip_prefix('#') {
        let (digits, radix, prefix) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16, 3),
            None => (number, 10, 2),
        };
        let length = digits.bytes().take_while(|b| char::from(*b).is_digit(radix)).count();
        // Not even a reference when there is no digit.
        let digits = digits.get(..length).filter(|digits| !digits.is_empty())?;
        let code = u32::from_str_radix(digits, radix).ok();
        let semicolon = rest.as_bytes().get(prefix + length) == Some(&b';');
        let length = prefix + length + usize::from(semicolon);
        return Some(Reference {
            length,
            stands_for: code.and_then(char::from_u32),
            by: By::Number,
        });
    }
    // The longest name of all has 31 letters.
    let length = body.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
    let name = body.get(..length).filter(|name| !name.is_empty())?;
    (body.as_bytes().get(length) == Some(&b';')).then(|| Reference {
        length: length + 2,
        stands_for: named(name),
        by: By::Name,
    })
}

fn named(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{A0}',
        "ensp" => '\u{2002}',
        "emsp" => '\u{2003}',
        "thinsp" => '\u{2009}',
        "shy" => '\u{AD}',
        "zwnj" => '\u{200C}',
        "zwj" => '\u{200D}',
        "middot" => '·',
        "mdash" => '—',
        "ndash" => '–',
        "hellip" => '…',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        _ => return None,
    })
}

/// An escape of JSON. Half a surrogate pair stands for nothing.
fn escape(rest: &str) -> Option<Reference> {
    let body = rest.strip_prefix('\\')?;
    let simple = |c| Some(Reference { length: 2, stands_for: Some(c), by: By::Name });
    match body.chars().next()? {
        'n' => simple('\n'),
        't' => simple('\t'),
        'r' => simple('\r'),
        'b' => simple('\x08'),
        'f' => simple('\x0C'),
        c @ ('"' | '\\' | '/') => simple(c),
        'u' => {
            let first = unit(rest)?;
            let second = rest.get(6..).and_then(unit);
            let pair = |second| char::decode_utf16([first, second]).next()?.ok();
            let (stands_for, length) = match (char::from_u32(u32::from(first)), second) {
                (Some(c), _) => (Some(c), 6),
                (None, Some(second)) => match pair(second) {
                    Some(c) => (Some(c), 12),
                    None => (None, 6),
                },
                (None, None) => (None, 6),
            };
            Some(Reference { length, stands_for, by: By::Number })
        }
        _ => None,
    }
}

/// The number of `\uXXXX` at the beginning.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then_some(())?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_have_a_length_and_some_a_meaning() {
        let cases = [
            ("&amp;x", Syntax::Markup, Some((5, Some('&')))),
            ("&nosuch;", Syntax::Markup, Some((8, None))),
            ("&#21457;", Syntax::Markup, Some((8, Some('发')))),
            ("&#x53d1 ", Syntax::Markup, Some((7, Some('发')))),
            ("&#xD800;", Syntax::Markup, Some((8, None))),
            ("&#99999999999;", Syntax::Markup, Some((14, None))),
            ("&#;", Syntax::Markup, None),
            ("&#x;", Syntax::Markup, None),
            ("& b", Syntax::Markup, None),
            ("&copy 2020", Syntax::Markup, None),
            ("\\n", Syntax::Json, Some((2, Some('\n')))),
            ("\\u53D1发", Syntax::Json, Some((6, Some('发')))),
            ("\\ud840\\udc00", Syntax::Json, Some((12, Some('𠀀')))),
            ("\\ud840\\u0041", Syntax::Json, Some((6, None))),
            ("\\ud840", Syntax::Json, Some((6, None))),
            ("\\u+123", Syntax::Json, None),
            ("\\q", Syntax::Json, None),
            ("&amp;", Syntax::Verbatim, None),
        ];
        for (text, syntax, want) in cases {
            let found = at(text, 0, syntax).map(|found| (found.length, found.stands_for));
            assert_eq!(found, want, "{text}");
        }
    }

    #[test]
    fn text_is_decoded_as_far_as_it_is_known() {
        let decoded = decode("a&lt;b&gt; &nosuch; & &#21457;", Syntax::Markup);
        assert_eq!(decoded, "a<b> &nosuch; & 发");
        assert_eq!(decode("a\\/b\\n\\q", Syntax::Json), "a/b\n\\q");
    }
}
