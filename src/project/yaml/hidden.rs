//! Characters that nobody sees and that YAML takes for letters: the full-width space, the one that
//! does not break, those without any width, and escapes of the characters that stand for fixed text.
//! It never takes one out.

use std::ops::Range;

use super::YamlText;
use crate::diagnostic::Diagnostic;

/// What a hidden character is called, if it is one that editors bring in without knowing.
pub(super) fn strange_space(c: char) -> bool {
    matches!(
        c,
        '\u{a0}' | '\u{2000}'..='\u{200f}' | '\u{202a}'..='\u{202f}' | '\u{2060}' | '\u{3000}' | '\u{feff}'
    )
}

/// The fault of such a character, in a place of its own.
pub(super) fn fault(c: char) -> Diagnostic {
    let (zh, en) = match c {
        '\u{3000}' => ("这里有一个全角空格", "a full-width space stands here"),
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => {
            ("这里有一个看不见的字符", "an invisible character stands here")
        }
        _ => (
            "这里有一个特殊的空格（不换行空格一类，多半是从网页或 Word 里复制来的）",
            "a special space stands here, such as one that does not break",
        ),
    };
    Diagnostic::error("yaml-space", zh, en).help(
        "把它删去，需要空格的地方按空格键重新输入。",
        "Remove it; where a space is needed, type an ordinary one.",
    )
}

/// A top-level key that holds one: it looks like a key that is known, and is another.
pub(super) fn in_key(yaml: &YamlText, key: &str) -> Option<Diagnostic> {
    let (_, c) = key.char_indices().find(|&(_, c)| strange_space(c))?;
    let text = yaml.as_str();
    let line = text.match_indices(key).find(|(at, _)| {
        let before = text.get(..*at).unwrap_or_default();
        before.is_empty() || before.ends_with(['\n', '"', '\''])
    });
    let at = line.map_or(0, |(at, _)| at) + key.find(c).unwrap_or_default();
    Some(fault(c).at(yaml.place(at..at + c.len_utf8())))
}

/// `\U000F0000` in the quotes of YAML, `\uDB80\uDC00` in those of JSON: once read, the character
/// could not be told from one that stands for fixed text.
pub(crate) fn private(yaml: &YamlText) -> Vec<Diagnostic> {
    let text = yaml.as_str();
    if !text.contains('\\') {
        return Vec::new();
    }
    let escapes = text.match_indices("\\U").filter_map(|(at, _)| {
        let digits = text.get(at + 2..at + 6)?;
        ["000F", "0010"].iter().any(|it| it.eq_ignore_ascii_case(digits)).then_some(at..at + 10)
    });
    let halves = text.match_indices("\\u").filter_map(|(at, _)| {
        let digits = text.get(at + 2..at + 5)?.to_ascii_lowercase();
        let high = digits.strip_prefix("db")?;
        high.starts_with(['8', '9', 'a', 'b', 'c', 'd', 'e', 'f']).then_some(at..at + 6)
    });
    let mut places: Vec<Range<usize>> = escapes.chain(halves).collect();
    places.sort_by_key(|place| place.start);
    let one = |place| {
        Diagnostic::error(
            "private-character",
            "这个转义写的是程序留作内部使用的字符",
            "this escape is of a character that the program keeps for itself",
        )
        .help("删去它，直接写要显示的字。", "Remove it, and write what is to be shown.")
        .at(yaml.place(place))
    };
    places.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_with_a_hidden_character_is_not_taken_for_another_one() {
        for text in ["\u{a0}title: x\n", "title: x\n\u{3000}date: y\n", "da\u{200b}te: x\n"] {
            let (_, faults) = YamlText::whole("x.yaml", text).entries();
            assert_eq!(faults.iter().map(|it| it.code).collect::<Vec<_>>(), ["yaml-space"]);
        }
        let (entries, faults) = YamlText::whole("x.yaml", "title: 甲\u{3000}乙\n").entries();
        assert_eq!((entries.len(), faults.len()), (1, 0));
    }

    #[test]
    fn escapes_of_private_characters_are_refused() {
        let text = "a: \"\\U000F0000 \\U0010fff0 \\u4e00\"\n";
        let (_, faults) = YamlText::whole("x.yaml", text).entries();
        assert_eq!(faults.len(), 2);
        let json = YamlText::whole("x.json", "[\"\\udb80\\udc00\", \"\\ud840\\udc00\"]");
        assert_eq!(private(&json).len(), 1);
    }
}
