//! What two pieces of a torn text have in common where they were torn: the end of the one may be
//! printed again at the beginning of the other. One character alone may be an accident; then the
//! rest of the document is asked which of the two it belongs to.

/// The longest piece that is looked for, in characters.
const LONGEST: usize = 40;

/// How many bytes at the beginning of `next` repeat the end of `before`.
pub(super) fn overlap(before: &str, next: &str, whole: &str) -> usize {
    let ends: Vec<usize> = next.char_indices().skip(1).map(|(at, _)| at).take(LONGEST).collect();
    let same = |end: &&usize| next.get(..**end).is_some_and(|head| before.ends_with(head));
    match ends.iter().rev().find(same) {
        Some(&end) if is_one(next, end) && !belongs_before(before, next, whole) => 0,
        Some(&end) => end,
        None => 0,
    }
}

fn is_one(next: &str, end: usize) -> bool {
    next.get(..end).is_some_and(|head| head.chars().count() == 1)
}

/// Whether the character that both have makes a word with what stands before it and none with what
/// follows, as far as the document has such words elsewhere.
fn belongs_before(before: &str, next: &str, whole: &str) -> bool {
    // Of the text of many speeches a part says enough.
    const ENOUGH: usize = 200_000;
    let whole = whole.get(..whole.floor_char_boundary(ENOUGH)).unwrap_or(whole);
    let last_two: String = {
        let mut two: Vec<char> = before.chars().rev().take(2).collect();
        two.reverse();
        two.into_iter().collect()
    };
    let first_two: String = next.chars().take(2).collect();
    let count = |word: &str| whole.matches(word).count();
    // Where the second stands behind the first it is no word of its own. Each occurs once where the
    // text is torn.
    let both: String = last_two.chars().chain(first_two.chars().skip(1)).collect();
    let alone = count(&first_two).saturating_sub(count(&both));
    last_two.chars().count() == 2 && count(&last_two) > 1 && alone <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_twice_is_found() {
        let cases = [
            ("三是严格落实", "实党建责任制", "落实再落实，落实党风廉政", 3),
            ("坚持改善民生和促", "进和谐凝聚人", "", 0),
            ("让更多的人", "人才留下来", "的人，人才，人才", 0),
            ("认真履行民主监督职能", "监督职能，开展视察", "", 12),
        ];
        for (before, next, more, expected) in cases {
            let whole = format!("{before}\n{next}\n{more}");
            assert_eq!(overlap(before, next, &whole), expected, "{before} {next}");
        }
    }
}
