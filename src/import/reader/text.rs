//! Reads bare text: a line is a paragraph, unless the lines are those of a page of fixed width; lines
//! of as many tabs are a table. It never guesses what a line is for.

use crate::import::document::{Block, Cell, Document, Head, Shape, Table};
use crate::import::letters::{ends_sentence, split_numeral, width};
use crate::import::report::{Deed, Notes, Sure};
use crate::import::rule::Rule;
use crate::import::text::Text;

/// Reads a text.
pub(super) fn read(text: &str, notes: &mut Notes) -> Document {
    let lines: Vec<Line<'_>> = text.lines().enumerate().map(Line::new).collect();
    let full = if notes.is_on(Rule::Wraps) { full_width(&lines) } else { None };
    let mut blocks: Vec<Block> = Vec::new();
    let mut rest = lines.as_slice();
    while let Some((line, after)) = rest.split_first() {
        rest = after;
        if line.text.is_empty() {
            continue;
        }
        let tabs = line.tabs();
        let more = after.iter().take_while(|next| tabs > 0 && next.tabs() == tabs).count();
        if more > 0 {
            let (rows, below) = after.split_at(more);
            rest = below;
            blocks.push(table(std::iter::once(line).chain(rows)));
            continue;
        }
        let mut paragraph = Text::plain(line.text, line.number);
        let mut last = line;
        while let (Some(full), Some((next, below))) = (full, rest.split_first()) {
            if !goes_on(last, next, full) {
                break;
            }
            join(&mut paragraph, next, notes);
            (last, rest) = (next, below);
        }
        blocks.push(Block::new(Shape::Paragraph, paragraph));
    }
    Document { blocks, ..Document::default() }
}

/// One line of the input.
struct Line<'t> {
    text: &'t str,
    number: usize,
    indented: bool,
}

impl<'t> Line<'t> {
    fn new((index, line): (usize, &'t str)) -> Self {
        let blank = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
        let text = line.trim_matches(blank);
        Self { text, number: index + 1, indented: line.starts_with(blank) && !text.is_empty() }
    }

    fn tabs(&self) -> usize {
        self.text.matches('\t').count()
    }
}

/// The width at which the lines of a text were broken, if they were: hardly any line is longer, and
/// most that are as long stop in the middle of a sentence.
fn full_width(lines: &[Line<'_>]) -> Option<usize> {
    const LEAST: usize = 3;
    let widths: Vec<usize> =
        lines.iter().filter(|line| !line.text.is_empty()).map(|line| width(line.text)).collect();
    let mut sorted = widths.clone();
    sorted.sort_unstable();
    // One overlong line in twenty, an address perhaps, does not count.
    let most = *sorted.get(sorted.len().saturating_sub(1 + sorted.len() / 20))?;
    if !(30..=160).contains(&most) {
        return None;
    }
    let pairs = lines.windows(2).filter_map(|pair| match pair {
        [line, next] if !next.text.is_empty() => Some(line),
        _ => None,
    });
    let full: Vec<&Line<'_>> = pairs.filter(|line| is_full(line, most)).collect();
    let cut = full.iter().filter(|line| !ends_sentence(line.text)).count();
    (cut >= LEAST && cut * 2 > full.len() && full.len() * 3 >= widths.len()).then_some(most)
}

fn is_full(line: &Line<'_>, full: usize) -> bool {
    let own = width(line.text) + if line.indented { 4 } else { 0 };
    own + 5 >= full
}

/// Whether a line goes on in the next one.
fn goes_on(line: &Line<'_>, next: &Line<'_>, full: usize) -> bool {
    if next.text.is_empty() || next.indented || !is_full(line, full) || next.tabs() > 0 {
        return false;
    }
    let begins = split_numeral(next.text).is_some_and(|(_, rest)| rest.starts_with('、'));
    !(ends_sentence(line.text) && (begins || width(next.text) < full / 2))
}

fn join(paragraph: &mut Text, next: &Line<'_>, notes: &mut Notes) {
    let is_latin = |c: char| c.is_ascii_alphanumeric();
    let (tail, head) = (paragraph.as_str().chars().next_back(), next.text.chars().next());
    let between = if tail.is_some_and(is_latin) && head.is_some_and(is_latin) { " " } else { "" };
    let before: String = paragraph.as_str().chars().rev().take(8).collect();
    let before: String = before.chars().rev().collect();
    let after: String = next.text.chars().take(8).collect();
    let joined = format!("{before}{between}{after}");
    let parted = format!("{before}⏎{after}");
    notes.note(next.number, Rule::Wraps, Deed::Changed, parted, joined, Sure::Likely);
    paragraph.push(between, &[], next.number);
    paragraph.push(next.text, &[], next.number);
}

fn table<'l, 't: 'l>(lines: impl Iterator<Item = &'l Line<'t>>) -> Block {
    let cell =
        |text: &str, number| Cell { text: Text::plain(text.trim(), number), columns: 1, rows: 1 };
    let rows: Vec<Vec<Cell>> = lines
        .map(|line| line.text.split('\t').map(|text| cell(text, line.number)).collect())
        .collect();
    let line = rows.first().and_then(|row| row.first()).map_or(0, |cell| cell.text.line());
    Block::new(Shape::Table(Table { rows, head: Head::Row }), Text::plain("", line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::rule::Rules;

    fn blocks(text: &str) -> Vec<String> {
        let mut notes = Notes::new(Rules::default());
        let document = read(text, &mut notes);
        document.blocks.iter().map(|block| block.text.as_str().to_owned()).collect()
    }

    #[test]
    fn lines_of_a_fixed_width_are_joined() {
        let page = "　　青石县政协今年以来坚持把协商议事\n平台建到群众家门口，先后在十二个村和\n三个社区建起议事室，议定的事情一件件\n办成了。\n　　下一步，县政协将把议事规则修订完善\n好，让更多的群众愿意来、坐得下、说得\n上话。\n";
        assert_eq!(
            blocks(page),
            [
                "青石县政协今年以来坚持把协商议事平台建到群众家门口，先后在十二个村和三个社区建起议事室，议定的事情一件件办成了。",
                "下一步，县政协将把议事规则修订完善好，让更多的群众愿意来、坐得下、说得上话。"
            ]
        );
    }

    #[test]
    fn paragraphs_of_one_line_stay_apart() {
        let text = "一、夯实共同团结奋斗的思想政治基础，把牢方向\n青石县政协常委会坚持每月学习一次，全年组织专题学习十二次、研讨六次，委员参加学习一千二百多人次，形成了浓厚的学习氛围。\n二、聚焦中心任务建言，助推高质量发展见实效\n";
        assert_eq!(blocks(text).len(), 3);
    }

    #[test]
    fn lines_of_tabs_are_a_table() {
        let mut notes = Notes::new(Rules::default());
        let document = read("项目\t数量\n提案\t12\n", &mut notes);
        assert!(
            matches!(&document.blocks[..], [Block { shape: Shape::Table(table), .. }] if table.rows.len() == 2)
        );
    }
}
