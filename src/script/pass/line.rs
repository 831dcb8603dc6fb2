//! Lines of a page that come again on other pages. A line that begins and ends between texts, and
//! leaves the same elements open as before, comes out the same wherever the same are open: it is
//! walked through once in a while and then copied. It never looks into a line.

use memchr::{memchr, memrchr};

use super::memo::{Key, LONGEST, Lasting, Met};

/// The shortest line that is kept, in bytes: others are walked through as fast.
const SHORTEST: usize = 16;

/// A line that is watched on its way through the pass.
pub(super) struct Line<'d> {
    key: Key<'d>,
    /// Where it ends in the document.
    pub(super) end: usize,
    /// What was open when it began.
    pub(super) context: u64,
    /// How much was written then.
    pub(super) written: usize,
}

/// What is known of a line.
pub(super) enum Known<'d> {
    /// Nothing, and it is not worth watching.
    Nothing,
    /// It is to be watched.
    Watched(Line<'d>),
    /// It was written; the document goes on here.
    Written(usize),
}

/// Whether a line begins after this text.
pub(super) fn begins(before: &str) -> bool {
    memrchr(b'\n', before.as_bytes()).is_some()
}

/// Asks for the line of `document` that begins at `at`. `write` is told how it came out.
pub(super) fn ask<'d>(
    document: &'d str,
    at: usize,
    context: u64,
    lasting: Lasting<'_>,
    write: impl FnOnce(&str, &str),
) -> Known<'d> {
    let bytes = document.as_bytes();
    let rest = bytes.get(at..).unwrap_or_default();
    // What is never ended reaches to the end of the document: the last line is as long as it looks
    // only there.
    let Some(line) = memchr(b'\n', rest).and_then(|length| rest.get(..length)) else {
        return Known::Nothing;
    };
    let length = line.trim_ascii_end().len();
    if !(SHORTEST..=LONGEST).contains(&length) {
        return Known::Nothing;
    }
    let end = at + length;
    let Some(text) = document.get(at..end) else { return Known::Nothing };
    let key = Key::new(lasting, context, text);
    match key.recall(lasting, |came_out| write(text, came_out)) {
        Met::Known => Known::Written(end),
        Met::Again => Known::Watched(Line { key, end, context, written: 0 }),
        Met::First => Known::Nothing,
    }
}

impl Line<'_> {
    /// The line, when so much of the page was written as it began.
    pub(super) fn begun(self, written: usize) -> Self {
        Self { written, ..self }
    }

    /// Keeps how the line came out.
    pub(super) fn keep(&self, lasting: Lasting<'_>, came_out: &str) {
        self.key.keep(lasting, came_out);
    }
}
