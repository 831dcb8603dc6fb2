//! What vertical setting needs of a font: the forms of punctuation for it, and how glyphs stand
//! below one another. It reads both from the whole font and writes them for the subset.

use ttf_parser::gsub::{SingleSubstitution, SubstitutionSubtable};
use ttf_parser::{Face, GlyphId, Tag};

use super::sfnt;

/// The features that name such forms, in the order of their names; programs know one or the other.
const FEATURES: [&[u8; 4]; 2] = [b"vert", b"vrt2"];

/// The glyphs of a font that have another form in vertical setting, with it.
pub(super) struct Forms<'a> {
    lookups: Vec<SingleSubstitution<'a>>,
}

impl<'a> Forms<'a> {
    pub(super) fn of(face: &Face<'a>) -> Self {
        let mut lookups = Vec::new();
        if let Some(table) = face.tables().gsub {
            let feature = FEATURES.iter().find_map(|tag| table.features.find(Tag::from_bytes(tag)));
            let numbers = feature.into_iter().flat_map(|feature| feature.lookup_indices);
            for lookup in numbers.filter_map(|number| table.lookups.get(number)) {
                let tables = lookup.subtables.into_iter::<SubstitutionSubtable<'a>>();
                lookups.extend(tables.filter_map(|table| match table {
                    SubstitutionSubtable::Single(single) => Some(single),
                    _ => None,
                }));
            }
        }
        Self { lookups }
    }

    /// The vertical form of a glyph.
    pub(super) fn find(&self, glyph: u16) -> Option<u16> {
        let own = GlyphId(glyph);
        self.lookups.iter().find_map(|lookup| {
            let place = lookup.coverage().get(own)?;
            match lookup {
                SingleSubstitution::Format1 { delta, .. } => {
                    Some(glyph.wrapping_add_signed(*delta))
                }
                SingleSubstitution::Format2 { substitutes, .. } => {
                    substitutes.get(place).map(|glyph| glyph.0)
                }
            }
        })
    }
}

/// The table that names the vertical forms: pairs of glyphs, in order.
pub(super) fn substitutions(pairs: &[(u16, u16)]) -> Option<Vec<u8>> {
    let count = u16::try_from(pairs.len()).ok().filter(|count| *count > 0)?;
    let coverage = count.checked_mul(2)?.checked_add(6)?;
    let [vert, vrt2] = FEATURES;
    let mut table = Vec::new();
    let numbers = |list: &[u16]| list.iter().flat_map(|it| it.to_be_bytes()).collect::<Vec<_>>();
    // Its head, with where its three lists begin.
    table.extend(numbers(&[1, 0, 10, 32, 52]));
    // One script, for all that there are, which has both features.
    table.extend(numbers(&[1]));
    table.extend(b"DFLT");
    table.extend(numbers(&[8, 4, 0, 0, 0xFFFF, 2, 0, 1]));
    // Two features, which are the same.
    table.extend(numbers(&[2]));
    table.extend(vert);
    table.extend(numbers(&[14]));
    table.extend(vrt2);
    table.extend(numbers(&[14, 0, 1, 0]));
    // One list of substitutions: what takes the place, and of what.
    table.extend(numbers(&[1, 4, 1, 0, 1, 8, 2, coverage, count]));
    table.extend(pairs.iter().flat_map(|pair| pair.1.to_be_bytes()));
    table.extend(numbers(&[1, count]));
    table.extend(pairs.iter().flat_map(|pair| pair.0.to_be_bytes()));
    Some(table)
}

/// The tables of vertical measures for these glyphs, given as they are numbered in the whole font;
/// nothing when it has none. `count` may be more: parts of glyphs are never set by themselves.
pub(super) fn measures(
    face: &Face<'_>,
    glyphs: &[u16],
    count: u16,
) -> Option<Vec<(sfnt::Tag, Vec<u8>)>> {
    let mut head = face.raw_face().table(Tag::from_bytes(b"vhea"))?.get(..34)?.to_vec();
    head.extend(count.to_be_bytes());
    let mut rows = Vec::with_capacity(usize::from(count) * 4);
    let mut origins = Vec::new();
    let origin = face.tables().vorg;
    for number in 0..count {
        let glyph = glyphs.get(usize::from(number)).map_or(GlyphId(0), |glyph| GlyphId(*glyph));
        let advance = face.glyph_ver_advance(glyph).unwrap_or_else(|| face.units_per_em());
        rows.extend(advance.to_be_bytes());
        rows.extend(face.glyph_ver_side_bearing(glyph).unwrap_or(0).to_be_bytes());
        let own = origin.map(|origin| origin.glyph_y_origin(glyph));
        if own != origin.map(|origin| origin.default_y) {
            origins.extend(own.map(|own| (number, own)));
        }
    }
    let origins = origin.and_then(|origin| {
        let mut table = vec![0, 1, 0, 0];
        table.extend(origin.default_y.to_be_bytes());
        table.extend(u16::try_from(origins.len()).ok()?.to_be_bytes());
        for (number, own) in origins {
            table.extend(number.to_be_bytes());
            table.extend(own.to_be_bytes());
        }
        Some(table)
    });
    let mut tables = vec![(*b"vhea", head), (*b"vmtx", rows)];
    tables.extend(origins.map(|origins| (*b"VORG", origins)));
    Some(tables)
}
