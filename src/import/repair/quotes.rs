//! Quotation marks in pairs: straight ones become `“ ”`, those that face the wrong way turn round, and
//! a quotation within another gets `‘ ’`. A paragraph in which they do not come in pairs is left as it
//! is, and told of; so are all paragraphs that one quotation runs through. Corner brackets are their
//! author's choice.

use crate::import::document::{Block, Document, Shape};
use crate::import::letters::is_chinese;
use crate::import::report::{Deed, Notes, Sure};
use crate::import::rule::Rule;
use crate::import::text::{Edit, Text};

pub(in crate::import) fn pair(document: &mut Document, notes: &mut Notes) {
    if !notes.is_on(Rule::Quotes) {
        return;
    }
    let run_through = run_through(&document.blocks);
    let others = document.blocks.iter_mut().zip(run_through).filter(|(_, within)| !within);
    for text in others.flat_map(|(block, _)| block.texts_mut()) {
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

/// The furthest that a quotation is followed, in paragraphs.
const FURTHEST: usize = 12;

/// For each block whether it is one of those that a quotation runs through: it opens in a paragraph and
/// closes in a later one. Each of these may open it again, as printers do.
fn run_through(blocks: &[Block]) -> Vec<bool> {
    let ways: Vec<Option<Way>> = blocks.iter().map(Way::of).collect();
    let mut within = vec![false; blocks.len()];
    for at in 0..blocks.len() {
        let opens = matches!(ways.get(at), Some(Some(Way { alone: Some(1), .. })));
        if !opens || within.get(at) == Some(&true) {
            continue;
        }
        let rest = ways.get(at + 1..).unwrap_or_default().iter().take(FURTHEST);
        let mut last = None;
        // Who opens it again does so in every paragraph.
        let mut all_again = true;
        for (far, way) in rest.enumerate() {
            let Some(way) = way else { break };
            all_again &= way.again.is_some();
            match if all_again { way.again } else { way.inside } {
                Some(1) => {}
                Some(0) => {
                    last = Some(at + 1 + far);
                    break;
                }
                _ => break,
            }
        }
        if let Some(own) = last.and_then(|last| within.get_mut(at..=last)) {
            own.fill(true);
        }
    }
    within
}

/// How many quotations are open at the end of a paragraph; none where they cannot be followed.
struct Way {
    /// Where none is open at its beginning.
    alone: Option<usize>,
    /// Where one is.
    inside: Option<usize>,
    /// The same where it begins with a mark that opens the same quotation again.
    again: Option<usize>,
}

impl Way {
    fn of(block: &Block) -> Option<Self> {
        if !matches!(block.shape, Shape::Paragraph | Shape::Quote) {
            return None;
        }
        let marks: Vec<char> =
            block.text.as_str().chars().filter(|c| matches!(c, '“' | '”')).collect();
        // What somebody says begins behind a colon, or a paragraph; any other mark that is left open is a slip.
        let line = block.text.as_str().trim_start();
        let said = line.rsplit_once('“').is_some_and(|(before, _)| {
            before.is_empty() || before.ends_with(['：', ':', '，', ','])
        });
        let alone = walk(&marks, 0).filter(|open| *open == 0 || said);
        let opened = marks.split_first().filter(|_| line.starts_with('“'));
        let again = opened.and_then(|(_, rest)| walk(rest, 1));
        Some(Self { alone, inside: walk(&marks, 1), again })
    }
}

fn walk(marks: &[char], open: usize) -> Option<usize> {
    marks
        .iter()
        .try_fold(open, |open, c| if *c == '“' { Some(open + 1) } else { open.checked_sub(1) })
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
    fn a_quotation_runs_through_paragraphs() {
        let run = |lines: &[&str]| {
            let block = |line: &&str| Block::new(Shape::Paragraph, Text::plain(*line, 1));
            run_through(&lines.iter().map(block).collect::<Vec<_>>())
        };
        assert_eq!(
            run(&["他说：“甲。", "“乙‘丙’。", "丁。”他走了。", "“戊”"]),
            [true, true, true, false]
        );
        assert_eq!(run(&["他说：“甲。", "丁。”他又说：“好", "了。”"]), [true, true, true]);
        assert_eq!(run(&["打造“书香品牌", "建“室”。", "打造”书香“品牌"]), [false; 3]);
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
