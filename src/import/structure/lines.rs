//! Titles and headings stand on one line: a line break within one was made for its looks. It joins the
//! lines, and takes what stands under a title (a subtitle, brackets) for a paragraph of its own.

use crate::import::document::{Block, Document, Shape};
use crate::import::report::{Notes, Sure};
use crate::import::rule::Rule;
use crate::import::text::{Edit, Text};

/// Brings what a program marked as titles and headings onto one line.
pub(super) fn of_headings(document: &mut Document, notes: &mut Notes) {
    let is_one = |block: &Block| {
        matches!(block.shape, Shape::Title | Shape::Heading(_))
            && block.text.as_str().contains('\n')
    };
    if !document.blocks.iter().any(is_one) {
        return;
    }
    let mut blocks = Vec::with_capacity(document.blocks.len() + 1);
    for mut block in std::mem::take(&mut document.blocks) {
        if !is_one(&block) {
            blocks.push(block);
            continue;
        }
        let under = split_under(&mut block.text);
        join(&mut block.text, notes);
        blocks.push(block);
        blocks.extend(under.map(|text| Block::new(Shape::Paragraph, text)));
    }
    document.blocks = blocks;
}

/// Takes off the lines under a title that are none of it.
pub(in crate::import) fn split_under(title: &mut Text) -> Option<Text> {
    let line = title.as_str();
    let at = line.match_indices('\n').map(|(at, _)| at).find(|at| {
        let under = line.get(at + 1..).unwrap_or_default().trim_start();
        under.starts_with(['—', '（', '(']) || under.starts_with("--")
    })?;
    let mut under = title.split_off(at);
    under.trim();
    title.trim();
    Some(under)
}

/// Joins the lines of a text.
pub(in crate::import) fn join(text: &mut Text, notes: &mut Notes) {
    let line = text.as_str();
    let mut edits = Vec::new();
    let mut start = 0;
    for (at, _) in line.match_indices('\n') {
        let before = line.get(start..at).unwrap_or_default();
        let after = line.get(at + 1..).unwrap_or_default();
        let next = after.lines().next().unwrap_or_default();
        edits.push(Edit::new(at..at + 1, between(before.trim(), next.trim())));
        start = at + 1;
    }
    notes.edit(Rule::Wraps, Sure::Likely, text, &edits);
}

/// What stands between two lines of a heading that become one: two halves that are as long as one another
/// stay apart, as do Latin words.
fn between(before: &str, after: &str) -> &'static str {
    const HALF: std::ops::RangeInclusive<usize> = 4..=16;
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if latin(before.chars().next_back()) && latin(after.chars().next()) {
        return " ";
    }
    let mark = before.find(['、', '）', ')', '.', '．', '　', ' ']).filter(|at| *at <= 12);
    let bare = mark
        .and_then(|at| before.get(at..))
        .map_or(before, |rest| rest.trim_start_matches(['、', '）', ')', '.', '．', '　', ' ']));
    let lengths = [bare, after].map(|half| half.chars().count());
    let alike = matches!(lengths, [one, two] if one == two && HALF.contains(&one));
    if alike { " " } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::rule::Rules;

    #[test]
    fn a_heading_stands_on_one_line() {
        for (line, expected) in [
            ("关于加强协商工作\n情况的报告", "关于加强协商工作情况的报告"),
            ("一、坚持党建引领\n凝聚奋进力量", "一、坚持党建引领 凝聚奋进力量"),
            ("政协青石县委员会\n2025年工作总结", "政协青石县委员会2025年工作总结"),
            ("CPPCC\nNews", "CPPCC News"),
        ] {
            let mut text = Text::plain(line, 1);
            join(&mut text, &mut Notes::new(Rules::default()));
            assert_eq!(text.as_str(), expected);
        }
    }

    #[test]
    fn what_stands_under_a_title_is_none_of_it() {
        let mut text = Text::plain("凝心聚力\n谱写新篇\n——在全会上的发言", 1);
        assert_eq!(split_under(&mut text).unwrap().as_str(), "——在全会上的发言");
        assert_eq!(text.as_str(), "凝心聚力\n谱写新篇");
        assert_eq!(split_under(&mut text), None);
    }
}
