//! The blocks of a page: wherever an element begins that stands on lines of its own, a block ends. Each
//! knows its container, how much of it is links, and its line. What no reader sees is passed over, and
//! what nests deeper than any page does is taken as if it did not.

use html5gum::{Token, Tokenizer};

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
    links: Vec<Option<String>>,
    bold: usize,
    hidden: usize,
    tables: Tables,
    /// Pictures that wait for the end of their block.
    waiting: Vec<usize>,
    line: usize,
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

/// Elements whose content no reader sees.
const HIDDEN: [&str; 11] = [
    "script", "style", "noscript", "template", "select", "button", "svg", "iframe", "object",
    "textarea", "label",
];
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

impl Page {
    /// Reads a page from its source.
    pub(super) fn read(html: &str) -> Self {
        let mut page = Self { line: 1, containers: vec![Container::default()], ..Self::default() };
        for token in Tokenizer::new(html).flatten() {
            match token {
                Token::StartTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    let attribute = |key: &str| {
                        tag.attributes
                            .iter()
                            .find(|(own, _)| own.as_slice() == key.as_bytes())
                            .map(|(_, value)| String::from_utf8_lossy(value).into_owned())
                    };
                    page.start(&name, &attribute);
                    if tag.self_closing && HIDDEN.contains(&name.as_str()) {
                        page.end(&name);
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
        if self.hidden > 0 || HIDDEN.contains(&name) {
            self.hidden += usize::from(HIDDEN.contains(&name));
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
            "a" => self.links.push(attribute("href").filter(|href| is_page(href))),
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
        if HIDDEN.contains(&name) {
            self.hidden = self.hidden.saturating_sub(1);
            return;
        }
        if self.hidden > 0 {
            return;
        }
        match name {
            "a" => {
                self.links.pop();
            }
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
        if self.hidden > 0 {
            return;
        }
        let mut styles = Vec::new();
        if self.bold > 0 {
            styles.push(Style::Bold);
        }
        styles.extend(self.links.last().cloned().flatten().map(Style::Link));
        // Blanks are one; a line break between Han characters is none.
        let mut single = String::new();
        for word in text.split(['\n', '\r', '\t']).map(str::trim).filter(|word| !word.is_empty()) {
            let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            if latin(single.chars().next_back()) && latin(word.chars().next()) {
                single.push(' ');
            }
            single.push_str(word);
        }
        if !self.links.is_empty() {
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
