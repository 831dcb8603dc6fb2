//! Headings by their marks (第一部分, 一、 （一） 1. （1）), by being short lines without a stop above a
//! paragraph, and by bold. Lines that only follow one another are a list, whatever marks they bear.
//! Levels come out without gaps, the highest being 2.

use std::collections::BTreeSet;

use crate::import::document::{Block, Document, Shape};
use crate::import::letters::{has_end, split_numeral};
use crate::import::pattern::Pattern;
use crate::import::report::{Deed, Notes, Sure};
use crate::import::rule::Rule;
use crate::import::text::Style;

/// A longer line is a sentence that lost its stop.
const LONGEST: usize = 50;

static CHAPTER: Pattern = Pattern::new(r"^第[一二三四五六七八九十]{1,3}(部分|章|编|篇|節|节)");
static ARABIC: Pattern = Pattern::new(r"^\d{1,2}\s*[.．、]\s*[^\d\s]");
static ARABIC_BRACKETS: Pattern = Pattern::new(r"^[(（]\d{1,2}[)）]");
static NO_HEADING: Pattern = Pattern::new(
    r"^[(（]|^[-—]|^(图|表|附件|附|注|圖|註)\s*\d*[:：]|\d{4}年\d{1,2}月\d{1,2}日$|^(来源|作者|记者|责编|编辑|口述|整理|采访|联系人|联系电话|电话|邮箱|地址|案号|案由|提案人|界别)[^。]{0,12}[:：]",
);

/// The places in the order of headings, before they become levels; a part's own is 2.
const UNMARKED_ON_TOP: u8 = 2;
const CHAPTERS: u8 = 3;
const UNMARKED_ABOVE: u8 = 4;
const COMMAS: u8 = 5;
const BRACKETS: u8 = 6;
const UNMARKED_BELOW: u8 = 7;
const NUMBERS: u8 = 8;
const NUMBERS_IN_BRACKETS: u8 = 9;

/// What makes a line a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Mark(u8),
    Bare,
    None,
}

static NUMBER_ALONE: Pattern = Pattern::new(r"^(?:(?i:part)[.\s]*)?0?\d{1,2}[.、]?$");

/// A number on a line of its own above a bold short line belongs to it: `01` and `从水利篇说起`.
fn join_numbers(document: &mut Document) {
    let is_number = |block: &Block| block.is_paragraph() && NUMBER_ALONE.is_in(block.text.as_str());
    let is_line = |block: &Block| {
        block.is_paragraph()
            && block.text.is_bold()
            && block.text.length() <= LONGEST
            && !has_end(block.text.as_str())
    };
    let mut blocks: Vec<Block> = Vec::with_capacity(document.blocks.len());
    for block in std::mem::take(&mut document.blocks) {
        match blocks.last_mut() {
            Some(number) if is_number(number) && is_line(&block) => {
                number.text.push("　", &[Style::Bold], block.text.line());
                number.text.append(block.text);
                number.text.mark(0..number.text.as_str().len(), Style::Bold);
            }
            _ => blocks.push(block),
        }
    }
    document.blocks = blocks;
}

/// Turns paragraphs into headings.
pub(super) fn recognise(document: &mut Document, notes: &mut Notes) {
    if !notes.is_on(Rule::Headings) {
        return;
    }
    join_numbers(document);
    let blocks = &document.blocks;
    let signs: Vec<Sign> = (0..blocks.len()).map(|at| sign(blocks, at)).collect();
    let next_is =
        |at: usize, rank: u8| matches!(signs.get(at + 1), Some(Sign::Mark(own)) if *own == rank);
    let has_commas = signs.contains(&Sign::Mark(COMMAS));
    let is_above =
        signs.iter().enumerate().any(|(at, sign)| *sign == Sign::Bare && next_is(at, COMMAS));
    let over_chapters =
        signs.iter().enumerate().any(|(at, sign)| *sign == Sign::Bare && next_is(at, CHAPTERS));
    let bare = match (has_commas, is_above) {
        _ if over_chapters => UNMARKED_ON_TOP,
        (false, _) => COMMAS,
        (true, true) => UNMARKED_ABOVE,
        (true, false) => UNMARKED_BELOW,
    };
    let single = signs.iter().filter(|sign| **sign == Sign::Bare).count() == 1;
    for (block, sign) in document.blocks.iter_mut().zip(signs) {
        let (rank, sure) = match sign {
            Sign::Mark(rank) => (rank, Sure::Certain),
            Sign::Bare if single => (bare, Sure::Guess),
            Sign::Bare => (bare, Sure::Likely),
            Sign::None => continue,
        };
        block.shape = Shape::Heading(rank);
        block.text.marks.retain(|mark| mark.style != Style::Bold);
        super::lines::join(&mut block.text, notes);
        let line = block.text.as_str();
        notes.note(
            block.text.line(),
            Rule::Headings,
            Deed::Changed,
            line,
            format!("## {line}"),
            sure,
        );
    }
}

