//! Writes a start tag for an edition, told what to do with each attribute. A value that does not
//! change stays as it is written, quotes, references and all, and so does everything between.

use super::editor::{Editor, Show};
use super::escape::Place;
use super::link;
use super::run::Run;
use super::scan::{Attribute, Quote, Tag};
use super::spans::Spans;
use super::text::{self, Syntax, Voice, Words};
use crate::script::Script;

/// A start tag.
#[derive(Clone, Copy)]
pub(super) struct Start<'t> {
    pub(super) input: &'t str,
    pub(super) tag: &'t Tag,
    pub(super) attributes: &'t [Attribute],
    /// The script of the text around it.
    pub(super) script: Script,
    /// The script that readings are put in for.
    pub(super) reads: Script,
    /// An attribute to add, with the edition's tag as its value.
    pub(super) adds: Option<&'static str>,
}

/// What is done with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    /// Marks are put in, nothing else.
    Copy(Kind),
    Convert,
    Route,
    Refresh,
    Set(&'static str),
}

/// What a value is, for what is put into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Address,
    Script,
}

/// Its buffers are used again for each tag.
#[derive(Default)]
pub(super) struct Rewriter {
    run: Run,
    spans: Spans,
    /// The value that is being made.
    value: String,
    /// The tag as it will be.
    tag: String,
}

impl Rewriter {
    /// The tag as readers of the edition get it; `None` when it stays as it is.
    pub(super) fn rewrite(
        &mut self,
        editor: &Editor<'_>,
        start: Start<'_>,
        task: impl Fn(&Attribute) -> Task,
    ) -> Option<&str> {
        let Start { input, tag, .. } = start;
        self.tag.clear();
        let mut copied = tag.span.start;
        if let Some(added) = start.adds {
            editor.copy_range(input, copied..tag.named.end, Place::Name, &mut self.tag);
            self.tag.extend([" ", added, "=\"", editor.edition.to.tag(), "\""]);
            copied = tag.named.end;
        }
        for attribute in start.attributes {
            let written = input.get(attribute.value.clone()).unwrap_or_default();
            let task = task(attribute);
            if stays(editor, task, written) {
                continue;
            }
            self.value(editor, start, written, attribute.quote, task);
            if self.value == written {
                continue;
            }
            editor.copy_range(input, copied..attribute.value.start, Place::Name, &mut self.tag);
            // An attribute that had no value gets quotes for the one it has now.
            let quotes = if attribute.quote == Quote::Absent { ["=\"", "\""] } else { ["", ""] };
            let [before, after] = quotes;
            self.tag.extend([before, &self.value, after]);
            copied = attribute.value.end;
        }
        let rest = copied..tag.span.end;
        if copied == tag.span.start && !editor.marks(input.get(rest.clone())?) {
            return None;
        }
        editor.copy_range(input, rest, Place::Name, &mut self.tag);
        Some(&self.tag)
    }

    /// Makes the new value of an attribute.
    fn value(
        &mut self,
        editor: &Editor<'_>,
        start: Start<'_>,
        written: &str,
        quote: Quote,
        task: Task,
    ) {
        let place = match task {
            Task::Copy(Kind::Address) | Task::Route => Place::Address,
            Task::Copy(Kind::Script) => Place::Handler,
            _ => Place::Value(quote),
        };
        let own = link::own_address(editor, written, place);
        let filled = own.as_deref().unwrap_or(written);
        self.value.clear();
        if task == Task::Convert {
            self.convert(editor, start, filled, place);
            return;
        }
        let value = &mut self.value;
        let done = match task {
            // The page's own address is the edition's already.
            Task::Route if own.is_none() => {
                link::route(editor, filled, Syntax::Markup, Place::Value(quote), value)
            }
            Task::Refresh => link::refresh(editor, filled, Place::Value(quote), value),
            Task::Set(text) => {
                value.push_str(text);
                true
            }
            Task::Copy(_) | Task::Convert | Task::Route => false,
        };
        if !done {
            editor.copy(filled, Show::Text(start.reads), place, value);
        }
    }

    /// Converts a value as a text of its own.
    fn convert(&mut self, editor: &Editor<'_>, start: Start<'_>, value: &str, place: Place) {
        let voice = Voice {
            syntax: Syntax::Markup,
            words: Words::Convert,
            script: start.script,
            show: Show::Text(start.reads),
            place,
            note: 0,
            depth: 0,
        };
        self.spans.clear();
        text::collect(editor, value, 0..value.len(), voice, &mut self.spans, &mut self.run);
        self.run.write(value, editor, &mut self.value);
    }
}

/// Whether a value surely stays as it is. Most do, and are not looked at twice.
fn stays(editor: &Editor<'_>, task: Task, written: &str) -> bool {
    let plain = !editor.has_marks() && !written.contains('<');
    match task {
        Task::Copy(_) => plain,
        Task::Convert => plain && written.is_ascii() && !written.contains("&#"),
        Task::Route | Task::Refresh | Task::Set(_) => false,
    }
}
