//! Writes text that was not in the document so that it stays text wherever it lands: in markup,
//! in a value, in a script, in an address. It never touches what was there before.

use std::fmt::Write;

use super::scan::Quote;

/// Where text is put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Between tags, in HTML or XML.
    Text,
    /// In the value of an attribute.
    Value(Quote),
    /// In an address: percent-encoded, which is safe in any value.
    Address,
    /// In a string of a script in the value of an attribute.
    Handler,
    /// In a string of a script or of JSON.
    Script,
    /// In a style sheet.
    Style,
    /// In a comment.
    Comment,
    /// In a name or a declaration, where only letters are safe.
    Name,
    /// In a CDATA section.
    Cdata,
}

/// Appends `text` as it must be written at `place`.
pub(super) fn write(text: &str, place: Place, out: &mut String) {
    match place {
        Place::Text | Place::Comment => each(text, out, |byte| match byte {
            b'&' => Some("&amp;"),
            b'<' => Some("&lt;"),
            b'>' => Some("&gt;"),
            _ => None,
        }),
        Place::Value(quote) => value(text, quote, out),
        Place::Address => percent(text, out),
        Place::Handler => {
            let mut string = String::with_capacity(text.len());
            script(text, &mut string);
            value(&string, Quote::Bare, out);
        }
        Place::Script => script(text, out),
        Place::Style => style(text, out),
        Place::Name => out.extend(text.chars().map(|c| if c.is_alphanumeric() { c } else { '_' })),
        Place::Cdata => out.push_str(&text.replace("]]>", "]]]]><![CDATA[>")),
    }
}

/// Appends a text, with some ASCII characters `written` otherwise.
fn each(text: &str, out: &mut String, written: impl Fn(u8) -> Option<&'static str>) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        // Nothing beyond is written otherwise anywhere.
        let may_be = byte <= b'>' || byte == b'`';
        if let Some(reference) = may_be.then(|| written(byte)).flatten() {
            out.push_str(text.get(done..at).unwrap_or_default());
            out.push_str(reference);
            done = at + 1;
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
}

fn value(text: &str, quote: Quote, out: &mut String) {
    each(text, out, |byte| match (byte, quote) {
        (b'&', _) => Some("&amp;"),
        (b'<', _) => Some("&lt;"),
        (b'>', _) => Some("&gt;"),
        (b'"', Quote::Double | Quote::Bare | Quote::Absent) => Some("&quot;"),
        (b'\'', Quote::Single | Quote::Bare | Quote::Absent) => Some("&#39;"),
        (b' ', Quote::Bare | Quote::Absent) => Some("&#32;"),
        (b'\t', Quote::Bare | Quote::Absent) => Some("&#9;"),
        (b'\n', Quote::Bare | Quote::Absent) => Some("&#10;"),
        (b'\x0C', Quote::Bare | Quote::Absent) => Some("&#12;"),
        (b'\r', Quote::Bare | Quote::Absent) => Some("&#13;"),
        (b'=', Quote::Bare | Quote::Absent) => Some("&#61;"),
        (b'`', Quote::Bare | Quote::Absent) => Some("&#96;"),
        _ => None,
    });
}

/// Everything but RFC 3986's unreserved characters is encoded, so that the text is one part of
/// an address and never two.
fn percent(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            hex(out, format_args!("%{byte:02X}"));
        }
    }
}

/// As in a string of JSON, and of JavaScript in any of its quotes. What HTML could take for
/// markup is written as a number.
fn script(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\'' | '`' | '$' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..'\x20' => {
                hex(out, format_args!("\\u{:04x}", u32::from(c)));
            }
            _ => out.push(c),
        }
    }
}

fn style(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '"' | '\'' | '\\' | '<' | '>' | '\0'..'\x20' => {
                hex(out, format_args!("\\{:x} ", u32::from(c)));
            }
            _ => out.push(c),
        }
    }
}

fn hex(out: &mut String, number: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = out.write_fmt(number);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text_wherever_it_lands() {
        let text = "里 \"'<b>&`$\\";
        let cases = [
            (Place::Text, "里 \"'&lt;b&gt;&amp;`$\\"),
            (Place::Comment, "里 \"'&lt;b&gt;&amp;`$\\"),
            (Place::Value(Quote::Double), "里 &quot;'&lt;b&gt;&amp;`$\\"),
            (Place::Value(Quote::Single), "里 \"&#39;&lt;b&gt;&amp;`$\\"),
            (Place::Value(Quote::Bare), "里&#32;&quot;&#39;&lt;b&gt;&amp;&#96;$\\"),
            (Place::Address, "%E9%87%8C%20%22%27%3Cb%3E%26%60%24%5C"),
            (Place::Script, "里 \\\"\\u0027\\u003cb\\u003e\\u0026\\u0060\\u0024\\\\"),
            (Place::Style, "里 \\22 \\27 \\3c b\\3e &`$\\5c "),
            (Place::Name, "里____b_____"),
        ];
        for (place, want) in cases {
            let mut out = String::new();
            write(text, place, &mut out);
            assert_eq!(out, want, "{place:?}");
        }
    }

    #[test]
    fn a_script_in_a_value_is_escaped_twice() {
        let mut out = String::new();
        write("\"it's\"", Place::Handler, &mut out);
        assert_eq!(out, "\\&quot;it\\u0027s\\&quot;");
    }
}
