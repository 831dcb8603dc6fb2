//! The neutral document that every reader makes and the one writer writes: blocks of text with marks
//! on it. It knows no file format, and no rule.

use super::text::Text;

/// A document as a reader found it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Document {
    pub(crate) blocks: Vec<Block>,
    pub(crate) properties: Properties,
    /// Files that belong to it, in the order in which they were met.
    pub(crate) pictures: Vec<Picture>,
    /// Texts of footnotes; a mark in a text gives the number, from 0.
    pub(crate) notes: Vec<Text>,
    /// Front matter that the document brings along, without its fences.
    pub(crate) front: Option<String>,
    pub(crate) origin: Origin,
}

/// Which paragraphs a document can be trusted with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Bare text: whatever structure it has stands in its words.
    #[default]
    Plain,
    /// Headings, lists and bold are marked as such.
    Marked,
}

/// One block.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub(crate) shape: Shape,
    pub(crate) text: Text,
}

impl Block {
    pub(crate) fn new(shape: Shape, text: Text) -> Self {
        Self { shape, text }
    }

    pub(crate) fn is_paragraph(&self) -> bool {
        matches!(self.shape, Shape::Paragraph)
    }

    /// Its own text, then those of its cells.
    pub(crate) fn texts_mut(&mut self) -> Vec<&mut Text> {
        match &mut self.shape {
            Shape::Table(table) => {
                table.rows.iter_mut().flatten().map(|cell| &mut cell.text).collect()
            }
            Shape::Verbatim => Vec::new(),
            _ => vec![&mut self.text],
        }
    }

    /// See [`Block::texts_mut`].
    pub(crate) fn texts(&self) -> Vec<&Text> {
        match &self.shape {
            Shape::Table(table) => table.rows.iter().flatten().map(|cell| &cell.text).collect(),
            Shape::Verbatim => Vec::new(),
            _ => vec![&self.text],
        }
    }
}

/// What a block is.
#[derive(Debug, Clone)]
pub(crate) enum Shape {
    /// The title that a program marked as one.
    Title,
    /// A heading of that level of the article, 2 being the highest.
    Heading(u8),
    Paragraph,
    /// A paragraph that was several: where they ended is lost.
    RunOn,
    Item {
        /// How deep in lists, from 0.
        depth: u8,
        order: Order,
    },
    Quote,
    Table(Table),
    /// A picture by its number; the text is its caption.
    Picture(usize),
    /// Lines that are written as they are: code, containers, HTML of a Markdown file.
    Verbatim,
}

/// How the items of a list are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Bullet,
    Number(u32),
}

/// Rows of cells, as many in each row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    pub(crate) rows: Vec<Vec<Cell>>,
    pub(crate) head: Head,
}

/// Whether the first row of a table names its columns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Head {
    #[default]
    Row,
    None,
}

/// One cell. What is merged stands in its first cell, with its reach; the others are empty.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    pub(crate) text: Text,
    pub(crate) columns: usize,
    pub(crate) rows: usize,
}

/// A file of the document.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    /// A plain name without folders.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// What a document says of itself beside its text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Properties {
    pub(crate) title: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) date: Option<String>,
    /// The day on which it was brought to a site where people share documents.
    pub(crate) uploaded: Option<String>,
    /// When it was published, as its page says.
    pub(crate) published: Option<String>,
    pub(crate) source: Option<String>,
}
