//! The words of a dictionary, found by their first two characters.
//!
//! A flat table: all words in one string, one small record each, and an open hash table from a
//! pair of characters to the longest word that begins with it; shorter ones are chained behind.
//! Filling it is one pass over the source. It matches at one place only and never scans a text.

use std::str::Chars;

use super::slot::{CHARACTER_BITS, Hint, NONE, NUMBER_BITS, Slot, Value, low_half, number, pair};

/// Spreads the pair of characters over the bits above (Fibonacci hashing).
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
/// Half a million bits, 64 KiB: of the pairs that begin no word one in fifteen passes.
const SIEVE_BITS: u32 = 19;
const SIEVE_WORDS: usize = 1 << (SIEVE_BITS - 6);
/// A word and what it becomes, both in the table's text, the second right after the first.
#[derive(Debug, Clone, Copy)]
struct Phrase {
    at: u32,
    /// The next word that begins with the same two characters; never a longer one.
    next: u32,
    /// The low half of the third character: most candidates fail here, before their text is read.
    /// 0 when there is none (or it is 0 itself), which always passes.
    third: u16,
    key_bytes: u8,
    /// 0 for a word that stays as it is.
    value_bytes: u8,
}

/// A word found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found<'a> {
    /// How many bytes of the text it is.
    pub(super) bytes: usize,
    pub(super) value: Value<'a>,
}

/// The words of a dictionary.
pub(super) struct Phrases {
    text: String,
    list: Vec<Phrase>,
    slots: Vec<Slot>,
    /// How many slots are taken.
    pairs: usize,
    /// Which pairs there may be, one bit each: most pairs of a text begin no word, and this table
    /// stays in the processor's nearest memory where that of the slots does not.
    sieve: Vec<u64>,
}

