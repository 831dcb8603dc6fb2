//! The pass over HTML: one walk from tag to tag. What needs no change is not even looked at
//! twice: it is copied in stretches as long as they come.
//!
//! It never builds a tree and never repairs one.

use std::ops::Range;

use memchr::memchr;

use super::OwnAddress;
use super::attribute::{self, Bearer, LANG};
use super::editor::{Editor, Show};
use super::element::Kind;
use super::escape::Place;
use super::facts::{Facts, Part};
use super::json;
use super::line::{self, Known, Line};
use super::name::Name;
use super::open::{Guard, Open, State, Tongue};
use super::plain;
use super::rewrite::{Rewriter, Start};
use super::run::{OPAQUE, Role};
use super::scan::{self, Attribute, Closed, Dialect, Markup, Tag};
use super::sheet::Sheet;
use super::spans::Spans;
use super::text::{self, Syntax, Voice, Words};
use crate::script::Script;

const HEAD: Name = Name::new("head");

/// Appends the document as readers of the edition get it.
pub(super) fn pass(input: &str, editor: &Editor<'_>, out: &mut String) {
    let mut pass = Pass {
        editor,
        sheet: Sheet::new(input, out),
        open: Open::new(editor.edition.to),
        spans: Spans::default(),
        rewriter: Rewriter::default(),
        rooted: false,
        line: None,
    };
    pass.walk();
    pass.sheet.finish(editor);
}

struct Pass<'d, 'e> {
    editor: &'d Editor<'e>,
    sheet: Sheet<'d>,
    open: Open,
    spans: Spans,
    rewriter: Rewriter,
    /// Whether `<html>` has been seen.
    rooted: bool,
    /// The line that is watched.
    line: Option<Line<'d>>,
}

