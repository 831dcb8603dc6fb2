//! What a document says of itself: title, author, the day on which it was saved last. It is a stream of
//! properties, each with a number and a type; those of other numbers are passed over.

use encoding_rs::{GBK, UTF_8, WINDOWS_1252};
use jiff::Timestamp;

use super::bytes::{long, place, short, stretch, wide};
use crate::import::document::Properties;

const TITLE: u32 = 2;
const AUTHOR: u32 = 4;
const MADE: u32 = 12;
const SAVED: u32 = 13;

/// Reads the stream of properties; what cannot be read says nothing.
pub(super) fn read(bytes: &[u8]) -> Properties {
    let text = |number: u32| property(bytes, number).and_then(|own| text(own, page(bytes)));
    Properties {
        title: text(TITLE),
        author: text(AUTHOR),
        date: [SAVED, MADE].into_iter().find_map(|number| property(bytes, number).and_then(day)),
        ..Properties::default()
    }
}

/// The value of a property, with its type before it.
fn property(bytes: &[u8], number: u32) -> Option<&[u8]> {
    let section = bytes.get(place(bytes, 44)?..)?;
    let count = place(section, 4)?.min(64);
    let own = (0..count).find(|at| long(section, 8 + at * 8) == Some(number))?;
    section.get(place(section, 8 + own * 8 + 4)?..)
}

/// The code page of the texts.
fn page(bytes: &[u8]) -> u16 {
    property(bytes, 1).and_then(|own| short(own, 4)).unwrap_or(1252)
}

fn text(own: &[u8], page: u16) -> Option<String> {
    let length = place(own, 4)?;
    let text = match long(own, 0)? {
        30 => {
            let bytes = stretch(own, 8, length)?;
            let encoding = match page {
                936 => GBK,
                65001 => UTF_8,
                _ => WINDOWS_1252,
            };
            encoding.decode_without_bom_handling(bytes).0.into_owned()
        }
        31 => wide(own, 8, length)?,
        _ => return None,
    };
    let text = text.trim_end_matches('\0').trim();
    (!text.is_empty() && !text.contains('\u{fffd}')).then(|| text.to_owned())
}

/// A moment is counted in tenths of microseconds from the year 1601 on.
fn day(own: &[u8]) -> Option<String> {
    const TO_1970: i64 = 11_644_473_600;
    let count = u64::from(long(own, 8)?) << 32 | u64::from(long(own, 4)?);
    let seconds = i64::try_from(count / 10_000_000).ok()?.checked_sub(TO_1970)?;
    let moment = Timestamp::from_second(seconds).ok().filter(|_| seconds > 0)?;
    let text = moment.to_string();
    text.split_once('T').map(|(day, _)| day.to_owned())
}
