//! The golden cases of the importer: folders of `tests/import/`, each with one input, the article that
//! comes of it, and the report. `JIANFAN_BLESS=1` writes what is expected now.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Asked, Imported, Input, Neighbours, Rules, import};
use crate::script::Script;

pub(super) fn asked() -> Asked {
    let kinds = [
        "report", "excerpts", "speech", "history", "news", "notice", "proposal", "opinion",
        "reading",
    ];
    Asked {
        rules: Rules::default(),
        kind: None,
        kinds: kinds.map(str::to_owned).to_vec(),
        script: Script::Hans,
    }
}

/// Files that a case has beside its input.
#[derive(Debug)]
struct Folder<'c>(&'c Path);

impl Neighbours for Folder<'_> {
    fn read(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.0.join(name)).ok()
    }
}

/// The report as text, rule by rule.
fn report(imported: &Imported) -> String {
    let mut text = String::new();
    let mut rule = None;
    for entry in &imported.entries {
        if rule != Some(entry.rule) {
            rule = Some(entry.rule);
            let count = imported.entries.iter().filter(|other| other.rule == entry.rule).count();
            let _ = writeln!(text, "{} {}（{count}）", entry.rule.name(), entry.rule.label().zh);
        }
        let _ = writeln!(text, "  {}", entry.line().zh);
    }
    for picture in &imported.pictures {
        let _ = writeln!(text, "{} {} 字节", picture.name, picture.bytes.len());
    }
    text
}

#[test]
fn every_case_comes_out_as_expected() {
    let only = std::env::var("JIANFAN_CASE").ok();
    let bless = std::env::var_os("JIANFAN_BLESS").is_some();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import");
    let mut cases: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.is_dir() && only.as_deref().is_none_or(|only| path.ends_with(only)));
    cases.sort();
    assert!(!cases.is_empty(), "no case is called {only:?}");
    let mut wrong = String::new();
    for case in cases {
        let files = fs::read_dir(&case).unwrap().map(|entry| entry.unwrap().path());
        let input = files.into_iter().find(|path| {
            path.is_file()
                && path.file_stem().is_some_and(|stem| stem != "expected" && stem != "report")
        });
        let input = input.unwrap_or_else(|| panic!("{} has no input", case.display()));
        let bytes = fs::read(&input).unwrap();
        let name = input.file_name().unwrap().to_str().unwrap();
        let (article, told) =
            match import(Input { name, bytes: &bytes, beside: Some(&Folder(&case)) }, &asked()) {
                Ok(imported) => (imported.markdown.clone(), report(&imported)),
                Err(fault) => (String::new(), format!("{}: {}\n", fault.code, fault.what.zh)),
            };
        for (file, found) in [("expected.md", &article), ("report.txt", &told)] {
            let path = case.join(file);
            if bless {
                fs::write(&path, found).unwrap();
            } else if fs::read_to_string(&path).unwrap_or_default() != *found {
                let _ = writeln!(wrong, "{} differs; it is now\n{found}", path.display());
            }
        }
        // What came out is Markdown that comes through as it is.
        if !article.is_empty() {
            let again = import(
                Input { name: "again.md", bytes: article.as_bytes(), beside: None },
                &asked(),
            )
            .unwrap();
            if again.markdown != article {
                let _ = writeln!(
                    wrong,
                    "{} changes again; then it is\n{}",
                    case.display(),
                    again.markdown
                );
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{wrong}\nWhere the new text is right, JIANFAN_BLESS=1 writes it down."
    );
}
