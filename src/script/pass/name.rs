//! Names of elements and attributes as numbers, so that looking one up costs one comparison.
//! It never keeps the spelling: upper and lower case are one name.

/// A name, ASCII case folded. Up to 16 bytes are packed as they are; longer ones, of which no
/// table here knows any, are hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name(u128);

impl Name {
    pub(super) const fn new(name: &str) -> Self {
        Self::of(name.as_bytes())
    }

    /// The name that a text begins with, up to the first byte that `ends` it, and its length.
    #[inline]
    pub(super) fn read(text: &[u8], ends: impl Fn(u8) -> bool) -> (Self, usize) {
        // Eight letters fit into one register, and hardly any name has more.
        let mut number: u64 = 0;
        for (length, &byte) in text.iter().enumerate() {
            if ends(byte) {
                return (Self(u128::from(number)), length);
            }
            if length == 8 {
                break;
            }
            number = number << 8 | u64::from(byte.to_ascii_lowercase());
        }
        let length = text.iter().position(|&byte| ends(byte)).unwrap_or(text.len());
        (Self::of(text.get(..length).unwrap_or_default()), length)
    }

    const fn of(name: &[u8]) -> Self {
        /// The prime and the offset of FNV-1a for 128 bits.
        const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013B;
        const OFFSET: u128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D;
        let mut rest = name;
        let long = rest.len() > 16;
        let mut number = if long { OFFSET } else { 0 };
        while let Some((&byte, after)) = rest.split_first() {
            let byte = byte.to_ascii_lowercase() as u128;
            number = if long { (number ^ byte).wrapping_mul(PRIME) } else { number << 8 | byte };
            rest = after;
        }
        // Packed ASCII never has the first bit, so that a hash is never a known name.
        Self(if long { number | 1 << 127 } else { number })
    }

    /// The entry of a name in a table.
    #[inline]
    pub(super) fn find<T: Copy>(self, table: &Table<T>) -> Option<T> {
        let mut at = self.slot();
        loop {
            // 0 is an empty slot; there always is one.
            let entry = usize::from(table.slots.get(at).copied()?).checked_sub(1)?;
            let &(name, entry) = table.entries.get(entry)?;
            if name == self {
                return Some(entry);
            }
            at = (at + 1) % SLOTS;
        }
    }

    /// Where a name is looked for first.
    #[inline]
    const fn slot(self) -> usize {
        // The upper eight bits.
        #[allow(clippy::cast_possible_truncation)]
        let top = (self.hash() >> 56) as usize;
        top
    }

    /// A number that tells names from one another.
    #[inline]
    pub(super) const fn hash(self) -> u64 {
        // Names differ in their last letters, which are the lowest bits; the product brings every
        // bit to the top (Fibonacci hashing). The upper half is meant to be cut off.
        #[allow(clippy::cast_possible_truncation)]
        let folded = (self.0 ^ self.0 >> 64) as u64;
        folded.wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }
}

/// The slots of a table: more than twice as many as the longest has entries.
const SLOTS: usize = 256;

/// What is known of some names. It is laid out when the program is compiled, and looking a name up
/// is one multiplication and, mostly, one comparison: this is done for every tag and attribute of
/// every page of every edition.
pub(super) struct Table<T: 'static> {
    entries: &'static [(Name, T)],
    /// For each slot the number of its entry, counted from 1.
    slots: [u8; SLOTS],
}

impl<T> Table<T> {
    /// A table of at most 127 names.
    #[expect(clippy::indexing_slicing, reason = "runs when the program is compiled, nowhere else")]
    pub(super) const fn new(entries: &'static [(Name, T)]) -> Self {
        assert!(entries.len() < SLOTS / 2);
        let mut slots = [0; SLOTS];
        let mut number: u8 = 0;
        while (number as usize) < entries.len() {
            let mut at = entries[number as usize].0.slot();
            while slots[at] != 0 {
                at = (at + 1) % SLOTS;
            }
            number += 1;
            slots[at] = number;
        }
        Self { entries, slots }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static TABLE: Table<u8> =
        Table::new(&[(Name::new("a"), 1), (Name::new("Blockquote"), 2), (Name::new("p"), 3)]);

    #[test]
    fn what_is_in_a_table_is_found_and_nothing_else() {
        let found = ["a", "A", "blockquote", "p", "q", "", "blockquotes"]
            .map(|name| Name::new(name).find(&TABLE));
        assert_eq!(found, [Some(1), Some(1), Some(2), Some(3), None, None, None]);
    }

    #[test]
    fn a_name_that_is_read_is_the_one_that_is_known() {
        for name in ["a", "HREFLANG", "blockquote", "a-custom-element-of-ours", "名"] {
            for after in ["", ">", " x", ">名"] {
                let text = format!("{name}{after}");
                let read = Name::read(text.as_bytes(), |byte| matches!(byte, b'>' | b' '));
                assert_eq!(read, (Name::new(name), name.len()), "{text}");
            }
        }
        assert_eq!(Name::read(b">", |byte| byte == b'>'), (Name::new(""), 0));
    }

    #[test]
    fn case_does_not_matter_and_everything_else_does() {
        assert_eq!(Name::new("BlockQuote"), Name::new("blockquote"));
        assert_ne!(Name::new("p"), Name::new("pp"));
        assert_ne!(Name::new("a-custom-element-of-ours"), Name::new("a-custom-element-of-mine"));
        assert_eq!(Name::new("A-custom-element-of-ours"), Name::new("a-Custom-element-of-ours"));
    }
}
