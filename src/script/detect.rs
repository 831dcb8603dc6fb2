//! In which script a text is written, from the characters that only one script has.
//!
//! It counts and answers; it never converts, and what to do about the answer is the caller's.

use super::Script;
use super::convert::{
    HANT_GLYPHS, HK_VARIANTS, PageTable, ST_CHARACTERS, TS_CHARACTERS, TW_VARIANTS, candidates,
    characters, single,
};
use std::collections::HashSet;
use std::sync::OnceLock;

/// Fewer characters than this that only one script has are too little to tell by.
const ENOUGH: usize = 2;
/// One script's characters must be this many times as frequent as the other's: a quotation or a
/// name in the other script does not blur the answer, a half-converted text does.
const CLEARLY: usize = 4;
/// So many forms of one region, and none that it does not use, tell the region.
const ENOUGH_FOR_A_REGION: usize = 3;

/// The script that `text` is written in, or `None` when it cannot be told: there is too little
/// that only one script has (后 里 干 台 are in both), or the text mixes them.
///
/// Taiwan's and Hong Kong's forms are told only where the text has several that nobody else uses
/// and none that they do not use; else a Traditional text is [`Script::Hant`], which most texts
/// from Taiwan are, as plain Traditional differs from its forms in rare characters only.
#[must_use]
pub fn detect(text: &str) -> Option<Script> {
    let marks = marks();
    let mut count = Count::default();
    for c in text.chars().filter(|c| !c.is_ascii()) {
        count.add(marks.get(c));
    }
    count.script()
}

/// What a character tells, as bits.
#[derive(Debug, Clone, Copy, Default)]
struct Mark(u8);

impl Mark {
    const HANS: u8 = 1;
    const TRADITIONAL: u8 = 2;
    const TAIWAN: u8 = 4;
    const NOT_TAIWAN: u8 = 8;
    const HONG_KONG: u8 = 16;
    const NOT_HONG_KONG: u8 = 32;
}

#[derive(Debug, Default)]
struct Count {
    hans: usize,
    traditional: usize,
    taiwan: usize,
    not_taiwan: usize,
    hong_kong: usize,
    not_hong_kong: usize,
}

impl Count {
    fn add(&mut self, mark: Mark) {
        if mark.0 == 0 {
            return;
        }
        let has = |bit| usize::from(mark.0 & bit != 0);
        self.hans += has(Mark::HANS);
        self.traditional += has(Mark::TRADITIONAL);
        self.taiwan += has(Mark::TAIWAN);
        self.not_taiwan += has(Mark::NOT_TAIWAN);
        self.hong_kong += has(Mark::HONG_KONG);
        self.not_hong_kong += has(Mark::NOT_HONG_KONG);
    }

    fn script(&self) -> Option<Script> {
        if self.hans.max(self.traditional) < ENOUGH {
            None
        } else if self.hans >= CLEARLY * self.traditional {
            Some(Script::Hans)
        } else if self.traditional < CLEARLY * self.hans {
            None
        } else if self.taiwan >= ENOUGH_FOR_A_REGION && self.not_taiwan == 0 {
            Some(Script::HantTw)
        } else if self.hong_kong >= ENOUGH_FOR_A_REGION && self.not_hong_kong == 0 {
            Some(Script::HantHk)
        } else {
            Some(Script::Hant)
        }
    }
}

/// What each character tells, made from the tables of conversion when first asked for.
fn marks() -> &'static PageTable<Mark> {
    static MARKS: OnceLock<PageTable<Mark>> = OnceLock::new();
    MARKS.get_or_init(|| {
        let mut marks = PageTable::new();
        mark_scripts(&mut marks);
        mark_regions(&mut marks);
        marks
    })
}

fn mark(marks: &mut PageTable<Mark>, c: char, bit: u8) {
    marks.update(c, |mark| mark.0 |= bit);
}

/// The characters that only Simplified has, and those that only Traditional has.
fn mark_scripts(marks: &mut PageTable<Mark>) {
    // Whatever any Traditional form is made from or into may stand in a Traditional text. The
    // sets are only asked, never walked through.
    let traditional: HashSet<char> = candidates(ST_CHARACTERS)
        .flat_map(|(_, list)| list.split(' ').filter_map(single))
        .chain(
            [TW_VARIANTS, HK_VARIANTS, HANT_GLYPHS]
                .into_iter()
                .flat_map(characters)
                .flat_map(|(standard, form)| [standard, form]),
        )
        .collect();
    let simplified: HashSet<char> = candidates(TS_CHARACTERS)
        .flat_map(|(_, list)| list.split(' ').filter_map(single))
        .collect();
    for (c, _) in characters(ST_CHARACTERS).filter(|(c, _)| !traditional.contains(c)) {
        mark(marks, c, Mark::HANS);
    }
    for (c, _) in characters(TS_CHARACTERS).filter(|(c, _)| !simplified.contains(c)) {
        mark(marks, c, Mark::TRADITIONAL);
    }
}

/// The forms that only Taiwan's or only Hong Kong's standard has, and those that it replaces.
fn mark_regions(marks: &mut PageTable<Mark>) {
    let shared: HashSet<char> = candidates(ST_CHARACTERS)
        .flat_map(|(_, list)| list.split(' ').filter_map(single))
        .chain(characters(HANT_GLYPHS).map(|(_, form)| form))
        .collect();
    let regions = [
        (TW_VARIANTS, HK_VARIANTS, Mark::TAIWAN, Mark::NOT_TAIWAN),
        (HK_VARIANTS, TW_VARIANTS, Mark::HONG_KONG, Mark::NOT_HONG_KONG),
    ];
    for (own, other, yes, no) in regions {
        let forms: HashSet<char> = characters(other).map(|(_, form)| form).collect();
        for (standard, form) in characters(own).filter(|(standard, form)| standard != form) {
            if !shared.contains(&form) && !forms.contains(&form) {
                mark(marks, form, yes);
                mark(marks, standard, no);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_cases_of_the_table_are_told() {
        let table = include_str!("testdata/detect.tsv");
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let (expected, text) = line.split_once('\t').unwrap();
            assert_eq!(detect(text), Script::from_tag(expected), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_gets_an_answer(text in any::<String>()) {
            let _ = detect(&text);
        }
    }
}
