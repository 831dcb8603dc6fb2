//! A text of the site with its fixed text (`-{…}-`) marked, and the way back to what the author
//! wrote. Articles, settings and templates are all read as one of these. It never looks at what
//! else the text says.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place};
use crate::script::{MarkProblemKind, Readings, Script, Shifts, mark};

/// See the module.
#[derive(Debug, Clone)]
pub(crate) struct MarkedText {
    /// Path from the site's root.
    pub(crate) path: Arc<str>,
    /// As the author wrote it.
    pub(crate) original: Arc<str>,
    /// With each mark as one private-use character.
    pub(crate) text: Arc<str>,
    shifts: Shifts,
}

impl MarkedText {
    /// Marks a text. `script` is the one that the site is written in; marks that are not whole
    /// stay as they are, beside a fault.
    pub(crate) fn read(
        path: Arc<str>,
        original: Arc<str>,
        script: Script,
        readings: &Readings,
    ) -> (Self, Vec<Diagnostic>) {
        let marked = mark::parse(&original, script, readings);
        let faults = marked
            .problems
            .iter()
            .map(|problem| {
                let place = Place::new(path.clone(), original.clone(), problem.span.clone());
                bad_mark(problem.kind).at(place)
            })
            .collect();
        let (text, shifts) = match marked.text {
            Cow::Borrowed(_) => (original.clone(), marked.shifts),
            Cow::Owned(text) => (Arc::from(text), marked.shifts),
        };
        (Self { path, original, text, shifts }, faults)
    }

    /// Marks more of it: each stretch of the marked text becomes a character of fixed text. The
    /// stretches are in order and apart from one another.
    pub(crate) fn mark(&mut self, stretches: &[(Range<usize>, char)]) {
        if !stretches.is_empty() {
            let (text, shifts) = mark::add(&self.text, &self.shifts, stretches);
            self.text = Arc::from(text);
            self.shifts = shifts;
        }
    }

    /// A stretch of the marked text, as a place in the author's file.
    pub(crate) fn place(&self, span: &Range<usize>) -> Place {
        self.original_place(self.shifts.original(span.start)..self.shifts.original(span.end))
    }

    /// A stretch of the author's file.
    pub(crate) fn original_place(&self, span: Range<usize>) -> Place {
        Place::new(self.path.clone(), self.original.clone(), span)
    }
}

/// The fault of what looks like a mark and is none.
pub(crate) fn bad_mark(kind: MarkProblemKind) -> Diagnostic {
    let (zh, en) = match kind {
        MarkProblemKind::Unclosed => ("“-{”没有配上“}-”", "this `-{` is never closed by `}-`"),
        MarkProblemKind::Nested => ("“-{ }-”里面又套了一层", "`-{ }-` stands inside another one"),
    };
    Diagnostic::error("bad-mark", zh, en).help(
        "固定用字写成 -{文字}-，或 -{zh-hans:简体;zh-hant:繁體}-；要照原样显示，写成 \\-{。",
        "Write -{text}- or -{zh-hans:…;zh-hant:…}-; write \\-{ to show it as it is.",
    )
}
