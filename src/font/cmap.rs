//! The table that tells the glyph of a character, written anew. It holds just the characters that
//! it is given.

/// Writes the table. The characters are in order, each with its glyph.
pub(super) fn write(characters: &[(char, u16)]) -> Option<Vec<u8>> {
    let basic: Vec<(u16, u16)> = characters
        .iter()
        .filter_map(|&(c, glyph)| Some((u16::try_from(u32::from(c)).ok()?, glyph)))
        .collect();
    let short = segments(&basic)?;
    let has_rare = basic.len() < characters.len();
    let mut table = vec![0, 0, 0, if has_rare { 2 } else { 1 }];
    // Microsoft's numbers for Unicode: its first plane, and all of it.
    let first = if has_rare { 20 } else { 12_u32 };
    table.extend([0, 3, 0, 1]);
    table.extend(first.to_be_bytes());
    if has_rare {
        table.extend([0, 3, 0, 10]);
        table.extend((first + u32::try_from(short.len()).ok()?).to_be_bytes());
    }
    table.extend(short);
    if has_rare {
        table.extend(groups(characters)?);
    }
    Some(table)
}

/// Format 4: stretches of characters whose glyphs stand at the same distance, in 16 bits.
fn segments(characters: &[(u16, u16)]) -> Option<Vec<u8>> {
    let mut runs: Vec<(u16, u16, u16)> = Vec::new();
    for &(c, glyph) in characters {
        let delta = glyph.wrapping_sub(c);
        match runs.last_mut() {
            Some((_, end, own)) if *own == delta && end.checked_add(1) == Some(c) => *end = c,
            _ => runs.push((c, c, delta)),
        }
    }
    // The end of the table is a stretch of its own, which leads to no glyph.
    if runs.last().is_none_or(|run| run.1 != u16::MAX) {
        runs.push((u16::MAX, u16::MAX, 1));
    }
    let count = u16::try_from(runs.len()).ok()?;
    let length = count.checked_mul(8)?.checked_add(16)?;
    let power = count.ilog2();
    let range = 2_u16 << power;
    let mut table = Vec::with_capacity(usize::from(length));
    let head = [4, length, 0, count * 2, range, u16::try_from(power).ok()?, count * 2 - range];
    table.extend(head.into_iter().flat_map(u16::to_be_bytes));
    table.extend(runs.iter().flat_map(|run| run.1.to_be_bytes()));
    table.extend([0; 2]);
    table.extend(runs.iter().flat_map(|run| run.0.to_be_bytes()));
    table.extend(runs.iter().flat_map(|run| run.2.to_be_bytes()));
    table.resize(usize::from(length), 0);
    Some(table)
}

/// Format 12: the same for all characters, in 32 bits.
fn groups(characters: &[(char, u16)]) -> Option<Vec<u8>> {
    let mut runs: Vec<[u32; 3]> = Vec::new();
    for &(c, glyph) in characters {
        let (c, glyph) = (u32::from(c), u32::from(glyph));
        match runs.last_mut() {
            Some([start, end, first]) if *end + 1 == c && *first + (c - *start) == glyph => {
                *end = c;
            }
            _ => runs.push([c, c, glyph]),
        }
    }
    let count = u32::try_from(runs.len()).ok()?;
    let mut table = vec![0, 12, 0, 0];
    table.extend([16 + 12 * count, 0, count].into_iter().flat_map(u32::to_be_bytes));
    table.extend(runs.into_iter().flatten().flat_map(u32::to_be_bytes));
    Some(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_leads_to_its_glyph_and_no_other_to_any() {
        let characters =
            [('A', 1), ('B', 2), ('D', 3), ('一', 9), ('\u{FFFF}', 7), ('\u{20000}', 4)];
        for length in [0, 1, 4, 5, 6] {
            let written = write(&characters[..length]).unwrap();
            let table = ttf_parser::cmap::Table::parse(&written).unwrap();
            let glyph = |c: char| {
                let mut found = table.subtables.into_iter().map(|it| it.glyph_index(u32::from(c)));
                found.find_map(|glyph| glyph).map_or(0, |glyph| glyph.0)
            };
            for (number, &(c, expected)) in characters.iter().enumerate() {
                assert_eq!(glyph(c), if number < length { expected } else { 0 }, "{c:?} {length}");
            }
            assert_eq!(glyph('C'), 0);
        }
    }
}
