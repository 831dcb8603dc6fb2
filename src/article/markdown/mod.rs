//! Markdown, as Chinese authors write it, to the HTML of one article's body.
//!
//! One pipeline, in two halves. The first makes of the source a list of tokens that says what the
//! author meant:
//!
//! 1. `container` marks the lines `::: name` in a way the parser keeps as blocks of their own;
//! 2. `token` parses (pulldown-cmark) into tokens: one per event, picture and code block;
//! 3. `container` turns its marks into elements that nest properly;
//! 4. `emphasis` mends `**中文。**中文`, `ruby` finds `{漢字|hàn zì}`, `cjk` joins lines between Han.
//!
//! The second makes of the tokens what a page needs:
//!
//! 5. `outline` gives headings their anchors, `parts` wraps speeches and reads their bylines;
//! 6. `figure` frames pictures that stand alone, `chart` draws what stands in a fence of that name,
//!    `sanitize` lets through the raw HTML that is safe;
//! 7. `footnote` takes the notes out and numbers them;
//! 8. `html` writes it all, asking [`Targets`] where links and pictures lead.
//!
//! It is pure: it never reads a file, never knows of the site or its templates, and never fails.
//! What is wrong with a body comes back beside the HTML as [`BodyFault`]s.

mod allow;
mod chart;
mod cjk;
mod container;
mod count;
mod emphasis;
mod fault;
mod figure;
mod footnote;
mod highlight;
mod html;
mod link;
mod outline;
mod parts;
mod ruby;
mod sanitize;
mod summary;
#[cfg(test)]
mod tests;
mod text;
mod token;
mod words;

pub(crate) use fault::{BodyFault, TargetFault};
pub(crate) use highlight::stylesheet;
pub(crate) use link::{Picture, PictureSource, Targets};
pub(crate) use outline::Heading;
pub(crate) use parts::Part;
pub(crate) use summary::summary;
pub(crate) use words::stretches as words;

use crate::script::Script;

/// What is done with HTML that an author writes into Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RawHtml {
    /// An allow-list of elements and attributes passes, balanced, with its links resolved.
    Sanitize,
    /// It is copied as it stands, unchecked, unresolved and not counted.
    Keep,
}

/// How a body is to be rendered.
#[derive(Clone, Copy)]
pub(crate) struct Settings<'a> {
    /// What is done with raw HTML.
    pub html: RawHtml,
    /// The heading level (1 to 6) at which a part, such as one speech, begins. Right under such
    /// a heading stands its byline.
    pub parts: Option<u8>,
    /// The script that the body is written in, for the few words that a chart adds.
    pub script: Script,
    /// Where links and pictures lead.
    pub links: &'a dyn Targets,
}

/// A rendered body, and what else a page says about it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Body {
    /// Well-formed HTML: under [`RawHtml::Sanitize`] safe to put into any page.
    pub html: String,
    /// The headings, nested, with the anchors that `html` carries.
    pub toc: Vec<Heading>,
    /// The parts, in order; empty unless [`Settings::parts`] asks for them.
    pub parts: Vec<Part>,
    /// Han characters, Latin words and numbers that a reader reads.
    pub characters: usize,
    /// What is wrong, in the order of the source.
    pub faults: Vec<BodyFault>,
}

/// Renders a body.
pub(crate) fn render(markdown: &str, settings: &Settings<'_>) -> Body {
    let mut faults = Vec::new();
    let source = container::mask(markdown);
    let mut tokens = understand(&source, &mut faults);

    let toc = outline::number(&mut tokens, &mut faults);
    let parts = settings.parts.map(|level| parts::mark(&mut tokens, level)).unwrap_or_default();
    figure::find(&mut tokens);
    chart::draw(&mut tokens, settings.script, &mut faults);
    let mut resolver = link::Resolver::new(settings.links, &mut faults);
    if settings.html == RawHtml::Sanitize {
        sanitize::clean(&mut tokens, &mut resolver);
    }
    let notes = footnote::collect(&mut tokens, resolver.faults());
    let characters = count::body(&tokens, &notes);
    let html = html::write(&tokens, &notes, markdown.len(), &mut resolver);

    faults.sort_by_key(|fault| (fault.span.start, fault.span.end));
    Body { html, toc, parts, characters, faults }
}

/// The parts that [`render`] would find at this heading level, without rendering anything.
pub(crate) fn parts(markdown: &str, level: u8) -> Vec<Part> {
    let mut faults = Vec::new();
    let source = container::mask(markdown);
    let mut tokens = understand(&source, &mut faults);
    outline::number(&mut tokens, &mut faults);
    parts::mark(&mut tokens, level)
}

/// The first half of the pipeline: what the author meant.
fn understand<'a>(
    source: &'a container::Masked<'_>,
    faults: &mut Vec<BodyFault>,
) -> Vec<token::Token<'a>> {
    let mut tokens = token::read(&source.text);
    container::place(&mut tokens, &source.markers, faults);
    emphasis::repair(&mut tokens, &source.text);
    emphasis::doubt(&tokens, &source.text, faults);
    ruby::find(&mut tokens, &source.text);
    cjk::join_lines(&mut tokens);
    tokens
}
