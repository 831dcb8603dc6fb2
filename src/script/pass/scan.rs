//! Reads markup: where a tag, a comment or a raw text ends, and which attributes a tag has. It
//! follows the tokenizer of the HTML standard, section 13.2.5, and only hands out places in the
//! input; it never changes, decodes or rejects anything.

use std::ops::Range;

use memchr::{memchr, memchr2, memmem};

use super::name::Name;

/// What begins at a `<`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Markup {
    /// Nothing: the `<` is text.
    Text,
    /// A comment, a doctype or an instruction; it ends before this offset.
    Aside(usize),
    Start(Tag),
    End(Tag),
    /// A tag that never ends; readers drop it.
    Unclosed,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) name: Name,
    /// From `<` to `>`.
    pub(super) span: Range<usize>,
    /// Where the name stands.
    pub(super) named: Range<usize>,
    pub(super) closed: Closed,
}

/// Whether a tag says that it has no content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closed {
    No,
    /// `/>`; HTML elements do not care.
    Itself,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) key: Name,
    pub(super) name: Range<usize>,
    /// What stands between the quotes; after the name when there is no value.
    pub(super) value: Range<usize>,
    pub(super) quote: Quote,
}

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quote {
    Double,
    Single,
    /// `key=value`
    Bare,
    /// `key`
    Absent,
}

/// Which names a tag may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// They begin with an ASCII letter.
    Html,
    /// HTML inside `svg` or `math`, where CDATA is text.
    Foreign,
    /// They begin with anything that is neither space nor punctuation; CDATA is text.
    Xml,
}

/// What begins at the `<` at `at`. The attributes of a tag are put in `attributes`.
pub(super) fn markup(
    input: &str,
    at: usize,
    dialect: Dialect,
    attributes: &mut Vec<Attribute>,
) -> Markup {
    let bytes = input.as_bytes();
    match byte(bytes, at + 1) {
        Some(b'!') => Markup::Aside(declaration(bytes, at + 2, dialect)),
        Some(b'?') if dialect == Dialect::Xml => Markup::Aside(past(bytes, at + 2, b"?>")),
        Some(b'?') => Markup::Aside(past(bytes, at + 1, b">")),
        Some(b'/') => match byte(bytes, at + 2) {
            Some(first) if begins_name(first, dialect) => {
                tag(bytes, at, at + 2, attributes).map_or(Markup::Unclosed, Markup::End)
            }
            Some(_) => Markup::Aside(past(bytes, at + 2, b">")),
            None => Markup::Text,
        },
        Some(first) if begins_name(first, dialect) => {
            tag(bytes, at, at + 1, attributes).map_or(Markup::Unclosed, Markup::Start)
        }
        _ => Markup::Text,
    }
}

/// The name of the tag that begins at the `<` at `at`.
pub(super) fn named(input: &str, at: usize) -> Option<Name> {
    let bytes = input.as_bytes();
    let start = at + 1 + usize::from(byte(bytes, at + 1) == Some(b'/'));
    let first = byte(bytes, start)?;
    let rest = bytes.get(start..)?;
    begins_name(first, Dialect::Html).then(|| Name::read(rest, ends_name).0)
}

/// Where raw text that began at `from` ends: before its `</name`, or with the document.
pub(super) fn raw_end(input: &str, from: usize, name: Name) -> usize {
    let bytes = input.as_bytes();
    let mut at = from;
    while let Some(found) = find(bytes, at, b"</") {
        if is_named(input, found + 2, name) {
            return found;
        }
        at = found + 2;
    }
    bytes.len()
}

/// Where a script that began at `from` ends. Inside `<!-- -->` a `<script>` may hold a `</script>`.
pub(super) fn script_end(input: &str, from: usize) -> usize {
    const SCRIPT: Name = Name::new("script");
    enum Hidden {
        No,
        Comment,
        Script,
    }
    let bytes = input.as_bytes();
    let mut hidden = Hidden::No;
    let mut at = from;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'<', b'-', rest)) {
        let here = at + found;
        let rest = bytes.get(here..).unwrap_or_default();
        at = here + 1;
        if rest.starts_with(b"-->") {
            hidden = Hidden::No;
        } else if rest.starts_with(b"<!--") {
            if let Hidden::No = hidden {
                hidden = Hidden::Comment;
            }
            // Its dashes may already be those of `-->`.
            at = here + 2;
        } else if rest.starts_with(b"</") && is_named(input, here + 2, SCRIPT) {
            match hidden {
                Hidden::No | Hidden::Comment => return here,
                Hidden::Script => hidden = Hidden::Comment,
            }
        } else if matches!(hidden, Hidden::Comment) && is_named(input, here + 1, SCRIPT) {
            hidden = Hidden::Script;
        }
    }
    bytes.len()
}

