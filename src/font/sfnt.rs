//! A font file as a set of tables, each under its tag. It never looks into a table.

/// The name of a table.
pub(super) type Tag = [u8; 4];

/// What a collection of fonts begins with.
pub(super) const COLLECTION: &[u8] = b"ttcf";

/// Why a file is no set of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Torn {
    /// It begins as no font does.
    Unknown,
    /// It ends before its tables do.
    Cut,
}

/// See the module.
#[derive(Debug)]
pub(super) struct Sfnt<'a> {
    /// Which kind of outlines it has: the first bytes of its file.
    pub(super) flavor: [u8; 4],
    tables: Vec<(Tag, &'a [u8])>,
}

impl<'a> Sfnt<'a> {
    /// Reads a file of one font, or the `index`th of a collection.
    pub(super) fn read(bytes: &'a [u8], index: u32) -> Result<Self, Torn> {
        let start = start(bytes, index)?;
        let flavor = array(bytes, start).ok_or(Torn::Cut)?;
        if !matches!(&flavor, b"\0\x01\0\0" | b"true" | b"OTTO") {
            return Err(Torn::Unknown);
        }
        let count = u16_at(bytes, start + 4).ok_or(Torn::Cut)?;
        let record = |number: u16| {
            let at = start + 12 + 16 * usize::from(number);
            let from = usize::try_from(u32_at(bytes, at + 8)?).ok()?;
            let length = usize::try_from(u32_at(bytes, at + 12)?).ok()?;
            Some((array(bytes, at)?, bytes.get(from..from.checked_add(length)?)?))
        };
        let tables = (0..count).map(record).collect::<Option<Vec<_>>>();
        Ok(Self { flavor, tables: tables.ok_or(Torn::Cut)? })
    }

    /// What a table holds.
    pub(super) fn table(&self, tag: Tag) -> Option<&'a [u8]> {
        self.tables.iter().find(|(own, _)| *own == tag).map(|(_, data)| *data)
    }

    /// All tables, in the order of the file.
    pub(super) fn tables(&self) -> impl Iterator<Item = (Tag, &'a [u8])> {
        self.tables.iter().copied()
    }
}

/// How many fonts a file holds.
pub(super) fn count(bytes: &[u8]) -> u32 {
    if bytes.starts_with(COLLECTION) { u32_at(bytes, 8).unwrap_or(0) } else { 1 }
}

/// Where a font of a file begins.
fn start(bytes: &[u8], index: u32) -> Result<usize, Torn> {
    if !bytes.starts_with(COLLECTION) {
        return Ok(0);
    }
    let at = usize::try_from(index).ok().and_then(|index| index.checked_mul(4)?.checked_add(12));
    let start = at.and_then(|at| u32_at(bytes, at)).ok_or(Torn::Cut)?;
    usize::try_from(start).map_err(|_| Torn::Cut)
}

/// Two bytes as a number, the high one first, as everything in a font is.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    array(bytes, at).map(u16::from_be_bytes)
}

/// Four bytes as a number.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_be_bytes)
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}
