//! The text of an old Word document, letter by letter: paragraphs, cells of tables, fields of which only
//! what they show counts, the marks of notes. Deleted and hidden text is not there. It builds blocks
//! and never looks at a style's looks but for bold.

use std::collections::BTreeMap;
use std::ops::Range;

use super::pieces::Letter;
use super::properties::{Layout, Looks, Place, Stretches, more};
use super::rows::Rows;
use super::styles::Styles;
use crate::import::document::{Block, Shape};
use crate::import::reader::numbering::Numbering;
use crate::import::reader::role::Role;
use crate::import::reader::shape;
use crate::import::text::{Style, Text};

/// Where the marks of notes stand, and what each stands for: an end note or a footnote, by number.
pub(super) type Marks = BTreeMap<usize, (NoteKind, usize)>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoteKind {
    Foot,
    End,
}

/// What the properties of a document are found in.
pub(super) struct Ground<'d> {
    pub(super) document: &'d [u8],
    /// The stream of data that is too long for the places beside the text.
    pub(super) data: &'d [u8],
    pub(super) looks: Stretches,
    pub(super) layouts: Stretches,
    pub(super) styles: Styles,
}

/// What a text holds.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) blocks: Vec<Block>,
    /// The notes in the order of their marks.
    pub(super) notes: Vec<(NoteKind, usize)>,
    /// Where pictures are described, in the order of their blocks' numbers.
    pub(super) pictures: Vec<u32>,
    pub(super) lost: Lost,
}

/// What is not in the blocks.
#[derive(Debug, Default)]
pub(super) struct Lost {
    /// Lines of a table of contents.
    pub(super) contents: usize,
    pub(super) drawings: usize,
    pub(super) hidden: String,
}

/// A field while it is read.
#[derive(Debug, Default)]
struct Field {
    instruction: String,
    shows: Shows,
    /// The page that it leads to.
    target: Option<String>,
}

/// Fields lie no deeper in one another; what is deeper is taken for text of the outer one.
const DEEPEST_FIELD: usize = 32;
/// The most bytes of changes that are read from the stream of data: those of 20,000 long rows.
const MOST_ELSEWHERE: usize = 64 << 20;

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Shows {
    /// What is read says what the field is to do.
    #[default]
    NotYet,
    Result,
}

/// See the module.
pub(super) struct Body<'g> {
    ground: &'g Ground<'g>,
    numbering: Numbering,
    marks: Marks,
    found: Found,
    text: Text,
    /// Which paragraph it is, from 1.
    number: usize,
    /// Pictures of the paragraph that is open, by number.
    pictures: Vec<usize>,
    rows: Rows,
    fields: Vec<Field>,
    /// Fields that were begun beyond the deepest.
    beyond: usize,
    looks: Looks,
    looks_in: Range<usize>,
    layout: Layout,
    layout_in: Range<usize>,
    /// How many more bytes of changes may be read from elsewhere.
    room: usize,
}

impl<'g> Body<'g> {
    pub(super) fn new(ground: &'g Ground<'g>, numbering: Numbering, marks: Marks) -> Self {
        Self {
            ground,
            numbering,
            marks,
            found: Found::default(),
            text: Text::default(),
            number: 1,
            pictures: Vec::new(),
            rows: Rows::default(),
            fields: Vec::new(),
            beyond: 0,
            looks: Looks::default(),
            looks_in: 0..0,
            layout: Layout::default(),
            layout_in: 0..0,
            room: MOST_ELSEWHERE,
        }
    }

    /// Everything, when the last letter is read.
    pub(super) fn finish(mut self) -> Found {
        if !self.text.is_empty() {
            self.end_paragraph(&Layout::default());
        }
        self.end_table();
        self.found
    }

    pub(super) fn take(&mut self, letter: Letter) {
        if !self.looks_in.contains(&letter.at) {
            let (changes, range) = self.ground.looks.of(self.ground.document, letter.at);
            (self.looks, self.looks_in) = (Looks::read(changes), range);
        }
        if let Some(&note) = self.marks.get(&letter.number) {
            let at = self.text.as_str().len();
            self.text.mark(at..at, Style::Note(self.found.notes.len()));
            self.found.notes.push(note);
            return;
        }
        match letter.c {
            '\u{7}' => self.end_cell(letter.at),
            _ if self.looks.deleted => {}
            '\u{13}' if self.fields.len() >= DEEPEST_FIELD => self.beyond += 1,
            '\u{13}' => self.fields.push(Field::default()),
            '\u{14}' | '\u{15}' if self.beyond > 0 => {
                self.beyond -= usize::from(letter.c == '\u{15}');
            }
            '\u{14}' => {
                if let Some(field) = self.fields.last_mut() {
                    field.shows = Shows::Result;
                    field.target = target(&field.instruction);
                }
            }
            '\u{15}' => {
                self.fields.pop();
            }
            '\r' | '\u{c}' => {
                let layout = self.layout(letter.at);
                self.end_paragraph(&layout);
            }
            c => self.letter(c),
        }
    }

