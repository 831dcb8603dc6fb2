//! The table of marks, and what must hold for any text.

use proptest::prelude::*;

use super::find::OPEN;
use super::*;
use crate::script::Frozen;

/// A case of the table.
struct Case<'a> {
    name: &'a str,
    input: String,
    seen: [String; 4],
    problems: Vec<&'a str>,
}

fn cases(table: &str) -> Vec<Case<'_>> {
    let mut cases: Vec<Case<'_>> = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        if let Some(name) = line.strip_prefix("== ") {
            let (input, seen) = (String::new(), Default::default());
            cases.push(Case { name, input, seen, problems: Vec::new() });
            continue;
        }
        let case = cases.last_mut().expect("a case begins with its name");
        let (key, value) = line.split_at(4);
        let text = value.replace('⏎', "\n");
        match key {
            "in  " => case.input = text,
            "all " => case.seen = [text.clone(), text.clone(), text.clone(), text],
            "out " => {
                let texts: Vec<String> = text.split(" | ").map(str::to_owned).collect();
                case.seen = texts.try_into().expect("four texts");
            }
            "bad " => case.problems.push(value),
            _ => panic!("{}: what is {key:?}?", case.name),
        }
    }
    cases
}

fn seen(frozen: &Frozen, text: &str) -> [String; 4] {
    Script::ALL.map(|script| frozen.plain(text, script).into_owned())
}

#[test]
fn marks_read_as_the_table_says() {
    for case in cases(include_str!("testdata/marks.txt")) {
        let readings = Readings::new();
        let marked = parse(&case.input, Script::Hans, &readings);
        assert_eq!(seen(&readings.freeze(), &marked.text), case.seen, "{}", case.name);
        let problems: Vec<String> = marked
            .problems
            .iter()
            .map(|it| format!("{:?} {:?}", it.kind, it.span).to_lowercase())
            .collect();
        assert_eq!(problems, case.problems, "{}", case.name);
    }
}

#[test]
fn a_mark_is_one_character_and_keeps_what_the_author_wrote() {
    let readings = Readings::new();
    let marked = parse("张-{zh-hans:余; zh-hant:余}-生\\-{", Script::Hans, &readings);
    assert_eq!(marked.text.chars().count(), 4);
    let raw: Vec<String> = marked
        .text
        .chars()
        .filter_map(|c| readings.freeze().get(c).map(|reading| reading.raw().to_owned()))
        .collect();
    assert_eq!(raw, ["-{zh-hans:余; zh-hant:余}-", "\\-{"]);
}

#[test]
fn offsets_lead_back_to_the_original() {
    let readings = Readings::new();
    let text = "a-{bcdefg}-h-{}-i\u{F1234}j";
    let marked = parse(text, Script::Hans, &readings);
    for letter in ["a", "h", "i", "j"] {
        let new = marked.text.find(letter).expect("kept");
        assert_eq!(Some(marked.original_offset(new)), text.find(letter), "{letter}");
    }
    assert_eq!(marked.original_offset(1), 1, "a mark begins where it began");
    assert_eq!(marked.original_offset(3), 1, "inside a mark");
    assert_eq!(marked.original_offset(marked.text.len()), text.len());
}

#[test]
fn offsets_lead_back_through_marks_that_were_added_later() {
    let readings = Readings::new();
    let text = "a干系b-{long mark}-c干系d-{e}-f";
    let marked = parse(text, Script::Hans, &readings);
    let words: Vec<_> = marked
        .text
        .match_indices("干系")
        .map(|(at, word)| (at..at + word.len(), readings.intern(Reading::same(word, word))))
        .collect();
    let (added, shifts) = add(&marked.text, &marked.shifts, &words);
    assert_eq!(added.chars().count(), 9);
    for letter in ["a", "b", "c", "d", "f"] {
        let new = added.find(letter).expect("kept");
        let old = if letter == "b" { text.find("b-{") } else { text.rfind(letter) };
        assert_eq!(
            Some(shifts.original(new)),
            if letter == "a" { Some(0) } else { old },
            "{letter}"
        );
    }
    assert_eq!(shifts.original(1), 1, "a word begins where it began");
    assert_eq!(shifts.original(added.len()), text.len());
}

#[test]
fn a_full_table_leaves_marks_as_they_are_written() {
    let readings = Readings::new();
    for number in 0.. {
        if readings.is_full() {
            break;
        }
        let _ = readings.intern(Reading::same("", number.to_string()));
    }
    assert_eq!(parse("一-{二}-", Script::Hans, &readings).text, "一-{二}-");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_nothing_private_of_the_authors_is_mistaken(
        text in r"([-{}\\;:]|-\{|\}-|\n|里|zh-hans:|[\u{F0000}\u{10FFF0}-\u{10FFF4}]){0,60}"
    ) {
        let readings = Readings::new();
        let marked = parse(&text, Script::Hant, &readings);
        let frozen = readings.freeze();
        for c in marked.text.chars().filter(|&c| private::of(c).is_some()) {
            prop_assert!(frozen.get(c).is_some());
        }
        let mut last = 0;
        for offset in 0..=marked.text.len() {
            let original = marked.original_offset(offset);
            prop_assert!(last <= original && original <= text.len());
            last = original;
        }
        if !text.contains(OPEN_AND_PRIVATE) {
            prop_assert_eq!(&marked.text, &text);
        }
    }

    #[test]
    fn what_is_no_whole_mark_is_told_and_stays_visible(
        text in r"(-\{|\}-|\}|\{|-|字|头发|\n|\n\n){0,40}"
    ) {
        let readings = Readings::new();
        let marked = parse(&text, Script::Hans, &readings);
        for problem in &marked.problems {
            let written = &text[problem.span.clone()];
            prop_assert!(written.starts_with(OPEN));
            prop_assert!(marked.text.contains(written), "{} is gone", written);
        }
        for (at, _) in marked.text.match_indices(OPEN) {
            let at = marked.original_offset(at);
            // Before another brace it belongs to a template.
            let is_template = text[at + OPEN.len()..].starts_with('{');
            let is_told = marked.problems.iter().any(|it| it.span.contains(&at));
            prop_assert!(is_told || is_template, "nothing is told of {}", &text[at..]);
        }
    }
}

const OPEN_AND_PRIVATE: [char; 7] =
    ['{', '\u{F0000}', '\u{10FFF0}', '\u{10FFF1}', '\u{10FFF2}', '\u{10FFF3}', '\u{10FFF4}'];
