//! What the columns of a model's file are once they are read: sieves (a bit for each key that there
//! may be) and hash tables of numbers. It never says what a number means.

/// Spreads a key over the bits above (Fibonacci hashing).
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
/// Bits of a sieve for each key.
const THIN: usize = 8;

/// The hash of a key whose low bits tell it from others.
#[inline]
pub(super) const fn spread(key: u64) -> u64 {
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

/// Bits of a key that number its line.
const LINE_BITS: u32 = 10;
/// Words of a line: as many as a processor fetches at once.
const LINE: usize = 8;

/// A key that stands on the line of `by`: keys that are asked for together are asked for by the same.
#[inline]
pub(super) fn on_line(key: u64, by: u64) -> u64 {
    key >> LINE_BITS << LINE_BITS | by >> (64 - LINE_BITS)
}

/// Which keys there may be, those of a line side by side.
#[derive(Debug)]
pub(super) struct Lines {
    lines: Box<[[u64; LINE]]>,
}

impl Lines {
    pub(super) fn new(words: &[u64]) -> Self {
        Self { lines: words.as_chunks().0.into() }
    }

    /// Whether there may be this key.
    #[inline]
    pub(super) fn has(&self, key: u64) -> bool {
        let (line, word, bit) = Self::place(key);
        let line = self.lines.get(line);
        line.and_then(|line| line.get(word)).is_some_and(|word| word & bit != 0)
    }

    /// The words for these keys.
    pub(super) fn build(keys: impl Iterator<Item = u64>) -> Vec<u64> {
        let mut lines = vec![[0_u64; LINE]; 1 << LINE_BITS];
        for key in keys {
            let (line, word, bit) = Self::place(key);
            if let Some(word) = lines.get_mut(line).and_then(|line| line.get_mut(word)) {
                *word |= bit;
            }
        }
        lines.into_flattened()
    }

    #[inline]
    fn place(key: u64) -> (usize, usize, u64) {
        // Masked.
        #[allow(clippy::cast_possible_truncation)]
        let (line, word) =
            (key as usize & ((1 << LINE_BITS) - 1), (key >> 46) as usize & (LINE - 1));
        (line, word, 1 << (key >> 40 & 63))
    }
}

/// Numbers in a row: as many as a processor compares at once.
const ROW: usize = 8;
/// Bits of a number in a row; the others tell keys apart.
const VALUE_BITS: u32 = 15;

/// A hash table of small numbers, one or more to a key, in rows. A row that is full goes on in the
/// next one, which is seldom.
#[derive(Debug)]
pub(super) struct Rows {
    rows: Box<[[u32; ROW]]>,
}

impl Rows {
    /// The greatest number.
    pub(super) const MOST: u32 = (1 << VALUE_BITS) - 1;

    pub(super) fn new(slots: &[u32]) -> Self {
        Self { rows: slots.as_chunks().0.into() }
    }

    /// Tells the numbers of a key, and whether there are any.
    #[inline]
    pub(super) fn each(&self, hash: u64, mut visit: impl FnMut(u32)) -> bool {
        let check = check(hash);
        let mut at = nth(hash, self.rows.len());
        let mut any = false;
        // A table that was built here has room, but one that was read may have none.
        for _ in 0..self.rows.len() {
            let Some(row) = self.rows.get(at) else { break };
            let mut found = 0;
            // Processors compare four at once.
            for (half, slots) in row.as_chunks::<4>().0.iter().enumerate() {
                found |= hits(slots, check) << (4 * half);
            }
            any |= found != 0;
            while found != 0 {
                let slot = row.get(found.trailing_zeros() as usize).copied().unwrap_or_default();
                found &= found - 1;
                visit(slot & Self::MOST);
            }
            if row.last() == Some(&0) {
                break;
            }
            at = if at + 1 == self.rows.len() { 0 } else { at + 1 };
        }
        any
    }

    /// The slots of a table for numbers, each with its hash. What comes first is found first.
    pub(super) fn build(numbers: &[(u64, u32)]) -> Vec<u32> {
        // Half full.
        let mut rows = vec![[0_u32; ROW]; (2 * numbers.len()).div_ceil(ROW) + 1];
        for (hash, number) in numbers {
            let mut at = nth(*hash, rows.len());
            while let Some(row) = rows.get_mut(at) {
                if let Some(free) = row.iter_mut().find(|slot| **slot == 0) {
                    *free = check(*hash) << VALUE_BITS | number.min(&Self::MOST);
                    break;
                }
                at = if at + 1 == rows.len() { 0 } else { at + 1 };
            }
        }
        rows.into_flattened()
    }
}

/// The row of a hash among so many.
#[inline]
fn nth(hash: u64, rows: usize) -> usize {
    // Both halves have 32 bits, and the product is less than the number of rows.
    #[allow(clippy::cast_possible_truncation)]
    let row = (((hash >> 32) * rows as u64) >> 32) as usize;
    row
}

/// Which of four slots are of a key, a bit each.
#[inline]
fn hits(slots: &[u32; 4], check: u32) -> u32 {
    let mut found = 0;
    for (number, slot) in slots.iter().enumerate() {
        found |= u32::from(slot >> VALUE_BITS == check) << number;
    }
    found
}

/// Seventeen bits that tell one key of a row from another, never 0.
#[inline]
fn check(hash: u64) -> u32 {
    // Masked to seventeen bits.
    #[allow(clippy::cast_possible_truncation)]
    let check = (hash >> 12 & 0x1_FFFF) as u32;
    check.max(1)
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
