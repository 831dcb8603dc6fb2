//! The HTML of a body, from its tokens.
//!
//! One pass, one buffer. It escapes everything that is text and never decides what a token means;
//! raw HTML is copied, for by now it is either safe or wanted (`RawHtml::Keep`).

mod note;
mod table;

use std::mem;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use self::table::Table;
use super::allow;
use super::footnote::Note;
use super::highlight;
use super::link::{self, PictureSource, Resolver};
use super::parts::Signed;
use super::ruby;
use super::sanitize;
use super::text;
use super::token::{Image, Piece, Token};

/// How much of a source a reader may see without scrolling, in bytes: some two hundred characters,
/// below a title.
const FIRST_SCREEN: usize = 600;

/// Writes a body, and its notes below it. `size`: about how long the result is.
pub(super) fn write(
    tokens: &[Token<'_>],
    notes: &[Note<'_>],
    size: usize,
    resolver: &mut Resolver<'_>,
) -> String {
    let out = String::with_capacity(size + size / 8 + 64);
    let mut writer = Writer { out, resolver, tables: Vec::new(), has_picture: false };
    writer.tokens(tokens, "");
    if !notes.is_empty() {
        writer.notes(notes);
    }
    writer.out
}

struct Writer<'w, 'r> {
    out: String,
    resolver: &'w mut Resolver<'r>,
    /// The tables that are open; raw HTML and notes can put one into another.
    tables: Vec<Table>,
    /// Whether a picture was written already.
    has_picture: bool,
}

impl Writer<'_, '_> {
    /// Writes tokens; `last` goes into the last paragraph, or after everything if there is none.
    fn tokens(&mut self, tokens: &[Token<'_>], last: &str) {
        let last_paragraph = tokens.len().checked_sub(1).filter(|&at| {
            !last.is_empty()
                && tokens.get(at).is_some_and(|token| {
                    matches!(token.piece, Piece::Event(Event::End(TagEnd::Paragraph)))
                })
        });
        let mut index = 0;
        while let Some(token) = tokens.get(index) {
            if last_paragraph == Some(index) {
                self.out.push_str(last);
            }
            let rest = tokens.get(index + 1..).unwrap_or_default();
            index += 1 + self.token(token, rest);
        }
        if last_paragraph.is_none() {
            self.out.push_str(last);
        }
    }

    /// Writes one token, and returns how many of those behind it are done with.
    fn token(&mut self, token: &Token<'_>, rest: &[Token<'_>]) -> usize {
        match &token.piece {
            Piece::Event(Event::Start(Tag::TableHead)) => return self.table_head(rest),
            Piece::Event(Event::Start(tag)) => self.start(tag, token, rest),
            Piece::Event(Event::End(tag)) => self.end(*tag),
            Piece::Event(event) => self.leaf(event),
            Piece::Picture(image) => self.picture(image, token),
            Piece::Code { info, text } => {
                self.fresh_line();
                highlight::push(&mut self.out, info.as_deref(), text);
            }
            Piece::Ruby { base, reading } => {
                self.out.push_str("<ruby>");
                ruby::write(base, reading, &mut self.out, text::push);
                self.out.push_str("</ruby>");
            }
            // Charts are drawn before anything is written.
            Piece::Joint | Piece::Chart(_) => {}
            Piece::ContainerStart { classes } => {
                self.block("<div");
                text::push_named(&mut self.out, "class", classes);
                self.out.push_str(">\n");
            }
            Piece::ContainerEnd => self.block("</div>\n"),
            Piece::PartStart { id } => {
                self.block("<section class=\"part\"");
                text::push_named(&mut self.out, "id", id);
                self.out.push_str(">\n");
            }
            Piece::PartEnd => self.block("</section>\n"),
            Piece::BylineStart => self.block("<p class=\"byline\">"),
            Piece::Byline(signed) => self.byline(signed),
            Piece::FigureStart => self.block("<figure>"),
            Piece::FigureEnd { caption } => {
                if !caption.is_empty() {
                    self.out.push_str("<figcaption>");
                    text::push(&mut self.out, caption);
                    self.out.push_str("</figcaption>");
                }
                self.out.push_str("</figure>\n");
            }
            Piece::Drawn(html) => self.block(html),
            Piece::Safe(html) => self.out.push_str(html),
            Piece::Note(reference) => self.reference(*reference),
        }
        0
    }

    fn leaf(&mut self, event: &Event<'_>) {
        match event {
            Event::Code(code) => {
                self.out.push_str("<code>");
                text::push(&mut self.out, code);
                self.out.push_str("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => self.out.push_str(html),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.block("<hr>\n"),
            Event::TaskListMarker(done) => {
                self.out.push_str(if *done {
                    "<input type=\"checkbox\" disabled checked aria-label=\"已完成\"> "
                } else {
                    "<input type=\"checkbox\" disabled aria-label=\"未完成\"> "
                });
            }
            Event::Text(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => text::push(&mut self.out, text),
            Event::Start(_) | Event::End(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, token: &Token<'_>, rest: &[Token<'_>]) {
        match tag {
            Tag::Paragraph => self.block("<p>"),
            Tag::Heading { level, id, classes, attrs } => {
                self.block("<");
                self.out.push_str(&level.to_string());
                self.heading_attributes(id.as_ref(), classes, attrs);
            }
            Tag::BlockQuote(_) => self.block("<blockquote>\n"),
            Tag::List(Some(1)) => self.block("<ol>\n"),
            Tag::List(Some(start)) => self.block(&format!("<ol start=\"{start}\">\n")),
            Tag::List(None) => self.block("<ul>\n"),
            Tag::Item if is_task(rest) => self.block("<li class=\"task\">"),
            Tag::Item => self.block("<li>"),
            Tag::DefinitionList => self.block("<dl>\n"),
            Tag::DefinitionListTitle => self.block("<dt>"),
            Tag::DefinitionListDefinition => self.block("<dd>"),
            Tag::Table(alignments) => self.table(alignments),
            Tag::TableRow => self.row(),
            Tag::TableCell => self.cell(),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Superscript => self.out.push_str("<sup>"),
            Tag::Subscript => self.out.push_str("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.link(*link_type, dest_url, title, token);
            }
            // Not among the options, or made into pieces of their own when the source was read.
            Tag::TableHead
            | Tag::FootnoteDefinition(_)
            | Tag::Image { .. }
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(level) => {
                self.out.push_str("</");
                self.out.push_str(&level.to_string());
                self.out.push_str(">\n");
            }
            TagEnd::BlockQuote(_) => self.block("</blockquote>\n"),
            TagEnd::List(true) => self.block("</ol>\n"),
            TagEnd::List(false) => self.block("</ul>\n"),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::DefinitionList => self.block("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.out.push_str("</dd>\n"),
            TagEnd::Table => self.table_end(),
            TagEnd::TableHead => self.table_head_end(),
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => self.cell_end(),
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Superscript => self.out.push_str("</sup>"),
            TagEnd::Subscript => self.out.push_str("</sub>"),
            TagEnd::Link => self.out.push_str("</a>"),
            TagEnd::FootnoteDefinition
            | TagEnd::Image
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::MetadataBlock(_) => {}
        }
    }
}

/// Headings, links, pictures.
impl Writer<'_, '_> {
    /// Of the attributes in braces behind a heading, those that any element may carry.
    fn heading_attributes(
        &mut self,
        id: Option<&CowStr<'_>>,
        classes: &[CowStr<'_>],
        attrs: &[(CowStr<'_>, Option<CowStr<'_>>)],
    ) {
        if let Some(id) = id {
            text::push_named(&mut self.out, "id", id);
        }
        if !classes.is_empty() {
            text::push_named(&mut self.out, "class", &classes.join(" "));
        }
        for (name, value) in attrs {
            if allow::is_common(name) && !matches!(&**name, "id" | "class") {
                text::push_named(&mut self.out, name, value.as_deref().unwrap_or_default());
            }
        }
        self.out.push('>');
    }

    fn link(&mut self, kind: LinkType, destination: &str, title: &str, token: &Token<'_>) {
        let href = match kind {
            LinkType::Email => Some(format!("mailto:{destination}")),
            _ => self.resolver.link(destination, &token.span),
        };
        self.out.push_str("<a");
        if let Some(href) = href {
            text::push_url(&mut self.out, "href", &href);
            if link::is_external(&href) {
                self.out.push_str(" rel=\"noopener\"");
            }
        }
        if !title.is_empty() {
            text::push_named(&mut self.out, "title", title);
        }
        self.out.push('>');
    }

    fn picture(&mut self, image: &Image<'_>, token: &Token<'_>) {
        let Some(picture) = self.resolver.picture(&image.destination, &token.span) else {
            return text::push(&mut self.out, &image.alt);
        };
        let sources = self.resolver.sources(&image.destination);
        if !sources.is_empty() {
            self.out.push_str("<picture>");
        }
        for PictureSource { mime, srcset, sizes } in &sources {
            self.out.push_str("<source");
            for (name, value) in [("type", *mime), ("srcset", srcset), ("sizes", sizes)] {
                text::push_named(&mut self.out, name, value);
            }
            self.out.push('>');
        }
        self.out.push_str("<img");
        text::push_url(&mut self.out, "src", &picture.src);
        text::push_named(&mut self.out, "alt", &image.alt);
        if !image.title.is_empty() {
            text::push_named(&mut self.out, "title", &image.title);
        }
        sanitize::push_size(&mut self.out, picture.width, picture.height);
        // What a reader sees first must not wait; what is below must not be in its way.
        let is_first =
            !mem::replace(&mut self.has_picture, true) && token.span.start < FIRST_SCREEN;
        self.out.push_str(if is_first {
            " decoding=\"async\" fetchpriority=\"high\">"
        } else {
            " loading=\"lazy\" decoding=\"async\">"
        });
        if !sources.is_empty() {
            self.out.push_str("</picture>");
        }
    }

    fn byline(&mut self, signed: &Signed) {
        self.block("<p class=\"byline\">");
        for (class, text) in [("office", &signed.byline.office), ("name", &signed.byline.name)] {
            if !text.is_empty() {
                self.out.push_str("<span");
                text::push_named(&mut self.out, "class", class);
                self.out.push('>');
                text::push(&mut self.out, text);
                self.out.push_str(if class == "office" { "</span> " } else { "</span>" });
            }
        }
        text::push(&mut self.out, &signed.note);
        self.out.push_str("</p>\n");
    }
}

/// The small things.
impl Writer<'_, '_> {
    /// Begins or ends a block, on a line of its own.
    fn block(&mut self, tag: &str) {
        self.fresh_line();
        self.out.push_str(tag);
    }

    fn fresh_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }
}

fn is_task(rest: &[Token<'_>]) -> bool {
    let is_marker =
        |token: &Token<'_>| matches!(token.piece, Piece::Event(Event::TaskListMarker(_)));
    match rest {
        [first, ..] if is_marker(first) => true,
        [first, second, ..] => {
            matches!(first.piece, Piece::Event(Event::Start(Tag::Paragraph))) && is_marker(second)
        }
        _ => false,
    }
}
