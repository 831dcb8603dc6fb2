//! Divides the characters of a font into parts that a browser fetches as it needs them: what most
//! pages show first, then what some show, in smaller parts what few show, and last what is only
//! possible. It never looks at the font.
//!
//! In which part of its rank a character lies depends on nothing but itself, so that a new
//! character changes one part and no other.

use std::collections::BTreeMap;

use super::need::Need;

/// A character of the first rank is in one of so many texts at least, one of the second in one of
/// the next.
const RANKS: [u32; 2] = [8, 64];

/// About how many characters a part of each rank has: such a part has 40 KB, and 16 KB.
const SIZES: [usize; 4] = [160, 160, 64, 160];

/// The parts of these characters, in order; none is empty.
pub(super) fn divide(
    characters: &[char],
    needs: &BTreeMap<char, Need>,
    all: u32,
) -> Vec<Vec<char>> {
    let mut ranks: [Vec<char>; 4] = Default::default();
    for &c in characters {
        let texts = needs.get(&c).map_or(0, |need| need.texts);
        let is_in = |share: &&u32| texts.saturating_mul(**share) >= all;
        let rank = match RANKS.iter().position(|share| is_in(&share)) {
            _ if texts == 0 => 3,
            Some(rank) => rank,
            None => 2,
        };
        ranks.get_mut(rank).into_iter().for_each(|rank| rank.push(c));
    }
    let mut parts = Vec::new();
    for (rank, size) in ranks.iter().zip(SIZES) {
        let count = rank.len().div_ceil(size).next_power_of_two();
        let mut own: Vec<Vec<char>> = vec![Vec::new(); count];
        for &c in rank {
            own.get_mut(place(c) % count).into_iter().for_each(|part| part.push(c));
        }
        parts.extend(own.into_iter().filter(|part| !part.is_empty()));
    }
    parts
}

/// A number that neighbours do not share.
fn place(c: char) -> usize {
    let mixed = u32::from(c).wrapping_mul(0x9E37_79B1) >> 16;
    usize::try_from(mixed).unwrap_or_default()
}

/// Characters as style sheets list them: `U+41-5A,U+4E00`. They are in order.
pub(super) fn range(characters: &[char]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for c in characters.iter().map(|c| u32::from(*c)) {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == c => *end = c,
            _ => runs.push((c, c)),
        }
    }
    let written = runs.into_iter().map(|(start, end)| match end - start {
        0 => format!("U+{start:X}"),
        _ => format!("U+{start:X}-{end:X}"),
    });
    written.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(texts: impl Fn(char) -> u32) -> BTreeMap<char, Need> {
        let all = ('\u{4E00}'..'\u{5E00}').map(|c| (c, Need { texts: texts(c), is_usual: true }));
        all.collect()
    }

    #[test]
    fn every_character_is_in_one_part_and_parts_are_about_as_large_as_they_should_be() {
        let needs = needs(|c| if c < '\u{5000}' { 50 } else { 1 });
        let characters: Vec<char> = needs.keys().copied().collect();
        let parts = divide(&characters, &needs, 100);
        let mut together: Vec<char> = parts.concat();
        together.sort_unstable();
        assert_eq!(together, characters);
        assert!(parts.iter().all(|part| part.is_sorted() && part.len() < 250), "{parts:?}");
        assert!(
            parts.iter().all(|part| part.iter().all(|c| needs[c].texts == needs[&part[0]].texts))
        );
    }

    #[test]
    fn a_new_character_changes_one_part() {
        let needs = needs(|_| 1);
        let mut characters: Vec<char> = needs.keys().copied().collect();
        let whole = divide(&characters, &needs, 1000);
        characters.remove(1000);
        let before = divide(&characters, &needs, 1000);
        assert_eq!(whole.iter().filter(|part| !before.contains(part)).count(), 1);
    }

    #[test]
    fn neighbours_are_written_as_one() {
        assert_eq!(
            range(&['A', 'B', 'C', '一', '七', '\u{20000}']),
            "U+41-43,U+4E00,U+4E03,U+20000"
        );
        assert_eq!(range(&[]), "");
    }
}
