//! What the columns of a model's file are once they are read: sieves (a bit for each key that there
//! may be) and hash tables of numbers. It never says what a number means.

/// Spreads a key over the bits above (Fibonacci hashing).
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
/// Bits of a sieve for each key.
const THIN: usize = 8;

/// The hash of a key whose low bits tell it from others.
#[inline]
pub(super) fn spread(key: u64) -> u64 {
    key.wrapping_mul(SPREAD)
}

/// How far a hash is shifted to number one of `len` entries, a power of two.
pub(super) fn shift(len: usize) -> u32 {
    64 - len.max(2).ilog2()
}

/// The entry of a hash.
#[inline]
pub(super) fn place(hash: u64, shift: u32) -> usize {
    // No more bits are left than number an entry.
    #[allow(clippy::cast_possible_truncation)]
    let place = (hash >> shift) as usize;
    place
}

/// Which keys there may be.
#[derive(Debug)]
pub(super) struct Sieve {
    words: Box<[u64]>,
    shift: u32,
}

impl Sieve {
    pub(super) fn new(words: Box<[u64]>) -> Self {
        Self { shift: shift(words.len()) - 6, words }
    }

    /// Whether there may be a key of this hash.
    #[inline]
    pub(super) fn has(&self, hash: u64) -> bool {
        let bit = place(hash, self.shift);
        self.words.get(bit >> 6).is_some_and(|word| word >> (bit & 63) & 1 == 1)
    }

    /// The words of a sieve for keys of these hashes.
    pub(super) fn build(hashes: impl ExactSizeIterator<Item = u64>) -> Vec<u64> {
        let mut words = vec![0_u64; (hashes.len() * THIN / 64).next_power_of_two().max(64)];
        let shift = shift(words.len()) - 6;
        for hash in hashes {
            let bit = place(hash, shift);
            if let Some(word) = words.get_mut(bit >> 6) {
                *word |= 1 << (bit & 63);
            }
        }
        words
    }
}

/// A hash table of numbers that are not 0, searched from place to place.
#[derive(Debug)]
pub(super) struct Slots {
    slots: Box<[u64]>,
    shift: u32,
}

impl Slots {
    pub(super) fn new(slots: Box<[u64]>) -> Self {
        Self { shift: shift(slots.len()), slots }
    }

    /// The first number from a hash on that is the one wanted.
    #[inline]
    pub(super) fn find(&self, hash: u64, is_it: impl Fn(u64) -> bool) -> Option<u64> {
        let mut at = place(hash, self.shift);
        // A table that was built here is never full, but one that was read may be.
        for _ in 0..self.slots.len() {
            let slot = *self.slots.get(at)?;
            if is_it(slot) {
                return Some(slot);
            }
            if slot == 0 {
                return None;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        None
    }

    /// The slots of a table for numbers, each with its hash. Of two that are the same the first
    /// counts.
    pub(super) fn build(
        numbers: impl ExactSizeIterator<Item = (u64, u64)>,
        same: impl Fn(u64, u64) -> bool,
    ) -> Vec<u64> {
        let mut slots = vec![0_u64; (numbers.len() * 4 / 3).next_power_of_two().max(64)];
        let (shift, mask) = (shift(slots.len()), slots.len() - 1);
        for (hash, number) in numbers {
            let mut at = place(hash, shift);
            while let Some(slot) = slots.get_mut(at & mask) {
                if *slot == 0 {
                    *slot = number;
                }
                if same(*slot, number) {
                    break;
                }
                at += 1;
            }
        }
        slots
    }
}
