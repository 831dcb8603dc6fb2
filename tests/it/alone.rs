//! The program as an office has it: one file, no repository around it, nothing in the environment.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::program;
use crate::tree;

/// Runs a program in a folder with an empty environment.
fn alone(program: &Path, folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).stdin(Stdio::null()).env_clear();
    if let Some(root) = std::env::var_os("SystemRoot") {
        // Without it, Windows starts no program at all.
        command.env("SystemRoot", root);
    }
    command.output().unwrap()
}

#[test]
fn a_new_site_builds_at_once_wherever_it_is() {
    let far = tempfile::tempdir().unwrap();
    let program = far.path().join("bin").join(if cfg!(windows) { "j.exe" } else { "j" });
    fs::create_dir(far.path().join("bin")).unwrap();
    fs::copy(env!("CARGO_BIN_EXE_jianfan"), &program).unwrap();
    let work = far.path().join("某 处");
    fs::create_dir(&work).unwrap();

    let made = alone(&program, &work, &["init", "青石政协"]);
    assert!(made.status.success(), "{made:?}");
    let said = String::from_utf8(made.stdout).unwrap();
    assert!(said.ends_with("\n  cd 青石政协\n  jianfan serve --open\n"), "{said}");

    let site = work.join("青石政协");
    let built = alone(&program, &site, &["build", "--as-of", "2026-03-01"]);
    assert!(built.status.success(), "{built:?}");
    assert_eq!(String::from_utf8(built.stderr).unwrap(), "", "a new site has nothing to mend");
    let pages = tree::read(&site.join("public"));
    for (page, text) in [
        ("index.html", "<title>青石政协"),
        ("hant/index.html", "<title>青石政協"),
        ("news/tea-party/index.html", "某市政协举行迎春茶话会"),
        ("hant/history/old-ferry/index.html", "柳溪渡口憶舊"),
    ] {
        let bytes = pages.get(page).unwrap_or_else(|| panic!("{page} was not made"));
        assert!(String::from_utf8_lossy(bytes).contains(text), "{page} should contain: {text}");
    }
    assert!(pages.contains_key("news/tea-party/hall.svg"));
}

#[test]
fn every_kind_begins_with_an_article_that_builds() {
    let folder = tempfile::tempdir().unwrap();
    program::succeed(folder.path(), &["init", "site"]);
    let site = folder.path().join("site");
    let kinds: Vec<String> = program::succeed(&site, &["list", "kinds", "--format", "json"])
        .lines()
        .map(|line| value(line, "name"))
        .collect();
    assert!(kinds.len() >= 6, "{kinds:?}");
    for kind in &kinds {
        for form in [&["--section", "news"][..], &["--section", "notices", "--bundle"]] {
            let title = "“甲”：一件事: 'b' #1";
            let mut arguments = vec!["new", kind, title, "--date", "2026-02-03", "--name", kind];
            arguments.extend(form);
            program::succeed(&site, &arguments);
        }
    }
    let run = program::run(&site, &["build", "--drafts", "--out", "trial", "--format", "json"]);
    for line in run.err.lines() {
        let is_error = value(line, "severity") == "error";
        assert!(!is_error || value(line, "code") == "missing-field", "{line}");
    }
    let drafts = program::succeed(&site, &["list", "drafts", "--format", "json"]);
    let titled = drafts.lines().filter(|line| value(line, "title") == "“甲”：一件事: 'b' #1");
    assert_eq!(titled.count(), 2 * kinds.len(), "{drafts}");
}

#[test]
fn a_disk_that_fails_leaves_no_half_of_a_site() {
    let folder = tempfile::tempdir().unwrap();
    tree::write(folder.path(), "file", "x");
    let run = program::run(folder.path(), &["init", "file/below/site"]);
    assert_eq!(run.exit, 3, "{}", run.said);
    assert!(run.said.contains("[write-failed]"), "{}", run.said);
    assert_eq!(tree::paths(folder.path()), ["file"]);
}

/// The text under a key of a JSON object.
fn value(line: &str, key: &str) -> String {
    let object: serde_json::Value = serde_json::from_str(line).unwrap();
    object[key].as_str().unwrap_or_default().to_owned()
}
