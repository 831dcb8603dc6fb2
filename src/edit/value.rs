//! A text as a value in YAML front matter: as it is where that reads back as the same text, else
//! in quotes. It never changes a text but for spaces and control characters.

pub(super) use crate::project::written as scalar;

/// The text on one line, with single spaces: what a title from a command line may not be is a
/// paragraph.
pub(crate) fn one_line(text: &str) -> String {
    let without_controls: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    // An ideographic space within a name is the author's; only its ends are trimmed.
    let words = without_controls.trim().split([' ', '\u{a0}']).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_yaml::Value;

    /// Titles that editors do write, and how they stand in front matter.
    const TITLES: [(&str, &str); 16] = [
        ("市政协召开主席会议", "市政协召开主席会议"),
        ("协商在基层：从“议事厅”说起", "协商在基层：从“议事厅”说起"),
        ("访谈: 一座桥", "\"访谈: 一座桥\""),
        ("从 A 到 B #1", "\"从 A 到 B #1\""),
        ("提案C#问答", "提案C#问答"),
        ("\"双周\"协商", "'\"双周\"协商'"),
        ("'双周'协商", "\"'双周'协商\""),
        ("他说：\"it's\"", "他说：\"it's\""),
        ("*重要*", "\"*重要*\""),
        ("@全体委员", "\"@全体委员\""),
        ("[转载]一封信", "\"[转载]一封信\""),
        ("- 一条", "\"- 一条\""),
        ("-{范}-长江", "-{范}-长江"),
        ("2026", "\"2026\""),
        ("null", "\"null\""),
        ("? 何以", "\"? 何以\""),
    ];

    #[test]
    fn only_what_would_be_read_otherwise_is_quoted() {
        for (title, expected) in TITLES {
            assert_eq!(scalar(title), expected);
        }
    }

    #[test]
    fn every_title_reads_back() {
        let strange = ["\\n", "''", "\"", "C:\\稿件", "a\\\"b", ": ", "!x", "%x", "`x`", "|", ">"];
        for title in TITLES.iter().map(|(title, _)| *title).chain(strange) {
            let title = one_line(title);
            let yaml = format!("标题: {}\n", scalar(&title));
            let parsed: Value = serde_yaml::from_str(&yaml).unwrap();
            assert_eq!(parsed.get("标题"), Some(&Value::String(title)), "{yaml}");
        }
    }

    #[test]
    fn a_title_is_one_line() {
        assert_eq!(one_line("  一\n二 \t 三　四 "), "一 二 三　四");
        assert_eq!(one_line(" \n"), "");
    }
}
