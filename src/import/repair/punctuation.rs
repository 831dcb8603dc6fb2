//! ASCII punctuation between Chinese characters becomes full width. It is never touched in numbers
//! (`1,200`, `3.5`, `10:30`, `1:3`), in addresses, in code, between Latin letters, nor where several
//! marks of different kinds stand together, which are damaged characters.

use std::ops::Range;

use crate::import::document::Document;
use crate::import::letters::is_chinese;
use crate::import::pattern::Pattern;
use crate::import::report::{Notes, Sure};
use crate::import::rule::Rule;
use crate::import::text::{Edit, Text};

/// Addresses, and names of files.
static ADDRESS: Pattern = Pattern::new(concat!(
    r"[A-Za-z][A-Za-z0-9+.-]*://[!-~]+|(www\.)[!-~]+|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+|",
    r"\b[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.(com|cn|net|org|gov|edu)(/[!-~]*)?|\.(docx?|pdf|xlsx?|pptx?|txt|jpg|png)\b"
));
/// A run of marks that no author wrote.
static DAMAGE: Pattern = Pattern::new(r"[?!]{2,}|\?\?|\(\?\)");
static DOTS: Pattern = Pattern::new(r"\.{3,}|。{3,}|…");

pub(super) fn widen(document: &mut Document, notes: &mut Notes) {
    if !notes.is_on(Rule::Punctuation) {
        return;
    }
    for text in document.blocks.iter_mut().flat_map(|block| block.texts_mut()) {
        let edits = edits(text);
        notes.edit(Rule::Punctuation, Sure::Certain, text, &edits);
    }
    for note in &mut document.notes {
        let edits = edits(note);
        notes.edit(Rule::Punctuation, Sure::Certain, note, &edits);
    }
}

fn edits(text: &Text) -> Vec<Edit> {
    let line = text.as_str();
    if !line.bytes().any(|byte| byte.is_ascii_punctuation()) {
        return Vec::new();
    }
    let addresses = addresses(line);
    let last = addresses.last().map_or(0, |range| range.end);
    let mut kept = addresses;
    for range in &mut kept {
        // A stop behind an address ends the sentence.
        let address = line.get(range.clone()).unwrap_or_default();
        range.end = range.start + address.trim_end_matches(['.', ',', ';', '!', '?']).len();
    }
    kept.extend(DAMAGE.ranges(line));
    let kept = text.literal().with(kept);
    let is_kept = |at: usize| kept.hold(at);
    let mut edits = stops(line, last, &is_kept);
    edits.extend(brackets(line, &is_kept));
    edits.extend(dots(line, &is_kept));
    edits.sort_by_key(|edit| edit.range.start);
    edits
}

