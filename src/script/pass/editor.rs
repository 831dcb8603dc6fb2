//! What the three passes share: the edition, its converters, and the marks that a document may
//! hold. It never reads markup.

use std::cell::{Cell, RefCell};
use std::ops::Range;

use memchr::{memchr, memchr2, memchr2_iter, memchr3};

use super::escape::{self, Place};
use super::memo::{Key, Met};
use super::{Edition, Heard, OwnAddress, Quotes};
use crate::script::private::{self, Private};
use crate::script::{Converter, Fixed, Reading, Script, converter};

/// The longest text that is remembered by itself, in bytes.
const SHORT: usize = 600;

/// One edition at work on one document.
pub(super) struct Editor<'e> {
    pub(super) edition: &'e Edition<'e>,
    /// From the site's script; others are asked for when a span needs them.
    main: Option<&'static Converter>,
    /// Whether the document holds characters of planes 15 or 16 as such.
    private: bool,
    /// Whether it may hold some percent-encoded.
    encoded: bool,
    /// Whether it may hold some as `\u` numbers.
    numbered: bool,
    /// Whether the page's own address was put in since that was last asked.
    own: Cell<bool>,
    /// Who wants to know the texts.
    heard: Option<&'e RefCell<Vec<Heard>>>,
}

/// How readings are put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Show {
    /// The text for readers of this script.
    Text(Script),
    /// What the author wrote.
    Raw,
}

