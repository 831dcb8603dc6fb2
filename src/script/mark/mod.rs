//! The notation authors pin text with: `-{text}-` and `-{zh-hans:…;zh-hant:…}-`, which is
//! MediaWiki's. It is read once, when a source is loaded; from then on each span is one private-use
//! character (see [`super::Readings`]).
//!
//! It never interprets what stands inside: a mark holds text, not markup. MediaWiki's flags
//! (`-{H|…}-`, `-{R|…}-`) are not known and are read as text.

mod find;
mod forged;
mod variant;

use std::borrow::Cow;
use std::ops::Range;

pub(crate) use variant::{Written, written};

use super::private;
use super::{Reading, Readings, Script};
use find::{Found, What};

/// A text whose fixed spans have become one character each.
#[derive(Debug, Clone)]
pub struct Marked<'t> {
    /// The text; borrowed when there was nothing to mark.
    pub text: Cow<'t, str>,
    /// Where things in `text` stood in the original.
    pub shifts: Shifts,
    /// What looks like a mark and is none, in order. It stays visible as it was written.
    pub problems: Vec<MarkProblem>,
}

impl Marked<'_> {
    /// The offset in the original that an offset in [`Marked::text`] comes from, both in bytes.
    #[must_use]
    pub fn original_offset(&self, offset: usize) -> usize {
        self.shifts.original(offset)
    }
}

/// How offsets in a marked text lie in the original.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shifts(Vec<Shift>);

/// Puts further characters of fixed text into a text that is marked already, each for a stretch of
/// it; `marks` are in order and apart from one another. Returns how the new text lies in the
/// original.
pub(crate) fn add(text: &str, shifts: &Shifts, marks: &[(Range<usize>, char)]) -> (String, Shifts) {
    let mut marked = String::with_capacity(text.len());
    let mut known = shifts.0.iter().peekable();
    let mut all = Vec::with_capacity(shifts.0.len() + marks.len());
    let mut copied = 0;
    // How far the stretches that were known move.
    let moved = |end: usize, marked: &String, copied: usize| marked.len() + end - copied;
    for (stretch, mark) in marks {
        while let Some(shift) = known.next_if(|shift| shift.new_end <= stretch.start) {
            let new_end = moved(shift.new_end, &marked, copied);
            all.push(Shift { original: shift.original.clone(), new_end });
        }
        marked.push_str(text.get(copied..stretch.start).unwrap_or_default());
        marked.push(*mark);
        copied = stretch.end;
        let original = shifts.original(stretch.start)..shifts.original(stretch.end);
        all.push(Shift { original, new_end: marked.len() });
    }
    for shift in known {
        let new_end = moved(shift.new_end, &marked, copied);
        all.push(Shift { original: shift.original.clone(), new_end });
    }
    marked.push_str(text.get(copied..).unwrap_or_default());
    (marked, Shifts(all))
}

/// One stretch that was replaced by a character of another length.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shift {
    original: Range<usize>,
    new_end: usize,
}

impl Shifts {
    /// The offset in the original, in bytes; for an offset within a replaced character, where the
    /// mark begins.
    #[must_use]
    pub fn original(&self, offset: usize) -> usize {
        let later = self.0.partition_point(|shift| shift.new_end <= offset);
        let plain = later
            .checked_sub(1)
            .and_then(|last| self.0.get(last))
            .map_or(offset, |shift| shift.original.end + (offset - shift.new_end));
        self.0.get(later).map_or(plain, |next| plain.min(next.original.start))
    }
}

/// Something that looks like a mark and is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkProblem {
    /// Byte range in the original text.
    pub span: Range<usize>,
    /// What is wrong.
    pub kind: MarkProblemKind,
}

/// Why a mark is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkProblemKind {
    /// No `}-` follows in the same paragraph.
    Unclosed,
    /// Another mark, or a template's `{{ }}` or `{% %}`, stands inside.
    Nested,
}

/// Replaces every mark of a text by the character of its reading.
///
/// `base` is the script the text is written in: its variant stands in where a mark names none for
/// a script nor for its kin. `\-{` is a literal `-{`. A `-{` right before `{`, `%` or `#` belongs
/// to a template (`item-{{ kind }}`) and opens nothing. A mark never reaches across a blank line.
/// Private-use characters that the author really wrote, also as `&#xF0000;` or percent-encoded,
/// become readings of themselves. When the table is full, marks stay as written.
#[must_use]
pub fn parse<'t>(text: &'t str, base: Script, readings: &Readings) -> Marked<'t> {
    let (found, problems) = find::all(text);
    if found.is_empty() {
        return Marked { text: Cow::Borrowed(text), shifts: Shifts::default(), problems };
    }
    let mut marked = String::with_capacity(text.len());
    let mut shifts = Vec::new();
    let mut copied = 0;
    for Found { span, what } in found {
        let Some(mark) =
            reading(text, &span, &what, base).and_then(|reading| readings.try_intern(reading))
        else {
            continue;
        };
        marked.push_str(text.get(copied..span.start).unwrap_or_default());
        marked.push(mark);
        copied = span.end;
        if span.len() != mark.len_utf8() {
            shifts.push(Shift { original: span, new_end: marked.len() });
        }
    }
    marked.push_str(text.get(copied..).unwrap_or_default());
    Marked { text: Cow::Owned(marked), shifts: Shifts(shifts), problems }
}

/// Text (or HTML) in another script than the site's, between two private-use characters that the
/// pass takes out: it converts what is inside from that script.
#[must_use]
pub fn span(script: Script, text: &str) -> String {
    let mut span = String::with_capacity(text.len() + 8);
    span.push(private::begin(script));
    span.push_str(text);
    span.push(private::END);
    span
}

fn reading(text: &str, span: &Range<usize>, what: &What, base: Script) -> Option<Reading> {
    let raw = text.get(span.clone())?;
    match what {
        What::Mark(inner) => Some(variant::read(raw, text.get(inner.clone())?, base)),
        What::Literal => Some(Reading::same(raw, find::OPEN)),
        What::Private(c) => Some(Reading::same(raw, c.to_string())),
    }
}

#[cfg(test)]
mod tests;
