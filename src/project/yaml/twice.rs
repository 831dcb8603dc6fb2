//! Keys that are given twice in a table inside a value, such as two `file:` in one attachment. The
//! parser only says which table and which key; here the lines are found. It never parses.

use std::ops::Range;

use super::{YamlText, duplicate};
use crate::diagnostic::Diagnostic;

/// What the parser says when a table has a key twice.
const SAID: &str = "duplicate entry with key \"";

/// The fault, when that is what the parser stopped at.
pub(super) fn nested(yaml: &YamlText, error: &serde_yaml::Error) -> Option<Diagnostic> {
    let said = error.to_string();
    let (_, rest) = said.split_once(SAID)?;
    let key = rest.split('"').next()?;
    let table = error.location()?.index();
    let text = yaml.as_str().get(table..)?;
    let mut found = keys(text, key).map(|at| yaml.place(table + at.start..table + at.end));
    let (earlier, later) = (found.next()?, found.next()?);
    Some(duplicate(key, key, [earlier, later]))
}

/// Where a key of that name stands: at the beginning of a line or behind a sign, before a colon.
fn keys<'t>(text: &'t str, key: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    text.match_indices(key).filter_map(move |(at, _)| {
        let end = at + key.len();
        let before = text.get(..at)?.chars().next_back();
        let after = text.get(end..)?.trim_start_matches(['"', '\'']).trim_start_matches(' ');
        let begins = before.is_none_or(|c| c.is_whitespace() || "{,\"'-".contains(c));
        (begins && after.starts_with(':')).then_some(at..end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;

    fn told(text: &str) -> Option<(usize, usize)> {
        let yaml = YamlText::whole("x.yaml", text);
        let (_, faults) = yaml.entries();
        let place = faults.first().filter(|fault| fault.code == "duplicate-key")?.place.clone();
        place.as_ref().map(Place::line_column)
    }

    #[test]
    fn the_second_one_is_shown_however_the_table_is_written() {
        for (text, place) in [
            ("附件:\n  - 文件: a.pdf\n    名称: 表\n    文件: b.pdf\n", (4, 5)),
            ("附件:\n  - {文件: a.pdf, 名称: 文件, 文件: b.pdf}\n", (2, 25)),
            ("a:\n  - {b: 1}\n  - {b: 1, 'c': 2, 'c': 3}\n", (3, 21)),
            ("a: {b: {c: 1, c: 2}}\n", (1, 15)),
        ] {
            assert_eq!(told(text), Some(place), "{text}");
        }
        assert_eq!(told("附件:\n  - {文件: a.pdf}\n  - {文件: b.pdf}\n"), None);
    }
}
