//! Columns of a newspaper that were copied in the wrong order: the tail of an article stands before
//! its head. Where the numbers of its sections say so (三 四 一 二), or where the last paragraph breaks
//! off in the middle of a sentence and the first begins in one, the article is turned until it reads
//! in sequence, and the torn paragraph is joined. Where it cannot be told where the head begins, it is
//! only told that something is torn.

use super::overlap::overlap;
use crate::import::document::Block;
use crate::import::letters::{breaks_off, split_numeral};
use crate::import::report::{Deed, Notes, Sure};
use crate::import::rule::Rule;
use crate::import::text::{Edit, Text};

/// With such words a text comes to its end; an introduction does not begin so.
const CLOSERS: [&str; 14] = [
    "下一步",
    "今后",
    "今後",
    "最后",
    "最後",
    "总之",
    "總之",
    "为此",
    "為此",
    "面向未来",
    "展望",
    "接下来",
    "以上",
    "同时",
];

/// Puts the paragraphs of one article, or of one speech, in order. `whole` is the document's text.
pub(in crate::import) fn in_order(body: &mut Vec<Block>, whole: &str, notes: &mut Notes) {
    if !notes.is_on(Rule::Columns) || body.len() < 2 || !body.iter().all(Block::is_paragraph) {
        return;
    }
    let torn = body.last().is_some_and(|last| breaks_off(last.text.as_str()));
    match turn(body, torn) {
        Turn::At { cut, sure } => {
            let (line, head) = body
                .get(cut)
                .map(|block| (block.text.line(), shown(&block.text)))
                .unwrap_or_default();
            let first = body.first().map(|block| shown(&block.text)).unwrap_or_default();
            notes.note(line, Rule::Columns, Deed::Changed, first, format!("{head} ……"), sure);
            let tail = body.drain(..cut).collect::<Vec<Block>>();
            close(body, tail, torn, whole, notes);
        }
        Turn::Nowhere if torn => {
            let Some(last) = body.last() else { return };
            let end: Vec<char> = last.text.as_str().chars().rev().take(12).collect();
            let end: String = end.into_iter().rev().collect();
            let line = last.text.line_at(last.text.as_str().len());
            notes.note(line, Rule::Columns, Deed::Flagged, end, "", Sure::Guess);
        }
        Turn::Nowhere => {}
    }
}

/// Where an article is turned.
enum Turn {
    At { cut: usize, sure: Sure },
    Nowhere,
}

fn turn(body: &[Block], torn: bool) -> Turn {
    let numbers = numbers(body);
    let Some(one) = numbers.iter().position(|(_, number)| *number == 1) else {
        return Turn::Nowhere;
    };
    let (tail, head) = numbers.split_at(one);
    let follows = |list: &[(usize, u32)]| {
        list.windows(2).all(|pair| matches!(pair, [(_, a), (_, b)] if *b == a + 1))
    };
    let (Some((begin, _)), Some((_, last))) = (head.first(), head.last()) else {
        return Turn::Nowhere;
    };
    if !follows(tail) || !follows(head) {
        return Turn::Nowhere;
    }
    match (tail.first(), tail.last()) {
        (Some((_, next)), Some((end, _))) if *next == last + 1 => {
            Turn::At { cut: introduction(body, end + 1, *begin), sure: Sure::Certain }
        }
        (None, None) if torn && *begin >= 2 && starts_torn(body) => {
            Turn::At { cut: introduction(body, 1, *begin), sure: Sure::Likely }
        }
        _ => Turn::Nowhere,
    }
}

/// Where the head begins: with the last paragraph before its first section that is no ending.
fn introduction(body: &[Block], from: usize, begin: usize) -> usize {
    let before = begin.checked_sub(1).filter(|at| *at >= from);
    let is_introduction = |at: &usize| {
        body.get(*at).is_some_and(|block| {
            let line = block.text.as_str();
            !CLOSERS.iter().any(|word| line.starts_with(word)) && split_numeral(line).is_none()
        })
    };
    before.filter(is_introduction).unwrap_or(begin)
}

/// The first paragraph has the rest of a sentence at its beginning; what tells is that it is no
/// section, and that nothing before it could have been left open.
fn starts_torn(body: &[Block]) -> bool {
    body.first().is_some_and(|first| number(first.text.as_str()).is_none())
}