/// Brings the places of headings to levels 2, 3, 4 … without gaps.
pub(super) fn level(document: &mut Document) {
    let used: BTreeSet<u8> = document
        .blocks
        .iter()
        .filter_map(|block| match block.shape {
            Shape::Heading(place) => Some(place),
            _ => None,
        })
        .collect();
    let levels: Vec<u8> = used.into_iter().collect();
    for block in &mut document.blocks {
        if let Shape::Heading(place) = &mut block.shape {
            let at = levels.iter().position(|level| level == place).unwrap_or_default();
            *place = u8::try_from(at + 2).unwrap_or(6).min(6);
        }
    }
}

fn sign(blocks: &[Block], at: usize) -> Sign {
    let Some(block) = blocks.get(at).filter(|block| block.is_paragraph()) else {
        return Sign::None;
    };
    let line = block.text.as_str();
    let length = line.chars().count();
    if length > LONGEST || has_end(line) || line.ends_with(['：', ':', '，', ',', '、']) {
        return Sign::None;
    }
    let next = blocks.get(at + 1);
    let over_text = next.is_some_and(is_text);
    match rank(line) {
        Some(rank) => {
            // Lines of one rank that follow one another are an agenda, not sections.
            let beside = |block: Option<&Block>| {
                block.is_some_and(|block| {
                    block.is_paragraph() && self::rank(block.text.as_str()) == Some(rank)
                })
            };
            let before = at.checked_sub(1).and_then(|before| blocks.get(before));
            let listed = beside(next) || (beside(before) && !over_text);
            let small = rank >= NUMBERS && !over_text;
            if listed || small || next.is_none() { Sign::None } else { Sign::Mark(rank) }
        }
        None if block.text.is_bold() && length >= 2 && next.is_some() => Sign::Bare,
        None if NO_HEADING.is_in(line) || length < 4 => Sign::None,
        None => {
            let before = at.checked_sub(1).and_then(|before| blocks.get(before));
            let apart = before
                .is_none_or(|block| !matches!(block.shape, Shape::Heading(_)) && is_text(block));
            let over_section = next.is_some_and(|block| rank_of_section(block.text.as_str()));
            let is_byline = super::byline(line).is_some();
            let heads = apart && (over_text || over_section) && !is_byline;
            if heads { Sign::Bare } else { Sign::None }
        }
    }
}

fn rank_of_section(line: &str) -> bool {
    rank(line) == Some(COMMAS) && !has_end(line)
}

/// Whether a block is text that can stand under a heading.
fn is_text(block: &Block) -> bool {
    match block.shape {
        Shape::Paragraph => has_end(block.text.as_str()),
        Shape::Heading(_) | Shape::Title => false,
        _ => true,
    }
}

/// The place that a line's mark gives it.
fn rank(line: &str) -> Option<u8> {
    if CHAPTER.is_in(line) {
        return Some(CHAPTERS);
    }
    if let Some(rest) = line.strip_prefix(['（', '(']) {
        if split_numeral(rest).is_some_and(|(_, rest)| rest.starts_with(['）', ')'])) {
            return Some(BRACKETS);
        }
        return ARABIC_BRACKETS.is_in(line).then_some(NUMBERS_IN_BRACKETS);
    }
    if split_numeral(line).is_some_and(|(_, rest)| rest.starts_with(['、', '．'])) {
        return Some(COMMAS);
    }
    ARABIC.is_in(line).then_some(NUMBERS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::rule::Rules;
    use crate::import::text::Text;

    fn outline(lines: &[&str]) -> Vec<u8> {
        let block = |line: &&str| Block::new(Shape::Paragraph, Text::plain(*line, 1));
        let mut document =
            Document { blocks: lines.iter().map(block).collect(), ..Document::default() };
        recognise(&mut document, &mut Notes::new(Rules::default()));
        level(&mut document);
        let level = |block: &Block| if let Shape::Heading(level) = block.shape { level } else { 0 };
        document.blocks.iter().map(level).collect()
    }

    #[test]
    fn marks_give_levels_without_gaps() {
        let lines = [
            "一、总体情况",
            "（一）抓学习",
            "1.理论学习",
            "全年学习十次。",
            "（二）抓调研",
            "调研六次。",
            "二、下步打算",
            "继续努力。",
        ];
        assert_eq!(outline(&lines), [2, 3, 4, 0, 3, 0, 2, 0]);
        assert_eq!(
            outline(&["（一）抓学习", "全年学习十次。", "（二）抓调研", "调研六次。"]),
            [2, 0, 2, 0]
        );
    }

    #[test]
    fn lines_without_marks_head_the_text_under_them() {
        let lines = [
            "同心协力，凝聚共识更广泛",
            "全年走访委员。",
            "深入调研，建言资政更精准",
            "形成报告十篇。",
        ];
        assert_eq!(outline(&lines), [2, 0, 2, 0]);
        let parts = [
            "2025年工作回顾",
            "一、抓学习",
            "学习十次。",
            "2026年工作安排",
            "一、抓调研",
            "调研六次。",
        ];
        assert_eq!(outline(&parts), [2, 3, 0, 2, 3, 0]);
    }

    #[test]
    fn an_agenda_is_no_outline() {
        assert_eq!(
            outline(&["会议议程如下：", "一、听取报告", "二、审议决议", "三、其他事项"]),
            [0, 0, 0, 0]
        );
        assert_eq!(outline(&["一、时间：3月5日", "二、地点：县政协会议室", "请准时参加。"])[0], 0);
    }
}
