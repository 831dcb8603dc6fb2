//! What an editor has to look at: likely slips, damaged characters, masked words. It tells of them and
//! never changes them.

mod phrases;
mod slips;

use super::document::{Document, Shape};
use super::pattern::Pattern;
use super::report::{Deed, Notes, Sure, around};
use super::rule::Rule;

/// What encodings leave behind when they are mixed up.
static DAMAGE: Pattern = Pattern::new(
    r"[”》）]?[?!？！]*(\?!|!\?|\?\?)[?!]*|\u{fffd}+|(锟斤拷)+|(烫烫)+|(屯屯)+|ï¿½|[ÃÂ][\u{80}-\u{bf}]+",
);

/// A word that somebody hid: an asterisk, or several, beside Chinese text.
static MASK: Pattern = Pattern::new(r"[*＊×]{1,}|[xX]{2,}|[○●]{2,}");

/// Looks at the whole text. Returns how many masked words there are.
pub(super) fn all(document: &Document, notes: &mut Notes) -> usize {
    let mut masks = 0;
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
                slips::find(text, notes);
                phrases::find(text, notes);
            }
            if notes.is_on(Rule::Masks) && !text.is_markdown() {
                for range in MASK.ranges(line).into_iter().filter(|range| hides(line, range)) {
                    let (before, after) = around(line, range.start, range.end);
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

/// Whether a mark stands for a word: Chinese text is on one side of it, and it is no product of two
/// numbers.
fn hides(line: &str, range: &std::ops::Range<usize>) -> bool {
    let before = line.get(..range.start).and_then(|head| head.chars().next_back());
    let after = line.get(range.end..).and_then(|tail| tail.chars().next());
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let chinese = |c: Option<char>| c.is_some_and(super::letters::is_chinese);
    (chinese(before) || chinese(after)) && !(digit(before) && digit(after))
}
