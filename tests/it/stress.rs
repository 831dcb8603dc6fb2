//! The preview is never stale: an editor who does everything at random, in every way in which programs
//! write files, and after each stretch of it every page served is compared with a fresh build, and what is
//! told of it with what a fresh preview tells.
//!
//! `JIANFAN_EDITS` says how many edits, `JIANFAN_SEED` which; a failure names both.

mod editor;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use self::editor::Editor;
use crate::http::{PATIENCE, Preview, encoded};
use crate::served::without_script;
use crate::{program, tree};

/// How many edits lie between two comparisons.
const STRETCH: usize = 10;

#[test]
fn whatever_is_edited_however_every_page_is_that_of_a_fresh_build() {
    edit_and_compare(&["--drafts"], &["--drafts"]);
}

#[test]
fn so_is_every_page_that_readers_will_see() {
    edit_and_compare(&["--published"], &[]);
}

/// Edits, and compares what is served with these arguments and what is built with those.
fn edit_and_compare(serving: &[&str], building: &[&str]) {
    let number = |name: &str, usual: u64| {
        std::env::var(name).map_or(usual, |given| given.parse().expect("a number"))
    };
    let (seed, edits) = (number("JIANFAN_SEED", 1), number("JIANFAN_EDITS", 200));
    let mut editor = Editor::new(seed);
    let preview = Preview::start(&editor.root, serving);
    let mut gone = BTreeSet::new();
    for round in 0..edits.div_ceil(STRETCH as u64) {
        let done: Vec<String> = (0..STRETCH).map(|_| editor.edit()).collect();
        editor.mend();
        program::succeed(&editor.root, &[&["build", "--out", "../built"], building].concat());
        let built = tree::read(&editor.root.with_file_name("built"));
        gone.retain(|file| !built.contains_key(file));
        // Asked until it is right, then once more: what is right may not become wrong again.
        for is_last in [false, true] {
            for file in built.keys().chain(&gone) {
                let start = Instant::now();
                while let Err(fault) = compare(&preview, file, built.get(file)) {
                    assert!(
                        !is_last && start.elapsed() < PATIENCE,
                        "seed {seed}, round {round}: {file}: {fault}\n{}\n{}",
                        done.join("\n"),
                        preview.said()
                    );
                    std::thread::sleep(Duration::from_millis(10));
                }
            }
        }
        let fresh = Preview::start(&editor.root, serving);
        for page in built.keys().filter_map(|file| file.strip_suffix("index.html")) {
            let about = format!("/_jianfan/about?at=/{}", encoded(page));
            let expected = fresh.get(&about).body;
            let start = Instant::now();
            while preview.get(&about).body != expected {
                assert!(
                    start.elapsed() < PATIENCE,
                    "seed {seed}, round {round}: {page}: {}\ninstead of {}\n{}",
                    String::from_utf8_lossy(&preview.get(&about).body),
                    String::from_utf8_lossy(&expected),
                    done.join("\n")
                );
                std::thread::sleep(Duration::from_millis(10));
            }
        }
        gone.extend(built.into_keys());
    }
}

/// What one address answers, beside what stands there in a build; nothing stands where a file was.
fn compare(preview: &Preview, file: &str, built: Option<&Vec<u8>>) -> Result<(), String> {
    let path = file.strip_suffix("index.html").unwrap_or(file);
    let answer = preview.get(&format!("/{}", encoded(path)));
    match built {
        Some(bytes) if answer.status != 200 => {
            Err(format!("{}, {} bytes", answer.status, bytes.len()))
        }
        Some(bytes) if without_script(file, answer.body).as_ref() != Some(bytes) => {
            Err("other bytes".to_owned())
        }
        None if answer.status != 404 => Err(format!("{}, though it has gone", answer.status)),
        _ => Ok(()),
    }
}
