//! The blocks of a page: wherever an element begins that stands on lines of its own, a block ends. Each
//! knows its container, how much of it is links, and its line. What no reader sees is passed over, and
//! what nests deeper than any page does is taken as if it did not.

use std::collections::BTreeMap;

use html5gum::{DefaultEmitter, Token, Tokenizer};

use super::head::Head;
use super::tables::Tables;
use crate::import::document::{Block, Order, Shape};
use crate::import::text::{Style, Text};

/// One block of a page.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) block: Block,
    /// The container that it is in, by number.
    pub(super) inside: usize,
    /// How many of its characters are links.
    pub(super) linked: usize,
}

/// An element that holds blocks; the first is the page.
#[derive(Debug, Default)]
pub(super) struct Container {
    pub(super) parent: usize,
    pub(super) tag: String,
    pub(super) class: String,
    pub(super) id: String,
}

/// A picture that a page shows.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) address: String,
    pub(super) caption: String,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) head: Head,
    pub(super) pieces: Vec<Piece>,
    pub(super) containers: Vec<Container>,
    /// By the numbers of their blocks.
    pub(super) pictures: Vec<Shown>,
    open: Vec<Open>,
    inside: usize,
    text: Text,
    linked: usize,
    link: Option<Link>,
    bold: usize,
    /// Elements that are open and hide what is in them.
    hidden: Vec<&'static str>,
    tables: Tables,
    /// Pictures that wait for the end of their block.
    waiting: Vec<usize>,
    line: usize,
}

/// A link that is open.
#[derive(Debug, Clone)]
struct Link {
    /// Where it leads, if to a page.
    page: Option<String>,
}

/// An element that is open.
#[derive(Debug)]
struct Open {
    name: String,
    /// Whether blocks within it have it for a container.
    holds: Holds,
    /// For lists: how many items it has had.
    items: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Blocks,
    Text,
}

/// Elements whose content no reader sees, and in which nothing is an element.
const RAW: [&str; 5] = ["script", "style", "noscript", "iframe", "textarea"];
/// Elements whose content is none of the article, and links. One that nothing ends would take the rest of
/// the page with it: it counts for nothing.
const SPAN: [&str; 7] = ["template", "select", "button", "svg", "object", "label", "a"];
/// Elements that hold blocks.
const CONTAINERS: [&str; 14] = [
    "div", "article", "section", "main", "nav", "footer", "header", "aside", "form", "body", "td",
    "th", "ul", "ol",
];
/// Elements that begin a block.
const BLOCKS: [&str; 16] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "blockquote",
    "tr",
    "dd",
    "dt",
    "center",
    "pre",
    "table",
    "title",
];
/// Whether an address leads to a page, and is one that a person could have made.
fn is_page(address: &str) -> bool {
    address.starts_with("http") && address.len() <= LONGEST_ADDRESS
}

/// No address is longer.
const LONGEST_ADDRESS: usize = 2000;
/// No page nests elements deeper.
const DEEPEST: usize = 400;

/// The element of that name, if it is one of [`SPAN`].
fn span(name: &str) -> Option<&'static str> {
    SPAN.into_iter().find(|own| *own == name)
}

/// The tokens of a page. What stands in a script is no element, though it may look like one.
fn tokens(html: &str) -> impl Iterator<Item = Token> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).flatten()
}

/// For each element of [`SPAN`], in their order, whether something ends it: a link is ended by another one,
/// and only counts when it was ended before.
fn ended(html: &str) -> Vec<bool> {
    let mut all = Vec::new();
    let mut open: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for token in tokens(html) {
        match token {
            Token::StartTag(tag) => {
                let Some(name) = span(&String::from_utf8_lossy(&tag.name)) else { continue };
                let own = open.entry(name).or_default();
                if name == "a" {
                    own.clear();
                }
                if !tag.self_closing {
                    own.push(all.len());
                }
                all.push(false);
            }
            Token::EndTag(tag) => {
                let own = open.get_mut(&*String::from_utf8_lossy(&tag.name));
                if let Some(ends) = own.and_then(Vec::pop).and_then(|start| all.get_mut(start)) {
                    *ends = true;
                }
            }
            _ => {}
        }
    }
    all
}

