//! Automatic numbers: what stands before a paragraph that its file does not spell out. Chinese numbers
//! (一、 （一）) become text, as they are marks of headings; bullets and arabic numbers make lists. It
//! counts, and reads no file.

use std::collections::BTreeMap;

/// What stands before a paragraph is no longer, in characters.
const LONGEST: usize = 40;
/// Word knows no more levels.
pub(super) const LEVELS: usize = 9;

/// One level of a numbering.
#[derive(Debug, Clone, Default)]
pub(super) struct Level {
    /// As new Word calls it: `decimal`, `bullet`, `chineseCounting`.
    pub(super) format: String,
    /// `%1、`
    pub(super) text: String,
    pub(super) start: u32,
}

/// What stands before a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Number {
    Bullet,
    /// It numbers an item; `shown` is what stands before a heading.
    Arabic {
        number: u32,
        shown: String,
    },
    /// It belongs to the text.
    Text(String),
}

/// All numberings, and how far each has come.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: BTreeMap<String, Vec<Level>>,
    numbers: BTreeMap<String, String>,
    counts: BTreeMap<String, Vec<u32>>,
}

impl Numbering {
    /// Adds a list with its levels, the highest first.
    pub(super) fn list(&mut self, list: String, levels: Vec<Level>) {
        let mut levels: Vec<Level> = levels.into_iter().take(LEVELS).collect();
        for level in &mut levels {
            level.text = level.text.chars().take(LONGEST).collect();
        }
        self.lists.insert(list, levels);
    }

    /// Paragraphs of that number belong to that list.
    pub(super) fn number(&mut self, number: String, list: String) {
        self.numbers.insert(number, list);
    }

    /// The next number of a paragraph of that numbering and level.
    pub(super) fn next(&mut self, id: &str, depth: u8) -> Option<Number> {
        let list = self.numbers.get(id)?;
        let levels = self.lists.get(list)?;
        let at = usize::from(depth).min(LEVELS - 1);
        let level = levels.get(at)?;
        let counts = self.counts.entry(list.clone()).or_default();
        counts.truncate(at + 1);
        for level in levels.iter().take(at + 1).skip(counts.len()) {
            counts.push(level.start.saturating_sub(1));
        }
        let own = counts.last_mut()?;
        *own = own.saturating_add(1);
        let number = *own;
        let shown = || filled(&level.text, levels, counts);
        match level.format.as_str() {
            "bullet" => Some(Number::Bullet),
            "none" => None,
            "decimal" if level.text.contains(['(', '（', '第']) => Some(Number::Text(shown())),
            format if is_chinese(format) => Some(Number::Text(shown())),
            _ => Some(Number::Arabic { number, shown: shown() }),
        }
    }
}

/// What a level shows, with the numbers of those above it: `%1.%2` is 2.1.
fn filled(pattern: &str, levels: &[Level], counts: &[u32]) -> String {
    let mut shown = pattern.to_owned();
    for (at, (level, count)) in levels.iter().zip(counts).enumerate() {
        // What stands above and has not come yet is shown as it will begin.
        let count = (*count).max(level.start);
        let number = if is_chinese(&level.format) { chinese(count) } else { count.to_string() };
        shown = shown.replace(&format!("%{}", at + 1), &number);
    }
    shown
}

fn is_chinese(format: &str) -> bool {
    format.starts_with("chinese")
        || format.starts_with("taiwanese")
        || format.starts_with("ideograph")
        || format.starts_with("japanese")
}

/// A number up to 99 in Chinese numerals.
fn chinese(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |at: u32| {
        usize::try_from(at).ok().and_then(|at| DIGITS.get(at)).copied().unwrap_or_default()
    };
    match number {
        0..=9 => digit(number).to_owned(),
        10..=19 => format!("十{}", digit(number - 10)),
        20..=99 => format!("{}十{}", digit(number / 10), digit(number % 10)),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_write_them() {
        for (number, text) in [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")]
        {
            assert_eq!(chinese(number), text);
        }
    }

    #[test]
    fn a_level_shows_the_numbers_above_it() {
        let level = |format: &str, text: &str| Level {
            format: format.to_owned(),
            text: text.to_owned(),
            start: 1,
        };
        let mut all = Numbering::default();
        let levels = vec![
            level("decimal", "%1."),
            level("decimal", "%1.%2"),
            level("chineseCounting", "（%2.%3）"),
        ];
        all.list("a".to_owned(), levels);
        all.number("1".to_owned(), "a".to_owned());
        let arabic = |number, shown: &str| Some(Number::Arabic { number, shown: shown.to_owned() });
        assert_eq!(all.next("1", 1), arabic(1, "1.1"));
        assert_eq!(all.next("1", 0), arabic(1, "1."));
        assert_eq!(all.next("1", 0), arabic(2, "2."));
        assert_eq!(all.next("1", 1), arabic(1, "2.1"));
        assert_eq!(all.next("1", 2), Some(Number::Text("（1.一）".to_owned())));
        assert_eq!(all.next("1", 9), None);
        assert_eq!(all.next("2", 0), None);
    }
}