/// The numbers of the sections, in the notation that the article uses most.
fn numbers(body: &[Block]) -> Vec<(usize, u32)> {
    let found: Vec<(usize, Notation, u32)> = body
        .iter()
        .enumerate()
        .filter_map(|(at, block)| {
            number(block.text.as_str()).map(|(notation, n)| (at, notation, n))
        })
        .collect();
    let most = [Notation::Comma, Notation::Brackets, Notation::Is, Notation::First]
        .into_iter()
        .find(|notation| found.iter().filter(|(_, own, _)| own == notation).count() >= 2);
    found.into_iter().filter(|(_, own, _)| Some(*own) == most).map(|(at, _, n)| (at, n)).collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Notation {
    /// 一、
    Comma,
    /// （一）
    Brackets,
    /// 一是
    Is,
    /// 第一，
    First,
}

fn number(line: &str) -> Option<(Notation, u32)> {
    if let Some(rest) = line.strip_prefix(['（', '(']) {
        let (number, rest) = split_numeral(rest)?;
        return rest.starts_with(['）', ')']).then_some((Notation::Brackets, number));
    }
    if let Some(rest) = line.strip_prefix('第') {
        let (number, rest) = split_numeral(rest)?;
        return rest.starts_with(['，', ',', '、']).then_some((Notation::First, number));
    }
    let (number, rest) = split_numeral(line)?;
    if rest.starts_with('、') {
        Some((Notation::Comma, number))
    } else {
        rest.starts_with('是').then_some((Notation::Is, number))
    }
}

/// Adds the tail behind the head, and joins what was torn.
fn close(body: &mut Vec<Block>, tail: Vec<Block>, torn: bool, whole: &str, notes: &mut Notes) {
    let mut tail = tail.into_iter();
    let Some(mut first) = tail.next() else { return };
    let joins = torn && number(first.text.as_str()).is_none();
    match body.last_mut() {
        Some(last) if joins => {
            let twice = overlap(last.text.as_str(), first.text.as_str(), whole);
            let (end, head) = (ending(&last.text), shown(&first.text));
            let before = format!("{end}⏎{head}");
            let line = first.text.line();
            first.text.edit(&[Edit::drop(0..twice)]);
            let after = format!("{end}{}", shown(&first.text));
            let sure = if twice > 0 { Sure::Likely } else { Sure::Certain };
            notes.note(line, Rule::Columns, Deed::Changed, before, after, sure);
            last.text.append(first.text);
        }
        _ => body.push(first),
    }
    body.extend(tail);
}

/// The beginning of a text, for the report.
fn shown(text: &Text) -> String {
    text.as_str().chars().take(12).collect()
}

fn ending(text: &Text) -> String {
    let end: Vec<char> = text.as_str().chars().rev().take(8).collect();
    end.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::document::Shape;
    use crate::import::rule::Rules;

    fn ordered(lines: &[&str]) -> Vec<String> {
        let block =
            |(at, line): (usize, &&str)| Block::new(Shape::Paragraph, Text::plain(*line, at + 1));
        let mut body: Vec<Block> = lines.iter().enumerate().map(block).collect();
        in_order(&mut body, &lines.join("\n"), &mut Notes::new(Rules::default()));
        body.iter().map(|block| block.text.as_str().to_owned()).collect()
    }

    #[test]
    fn a_torn_article_is_turned_and_joined() {
        let torn = [
            "村都有了议事室，去年议成四十件事。",
            "三、抓结果。议定的事一件一件公开。",
            "下一步，我们将继续努力。",
            "近年来，青石县政协把协商搬到村口。",
            "一、抓场所。先有地方坐下来。",
            "二、抓制度。县政协印发规则，明确谁来议、议什么、怎么议，全县十二个乡镇一百零六个",
        ];
        let whole = ordered(&torn);
        assert_eq!(whole.len(), 5);
        assert!(whole[0].starts_with("近年来") && whole[4].starts_with("下一步"));
        assert!(whole[2].contains("一百零六个村都有了议事室"), "{whole:?}");
    }

    #[test]
    fn what_is_in_order_stays() {
        let good =
            ["今年以来，我们做了两件事。", "一、抓场所。", "二、抓制度。", "下一步，继续努力。"];
        assert_eq!(ordered(&good), good);
        let two = ["一、甲。", "二、乙。", "一、丙。", "二、丁。"];
        assert_eq!(ordered(&two), two);
    }
}