impl Phrases {
    pub(super) fn with_capacity(words: usize, bytes: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
            list: Vec::with_capacity(words),
            // Two in three words share their beginning with no other, so this is half full.
            slots: vec![Slot::default(); words.next_power_of_two().max(4)],
            pairs: 0,
            sieve: vec![0; SIEVE_WORDS],
        }
    }

    /// Adds a word and what `value` writes for it. The first of two equal words wins.
    ///
    /// Left out are words of one character (they belong in the table of characters), words that
    /// begin in ASCII (so that ASCII can be skipped without a look-up; in OpenCC's tables they
    /// are the sum of their characters), and words of more than 255 bytes.
    pub(super) fn push(&mut self, key: &str, value: impl FnOnce(&mut String)) {
        let mut chars = key.chars();
        let (Some(first), Some(second)) = (chars.next(), chars.next()) else { return };
        let third = chars.next().map_or(0, low_half);
        let start = self.text.len();
        self.text.push_str(key);
        value(&mut self.text);
        let added = !first.is_ascii()
            && self
                .record(start, key, third)
                .is_some_and(|phrase| self.insert(pair(first, second), phrase));
        if !added {
            self.text.truncate(start);
        }
    }

    /// The first characters of all words, with repetitions, in no order.
    pub(super) fn leads(&self) -> impl Iterator<Item = char> {
        self.slots.iter().filter_map(|slot| {
            let first = u32::try_from(slot.key >> (NUMBER_BITS + CHARACTER_BITS)).ok()?;
            (first != 0).then(|| char::from_u32(first))?
        })
    }

    /// How many words there are.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// The longest word at the beginning of `text`, whose first character is `first`; `ahead`
    /// stands after it.
    #[inline]
    pub(super) fn longest(
        &self,
        first: char,
        mut ahead: Chars<'_>,
        text: &str,
    ) -> Option<Found<'_>> {
        let second = ahead.next()?;
        let pair = pair(first, second);
        if !self.may_have(pair) {
            return None;
        }
        let slot = self.slots.get(self.slot(pair))?;
        if slot.key == 0 {
            return None;
        }
        if slot.hint.0 & Hint::WHOLE != 0 {
            return Some(Found {
                bytes: first.len_utf8() + second.len_utf8(),
                value: slot.hint.value(),
            });
        }
        let third = ahead.next().map_or(0, low_half);
        if slot.hint.0 & Hint::SINGLE != 0 && slot.hint.third() != third {
            return None;
        }
        let mut number = number(slot.key);
        while let Some(phrase) = self.list.get(number as usize) {
            if (phrase.third == third || phrase.third == 0)
                && text.as_bytes().starts_with(key(&self.text, *phrase))
            {
                let value = match self.value(*phrase) {
                    "" => Value::Same,
                    value => Value::Text(value),
                };
                return Some(Found { bytes: usize::from(phrase.key_bytes), value });
            }
            number = phrase.next;
        }
        None
    }

    /// Writes down what can be told of each chain without looking at it. Nothing may be added
    /// afterwards.
    pub(super) fn settle(&mut self) {
        for at in 0..self.slots.len() {
            let Some(&slot) = self.slots.get(at).filter(|slot| slot.key != 0) else { continue };
            let Some(&phrase) = self.list.get(number(slot.key) as usize) else { continue };
            let hint = self.hint(phrase);
            if let Some(slot) = self.slots.get_mut(at) {
                slot.hint = hint;
            }
        }
    }

    fn hint(&self, phrase: Phrase) -> Hint {
        if phrase.next != NONE {
            return Hint::default();
        }
        if phrase.third != 0 {
            return Hint(Hint::SINGLE | u64::from(phrase.third));
        }
        let is_pair =
            std::str::from_utf8(key(&self.text, phrase)).is_ok_and(|k| k.chars().count() == 2);
        let mut value = self.value(phrase).chars();
        match (is_pair, value.next(), value.next(), value.next()) {
            (true, None, _, _) => Hint(Hint::WHOLE),
            (true, Some(first), Some(second), None) => Hint(Hint::WHOLE | pair(first, second)),
            _ => Hint::default(),
        }
    }

    /// What a word becomes; nothing when it stays as it is.
    fn value(&self, phrase: Phrase) -> &str {
        let middle = phrase.at as usize + usize::from(phrase.key_bytes);
        self.text.get(middle..middle + usize::from(phrase.value_bytes)).unwrap_or_default()
    }

    /// The record of the word whose key stands at the end of the text, followed by its value.
    fn record(&mut self, start: usize, key: &str, third: u16) -> Option<Phrase> {
        let middle = start + key.len();
        if self.text.get(middle..) == Some(key) {
            self.text.truncate(middle);
        }
        Some(Phrase {
            at: u32::try_from(start).ok()?,
            next: NONE,
            third,
            key_bytes: u8::try_from(key.len()).ok()?,
            value_bytes: u8::try_from(self.text.len() - middle).ok()?,
        })
    }

    /// Puts a word into its chain, longer ones first; says no to one that is there.
    fn insert(&mut self, pair: u64, mut phrase: Phrase) -> bool {
        if self.pairs + 1 > self.slots.len() / 8 * 7 {
            self.grow();
        }
        let at = self.slot(pair);
        let Ok(new) = u32::try_from(self.list.len()) else { return false };
        let Some(slot) = self.slots.get_mut(at).filter(|_| new < NONE) else { return false };
        let mut before = NONE;
        let mut after = if slot.key == 0 { NONE } else { number(slot.key) };
        while let Some(other) = self.list.get(after as usize) {
            if other.key_bytes < phrase.key_bytes {
                break;
            }
            if other.key_bytes == phrase.key_bytes
                && other.third == phrase.third
                && key(&self.text, *other) == key(&self.text, phrase)
            {
                return false;
            }
            (before, after) = (after, other.next);
        }
        phrase.next = after;
        if let Some(before) = self.list.get_mut(before as usize) {
            before.next = new;
        } else {
            self.pairs += usize::from(slot.key == 0);
            slot.key = pair << NUMBER_BITS | u64::from(new);
            let (word, bit) = sieve_place(pair);
            if let Some(word) = self.sieve.get_mut(word) {
                *word |= bit;
            }
        }
        self.list.push(phrase);
        true
    }

    fn grow(&mut self) {
        let larger = vec![Slot::default(); self.slots.len() * 2];
        for slot in std::mem::replace(&mut self.slots, larger) {
            let at = self.slot(slot.key >> NUMBER_BITS);
            if let Some(place) = self.slots.get_mut(at).filter(|_| slot.key != 0) {
                *place = slot;
            }
        }
    }

    /// Whether words may begin with `pair`; when not, none does.
    #[inline]
    fn may_have(&self, pair: u64) -> bool {
        let (word, bit) = sieve_place(pair);
        self.sieve.get(word).is_some_and(|word| word & bit != 0)
    }

    /// Where the slot of `pair` is, or the empty one that it would take. There always is one.
    #[inline]
    fn slot(&self, pair: u64) -> usize {
        let mask = self.slots.len() - 1;
        // The number of slots is a power of two, and the high half is as good as the whole.
        #[allow(clippy::cast_possible_truncation)]
        let mut at = (pair.wrapping_mul(SPREAD) >> 32) as usize;
        while let Some(slot) = self.slots.get(at & mask) {
            if slot.key == 0 || slot.key >> NUMBER_BITS == pair {
                break;
            }
            at += 1;
        }
        at & mask
    }
}

