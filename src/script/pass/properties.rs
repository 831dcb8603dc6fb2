//! What must hold for every document, however broken.

use std::sync::LazyLock;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};
use proptest::prelude::*;

use super::tests::Site;
use super::*;
use crate::script::han::is_han;
use crate::script::lexicon::{Origin, WordKind};
use crate::script::{Reading, Readings, Word, converter, mark, span};

/// Words that say what every text says, so that they change nothing but the way there.
static WORDS: LazyLock<Lexicon> = LazyLock::new(|| {
    let words = [("头发", "頭髮"), ("发展", "發展")].map(|(hans, hant)| {
        let written = [Some(hans.into()), Some(hant.into()), None, None];
        Word::written(&written, WordKind::Term, Origin::Site).expect("it has texts")
    });
    Lexicon::new(words)
});

type Pass = fn(&str, &Edition<'_>, &mut String);

const PASSES: [Pass; 3] = [html, json, xml];

/// A site's first edition, whose links all lead where they should, and that says so.
struct AtHome;

impl Links for AtHome {
    fn link(&self, href: &str) -> Option<String> {
        Site { prefix: "" }.link(href)
    }

    fn lead_elsewhere(&self) -> bool {
        false
    }

    fn own_address(&self, form: OwnAddress) -> String {
        Site { prefix: "" }.own_address(form)
    }
}

fn run(pass: Pass, input: &str, from: Script, to: Script) -> String {
    let (readings, prefix) = (Readings::new(), if from == to { "" } else { "/e" });
    let (readings, links) = (readings.freeze(), Site { prefix });
    let edition = Edition {
        from,
        to,
        quotes: Quotes::Keep,
        readings: &readings,
        words: &WORDS,
        links: &links,
        lasting: None,
    };
    let mut out = String::new();
    pass(input, &edition, &mut out);
    out
}

/// Pieces that documents are made of, one a line, in any order.
fn soup(pieces: &str) -> impl Strategy<Value = String> + use<> {
    let (simplified, traditional) = (span(Script::Hans, ""), span(Script::Hant, ""));
    let (in_hans, end) = simplified.split_at(4);
    let pieces = pieces.replace("⟦hans", in_hans).replace("⟦hant", &traditional[..4]);
    let pieces = pieces.replace('⟧', end).replace('①', "\u{F0000}").replace('②', "\u{F0001}");
    let pieces: Vec<String> = pieces.lines().map(str::to_owned).collect();
    let piece = prop_oneof![
        6 => proptest::sample::select(pieces),
        1 => "[ -~]{0,6}",
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// ASCII and a little more, but nothing Han.
const PLAIN: &str = include_str!("testdata/soup-plain.txt");
/// Han text among tags, and in every part of them.
const HAN: &str = include_str!("testdata/soup-han.txt");
/// Marks in every place and form that a document may have them in: `①` and `②` are readings,
/// `⟦hans` and `⟦hant` begin a span, `⟧` ends it.
const MARKED: &str = include_str!("testdata/soup-marked.txt");

/// What an independent reader makes of a document. Han characters are all the same to it.
fn read(document: &str) -> Vec<String> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let fold = |bytes: &[u8]| -> String {
        let text = String::from_utf8_lossy(bytes);
        text.chars().map(|c| if is_han(c) { '字' } else { c }).collect()
    };
    let mut seen: Vec<String> = Vec::new();
    let mut text = String::new();
    for token in Tokenizer::new_with_emitter(document, emitter).flatten() {
        if let Token::String(part) = &token {
            text.push_str(&fold(part));
            continue;
        }
        seen.push(std::mem::take(&mut text));
        match token {
            Token::StartTag(tag) => {
                let values = tag.attributes.iter().map(|(name, value)| {
                    let name = String::from_utf8_lossy(name);
                    // Names, classes, ids are compared as they are; words and links are not.
                    let value = match &*name {
                        "title" | "alt" | "value" => fold(value),
                        "href" => String::new(),
                        _ => String::from_utf8_lossy(value).into_owned(),
                    };
                    format!(" {name}={value}")
                });
                let name = String::from_utf8_lossy(&tag.name);
                seen.push(format!("<{name}{}>", values.collect::<String>()));
            }
            Token::EndTag(tag) => seen.push(format!("</{}>", String::from_utf8_lossy(&tag.name))),
            Token::Comment(comment) => seen.push(String::from_utf8_lossy(&comment).into_owned()),
            _ => {}
        }
    }
    seen.push(text);
    seen
}

/// By script, in the order of [`Script::ALL`].
static OWN: LazyLock<[Vec<char>; 4]> = LazyLock::new(|| Script::ALL.map(own_characters));

/// Characters of one side that the other does not have, in the form that a script gives them.
fn own_characters(script: Script) -> Vec<char> {
    let other = if script == Script::Hans { Script::Hant } else { Script::Hans };
    let alone = |from, to, c: char| {
        converter(from, to).expect("they differ").convert(&c.to_string()).chars().eq([c])
    };
    ('一'..='鿿').filter(|&c| alone(other, script, c) && !alone(script, other, c)).collect()
}

fn readings() -> (Readings, [char; 2]) {
    let readings = Readings::new();
    let first = readings.intern(Reading::same("-{甲<}-", "甲<\"'>"));
    let second = readings.intern(Reading::same("-{乙}-", "乙"));
    (readings, [first, second])
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        cases: 500,
        ..ProptestConfig::default()
    })]

    #[test]
    fn structure_is_the_same_to_an_independent_reader(page in soup(HAN)) {
        let out = run(html, &page, Script::Hans, Script::Hant);
        prop_assert_eq!(read(&out), read(&page), "{}", out);
    }

    #[test]
    fn what_holds_no_han_is_not_touched(page in soup(PLAIN)) {
        for pass in PASSES {
            let links_apart = page.replace("href", "hre");
            prop_assert_eq!(run(pass, &links_apart, Script::Hans, Script::Hant), links_apart);
        }
    }

    #[test]
    fn the_same_script_changes_nothing(
        page in prop_oneof![soup(HAN), soup(PLAIN)],
        script in proptest::sample::select(&Script::ALL),
    ) {
        for pass in PASSES {
            prop_assert_eq!(&run(pass, &page, script, script), &page);
        }
    }

    #[test]
    fn text_that_is_in_the_edition_s_script_already_stays(
        (to, pieces) in proptest::sample::select(&Script::ALL).prop_flat_map(|to| {
            let own = proptest::sample::select(&*OWN[to as usize]).prop_map(String::from);
            let other = vec!["<p>", "</b>", "<b title='", "'>", "，", "“", " a1 ", "<br>", "&amp;"];
            let other = proptest::sample::select(other).prop_map(str::to_owned);
            (Just(to), proptest::collection::vec(prop_oneof![4 => own, 1 => other], 0..40))
        })
    ) {
        let page = pieces.concat();
        let from = if to == Script::Hans { Script::Hant } else { Script::Hans };
        for pass in PASSES {
            prop_assert_eq!(&run(pass, &page, from, to), &page);
        }
    }

    #[test]
    fn a_mark_that_is_not_whole_stays_visible(
        pieces in proptest::collection::vec(proptest::sample::select(vec![
            "-{", "}-", "头发", "里", "<p>", "</p>", "<b title=\"", "\">", "\n\n", "，", "后}-",
        ]), 0..30)
    ) {
        let page = pieces.concat();
        let readings = Readings::new();
        let marked = mark::parse(&page, Script::Hans, &readings);
        let (readings, links) = (readings.freeze(), Site { prefix: "/e" });
        let (from, to, quotes) = (Script::Hans, Script::Hant, Quotes::Keep);
        let edition = Edition { from, to, quotes, readings: &readings, words: &WORDS, links: &links, lasting: None };
        let mut out = String::new();
        html(&marked.text, &edition, &mut out);
        let seen = out.matches("-{").count();
        prop_assert_eq!(seen, marked.text.matches("-{").count(), "{}", out);
    }

    #[test]
    fn what_is_copied_unseen_is_what_the_whole_walk_leaves(
        pieces in proptest::collection::vec(proptest::sample::select(vec![
            "<html lang=en>", "<head>", "</head>", "<meta property=og:locale content=x>", "<META>",
            "<page-qr></page-qr>", "<Page-Address></Page-Address>", "<!--", "-->", "<code>", "\"",
            "<a title=\"<page-address></page-address>", "头发", "<script type=application/ld+json>",
            "{\"inLanguage\":\"en\"}", "</script>", "<a href=/x/>", "<p lang=zh-Hant>", ">",
        ]), 0..30)
    ) {
        let page = pieces.concat();
        let made = [&Site { prefix: "" } as &dyn Links, &AtHome].map(|links| {
            let readings = Readings::new().freeze();
            let (from, to) = (Script::Hans, Script::Hans);
            let edition = Edition { from, to, quotes: Quotes::Keep, readings: &readings, words: &WORDS, links, lasting: None };
            let mut out = String::new();
            html(&page, &edition, &mut out);
            out
        });
        prop_assert_eq!(&made[0], &made[1]);
    }

    #[test]
    fn any_text_goes_through(
        page in ".{0,80}",
        bytes in proptest::collection::vec(any::<u8>(), 0..80),
        from in proptest::sample::select(&Script::ALL),
        to in proptest::sample::select(&Script::ALL),
    ) {
        for page in [&*page, &*String::from_utf8_lossy(&bytes)] {
            for pass in PASSES {
                run(pass, page, from, to);
            }
        }
    }

    #[test]
    fn no_mark_is_ever_seen(page in soup(MARKED), first in any::<bool>(), corner in any::<bool>()) {
        let (readings, marks) = readings();
        prop_assert_eq!(marks, ['\u{F0000}', '\u{F0001}']);
        let (readings, links) = (readings.freeze(), Site { prefix: "/e" });
        let to = if first { Script::Hans } else { Script::HantTw };
        let quotes = if corner { Quotes::Corner } else { Quotes::Keep };
        let edition =
            Edition { from: Script::Hans, to, quotes, readings: &readings, words: &WORDS, links: &links, lasting: None };
        for pass in PASSES {
            let mut out = String::new();
            pass(&page, &edition, &mut out);
            let seen = out.contains(|c| c >= '\u{F0000}')
                || out.to_ascii_uppercase().contains("%F3%B0%80%8");
            prop_assert!(!seen, "{}", out);
        }
    }

    #[test]
    fn a_block_is_converted_as_if_it_had_no_markup(
        pieces in proptest::collection::vec(proptest::sample::select(vec![
            "头", "发", "发展", "汉", "里", "面", "，", "a1", "<b>", "</b>", "<a href=#>", "</a>",
            "<span>", "<!-- x -->", "<wbr>", "&shy;",
        ]), 0..30)
    ) {
        let page = pieces.concat();
        let text: String =
            pieces.iter().filter(|piece| !piece.starts_with(['<', '&'])).copied().collect();
        let out = run(html, &page, Script::Hans, Script::Hant);
        let mut seen: String = read(&out)
            .iter()
            .filter(|token| !token.starts_with('<') && *token != " x ")
            .map(String::as_str)
            .collect();
        seen.retain(|c| c != '\u{AD}');
        let converted = WORDS.convert(&text, Script::Hans, Script::Hant);
        let fold = |text: &str| text.replace(is_han, "字");
        prop_assert_eq!(seen, fold(&converted));
        let mut bare = out.clone();
        for piece in pieces.iter().filter(|piece| piece.starts_with(['<', '&'])) {
            bare = bare.replace(piece, "");
        }
        prop_assert_eq!(bare, converted);
    }
}

#[test]
fn a_span_reads_the_same_wherever_its_ends_stand() {
    let inside =
        run(html, &format!("<p>{}</p>", span(Script::Hant, "頭髮")), Script::Hans, Script::Hans);
    let around = run(html, &span(Script::Hant, "<p>頭髮</p>"), Script::Hans, Script::Hans);
    assert_eq!(inside, around);
}

#[test]
fn deep_and_long_documents_cost_no_more_than_their_length() {
    let deep = "<b>".repeat(40_000) + &"</i>".repeat(40_000);
    let marks = "“".repeat(60_000) + &"汉”".repeat(60_000);
    let dashes = "<!".to_owned() + &"-".repeat(200_000);
    let brackets = "\"name\":\"".repeat(40_000);
    for page in [deep, marks, dashes, brackets, "&".repeat(100_000), "<!--".repeat(50_000)] {
        for pass in PASSES {
            run(pass, &page, Script::Hans, Script::Hant);
        }
    }
}
