//! Plain text out of tokens, and text into HTML.
//!
//! It never decides what is shown; it only reads and escapes.

use std::fmt::Write as _;

use memchr::memchr3;
use pulldown_cmark::Event;

use super::token::{Piece, Token};

/// The text of tokens, with nothing of their form: readings, pictures, notes and HTML left out.
pub(super) fn plain(tokens: &[Token<'_>]) -> String {
    plain_with(tokens, "")
}

/// The same, with `joint` where a line break between Han characters was taken out.
pub(super) fn plain_with(tokens: &[Token<'_>], joint: &str) -> String {
    let mut text = String::new();
    let mut hidden = false;
    for token in tokens {
        match &token.piece {
            Piece::Event(Event::InlineHtml(tag)) => hidden = hides(tag).unwrap_or(hidden),
            _ if hidden => {}
            Piece::Event(Event::Text(part) | Event::Code(part)) => text.push_str(part),
            Piece::Ruby { base, .. } => text.push_str(base),
            Piece::Event(Event::SoftBreak | Event::HardBreak) => text.push(' '),
            Piece::Joint => text.push_str(joint),
            _ => {}
        }
    }
    text.trim().to_owned()
}

/// Whether what follows an inline tag is no text of the line: a reading, a script.
fn hides(tag: &str) -> Option<bool> {
    let (name, hides) = match tag.strip_prefix("</") {
        Some(name) => (name, false),
        None => (tag.strip_prefix('<')?, true),
    };
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    ["rt", "rp", "script", "style"].iter().any(|no| no.eq_ignore_ascii_case(name)).then_some(hides)
}

/// Appends text between tags.
pub(super) fn push(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = memchr3(b'&', b'<', b'>', rest.as_bytes()) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let mut chars = from.chars();
        match chars.next() {
            Some('&') => out.push_str("&amp;"),
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            _ => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
}

/// Appends text inside a double-quoted attribute.
pub(super) fn push_attribute(out: &mut String, text: &str) {
    for part in text.split_inclusive('"') {
        match part.strip_suffix('"') {
            Some(before) => {
                push(out, before);
                out.push_str("&quot;");
            }
            None => push(out, part),
        }
    }
}

/// Appends ` name="value"`.
pub(super) fn push_named(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push_attribute(out, value);
    out.push('"');
}

/// Appends ` name="…"` for a URL: what no URL may hold is percent-encoded, Han characters stay.
pub(super) fn push_url(out: &mut String, name: &str, url: &str) {
    let bad = |c: char| c.is_ascii_control() || c.is_whitespace() || "\"<>\\`{|}^".contains(c);
    if !url.contains(bad) {
        return push_named(out, name, url);
    }
    let mut clean = String::with_capacity(url.len() + 8);
    for c in url.chars() {
        if bad(c) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(clean, "%{byte:02X}"); // into a string: cannot fail
            }
        } else {
            clean.push(c);
        }
    }
    push_named(out, name, &clean);
}
