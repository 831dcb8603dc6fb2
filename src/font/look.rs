//! What a font's file says of itself: which fonts are in it, for whom, and what may be done with
//! them. It reads heads and names, and never an outline.

use ttf_parser::{Face, Permissions, name_id};

use super::sfnt::{self, Sfnt, Torn};

/// The largest file that is taken as a font: twice the largest there are.
pub(super) const LARGEST: u64 = 160 << 20;

/// The most fonts in one file; there are collections of some forty.
const MOST: u32 = 256;

/// Why a file is of no use as a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// It has no bytes.
    Empty,
    /// It is no font, or one of another century.
    Unknown,
    /// It ends before its end.
    Cut,
    /// It is larger than any font.
    TooLarge,
    /// It is packed for browsers already.
    Packed,
    /// Its outlines are of a kind that cannot be subset: variable ones of CFF, or pictures.
    Outlines,
    /// It cannot be read.
    Damaged,
}

/// What a font says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Facts {
    /// Its place in its file.
    pub(crate) index: u32,
    /// What it is called.
    family: String,
    /// From 1 to 1000; 400 is regular.
    pub(crate) weight: u16,
    /// Whether its maker lets others publish a part of it.
    pub(crate) may_be_published: bool,
}

/// The fonts of a file; at least one.
pub(super) fn look(bytes: &[u8]) -> Result<Vec<Facts>, Flaw> {
    if bytes.is_empty() {
        return Err(Flaw::Empty);
    }
    if bytes.starts_with(b"wOFF") || bytes.starts_with(b"wOF2") {
        return Err(Flaw::Packed);
    }
    let count = sfnt::count(bytes);
    if !(1..=MOST).contains(&count) {
        return Err(Flaw::Damaged);
    }
    (0..count).map(|index| one(bytes, index)).collect()
}

fn one(bytes: &[u8], index: u32) -> Result<Facts, Flaw> {
    let tables = Sfnt::read(bytes, index).map_err(|torn| match torn {
        Torn::Unknown => Flaw::Unknown,
        Torn::Cut => Flaw::Cut,
    })?;
    if tables.table(*b"glyf").is_none() && tables.table(*b"CFF ").is_none() {
        return Err(Flaw::Outlines);
    }
    let face = Face::parse(bytes, index).map_err(|_| Flaw::Damaged)?;
    if face.tables().cmap.is_none() {
        return Err(Flaw::Damaged);
    }
    let published = face.permissions() != Some(Permissions::Restricted);
    Ok(Facts {
        index,
        family: family(&face),
        weight: face.weight().to_number(),
        may_be_published: published && face.is_subsetting_allowed(),
    })
}

/// Its English name, which tells the region that a font of a collection is for.
fn family(face: &Face<'_>) -> String {
    let named = |id| {
        let mut names = face.names().into_iter().filter(|name| name.name_id == id);
        names.find_map(|name| name.to_string().filter(|text| text.is_ascii()))
    };
    named(name_id::TYPOGRAPHIC_FAMILY).or_else(|| named(name_id::FAMILY)).unwrap_or_default()
}

/// The font whose name ends in the first of these regions that any of them names; else the first.
pub(super) fn meant_for<'f>(faces: &'f [Facts], regions: &[&str]) -> Option<&'f Facts> {
    let is_for = |face: &&Facts, region: &str| face.family.split(' ').any(|word| word == region);
    regions
        .iter()
        .find_map(|region| faces.iter().find(|face| is_for(face, region)))
        .or_else(|| faces.first())
}
