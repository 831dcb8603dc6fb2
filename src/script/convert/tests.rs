//! Whole conversions: cases from a table, OpenCC's own words, round trips, and properties that
//! hold for any text.

use super::stage::{Stage, rows};
use super::{Fixed, Reason, ST_CHARACTERS, characters, converter};
use crate::script::{Script, han::is_han};
use proptest::prelude::*;
use std::fmt::Write as _;

fn convert(from: Script, to: Script, text: &str) -> String {
    converter(from, to).map_or_else(|| text.to_owned(), |converter| converter.convert(text))
}

fn pairs() -> impl Iterator<Item = (Script, Script)> {
    Script::ALL
        .into_iter()
        .flat_map(|from| Script::ALL.map(|to| (from, to)))
        .filter(|(from, to)| from != to)
}

#[test]
fn every_pair_of_different_scripts_has_a_converter() {
    for from in Script::ALL {
        for to in Script::ALL {
            assert_eq!(converter(from, to).is_some(), from != to, "{from} to {to}");
        }
    }
}

#[test]
fn the_cases_of_the_table_come_out_as_written() {
    let table = include_str!("../testdata/convert.tsv");
    let mut cases = 0;
    for line in uncommented(table).filter(|line| !line.is_empty()) {
        let [from, to, text, expected] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("not four columns: {line}");
        };
        let (from, to) = (Script::from_tag(from).unwrap(), Script::from_tag(to).unwrap());
        assert_eq!(convert(from, to, text), expected, "{from} to {to}: {text}");
        cases += 1;
    }
    assert!(cases > 60);
}

#[test]
fn words_of_opencc_are_converted_as_it_says_but_for_a_known_list() {
    let forms = Stage::out_of_standard(Script::Hant).characters().collect::<Vec<_>>();
    let form = |c| forms.iter().find(|(standard, _)| *standard == c).map_or(c, |(_, form)| *form);
    let mut words = 0;
    let mut other = String::new();
    for (key, standard) in Stage::into_standard(Script::Hans).phrases() {
        let expected: String = standard.chars().map(form).collect();
        let got = convert(Script::Hans, Script::Hant, key);
        if got != expected {
            writeln!(other, "{key}\t{expected}\t{got}").unwrap();
        }
        words += 1;
    }
    assert!(words > 49_000);
    let known = uncommented(include_str!("../testdata/other-than-opencc.tsv"));
    assert!(other.lines().eq(known), "the list is now:\n{other}");
}

/// Whether a Simplified text is itself again after a stay in another script.
fn comes_back(text: &str, from: Script) -> bool {
    convert(from, Script::Hans, &convert(Script::Hans, from, text)) == text
}

fn uncommented(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#'))
}

#[test]
fn simplified_characters_come_back_but_for_a_known_list() {
    let lost: String = characters(ST_CHARACTERS)
        .map(|(simplified, _)| simplified)
        .filter(|c| ('一'..='鿿').contains(c) && !comes_back(&c.to_string(), Script::Hant))
        .collect();
    let known: String = uncommented(include_str!("../testdata/no-return-characters.txt")).collect();
    assert_eq!(lost, known);
}

#[test]
fn simplified_words_come_back_but_for_a_known_list() {
    let traditional = Script::ALL.map(|script| script.is_traditional().then_some(script));
    let lost: Vec<&str> = rows(include_str!("../../../data/opencc/STPhrases.txt"))
        .map(|(word, _)| word)
        .filter(|word| !traditional.iter().flatten().all(|script| comes_back(word, *script)))
        .collect();
    let known: Vec<&str> = uncommented(include_str!("../testdata/no-return-words.txt"))
        .flat_map(str::split_whitespace)
        .collect();
    assert!(lost == known, "the list is now:\n{}", lost.join(" "));
}

#[test]
fn compatibility_ideographs_are_converted_like_what_they_stand_for() {
    assert_eq!(convert(Script::Hant, Script::Hans, "\u{F902}\u{F901}"), "车更");
    assert_eq!(convert(Script::Hans, Script::Hant, "\u{2F8A6}\u{F9DC}"), "慈隆");
}

#[test]
fn a_break_keeps_its_character_inside_a_word() {
    let (mut out, mut placed) = ("<p>".to_owned(), vec![7]);
    let text = "头发，后天";
    let converter = converter(Script::Hans, Script::Hant).unwrap();
    converter.convert_into(text, &[], &[0, 3, 3, 6, 12, 15], &mut out, &mut placed);
    assert_eq!(out, "<p>頭髮，後天");
    assert_eq!(placed, [7, 3, 6, 6, 9, 15, 18]);
}

