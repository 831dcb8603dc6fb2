//! Stops that stand twice. A bad converter puts an ASCII comma before every other stop; a document in
//! which that happened several times loses them. The same full-width stop twice is a slip of the
//! keyboard anywhere. Three full stops are somebody's ellipsis and are left to another rule.

use super::pinyin::Converted;
use crate::import::document::Document;
use crate::import::pattern::Pattern;
use crate::import::report::{Notes, Sure};
use crate::import::rule::Rule;
use crate::import::text::Edit;

static BEFORE_STOP: Pattern = Pattern::new(r",[,，、。;；:：]");
static TWICE: Pattern = Pattern::new(r"，，+|、、+|；；+|。。+");

/// So many in one document are no slips.
const MANY: usize = 3;

pub(super) fn remove(document: &mut Document, converted: Converted, notes: &mut Notes) {
    if !notes.is_on(Rule::DoubledStops) {
        return;
    }
    let texts = document.blocks.iter().flat_map(|block| block.texts());
    let seen: usize = texts.map(|text| BEFORE_STOP.ranges(text.as_str()).len()).sum();
    let by_program = seen >= MANY || (converted == Converted::Badly && seen > 0);
    for text in document.blocks.iter_mut().flat_map(|block| block.texts_mut()) {
        let mut edits: Vec<Edit> = Vec::new();
        if by_program {
            let commas = BEFORE_STOP.ranges(text.as_str());
            edits.extend(commas.into_iter().map(|range| Edit::drop(range.start..range.start + 1)));
        }
        for range in TWICE.ranges(text.as_str()) {
            let run = text.slice(range.clone());
            let first = run.chars().next().map_or(0, char::len_utf8);
            let is_ellipsis = run.starts_with('。') && run.chars().count() > 2;
            if !is_ellipsis {
                edits.push(Edit::drop(range.start + first..range.end));
            }
        }
        edits.sort_by_key(|edit| edit.range.start);
        notes.edit(Rule::DoubledStops, Sure::Certain, text, &edits);
    }
}
