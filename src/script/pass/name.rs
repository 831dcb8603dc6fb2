//! Names of elements and attributes as numbers, so that looking one up costs a few comparisons.
//! It never keeps the spelling: upper and lower case are one name.

/// A name, ASCII case folded. Up to 16 bytes are packed as they are; longer ones, of which no
/// table here knows any, are hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name(u128);

impl Name {
    pub(super) const fn new(name: &str) -> Self {
        /// The prime and the offset of FNV-1a for 128 bits.
        const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013B;
        const OFFSET: u128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D;
        let mut rest = name.as_bytes();
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

    /// The entry of a name in a table that is sorted by [`Name`].
    pub(super) fn find<T: Copy>(self, table: &[(Name, T)]) -> Option<T> {
        let place = table.binary_search_by_key(&self, |&(name, _)| name).ok()?;
        table.get(place).map(|&(_, entry)| entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_matter_and_everything_else_does() {
        assert_eq!(Name::new("BlockQuote"), Name::new("blockquote"));
        assert_ne!(Name::new("p"), Name::new("pp"));
        assert_ne!(Name::new("a-custom-element-of-ours"), Name::new("a-custom-element-of-mine"));
        assert_eq!(Name::new("A-custom-element-of-ours"), Name::new("a-Custom-element-of-ours"));
    }
}
