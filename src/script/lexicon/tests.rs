//! Words in texts, and what texts with words become.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;

fn term(simplified: &str, traditional: &str) -> Word {
    let written = [Some(Arc::from(simplified)), Some(Arc::from(traditional)), None, None];
    Word::written(&written, WordKind::Term, Origin::Site).expect("it has texts")
}

fn person(name: &str) -> Word {
    Word::person(name, Script::Hans, Origin::People)
}

fn to_hant(lexicon: &Lexicon, text: &str) -> String {
    lexicon.convert(text, Script::Hans, Script::Hant).into_owned()
}

#[test]
fn names_are_right_wherever_they_stand() {
    let names = ["余年", "于是之", "岳某某", "范长江", "钟后"];
    let lexicon = Lexicon::new(names.map(person));
    for (text, expected) in [
        ("余年委员历时十余年", "余年委員歷時十餘年"),
        ("由于是之先", "由於是之先"),
        ("于是之，发言", "于是之，發言"),
        ("岳某某、范长江发展了", "岳某某、范長江發展了"),
        ("主席钟后发言", "主席鍾后發言"),
        ("百余年来", "百餘年來"),
        ("余 年、余　年、岳某某", "余 年、余　年、岳某某"),
    ] {
        assert_eq!(to_hant(&lexicon, text), expected);
    }
}

#[test]
fn no_word_of_the_dictionary_reaches_into_one() {
    let lexicon = Lexicon::new([term("面向", "面向"), term("包括", "包括")]);
    assert_eq!(to_hant(&lexicon, "表面向前"), "表面向前");
    assert_eq!(to_hant(&lexicon, "包括发展"), "包括發展");
    assert_eq!(to_hant(&Lexicon::default(), "头发"), "頭髮");
}

#[test]
fn the_longest_word_wins_and_of_equal_ones_the_first() {
    let lexicon =
        Lexicon::new([term("干系", "干係"), term("干系统", "幹系統"), term("干系", "乾繫")]);
    assert_eq!(to_hant(&lexicon, "干系统，干系人，干部"), "幹系統，干係人，幹部");
    assert_eq!(lexicon.convert("干係", Script::Hant, Script::Hans), "干系");
    assert_eq!(lexicon.convert("乾繫", Script::Hant, Script::Hans), "干系");
}

#[test]
fn regions_take_their_nearest_kin() {
    let written = [Some("网络".into()), None, Some("網路".into()), None];
    let word = Word::written(&written, WordKind::Term, Origin::Site).unwrap();
    let texts: Vec<&str> = word.texts().iter().map(AsRef::as_ref).collect();
    assert_eq!(texts, ["网络", "網路", "網路", "網路"]);
    let written = [None, Some("里程碑".into()), None, None];
    let word = Word::written(&written, WordKind::Place, Origin::Site).unwrap();
    assert_eq!(word.text(Script::Hans), "里程碑");
    assert!(Word::written(&Default::default(), WordKind::Name, Origin::Site).is_none());
}

#[test]
fn nothing_is_fixed_in_a_text_that_stays_in_its_script() {
    let lexicon = Lexicon::new([person("余年")]);
    let mut found = Vec::new();
    lexicon.find(Script::Hans, Script::Hans, "余年", &mut found);
    assert!(found.is_empty());
    lexicon.find(Script::Hans, Script::HantTw, "（余年）", &mut found);
    assert_eq!(found, [Fixed { start: 3, end: 9, text: "余年" }]);
}

#[test]
fn words_of_one_character_are_never_found() {
    let lexicon = Lexicon::new([term("后", "后")]);
    assert_eq!(to_hant(&lexicon, "以后"), "以後");
}

#[test]
fn breaks_inside_a_word_stay_inside() {
    let lexicon = Lexicon::new([term("头发", "頭发")]);
    let mut fixed = Vec::new();
    let text = "剪头发展";
    lexicon.find(Script::Hans, Script::Hant, text, &mut fixed);
    let (mut out, mut placed) = (String::new(), Vec::new());
    let converter = converter(Script::Hans, Script::Hant).unwrap();
    converter.convert_into(text, &fixed, &[6], &mut out, &mut placed);
    assert_eq!((out.as_str(), placed), ("剪頭发展", vec![6]));
}

#[test]
fn fixed_places_that_break_the_contract_are_passed_over() {
    let converter = converter(Script::Hans, Script::Hant).unwrap();
    let place = |start, end| Fixed { start, end, text: "一" };
    let places = [place(1, 4), place(3, 6), place(0, 3), place(6, 99), place(9, 6)];
    let mut out = String::new();
    converter.convert_into("发发发", &places, &[], &mut out, &mut Vec::new());
    assert_eq!(out, "發一發");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn found_words_are_in_the_text_in_order_and_apart(
        text in "[余年于是十由发头展，a ]{0,40}",
        words in prop::collection::vec("[余年于是发头展a]{1,4}", 0..6),
    ) {
        let lexicon = Lexicon::new(words.iter().map(|text| person(text)));
        let mut last = 0;
        let mut places = Vec::new();
        lexicon.words_in(Script::Hans, &text, |found| places.push(found));
        for Found { start, end, word } in places {
            prop_assert!(last <= start && start < end);
            prop_assert_eq!(text.get(start..end), Some(word.text(Script::Hans)));
            last = end;
        }
    }
}

#[test]
fn what_two_lists_differ_in_is_told_unless_the_order_of_the_others_changes() {
    let [first, second, third] = [term("范围", "範圍"), term("签批", "簽批"), term("电表", "電錶")];
    let list = |words: &[&Word]| Lexicon::new(words.iter().map(|word| (*word).clone()));
    let before = list(&[&first, &second]);
    let told = |after: &Lexicon| {
        let words = before.difference(after)?;
        Some(words.iter().map(|word| word.text(Script::Hans).to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(told(&list(&[&first, &third, &second])), Some(vec!["电表".to_owned()]));
    assert_eq!(told(&list(&[&first])), Some(vec!["签批".to_owned()]));
    assert_eq!(told(&Lexicon::default()), Some(vec!["范围".to_owned(), "签批".to_owned()]));
    assert_eq!(told(&before.clone()), Some(Vec::new()));
    assert_eq!(told(&list(&[&second, &first])), None);
}
