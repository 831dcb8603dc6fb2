//! Takes a stretch of text apart for a run: words, references and escapes, marks. It never
//! converts and never writes; the run does.

use std::ops::Range;

use super::editor::{Editor, Mark, Show};
use super::escape::Place;
use super::reference::{self, Reference};
use super::run::{OPAQUE, Role, Run};
use super::spans::Spans;
use crate::script::Script;

/// How characters may be written other than as themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    /// `&amp;`
    Markup,
    /// `\n`
    Json,
    /// Not at all: CDATA.
    Verbatim,
}

/// What a stretch of text is part of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Voice {
    pub(super) syntax: Syntax,
    pub(super) words: Words,
    /// The script of words outside of any span.
    pub(super) script: Script,
    pub(super) show: Show,
    /// Where it stands, for what is put in.
    pub(super) place: Place,
    pub(super) note: usize,
    /// How many elements are open here.
    pub(super) depth: usize,
}

/// What happens to the words of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    Convert,
    Keep,
}

/// Hands the text at `range` of `input` to `run`, piece by piece. `spans` are those that are open
/// here, and change with every end of one that is met.
pub(super) fn collect(
    editor: &Editor<'_>,
    input: &str,
    range: Range<usize>,
    voice: Voice,
    spans: &mut Spans,
    run: &mut Run,
) {
    let Some(document) = input.get(..range.end) else { return };
    let mut from = range.start;
    let mut at = from;
    while let Some(here) = editor.next(document.as_bytes(), at, voice.syntax.sign()) {
        let length = if let Some((mark, length)) = editor.mark(document, here) {
            run.push(document, from..here, role(voice, spans), voice.note);
            put(&mark, here..here + length, voice, spans, run);
            length
        } else if let Some(found) = reference::at(document, here, voice.syntax) {
            run.push(document, from..here, role(voice, spans), voice.note);
            let length = found.length;
            refer(editor, document, here, &found, voice, spans, run);
            length
        } else {
            at = here + 1;
            continue;
        };
        at = here + length;
        from = at;
    }
    run.push(document, from..range.end, role(voice, spans), voice.note);
}

/// What plain text is at a place.
fn role(voice: Voice, spans: &Spans) -> Role {
    match voice.words {
        Words::Convert => Role::Text(spans.script().unwrap_or(voice.script)),
        Words::Keep => OPAQUE,
    }
}

fn put(mark: &Mark<'_>, range: Range<usize>, voice: Voice, spans: &mut Spans, run: &mut Run) {
    let role = match *mark {
        Mark::Begin(script) => {
            spans.begin(script, voice.depth);
            Role::Clear
        }
        Mark::End => {
            spans.end();
            Role::Clear
        }
        Mark::Reading(_) | Mark::Encoded(_) => OPAQUE,
    };
    run.push_own(range, role, voice.note, |own| mark.write(voice.show, voice.place, own));
}

/// A reference stays as it is written, but for a number that stands for a Han character: that is
/// text.
fn refer(
    editor: &Editor<'_>,
    document: &str,
    at: usize,
    found: &Reference,
    voice: Voice,
    spans: &mut Spans,
    run: &mut Run,
) {
    let range = at..at + found.length;
    let role = role(voice, spans);
    let converts = matches!(role, Role::Text(script) if editor.changes(script));
    if converts && found.is_han() {
        run.push_own(range, role, voice.note, |own| own.extend(found.stands_for));
    } else if let (Syntax::Json, Some(mark)) =
        (voice.syntax, found.stands_for.and_then(|c| editor.named(c)))
    {
        // Some writers of JSON only write ASCII. Nobody but an author writes one as `&#…;`.
        put(&mark, range, voice, spans, run);
    } else {
        run.push(document, range, found.role(), voice.note);
    }
}

impl Syntax {
    /// The byte that every reference begins with.
    fn sign(self) -> Option<u8> {
        match self {
            Self::Markup => Some(b'&'),
            Self::Json => Some(b'\\'),
            Self::Verbatim => None,
        }
    }
}
