//! Text with marks as HTML, for tables that Markdown cannot hold. It writes what the site's allow-list lets
//! through and nothing else.

use super::inline::marks;
use crate::import::text::{Mark, Style, Text};

/// Writes a text with its marks.
pub(super) fn inline(out: &mut String, text: &Text) {
    let line = text.as_str();
    let marks = marks(text);
    let mut open: Vec<&Mark> = Vec::new();
    let mut next = marks.iter().peekable();
    let mut chars = line.char_indices();
    loop {
        let now = chars.next();
        let at = now.map_or(line.len(), |(at, _)| at);
        while let Some(first) = open.iter().position(|mark| mark.range.end <= at) {
            for mark in open.drain(first..).rev() {
                out.push_str(tags(&mark.style).1);
            }
        }
        while let Some(mark) = next.next_if(|mark| mark.range.start <= at) {
            if mark.range.end > at {
                begin(out, &mark.style);
                open.push(mark);
            }
        }
        let Some((_, c)) = now else { break };
        push(out, c);
    }
}

fn begin(out: &mut String, style: &Style) {
    out.push_str(tags(style).0);
    if let Style::Link(target) = style {
        target.chars().for_each(|c| if c == '"' { out.push_str("&quot;") } else { push(out, c) });
        out.push_str("\">");
    }
}

/// How an element begins and ends.
fn tags(style: &Style) -> (&'static str, &'static str) {
    match style {
        Style::Bold => ("<strong>", "</strong>"),
        Style::Italic => ("<em>", "</em>"),
        Style::Struck => ("<del>", "</del>"),
        Style::Superscript => ("<sup>", "</sup>"),
        Style::Subscript => ("<sub>", "</sub>"),
        Style::Link(_) => ("<a href=\"", "</a>"),
        Style::Note(_) | Style::Literal | Style::Markdown => ("", ""),
    }
}

fn push(out: &mut String, c: char) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '\n' => out.push_str("<br>"),
        c => out.push(c),
    }
}
