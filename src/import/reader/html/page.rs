//! The blocks of a page: wherever an element begins that stands on lines of its own, a block ends. Each
//! knows its container, which of its text is links, and its line. What no reader sees is passed over.

use html5gum::{Token, Tokenizer};

use crate::import::document::{Block, Cell, Head, Order, Shape, Table};
use crate::import::text::{Style, Text};

/// One block of a page.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) block: Block,
    /// The containers that it is in, the innermost last.
    pub(super) within: Vec<usize>,
    /// How many of its characters are links.
    pub(super) linked: usize,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) title: Option<String>,
    pub(super) pieces: Vec<Piece>,
    /// Addresses of pictures, with the number of the piece that comes next.
    pub(super) pictures: Vec<(usize, String)>,
    open: Vec<String>,
    containers: Vec<usize>,
    count: usize,
    text: Text,
    linked: usize,
    links: Vec<Option<String>>,
    bold: usize,
    hidden: usize,
    table: Option<Table>,
    line: usize,
}

/// Elements whose content no reader sees.
const HIDDEN: [&str; 10] = [
    "script", "style", "noscript", "template", "select", "button", "svg", "iframe", "object",
    "textarea",
];
/// Elements that hold blocks.
const CONTAINERS: [&str; 10] =
    ["div", "article", "section", "main", "nav", "footer", "header", "aside", "form", "body"];
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
    "td",
    "th",
    "dd",
    "dt",
    "center",
    "pre",
];

impl Page {
    /// Reads a page from its source.
    pub(super) fn read(html: &str) -> Self {
        let mut page = Self { line: 1, ..Self::default() };
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
        if CONTAINERS.contains(&name)
            || BLOCKS.contains(&name)
            || matches!(name, "ul" | "ol" | "table" | "title")
        {
            self.flush();
            self.open.push(name.to_owned());
        }
        if CONTAINERS.contains(&name) {
            self.count += 1;
            self.containers.push(self.count);
        }
        match name {
            "br" | "hr" if self.table.is_none() => self.flush(),
            "a" => self.links.push(attribute("href").filter(|href| href.starts_with("http"))),
            "b" | "strong" => self.bold += 1,
            "img" => {
                let source = attribute("data-src").or_else(|| attribute("src"));
                self.pictures.extend(source.map(|source| (self.pieces.len(), source)));
            }
            "table" if self.table.is_none() => {
                self.table = Some(Table { rows: Vec::new(), head: Head::None });
            }
            "tr" => {
                if let Some(table) = &mut self.table {
                    table.rows.push(Vec::new());
                }
            }
            "td" | "th" => {
                let reach = |key: &str| {
                    attribute(key).and_then(|reach| reach.trim().parse().ok()).unwrap_or(1_usize)
                };
                let (columns, rows) =
                    (reach("colspan").clamp(1, 64), reach("rowspan").clamp(1, 1000));
                let line = self.line;
                if let Some(table) = &mut self.table {
                    if name == "th" && table.rows.len() == 1 {
                        table.head = Head::Row;
                    }
                    if let Some(row) = table.rows.last_mut() {
                        row.push(Cell { text: Text::plain("", line), columns, rows });
                    }
                }
            }
            _ => {}
        }
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
        let Some(at) = self.open.iter().rposition(|open| open == name) else { return };
        self.flush();
        for closed in self.open.drain(at..) {
            if CONTAINERS.contains(&closed.as_str()) {
                self.containers.pop();
            }
        }
        if name == "table" {
            self.end_table();
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
        if text.is_empty() {
            return;
        }
        if self.open.last().is_some_and(|name| name == "title") {
            self.title.get_or_insert_with(|| text.as_str().to_owned());
            return;
        }
        if let Some(cell) = self.table.as_mut().and_then(|table| table.rows.last_mut()?.last_mut())
        {
            if !cell.text.is_empty() {
                cell.text.push("\n", &[], text.line());
            }
            cell.text.append(text);
            return;
        }
        let shape = self.open.iter().rev().find_map(|name| shape(name)).unwrap_or(Shape::Paragraph);
        if matches!(shape, Shape::Title | Shape::Heading(_)) {
            text.marks.retain(|mark| mark.style != Style::Bold);
        }
        self.pieces.push(Piece {
            block: Block::new(shape, text),
            within: self.containers.clone(),
            linked,
        });
    }

    /// A table of short cells is one; what only arranges a page becomes paragraphs.
    fn end_table(&mut self) {
        const LONGEST: usize = 200;
        let Some(mut table) = self.table.take() else { return };
        table.rows.retain(|row| !row.is_empty());
        let short = table.rows.iter().flatten().all(|cell| cell.text.length() <= LONGEST);
        let is_data = table.rows.len() > 1 && table.rows.iter().any(|row| row.len() > 1) && short;
        let within = self.containers.clone();
        let piece = |block| Piece { block, within: within.clone(), linked: 0 };
        if is_data {
            let line =
                table.rows.first().and_then(|row| row.first()).map_or(0, |cell| cell.text.line());
            self.pieces.push(piece(Block::new(Shape::Table(table), Text::plain("", line))));
            return;
        }
        for cell in table.rows.into_iter().flatten().filter(|cell| !cell.text.is_empty()) {
            let mut rest = cell.text;
            while let Some(at) = rest.as_str().find('\n') {
                let mut next = rest.split_off(at);
                next.trim();
                self.pieces
                    .push(piece(Block::new(Shape::Paragraph, std::mem::replace(&mut rest, next))));
            }
            self.pieces.push(piece(Block::new(Shape::Paragraph, rest)));
        }
    }
}

fn shape(name: &str) -> Option<Shape> {
    match name {
        "h1" => Some(Shape::Title),
        "h2" | "h3" | "h4" | "h5" | "h6" => {
            name.get(1..).and_then(|level| level.parse().ok()).map(Shape::Heading)
        }
        "li" => Some(Shape::Item { depth: 0, order: Order::Bullet }),
        "blockquote" => Some(Shape::Quote),
        "p" | "div" | "td" => Some(Shape::Paragraph),
        _ => None,
    }
}
