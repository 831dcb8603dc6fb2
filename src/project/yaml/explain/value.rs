//! The slips that are made behind the colon: quotes that do not hold the whole value, a second
//! colon, a sign that YAML keeps for itself. It looks at one line and knows no parser.

use std::ops::Range;

use crate::diagnostic::Diagnostic;

/// Signs that mean something else to YAML when a value begins with one.
const SIGNS: [char; 6] = ['*', '&', '@', '%', '!', '`'];

/// What is wrong with the value of a line, and where in the line.
pub(super) fn slip(line: &str) -> Option<(Diagnostic, Range<usize>)> {
    let (key, rest) = line.split_once(": ").or_else(|| line.split_once("- "))?;
    let value = rest.trim();
    let start = key.len() + 2 + (rest.len() - rest.trim_start().len());
    let key = key.trim_start_matches([' ', '-']);
    if key.contains(['{', '[', '"', '\'']) {
        // A table on one line has as many colons as it likes.
        return None;
    }
    let first = value.chars().next()?;
    if matches!(first, '"' | '\'') {
        let Some(length) = quoted_length(value, first) else {
            return Some((unclosed(), start..start + 1));
        };
        let after = value.get(length..).unwrap_or_default();
        // In a list between brackets the next item may follow.
        return if after.is_empty() || after.trim_start().starts_with(['#', ',', ':', ']', '}']) {
            None
        } else {
            Some((quote_inside(key, value), start..start + length))
        };
    }
    let bracket = matches!((first, value.chars().last()?), ('[', last) if last != ']')
        || matches!((first, value.chars().last()?), ('{', last) if last != '}');
    if SIGNS.contains(&first) || bracket {
        return Some((sign_first(first, key, value), start..start + first.len_utf8()));
    }
    if matches!(first, '[' | '{' | '|' | '>' | '#') {
        return None;
    }
    let plain = value.split(" #").next().unwrap_or_default();
    let colon = plain.find(": ").or_else(|| plain.strip_suffix(':').map(str::len))?;
    Some((colon_inside(key, plain.trim_end()), start + colon..start + colon + 1))
}

/// The length of a value's quoted part, both quotes included; `None` when it never ends.
fn quoted_length(value: &str, quote: char) -> Option<usize> {
    let mut chars = value.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && quote == '"' {
            chars.next();
        } else if c == quote {
            // Inside single quotes, two of them are one.
            if quote == '\'' && chars.peek().is_some_and(|&(_, next)| next == quote) {
                chars.next();
                continue;
            }
            return Some(at + 1);
        }
    }
    None
}

/// The value in whichever quotes it does not hold itself.
fn in_quotes(value: &str) -> String {
    if value.contains('\'') && !value.contains('"') {
        format!("\"{value}\"")
    } else {
        format!("'{}'", value.replace('\'', "''"))
    }
}

fn unclosed() -> Diagnostic {
    Diagnostic::error("yaml-unclosed-quote", "引号没有成对", "this quote is never closed").help(
        "在这一行末尾补上同样的引号；如果引号是正文的一部分，用中文引号“ ”。",
        "Close it at the end of the line with the same mark.",
    )
}

fn quote_inside(key: &str, value: &str) -> Diagnostic {
    let quoted = in_quotes(value);
    Diagnostic::error(
        "yaml-quote-inside",
        "英文引号只括住了内容的一部分",
        "these quotes hold only a part of the value",
    )
    .help(
        format!("改用中文引号“ ”，或把整个内容括起来：{key}: {quoted}"),
        format!("Put the whole value in quotes: `{key}: {quoted}`."),
    )
}

fn colon_inside(key: &str, value: &str) -> Diagnostic {
    let quoted = in_quotes(value);
    Diagnostic::error(
        "yaml-colon-inside",
        "内容里又有一个英文冒号",
        "there is a second colon inside the value",
    )
    .help(
        format!("改用中文冒号“：”，或把整个内容括起来：{key}: {quoted}"),
        format!("Put the value in quotes: `{key}: {quoted}`."),
    )
}

fn sign_first(sign: char, key: &str, value: &str) -> Diagnostic {
    let quoted = in_quotes(value);
    Diagnostic::error(
        "yaml-sign-first",
        format!("内容不能直接以“{sign}”开头，这个符号另有用处"),
        format!("a value cannot begin with `{sign}` as it is"),
    )
    .help(
        format!("把整个内容用引号括起来：{key}: {quoted}"),
        format!("Put the value in quotes: `{key}: {quoted}`."),
    )
}
