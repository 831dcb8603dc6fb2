//! How much there is to read: Han characters, Latin words, numbers.
//!
//! Punctuation, alternative texts and readings are not counted; a fixed piece of text
//! (`-{…}-`) counts as one.

use pulldown_cmark::Event;

use super::cjk::is_ideograph;
use super::footnote::Note;
use super::token::{Piece, Token};

/// Counts a body and its notes.
pub(super) fn body(tokens: &[Token<'_>], notes: &[Note<'_>]) -> usize {
    let all = tokens.iter().chain(notes.iter().flat_map(|note| &note.tokens));
    all.map(|token| match &token.piece {
        Piece::Event(Event::Text(text) | Event::Code(text)) => units(text),
        Piece::Ruby { base, .. } => units(base),
        Piece::Code { text, .. } => units(text),
        Piece::Byline(signed) => units(&signed.byline.text),
        Piece::Safe(html) => units_of_html(html),
        _ => 0,
    })
    .sum()
}

/// Counts text. `1790.36`, `don't` and `e-mail` are one each.
fn units(text: &str) -> usize {
    let mut count = 0;
    let mut in_word = false;
    let mut rest = text;
    loop {
        let run = Run::leading(rest);
        if run.ideographs > 0 {
            count += run.ideographs;
            in_word = false;
            rest = rest.get(run.bytes..).unwrap_or_default();
        }
        let mut chars = rest.chars();
        let Some(c) = chars.next() else { break };
        rest = chars.as_str();
        match class(c) {
            Class::Han => {
                count += 1;
                in_word = false;
            }
            Class::Letter => {
                count += usize::from(!in_word);
                in_word = true;
            }
            Class::Mark if in_word => {
                let inside = matches!(c, '.' | ',' | '\'' | '’' | '-' | '_');
                in_word = inside && matches!(chars.next().map(class), Some(Class::Letter));
            }
            Class::Mark => {}
        }
    }
    count
}

/// Ideographs of the first block, and the marks of Chinese text between and behind them. Most text is
/// theirs, and their bytes tell them without being put together: this runs over every character of
/// a site.
struct Run {
    bytes: usize,
    ideographs: usize,
}

impl Run {
    /// The run that a text begins with. It begins with an ideograph: a mark before it may be in a word.
    fn leading(text: &str) -> Self {
        let mut run = Self { bytes: 0, ideographs: 0 };
        for bytes in text.as_bytes().as_chunks().0 {
            if is_of_first_block(*bytes) {
                run.ideographs += 1;
            } else if run.ideographs == 0 || !is_mark(*bytes) {
                break;
            }
            run.bytes += bytes.len();
        }
        run
    }
}

/// U+4E00 to U+9FFF.
#[inline]
fn is_of_first_block([a, b, _]: [u8; 3]) -> bool {
    (0xE4B8..0xEA00).contains(&u16::from_be_bytes([a, b]))
}

/// The marks of [`class`] that have three bytes.
#[inline]
fn is_mark(bytes: [u8; 3]) -> bool {
    matches!(
        bytes,
        [0xE2, 0x80, 0x90..=0xA7]
            | [0xE3, 0x80, 0x81..=0x84 | 0x88..=0xA0]
            | [0xEF, 0xBC, 0x81..=0x8F | 0x9A..=0xA0]
    )
}

#[derive(Clone, Copy)]
enum Class {
    Han,
    Letter,
    Mark,
}

/// The characters that Chinese text is made of come first.
#[inline]
fn class(c: char) -> Class {
    match c {
        '\u{4E00}'..='\u{9FFF}' => Class::Han,
        '0'..='9' | 'a'..='z' | 'A'..='Z' => Class::Letter,
        '\0'..='\u{7F}'
        | '\u{2010}'..='\u{2027}'         // “ ” — …
        | '\u{3001}'..='\u{3004}'         // 、 。
        | '\u{3008}'..='\u{3020}'         // 《 》
        | '\u{FF01}'..='\u{FF0F}'         // ！ （ ） ，
        | '\u{FF1A}'..='\u{FF20}' => Class::Mark, // ： ； ？
        _ => rare_class(c),
    }
}

/// The tables behind `is_alphanumeric` are slow.
#[cold]
fn rare_class(c: char) -> Class {
    if is_ideograph(c) {
        Class::Han
    } else if c.is_alphanumeric() {
        Class::Letter
    } else {
        Class::Mark
    }
}

/// Counts the text between tags. In HTML of our own making every `<` begins a tag.
fn units_of_html(html: &str) -> usize {
    let after_tag = |part: &str| part.split_once('>').map_or(0, |(_, text)| units(text));
    let mut parts = html.split('<');
    parts.next().map_or(0, units) + parts.map(after_tag).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_characters_words_and_numbers_count_one_each() {
        for (text, expected) in [
            ("", 0),
            ("，。！", 0),
            ("政协，委员。", 4),
            ("2022年", 2),
            ("一鿿㐀𠀀a䶿〇", 7),
            ("50.4亿元", 3),
            ("GDP增长5%", 4),
            ("1+6+1", 3),
            ("don't e-mail me", 3),
            ("end. Next", 2),
            ("\u{F0000}們", 2),
            ("ＧＤＰ", 1),
            ("一、二；（三）“四”—五〇々：", 7),
            ("a、一", 2),
        ] {
            assert_eq!(units(text), expected, "{text}");
        }
        assert_eq!(units_of_html("<b class=\"x y\">政协</b> news"), 3);
    }

    #[test]
    fn bytes_tell_what_characters_tell() {
        for c in ('\u{800}'..='\u{FFFF}').filter(|c| c.len_utf8() == 3) {
            let mut bytes = [0; 3];
            c.encode_utf8(&mut bytes);
            assert_eq!(is_of_first_block(bytes), ('\u{4E00}'..='\u{9FFF}').contains(&c), "{c}");
            assert!(!is_mark(bytes) || matches!(class(c), Class::Mark), "{c}");
        }
    }
}