#[inline]
fn key(text: &str, phrase: Phrase) -> &[u8] {
    let at = phrase.at as usize;
    text.as_bytes().get(at..at + usize::from(phrase.key_bytes)).unwrap_or_default()
}

/// The word of the sieve that a pair is in, and its bit there.
#[inline]
fn sieve_place(pair: u64) -> (usize, u64) {
    // The highest bits of the product are the best mixed.
    let hash = pair.wrapping_mul(SPREAD) >> (64 - SIEVE_BITS);
    #[allow(clippy::cast_possible_truncation)]
    let word = (hash >> 6) as usize;
    (word, 1 << (hash & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases(words: &[(&str, &str)]) -> Phrases {
        let mut phrases = Phrases::with_capacity(0, 0);
        for (key, value) in words {
            phrases.push(key, |text| text.push_str(value));
        }
        phrases.settle();
        phrases
    }

    fn longest(phrases: &Phrases, text: &str) -> Option<(usize, Option<String>)> {
        let mut ahead = text.chars();
        let first = ahead.next()?;
        let found = phrases.longest(first, ahead, text)?;
        let value = match found.value {
            Value::Same => None,
            Value::Pair(pair) => Some(pair.iter().collect()),
            Value::Text(text) => Some(text.to_owned()),
        };
        Some((found.bytes, value))
    }

    #[test]
    fn the_longest_word_wins_in_whatever_order_they_came() {
        for words in [
            [("头发", "頭髮"), ("头发展", "頭發展"), ("头发展开", "頭髮展開")],
            [("头发展开", "頭髮展開"), ("头发", "頭髮"), ("头发展", "頭發展")],
        ] {
            let phrases = phrases(&words);
            assert_eq!(longest(&phrases, "头发展开了"), Some((12, Some("頭髮展開".into()))));
            assert_eq!(longest(&phrases, "头发展示"), Some((9, Some("頭發展".into()))));
            assert_eq!(longest(&phrases, "头发"), Some((6, Some("頭髮".into()))));
            assert_eq!(longest(&phrases, "头"), None);
            assert_eq!(longest(&phrases, "头颅"), None);
        }
    }

    #[test]
    fn the_first_of_two_equal_words_wins() {
        let phrases = phrases(&[("干部", "幹部"), ("干部", "乾部")]);
        assert_eq!((longest(&phrases, "干部"), phrases.len()), (Some((6, Some("幹部".into()))), 1));
    }

    #[test]
    fn a_word_may_stay_as_it_is() {
        assert_eq!(longest(&phrases(&[("里程", "里程")]), "里程碑"), Some((6, None)));
    }

    #[test]
    fn words_of_one_character_or_from_ascii_are_left_out() {
        let phrases = phrases(&[("干", "幹"), ("", ""), ("PN结", "PN結")]);
        assert_eq!(phrases.len(), 0);
        assert_eq!(longest(&phrases, "PN结"), None);
    }

    #[test]
    fn many_words_are_all_found() {
        let han: Vec<char> = ('一'..='鿿').step_by(37).collect();
        let words: Vec<String> = han
            .iter()
            .flat_map(|a| han.iter().step_by(29).map(move |b| format!("{a}{b}\u{20000}")))
            .collect();
        let mut phrases = Phrases::with_capacity(0, 0);
        for word in &words {
            phrases.push(word, |text| text.extend(word.chars().rev()));
        }
        for word in &words {
            let reversed: String = word.chars().rev().collect();
            assert_eq!(longest(&phrases, word), Some((word.len(), Some(reversed))));
        }
    }
}
