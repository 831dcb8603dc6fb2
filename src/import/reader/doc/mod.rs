//! Reads documents of old Word (.doc, from Word 97 on) and of WPS (.wps), which are alike: paragraphs,
//! headings by style and outline level, lists, tables, notes, accepted revisions. Macros and what is
//! embedded are never looked at. What is damaged, encrypted or older is refused with a diagnostic; no
//! more is read than the file has bytes.

mod body;
mod bytes;
mod container;
mod facts;
mod header;
mod lists;
mod picture;
mod pieces;
mod properties;
mod rows;
mod styles;

use std::collections::BTreeMap;

use super::docx::{bomb, damaged, encrypted};
use super::numbering::Numbering;
use super::{Read, pictures};
use crate::diagnostic::Diagnostic;
use crate::import::document::{Document, Origin};
use crate::import::report::{Deed, Notes, Sure};
use crate::import::rule::Rule;
use crate::import::text::Text;
use body::{Body, Found, Ground, Marks, NoteKind};
use bytes::place;
use container::Container;
use header::{Header, NoHeader, Table};
use pieces::Pieces;
use properties::{Of, Stretches};
use styles::Styles;

/// The first bytes of the containers in which old Word kept documents, and new Word keeps encrypted ones.
pub(super) const MARK: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// The stream of the text.
const TEXT: &str = "WordDocument";
/// The stream that holds a whole new document which has a password.
const PACKAGE: &str = "EncryptedPackage";
/// More characters than any document has: several books.
const MOST: usize = 8 << 20;

/// Reads a file whose first bytes are [`MARK`].
pub(super) fn read(bytes: &[u8], notes: &mut Notes) -> Result<Read, Box<Diagnostic>> {
    let torn = || Box::new(damaged("its container ends before its text does"));
    let container = match Container::open(bytes) {
        Some(container) if container.has(PACKAGE) => return Err(Box::new(encrypted())),
        Some(container) => container,
        None if names_a_package(bytes) => return Err(Box::new(encrypted())),
        None => return Err(torn()),
    };
    if container.has_macros() {
        super::tell_of_macros(notes);
    }
    let document = container.stream(TEXT).ok_or_else(|| Box::new(no_text()))?;
    let header = Header::read(&document).map_err(|why| match why {
        NoHeader::Damaged => torn(),
        NoHeader::TooOld => Box::new(too_old()),
        NoHeader::Encrypted => Box::new(encrypted()),
    })?;
    let tables = container.stream(header.table_stream()).ok_or_else(torn)?;
    let pieces = Pieces::read(&document, header.table(&tables, Table::Pieces)).ok_or_else(torn)?;
    let all = header.lengths.all();
    if all > MOST {
        return Err(Box::new(bomb()));
    }
    let is_whole = document.len() == container.length(TEXT)
        && tables.len() == container.length(header.table_stream())
        && pieces.present(all) == all;
    if !is_whole {
        return Err(torn());
    }
    let parts = Parts { header: &header, tables: &tables, pieces: &pieces };
    let data = container.stream("Data").unwrap_or_default();
    let ground = Ground {
        document: &document,
        data: &data,
        looks: parts.stretches(&document, Table::CharacterPages, Of::Characters),
        layouts: parts.stretches(&document, Table::ParagraphPages, Of::Paragraphs),
        styles: Styles::read(header.table(&tables, Table::Styles)),
    };
    let found = parts.text(&ground, 0, header.lengths.main, parts.marks(), parts.numbering());
    let mut own = Document {
        properties: container
            .stream("\u{5}SummaryInformation")
            .map(|bytes| facts::read(&bytes))
            .unwrap_or_default(),
        origin: Origin::Marked,
        ..Document::default()
    };
    // Notes that share one text are somebody's trick: together they are no longer than all texts.
    let mut room = all;
    for note in &found.notes {
        own.notes.push(parts.note(&ground, *note, &mut room));
    }
    let boxes = header.lengths.before_endnotes() + header.lengths.endnotes;
    let numbering = Numbering::default();
    let boxes = parts.text(&ground, boxes, header.lengths.boxes, Marks::new(), numbering);
    tell(&found, &boxes, notes);
    own.blocks = found.blocks;
    keep_pictures(&data, &found.pictures, &mut own, notes);
    Ok(Read { document: own, warnings: Vec::new() })
}

/// Whether an encrypted document is in what is left of a container.
fn names_a_package(bytes: &[u8]) -> bool {
    let name: Vec<u8> = PACKAGE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    memchr::memmem::find(bytes, &name).is_some()
}

/// The parts of a document that its texts are read from.
struct Parts<'d> {
    header: &'d Header,
    tables: &'d [u8],
    pieces: &'d Pieces<'d>,
}

