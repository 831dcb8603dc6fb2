//! What an editor has to look at: likely slips, damaged characters, masked words. It tells of them and
//! never changes them.

mod phrases;
mod slips;
mod strays;
mod twice;

use super::document::{Document, Shape};
use super::pattern::Pattern;
use super::report::{Deed, Notes, Sure, around};
use super::rule::Rule;
use crate::script::han::is_han;
use crate::script::{Script, detect};

/// What encodings leave behind when they are mixed up.
static DAMAGE: Pattern = Pattern::new(
    r"[”》）]?[?!？！]*(\?!|!\?|\?\?)[?!]*|\u{fffd}+|(锟斤拷)+|(烫烫)+|(屯屯)+|ï¿½|[ÃÂ][\u{80}-\u{bf}]+",
);

/// A word that somebody hid: an asterisk, or several, beside Chinese text.
static MASK: Pattern = Pattern::new(r"[*＊×]{1,}|[xXｘＸ]{2,}|[○●]{2,}");

/// Looks at the whole text. Returns how many masked words there are.
pub(super) fn all(document: &Document, notes: &mut Notes) -> usize {
    let mut masks = 0;
    let whole: Vec<&str> = document.blocks.iter().map(|block| block.text.as_str()).collect();
    let script = detect(&whole.join("\n")).unwrap_or(Script::Hans);
    for block in &document.blocks {
        if matches!(block.shape, Shape::Verbatim) {
            continue;
        }
        for text in block.texts() {
            let line = text.as_str();
            if notes.is_on(Rule::Damage) {
                for range in DAMAGE.ranges(line) {
                    notes.flag(Rule::Damage, text, range, "");
                }
            }
            if notes.is_on(Rule::Slips) {
                slips::find(text, script, notes);
                phrases::find(text, notes);
            }
            if notes.is_on(Rule::Masks) && !text.is_markdown() {
                let line = Line::of(line);
                let ranges = MASK.ranges(line.text).into_iter();
                for range in ranges.filter(|range| line.hides(range)) {
                    let (before, after) = around(line.text, range.start, range.end);
                    let shown = format!("{before}{}{after}", text.slice(range.clone()));
                    let at = text.line_at(range.start);
                    notes.note(at, Rule::Masks, Deed::Flagged, shown, "", Sure::Certain);
                    masks += 1;
                }
            }
        }
    }
    masks
}

/// What a place is called after its name.
const PLACES: [char; 12] = ['省', '市', '县', '縣', '区', '區', '乡', '鄉', '镇', '鎮', '村', '州'];

/// A line, and what is asked of it for each of its marks.
struct Line<'t> {
    text: &'t str,
    /// Where the first character stands that is no blank.
    first: usize,
    /// Whether something is counted in it.
    is_sum: bool,
}

impl<'t> Line<'t> {
    fn of(text: &'t str) -> Self {
        let first = text.len() - text.trim_start().len();
        Self { text, first, is_sum: text.contains(['=', '＝', '÷']) }
    }

    /// Whether a mark stands for a word: a character is on one side of it, and it is neither a product of
    /// numbers or measures, nor a nought of a number (二○○八年), nor what begins an item.
    fn hides(&self, range: &std::ops::Range<usize>) -> bool {
        let Self { text: line, first, is_sum } = *self;
        let (head, tail) = (line.get(..range.start), line.get(range.end..));
        let (head, tail) = (head.unwrap_or_default(), tail.unwrap_or_default());
        let (before, after) = (head.chars().next_back(), tail.chars().next());
        let mark = line.get(range.clone()).unwrap_or_default();
        let both = |of: fn(char) -> bool| before.is_some_and(of) && after.is_some_and(of);
        let one = |of: fn(char) -> bool| before.is_some_and(of) || after.is_some_and(of);
        if !one(is_han) || both(|c| c.is_ascii_alphanumeric()) {
            return false;
        }
        let is_measure = |c: char| "长宽高厚深价量积数率长寬價積數".contains(c);
        let digits = "一二三四五六七八九十百千万萬亿億";
        match mark.chars().next() {
            // Groups of noughts stand behind a comma.
            Some('○' | '●') => {
                const FAR: usize = 32;
                let mut back = head.chars().rev().take(FAR);
                let last = back.find(|c| !matches!(c, '、' | '，' | '○'));
                let is_group =
                    last.is_some_and(|c| digits.contains(c)) && head.ends_with(['、', '，']);
                !(is_group || one(|c| "一二三四五六七八九十".contains(c)))
            }
            Some('×') if mark == "×" => {
                !both(is_measure) && !one(|c| c.is_ascii_digit()) && !is_sum
            }
            Some('*' | '＊') if mark.chars().count() == 1 => {
                let begins = range.start <= first || head.ends_with('#');
                let is_place = || tail.chars().take(3).any(|c| PLACES.contains(&c));
                !after.is_some_and(|c| c.is_ascii_digit()) && (!begins || is_place())
            }
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_hides_a_word_or_does_not() {
        for (line, hidden) in [
            ("收到信息*余条", true),
            ("××县政协", true),
            ("张×说", true),
            ("XX乡", true),
            ("3×5米", false),
            ("长×宽", false),
            ("二○○八年", false),
            ("○○年", true),
            ("a*b", false),
            ("（弧度*180）", false),
            ("金额＝人数×每人每日平均数", false),
            ("计七六、○○○元", false),
            ("*号的为必填项", false),
            ("*县政协召开会议", true),
            ("**县政协召开会议", true),
        ] {
            let own = Line::of(line);
            let found = MASK.ranges(line).iter().any(|range| own.hides(range));
            assert_eq!(found, hidden, "{line}");
        }
    }
}
