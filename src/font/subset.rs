//! Makes the part of a font that a list of characters needs: their glyphs, the vertical forms of
//! those, and the measures of both, as a file for browsers. What the font can do beyond (other
//! languages' forms, ligatures, kerning, instances of a variable font) is left out.

use std::collections::BTreeMap;

use subsetter::GlyphRemapper;
use ttf_parser::Face;

use super::sfnt::{Sfnt, Tag, u16_at};
use super::{cmap, upright, woff2};

/// What `head` says of a font that was packed and comes out as it was.
const LOSSLESS: u8 = 0x08;

/// The part of a font that these characters need, as WOFF2. The characters are in order; those that
/// the font does not have are passed over. Nothing when the font cannot be read.
pub(super) fn subset(font: &[u8], index: u32, characters: &[char]) -> Option<Vec<u8>> {
    let face = Face::parse(font, index).ok()?;
    let mut numbers = GlyphRemapper::new();
    let mut mapped = Vec::with_capacity(characters.len());
    for &c in characters {
        mapped.extend(face.glyph_index(c).map(|glyph| (c, numbers.remap(glyph.0))));
    }
    let forms = upright::Forms::of(&face);
    let glyphs: Vec<u16> = numbers.remapped_gids().collect();
    let mut upright: Vec<(u16, u16)> = Vec::new();
    for &glyph in &glyphs {
        let form = forms.find(glyph).filter(|form| *form < face.number_of_glyphs());
        upright.extend(form.and_then(|form| Some((numbers.get(glyph)?, numbers.remap(form)))));
    }
    upright.sort_unstable();
    let small = subsetter::subset(font, index, &numbers).ok()?;
    let small = Sfnt::read(&small, 0).ok()?;
    let mut tables: BTreeMap<Tag, Vec<u8>> =
        small.tables().map(|(tag, data)| (tag, data.to_vec())).collect();
    if let Some(flags) = tables.get_mut(b"head").and_then(|head| head.get_mut(16)) {
        *flags |= LOSSLESS;
    }
    tables.insert(*b"cmap", cmap::write(&mapped)?);
    if let Some(facts) = Sfnt::read(font, index).ok()?.table(*b"OS/2") {
        tables.insert(*b"OS/2", facts.to_vec());
    }
    tables.extend(upright::substitutions(&upright).map(|table| (*b"GSUB", table)));
    let glyphs: Vec<u16> = numbers.remapped_gids().collect();
    let count = u16_at(small.table(*b"maxp")?, 4)?;
    tables.extend(upright::measures(&face, &glyphs, count).unwrap_or_default());
    woff2::pack(small.flavor, &tables.into_iter().collect::<Vec<_>>())
}
