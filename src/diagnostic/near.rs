//! “Did you mean …?”: the known name nearest to one that is not known. It only suggests.

use pinyin::ToPinyin;

/// The candidate that differs from `word` by the fewest single-character changes, if it is near
/// enough to be a slip: one change in a short word, two in a longer one; case does not count.
/// Two Chinese characters are too few to compare so: there only the same sound is a slip, the
/// one that input methods make (日起 for 日期).
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = word.to_lowercase();
    let allowed = match word.chars().count() {
        0 | 1 => 0,
        2..=5 => 1,
        _ => 2,
    };
    let is_short_han = word.chars().count() <= 3 && !word.is_ascii();
    candidates
        .into_iter()
        .filter(|candidate| *candidate != word)
        .filter(|candidate| !is_short_han || sound(word) == sound(candidate))
        .map(|candidate| (distance(&folded, &candidate.to_lowercase()), candidate))
        .filter(|&(distance, _)| distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The syllables of a word, without tones.
fn sound(word: &str) -> Vec<Option<&'static str>> {
    word.to_pinyin().map(|syllable| syllable.map(pinyin::Pinyin::plain)).collect()
}

/// Levenshtein's distance, in characters, with neighbours swapped counting as one change.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let mut previous_a = None;
    for (i, ca) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        let mut previous_b = None;
        for (j, &cb) in b.iter().enumerate() {
            let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let mut best = (cell(&row, j) + usize::from(ca != cb))
                .min(cell(&row, j + 1) + 1)
                .min(cell(&next, j) + 1);
            if previous_a == Some(cb) && previous_b == Some(ca) && j > 0 {
                best = best.min(cell(&before, j - 1) + 1);
            }
            next.push(best);
            previous_b = Some(cb);
        }
        before = std::mem::replace(&mut row, next);
        previous_a = Some(ca);
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_a_stranger_does_not() {
        let known = ["title", "date", "日期", "发布时间"];
        assert_eq!(nearest("tilte", known), Some("title"));
        assert_eq!(nearest("日起", known), Some("日期"));
        assert_eq!(nearest("发布时问", known), Some("发布时间"));
        assert_eq!(nearest("Title", known), Some("title"));
        assert_eq!(nearest("日子", known), None);
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("x", known), None);
    }
}
