//! What counts as Han text, character by character.
//!
//! Pure questions on one character. It never decides in which script a text is; that is
//! `detect`'s.

/// Whether `c` is a Han character: an ideograph of any plane, a radical, `〇`, `々` or a Hangzhou
/// numeral.
///
/// The ranges are those of the script property `Han` in Unicode 17's `Scripts.txt`, with the
/// unassigned rest of planes 2 and 3, which are set apart for ideographs.
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4E00}'..='\u{9FFF}'         // most text ends here
        | '\u{3400}'..='\u{4DBF}'
        | '\u{3005}' | '\u{3007}'       // 々 〇
        | '\u{3021}'..='\u{3029}' | '\u{3038}'..='\u{303B}'
        | '\u{2E80}'..='\u{2E99}' | '\u{2E9B}'..='\u{2EF3}' | '\u{2F00}'..='\u{2FD5}'
        | '\u{F900}'..='\u{FA6D}' | '\u{FA70}'..='\u{FAD9}'
        | '\u{16FE2}' | '\u{16FE3}' | '\u{16FF0}'..='\u{16FF6}'
        | '\u{20000}'..='\u{2FFFD}' | '\u{30000}'..='\u{3FFFD}')
}

/// Whether `c` is punctuation that belongs to Han text: the CJK marks, the full-width and vertical
/// forms (full-width letters and digits too), and the marks that Chinese shares with other scripts
/// but sets in its own width: `“ ” ‘ ’ — … ·`.
///
/// No character is both this and [`is_han`].
#[must_use]
pub fn is_han_punctuation(c: char) -> bool {
    matches!(c,
        '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF65}'
        | '“' | '”' | '‘' | '’' | '—' | '…' | '·'
        | '\u{FFE0}'..='\u{FFE6}'       // ￠ ￡ ￥
        | '\u{FE10}'..='\u{FE19}' | '\u{FE30}'..='\u{FE4F}' | '\u{FE50}'..='\u{FE6B}'
        | '\u{2E3A}' | '\u{2027}' | '\u{30FB}')
        && !is_han(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ideographs_of_every_plane_are_han() {
        for c in "政協芝罘㐀〇々〡鿿豈𠀀𫝈𰬸⼈".chars() {
            assert!(is_han(c), "{c}");
            assert!(!is_han_punctuation(c), "{c}");
        }
    }

    #[test]
    fn the_marks_of_chinese_text_are_punctuation_and_not_han() {
        for c in "，。、；：？！“”‘’（）《》〈〉【】「」『』—…·～￥　＂Ａ１︰︱﹏".chars()
        {
            assert!(is_han_punctuation(c), "{c}");
            assert!(!is_han(c), "{c}");
        }
    }

    #[test]
    fn other_scripts_are_neither() {
        for c in "aZ0 ,.\"'-\n\té한あアㄅ\u{E000}\u{F0000}😀".chars() {
            assert!(!is_han(c), "{c}");
            assert!(!is_han_punctuation(c), "{c}");
        }
    }
}
