//! Readings that a bad converter put behind characters: `政協(xié)`. A reading goes only when it is one
//! of the character right before it, when the document has several of them on several characters, and
//! when each of these is noted nearly every time: a primer notes a character once.

use std::collections::BTreeMap;
use std::ops::Range;

use pinyin::ToPinyinMulti;
use unicode_normalization::UnicodeNormalization;

use crate::import::document::Document;
use crate::import::pattern::Pattern;
use crate::import::report::{Notes, Sure};
use crate::import::rule::Rule;
use crate::import::text::{Edit, Text};

static NOTE: Pattern = Pattern::new(
    r"[(（][\p{Latin}\u{300}-\u{30c}]{1,8}([ '’][\p{Latin}\u{300}-\u{30c}]{1,8}){0,3}[)）]",
);

/// What a bad converter leaves is in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Converted {
    Badly,
    NotSeen,
}

/// Removes the readings, and tells whether there were any.
pub(super) fn remove(document: &mut Document, notes: &mut Notes) -> Converted {
    let mut read: BTreeMap<char, usize> = BTreeMap::new();
    let mut found = 0;
    for text in document.blocks.iter().flat_map(|block| block.texts()) {
        for (word, _) in readings(text) {
            for character in word.chars() {
                *read.entry(character).or_default() += 1;
            }
            found += 1;
        }
    }
    if found < 5 || read.len() < 3 {
        return Converted::NotSeen;
    }
    let mut all: BTreeMap<char, usize> = BTreeMap::new();
    for text in document.blocks.iter().flat_map(|block| block.texts()) {
        for c in text.as_str().chars().filter(|c| read.contains_key(c)) {
            *all.entry(c).or_default() += 1;
        }
    }
    // A character that is noted now and then is noted by its author; a title may come without notes.
    let whole: (usize, usize) = (read.values().sum(), all.values().sum());
    let by_program = whole.0 * 10 >= whole.1 * 7;
    let often = |c: char| {
        let (with, of) = (read.get(&c).copied().unwrap_or(0), all.get(&c).copied().unwrap_or(0));
        with * 10 >= of * if by_program { 5 } else { 8 }
    };
    if !notes.is_on(Rule::PinyinNotes) {
        return Converted::Badly;
    }
    for text in document.blocks.iter_mut().flat_map(|block| block.texts_mut()) {
        let found = readings(text);
        let edits: Vec<Edit> = found
            .into_iter()
            .filter(|(word, _)| word.chars().all(often))
            .map(|(_, range)| Edit::drop(range))
            .collect();
        notes.edit(Rule::PinyinNotes, Sure::Certain, text, &edits);
    }
    Converted::Badly
}

/// The readings in a text, each with the character, or the word, that it is one of.
fn readings(text: &Text) -> Vec<(&str, Range<usize>)> {
    let all = NOTE.ranges(text.as_str()).into_iter();
    let own = all.filter_map(|range| {
        let reading = text.slice(range.clone()).trim_matches(['(', ')', '（', '）']);
        let mut start = range.start;
        for syllable in reading.rsplit([' ', '\'', '’']) {
            let character = text.slice(0..start).chars().next_back()?;
            if !is_reading(syllable, character) {
                return None;
            }
            start -= character.len_utf8();
        }
        Some((text.slice(start..range.start), range))
    });
    own.collect()
}

fn is_reading(reading: &str, character: char) -> bool {
    let bare = without_tones(reading);
    let known = character.to_pinyin_multi();
    known.is_some_and(|known| known.into_iter().any(|one| without_tones(one.plain()) == bare))
}

/// Letters alone; `ü` is `v`, as in the tables.
fn without_tones(reading: &str) -> String {
    let mut bare = String::new();
    for c in reading.to_lowercase().nfd() {
        match c {
            '\u{308}' => {
                bare.pop();
                bare.push('v');
            }
            '\u{300}'..='\u{36f}' => {}
            c => bare.push(c),
        }
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::document::{Block, Shape};
    use crate::import::rule::Rules;

    fn repaired(text: &str) -> String {
        let block = Block::new(Shape::Paragraph, Text::plain(text, 1));
        let mut document = Document { blocks: vec![block], ..Document::default() };
        remove(&mut document, &mut Notes::new(Rules::default()));
        document.blocks[0].text.as_str().to_owned()
    }

    #[test]
    fn readings_go_and_words_in_brackets_stay() {
        assert_eq!(
            repaired("綠(lǜ)水(ok)的縣(區(qū))開會(huì)，再開會(huì)，認(rèn)真學(xué)習(xí)"),
            "綠水(ok)的縣(區)開會，再開會，認真學習"
        );
        assert_eq!(
            repaired(
                "組織（zǔ zhī）委員（wěi yuán）學習(xué'xí)，衛生（wèi）界（Jiè）座談（zuò tán）"
            ),
            "組織委員學習，衛生（wèi）界座談"
        );
    }

    #[test]
    fn a_primer_keeps_its_readings() {
        let primer = "協(xié)商、議(yì)政、監(jiān)督，協商就是大家商量，議政就是說話，監督就是看着。協(xié)、議(yì)";
        assert_eq!(repaired(primer), primer);
        assert_eq!(repaired("重(chóng)慶"), "重(chóng)慶");
    }
}
