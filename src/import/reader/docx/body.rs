//! The body of a Word file, element by element: paragraphs with their runs, tables, and what is put
//! into them. Deleted text is gone, inserted text is there; of two ways to show the same thing the first
//! counts. It builds blocks and never looks at a style's looks but for bold.

use super::package::Relations;
use super::paragraph::{self, Paragraph};
use super::styles::{Styles, is_on};
use super::xml::{Element, Piece};
use crate::import::document::{Block, Shape};
use crate::import::reader::grid::Grid;
use crate::import::reader::numbering::Numbering;
use crate::import::report::{Deed, Notes, Sure};
use crate::import::rule::Rule;
use crate::import::text::{Style, Text};

/// A reference to a note.
#[derive(Debug, Clone)]
pub(super) struct Reference {
    pub(super) id: String,
    pub(super) is_end: bool,
}

/// What the body holds.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) blocks: Vec<Block>,
    pub(super) notes: Vec<Reference>,
    /// Ids of pictures, in the order of their blocks' numbers.
    pub(super) pictures: Vec<String>,
}

/// The formatting of one run.
#[derive(Debug, Clone, Default)]
struct Run {
    styles: Vec<Style>,
    in_text: bool,
    is_hidden: bool,
}

/// See the module.
pub(super) struct Body<'d> {
    styles: &'d Styles,
    numbering: Numbering,
    relations: &'d Relations,
    found: Found,
    /// Paragraphs that are open: a text box has its own within that of its frame.
    open: Vec<Paragraph>,
    tables: Vec<Grid>,
    run: Run,
    link: Option<String>,
    /// How deep in what does not count: deletions, fallbacks.
    skipped: usize,
    /// Within the properties of a paragraph or of its mark.
    properties: bool,
    /// A paragraph whose end was deleted waits for the next one.
    carried: Option<Paragraph>,
    number: usize,
    contents: usize,
    /// Text that is not to be seen.
    hidden: String,
    /// Bytes of text so far.
    length: usize,
}

/// No document has more text, in bytes: what comes after it is not read.
const MOST: usize = 24 << 20;

impl<'d> Body<'d> {
    pub(super) fn new(styles: &'d Styles, numbering: Numbering, relations: &'d Relations) -> Self {
        Self {
            styles,
            numbering,
            relations,
            found: Found::default(),
            open: Vec::new(),
            tables: Vec::new(),
            run: Run::default(),
            link: None,
            skipped: 0,
            properties: false,
            carried: None,
            number: 0,
            contents: 0,
            hidden: String::new(),
            length: 0,
        }
    }

