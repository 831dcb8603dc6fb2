//! Text with marks as Markdown. What is plain text stays plain when it is read again: whatever has a
//! meaning in Markdown gets a backslash, and nothing else does.

use std::fmt::Write as _;

use crate::import::text::{Mark, Style, Text};

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// At the left margin, where a number or a dash would begin a list.
    Block,
    /// Behind a mark, or in a cell.
    Line,
    /// In a table, where a bar ends the cell.
    Cell,
}

/// See the module.
pub(super) fn markdown(text: &Text, within: Within) -> String {
    if text.is_markdown() {
        return text.as_str().trim_end().to_owned();
    }
    let line = text.as_str();
    let marks = marks(text);
    let mut out = String::with_capacity(line.len() + 8);
    let mut open: Vec<&Mark> = Vec::new();
    let mut next = marks.iter().peekable();
    let mut chars = line.char_indices().peekable();
    let mut begins = Beginning::of(line, 0, within);
    loop {
        let at = chars.peek().map_or(line.len(), |(at, _)| *at);
        close(&mut out, &mut open, at);
        while let Some(mark) = next.next_if(|mark| mark.range.start <= at) {
            if let Style::Note(number) = mark.style {
                let _ = write!(out, "[^{}]", number + 1);
            } else if mark.range.end > at {
                // A mark that reaches over the end of an outer one ends with it.
                out.push_str(opening(&mark.style));
                open.push(mark);
            }
        }
        let Some((at, c)) = chars.next() else { break };
        if open.iter().any(|mark| mark.style == Style::Literal) {
            out.push(c);
            continue;
        }
        escape(&mut out, line, at, c, begins);
        if c == '\n' {
            // The next line stands at the margin, wherever the first does.
            let within = if within == Within::Cell { within } else { Within::Block };
            begins = Beginning::of(line, at + 1, within);
        }
    }
    out.trim().to_owned()
}

/// The marks of a text from the first on, the outer ones first. A mark on blanks alone marks nothing, and no
/// mark begins with a blank: Markdown would take it for something else.
pub(super) fn marks(text: &Text) -> Vec<Mark> {
    let own = text.marks.iter().filter_map(|Mark { range, style }| {
        let part = text.slice(range.clone());
        let blanks = part.len() - part.trim_start().len();
        let is_shown = blanks < part.len() || matches!(style, Style::Note(_));
        let start = if is_shown { range.start + blanks } else { range.end };
        is_shown.then(|| Mark { range: start..range.end, style: style.clone() })
    });
    let mut marks: Vec<Mark> = own.collect();
    marks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
    marks
}

fn close(out: &mut String, open: &mut Vec<&Mark>, at: usize) {
    while let Some(first) = open.iter().position(|mark| mark.range.end <= at) {
        // Everything inside closes with it; a stretch that goes on loses its rest, which is only style.
        for mark in open.drain(first..).rev() {
            let blanks = out.len() - out.trim_end_matches(' ').len();
            let tail = out.split_off(out.len() - blanks);
            out.push_str(&closing(&mark.style));
            out.push_str(&tail);
        }
    }
}

fn opening(style: &Style) -> &'static str {
    match style {
        Style::Bold => "**",
        Style::Italic => "*",
        Style::Struck => "~~",
        Style::Superscript => "<sup>",
        Style::Subscript => "<sub>",
        Style::Link(_) => "[",
        Style::Note(_) | Style::Literal | Style::Markdown => "",
    }
}

fn closing(style: &Style) -> String {
    match style {
        Style::Superscript => "</sup>".to_owned(),
        Style::Subscript => "</sub>".to_owned(),
        Style::Link(target) => format!("]({})", target.replace([' ', '(', ')', '\n'], "")),
        other => opening(other).to_owned(),
    }
}

/// No name of a character is longer, in bytes.
const LONGEST_NAME: usize = 12;
/// Nor is what stands in braces, in characters.
const LONGEST_BRACES: usize = 200;

/// What a line begins with: there a mark means more than elsewhere.
#[derive(Debug, Clone, Copy)]
struct Beginning {
    within: Within,
    /// Where the first character stands that is no blank.
    first: usize,
    /// Where the digits end that it begins with.
    digits: usize,
}

impl Beginning {
    fn of(line: &str, from: usize, within: Within) -> Self {
        let rest = line.get(from..).unwrap_or_default();
        let first = from + rest.len() - rest.trim_start_matches([' ', '\t', '\u{3000}']).len();
        let own = line.bytes().skip(first).take_while(u8::is_ascii_digit).count();
        Self { within, first, digits: first + own }
    }
}

fn escape(out: &mut String, line: &str, at: usize, c: char, begins: Beginning) {
    let rest = line.get(at + c.len_utf8()..).unwrap_or_default();
    let before = line.get(..at).unwrap_or_default();
    let Beginning { within, first, digits } = begins;
    let starts = at <= first && within == Within::Block;
    let spaced = rest.is_empty() || rest.starts_with([' ', '\t']);
    let digits = digits > first && at == digits;
    let special = match c {
        '\n' => {
            out.push_str("\\\n");
            return;
        }
        '*' | '`' | '\\' | '[' | ']' => true,
        '_' => {
            !before.ends_with(|c: char| c.is_ascii_alphanumeric())
                || !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
        }
        '<' => rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
        '&' => rest.bytes().take(LONGEST_NAME).position(|byte| byte == b';').is_some_and(|end| {
            rest.get(..end).is_some_and(|name| {
                !name.is_empty()
                    && name.len() < 10
                    && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
            })
        }),
        '~' => rest.starts_with('~') || before.ends_with('~'),
        '|' => within == Within::Cell,
        '{' => rest.chars().take(LONGEST_BRACES).any(|c| c == '|') || before.ends_with('-'),
        '#' | '>' | '=' => starts,
        '-' | '+' => starts && (spaced || rest.starts_with("--")),
        ':' => starts && rest.starts_with("::"),
        '.' | ')' => within == Within::Block && digits && spaced,
        _ => false,
    };
    if special {
        out.push('\\');
    }
    out.push(c);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_stays_plain() {
        for (line, expected) in [
            ("信息*余条", "信息\\*余条"),
            ("“1+6+1”", "“1+6+1”"),
            ("1.加强领导", "1.加强领导"),
            ("1. 加强领导", "1\\. 加强领导"),
            ("- 一条", "\\- 一条"),
            ("#话题#", "\\#话题#"),
            ("a_b 与 _c_", "a_b 与 \\_c\\_"),
            ("<某>", "<某>"),
            ("[转载]", "\\[转载\\]"),
            ("〔2022〕3号", "〔2022〕3号"),
            ("甲\n1. 乙\n- 丙", "甲\\\n1\\. 乙\\\n\\- 丙"),
        ] {
            assert_eq!(markdown(&Text::plain(line, 1), Within::Block), expected);
        }
    }

    #[test]
    fn what_marks_only_blanks_is_not_marked() {
        let mut text = Text::plain("甲 乙 丙", 1);
        text.mark(3..4, Style::Bold);
        text.mark(7..11, Style::Italic);
        assert_eq!(markdown(&text, Within::Block), "甲 乙 *丙*");
    }

    #[test]
    fn marks_nest() {
        let mut text = Text::plain("一是组织有序。县政协见网站", 1);
        text.mark(0..21, Style::Bold);
        text.mark(33..39, Style::Link("https://example.org/".to_owned()));
        text.mark(39..39, Style::Note(0));
        assert_eq!(
            markdown(&text, Within::Block),
            "**一是组织有序。**县政协见[网站](https://example.org/)[^1]"
        );
    }
}
