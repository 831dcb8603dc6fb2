//! Raw HTML, through the allow-list: unsafe elements and attributes go, what stays is well formed
//! and nests with the Markdown around it.
//!
//! The parser hands over inline tags one by one (`<u>`, text, `</u>`), so the elements that are open
//! are kept from token to token; one that is not closed in the block where it began is closed with
//! it. Everything is read by a real tokenizer (html5gum) and written anew, so nothing reaches the
//! page that was not understood. It never lets a comment through.

use std::collections::BTreeMap;
use std::mem;
use std::ops::Range;

use html5gum::{DefaultEmitter, StartTag, Token as Html, Tokenizer};
use pulldown_cmark::Event;

use super::allow::{self, Attribute, Element};
use super::fault;
use super::link::{self, Resolver};
use super::text;
use super::token::{Nesting, Piece, Token};

/// No more elements may be open at once; browsers stop at 512.
const MAX_OPEN: usize = 256;

/// Replaces all raw HTML by what is safe of it.
pub(super) fn clean(tokens: &mut Vec<Token<'_>>, resolver: &mut Resolver<'_>) {
    if !tokens.iter().any(|token| raw(&token.piece).is_some()) {
        return;
    }
    let mut cleaner = Cleaner { ends: last_ends(tokens), ..Cleaner::default() };
    let old = mem::take(tokens);
    let end = old.last().map_or(0, |last| last.span.end);
    for (index, token) in old.into_iter().enumerate() {
        let Token { piece, span } = token;
        if let Some(html) = raw(&piece) {
            let safe = cleaner.fragment(html, index, &span, resolver);
            push_safe(safe, span.start, tokens);
            continue;
        }
        match piece.nesting() {
            Nesting::In => cleaner.depth += 1,
            Nesting::Out => {
                push_safe(cleaner.close_block(), span.start, tokens);
                cleaner.depth = cleaner.depth.saturating_sub(1);
            }
            Nesting::Leaf if cleaner.removing.is_some() => continue,
            Nesting::Leaf => {}
        }
        tokens.push(Token { piece, span });
    }
    push_safe(cleaner.close_block(), end, tokens);
}

fn raw<'p>(piece: &'p Piece<'_>) -> Option<&'p str> {
    match piece {
        Piece::Event(Event::Html(html) | Event::InlineHtml(html)) => Some(html),
        _ => None,
    }
}

fn push_safe(safe: String, at: usize, tokens: &mut Vec<Token<'_>>) {
    if !safe.is_empty() {
        tokens.push(Token { piece: Piece::Safe(safe), span: at..at });
    }
}

