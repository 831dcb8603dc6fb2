//! The words of a lexicon as they are written in one script, found by their first two characters.
//!
//! A character that begins no word costs one look into a table. It matches at one place only and
//! never scans a text.

use std::collections::HashMap;
use std::ops::Range;
use std::str::Chars;
use std::sync::Arc;

use foldhash::fast::FixedState;

use crate::script::convert::PageTable;

/// Two characters that words begin with.
type Pair = (char, char);

/// See the module.
pub(super) struct Index {
    leads: PageTable<bool>,
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
        let mut index =
            Self { leads: PageTable::new(), pairs: HashMap::default(), list: Vec::new() };
        for (at, (pair, text, number)) in words.into_iter().enumerate() {
            index.leads.update(pair.0, |leads| *leads = true);
            index.pairs.entry(pair).or_insert(at..at).end = at + 1;
            index.list.push((Arc::from(text), number));
        }
        index
    }

    /// Whether words begin with a character.
    #[inline]
    pub(super) fn leads(&self, first: char) -> bool {
        self.leads.get(first)
    }

    /// The longest word at the beginning of `text` that `stands` there as a word, given its length:
    /// its length in bytes, and its number. `first` is the first character, `ahead` stands after it.
    pub(super) fn longest(
        &self,
        first: char,
        mut ahead: Chars<'_>,
        text: &str,
        stands: impl Fn(usize) -> bool,
    ) -> Option<(usize, usize)> {
        let range = self.pairs.get(&(first, ahead.next()?))?;
        let words = self.list.get(range.clone())?;
        let found = words.iter().find(|(word, _)| text.starts_with(&**word) && stands(word.len()));
        found.map(|(word, number)| (word.len(), *number))
    }
}

fn pair_of(text: &str) -> Option<Pair> {
    let mut chars = text.chars();
    Some((chars.next()?, chars.next()?))
}
