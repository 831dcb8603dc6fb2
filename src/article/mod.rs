//! One source becomes one article: front matter read and checked, fixed text marked (also where the
//! article's own rules of conversion ask for it), summary and
//! bylines known; the body waits as text until a page asks for it.
//!
//! It never looks at another article, and never at the disk.

mod anchor;
pub(crate) mod chart;
mod conversion;
mod date;
mod foreign;
mod front_matter;
mod markdown;
mod meta;
mod name;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

pub(crate) use anchor::Anchors;
pub(crate) use date::Moment;
pub(crate) use markdown::{
    Body, BodyFault, Heading, Part, Picture, PictureSource, RawHtml, Settings, TargetFault,
    Targets, render as render_markdown, stylesheet, words,
};
pub(crate) use meta::{FieldValue, Meta, Origin, Status};
pub(crate) use name::{Home, Role, SourceName};

use self::front_matter::FrontMatter;
use crate::diagnostic::{Diagnostic, Place};
use crate::project::{Config, Kinds, MarkedText, Source};
use crate::script::Readings;

/// What every article is read with.
pub(crate) struct Desk<'a> {
    pub(crate) config: &'a Config,
    pub(crate) kinds: &'a Kinds,
    /// Where fixed text (`-{…}-`) is kept.
    pub(crate) readings: &'a Readings,
}

/// One article, or the text of one section.
#[derive(Debug)]
pub(crate) struct Article {
    pub(crate) name: SourceName,
    pub(crate) meta: Arc<Meta>,
    /// The author's summary, or the first paragraph as plain text.
    pub(crate) summary: Arc<str>,
    /// The bylined parts, for kinds that have them.
    pub(crate) parts: Vec<Part>,
    /// Path of the source, from the site's root.
    pub(crate) path: Arc<str>,
    marked: MarkedText,
    body: Range<usize>,
    /// Looked for when a link first asks.
    anchors: OnceLock<Anchors>,
}

impl Article {
    /// The body as Markdown, fixed text already marked.
    pub(crate) fn markdown(&self) -> &str {
        self.marked.text.get(self.body.clone()).unwrap_or_default()
    }

    /// Whether all of a word's characters stand in its source, or may, as references: if not, the word is in none of
    /// its texts.
    pub(crate) fn may_hold(&self, word: &str) -> bool {
        let text = &*self.marked.text;
        text.contains("&#") || word.chars().all(|c| text.contains(c))
    }

    /// Whether the author's file says the same.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        self.path == other.path && self.marked.original == other.marked.original
    }

    /// The whole source, as it was written.
    pub(crate) fn original(&self) -> &str {
        &self.marked.original
    }

    /// Renders the body.
    pub(crate) fn render(&self, settings: &Settings<'_>) -> Body {
        markdown::render(self.markdown(), settings)
    }

    /// The places of the body that a link can name. `settings` say how it is rendered; where its own
    /// links lead does not matter.
    pub(crate) fn anchors(&self, settings: &Settings<'_>) -> &Anchors {
        self.anchors.get_or_init(|| Anchors::of(&self.render(settings)))
    }

    /// A stretch of the body as a place in the author's file.
    pub(crate) fn body_place(&self, within: Range<usize>) -> Place {
        self.marked.place(&(self.body.start + within.start..self.body.start + within.end))
    }

    /// A stretch of the author's file.
    pub(crate) fn place(&self, span: Range<usize>) -> Place {
        self.marked.original_place(span)
    }

    /// The place of a field's value; the top of the file when it is not given.
    pub(crate) fn field_place(&self, name: &str) -> Place {
        let span = self.meta.field(name).map_or(0..0, |field| field.span.clone());
        self.place(span)
    }
}

/// A source on its way to being an article.
struct Manuscript<'a> {
    name: &'a SourceName,
    marked: MarkedText,
}

/// Where the front matter stands in a source, between its two lines of `---`.
pub(crate) fn front_matter_of(text: &str) -> Option<Range<usize>> {
    front_matter::split(text).map(|split| split.front)
}

/// Reads one source. Without front matter and a title there is no article; every fault is told.
pub(crate) fn read(
    name: &SourceName,
    source: &Source,
    desk: &Desk<'_>,
) -> (Option<Article>, Vec<Diagnostic>) {
    let (marked, mut faults) = MarkedText::read(
        source.path.clone(),
        source.text.clone(),
        desk.config.script,
        desk.readings,
    );
    let mut manuscript = Manuscript { name, marked };
    let Some(split) = front_matter::split(&manuscript.marked.text) else {
        faults.push(front_matter::lost(source));
        return (None, faults);
    };
    let (front, front_faults) = front_matter::read(&manuscript, &split, desk);
    faults.extend(front_faults);
    let article = front.map(|FrontMatter { mut meta, rules }| {
        let rules = conversion::Rules { words: &rules, script: meta.script, desk };
        let body = rules.apply(&mut meta, &mut manuscript.marked, split.body);
        finish(manuscript, meta, body, desk)
    });
    faults.extend(article.as_ref().and_then(foreign::warn));
    (article, faults)
}

fn finish(manuscript: Manuscript<'_>, meta: Meta, body: Range<usize>, desk: &Desk<'_>) -> Article {
    let markdown = manuscript.marked.text.get(body.clone()).unwrap_or_default();
    let description = meta.text("description");
    let summary =
        if description.is_empty() { markdown::summary(markdown) } else { description.to_owned() };
    let rule = desk.kinds.find(&meta.kind).and_then(|kind| kind.parts);
    let parts = rule.map_or_else(Vec::new, |rule| markdown::parts(markdown, rule.heading));
    let Manuscript { name, marked } = manuscript;
    let path = marked.path.clone();
    Article {
        name: name.clone(),
        meta: Arc::new(meta),
        summary: Arc::from(summary),
        parts,
        path,
        marked,
        body,
        anchors: OnceLock::new(),
    }
}