impl Page {
    /// Reads a page from its source.
    pub(super) fn read(html: &str) -> Self {
        let mut page = Self { line: 1, containers: vec![Container::default()], ..Self::default() };
        let mut ended = ended(html).into_iter();
        for token in tokens(html) {
            match token {
                Token::StartTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    let attribute = |key: &str| {
                        tag.attributes
                            .iter()
                            .find(|(own, _)| own.as_slice() == key.as_bytes())
                            .map(|(_, value)| String::from_utf8_lossy(value).into_owned())
                    };
                    let counts = span(&name).is_none() || ended.next().unwrap_or(false);
                    if counts {
                        page.start(&name, &attribute);
                    }
                }
                Token::EndTag(tag) => page.end(&String::from_utf8_lossy(&tag.name)),
                Token::String(text) => page.push(&String::from_utf8_lossy(&text)),
                _ => {}
            }
        }
        page.flush();
        page
    }

    fn start(&mut self, name: &str, attribute: &dyn Fn(&str) -> Option<String>) {
        let raw = RAW.into_iter().find(|own| *own == name);
        let hiding = raw.or_else(|| span(name).filter(|own| *own != "a"));
        if !self.hidden.is_empty() || hiding.is_some() {
            self.hidden.extend(hiding);
            return;
        }
        let holds = CONTAINERS.contains(&name);
        if holds || BLOCKS.contains(&name) {
            self.flush();
            self.open_element(name, holds, attribute);
        }
        match name {
            "br" | "hr" => self.flush(),
            "meta" => self.head.meta(attribute),
            "a" => {
                self.link = attribute("href")
                    .map(|href| Link { page: Some(href).filter(|href| is_page(href)) });
            }
            "b" | "strong" => self.bold += 1,
            "img" => self.picture(attribute),
            "table" => self.tables.open(self.pieces.len()),
            "tr" => self.tables.row(),
            "td" | "th" => {
                let reach = |key: &str| {
                    attribute(key).and_then(|reach| reach.trim().parse().ok()).unwrap_or(1_usize)
                };
                let reach = (reach("colspan").clamp(1, 64), reach("rowspan").clamp(1, 1000));
                self.tables.cell(name, reach, self.pieces.len());
            }
            "li" => {
                if let Some(list) = self
                    .open
                    .iter_mut()
                    .rev()
                    .find(|open| matches!(open.name.as_str(), "ul" | "ol"))
                {
                    list.items += 1;
                }
            }
            _ => {}
        }
    }

    fn open_element(
        &mut self,
        name: &str,
        holds: bool,
        attribute: &dyn Fn(&str) -> Option<String>,
    ) {
        if self.open.len() >= DEEPEST {
            return;
        }
        let holds = if holds { Holds::Blocks } else { Holds::Text };
        if holds == Holds::Blocks {
            let text = |key: &str| attribute(key).unwrap_or_default().to_ascii_lowercase();
            let (class, id) = (text("class"), text("id"));
            let tag = name.to_owned();
            self.containers.push(Container { parent: self.inside, tag, class, id });
            self.inside = self.containers.len() - 1;
        }
        self.open.push(Open { name: name.to_owned(), holds, items: 0 });
    }

    fn end(&mut self, name: &str) {
        if !self.hidden.is_empty() {
            // What is not ended in order is hardly ever deeper.
            const NEAR: usize = 32;
            let deep = self.hidden.iter().rev().take(NEAR).position(|own| *own == name);
            let left = deep.map(|deep| self.hidden.len() - deep - 1);
            self.hidden.truncate(left.unwrap_or(self.hidden.len()));
            return;
        }
        match name {
            "a" => self.link = None,
            "b" | "strong" => self.bold = self.bold.saturating_sub(1),
            _ => {}
        }
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else { return };
        self.flush();
        for closed in self.open.drain(at..).rev() {
            if closed.holds == Holds::Blocks {
                self.inside = self.containers.get(self.inside).map_or(0, |own| own.parent);
            }
        }
        if name == "table" {
            self.tables.close(&mut self.pieces, self.inside);
        }
    }

    fn picture(&mut self, attribute: &dyn Fn(&str) -> Option<String>) {
        let Some(address) = attribute("data-src").or_else(|| attribute("src")) else { return };
        let caption = attribute("alt").or_else(|| attribute("title"));
        let caption =
            caption.filter(|caption| caption.len() <= LONGEST_ADDRESS).unwrap_or_default();
        self.waiting.push(self.pictures.len());
        self.pictures.push(Shown { address, caption: caption.trim().to_owned() });
        // Before any text of its block it stands there already.
        if self.text.is_empty() {
            self.flush();
        }
    }

    fn push(&mut self, text: &str) {
        let line = self.line;
        self.line += text.matches('\n').count();
        if !self.hidden.is_empty() {
            return;
        }
        let mut styles = Vec::new();
        if self.bold > 0 {
            styles.push(Style::Bold);
        }
        styles.extend(self.link.clone().and_then(|link| link.page).map(Style::Link));
        // Blanks are one; a line break between Han characters is none.
        let mut single = String::new();
        for word in text.split(['\n', '\r', '\t']).map(str::trim).filter(|word| !word.is_empty()) {
            let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            if latin(single.chars().next_back()) && latin(word.chars().next()) {
                single.push(' ');
            }
            single.push_str(word);
        }
        if self.link.is_some() {
            self.linked += single.chars().count();
        }
        self.text.push(&single, &styles, line);
    }

    /// Ends the block that is open.
    fn flush(&mut self) {
        let mut text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        text.trim();
        if self.open.last().is_some_and(|open| open.name == "title") {
            self.head.title(text.as_str());
        } else if !text.is_empty() {
            let shape = self.shape();
            if matches!(shape, Shape::Title | Shape::Heading(_)) {
                text.marks.retain(|mark| mark.style != Style::Bold);
            }
            self.piece(Block::new(shape, text), linked);
        }
        for picture in std::mem::take(&mut self.waiting) {
            let block = Block::new(Shape::Picture(picture), Text::plain("", self.line));
            self.piece(block, 0);
        }
    }

    fn piece(&mut self, block: Block, linked: usize) {
        self.pieces.push(Piece { block, inside: self.inside, linked });
    }

    /// What the elements that are open make of a block.
    fn shape(&self) -> Shape {
        for open in self.open.iter().rev() {
            match open.name.as_str() {
                "h1" => return Shape::Title,
                "h2" | "h3" | "h4" | "h5" | "h6" => {
                    let level = open.name.get(1..).and_then(|level| level.parse().ok());
                    return Shape::Heading(level.unwrap_or(2));
                }
                "li" => return self.item(),
                "blockquote" => return Shape::Quote,
                "p" | "div" | "td" | "th" => return Shape::Paragraph,
                _ => {}
            }
        }
        Shape::Paragraph
    }

    fn item(&self) -> Shape {
        let lists = self.open.iter().rev().filter(|open| matches!(open.name.as_str(), "ul" | "ol"));
        let depth = u8::try_from(lists.clone().count().saturating_sub(1)).unwrap_or(u8::MAX).min(5);
        let order = match lists.clone().next() {
            Some(list) if list.name == "ol" => Order::Number(list.items),
            _ => Order::Bullet,
        };
        Shape::Item { depth, order }
    }
}
