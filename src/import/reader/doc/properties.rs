//! What an old Word document says of its characters and paragraphs: pages of 512 bytes, each with
//! stretches of the file and the changes that hold for them. It finds the changes for a place; what
//! they mean is read here, too, as far as an importer cares.

use super::bytes::{byte, long, place, short, stretch};

const PAGE: usize = 512;
/// More stretches than a document of the greatest size has.
const MOST: usize = 4 << 20;

/// Stretches of the file, ascending, each with where in the file its changes stand.
#[derive(Debug, Default)]
pub(super) struct Stretches(Vec<Stretch>);

#[derive(Debug, Clone, Copy)]
struct Stretch {
    from: usize,
    to: usize,
    at: usize,
    length: usize,
}

/// Whose properties a page holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Characters,
    Paragraphs,
}

impl Stretches {
    /// Reads all pages that a table names.
    pub(super) fn read(document: &[u8], table: &[u8], of: Of) -> Self {
        let count = table.len().saturating_sub(4) / 8;
        let mut all = Vec::new();
        // No page is there twice.
        for number in 0..count.min(document.len() / PAGE + 1) {
            if all.len() > MOST {
                break;
            }
            let Some(page) = place(table, (count + 1) * 4 + number * 4) else { break };
            let Some(start) = page.checked_mul(PAGE) else { continue };
            let Some(bytes) = stretch(document, start, PAGE) else { continue };
            let runs = usize::from(byte(bytes, PAGE - 1).unwrap_or(0));
            all.extend((0..runs).filter_map(|run| read_run(bytes, start, runs, run, of)));
        }
        all.sort_by_key(|one: &Stretch| one.from);
        Self(all)
    }

    /// The changes for a place, and the stretch of the file in which they hold.
    pub(super) fn of<'d>(
        &self,
        document: &'d [u8],
        at: usize,
    ) -> (&'d [u8], std::ops::Range<usize>) {
        let after = self.0.partition_point(|one| one.from <= at);
        let own = after.checked_sub(1).and_then(|last| self.0.get(last)).filter(|one| at < one.to);
        if let Some(one) = own {
            let changes = stretch(document, one.at, one.length).unwrap_or_default();
            (changes, one.from..one.to)
        } else {
            let next = self.0.get(after).map_or(usize::MAX, |one| one.from);
            (&[], at..next)
        }
    }
}

fn read_run(page: &[u8], start: usize, runs: usize, run: usize, of: Of) -> Option<Stretch> {
    let (from, to) = (place(page, run * 4)?, place(page, run * 4 + 4)?);
    let behind = (runs + 1) * 4;
    let (at, length) = match of {
        Of::Characters => {
            let at = usize::from(byte(page, behind + run)?) * 2;
            if at == 0 { (0, 0) } else { (at + 1, usize::from(byte(page, at)?)) }
        }
        Of::Paragraphs => {
            let at = usize::from(byte(page, behind + run * 13)?) * 2;
            match (at, byte(page, at)?) {
                (0, _) => (0, 0),
                (at, 0) => (at + 2, usize::from(byte(page, at + 1)?) * 2),
                (at, words) => (at + 1, usize::from(words) * 2 - 1),
            }
        }
    };
    stretch(page, at, length)?;
    Some(Stretch { from, to, at: start + at, length })
}

/// One change: what, and to what.
pub(super) struct Change<'c> {
    pub(super) what: u16,
    pub(super) to: &'c [u8],
}

impl Change<'_> {
    pub(super) fn number(&self) -> u8 {
        byte(self.to, 0).unwrap_or(0)
    }
}

/// Changes one after the other.
pub(super) struct Changes<'c>(pub(super) &'c [u8]);

impl<'c> Iterator for Changes<'c> {
    type Item = Change<'c>;

    fn next(&mut self) -> Option<Change<'c>> {
        let what = short(self.0, 0)?;
        let (begin, length) = match (what >> 13, what) {
            (0 | 1, _) => (2, 1),
            (2 | 4 | 5, _) => (2, 2),
            (3, _) => (2, 4),
            (7, _) => (2, 3),
            // The cells of a row say their length in two bytes, and count one too few.
            (_, 0xd608) => (4, usize::from(short(self.0, 2)?).saturating_sub(1)),
            _ => (3, usize::from(byte(self.0, 2)?)),
        };
        let to = stretch(self.0, begin, length)?;
        self.0 = self.0.get(begin + length..).unwrap_or_default();
        Some(Change { what, to })
    }
}

/// What is said of a run of characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "these are the switches of the format")]
pub(super) struct Looks {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) struck: bool,
    pub(super) raised: bool,
    pub(super) lowered: bool,
    /// A revision took it out.
    pub(super) deleted: bool,
    pub(super) hidden: bool,
    /// It stands for something else: a picture, the mark of a note.
    pub(super) special: bool,
    /// Where the picture is described that it stands for.
    pub(super) picture: Option<u32>,
}

