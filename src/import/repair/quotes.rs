//! Quotation marks in pairs: straight ones become `“ ”`, those that face the wrong way turn round, and
//! a quotation within another gets `‘ ’`. A paragraph in which they do not come in pairs is left as it
//! is, and told of. Corner brackets are their author's choice.

use crate::import::document::Document;
use crate::import::letters::is_chinese;
use crate::import::report::{Deed, Notes, Sure};
use crate::import::rule::Rule;
use crate::import::text::{Edit, Text};

pub(in crate::import) fn pair(document: &mut Document, notes: &mut Notes) {
    if !notes.is_on(Rule::Quotes) {
        return;
    }
    for text in document.blocks.iter_mut().flat_map(|block| block.texts_mut()) {
        match edits(text) {
            Paired::All(edits) => notes.edit(Rule::Quotes, Sure::Likely, text, &edits),
            Paired::NotAll(at) => {
                let line = text.line_at(at);
                let shown: String = text.slice(at..text.as_str().len()).chars().take(12).collect();
                notes.note(line, Rule::Quotes, Deed::Flagged, shown, "", Sure::Guess);
            }
        }
    }
}

enum Paired {
    All(Vec<Edit>),
    /// Where one stands that has no other.
    NotAll(usize),
}

/// What the marks of a text should be.
fn edits(text: &Text) -> Paired {
    let line = text.as_str();
    let literal = text.literal();
    let marks: Vec<(usize, char)> = line
        .char_indices()
        .filter(|(at, c)| matches!(c, '"' | '“' | '”') && !literal.hold(*at))
        .filter(|&(at, c)| c != '"' || beside_chinese(line, at))
        .collect();
    if marks.is_empty() {
        return Paired::All(Vec::new());
    }
    if let Some(edits) = nested(&marks) {
        return Paired::All(edits);
    }
    if marks.len() % 2 == 1 {
        return Paired::NotAll(marks.first().map_or(0, |(at, _)| *at));
    }
    // No order can be seen in them but that of their places.
    let sides = ["“", "”"].into_iter().cycle();
    Paired::All(
        marks.iter().zip(sides).filter_map(|(&(at, c), side)| turned(at, c, side)).collect(),
    )
}

/// The changes where curly marks open and close in order; `None` where they do not.
fn nested(marks: &[(usize, char)]) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    let mut depth = 0_usize;
    for &(at, c) in marks {
        let opens = match c {
            '“' => true,
            '”' => false,
            // A straight one closes what is open.
            _ => depth == 0,
        };
        if opens {
            let side = if depth.is_multiple_of(2) { "“" } else { "‘" };
            depth += 1;
            edits.extend(turned(at, c, side));
        } else {
            depth = depth.checked_sub(1)?;
            let side = if depth.is_multiple_of(2) { "”" } else { "’" };
            edits.extend(turned(at, c, side));
        }
    }
    (depth == 0).then_some(edits)
}

fn turned(at: usize, c: char, side: &str) -> Option<Edit> {
    let same = side.starts_with(c);
    (!same).then(|| Edit::new(at..at + c.len_utf8(), side))
}

fn beside_chinese(line: &str, at: usize) -> bool {
    let before = line.get(..at).and_then(|head| head.chars().next_back());
    let after = line.get(at + 1..).and_then(|tail| tail.chars().next());
    before.is_some_and(is_chinese) || after.is_some_and(is_chinese)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(line: &str) -> Option<String> {
        let mut text = Text::plain(line, 1);
        match edits(&text) {
            Paired::All(edits) => {
                text.edit(&edits);
                Some(text.as_str().to_owned())
            }
            Paired::NotAll(_) => None,
        }
    }

    #[test]
    fn marks_come_in_pairs() {
        for (line, expected) in [
            ("打造\"书香政协\"品牌", Some("打造“书香政协”品牌")),
            ("打造”书香政协“品牌", Some("打造“书香政协”品牌")),
            ("打造“书香政协“品牌", Some("打造“书香政协”品牌")),
            ("关于“推进“互联网+”建设”的提案", Some("关于“推进‘互联网+’建设”的提案")),
            ("关于“推进‘互联网+’建设”的提案", Some("关于“推进‘互联网+’建设”的提案")),
            ("他说：“好。”", Some("他说：“好。”")),
            ("打造“书香政协品牌", None),
            ("a \"b\" c", Some("a \"b\" c")),
        ] {
            assert_eq!(repaired(line).as_deref(), expected, "{line}");
        }
    }
}
