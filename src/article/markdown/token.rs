//! Tokens: the parser's events, gathered into the pieces that later steps speak of.
//!
//! A picture, a code block and a block of raw HTML are one token each, so that no later step can
//! look into them by mistake. It never uses `Options::all()`: smart punctuation would rewrite what
//! authors typed, and the old footnotes would swallow paragraphs.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, OffsetIter, Options, Parser, Tag, TagEnd};

use super::chart::{self, Fence};
use super::parts::Signed;

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_DEFINITION_LIST);

/// A piece and the bytes of the source it was made of.
#[derive(Debug)]
pub(super) struct Token<'a> {
    pub piece: Piece<'a>,
    pub span: Range<usize>,
}

/// The smallest thing that steps of the pipeline exchange.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    /// As the parser said it; never a picture, a code block or a metadata block.
    Event(Event<'a>),
    Picture(Box<Image<'a>>),
    /// A code block; no `info` when it is made by indentation.
    Code {
        info: Option<CowStr<'a>>,
        text: String,
    },
    /// A fence whose YAML is to be drawn.
    Chart(Box<Fence>),
    /// HTML that this program drew: a block.
    Drawn(String),
    Ruby {
        base: CowStr<'a>,
        reading: CowStr<'a>,
    },
    /// A line break of the source that the reader does not see.
    Joint,
    ContainerStart {
        classes: String,
    },
    ContainerEnd,
    PartStart {
        id: String,
    },
    PartEnd,
    /// The opening of a byline that holds more than text, and so is shown as it is; the
    /// paragraph's own end closes it.
    BylineStart,
    Byline(Box<Signed>),
    FigureStart,
    FigureEnd {
        caption: String,
    },
    /// HTML that was found safe.
    Safe(String),
    Note(Reference),
}

/// A picture as the author wrote it.
#[derive(Debug)]
pub(super) struct Image<'a> {
    pub destination: CowStr<'a>,
    pub title: CowStr<'a>,
    pub alt: String,
}

/// Where the text refers to a footnote: for the how-manieth time, counted from 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reference {
    pub note: usize,
    pub time: usize,
}

/// How a piece stands towards the tree that tokens spell out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nesting {
    In,
    Out,
    Leaf,
}

impl Piece<'_> {
    pub(super) fn nesting(&self) -> Nesting {
        match self {
            Self::Event(Event::Start(_))
            | Self::ContainerStart { .. }
            | Self::PartStart { .. }
            | Self::BylineStart
            | Self::FigureStart => Nesting::In,
            Self::Event(Event::End(_))
            | Self::ContainerEnd
            | Self::PartEnd
            | Self::FigureEnd { .. } => Nesting::Out,
            _ => Nesting::Leaf,
        }
    }

    /// Whether it stands in a line of text, rather than beginning, ending or being a block.
    pub(super) fn is_inline(&self) -> bool {
        match self {
            Self::Event(Event::Start(tag)) => is_inline_end(tag.to_end()),
            Self::Event(Event::End(tag)) => is_inline_end(*tag),
            Self::Event(event) => !matches!(event, Event::Rule | Event::Html(_)),
            Self::Picture(_) | Self::Ruby { .. } | Self::Joint | Self::Note(_) => true,
            _ => false,
        }
    }
}

fn is_inline_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// The parser, with the options of this project.
pub(super) fn events(source: &str) -> OffsetIter<'_> {
    Parser::new_ext(source, OPTIONS).into_offset_iter()
}

/// Parses a source into tokens.
pub(super) fn read(source: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(source.len() / 64 + 16);
    let mut events = events(source);
    let mut braces = None;
    while let Some((event, span)) = events.next() {
        let piece = match event {
            Event::Start(Tag::Image { dest_url: destination, title, .. }) => {
                let alt = alternative(&mut events);
                Piece::Picture(Box::new(Image { destination, title, alt }))
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if chart::is_chart(&info) => {
                Piece::Chart(Box::new(Fence::take(&mut events)))
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => Some(info),
                    CodeBlockKind::Indented => None,
                };
                Piece::Code { info, text: verbatim(&mut events) }
            }
            Event::Start(Tag::HtmlBlock) => Piece::Event(Event::Html(verbatim(&mut events).into())),
            Event::Start(mut tag @ Tag::Heading { .. }) => {
                braces = take_braces(&mut tag, &span, source);
                Piece::Event(Event::Start(tag))
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some(place) = braces.take() {
                    restore(&mut tokens, place, source);
                }
                Piece::Event(event)
            }
            _ => Piece::Event(event),
        };
        tokens.push(Token { piece, span });
    }
    tokens
}

/// The text of a picture, up to its end.
fn alternative(events: &mut OffsetIter<'_>) -> String {
    let mut alt = String::new();
    let mut depth = 0usize;
    for (event, _) in events {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) if depth == 0 => break,
            Event::End(_) => depth -= 1,
            Event::Text(text) | Event::Code(text) => alt.push_str(&text),
            Event::SoftBreak | Event::HardBreak => alt.push(' '),
            _ => {}
        }
    }
    alt
}

/// What stands in a block that holds nothing but text, up to its end.
fn verbatim(events: &mut OffsetIter<'_>) -> String {
    let mut all = String::new();
    for (event, _) in events {
        match event {
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => all.push_str(&text),
            Event::End(_) => break,
            _ => {}
        }
    }
    all
}

/// Braces at the end of a heading are its attributes only if they hold nothing but `#id`,
/// `.class` and `key=value`. Anything else (`{漢字|hàn zì}`, `{试行}`) the parser would lose: it
/// is taken back out of the tag, and its place in the source returned.
fn take_braces(tag: &mut Tag<'_>, span: &Range<usize>, source: &str) -> Option<Range<usize>> {
    let Tag::Heading { id, classes, attrs, .. } = tag else { return None };
    if attrs.iter().all(|(key, value)| value.is_some() && key.is_ascii()) {
        return None;
    }
    *id = None;
    classes.clear();
    attrs.clear();
    let line = source.get(span.clone())?;
    let (open, close) = (line.rfind('{')?, line.rfind('}')?);
    Some(span.start + open..span.start + close + 1)
}

/// Puts such braces back as text, with the blanks before them.
fn restore<'a>(tokens: &mut Vec<Token<'a>>, mut place: Range<usize>, source: &'a str) {
    if let Some(last) = tokens.last().filter(|last| last.piece.is_inline()) {
        let blank = source.get(last.span.end..place.start);
        if blank.is_some_and(|blank| blank.trim().is_empty()) {
            place.start = last.span.end;
        }
    }
    if let Some(text) = source.get(place.clone()) {
        tokens.push(Token { piece: Piece::Event(Event::Text(text.into())), span: place });
    }
}

/// The runs of inline tokens: the text of a paragraph, a heading, a cell, a tight list item.
pub(super) fn lines(tokens: &[Token<'_>]) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        if !token.piece.is_inline() {
            if start < at {
                lines.push(start..at);
            }
            start = at + 1;
        }
    }
    if start < tokens.len() {
        lines.push(start..tokens.len());
    }
    lines
}
