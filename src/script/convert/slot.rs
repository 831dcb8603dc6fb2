//! One place of the table of words: two characters, and what can be told of the words that begin
//! with them without looking at these. It never holds a text.

/// Bits of a slot that hold the number of a word; above them stand two characters of 21 bits.
pub(super) const NUMBER_BITS: u32 = 22;
pub(super) const CHARACTER_BITS: u32 = 21;
/// Ends a chain. No word has this number.
pub(super) const NONE: u32 = (1 << NUMBER_BITS) - 1;

/// What a word becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// It stays as it is.
    Same,
    Pair([char; 2]),
    Text(&'a str),
}

/// Two characters that words begin with.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Slot {
    /// The characters and the number of the first word of their chain, or 0.
    pub(super) key: u64,
    /// What is known of the chain without looking at it; nothing while it is 0.
    pub(super) hint: Hint,
}

/// Most chains have one word, and most of these are the two characters alone: then all that there
/// is to know stands in the slot, and the word itself is never looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Hint(pub(super) u64);

impl Hint {
    /// The pair is the only word, and what it becomes stands in the low bits; 0 for itself.
    pub(super) const WHOLE: u64 = 1 << 63;
    /// There is one word, and the low half of its third character stands in the low bits.
    pub(super) const SINGLE: u64 = 1 << 62;

    /// What the pair becomes, of a [`Hint::WHOLE`].
    #[inline]
    pub(super) fn value(self) -> Value<'static> {
        let half = |bits: u64| u32::try_from(bits & ((1 << CHARACTER_BITS) - 1)).ok();
        let read = |bits: u64| half(bits).filter(|&code| code != 0).and_then(char::from_u32);
        match (read(self.0 >> CHARACTER_BITS), read(self.0)) {
            (Some(first), Some(second)) => Value::Pair([first, second]),
            _ => Value::Same,
        }
    }

    /// The low half of the third character, of a [`Hint::SINGLE`].
    #[inline]
    pub(super) fn third(self) -> u16 {
        // It was made from 16 bits.
        #[allow(clippy::cast_possible_truncation)]
        let third = self.0 as u16;
        third
    }
}

/// Two characters as one number, never 0 as words do not begin in ASCII.
#[inline]
pub(super) fn pair(first: char, second: char) -> u64 {
    u64::from(first) << CHARACTER_BITS | u64::from(second)
}

#[inline]
pub(super) fn number(slot: u64) -> u32 {
    // Masked to 22 bits, so nothing is lost.
    #[allow(clippy::cast_possible_truncation)]
    let number = (slot & u64::from(NONE)) as u32;
    number
}

#[inline]
pub(super) fn low_half(c: char) -> u16 {
    // A filter only: the text itself is compared afterwards.
    #[allow(clippy::cast_possible_truncation)]
    let low = u32::from(c) as u16;
    low
}