/// Whether a tag of this name, and no longer one, begins at `at`.
fn is_named(input: &str, at: usize, name: Name) -> bool {
    let bytes = input.as_bytes();
    // No element whose end is looked for has a longer name than `plaintext`.
    let end = (at..at + 17).find(|&it| byte(bytes, it).is_none_or(ends_name)).unwrap_or(at);
    byte(bytes, end).is_some() && input.get(at..end).is_some_and(|it| Name::new(it) == name)
}

/// The end of what begins with `<!`.
fn declaration(bytes: &[u8], at: usize, dialect: Dialect) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    if let Some(comment) = rest.strip_prefix(b"--") {
        return at + 2 + comment_end(comment, dialect);
    }
    if dialect != Dialect::Html && rest.starts_with(b"[CDATA[") {
        return past(bytes, at + 7, b"]]>");
    }
    if dialect == Dialect::Xml
        && memchr2(b'[', b'>', rest).is_some_and(|it| rest.get(it) == Some(&b'['))
    {
        // A doctype with declarations inside.
        return past(bytes, past(bytes, at, b"]"), b">");
    }
    past(bytes, at, b">")
}

/// The length of a comment's text and its end. `<!-->` and `<!--->` are whole, and `--!>` ends it
/// too, in HTML.
fn comment_end(comment: &[u8], dialect: Dialect) -> usize {
    if dialect != Dialect::Xml {
        if comment.starts_with(b">") {
            return 1;
        }
        if comment.starts_with(b"->") {
            return 2;
        }
    }
    let mut at = 0;
    while let Some(dashes) = find(comment, at, b"--") {
        // Any number of dashes may stand before the end.
        at = skip(comment, dashes, |b| b == b'-');
        let after = comment.get(at..).unwrap_or_default();
        if after.starts_with(b">") {
            return at + 1;
        }
        if after.starts_with(b"!>") && dialect != Dialect::Xml {
            return at + 2;
        }
    }
    comment.len()
}

fn tag(bytes: &[u8], at: usize, start: usize, attributes: &mut Vec<Attribute>) -> Option<Tag> {
    let (name, length) = Name::read(bytes.get(start..)?, ends_name);
    attributes.clear();
    let (end, closed) = attribute_list(bytes, start + length, attributes)?;
    Some(Tag { name, span: at..end, named: start..start + length, closed })
}

fn attribute_list(
    bytes: &[u8],
    mut at: usize,
    attributes: &mut Vec<Attribute>,
) -> Option<(usize, Closed)> {
    loop {
        at = skip(bytes, at, is_space);
        match byte(bytes, at)? {
            b'>' => return Some((at + 1, Closed::No)),
            b'/' if byte(bytes, at + 1) == Some(b'>') => return Some((at + 2, Closed::Itself)),
            b'/' => at += 1,
            _ => {
                let attribute = attribute(bytes, at)?;
                at = attribute.value.end + usize::from(attribute.quote.is_quoted());
                attributes.push(attribute);
            }
        }
    }
}

/// The attribute that begins at `start`; `None` when the document ends within it.
fn attribute(bytes: &[u8], start: usize) -> Option<Attribute> {
    let rest = bytes.get(start..)?;
    let ends = |byte| ends_name(byte) || byte == b'=';
    // A name may begin with `=`, and nowhere else hold one. None is known that does.
    let (key, length) = match rest.strip_prefix(b"=") {
        Some(rest) => (Name::new("="), 1 + Name::read(rest, ends).1),
        None => Name::read(rest, ends),
    };
    let end = start + length;
    let name = start..end;
    let equals = skip(bytes, end, is_space);
    if byte(bytes, equals)? != b'=' {
        return Some(Attribute { key, name, value: end..end, quote: Quote::Absent });
    }
    let from = skip(bytes, equals + 1, is_space);
    let (quote, value) = match byte(bytes, from)? {
        b'"' => (Quote::Double, from + 1..from + 1 + memchr(b'"', bytes.get(from + 1..)?)?),
        b'\'' => (Quote::Single, from + 1..from + 1 + memchr(b'\'', bytes.get(from + 1..)?)?),
        _ => (Quote::Bare, from..skip(bytes, from, |b| !is_space(b) && b != b'>')),
    };
    Some(Attribute { key, name, value, quote })
}

impl Quote {
    pub(super) fn is_quoted(self) -> bool {
        matches!(self, Self::Double | Self::Single)
    }
}

fn begins_name(first: u8, dialect: Dialect) -> bool {
    first.is_ascii_alphabetic()
        || dialect == Dialect::Xml && (matches!(first, b'_' | b':') || !first.is_ascii())
}

fn ends_name(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b'/' | b'>')
}

/// White space as HTML and XML understand it.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0C')
}

fn byte(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at).copied()
}

fn skip(bytes: &[u8], at: usize, over: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|&b| !over(b)).unwrap_or(rest.len())
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    Some(from + memmem::find(bytes.get(from..)?, what)?)
}

/// The offset after the next `what`, or the end.
fn past(bytes: &[u8], from: usize, what: &[u8]) -> usize {
    find(bytes, from, what).map_or(bytes.len(), |at| at + what.len())
}
