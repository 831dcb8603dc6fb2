//! A short first sentence that says what its paragraph is about is set bold: 一是组织有序。 Where it has
//! no mark, its neighbours must have one like it; a short sentence alone is just a sentence.

use crate::import::document::{Block, Document, Shape};
use crate::import::letters::{is_closing, split_numeral};
use crate::import::pattern::Pattern;
use crate::import::report::{Deed, Notes, Sure};
use crate::import::rule::Rule;
use crate::import::text::Style;

/// Lengths in characters.
const MARKED: usize = 32;
const BARE: std::ops::RangeInclusive<usize> = 4..=16;

static ORDINAL: Pattern = Pattern::new(
    r"^(\d{1,2}\s*[.．]|[(（]([一二三四五六七八九十]{1,3}|\d{1,2})[)）]|第[一二三四五六七八九十]{1,2}，)",
);

pub(super) fn embolden(document: &mut Document, notes: &mut Notes) {
    if !notes.is_on(Rule::Leads) {
        return;
    }
    let leads: Vec<Option<Lead>> = document.blocks.iter().map(lead).collect();
    let mut chosen = vec![false; leads.len()];
    let mut start = 0;
    while start < leads.len() {
        let run =
            document.blocks.iter().skip(start).take_while(|block| block.is_paragraph()).count();
        let group = leads.get(start..start + run).unwrap_or_default();
        let bare =
            group.iter().filter(|lead| matches!(lead, Some(Lead { is_marked: false, .. }))).count();
        let like_neighbours = bare >= 2 && bare * 10 >= run * 7;
        for (at, lead) in group.iter().enumerate() {
            let is_one = lead.as_ref().is_some_and(|lead| lead.is_marked || like_neighbours);
            if let Some(flag) = chosen.get_mut(start + at) {
                *flag = is_one;
            }
        }
        start += run + 1;
    }
    let all = document.blocks.iter_mut().zip(leads).zip(chosen);
    for ((block, lead), _) in all.filter(|(_, chosen)| *chosen) {
        let Some(Lead { end, is_marked }) = lead else { continue };
        let said = block.text.slice(0..end).to_owned();
        let sure = if is_marked { Sure::Certain } else { Sure::Likely };
        let bold = format!("**{said}**");
        notes.note(block.text.line(), Rule::Leads, Deed::Changed, said, bold, sure);
        block.text.marks.retain(|mark| mark.style != Style::Bold || mark.range.start >= end);
        block.text.mark(0..end, Style::Bold);
    }
}

struct Lead {
    end: usize,
    is_marked: bool,
}

fn lead(block: &Block) -> Option<Lead> {
    let line = block.text.as_str();
    if !matches!(block.shape, Shape::Paragraph) || block.text.is_markdown() {
        return None;
    }
    let end = line
        .find(['。', '：', '；', '！', '？'])
        .filter(|at| line.get(*at..).is_some_and(|rest| rest.starts_with('。')))?
        + '。'.len_utf8();
    let rest = line.get(end..)?;
    let goes_on = !rest.trim().is_empty() && !rest.starts_with(is_closing);
    let sentence = line.get(..end)?;
    let length = sentence.chars().count() - 1;
    let (numbered, is_item) = match split_numeral(sentence) {
        Some((_, rest)) => (rest.starts_with('、'), rest.starts_with('是')),
        None => (ORDINAL.is_in(sentence), false),
    };
    let has_comma = sentence.contains('，');
    let is_lead = if numbered {
        length <= MARKED
    } else if is_item {
        length <= MARKED && !has_comma
    } else {
        BARE.contains(&length) && !has_comma && !sentence.contains(|c: char| c.is_ascii_digit())
    };
    (is_lead && goes_on).then_some(Lead { end, is_marked: numbered || is_item })
}
