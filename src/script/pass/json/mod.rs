//! The pass over JSON: JSON-LD, JSON feeds. Strings under some keys are converted or led through
//! the routes; every other byte is copied, also when it is no JSON at all.
//!
//! It never builds a value, and never writes a string again that did not change.

mod key;

use std::ops::Range;

use memchr::memchr2;

use super::editor::{Editor, Show};
use super::escape::{self, Place};
use super::facts;
use super::html;
use super::link;
use super::reference;
use super::run::{OPAQUE, Role};
use super::scan::is_space;
use super::sheet::Sheet;
use super::spans::Spans;
use super::text::{self, Syntax, Voice, Words};
use key::Key;

/// Appends the document as readers of the edition get it.
pub(super) fn pass(input: &str, editor: &Editor<'_>, out: &mut String) {
    let mut pass = Pass {
        editor,
        sheet: Sheet::new(input, out),
        spans: Spans::default(),
        nest: Vec::new(),
        key: Key::Other,
    };
    let bytes = input.as_bytes();
    let mut at = 0;
    while let Some(sign) = bytes.get(at..).and_then(next_sign) {
        pass.keep(at..at + sign);
        at = pass.sign(at + sign);
    }
    pass.keep(at..input.len());
    pass.sheet.finish(editor);
}

struct Pass<'d, 'e> {
    editor: &'d Editor<'e>,
    sheet: Sheet<'d>,
    spans: Spans,
    /// The objects and lists that are open here.
    nest: Vec<Nest>,
    /// The key whose value comes next.
    key: Key,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Nest {
    Object,
    /// Its strings are what its key is.
    List(Key),
}

/// The next byte that says where the walk is.
fn next_sign(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|b| matches!(b, b'"' | b'{' | b'}' | b'[' | b']' | b','))
}

impl Pass<'_, '_> {
    /// Handles the sign at `at`, and gives where the walk goes on.
    fn sign(&mut self, at: usize) -> usize {
        let key = self.value_key();
        match self.sheet.input.as_bytes().get(at) {
            Some(b'"') => return self.string(at),
            Some(b'{') => self.nest.push(Nest::Object),
            Some(b'[') => self.nest.push(Nest::List(key)),
            Some(b'}' | b']') => _ = self.nest.pop(),
            _ => {}
        }
        self.key = Key::Other;
        at + 1
    }

    /// What the next value is.
    fn value_key(&self) -> Key {
        match self.nest.last() {
            Some(Nest::List(key)) => *key,
            Some(Nest::Object) | None => self.key,
        }
    }

    fn string(&mut self, at: usize) -> usize {
        let input = self.sheet.input;
        let bytes = input.as_bytes();
        let Some(end) = string_end(bytes, at + 1) else {
            self.keep(at..input.len());
            return input.len();
        };
        let range = at + 1..end;
        let after = bytes.get(end + 1..).unwrap_or_default();
        let is_key = self.nest.last() == Some(&Nest::Object)
            && after.iter().find(|&&b| !is_space(b)) == Some(&b':');
        if is_key {
            self.key = Key::of(self.sheet.part(range.clone()));
            self.keep(range);
        } else {
            self.value(range);
        }
        end + 1
    }

    fn value(&mut self, range: Range<usize>) {
        let written = self.sheet.part(range.clone());
        let key = self.value_key();
        let mut new = String::new();
        let changed = match key {
            Key::Words => {
                self.text(range, Words::Convert, Place::Script);
                return;
            }
            Key::Link => link::route(self.editor, written, Syntax::Json, Place::Script, &mut new),
            Key::Language => {
                // A list of languages names those of the whole site.
                let one = matches!(self.nest.last(), Some(Nest::Object));
                new.push_str(self.editor.edition.to.tag());
                one && facts::own_tongue(written).is_some()
            }
            Key::Html => self.html(written, &mut new),
            Key::Other => false,
        };
        if changed {
            self.sheet.put(range, OPAQUE, 0, &new);
        } else {
            let is_link = key == Key::Link;
            let place = if is_link { Place::Address } else { Place::Script };
            self.text(range, Words::Keep, place);
        }
    }

    /// A string that holds HTML.
    fn html(&self, written: &str, new: &mut String) -> bool {
        let page = reference::decode(written, Syntax::Json);
        let mut passed = String::new();
        html::pass(&page, self.editor, &mut passed);
        escape::write(&passed, Place::Script, new);
        passed != page
    }

    /// A string that is text of its own.
    fn text(&mut self, range: Range<usize>, words: Words, place: Place) {
        let idle = words == Words::Keep || !self.editor.changes(self.editor.edition.from);
        let text = self.sheet.part(range.clone());
        if idle && !self.editor.has_numbers() && !self.editor.marks(text) {
            return;
        }
        let voice = Voice {
            syntax: Syntax::Json,
            words,
            script: self.editor.edition.from,
            show: Show::Text(self.editor.edition.to),
            place,
            note: 0,
            depth: 0,
        };
        self.spans.clear();
        let Sheet { input, run, .. } = &mut self.sheet;
        text::collect(self.editor, input, range, voice, &mut self.spans, run);
        self.sheet.flush(self.editor);
    }

    /// Leaves a part of the document as it is, but for marks.
    fn keep(&mut self, range: Range<usize>) {
        let text = self.sheet.part(range.clone());
        if self.editor.marks(text) {
            let mut copy = String::with_capacity(text.len());
            let show = Show::Text(self.editor.edition.to);
            self.editor.copy(text, show, Place::Script, &mut copy);
            self.sheet.put(range, Role::Clear, 0, &copy);
        }
    }
}

/// Where the string that began at `from` ends: at its quotation mark.
fn string_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let found = at + memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes.get(found) == Some(&b'"') {
            return Some(found);
        }
        at = found + 2;
    }
}
