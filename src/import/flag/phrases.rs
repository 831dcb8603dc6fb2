//! Set phrases of the field that lack a character: 向基延伸 for 向基层延伸. A phrase is looked for with each
//! of its inner characters left out; what is found is told of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::import::report::Notes;
use crate::import::rule::Rule;
use crate::import::text::Text;
use crate::script::{Script, converter};

/// One a line, in Simplified; at least five characters, so that what is left is no other word.
const PHRASES: &str = include_str!("phrases.txt");

pub(super) fn find(text: &Text, notes: &mut Notes) {
    let line = text.as_str();
    let Table { short, lengths, firsts } = table();
    for (start, c) in line.char_indices().filter(|(_, c)| firsts.contains(c)) {
        let rest = line.get(start + c.len_utf8()..).unwrap_or_default();
        // Where each of the next characters ends.
        let most = lengths.last().copied().unwrap_or(0);
        let ends = rest.char_indices().map(|(at, c)| start + c.len_utf8() + at + c.len_utf8());
        for (end, length) in ends.zip(2..).take(most) {
            let part = line.get(start..end).filter(|_| lengths.contains(&length));
            if let Some(whole) = part.and_then(|part| short.get(part)) {
                notes.flag(Rule::Slips, text, start..end, whole);
            }
        }
    }
}

/// What is looked for.
struct Table {
    /// What is left of each phrase without one of its characters.
    short: BTreeMap<String, String>,
    /// The lengths of that, ascending.
    lengths: Vec<usize>,
    /// The characters that it begins with: most of a text begins with none of them.
    firsts: BTreeSet<char>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let to_hant = converter(Script::Hans, Script::Hant);
        let mut short = BTreeMap::new();
        for phrase in PHRASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let other = to_hant.map(|to| to.convert(phrase)).unwrap_or_default();
            for phrase in [phrase, &other] {
                let chars: Vec<char> = phrase.chars().collect();
                for out in 1..chars.len().saturating_sub(1) {
                    let rest =
                        chars.iter().enumerate().filter(|(at, _)| *at != out).map(|(_, c)| *c);
                    short.insert(rest.collect(), phrase.to_owned());
                }
            }
        }
        let mut lengths: Vec<usize> =
            short.keys().map(|part: &String| part.chars().count()).collect();
        lengths.sort_unstable();
        lengths.dedup();
        let firsts = short.keys().filter_map(|part| part.chars().next()).collect();
        Table { short, lengths, firsts }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::rule::Rules;

    #[test]
    fn a_missing_character_is_told_in_either_script() {
        for (line, expected) in [
            ("全力保障协商民主向基延伸，惠及群众", Some(("向基延伸", "向基层延伸"))),
            ("全力保障協商民主向基延伸", Some(("向基延伸", "向基层延伸"))),
            ("发挥专门协商构作用", Some(("专门协商构", "专门协商机构"))),
            ("协商民主向基层延伸", None),
        ] {
            let mut notes = Notes::new(Rules::default());
            find(&Text::plain(line, 1), &mut notes);
            let found = notes.entries.first().map(|entry| entry.before.as_str());
            assert_eq!(found, expected.map(|(found, _)| found), "{line}");
        }
    }

    #[test]
    fn no_phrase_without_a_character_is_part_of_another() {
        let Table { short, .. } = table();
        let all: Vec<&str> = PHRASES.lines().filter(|line| !line.starts_with('#')).collect();
        for part in short.keys() {
            assert!(!all.iter().any(|phrase| phrase.contains(part.as_str())), "{part}");
        }
    }
}