    pub(super) fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Open(element) => self.open(&element),
            Piece::Close(name) => self.close(name),
            Piece::Text(text) if self.run.in_text && self.skipped == 0 => self.push(text),
            Piece::Text(_) => {}
        }
    }

    /// Everything, when the last piece is read.
    pub(super) fn finish(mut self, notes: &mut Notes) -> Found {
        while let Some(paragraph) = self.open.pop() {
            self.place(paragraph);
        }
        self.end_carried();
        if self.contents > 0 {
            let told = format!("目录 {} 行", self.contents);
            notes.note(0, Rule::Format, Deed::Dropped, told, "", Sure::Certain);
        }
        if !self.hidden.trim().is_empty() {
            let told = format!("隐藏的文字：{}", self.hidden.trim());
            notes.note(0, Rule::Format, Deed::Dropped, told, "", Sure::Certain);
        }
        self.found
    }

    fn open(&mut self, element: &Element<'_>) {
        let name = element.name();
        if self.skipped > 0 || is_skipped(name, self.properties) {
            if self.properties && name == "del" {
                // The end of this paragraph was deleted.
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.end_deleted = true;
                }
            }
            self.skipped += 1;
            return;
        }
        match name {
            "p" => self.begin_paragraph(),
            "pPr" => self.properties = true,
            "tbl" => {
                self.end_carried();
                self.tables.push(Grid::default());
            }
            "r" => self.run = Run::default(),
            "t" => self.run.in_text = true,
            "tab" if !self.properties => self.push(" "),
            "br" | "cr" if element.attribute("type").is_none_or(|kind| kind == "textWrapping") => {
                self.push("\n");
            }
            "noBreakHyphen" => self.push("-"),
            "hyperlink" => self.link = self.target(element),
            "footnoteReference" => self.note(element, false),
            "endnoteReference" => self.note(element, true),
            "blip" => {
                self.picture(element.attribute("embed").or_else(|| element.attribute("link")));
            }
            "imagedata" => self.picture(element.attribute("id")),
            _ if self.properties => self.paragraph_property(element),
            _ => {
                self.run_property(element);
                if let Some(table) = self.tables.last_mut() {
                    lay(table, element);
                }
            }
        }
    }

    fn close(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "p" => {
                if let Some(paragraph) = self.open.pop() {
                    self.place(paragraph);
                }
            }
            "pPr" => self.properties = false,
            "t" => self.run.in_text = false,
            "hyperlink" => self.link = None,
            "tc" => self.end_carried(),
            "tbl" => self.end_table(),
            _ => {}
        }
    }

    fn begin_paragraph(&mut self) {
        self.number += 1;
        let begun = self.carried.take().map(|Paragraph { text, pictures, .. }| (text, pictures));
        let (text, pictures) = begun.unwrap_or_else(|| (Text::plain("", self.number), Vec::new()));
        self.open.push(Paragraph { text, pictures, ..Paragraph::default() });
    }

    /// Whether there is more text than any document has.
    pub(super) fn is_too_long(&self) -> bool {
        self.length > MOST
    }

    fn push(&mut self, text: &str) {
        self.length = self.length.saturating_add(text.len());
        if self.is_too_long() {
            return;
        }
        if self.run.is_hidden {
            self.hidden.push_str(text);
            return;
        }
        let mut styles = self.run.styles.clone();
        styles.extend(self.link.clone().map(Style::Link));
        let line = self.number;
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.text.push(text, &styles, line);
        }
    }

    fn paragraph_property(&mut self, element: &Element<'_>) {
        let Some(paragraph) = self.open.last_mut() else { return };
        let value = || element.attribute("val");
        match element.name() {
            "pStyle" => paragraph.style = value().unwrap_or_default(),
            "numId" => paragraph.number = value(),
            "ilvl" => paragraph.level = value().and_then(|level| level.parse().ok()),
            "outlineLvl" => paragraph.outline = value().and_then(|level| level.parse().ok()),
            _ => {}
        }
    }

    fn run_property(&mut self, element: &Element<'_>) {
        let on = is_on(element.attribute("val").as_deref());
        let style = match element.name() {
            "b" if on => Style::Bold,
            "vanish" if on => {
                self.run.is_hidden = true;
                return;
            }
            "i" if on => Style::Italic,
            "strike" if on => Style::Struck,
            "vertAlign" => match element.attribute("val").as_deref() {
                Some("superscript") => Style::Superscript,
                Some("subscript") => Style::Subscript,
                _ => return,
            },
            _ => return,
        };
        // However often it is said.
        if !self.run.styles.contains(&style) {
            self.run.styles.push(style);
        }
    }

    /// Where a link leads: out of the document, to a page.
    fn target(&mut self, element: &Element<'_>) -> Option<String> {
        let relation = self.relations.get(&element.attribute("id")?)?;
        let is_page = ["http://", "https://", "mailto:"]
            .iter()
            .any(|scheme| relation.target.starts_with(scheme));
        let is_short = relation.target.len() <= 2000;
        // One address may be that of any number of links.
        self.length = self.length.saturating_add(relation.target.len());
        (relation.is_outside && is_page && is_short).then(|| relation.target.clone())
    }

    fn note(&mut self, element: &Element<'_>, is_end: bool) {
        let Some(id) = element.attribute("id") else { return };
        let number = self.found.notes.len();
        self.found.notes.push(Reference { id, is_end });
        if let Some(paragraph) = self.open.last_mut() {
            let at = paragraph.text.as_str().len();
            paragraph.text.mark(at..at, Style::Note(number));
        }
    }

    fn picture(&mut self, id: Option<String>) {
        let (Some(id), Some(paragraph)) = (id, self.open.last_mut()) else { return };
        paragraph.pictures.push(self.found.pictures.len());
        self.found.pictures.push(id);
    }

    /// Puts a paragraph that is over where it belongs.
    fn place(&mut self, paragraph: Paragraph) {
        if paragraph.end_deleted {
            self.carried = Some(paragraph);
            return;
        }
        self.put(paragraph);
    }

    /// What waits for a next paragraph where none can come.
    fn end_carried(&mut self) {
        if let Some(paragraph) = self.carried.take() {
            self.put(paragraph);
        }
    }

    fn put(&mut self, mut paragraph: Paragraph) {
        if let Some(table) = self.tables.last_mut() {
            paragraph.text.trim();
            table.add(paragraph.text);
            return;
        }
        let Some(mut block) = paragraph::block(&mut paragraph, self.styles, &mut self.numbering)
        else {
            self.contents += 1;
            return;
        };
        block.text.trim();
        if !block.text.is_empty() || !block.text.marks.is_empty() {
            self.found.blocks.push(block);
        }
        for picture in paragraph.pictures {
            self.found
                .blocks
                .push(Block::new(Shape::Picture(picture), Text::plain("", self.number)));
        }
    }

    fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else { return };
        match self.tables.last_mut() {
            // A table within a cell becomes lines of that cell.
            Some(outer) => {
                for text in table.texts() {
                    outer.add(text);
                }
            }
            None => self.found.blocks.extend(table.block(self.number)),
        }
    }
}

/// Lays what an element says of a table.
fn lay(table: &mut Grid, element: &Element<'_>) {
    match element.name() {
        "tr" => table.begin_row(),
        "tblHeader" => table.has_head(),
        "tc" => table.begin_cell(),
        "gridSpan" => {
            let span = element.attribute("val").and_then(|span| span.parse().ok());
            table.reach(span.unwrap_or(1));
        }
        "vMerge" if element.attribute("val").is_none_or(|value| value != "restart") => {
            table.go_on();
        }
        _ => {}
    }
}

/// What does not count: deleted and moved text, what is shown by programs that know less, the
/// properties that were before a change.
fn is_skipped(name: &str, properties: bool) -> bool {
    matches!(name, "del" | "moveFrom" | "Fallback" | "pPrChange" | "rPrChange" | "sectPr" | "tblPrChange" | "instrText")
        // Bold on the mark of a paragraph is no bold text.
        || (properties && matches!(name, "tabs"))
}
