//! Command-line cases: every folder of `tests/commands/` is a few runs of the program, what they
//! say and what they leave; tests/README.md tells what may lie there. A case is files and no Rust.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::program;
use crate::recipe;
use crate::tree;

#[test]
fn every_command_says_and_does_what_its_case_expects() {
    let only = std::env::var("JIANFAN_CASE").ok();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/commands");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| only.as_deref().is_none_or(|only| path.ends_with(only)))
        .filter(|path| recipe::is_possible(path))
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "no case is called {only:?}");
    let mut failures = String::new();
    for case in cases {
        let wrong = check(&case);
        if !wrong.is_empty() {
            let _ = writeln!(failures, "== {} ==\n{wrong}", case.display());
        }
    }
    assert!(
        failures.is_empty(),
        "{failures}\nWhere the new text is right, JIANFAN_BLESS=1 writes it down."
    );
}

/// Runs a case in a folder of its own and tells everything that is not as it should be.
fn check(case: &Path) -> String {
    let temporary = tempfile::tempdir().unwrap();
    // Its own name must not differ from run to run: a new site may be called after it.
    let folder = temporary.path().join("here");
    fs::create_dir(&folder).unwrap();
    tree::copy(&case.join("site"), &folder);
    recipe::follow(case, &folder);
    let (mut out, mut err, mut exit) = (String::new(), String::new(), String::new());
    let lines = fs::read_to_string(case.join("args")).unwrap();
    for line in lines.lines().filter(|line| !line.starts_with("# ")) {
        let (command, input) = line.split_once(" < ").unwrap_or((line, ""));
        let words = words(command);
        let arguments: Vec<&str> = words.iter().map(String::as_str).collect();
        let run = match input {
            "" => program::run(&folder, &arguments),
            path => program::run_reading(&folder, &arguments, open(&folder.join(path))),
        };
        for (said, transcript) in [(run.out, &mut out), (run.err, &mut err)] {
            if !said.is_empty() {
                let _ = write!(transcript, "$ jianfan {line}\n{said}");
            }
        }
        let _ = writeln!(exit, "{}", run.exit);
    }
    let expected = case.join("expected");
    let mut wrong = compare(&expected.join("err.txt"), &err);
    wrong += &compare(&expected.join("exit"), &exit);
    if let Ok(parts) = fs::read_to_string(expected.join("out-has.txt")) {
        for part in parts.lines().filter(|part| !out.contains(part)) {
            let _ = writeln!(wrong, "the output should contain: {part}");
        }
    } else {
        wrong += &compare(&expected.join("out.txt"), &out);
    }
    wrong + &left(&folder, &expected) + &strangers(&expected)
}

fn open(path: &Path) -> fs::File {
    fs::File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What the runs left in the folder.
fn left(folder: &Path, expected: &Path) -> String {
    let mut wrong = String::new();
    let list = expected.join("tree.txt");
    if list.exists() {
        let is_built = |path: &str| path.contains("public/") || path.contains(".public.jianfan/");
        let paths = tree::paths(folder).into_iter().filter(|path| !is_built(path));
        wrong += &compare(&list, &paths.map(|path| path + "\n").collect::<String>());
    }
    for path in tree::paths(&expected.join("files")) {
        match fs::read_to_string(folder.join(&path)) {
            Ok(found) => wrong += &compare(&expected.join("files").join(path), &found),
            Err(error) => {
                let _ = writeln!(wrong, "{path}: {error}");
            }
        }
    }
    wrong
}

/// Compares with a file of the case, or writes it. A file that is not there expects nothing.
fn compare(file: &Path, found: &str) -> String {
    let expected = fs::read_to_string(file).unwrap_or_default();
    if expected == found {
        return String::new();
    }
    if std::env::var_os("JIANFAN_BLESS").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, found).unwrap();
        return String::new();
    }
    let name = file.file_name().unwrap().display();
    format!("-- {name} should be --\n{expected}-- but is --\n{found}")
}

/// Files in `expected/` that no run looks at would rot there.
fn strangers(expected: &Path) -> String {
    let known = ["out.txt", "out-has.txt", "err.txt", "exit", "tree.txt"];
    let mut wrong = String::new();
    for path in tree::paths(expected) {
        if !known.contains(&&*path) && !path.starts_with("files/") {
            let _ = writeln!(wrong, "expected/{path} is not looked at by anybody");
        }
    }
    wrong
}

/// The words of a line; what stands in quotation marks is one.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut quote) = (None, None);
    for c in line.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                word.get_or_insert_with(String::new);
            }
            None if c == ' ' => words.extend(word.take()),
            _ => word.get_or_insert_with(String::new).push(c),
        }
    }
    words.extend(word);
    words
}

#[test]
fn quoted_words_are_whole() {
    assert_eq!(
        words(r#"new 要闻 "a 'b' c" '' --x="y z""#),
        ["new", "要闻", "a 'b' c", "", "--x=y z"]
    );
}