    fn letter(&mut self, c: char) {
        if let Some(field) = self.fields.iter_mut().rev().find(|own| own.shows == Shows::NotYet) {
            // What a field is to do takes no more than a line.
            const LONGEST: usize = 1000;
            if field.instruction.len() < LONGEST {
                field.instruction.push(c);
            }
            return;
        }
        let shown = match c {
            '\u{1}' if self.looks.special => {
                // A picture that is described nowhere is told with those that cannot be read.
                self.pictures.push(self.found.pictures.len());
                self.found.pictures.push(self.looks.picture.unwrap_or(u32::MAX));
                return;
            }
            '\u{8}' => {
                self.found.lost.drawings += 1;
                return;
            }
            _ if self.looks.special => return,
            '\u{b}' => '\n',
            '\t' | '\u{e}' => ' ',
            '\u{1e}' => '-',
            '\u{0}'..='\u{1f}' => return,
            c => c,
        };
        if self.looks.hidden {
            self.found.lost.hidden.push(shown);
            return;
        }
        let mut styles: Vec<Style> = Vec::new();
        let Looks { bold, italic, struck, raised, lowered, .. } = self.looks;
        let all = [
            (bold, Style::Bold),
            (italic, Style::Italic),
            (struck, Style::Struck),
            (raised, Style::Superscript),
            (lowered, Style::Subscript),
        ];
        styles.extend(all.into_iter().filter(|(on, _)| *on).map(|(_, style)| style));
        let target = self.fields.iter().rev().find_map(|field| field.target.clone());
        styles.extend(target.map(Style::Link));
        self.text.push(shown.encode_utf8(&mut [0; 4]), &styles, self.number);
    }

    /// What is said of the paragraph that ends at a place in the file.
    fn layout(&mut self, at: usize) -> Layout {
        if !self.layout_in.contains(&at) {
            let (own, range) = self.ground.layouts.of(self.ground.document, at);
            let mut layout = Layout::read(own);
            let changes = layout.more.map(|at| more(self.ground.data, at)).unwrap_or_default();
            if let Some(left) = self.room.checked_sub(changes.len()) {
                self.room = left;
                layout.change(changes);
            }
            (self.layout, self.layout_in) = (layout, range);
        }
        self.layout.clone()
    }

    fn take_text(&mut self) -> Text {
        let mut text = std::mem::take(&mut self.text);
        text.trim();
        self.number += 1;
        text
    }

    fn end_paragraph(&mut self, layout: &Layout) {
        let text = self.take_text();
        if layout.place != Place::Text {
            self.rows.line(text);
            return;
        }
        self.end_table();
        if self.fields.iter().any(Field::is_contents) {
            self.found.lost.contents += usize::from(!text.is_empty());
            return;
        }
        if !text.is_empty() || !text.marks.is_empty() {
            let block = self.block(text, layout);
            self.found.blocks.extend(block);
        }
        self.place_pictures();
    }

    /// Puts the pictures of a paragraph, or of a table, behind it.
    fn place_pictures(&mut self) {
        for picture in std::mem::take(&mut self.pictures) {
            let caption = Text::plain("", self.number);
            self.found.blocks.push(Block::new(Shape::Picture(picture), caption));
        }
    }

    fn block(&mut self, mut text: Text, layout: &Layout) -> Option<Block> {
        let styles = &self.ground.styles;
        let role = match layout.outline {
            Some(level) if level < 9 => Role::Heading(level + 1),
            _ => styles.role(layout.style),
        };
        if role == Role::Contents {
            self.found.lost.contents += 1;
            return None;
        }
        let (list, level) = styles.list(layout.style);
        let level = layout.level.or(level).unwrap_or(0);
        let list = layout.list.or(list).filter(|list| *list != 0);
        let number = list.and_then(|list| self.numbering.next(&list.to_string(), level));
        if styles.looks(layout.style).bold && role == Role::Body {
            text.mark(0..text.as_str().len(), Style::Bold);
        }
        shape::block(text, role, number, level)
    }

    /// A cell ends, or a row.
    fn end_cell(&mut self, at: usize) {
        let layout = self.layout(at);
        let text = self.take_text();
        self.rows.line(text);
        if layout.place == Place::EndOfRow {
            self.rows.end_row(layout.cells);
        } else {
            self.rows.end_cell();
        }
    }

    fn end_table(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        let blocks = rows.blocks(self.number);
        if !blocks.is_empty() {
            self.found.blocks.extend(blocks);
            self.place_pictures();
        }
    }
}

/// The page that a field leads to.
fn target(instruction: &str) -> Option<String> {
    let rest = instruction.trim_start().strip_prefix("HYPERLINK")?;
    let target = rest.split('"').nth(1)?.trim();
    let is_page =
        ["http://", "https://", "mailto:"].iter().any(|scheme| target.starts_with(scheme));
    is_page.then(|| target.to_owned())
}

impl Field {
    fn is_contents(&self) -> bool {
        self.instruction.trim_start().starts_with("TOC") && self.shows == Shows::Result
    }
}
