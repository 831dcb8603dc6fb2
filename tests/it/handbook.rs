//! The editors' handbook tells what is true: every message that the program can give is
//! explained there, and none that it cannot.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::rust_source;

/// What makes a message; its code is the first argument.
const MAKERS: [&str; 4] =
    ["Diagnostic::error(", "Diagnostic::warning(", "TargetFault::new(", "not_found(name, "];

#[test]
fn every_message_is_explained_and_no_other() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut given = BTreeSet::new();
    for file in rust_source::sources() {
        let text = fs::read_to_string(root.join(&file.path)).unwrap();
        for maker in MAKERS {
            given.extend(text.split(maker).skip(1).filter_map(first_text));
        }
    }
    assert!(given.len() > 50, "only {} codes were found", given.len());
    let page = fs::read_to_string(root.join("content/handbook/messages.md")).unwrap();
    let explained: BTreeSet<String> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next().map(str::to_owned))
        .collect();
    let missing: Vec<_> = given.difference(&explained).collect();
    assert!(missing.is_empty(), "not in the handbook: {missing:?}");
    let source: String = rust_source::sources()
        .iter()
        .map(|file| fs::read_to_string(root.join(&file.path)).unwrap())
        .collect();
    let gone: Vec<_> =
        explained.iter().filter(|code| !source.contains(&format!("\"{code}\""))).collect();
    assert!(gone.is_empty(), "in the handbook, but no longer in the program: {gone:?}");
}

/// The text that an argument list begins with, when it begins with one.
fn first_text(arguments: &str) -> Option<String> {
    let inner = arguments.trim_start().strip_prefix('"')?;
    inner.split('"').next().map(str::to_owned)
}