/// The addresses and names of files in a line. A run of letters that is longer than an address is data of
/// some sort, and left alone as one; to look for addresses in it would take for ever.
fn addresses(line: &str) -> Vec<Range<usize>> {
    const LONGEST: usize = 256;
    let mut found = Vec::new();
    let mut from = 0;
    for run in line.split(|c: char| !c.is_ascii_graphic()) {
        if run.len() > LONGEST {
            found.push(from..from + run.len());
        } else if run.contains('.') || run.contains(':') {
            let own = ADDRESS.ranges(run).into_iter();
            found.extend(own.map(|range| range.start + from..range.end + from));
        }
        let end = from + run.len();
        from = end + line.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    found
}

/// The character before a byte and the one behind the character there, spaces passed over.
fn neighbours(line: &str, at: usize) -> (Option<char>, Option<char>) {
    let before = line.get(..at).and_then(|head| head.trim_end_matches(' ').chars().next_back());
    let after = line.get(at + 1..).and_then(|tail| tail.trim_start_matches(' ').chars().next());
    (before, after)
}

/// `address` is where the last address ends.
fn stops(line: &str, address: usize, is_kept: &dyn Fn(usize) -> bool) -> Vec<Edit> {
    let marks = line
        .char_indices()
        .filter(|(at, c)| matches!(c, ',' | ';' | ':' | '!' | '?' | '.') && !is_kept(*at));
    let mut edits = Vec::new();
    let is_sentence = line.chars().filter(|c| is_chinese(*c)).nth(SENTENCE).is_some();
    for (at, c) in marks {
        let (before, after) = neighbours(line, at);
        let Some(before) = before else { continue };
        let wide = match c {
            ',' if goes_wide(before, after) => "，",
            ';' if goes_wide(before, after) => "；",
            '!' if goes_wide(before, after) => "！",
            '?' if goes_wide(before, after) => "？",
            // `10:30` and `甲:1` differ in what stands before.
            ':' if is_word(before) => "：",
            // `其中农村为88%.`
            '.' if after.is_none() && ends_number(before) && is_sentence => "。",
            '.' if is_word(before) && after.is_none_or(|c| is_chinese(c) || c == '"') => "。",
            // A Chinese sentence that ends with an address.
            '.' if after.is_none() && address >= at && line.chars().any(is_chinese) => "。",
            _ => continue,
        };
        // A space behind a mark came with the mark.
        let tail = line.get(at + 1..).unwrap_or_default();
        let spaces = tail.len() - tail.trim_start_matches(' ').len();
        let end = if after.is_some_and(is_chinese) { at + 1 + spaces } else { at + 1 };
        edits.push(Edit::new(at..end, wide));
    }
    edits
}

/// A line with more Chinese characters than this is no number or name of a file with some.
const SENTENCE: usize = 8;

fn ends_number(c: char) -> bool {
    matches!(c, '%' | '％' | '℃' | ')') || c.is_ascii_digit()
}

/// Whether a stop belongs to Chinese text: it does right after such text; after a number or a Latin
/// word when such text follows.
fn goes_wide(before: char, after: Option<char>) -> bool {
    let other = |c: char| c.is_alphanumeric() || matches!(c, '%' | ')' | '+' | '*' | '"' | '`');
    is_word(before) || (other(before) && after.is_some_and(is_chinese))
}

/// Chinese text that a stop can follow.
fn is_word(c: char) -> bool {
    is_chinese(c) && !matches!(c, '，' | '。' | '；' | '：' | '、' | '\u{3000}')
}

/// Brackets in pairs that lie in Chinese text or hold some.
fn brackets(line: &str, is_kept: &dyn Fn(usize) -> bool) -> Vec<Edit> {
    let mut open = Vec::new();
    let mut edits = Vec::new();
    // How many Chinese characters there were so far.
    let mut chinese = 0_usize;
    for (at, c) in line.char_indices() {
        let so_far = chinese;
        chinese += usize::from(is_chinese(c));
        if is_kept(at) {
            continue;
        }
        match c {
            '(' | '（' => open.push((at, c, chinese)),
            ')' | '）' => {
                let Some((start, opening, then)) = open.pop() else { continue };
                let is_empty = start + opening.len_utf8() == at;
                let (before, _) = neighbours(line, start);
                let (_, after) = neighbours(line, at);
                let around = before.is_some_and(is_chinese)
                    || (before.is_none() && after.is_some_and(is_chinese));
                let is_chinese_text = so_far > then || (around && !is_empty);
                if opening != c.to_pair() || c == ')' {
                    if !(is_chinese_text || opening == '（' || c == '）') {
                        continue;
                    }
                    if opening == '(' {
                        edits.push(Edit::new(start..start + 1, "（"));
                    }
                    if c == ')' {
                        edits.push(Edit::new(at..at + 1, "）"));
                    }
                }
            }
            _ => {}
        }
    }
    edits
}

/// The opening bracket of a closing one.
trait Pair {
    fn to_pair(self) -> Self;
}

impl Pair for char {
    fn to_pair(self) -> Self {
        if self == ')' { '(' } else { '（' }
    }
}

/// Dots that stand for what is left out: `……`.
fn dots(line: &str, is_kept: &dyn Fn(usize) -> bool) -> Vec<Edit> {
    let runs = DOTS.ranges(line).into_iter().filter(|range| !is_kept(range.start));
    let own = runs.filter(|range| {
        let before = line.get(..range.start).and_then(|head| head.chars().next_back());
        let run = line.get(range.clone()).unwrap_or_default();
        run.starts_with(['.', '。']) && before.is_some_and(is_chinese)
    });
    own.map(|range| Edit::new(range, "……")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(line: &str) -> String {
        let mut text = Text::plain(line, 1);
        let edits = edits(&text);
        text.edit(&edits);
        text.as_str().to_owned()
    }

    #[test]
    fn punctuation_of_chinese_text_is_full_width() {
        for (line, expected) in [
            ("开会,讨论;决定.", "开会，讨论；决定。"),
            ("2022年,是开局之年", "2022年，是开局之年"),
            ("增长8%,高于全国", "增长8%，高于全国"),
            ("占全国GDP,约一成", "占全国GDP，约一成"),
            ("各位委员: 大家好!", "各位委员：大家好！"),
            ("《谈治国理政》(第四卷)", "《谈治国理政》（第四卷）"),
            ("称号(2022—2024年)”", "称号（2022—2024年）”"),
            ("党(工)委、专(兼)职", "党（工）委、专（兼）职"),
            ("(一)加强学习", "（一）加强学习"),
            ("全国政协(CPPCC)会议", "全国政协（CPPCC）会议"),
            ("自来水普及率达92.5%,其中农村为88%.", "自来水普及率达92.5%，其中农村为88%。"),
            ("是,也不是...后来", "是，也不是……后来"),
            ("成立(1950年），后来", "成立（1950年），后来"),
        ] {
            assert_eq!(repaired(line), expected, "{line}");
        }
    }

    #[test]
    fn numbers_addresses_and_other_scripts_are_left_alone() {
        for line in [
            "共1,200件,".trim_end_matches(','),
            "捐款1790.36万元",
            "落实“1+6+1”思路",
            "定于10:30开会",
            "比例为1:3左右",
            "见 https://example.org/a,b?c=1",
            "写信到 office@example.org",
            "Yes, we can (really)!",
            "单位”?!?",
            "1.加强领导",
            "f(x)=1",
        ] {
            assert_eq!(repaired(line), line);
        }
    }
}