/// Texts like those of a site: mostly characters and words that the tables know, with a bit of
/// everything else.
fn text() -> impl Strategy<Value = String> {
    let words: Vec<&'static str> = Script::ALL
        .into_iter()
        .flat_map(|script| [Stage::into_standard(script), Stage::out_of_standard(script)])
        .flat_map(|stage| stage.phrases().step_by(97).chain(stage.phrases().take(40)))
        .flat_map(|(key, value)| [key, value])
        .collect();
    let characters: Vec<char> = Script::ALL
        .into_iter()
        .flat_map(|script| [Stage::into_standard(script), Stage::out_of_standard(script)])
        .flat_map(Stage::characters)
        .flat_map(|(key, value)| [key, value])
        .collect();
    let piece = prop_oneof![
        4 => prop::sample::select(words).prop_map(str::to_owned),
        4 => prop::sample::select(characters).prop_map(String::from),
        1 => prop::char::range('一', '鿿').prop_map(String::from),
        1 => any::<String>(),
        1 => "[ -~，。“”\u{F0000}-\u{F0010}]{0,4}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn only_han_changes_and_no_character_is_lost(text in text()) {
        for (from, to) in pairs() {
            let out = convert(from, to, &text);
            prop_assert_eq!(out.chars().count(), text.chars().count());
            for (before, after) in text.chars().zip(out.chars()) {
                prop_assert!(before == after || is_han(before) && is_han(after));
            }
        }
    }

    #[test]
    fn text_without_han_is_untouched(text in any::<String>()) {
        let text: String = text.chars().filter(|c| !is_han(*c)).collect();
        for (from, to) in pairs() {
            prop_assert_eq!(convert(from, to, &text), text.as_str());
        }
    }

    #[test]
    fn breaks_come_back_before_the_same_characters(
        text in text(),
        places in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let bounds: Vec<usize> =
            text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut breaks: Vec<usize> =
            places.iter().map(|place| bounds[place.index(bounds.len())]).collect();
        breaks.sort_unstable();
        for (from, to) in pairs() {
            let (mut out, mut placed) = (String::from("前"), Vec::new());
            converter(from, to).unwrap().convert_into(&text, &[], &breaks, &mut out, &mut placed);
            prop_assert_eq!(&out[3..], convert(from, to, &text));
            let before: Vec<usize> = breaks.iter().map(|at| text[..*at].chars().count()).collect();
            let after: Vec<usize> = placed.iter().map(|at| out[3..*at].chars().count()).collect();
            prop_assert_eq!(before, after);
        }
    }

    #[test]
    fn breaks_that_break_the_contract_do_no_harm(
        text in text(),
        breaks in prop::collection::vec(0usize..400, 0..12),
    ) {
        for (from, to) in pairs() {
            let (mut out, mut placed) = (String::new(), Vec::new());
            converter(from, to).unwrap().convert_into(&text, &[], &breaks, &mut out, &mut placed);
            prop_assert_eq!(placed.len(), breaks.len());
            prop_assert!(placed.is_sorted());
            prop_assert!(placed.iter().all(|at| out.is_char_boundary(*at)));
        }
    }

    #[test]
    fn what_is_in_a_regions_forms_already_stays(text in text()) {
        for to in [Script::HantTw, Script::HantHk] {
            let once = convert(Script::Hant, to, &text);
            prop_assert_eq!(convert(Script::Hant, to, &once), once.as_str());
        }
    }
}

#[test]
fn what_is_fixed_is_no_part_of_a_word_of_the_region() {
    let converter = converter(Script::Hans, Script::HantHk).unwrap();
    let convert = |fixed: &[Fixed<'_>]| {
        let mut out = String::new();
        converter.convert_into("恒生指数上升。恒生指数", fixed, &[], &mut out, &mut Vec::new());
        out
    };
    assert_eq!(convert(&[]), "恒生指數上升。恒生指數");
    let (index, tail) =
        (Fixed { start: 6, end: 12, text: "指標" }, Fixed { start: 30, end: 33, text: "數目" });
    assert_eq!(convert(&[index, tail]), "恒生指標上升。恒生指數目");
}

#[test]
fn a_word_is_told_as_it_stands_in_the_text() {
    let converter = converter(Script::Hans, Script::Hant).unwrap();
    for text in ["头发", "头发\n", "头发 ，", "头 发\n好"] {
        let told = converter.explain(text, &[]);
        let reason = told.iter().find(|it| it.from == "发").map(|it| it.reason.clone());
        let Some(Reason::Word { word, .. }) = reason else { panic!("{text}: {reason:?}") };
        assert_eq!(word.replace(' ', ""), "头发", "{text}");
    }
}
