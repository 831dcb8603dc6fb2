//! Parts with bylines: in 发言摘登 each heading of one level is a speech, and the short line under
//! it says who gave it (`职务 姓名`).
//!
//! It never looks names up; whether the person is known is for others to ask.

use std::mem;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::outline;
use super::text;
use super::token::{Nesting, Piece, Token};
use crate::script::han::is_han;

/// A longer line is no byline.
const MAX_BYLINE: usize = 40;

/// One part: a heading of the level at which parts begin, and what follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    /// The anchor, the same as in the table of contents.
    pub id: String,
    /// The heading, as plain text.
    pub title: String,
    /// Who speaks; absent when nothing under the heading says so.
    pub byline: Option<Byline>,
}

/// Who speaks, and in what capacity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Byline {
    /// `省政协经济委员会主任`; empty when the line is a name alone (`民盟市委会`).
    pub office: String,
    /// `黄河`, also where it is written `黄 河` for the eye.
    pub name: String,
    /// The line as it is written, blanks made single.
    pub text: String,
}

/// A byline, with what stands in brackets behind the name: `（女，回族）`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Signed {
    pub byline: Byline,
    pub note: String,
}

impl Signed {
    /// Reads a line, if it can be a byline: short, and neither a sentence nor the start of one.
    pub(super) fn read(line: &str) -> Option<Self> {
        let sentence = line.contains(['。', '！', '？', '；'])
            || line.starts_with('—')
            || line.ends_with(['：', ':', '，']);
        if sentence || line.chars().count() > MAX_BYLINE {
            return None;
        }
        let mut words: Vec<&str> = line.split_whitespace().collect();
        let text = words.join(" ");
        let (mut name, mut note) = split_note(words.pop()?);
        if name.is_empty() {
            (name, note) = (words.pop().unwrap_or(note), if words.is_empty() { "" } else { note });
        }
        let mut name = name.to_owned();
        // A name of two characters is often padded to the width of three: it is one name.
        if let Some(surname) = words.pop_if(|word| is_one_han(word) && is_one_han(&name)) {
            name.insert_str(0, surname);
        }
        let byline = Byline { office: words.join(" "), name, text };
        Some(Self { byline, note: note.to_owned() })
    }
}

fn split_note(word: &str) -> (&str, &str) {
    let at = word.ends_with(['）', ')']).then(|| word.find(['（', '('])).flatten();
    at.and_then(|at| word.split_at_checked(at)).unwrap_or((word, ""))
}

fn is_one_han(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(is_han) && chars.next().is_none()
}

/// A heading that ends the part before it, and may begin one.
struct Boundary {
    /// The index of its token.
    at: usize,
    part: Option<Part>,
    line: Option<Line>,
}

/// The paragraph of a byline.
struct Line {
    tokens: Range<usize>,
    signed: Signed,
    /// Whether it is nothing but text. If not (a link, a reading), it is shown as it is.
    bare: bool,
}

/// Wraps each part in a section that carries the heading's anchor, and sets its byline.
pub(super) fn mark(tokens: &mut Vec<Token<'_>>, level: u8) -> Vec<Part> {
    let boundaries = boundaries(tokens, level);
    let mut parts = Vec::with_capacity(boundaries.len());
    if boundaries.is_empty() {
        return parts;
    }
    let mut boundaries = boundaries.into_iter().peekable();
    let mut line: Option<Line> = None;
    let mut open = false;
    let mut skip = 0..0;
    let mut marked = Vec::with_capacity(tokens.len() + boundaries.len() * 2);
    for (index, mut token) in mem::take(tokens).into_iter().enumerate() {
        if skip.contains(&index) {
            continue;
        }
        if let Some(boundary) = boundaries.next_if(|boundary| boundary.at == index) {
            let place = token.span.start..token.span.start;
            if mem::replace(&mut open, boundary.part.is_some()) {
                marked.push(Token { piece: Piece::PartEnd, span: place.clone() });
            }
            if let Some(part) = boundary.part {
                let id = part.id.clone();
                marked.push(Token { piece: Piece::PartStart { id }, span: place });
                drop_id(&mut token);
                parts.push(part);
            }
            line = boundary.line;
        }
        if let Some(line) = line.take_if(|line| line.tokens.start == index) {
            token.piece = if line.bare {
                skip = line.tokens;
                Piece::Byline(Box::new(line.signed))
            } else {
                Piece::BylineStart
            };
        }
        marked.push(token);
    }
    if open {
        let end = marked.last().map_or(0, |last| last.span.end);
        marked.push(Token { piece: Piece::PartEnd, span: end..end });
    }
    *tokens = marked;
    parts
}

