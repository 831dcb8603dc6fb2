//! Faults as values: what is wrong, where it stands, and what to do about it, in two languages.
//!
//! Every pure stage returns what it could make together with a list of these. A diagnostic never
//! prints itself, never ends the program and never decides whether a build goes on; see
//! [`render()`] for how it is shown.

mod near;
mod render;
mod system;

use std::ops::Range;
use std::sync::Arc;

pub use near::nearest;
pub use render::{Language, Paint, render};
pub use system::refusal;

/// How grave a fault is. An [`Severity::Error`] keeps the last good output in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site cannot be published as it is.
    Error,
    /// The site is built, but somebody should look.
    Warning,
}

/// One sentence in the two languages that are written by hand. Traditional Chinese is made from
/// the Simplified one, as on any site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text {
    /// Simplified Chinese, for editors.
    pub zh: String,
    /// English, for developers and for `--lang en`.
    pub en: String,
}

impl Text {
    /// The same sentence twice.
    #[must_use]
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}

/// A stretch of one file. It carries the file's text, so that it can be shown with a caret
/// long after the stage that found it is over.
#[derive(Debug, Clone)]
pub struct Place {
    /// Path from the site's root, `/`-joined.
    pub path: Arc<str>,
    /// The file's whole text as it was read; empty when the fault is about the file itself.
    pub text: Arc<str>,
    /// Byte range in `text`. It may lie outside the text; then it is drawn at the nearest end.
    pub span: Range<usize>,
    /// The number of the text's first line, counted from 1: more where the text is one line of
    /// many that nobody keeps.
    pub first_line: usize,
}

impl Place {
    /// A stretch of a file's text.
    #[must_use]
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>, span: Range<usize>) -> Self {
        Self { path: path.into(), text: text.into(), span, first_line: 1 }
    }

    /// A file as a whole: one that is empty, unreadable, or wrongly named.
    #[must_use]
    pub fn file(path: impl Into<Arc<str>>) -> Self {
        Self::new(path, "", 0..0)
    }

    /// The place in a text that is not the beginning of its file.
    #[must_use]
    pub fn from_line(self, first_line: usize) -> Self {
        Self { first_line, ..self }
    }

    /// The span, brought inside the text and onto character boundaries.
    #[must_use]
    pub fn clamped(&self) -> Range<usize> {
        let floor = |at: usize| {
            let mut at = at.min(self.text.len());
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = floor(self.span.start);
        start..floor(self.span.end).max(start)
    }

    /// Line and column of the first character, both counted from 1, columns in characters.
    #[must_use]
    pub fn line_column(&self) -> (usize, usize) {
        let before = self.text.get(..self.clamped().start).unwrap_or_default();
        let line = before.bytes().filter(|&b| b == b'\n').count() + self.first_line;
        let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
        (line, column)
    }
}

/// One fault.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// A short stable name, such as `missing-title`; the handbook lists them.
    pub code: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong.
    pub what: Text,
    /// What to do about it.
    pub help: Option<Text>,
    /// Where it stands; absent when it is about the site as a whole.
    pub place: Option<Place>,
}

impl Diagnostic {
    /// A fault that keeps the site from being published. `zh` and `en` say the same.
    #[must_use]
    pub fn error(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, Text::new(zh, en))
    }

    /// A fault that somebody should look at. `zh` and `en` say the same.
    #[must_use]
    pub fn warning(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, Text::new(zh, en))
    }

    fn new(severity: Severity, code: &'static str, what: Text) -> Self {
        Self { code, severity, what, help: None, place: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.help = Some(Text::new(zh, en));
        self
    }

    /// Adds where it stands.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Whether it keeps the site from being published.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Puts diagnostics in the order in which they are shown (by file, place, code), each once, so
/// that the same input prints the same list whatever the threads did.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    fn key(d: &Diagnostic) -> (&str, usize, usize, Severity, &str, &Text) {
        let (path, start, end) =
            d.place.as_ref().map_or(("", 0, 0), |p| (&*p.path, p.span.start, p.span.end));
        (path, start, end, d.severity, d.code, &d.what)
    }
    diagnostics.sort_by(|a, b| key(a).cmp(&key(b)));
    diagnostics.dedup_by(|a, b| key(a) == key(b));
}