/// The last token in which each element that goes with its content may end.
fn last_ends(tokens: &[Token<'_>]) -> BTreeMap<&'static str, usize> {
    let mut ends = BTreeMap::new();
    for (index, token) in tokens.iter().enumerate() {
        for part in raw(&token.piece).unwrap_or_default().split("</").skip(1) {
            let name: String = part.chars().take_while(char::is_ascii_alphanumeric).collect();
            if let Some(name) = allow::with_content(&name.to_ascii_lowercase()) {
                ends.insert(name, index);
            }
        }
    }
    ends
}

#[derive(Default)]
struct Cleaner {
    /// Elements that are open, and the depth of Markdown at which they were opened.
    open: Vec<(&'static str, usize)>,
    depth: usize,
    /// The element that is being removed with its content.
    removing: Option<&'static str>,
    ends: BTreeMap<&'static str, usize>,
}

impl Cleaner {
    /// What is safe of one run of raw HTML, the token of this index.
    fn fragment(
        &mut self,
        html: &str,
        index: usize,
        span: &Range<usize>,
        resolver: &mut Resolver<'_>,
    ) -> String {
        let mut out = String::with_capacity(html.len());
        let mut removed = Vec::new();
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(self.removing.is_none());
        let Ok(pieces) = Tokenizer::new_with_emitter(html, emitter).collect::<Result<Vec<_>, _>>();
        for piece in pieces {
            match piece {
                Html::EndTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name);
                    if self.removing.is_none() {
                        self.end(&name, &mut out);
                    } else if self.removing == Some(&*name) {
                        self.removing = None;
                    }
                }
                _ if self.removing.is_some() => {}
                Html::StartTag(tag) => {
                    let mut opening = Opening { out: &mut out, removed: &mut removed, span };
                    self.start(&tag, &mut opening, resolver);
                }
                Html::String(string) => text::push(&mut out, &String::from_utf8_lossy(&string)),
                Html::Comment(_) | Html::Doctype(_) | Html::Error(_) => {}
            }
        }
        // An element that nothing ends would take the rest of the article with it.
        let ends_later = |name| self.ends.get(name).is_some_and(|&last| last > index);
        if !self.removing.is_some_and(ends_later) {
            self.removing = None;
        }
        if !removed.is_empty() {
            resolver.faults().push(fault::html_removed(span.clone(), &removed));
        }
        out
    }

    fn start(&mut self, tag: &StartTag<()>, to: &mut Opening<'_>, resolver: &mut Resolver<'_>) {
        let name = String::from_utf8_lossy(&tag.name);
        let room = self.open.len() < MAX_OPEN;
        let Some(element) = allow::find(&name).filter(|_| room) else {
            self.removing = allow::with_content(&name);
            to.remove(format!("<{name}>"));
            return;
        };
        let is_ended =
            |(open, depth): &mut (&'static str, usize), here| *depth == here && element.ends(open);
        while let Some((open, _)) = self.open.pop_if(|open| is_ended(open, self.depth)) {
            close(open, to.out);
        }
        to.tag(element, tag, resolver);
        if !element.is_void() {
            self.open.push((element.name, self.depth));
        }
    }

    /// Closes an element of this name, and those inside it, if it was opened at this depth.
    fn end(&mut self, name: &str, out: &mut String) {
        let here = self.open.iter().rev().take_while(|(_, depth)| *depth == self.depth);
        let Some(inside) = here.map(|(open, _)| *open).position(|open| open == name) else {
            return;
        };
        for _ in 0..=inside {
            if let Some((open, _)) = self.open.pop() {
                close(open, out);
            }
        }
    }

    /// Closes what was opened in the block that ends.
    fn close_block(&mut self) -> String {
        let mut out = String::new();
        while let Some((open, _)) = self.open.pop_if(|(_, depth)| *depth >= self.depth) {
            close(open, &mut out);
        }
        out
    }
}

fn close(name: &str, out: &mut String) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// Where a start tag is written, and what of it was removed.
struct Opening<'o> {
    out: &'o mut String,
    removed: &'o mut Vec<String>,
    span: &'o Range<usize>,
}

impl Opening<'_> {
    fn remove(&mut self, name: String) {
        if !self.removed.contains(&name) {
            self.removed.push(name);
        }
    }

    fn tag(&mut self, element: &Element, tag: &StartTag<()>, resolver: &mut Resolver<'_>) {
        self.out.push('<');
        self.out.push_str(element.name);
        for (name, value) in &tag.attributes {
            let (name, value) = (String::from_utf8_lossy(name), String::from_utf8_lossy(value));
            match element.attribute(&name) {
                Some(Attribute::Plain) => text::push_named(self.out, &name, &value),
                Some(Attribute::Link) => {
                    if let Some(href) = resolver.link(&value, self.span) {
                        text::push_url(self.out, &name, &href);
                        if element.name == "a" && link::is_external(&href) {
                            self.out.push_str(" rel=\"noopener\"");
                        }
                    }
                }
                Some(Attribute::Picture) => self.picture(&name, &value, tag, resolver),
                None if element.name == "a" && matches!(&*name, "rel" | "target") => {}
                None => self.remove(name.into_owned()),
            }
        }
        self.out.push('>');
    }

    fn picture(&mut self, name: &str, value: &str, tag: &StartTag<()>, to: &mut Resolver<'_>) {
        let Some(picture) = to.picture(value, self.span) else { return };
        text::push_url(self.out, name, &picture.src);
        let has = |name: &str| tag.attributes.contains_key(name.as_bytes());
        if name != "src" {
            return;
        }
        if !has("width") && !has("height") {
            push_size(self.out, picture.width, picture.height);
        }
        for (name, value) in [("loading", "lazy"), ("decoding", "async")] {
            if !has(name) {
                text::push_named(self.out, name, value);
            }
        }
    }
}

/// Appends the size of a picture, if it is known.
pub(super) fn push_size(out: &mut String, width: Option<u32>, height: Option<u32>) {
    if let (Some(width), Some(height)) = (width, height) {
        text::push_named(out, "width", &width.to_string());
        text::push_named(out, "height", &height.to_string());
    }
}