impl Looks {
    pub(super) fn read(changes: &[u8]) -> Self {
        let mut looks = Self::default();
        for change in Changes(changes) {
            let on = matches!(change.number(), 1 | 0x81);
            match change.what {
                0x0835 => looks.bold = on,
                0x0836 => looks.italic = on,
                0x0837 => looks.struck = on,
                0x0800 => looks.deleted = on,
                0x083c => looks.hidden = on,
                0x0855 => looks.special = on,
                0x6a03 => looks.picture = long(change.to, 0),
                0x2a48 => {
                    looks.raised = change.number() == 1;
                    looks.lowered = change.number() == 2;
                }
                _ => {}
            }
        }
        looks
    }
}

/// What is said of a paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) style: u16,
    pub(super) outline: Option<u8>,
    /// The use of a list that it belongs to; 0 for none.
    pub(super) list: Option<u16>,
    pub(super) level: Option<u8>,
    pub(super) place: Place,
    /// The cells of the row that ends here.
    pub(super) cells: Vec<CellPlace>,
    /// Where in the stream of data more changes stand: a row of many cells has no room beside its text.
    pub(super) more: Option<usize>,
}

/// The changes that stand at a place of the stream of data, behind their length.
pub(super) fn more(data: &[u8], at: usize) -> &[u8] {
    let length = short(data, at).map_or(0, usize::from);
    at.checked_add(2).and_then(|from| stretch(data, from, length)).unwrap_or_default()
}

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Place {
    #[default]
    Text,
    Cell,
    /// It is the end of a row of a table.
    EndOfRow,
}

/// Where one cell of a row lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CellPlace {
    pub(super) left: i16,
    pub(super) right: i16,
    /// It goes on with the one above.
    pub(super) goes_on: bool,
    /// It is part of the one before.
    pub(super) merged: bool,
}

impl Layout {
    /// Reads what stands behind a paragraph: its style's number, and changes.
    pub(super) fn read(own: &[u8]) -> Self {
        let mut layout = Self { style: short(own, 0).unwrap_or(0), ..Self::default() };
        layout.change(own.get(2..).unwrap_or_default());
        layout
    }

    /// Reads changes.
    pub(super) fn change(&mut self, changes: &[u8]) {
        let mut ends_row = false;
        for change in Changes(changes) {
            match change.what {
                0x2416 | 0x6649 if change.number() > 0 && self.place == Place::Text => {
                    self.place = Place::Cell;
                }
                0x2417 => ends_row = change.number() > 0,
                0x2640 => self.outline = Some(change.number()),
                0x260a => self.level = Some(change.number()),
                0x460b => self.list = short(change.to, 0),
                0xd608 => self.cells = cells(change.to).unwrap_or_default(),
                0x6645 | 0x6646 => self.more = place(change.to, 0),
                _ => {}
            }
        }
        if ends_row {
            self.place = Place::EndOfRow;
        }
    }
}

/// How many cells a row can have.
const MOST_CELLS: usize = 63;

fn cells(definition: &[u8]) -> Option<Vec<CellPlace>> {
    let count = usize::from(byte(definition, 0)?).min(MOST_CELLS);
    let edge = |at: usize| Some(short(definition, 1 + at * 2)?.cast_signed());
    let mut cells = Vec::with_capacity(count);
    for at in 0..count {
        let flags = short(definition, 1 + (count + 1) * 2 + at * 20).unwrap_or(0);
        cells.push(CellPlace {
            left: edge(at)?,
            right: edge(at + 1)?,
            goes_on: flags >> 5 & 3 == 1,
            merged: flags & 2 != 0,
        });
    }
    Some(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_of_all_lengths_are_passed_over() {
        let changes = b"\x35\x08\x01\x48\x2a\x02\x0b\x46\x03\x00\x15\xc6\x02ab\x3c\x08\x01\x0a";
        let looks = Looks::read(changes);
        assert!(looks.bold && looks.lowered && looks.hidden && !looks.italic);
        let mut layout = Layout::default();
        layout.change(changes);
        assert_eq!(layout.list, Some(3));
    }

    #[test]
    fn a_row_says_where_its_cells_lie() {
        let mut row = vec![0x17, 0x24, 1, 0x08, 0xd6];
        let cells: [u8; 7] = [2, 0, 0, 100, 0, 200, 0];
        let mut definition = cells.to_vec();
        definition.extend([0x20, 0].into_iter().chain([0; 18]).chain([0; 20]));
        row.extend(u16::try_from(definition.len() + 1).unwrap().to_le_bytes());
        row.extend(&definition);
        let mut layout = Layout::default();
        layout.change(&row);
        assert_eq!(layout.place, Place::EndOfRow);
        let at = |left, right, goes_on| CellPlace { left, right, goes_on, merged: false };
        assert_eq!(layout.cells, [at(0, 100, true), at(100, 200, false)]);
        // The same where it has no room beside its paragraph.
        let length = u16::try_from(row.len()).unwrap().to_le_bytes();
        let data = [b"..", &length[..], &row, b".."].concat();
        let mut elsewhere = Layout::read(b"\x00\x00\x16\x24\x01\x46\x66\x02\x00\x00\x00");
        assert_eq!((elsewhere.place, elsewhere.more), (Place::Cell, Some(2)));
        elsewhere.change(more(&data, 2));
        assert_eq!((elsewhere.place, elsewhere.cells), (Place::EndOfRow, layout.cells));
        assert!(more(&data, 4).is_empty() && more(&data, usize::MAX).is_empty());
    }
}
