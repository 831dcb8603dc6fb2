//! Spaces beside full-width stops and round brackets, which bring their own. It never touches a space between two words:
//! that one may be meant.

use crate::import::document::Document;
use crate::import::letters::is_chinese;
use crate::import::report::{Notes, Sure};
use crate::import::rule::Rule;
use crate::import::text::{Edit, Text};

pub(super) fn remove(document: &mut Document, notes: &mut Notes) {
    if !notes.is_on(Rule::Punctuation) {
        return;
    }
    for text in document.blocks.iter_mut().flat_map(|block| block.texts_mut()) {
        let edits = edits(text);
        notes.edit(Rule::Punctuation, Sure::Certain, text, &edits);
    }
}

fn edits(text: &Text) -> Vec<Edit> {
    let line = text.as_str();
    let literal = text.literal();
    let mut edits = Vec::new();
    let mut before = None;
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c != ' ' {
            before = Some(c);
            continue;
        }
        let mut end = at + 1;
        while chars.next_if(|(_, c)| *c == ' ').is_some() {
            end += 1;
        }
        let after = chars.peek().map(|(_, c)| *c);
        let stop = before.is_some_and(is_stop) && after.is_some_and(is_chinese);
        let to_stop = before.is_some_and(is_chinese) && after.is_some_and(is_stop);
        // Brackets bring their own space, too: 本报讯 （记者 …）
        let bracket = (before == Some('）') && after.is_some_and(is_chinese))
            || (before.is_some_and(is_chinese) && after == Some('（'));
        if (stop || to_stop || bracket) && !literal.hold(at) {
            edits.push(Edit::drop(at..end));
        }
    }
    edits
}

fn is_stop(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '：' | '、' | '！' | '？')
}
