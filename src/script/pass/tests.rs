//! The cases of `testdata/`: what comes in, what goes out. A new case is lines of text there.
//!
//! ```text
//! == what holds
//! : to=zh-Hant-TW quotes=corner prefix=/tw
//! < what comes in; a mark is written as authors write it
//! > what goes out; without such a line, what came in
//! ```
//! The site is written in zh-Hans and the edition is zh-Hant below `/hant`, unless a case says
//! otherwise. `⟦zh-Hant|…⟧` is a span in another script. `%[-{…}-]` is a mark percent-encoded, and
//! `\u[-{…}-]` one as JSON's numbers. `word=简/繁` is a word of the editors' own.

use std::fmt::Write;

use super::*;
use crate::script::lexicon::{Origin, WordKind};
use crate::script::{Readings, Word, mark, span};

/// A site of which every root-relative address that is no file is a route.
pub(super) struct Site {
    pub(super) prefix: &'static str,
}

const HOST: &str = "https://site.example";

impl Links for Site {
    fn link(&self, href: &str) -> Option<String> {
        let (host, path) = href.strip_prefix(HOST).map_or(("", href), |path| (HOST, path));
        let is_route =
            path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/static/");
        let elsewhere = !self.prefix.is_empty() && is_route;
        elsewhere.then(|| format!("{host}{}{path}", self.prefix))
    }

    fn own_address(&self, form: OwnAddress) -> String {
        match form {
            OwnAddress::Url => format!("{HOST}{}/x/?a=1&amp;b=2", self.prefix),
            OwnAddress::Qr => "<svg></svg>".to_owned(),
        }
    }
}

struct Case {
    name: String,
    from: Script,
    to: Script,
    quotes: Quotes,
    prefix: &'static str,
    words: Vec<Word>,
    input: String,
    output: String,
}

fn cases(table: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in table.lines() {
        if let Some(name) = line.strip_prefix("== ") {
            cases.push(Case {
                name: name.to_owned(),
                from: Script::Hans,
                to: Script::Hant,
                quotes: Quotes::Keep,
                prefix: "/hant",
                words: Vec::new(),
                input: String::new(),
                output: String::new(),
            });
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        match line.split_at_checked(2) {
            Some((": ", options)) => options.split(' ').for_each(|option| case.set(option)),
            Some(("< ", text)) => add_line(&mut case.input, text),
            Some(("> ", text)) => add_line(&mut case.output, text),
            None if line.is_empty() => {}
            _ => panic!("{}: what is {line:?}?", case.name),
        }
    }
    cases
}

fn add_line(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

impl Case {
    fn set(&mut self, option: &str) {
        let (key, value) = option.split_once('=').expect("key=value");
        let script = || Script::from_tag(value).expect("a script");
        match key {
            "from" => self.from = script(),
            "to" => self.to = script(),
            "quotes" => self.quotes = Quotes::Corner,
            "word" => {
                let (from, to) = value.split_once('/').expect("two forms");
                let written = [Some(from.into()), Some(to.into()), None, None];
                self.words.extend(Word::written(&written, WordKind::Term, Origin::Site));
            }
            "prefix" => self.prefix = if value.is_empty() { "" } else { "/tw" },
            _ => panic!("{}: what is {option}?", self.name),
        }
    }

    fn run(&self, pass: fn(&str, &Edition<'_>, &mut String)) -> String {
        let readings = Readings::new();
        let marked = mark::parse(&self.input, self.from, &readings).text.into_owned();
        let input = written_otherwise(&with_spans(&marked));
        let links = Site { prefix: self.prefix };
        let frozen = readings.freeze();
        let edition = Edition {
            from: self.from,
            to: self.to,
            quotes: self.quotes,
            readings: &frozen,
            words: &Lexicon::new(self.words.iter().cloned()),
            links: &links,
            lasting: None,
        };
        let mut out = String::from("kept|");
        pass(&input, &edition, &mut out);
        out.strip_prefix("kept|").expect("what was in `out` stays").to_owned()
    }
}

fn with_spans(text: &str) -> String {
    let mut text = text.to_owned();
    for script in Script::ALL {
        let ends: Vec<char> = span(script, "").chars().collect();
        text = text.replace(&format!("⟦{}|", script.tag()), &ends[0].to_string());
        text = text.replace('⟧', &ends[1].to_string());
    }
    text
}

fn written_otherwise(text: &str) -> String {
    let mut written = String::new();
    let mut rest = text;
    while let Some(at) = ["%[", "\\u["].iter().filter_map(|form| rest.find(form)).min() {
        let (before, from) = rest.split_at(at);
        let (form, mark) = from.split_once('[').expect("found");
        let (mark, after) = mark.split_once(']').expect("a closing bracket");
        written.push_str(before);
        if form == "%" {
            mark.bytes().for_each(|byte| write!(written, "%{byte:02X}").unwrap());
        } else {
            mark.encode_utf16().for_each(|unit| write!(written, "\\u{unit:04x}").unwrap());
        }
        rest = after;
    }
    written + rest
}

fn check(table: &str, pass: fn(&str, &Edition<'_>, &mut String)) {
    let cases = cases(table);
    assert!(!cases.is_empty());
    let mut wrong = String::new();
    for case in cases {
        let want = if case.output.is_empty() { &case.input } else { &case.output };
        let out = case.run(pass);
        if out != *want {
            write!(wrong, "\n== {}\n   got {out}\n  want {want}\n", case.name).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

macro_rules! tables {
    ($($name:ident: $pass:path, $file:literal;)*) => {
        $(
            #[test]
            fn $name() {
                check(include_str!(concat!("testdata/", $file)), $pass);
            }
        )*
    };
}

tables! {
    text_between_tags_is_converted_block_by_block: html, "text.txt";
    text_that_is_not_ours_to_change_is_kept: html, "kept.txt";
    attributes_that_readers_see_are_converted: html, "attributes.txt";
    links_lead_to_the_same_edition: html, "links.txt";
    marks_are_replaced_wherever_they_stand: html, "marks.txt";
    spans_are_converted_from_their_own_script: html, "spans.txt";
    words_are_written_as_they_are_told: html, "words.txt";
    quotation_marks_turn_in_pairs: html, "quotes.txt";
    broken_markup_is_copied_as_it_is: html, "broken.txt";
    json_is_converted_by_key: json, "json.txt";
    xml_is_converted_by_element: xml, "xml.txt";
}