/// A mark in a document.
pub(super) enum Mark<'e> {
    Reading(&'e Reading),
    /// As [`Mark::Reading`], percent-encoded.
    Encoded(&'e Reading),
    Begin(Script),
    End,
}

impl<'e> Editor<'e> {
    pub(super) fn new(edition: &'e Edition<'e>, document: &str) -> Self {
        let bytes = document.as_bytes();
        let [plane_15, plane_16] = private::LEADS;
        let (mut encoded, mut numbered) = (false, false);
        for sign in memchr2_iter(b'%', b'\\', bytes) {
            match bytes.get(sign..sign + 4) {
                Some([b'%', b'F' | b'f', b'3' | b'4', b'%']) => encoded = true,
                Some([b'\\', b'u', b'D' | b'd', b'B' | b'b']) => numbered = true,
                _ => {}
            }
        }
        Self {
            edition,
            main: converter(edition.from, edition.to),
            private: memchr2(plane_15, plane_16, bytes).is_some(),
            encoded,
            numbered,
            own: Cell::new(false),
            heard: None,
        }
    }

    /// An editor that tells the texts it meets, those too that stay as they are.
    pub(super) fn listening(
        edition: &'e Edition<'e>,
        document: &str,
        list: &'e RefCell<Vec<Heard>>,
    ) -> Self {
        Self { heard: Some(list), ..Self::new(edition, document) }
    }

    /// The page's own address, wherever it is to be put in.
    pub(super) fn own_address(&self, form: OwnAddress) -> String {
        self.own.set(true);
        self.edition.links.own_address(form)
    }

    /// Whether the page's own address was put in since this was last asked: what came out then is this
    /// page's alone.
    pub(super) fn put_own_address(&self) -> bool {
        self.own.take()
    }

    /// Whether somebody wants to know the texts.
    pub(super) fn heard(&self) -> Option<&'e RefCell<Vec<Heard>>> {
        self.heard
    }

    pub(super) fn quotes(&self) -> Quotes {
        self.edition.quotes
    }

    /// What makes text in this script the edition's; `None` when it is already.
    pub(super) fn converter(&self, script: Script) -> Option<&'static Converter> {
        if script == self.edition.from { self.main } else { converter(script, self.edition.to) }
    }

    /// Appends a text in this script as `convert` does, which is not asked for one that was met a while
    /// ago.
    pub(super) fn once(
        &self,
        script: Script,
        text: &str,
        out: &mut String,
        convert: impl FnOnce(&mut String),
    ) {
        let Some(lasting) = self.edition.lasting.filter(|_| text.len() <= SHORT) else {
            return convert(out);
        };
        // Lines have other numbers around them: hashes, which these are none of.
        let key = Key::new(lasting, script as u64 + 1, text);
        let start = out.len();
        match key.recall(lasting, |converted| out.push_str(converted)) {
            Met::Known => {}
            Met::First | Met::Again => {
                convert(out);
                key.keep(lasting, out.get(start..).unwrap_or_default());
            }
        }
    }

    /// The places of a text in this script that the editors' own words fix. Most texts have none,
    /// and the list then takes no memory.
    pub(super) fn fixed(&self, script: Script, text: &str) -> Vec<Fixed<'e>> {
        let mut fixed = Vec::new();
        self.edition.words.find(script, self.edition.to, text, &mut fixed);
        fixed
    }

    /// Whether text in this script may change at all.
    pub(super) fn changes(&self, script: Script) -> bool {
        self.quotes() == Quotes::Corner || self.heard.is_some() || self.converter(script).is_some()
    }

    /// Whether the document may hold marks in any form.
    pub(super) fn has_marks(&self) -> bool {
        self.private || self.encoded || self.numbered
    }

    /// Whether no word, link or mark of the document changes: it is in the edition's script, and
    /// its links lead where they should. What remains is what an edition says of itself.
    pub(super) fn keeps_all(&self) -> bool {
        self.main.is_none()
            && self.heard.is_none()
            && self.quotes() == Quotes::Keep
            && !self.has_marks()
            && !self.edition.links.lead_elsewhere()
    }

    /// Whether JSON strings may hold marks as `\u` numbers.
    pub(super) fn has_numbers(&self) -> bool {
        self.numbered
    }

    /// The next byte at or after `from` that may begin a mark, or that is `sign`.
    pub(super) fn next(&self, bytes: &[u8], from: usize, sign: Option<u8>) -> Option<usize> {
        let rest = bytes.get(from..)?;
        let [plane_15, plane_16] = private::LEADS;
        let found = match (sign, self.private, self.encoded) {
            (_, _, true) => rest.iter().position(|&byte| {
                byte == b'%' || private::LEADS.contains(&byte) || Some(byte) == sign
            }),
            (Some(sign), true, false) => memchr3(sign, plane_15, plane_16, rest),
            (None, true, false) => memchr2(plane_15, plane_16, rest),
            (Some(sign), false, false) => memchr(sign, rest),
            (None, false, false) => None,
        };
        found.map(|found| from + found)
    }

    /// The mark that begins at `at`, and its length. A character that stands for nothing is none.
    pub(super) fn mark(&self, text: &str, at: usize) -> Option<(Mark<'e>, usize)> {
        let rest = text.get(at..)?;
        if rest.starts_with('%') {
            let (c, length) = percent_decoded(rest)?;
            let mark = match self.named(c)? {
                Mark::Reading(reading) => Mark::Encoded(reading),
                other => other,
            };
            return Some((mark, length));
        }
        let c = rest.chars().next()?;
        Some((self.named(c)?, c.len_utf8()))
    }

    /// The mark that a character is.
    pub(super) fn named(&self, c: char) -> Option<Mark<'e>> {
        Some(match private::of(c)? {
            Private::Reading(_) => Mark::Reading(self.edition.readings.get(c)?),
            Private::Begin(script) => Mark::Begin(script),
            Private::End => Mark::End,
        })
    }

    /// Appends a part of the document in which nothing is converted, marks put in.
    pub(super) fn copy(&self, text: &str, show: Show, place: Place, out: &mut String) {
        let mut copied = 0;
        let mut at = 0;
        while let Some(here) = self.next(text.as_bytes(), at, None) {
            let Some((mark, length)) = self.mark(text, here) else {
                at = here + 1;
                continue;
            };
            out.push_str(text.get(copied..here).unwrap_or_default());
            mark.write(show, place, out);
            at = here + length;
            copied = at;
        }
        out.push_str(text.get(copied..).unwrap_or_default());
    }

    /// Whether a part of the document holds a mark.
    pub(super) fn marks(&self, text: &str) -> bool {
        let mut at = 0;
        while let Some(here) = self.next(text.as_bytes(), at, None) {
            if self.mark(text, here).is_some() {
                return true;
            }
            at = here + 1;
        }
        false
    }

    /// [`Editor::copy`] of a range of the document.
    pub(super) fn copy_range(
        &self,
        document: &str,
        range: Range<usize>,
        place: Place,
        out: &mut String,
    ) {
        let text = document.get(range).unwrap_or_default();
        if self.has_marks() {
            self.copy(text, Show::Text(self.edition.to), place, out);
        } else {
            out.push_str(text);
        }
    }
}

impl Mark<'_> {
    /// Appends what readers see for the mark: nothing for the ends of a span.
    pub(super) fn write(&self, show: Show, place: Place, out: &mut String) {
        let (reading, place) = match self {
            Self::Reading(reading) => (reading, place),
            Self::Encoded(reading) => (reading, Place::Address),
            Self::Begin(_) | Self::End => return,
        };
        let text = match show {
            Show::Text(script) => reading.text(script),
            Show::Raw => reading.raw(),
        };
        escape::write(text, place, out);
    }
}

/// The character of four bytes that stands percent-encoded at the beginning, and the length of it.
fn percent_decoded(text: &str) -> Option<(char, usize)> {
    let encoded = text.get(..12)?;
    let mut bytes = [0; 4];
    for (byte, triple) in bytes.iter_mut().zip(encoded.as_bytes().chunks_exact(3)) {
        let digits = triple.strip_prefix(b"%")?;
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    let c = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    (c.len_utf8() == 4).then_some((c, encoded.len()))
}