impl Pass<'_, '_> {
    fn walk(&mut self) {
        let bytes = self.sheet.input.as_bytes();
        let mut attributes = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let next = bytes.get(at..).and_then(|rest| memchr(b'<', rest));
            let end = next.map_or(bytes.len(), |next| at + next);
            self.text(at..end);
            at = if next.is_none() {
                end
            } else if let Some(behind) = self.known_line(at, end) {
                behind
            } else {
                self.markup(end, &mut attributes)
            };
            self.end_line(at);
        }
    }

    /// Writes the line that begins at `at`, after the text from `after` on, if it is known how; gives
    /// where it ends.
    fn known_line(&mut self, after: usize, at: usize) -> Option<usize> {
        let lasting = self.editor.edition.lasting?;
        if !line::begins(self.sheet.part(after..at)) {
            return None;
        }
        // A text that ends here anyway, ends now.
        if !self.sheet.run.is_empty()
            && scan::named(self.sheet.input, at).is_some_and(|name| !Kind::of(name).is_inline())
        {
            self.sheet.flush(self.editor);
        }
        if !self.sheet.run.is_empty() || !self.spans.is_empty() {
            return None;
        }
        let context = self.open.context()?;
        let (input, sheet) = (self.sheet.input, &mut self.sheet);
        let write = |text: &str, came_out: &str| {
            // What stays as it is, is copied with what stands around it.
            if text != came_out {
                sheet.put(at..at + text.len(), Role::Clear, 0, came_out);
            }
        };
        match line::ask(input, at, context, lasting, write) {
            Known::Written(end) => Some(end),
            // What a mark stands for is another thing on the next site.
            Known::Watched(line) if !self.editor.marks(self.sheet.part(at..line.end)) => {
                self.editor.put_own_address();
                self.line = Some(line.begun(self.sheet.written(at)));
                None
            }
            Known::Nothing | Known::Watched(_) => None,
        }
    }

    /// Keeps the line that is watched, if it ends at `at` and all is as it was where it began.
    fn end_line(&mut self, at: usize) {
        let Some(line) = self.line.take_if(|line| line.end <= at) else { return };
        let is_whole = line.end == at && self.sheet.run.is_empty() && self.spans.is_empty();
        if is_whole
            && !self.editor.put_own_address()
            && self.open.context() == Some(line.context)
            && let Some(lasting) = self.editor.edition.lasting
        {
            self.sheet.written(at);
            line.keep(lasting, self.sheet.out.get(line.written..).unwrap_or_default());
        }
    }

    /// Handles what begins at the `<` at `at`, and gives where it ends.
    fn markup(&mut self, at: usize, attributes: &mut Vec<Attribute>) -> usize {
        let dialect = match self.open.state().tongue {
            Tongue::Html => Dialect::Html,
            Tongue::Foreign => Dialect::Foreign,
        };
        match scan::markup(self.sheet.input, at, dialect, attributes) {
            Markup::Text => {
                self.text(at..at + 1);
                at + 1
            }
            Markup::Aside(end) => {
                self.keep(at..end, Place::Comment);
                end
            }
            Markup::Unclosed => {
                let end = self.sheet.input.len();
                self.sheet.flush(self.editor);
                self.keep(at..end, Place::Name);
                end
            }
            Markup::Start(tag) => self.start(&tag, attributes),
            Markup::End(tag) => self.end(&tag),
        }
    }

    fn start(&mut self, tag: &Tag, attributes: &[Attribute]) -> usize {
        let mut kind = Kind::of(tag.name);
        if let Kind::Own(form) = kind {
            return self.own_address(form, tag);
        }
        if kind == Kind::Root {
            // The second one is another thing than the first.
            self.line = None;
            if std::mem::replace(&mut self.rooted, true) {
                kind = Kind::Block;
            }
        }
        if !kind.is_inline() {
            self.sheet.flush(self.editor);
        }
        self.open.imply(tag.name, kind);
        self.spans.leave(self.open.depth());
        let outside = self.open.state();
        let facts = Facts::of(tag, attributes, self.sheet.input);
        let state = inside(outside, kind, facts);
        self.tag(tag, attributes, Bearer { kind, facts, state }, outside.note);
        let closed = outside.tongue == Tongue::Foreign && tag.closed == Closed::Itself;
        if kind.is_void() || closed {
            return tag.span.end;
        }
        self.open.push(tag.name, kind, state);
        self.content(tag, kind, facts)
    }

    fn end(&mut self, tag: &Tag) -> usize {
        let kind = Kind::of(tag.name);
        if let Kind::Own(_) = kind {
            // Without a start it is nothing, and nobody should see it.
            let note = self.open.state().note;
            self.sheet.put(tag.span.clone(), Role::Clear, note, "");
            return tag.span.end;
        }
        if !kind.is_inline() {
            self.sheet.flush(self.editor);
        }
        self.keep(tag.span.clone(), Place::Name);
        self.open.close(tag.name);
        self.spans.leave(self.open.depth());
        if tag.name == HEAD && self.editor.keeps_all() {
            let rest = self.sheet.input.as_bytes().get(tag.span.end..).unwrap_or_default();
            if plain::is_untouched(rest) {
                return self.sheet.input.len();
            }
        }
        tag.span.end
    }

    /// Writes a start tag.
    fn tag(&mut self, tag: &Tag, attributes: &[Attribute], bearer: Bearer, note: usize) {
        let (editor, input) = (self.editor, self.sheet.input);
        let range = tag.span.clone();
        let role = match bearer.kind {
            Kind::Break => Role::Wall('\n'),
            Kind::Object => OPAQUE,
            _ => Role::Clear,
        };
        let unnamed = bearer.kind == Kind::Root && !attributes.iter().any(|it| it.key == LANG);
        let start = Start {
            input,
            tag,
            attributes,
            script: self.script(),
            reads: bearer.state.reads,
            adds: unnamed.then_some("lang"),
        };
        let task = |attribute: &Attribute| attribute::task(editor, input, attribute, bearer);
        match self.rewriter.rewrite(editor, start, task) {
            Some(tag) => self.sheet.put(range, role, note, tag),
            None => self.sheet.leave(range, role, note),
        }
    }

    /// Handles content that is not markup, and gives where it ends.
    fn content(&mut self, tag: &Tag, kind: Kind, facts: Facts) -> usize {
        let start = tag.span.end;
        let input = self.sheet.input;
        // In `svg`, `title` and `style` hold markup like any other element.
        let is_html = self.open.state().tongue == Tongue::Html;
        let end = match kind {
            Kind::Words | Kind::Raw | Kind::Style if is_html => {
                scan::raw_end(input, start, tag.name)
            }
            Kind::Script => scan::script_end(input, start),
            Kind::Rest => input.len(),
            _ => return start,
        };
        match kind {
            Kind::Words => self.text(start..end),
            Kind::Script if facts.part == Part::LinkedData => {
                let mut data = String::new();
                json::pass(self.sheet.part(start..end), self.editor, &mut data);
                self.sheet.put(start..end, OPAQUE, 0, &data);
            }
            Kind::Script => self.keep(start..end, Place::Script),
            Kind::Style => self.keep(start..end, Place::Style),
            _ => self.keep(start..end, Place::Text),
        }
        end
    }

    fn text(&mut self, range: Range<usize>) {
        let text = self.sheet.part(range.clone());
        if text.is_empty() {
            return;
        }
        let state = self.open.state();
        let kept = state.guard != Guard::No;
        if (kept || !self.editor.changes(self.script())) && !self.editor.marks(text) {
            self.sheet.leave(range, OPAQUE, state.note);
            return;
        }
        // Space between blocks begins no text; a block's own words may begin with ASCII.
        if self.sheet.run.is_empty() && text.bytes().all(scan::is_space) {
            return;
        }
        let voice = Voice {
            syntax: Syntax::Markup,
            words: if kept { Words::Keep } else { Words::Convert },
            script: self.editor.edition.from,
            show: if state.guard == Guard::Code { Show::Raw } else { Show::Text(state.reads) },
            place: Place::Text,
            note: state.note,
            depth: self.open.depth(),
        };
        let Sheet { input, run, .. } = &mut self.sheet;
        text::collect(self.editor, input, range, voice, &mut self.spans, run);
    }

    /// The script of text here.
    fn script(&self) -> Script {
        self.spans.script().unwrap_or(self.editor.edition.from)
    }

    /// Leaves a part of the input as it is, but for marks.
    fn keep(&mut self, range: Range<usize>, place: Place) {
        let state = self.open.state();
        self.sheet.keep(self.editor, range, (Show::Text(state.reads), place), state.note);
    }

    /// Fills a placeholder, and gives where it ends.
    fn own_address(&mut self, form: OwnAddress, tag: &Tag) -> usize {
        let input = self.sheet.input;
        let rest = self.sheet.part(tag.span.end..input.len()).trim_start();
        let after = input.len() - rest.len();
        let end = match scan::markup(input, after, Dialect::Html, &mut Vec::new()) {
            Markup::End(end) if rest.starts_with('<') && end.name == tag.name => end.span.end,
            _ => tag.span.end,
        };
        let address = self.editor.own_address(form);
        self.sheet.put(tag.span.start..end, OPAQUE, self.open.state().note, &address);
        end
    }
}

/// What holds inside an element, and for its own attributes.
fn inside(outside: State, kind: Kind, facts: Facts) -> State {
    let mut state = outside;
    if matches!(kind, Kind::Code | Kind::Pre) {
        state.guard = Guard::Code;
    }
    if kind == Kind::Root {
        return state;
    }
    if let Some(chinese) = facts.own_tongue {
        state.reads = chinese.script.unwrap_or(state.reads);
    }
    let kept = facts.own_tongue.is_some() || facts.untranslated || facts.foreign_link;
    if kept && state.guard == Guard::No {
        state.guard = Guard::Kept;
    }
    state
}
