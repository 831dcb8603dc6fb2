//! Characters as the rules see them: stops, brackets, numerals. It never looks at more than one
//! character, or one line.

use crate::script::han::{is_han, is_han_punctuation};

/// What ends a sentence.
pub(super) fn is_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '…' | '!' | '?')
}

/// What closes a quotation, a title or brackets.
pub(super) fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '》' | '〉' | '）' | ')' | '」' | '』' | '】' | '〕' | '"')
}

/// Han text and its punctuation.
pub(super) fn is_chinese(c: char) -> bool {
    is_han(c) || is_han_punctuation(c)
}

/// Whether a line ends as a sentence does.
pub(super) fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end().trim_end_matches(is_closing);
    bare.ends_with(is_end)
        || (bare.ends_with(['；', ';', '：', ':']) && bare.len() == line.trim_end().len())
}

/// Whether a line has the end of a sentence in it, or is one.
pub(super) fn has_end(line: &str) -> bool {
    line.contains(['。', '！', '？', '；', ';', '!', '?'])
}

/// Whether a line breaks off in the middle of a sentence: it is long, and ends with a character or
/// a comma.
pub(super) fn breaks_off(line: &str) -> bool {
    const SHORTEST: usize = 30;
    let end = line.trim_end().chars().next_back();
    !ends_sentence(line)
        && line.chars().count() >= SHORTEST
        && end.is_some_and(|c| is_chinese(c) || matches!(c, ',' | '(') || c.is_ascii_alphanumeric())
}

/// How wide it is on a terminal or in a mail: a Han character takes two columns.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// The columns that one character takes.
pub(super) fn columns(c: char) -> usize {
    if is_chinese(c) { 2 } else { 1 }
}

/// Whether a word can be somebody's name: two to four characters, or more in parts between dots.
pub(super) fn is_name(word: &str) -> bool {
    let has_parts = word.contains('·');
    let han = word.split('·').all(|part| !part.is_empty() && part.chars().all(is_han));
    let length = word.chars().count();
    han && if has_parts { length <= 15 } else { (2..=4).contains(&length) }
}

/// The number that a Chinese numeral of one to three characters means, up to 99.
pub(super) fn numeral(text: &str) -> Option<u32> {
    const DIGITS: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let digit =
        |c: char| DIGITS.iter().position(|&d| d == c).and_then(|at| u32::try_from(at + 1).ok());
    let chars: Vec<char> = text.chars().collect();
    match chars.as_slice() {
        ['十'] => Some(10),
        ['十', one] => Some(10 + digit(*one)?),
        [ten, '十'] => Some(digit(*ten)? * 10),
        [ten, '十', one] => Some(digit(*ten)? * 10 + digit(*one)?),
        [one] => digit(*one),
        _ => None,
    }
}

/// Takes a Chinese numeral off the front.
pub(super) fn split_numeral(text: &str) -> Option<(u32, &str)> {
    let is_part = |c: char| "一二三四五六七八九十".contains(c);
    // None that is read is longer than three.
    let end: usize = text.chars().take(4).take_while(|c| is_part(*c)).map(char::len_utf8).sum();
    let (head, rest) = text.split_at_checked(end)?;
    Some((numeral(head)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_numbers() {
        for (text, number) in [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("九十九", 99)]
        {
            assert_eq!(numeral(text), Some(number));
        }
        assert_eq!(numeral("一一"), None);
        assert_eq!(split_numeral("三是"), Some((3, "是")));
    }

    #[test]
    fn a_name_is_short_or_has_parts() {
        assert!(["黄河", "陈海洋", "欧阳春雪", "买买提·艾力"].iter().all(|name| is_name(name)));
        assert!(!["黄", "县政协主席", "Li", "·艾力", "艾力·"].iter().any(|word| is_name(word)));
    }

    #[test]
    fn a_line_that_breaks_off_is_long_and_has_no_stop() {
        let long = "这是一个很长的句子写到这里纸就没有了于是后面的话跑到了另外一栏里面去";
        assert!(breaks_off(long));
        assert!(!breaks_off(&format!("{long}。”")));
        assert!(!breaks_off("二、健全机制"));
    }
}
