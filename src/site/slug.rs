//! Names for addresses. ASCII names stay as they are; Han characters become pinyin, so that an
//! address is the same in every edition and can be read over the telephone. It never decides
//! what happens when two articles have the same name by their authors' will.

use std::collections::HashMap;
use std::sync::OnceLock;

use foldhash::fast::RandomState;
use pinyin::ToPinyin;

use crate::address::is_device;

/// Words in which a character is not read as it usually is: 银行, 会计, 重庆.
const WORDS: &str = include_str!("../../data/pinyin-words.txt");

/// The longest of those words, in characters.
const LONGEST: usize = 4;

/// The address segment for a file name, a folder or a term. Never empty, never one that climbs.
pub(crate) fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    let mut rest = name;
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        if c.is_ascii_alphanumeric() || matches!(c, '_' | '.') {
            if gap && !out.is_empty() {
                out.push('-');
            }
            out.push(c);
            gap = false;
        } else if let Some((word, syllables)) = word_at(rest) {
            taken = word.len();
            for syllable in syllables.split(' ') {
                push_syllable(&mut out, syllable);
            }
            gap = true;
        } else if let Some(syllable) = c.to_pinyin() {
            push_syllable(&mut out, syllable.plain());
            gap = true;
        } else {
            gap = true;
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    let trimmed = out.trim_matches('.');
    if trimmed.is_empty() {
        format!("x-{}", short_hash(name))
    } else if is_device(trimmed) {
        // Windows has no folder of that name.
        format!("{trimmed}-{}", short_hash(name))
    } else {
        trimmed.to_owned()
    }
}

fn push_syllable(out: &mut String, syllable: &str) {
    if !out.is_empty() {
        out.push('-');
    }
    out.push_str(syllable);
}

/// The longest word of the list that `text` begins with.
fn word_at(text: &str) -> Option<(&'static str, &'static str)> {
    static TABLE: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let lines = WORDS.lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(|line| line.split_once('\t')).collect()
    });
    if text.as_bytes().first()?.is_ascii() {
        return None;
    }
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(LONGEST);
    let ends: Vec<usize> = ends.collect();
    ends.into_iter().skip(1).rev().find_map(|end| {
        let (word, syllables) = table.get_key_value(text.get(..end)?)?;
        Some((*word, *syllables))
    })
}

/// Six hexadecimal digits that tell apart two names with the same slug.
pub(super) fn short_hash(name: &str) -> String {
    blake3::hash(name.as_bytes()).to_hex().chars().take(6).collect()
}

/// Address segments that are all different, without regard to case. Each comes with the name that
/// it is made of and with what decides who keeps it: the least does, then the least name. The
/// others get a short hash of their name.
pub(super) fn distinct<'n, Rank: Ord>(
    segments: impl Iterator<Item = (String, &'n str, Rank)>,
) -> Vec<String> {
    let all: Vec<(String, &str, Rank)> = segments.collect();
    let folded: Vec<String> = all.iter().map(|(it, _, _)| it.to_ascii_lowercase()).collect();
    // Only looked up, never walked: its order reaches nobody.
    let mut keepers: HashMap<&str, usize, RandomState> = HashMap::default();
    for (index, ((_, name, rank), folded)) in all.iter().zip(&folded).enumerate() {
        let keeper = keepers.entry(folded).or_insert(index);
        if all.get(*keeper).is_some_and(|(_, n, r)| (rank, name) < (r, n)) {
            *keeper = index;
        }
    }
    let distinct = |(index, ((segment, name, _), folded)): (usize, (_, &String))| match keepers
        .get(folded.as_str())
    {
        Some(keeper) if *keeper != index => format!("{segment}-{}", short_hash(name)),
        _ => segment,
    };
    all.into_iter().zip(&folded).enumerate().map(distinct).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_readable_addresses() {
        for (name, expected) in [
            ("zhifu-2022", "zhifu-2022"),
            ("协商民主", "xie-shang-min-zhu"),
            ("2023年工作报告", "2023-nian-gong-zuo-bao-gao"),
            ("A 计划", "A-ji-hua"),
            ("v1.2", "v1.2"),
            ("x--y", "x-y"),
            ("银行行长", "yin-hang-hang-zhang"),
            ("重庆市会计学会", "chong-qing-shi-kuai-ji-xue-hui"),
            ("會計", "kuai-ji"),
        ] {
            assert_eq!(slug(name), expected);
        }
        assert!(slug("……").starts_with("x-"));
        assert!(!slug("..").contains(".."));
    }

    #[test]
    fn every_word_of_the_list_has_as_many_syllables_as_characters() {
        for line in WORDS.lines().filter(|line| !line.starts_with('#')) {
            let (word, syllables) = line.split_once('\t').unwrap();
            assert_eq!(word.chars().count(), syllables.split(' ').count(), "{line}");
            assert!((2..=LONGEST).contains(&word.chars().count()), "{line}");
            assert!(syllables.bytes().all(|b| b == b' ' || b.is_ascii_lowercase()), "{line}");
        }
    }

    #[test]
    fn no_word_of_the_list_says_what_is_so_without_it() {
        let plain = |word: &str| {
            let syllables = word.chars().map(|c| c.to_pinyin().map_or("", pinyin::Pinyin::plain));
            syllables.collect::<Vec<_>>().join(" ")
        };
        let lines = WORDS.lines().filter_map(|line| line.split_once('\t'));
        let idle: Vec<&str> =
            lines.filter(|(word, said)| plain(word) == *said).map(|(word, _)| word).collect();
        assert!(idle.is_empty(), "{}", idle.join(" "));
    }

    #[test]
    fn who_was_there_first_keeps_the_address() {
        let names = distinct(
            [("a".into(), "乙", 2), ("A".into(), "甲", 1), ("b".into(), "丙", 3)].into_iter(),
        );
        assert_eq!(names, [format!("a-{}", short_hash("乙")), "A".into(), "b".into()]);
    }
}
