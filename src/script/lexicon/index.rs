//! The words of a lexicon as they are written in one script, found by their first two characters.
//!
//! A character that begins no word costs one look at a bit. It matches at one place only and
//! never scans a text.

use std::collections::HashMap;
use std::ops::Range;
use std::str::Chars;
use std::sync::Arc;

use foldhash::fast::FixedState;

/// Two characters that words begin with.
type Pair = (char, char);

/// Words of the sieve, of 64 bits each; a power of two.
const SIEVE: usize = 1024;

/// See the module.
pub(super) struct Index {
    /// A bit for each character of the basic plane that words begin with.
    leads: Box<[u64]>,
    /// Whether words begin with a character of another plane.
    leads_beyond: bool,
    /// A bit for each pair that words begin with, and for others that share it.
    sieve: Box<[u64]>,
    /// Which of `list` begin with a pair. Only asked, never walked.
    pairs: HashMap<Pair, Range<usize>, FixedState>,
    /// By pair, the longest first.
    list: Vec<(Arc<str>, usize)>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.list).finish()
    }
}

impl Index {
    /// Of equal texts the first one counts. A text of fewer than two characters is left out: it
    /// would be found everywhere.
    pub(super) fn new<'w>(texts: impl Iterator<Item = &'w str>) -> Self {
        let mut words: Vec<(Pair, &str, usize)> = texts
            .enumerate()
            .filter_map(|(number, text)| Some((pair_of(text)?, text, number)))
            .collect();
        words.sort_by(|(a, text, number), (b, other, later)| {
            let longest_first = other.len().cmp(&text.len());
            a.cmp(b).then(longest_first).then(text.cmp(other)).then(number.cmp(later))
        });
        words.dedup_by(|later, first| later.1 == first.1);
        let mut index = Self {
            leads: vec![0; 1024].into(),
            leads_beyond: false,
            sieve: vec![0; SIEVE].into(),
            pairs: HashMap::default(),
            list: Vec::new(),
        };
        for (at, (pair, text, number)) in words.into_iter().enumerate() {
            index.lead(pair);
            index.pairs.entry(pair).or_insert(at..at).end = at + 1;
            index.list.push((Arc::from(text), number));
        }
        index
    }

    fn lead(&mut self, (first, second): Pair) {
        let code = u32::from(first) as usize;
        match self.leads.get_mut(code >> 6) {
            Some(word) => *word |= 1 << (code & 63),
            None => self.leads_beyond = true,
        }
        let (word, bit) = sieved(code, u32::from(second) as usize);
        if let Some(word) = self.sieve.get_mut(word) {
            *word |= bit;
        }
    }

    /// Where the next pair stands that words may begin with, from a byte on. Most texts have none, so
    /// that this is all there is to do; it reads the bytes as they are.
    #[inline]
    pub(super) fn next(&self, text: &str, from: usize) -> Option<usize> {
        let mut rest = text.as_bytes().get(from..)?;
        loop {
            let (code, after) = code(rest)?;
            if self.leads(code)
                && let Some((second, _)) = self::code(after)
                && self.has_pair(code, second)
            {
                return Some(text.len() - rest.len());
            }
            rest = after;
        }
    }

    #[inline]
    fn leads(&self, code: usize) -> bool {
        match self.leads.get(code >> 6) {
            Some(word) => word >> (code & 63) & 1 == 1,
            None => self.leads_beyond,
        }
    }

    #[inline]
    fn has_pair(&self, first: usize, second: usize) -> bool {
        let (word, bit) = sieved(first, second);
        self.sieve.get(word).is_some_and(|word| word & bit != 0)
    }

    /// The longest word at the beginning of `text` that `stands` there as a word: its length in bytes
    /// and its number, which `stands` is given, too. `first` is the first character, `ahead` stands
    /// after it.
    pub(super) fn longest(
        &self,
        first: char,
        mut ahead: Chars<'_>,
        text: &str,
        stands: impl Fn(usize, usize) -> bool,
    ) -> Option<(usize, usize)> {
        let range = self.pairs.get(&(first, ahead.next()?))?;
        let words = self.list.get(range.clone())?;
        let found = words
            .iter()
            .find(|(word, number)| text.starts_with(&**word) && stands(word.len(), *number));
        found.map(|(word, number)| (word.len(), *number))
    }
}

/// The character that bytes begin with, without a look at whether it is one, and what follows. Nearly
/// all of a text is Han characters of three bytes.
#[inline]
fn code(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let low = |byte: u8| usize::from(byte & 0x3F);
    if let Some((&[a @ 0xE0..0xF0, b, c], after)) = bytes.split_first_chunk() {
        return Some((usize::from(a & 0x0F) << 12 | low(b) << 6 | low(c), after));
    }
    Some(match *bytes {
        [a @ ..0x80, ref after @ ..] => (usize::from(a), after),
        [a @ ..0xE0, b, ref after @ ..] => (usize::from(a & 0x1F) << 6 | low(b), after),
        [a, b, c, d, ref after @ ..] => {
            (usize::from(a & 0x07) << 18 | low(b) << 12 | low(c) << 6 | low(d), after)
        }
        _ => return None,
    })
}

/// The place of a pair in the sieve: the word, and the bit in it.
#[inline]
fn sieved(first: usize, second: usize) -> (usize, u64) {
    // Fibonacci hashing.
    let hash = ((first as u64) << 21 | second as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    // No more bits are left than number a bit of the sieve.
    #[allow(clippy::cast_possible_truncation)]
    let place = (hash >> (u64::BITS - SIEVE.ilog2() - 6)) as usize;
    (place >> 6, 1 << (place & 63))
}

fn pair_of(text: &str) -> Option<Pair> {
    let mut chars = text.chars();
    Some((chars.next()?, chars.next()?))
}
