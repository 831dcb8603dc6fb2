//! The head of an old Word document: whether it can be read, how long its texts are, and where its
//! tables lie. It looks at no table.

use super::bytes::{place, short, stretch};

/// Tables that are asked for, by their place in the list of the head.
#[derive(Debug, Clone, Copy)]
pub(super) enum Table {
    Styles = 1,
    FootnoteMarks = 2,
    FootnoteTexts = 3,
    CharacterPages = 12,
    ParagraphPages = 13,
    Pieces = 33,
    EndnoteMarks = 46,
    EndnoteTexts = 47,
    Lists = 73,
    ListUses = 74,
}

/// See the module.
#[derive(Debug)]
pub(super) struct Header {
    flags: u16,
    /// Characters of the parts of the text, in their order.
    pub(super) lengths: Lengths,
    /// Where each table lies: from which byte on, how many.
    places: Vec<(usize, usize)>,
}

/// How many characters each part of the text has, in the order in which they follow one another.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lengths {
    pub(super) main: usize,
    pub(super) footnotes: usize,
    pub(super) heads: usize,
    pub(super) macros: usize,
    pub(super) remarks: usize,
    pub(super) endnotes: usize,
    pub(super) boxes: usize,
}

impl Lengths {
    /// Where the endnotes begin.
    pub(super) fn before_endnotes(&self) -> usize {
        [self.main, self.footnotes, self.heads, self.macros, self.remarks]
            .into_iter()
            .fold(0, usize::saturating_add)
    }

    /// All but the head lines that stand in text boxes.
    pub(super) fn all(&self) -> usize {
        self.before_endnotes().saturating_add(self.endnotes).saturating_add(self.boxes)
    }
}

/// Why a head cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoHeader {
    Damaged,
    /// Of Word 95 and before.
    TooOld,
    Encrypted,
}

const ENCRYPTED: u16 = 0x0100;
const SECOND_TABLE: u16 = 0x0200;
/// Word 97's number.
const WORD_97: u16 = 0x00c1;

impl Header {
    pub(super) fn read(document: &[u8]) -> Result<Self, NoHeader> {
        let (Some(mark), Some(version), Some(flags)) =
            (short(document, 0), short(document, 2), short(document, 10))
        else {
            return Err(NoHeader::Damaged);
        };
        if matches!(mark, 0xa5dc | 0xa59b | 0xa59c | 0xa697 | 0xa699) || version < WORD_97 {
            return Err(NoHeader::TooOld);
        }
        if mark != 0xa5ec {
            return Err(NoHeader::Damaged);
        }
        if flags & ENCRYPTED != 0 {
            return Err(NoHeader::Encrypted);
        }
        Self::rest(document, flags).ok_or(NoHeader::Damaged)
    }

    fn rest(document: &[u8], flags: u16) -> Option<Self> {
        // Three lists of numbers follow one another, each behind its length.
        let shorts = usize::from(short(document, 0x20)?);
        let longs_at = 0x22 + shorts * 2;
        let longs = usize::from(short(document, longs_at)?);
        let numbers = stretch(document, longs_at + 2, longs * 4)?;
        let places_at = longs_at + 2 + longs * 4;
        let count = usize::from(short(document, places_at)?);
        let places = (0..count)
            .map_while(|at| stretch(document, places_at + 2 + at * 8, 8))
            .filter_map(|pair| Some((place(pair, 0)?, place(pair, 4)?)))
            .collect();
        let length = |at: usize| place(numbers, at * 4);
        let lengths = Lengths {
            main: length(3)?,
            footnotes: length(4)?,
            heads: length(5)?,
            macros: length(6)?,
            remarks: length(7)?,
            endnotes: length(8)?,
            boxes: length(9)?,
        };
        Some(Self { flags, lengths, places })
    }

    /// The stream that the tables lie in.
    pub(super) fn table_stream(&self) -> &'static str {
        if self.flags & SECOND_TABLE == 0 { "0Table" } else { "1Table" }
    }

    /// A table; one that is not there is empty.
    pub(super) fn table<'t>(&self, tables: &'t [u8], table: Table) -> &'t [u8] {
        let place = self.places.get(table as usize);
        place.and_then(|&(from, length)| stretch(tables, from, length)).unwrap_or_default()
    }

    /// What lies from the beginning of a table on, beyond its end.
    pub(super) fn table_and_on<'t>(&self, tables: &'t [u8], table: Table) -> &'t [u8] {
        let place = self.places.get(table as usize).filter(|(_, length)| *length > 0);
        place.and_then(|&(from, _)| tables.get(from..)).unwrap_or_default()
    }
}