impl Parts<'_> {
    fn stretches(&self, document: &[u8], table: Table, of: Of) -> Stretches {
        Stretches::read(document, self.header.table(self.tables, table), of)
    }

    /// So many characters from a place on as blocks.
    fn text(
        &self,
        ground: &Ground<'_>,
        from: usize,
        length: usize,
        marks: Marks,
        numbering: Numbering,
    ) -> Found {
        let mut body = Body::new(ground, numbering, marks);
        self.pieces.each(from, from.saturating_add(length), &mut |letter| body.take(letter));
        body.finish()
    }

    fn numbering(&self) -> Numbering {
        let lists = self.header.table_and_on(self.tables, Table::Lists);
        lists::read(lists, self.header.table(self.tables, Table::ListUses))
    }

    /// Where the marks of notes stand.
    fn marks(&self) -> Marks {
        let mut marks = Marks::new();
        let tables = [(Table::FootnoteMarks, NoteKind::Foot), (Table::EndnoteMarks, NoteKind::End)];
        for (table, kind) in tables {
            let list = self.header.table(self.tables, table);
            // Places, one more than marks, and two bytes of another matter for each.
            for number in 0..list.len().saturating_sub(4) / 6 {
                marks.extend(place(list, number * 4).map(|at| (at, (kind, number))));
            }
        }
        marks
    }

    /// The text of a note.
    fn note(
        &self,
        ground: &Ground<'_>,
        (kind, number): (NoteKind, usize),
        room: &mut usize,
    ) -> Text {
        let (table, begin) = match kind {
            NoteKind::Foot => (Table::FootnoteTexts, self.header.lengths.main),
            NoteKind::End => (Table::EndnoteTexts, self.header.lengths.before_endnotes()),
        };
        let list = self.header.table(self.tables, table);
        let (Some(from), Some(to)) = (place(list, number * 4), place(list, number * 4 + 4)) else {
            return Text::default();
        };
        let length = to.saturating_sub(from);
        let Some(left) = room.checked_sub(length) else { return Text::default() };
        *room = left;
        let (from, numbering) = (begin.saturating_add(from), Numbering::default());
        let found = self.text(ground, from, length, Marks::new(), numbering);
        let mut whole = Text::plain("", 0);
        for block in found.blocks {
            whole.append(block.text);
        }
        whole.trim();
        whole
    }
}

/// Keeps the pictures that are described at these places.
fn keep_pictures(data: &[u8], places: &[u32], document: &mut Document, notes: &mut Notes) {
    if places.is_empty() {
        return;
    }
    let mut shelf = pictures::Shelf::new();
    let mut known: BTreeMap<u32, Option<usize>> = BTreeMap::new();
    let keep = |place: &u32| {
        // One that is shown several times is one file.
        if let Some(number) = known.get(place) {
            return *number;
        }
        let file = usize::try_from(*place).ok().and_then(|from| picture::at(data, from));
        let number = file.and_then(|file| shelf.keep(document, file));
        if number.is_none() {
            let told = "图片 1 张，不是网页能用的格式，或者太大";
            notes.note(0, Rule::Format, Deed::Dropped, told, "", Sure::Certain);
        }
        known.insert(*place, number);
        number
    };
    let numbers: Vec<Option<usize>> = places.iter().map(keep).collect();
    pictures::number(document, &numbers);
    pictures::captions(document, notes);
}

/// Tells what did not come along.
fn tell(found: &Found, boxes: &Found, notes: &mut Notes) {
    let lost = &found.lost;
    let counted = [(lost.contents, "目录", "行"), (lost.drawings, "图形、文本框", "个")];
    for (count, what, unit) in counted.into_iter().filter(|(count, ..)| *count > 0) {
        let told = format!("{what} {count} {unit}");
        notes.note(0, Rule::Format, Deed::Dropped, told, "", Sure::Certain);
    }
    if !lost.hidden.trim().is_empty() {
        let told = format!("隐藏的文字：{}", lost.hidden.trim());
        notes.note(0, Rule::Format, Deed::Dropped, told, "", Sure::Certain);
    }
    for text in boxes.blocks.iter().flat_map(|block| block.texts()) {
        let told = format!("文本框：{}", text.as_str());
        notes.note(0, Rule::Format, Deed::Dropped, told, "", Sure::Certain);
    }
}

fn no_text() -> Diagnostic {
    Diagnostic::error(
        "not-a-document",
        "这个文件里没有 Word 文档（可能是表格、演示文稿或别的文件）",
        "there is no Word document in this file (perhaps it is a spreadsheet or slides)",
    )
    .help(
        "如果是稿件，用 WPS 或 Word 打开，另存为 .docx，再导入。",
        "If it is one, save it as .docx.",
    )
}

fn too_old() -> Diagnostic {
    super::old_format("这是 Word 95 或更早的文件", "this is a document of Word 95 or before")
}
