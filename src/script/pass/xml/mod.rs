//! The pass over XML: Atom and RSS feeds. The text of some elements is converted, addresses are led
//! through the routes, HTML inside is passed as HTML; every other byte is copied, also when it
//! is no XML at all.
//!
//! It never resolves entities or namespaces, and never writes text again that did not change.

mod content;
mod element;

use std::ops::Range;

use memchr::memchr;

use super::editor::{Editor, Show};
use super::escape::Place;
use super::facts;
use super::name::Name;
use super::rewrite::{Rewriter, Start};
use super::run::{OPAQUE, Role};
use super::scan::{self, Attribute, Closed, Dialect, Markup, Tag};
use super::sheet::Sheet;
use super::spans::Spans;
use super::text::{self, Syntax, Voice, Words};
use element::Holds;

/// Appends the document as readers of the edition get it.
pub(super) fn pass(input: &str, editor: &Editor<'_>, out: &mut String) {
    let mut pass = Pass {
        editor,
        sheet: Sheet::new(input, out),
        spans: Spans::default(),
        rewriter: Rewriter::default(),
        open: Vec::new(),
        rooted: false,
    };
    pass.walk();
    pass.sheet.finish(editor);
}

struct Pass<'d, 'e> {
    editor: &'d Editor<'e>,
    sheet: Sheet<'d>,
    spans: Spans,
    rewriter: Rewriter,
    open: Vec<Open>,
    /// Whether the root has been seen.
    rooted: bool,
}

/// An open element.
#[derive(Clone, Copy)]
struct Open {
    holds: Holds,
    words: Words,
}

const XML_LANG: Name = Name::new("xml:lang");
const HREFLANG: Name = Name::new("hreflang");

impl Pass<'_, '_> {
    fn walk(&mut self) {
        let input = self.sheet.input;
        let bytes = input.as_bytes();
        let mut attributes = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let next = bytes.get(at..).and_then(|rest| memchr(b'<', rest));
            let end = next.map_or(bytes.len(), |next| at + next);
            self.text(at..end, Syntax::Markup);
            at = if next.is_some() { self.markup(end, &mut attributes) } else { end };
        }
    }

    fn markup(&mut self, at: usize, attributes: &mut Vec<Attribute>) -> usize {
        let input = self.sheet.input;
        match scan::markup(input, at, Dialect::Xml, attributes) {
            Markup::Text => {
                self.text(at..at + 1, Syntax::Markup);
                at + 1
            }
            Markup::Aside(end) => {
                match content::cdata(self.sheet.part(at..end)) {
                    Some(text) => {
                        let text = at + text.start..at + text.end;
                        self.keep(at..text.start, Place::Name);
                        self.text(text.clone(), Syntax::Verbatim);
                        self.keep(text.end..end, Place::Name);
                    }
                    None => self.keep(at..end, Place::Comment),
                }
                end
            }
            Markup::Unclosed => {
                self.sheet.flush(self.editor);
                self.keep(at..input.len(), Place::Name);
                input.len()
            }
            Markup::Start(tag) => self.start(&tag, attributes),
            Markup::End(tag) => {
                self.sheet.flush(self.editor);
                self.keep(tag.span.clone(), Place::Name);
                self.open.pop();
                self.spans.leave(self.open.len());
                tag.span.end
            }
        }
    }

    fn start(&mut self, tag: &Tag, attributes: &[Attribute]) -> usize {
        self.sheet.flush(self.editor);
        let root = !std::mem::replace(&mut self.rooted, true);
        let around = self.open.last().map_or(Words::Convert, |open| open.words);
        let own = attributes
            .iter()
            .filter(|it| it.key == XML_LANG)
            .any(|it| facts::own_tongue(self.sheet.part(it.value.clone()).trim()).is_some());
        let words = if own && !root { Words::Keep } else { around };
        self.tag(tag, attributes, root, words);
        if tag.closed == Closed::Itself {
            return tag.span.end;
        }
        let holds = element::holds(tag, attributes, self.sheet.input);
        self.open.push(Open { holds, words });
        match (holds, words) {
            (Holds::Html | Holds::Markup | Holds::Link | Holds::Language, Words::Convert) => {
                self.content(tag, holds)
            }
            _ => tag.span.end,
        }
    }

    /// Writes a start tag.
    fn tag(&mut self, tag: &Tag, attributes: &[Attribute], root: bool, words: Words) {
        let editor = self.editor;
        let foreign_link = attributes.iter().any(|it| it.key == HREFLANG);
        let of_feed = root && element::is_feed(tag.name);
        let adds = of_feed && !attributes.iter().any(|it| it.key == XML_LANG);
        let start = Start {
            input: self.sheet.input,
            tag,
            attributes,
            script: self.spans.script().unwrap_or(editor.edition.from),
            reads: editor.edition.to,
            adds: adds.then_some("xml:lang"),
        };
        let task = |attribute: &Attribute| {
            if root && attribute.key == XML_LANG {
                return super::rewrite::Task::Set(editor.edition.to.tag());
            }
            element::task(tag.name, attribute.key, foreign_link, words)
        };
        if let Some(tag) = self.rewriter.rewrite(editor, start, task) {
            self.sheet.put(start.tag.span.clone(), Role::Clear, 0, tag);
        }
    }

    /// Handles content that is one value, and gives where it ends.
    fn content(&mut self, tag: &Tag, holds: Holds) -> usize {
        let range = content::range(self.sheet.input, tag);
        let written = self.sheet.part(range.clone());
        let editor = self.editor;
        let new = match holds {
            Holds::Html => content::of_html(written, editor),
            Holds::Markup => content::of_markup(written, editor),
            Holds::Link => content::of_link(written, editor),
            _ => content::of_language(written, editor),
        };
        match new {
            Some(new) => {
                self.sheet.put(range.clone(), OPAQUE, 0, &new);
                range.end
            }
            // Whatever it is, it is read like any other part.
            None => tag.span.end,
        }
    }

    fn text(&mut self, range: Range<usize>, syntax: Syntax) {
        let text = self.sheet.part(range.clone());
        let open = self.open.last();
        let words = match open {
            Some(Open { holds: Holds::Words, words }) => *words,
            _ => Words::Keep,
        };
        let script = self.spans.script().unwrap_or(self.editor.edition.from);
        let idle = words == Words::Keep || !self.editor.changes(script);
        if text.is_empty() || idle && !self.editor.marks(text) {
            self.sheet.leave(range, OPAQUE, 0);
            return;
        }
        let voice = Voice {
            syntax,
            words,
            script: self.editor.edition.from,
            show: Show::Text(self.editor.edition.to),
            place: if syntax == Syntax::Verbatim { Place::Cdata } else { Place::Text },
            note: 0,
            depth: self.open.len(),
        };
        let Sheet { input, run, .. } = &mut self.sheet;
        text::collect(self.editor, input, range, voice, &mut self.spans, run);
    }

    fn keep(&mut self, range: Range<usize>, place: Place) {
        let show = Show::Text(self.editor.edition.to);
        self.sheet.keep(self.editor, range, (show, place), 0);
    }
}