fn drop_id(token: &mut Token<'_>) {
    if let Piece::Event(Event::Start(Tag::Heading { id, .. })) = &mut token.piece {
        *id = None;
    }
}

/// The headings of this level or a higher one that stand in the flow of the text itself.
fn boundaries(tokens: &[Token<'_>], level: u8) -> Vec<Boundary> {
    let mut found = Vec::new();
    let mut depth = 0usize;
    for (index, token) in tokens.iter().enumerate() {
        if depth == 0
            && let Piece::Event(Event::Start(Tag::Heading { id: Some(id), .. })) = &token.piece
            && let Some((own, title)) = tokens.get(index..).and_then(outline::heading_at)
            && own <= level
        {
            let mut boundary = Boundary { at: index, part: None, line: None };
            if own == level {
                boundary.line = line_under(tokens, index);
                let byline = boundary.line.as_ref().map(|line| line.signed.byline.clone());
                boundary.part = Some(Part { id: id.to_string(), title, byline });
            }
            found.push(boundary);
        }
        match token.piece.nesting() {
            Nesting::In => depth += 1,
            Nesting::Out => depth = depth.saturating_sub(1),
            Nesting::Leaf => {}
        }
    }
    found
}

/// The byline in the paragraph right under the heading at `index`.
fn line_under(tokens: &[Token<'_>], index: usize) -> Option<Line> {
    let is = |end: TagEnd| move |token: &Token<'_>| matches!(&token.piece, Piece::Event(Event::End(e)) if *e == end);
    let Piece::Event(Event::Start(tag)) = &tokens.get(index)?.piece else { return None };
    let start = index + tokens.get(index..)?.iter().position(is(tag.to_end()))? + 1;
    if !matches!(tokens.get(start)?.piece, Piece::Event(Event::Start(Tag::Paragraph))) {
        return None;
    }
    let end = start + tokens.get(start..)?.iter().position(is(TagEnd::Paragraph))?;
    let inside = tokens.get(start + 1..end)?;
    let signed = Signed::read(&text::plain_with(inside, " "))?;
    Some(Line { tokens: start..end + 1, signed, bare: inside.iter().all(is_bare) })
}

fn is_bare(token: &Token<'_>) -> bool {
    match &token.piece {
        Piece::Joint => true,
        Piece::Event(event) => matches!(
            event,
            Event::Text(_)
                | Event::SoftBreak
                | Event::HardBreak
                | Event::Start(Tag::Emphasis | Tag::Strong)
                | Event::End(TagEnd::Emphasis | TagEnd::Strong)
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byline_is_an_office_and_a_name() {
        for (line, expected) in [
            ("省政协经济委员会主任 温克珩", Some(("省政协经济委员会主任", "温克珩", ""))),
            ("分党组书记、主任　王奋彦", Some(("分党组书记、主任", "王奋彦", ""))),
            ("本报通讯员 黄 河", Some(("本报通讯员", "黄河", ""))),
            ("本报通讯员　黄　　河", Some(("本报通讯员", "黄河", ""))),
            ("黄 河", Some(("", "黄河", ""))),
            ("民盟市委会", Some(("", "民盟市委会", ""))),
            ("委员 马 兰（女，回族）", Some(("委员", "马兰", "（女，回族）"))),
            ("委员 马兰 （女）", Some(("委员", "马兰", "（女）"))),
            ("（摘登）", Some(("", "（摘登）", ""))),
            ("委员 买买提·阿不都拉", Some(("委员", "买买提·阿不都拉", ""))),
            ("主席 李 王明", Some(("主席 李", "王明", ""))),
            ("我们做了三件事。", None),
            ("现将情况汇报如下：", None),
            ("——关于春汛的发言", None),
            ("", None),
        ] {
            let signed = Signed::read(line);
            let found = signed.as_ref().map(|signed| {
                let Byline { office, name, .. } = &signed.byline;
                (office.as_str(), name.as_str(), signed.note.as_str())
            });
            assert_eq!(found, expected, "{line}");
        }
        assert_eq!(Signed::read(&"长".repeat(41)), None);
    }
}
