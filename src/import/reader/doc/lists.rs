//! The automatic numbers of an old Word document: lists with their levels, and the uses of lists that
//! paragraphs name. It counts nothing.

use super::bytes::{byte, long, place, short, stretch};
use crate::import::reader::numbering::{LEVELS, Level, Numbering};

/// More lists than any document has.
const MOST: usize = 4000;

/// Reads the lists, behind which their levels stand, and the uses.
pub(super) fn read(lists: &[u8], uses: &[u8]) -> Numbering {
    let mut numbering = Numbering::default();
    let count = usize::from(short(lists, 0).unwrap_or(0)).min(MOST);
    let mut at = 2 + count * 28;
    for number in 0..count {
        let head = 2 + number * 28;
        let (Some(id), Some(flags)) = (long(lists, head), byte(lists, head + 26)) else { break };
        let levels = if flags & 1 == 1 { 1 } else { LEVELS };
        let mut own = Vec::with_capacity(levels);
        for _ in 0..levels {
            let Some((level, length)) = lists.get(at..).and_then(level) else { break };
            own.push(level);
            at += length;
        }
        numbering.list(id.to_string(), own);
    }
    for number in 0..place(uses, 0).unwrap_or(0).min(MOST) {
        let Some(id) = long(uses, 4 + number * 16) else { break };
        numbering.number((number + 1).to_string(), id.to_string());
    }
    numbering
}

/// One level, and how many bytes it takes.
fn level(bytes: &[u8]) -> Option<(Level, usize)> {
    let (characters, paragraph) = (byte(bytes, 24)?, byte(bytes, 25)?);
    let at = 28 + usize::from(characters) + usize::from(paragraph);
    let units = usize::from(short(bytes, at)?);
    let template = stretch(bytes, at + 2, units * 2)?;
    let template = template.chunks_exact(2).filter_map(|two| short(two, 0));
    let mut text = String::new();
    for c in char::decode_utf16(template).flatten() {
        match u32::from(c) {
            // The number of a level stands there.
            own @ 0..=8 => {
                text.push('%');
                text.extend(char::from_digit(own + 1, 10));
            }
            _ => text.push(c),
        }
    }
    let format = match byte(bytes, 4)? {
        23 => "bullet",
        255 => "none",
        10 | 11 | 33 | 35 | 37 | 39 => "chineseCounting",
        _ => "decimal",
    };
    let level = Level { format: format.to_owned(), text, start: long(bytes, 0)? };
    Some((level, at + 2 + units * 2))
}
