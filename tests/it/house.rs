//! House rules that a program can check: headers, lengths, no panics, no Han text where the
//! edition pass does not come. It never checks taste.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::rust_source::{self, Token};
use crate::tree;
use crate::wanting::wanting;

/// The longest file; a longer one has a seam somewhere.
const MOST_LINES: usize = 400;

/// What ends the program, or may: none of it outside tests.
const ENDERS: [&[&str]; 6] = [
    &[".", "unwrap", "("],
    &[".", "expect", "("],
    &["panic", "!"],
    &["todo", "!"],
    &["unimplemented", "!"],
    &["unreachable", "!"],
];

#[test]
fn every_rust_file_says_what_it_does_and_is_short() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    for folder in ["src", "tests/it", "benches"] {
        for path in tree::paths(&root.join(folder)).iter().filter(|path| path.ends_with(".rs")) {
            let text = fs::read_to_string(root.join(folder).join(path)).unwrap();
            if !text.starts_with("//! ") {
                wrong.push(format!("{folder}/{path}:1: does not open with `//!`"));
            }
            let lines = text.lines().count();
            if lines > MOST_LINES {
                wrong.push(format!("{folder}/{path}: {lines} lines, more than {MOST_LINES}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_program_never_panics_by_its_own_hand() {
    let mut wrong = Vec::new();
    for file in rust_source::sources() {
        for (at, token) in file.tokens.iter().enumerate() {
            if let Some(ender) = ENDERS.iter().find(|ender| stands_at(&file.tokens, at, ender)) {
                wrong.push(format!("{}:{}: `{}`", file.path, token.line, ender.concat()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn stands_at(tokens: &[Token], at: usize, words: &[&str]) -> bool {
    words.iter().enumerate().all(|(n, word)| tokens.get(at + n).is_some_and(|t| t.text == *word))
}

/// What stands at the top of the repository: what everyone expects of a Rust project that is a site, too.
const TOP: [&str; 25] = [
    ".ci",
    ".gitignore",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "benches",
    "clippy.toml",
    "content",
    "data",
    "deny.toml",
    "examples",
    "glossary.yaml",
    "kinds",
    "rustfmt.toml",
    "site.yaml",
    "src",
    "starter",
    "tests",
    "themes",
];
/// The largest file, in bytes, but for the model that conversion is made with.
const LARGEST: u64 = 1 << 20;
const MODEL: &str = "data/model/hans-hant.bin";

/// Downloads and what programs leave behind are easily added with everything else.
#[test]
fn the_repository_holds_what_the_project_is_made_of_and_nothing_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root).output();
    let listed = listed.ok().filter(|listed| listed.status.success());
    let Some(listed) = listed else {
        return wanting("a checkout, or git");
    };
    let mut wrong = Vec::new();
    for path in String::from_utf8(listed.stdout).unwrap().split_terminator('\0') {
        let top = path.split('/').next().unwrap();
        if !TOP.contains(&top) {
            wrong.push(format!("{path}: what is it doing here?"));
        }
        let length = fs::metadata(root.join(path)).map_or(0, |found| found.len());
        if length > LARGEST && path != MODEL {
            wrong.push(format!("{path}: {length} bytes"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Static files are shared by all editions: no pass ever converts what is in them.
#[test]
fn static_styles_and_scripts_hold_no_han_text() {
    let themes = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
    let mut seen = 0;
    let mut wrong = Vec::new();
    for path in tree::paths(&themes) {
        let is_static = path.split('/').nth(1) == Some("static");
        if !is_static || !(path.ends_with(".css") || path.ends_with(".js")) {
            continue;
        }
        seen += 1;
        let text = fs::read_to_string(themes.join(&path)).unwrap();
        for (number, line) in text.lines().enumerate() {
            if let Some(c) = line.chars().find(|&c| is_han(c)) {
                wrong.push(format!("themes/{path}:{}: {c}", number + 1));
            }
        }
    }
    assert!(seen > 0, "no theme has a static file");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Han characters, and the punctuation and full-width forms that go with them.
fn is_han(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{323af}')
}
