//! Golden cases: every folder of `tests/sites/` is a site, and what building it must say and
//! make; tests/README.md tells what may lie there. A case is files and no Rust.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::program::{self, Run};
use crate::recipe;
use crate::tree::{self, Files};

/// The languages that every case is told in. One that has an expected file is checked as well.
const LANGUAGES: [&str; 2] = ["zh", "en"];

#[test]
fn every_site_says_and_makes_what_its_case_expects() {
    let only = std::env::var("JIANFAN_CASE").ok();
    let mut cases: Vec<PathBuf> =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_dir())
            .filter(|path| only.as_deref().is_none_or(|only| path.ends_with(only)))
            .filter(|path| {
                let is_possible = recipe::is_possible(path);
                if !is_possible {
                    println!("left out, for this system cannot lay it out: {}", path.display());
                }
                is_possible
            })
            .collect();
    cases.sort();
    assert!(!cases.is_empty(), "no case is called {only:?}");
    let (waiting, failures) = (Mutex::new(cases.iter()), Mutex::new(BTreeSet::new()));
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let Some(folder) = waiting.lock().unwrap().next() else { break };
                    let case = Case::new(folder);
                    let wrong = case.check();
                    if !wrong.is_empty() {
                        failures.lock().unwrap().insert(format!("== {} ==\n{wrong}", case.name));
                    }
                }
            });
        }
    });
    let failures: Vec<String> = failures.into_inner().unwrap().into_iter().collect();
    assert!(
        failures.is_empty(),
        "{}\n{} case(s) failed. Where the new text is right, JIANFAN_BLESS=1 writes it down.",
        failures.join("\n"),
        failures.len()
    );
}

struct Case<'a> {
    name: &'a str,
    folder: &'a Path,
    expected: PathBuf,
    arguments: Vec<String>,
    bless: bool,
}

impl<'a> Case<'a> {
    fn new(folder: &'a Path) -> Self {
        let arguments = fs::read_to_string(folder.join("args")).unwrap_or_default();
        Self {
            name: folder.file_name().unwrap().to_str().unwrap(),
            folder,
            expected: folder.join("expected"),
            arguments: arguments.split_whitespace().map(str::to_owned).collect(),
            bless: std::env::var_os("JIANFAN_BLESS").is_some(),
        }
    }

    /// Everything that is not as it should be.
    fn check(&self) -> String {
        let mut wrong = self.strangers();
        let also = ["zh-Hant"].into_iter().filter(|lang| self.said_file(lang).exists());
        let mut made = None;
        for language in LANGUAGES.into_iter().chain(also) {
            let (run, output, disturbed) = self.build(language);
            wrong += &disturbed;
            wrong += &self.compare(&self.said_file(language), without_counts(&run.said).as_bytes());
            wrong +=
                &self.compare(&self.expected.join("exit"), format!("{}\n", run.exit).as_bytes());
            made.get_or_insert(output);
        }
        let made = made.unwrap_or_default();
        wrong + &self.whole_files(&made) + &self.contains(&made) + &self.lacks(&made)
    }

    fn said_file(&self, language: &str) -> PathBuf {
        self.expected.join(format!("{language}.txt"))
    }

    /// Builds the site in a folder of its own; over a good version of it if there is one, and if it
    /// is to fail over some other good site. With an error the output must be what it was, and
    /// never may a source be touched.
    fn build(&self, language: &str) -> (Run, Files, String) {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        if let Some(before) = self.before() {
            tree::copy(&before, &site);
            program::succeed(&site, &["build"]);
            remove_sources(&site);
        }
        tree::copy(&self.folder.join("site"), &site);
        recipe::follow(self.folder, &site);
        let laid_out = tree::read(&site);
        let output_before = tree::read(&site.join("public"));
        let mut arguments = vec!["build", "--lang", language];
        arguments.extend(self.arguments.iter().map(String::as_str));
        let run = program::run(&site, &arguments);
        let output = tree::read(&site.join("public"));
        let mut disturbed = String::new();
        if run.exit != 0 && output != output_before {
            let difference = tree::difference(&output_before, &output);
            let _ = write!(disturbed, "the build failed and changed the output:\n{difference}");
        }
        let is_source =
            |path: &str| !OUTPUT.iter().any(|name| path.split('/').next() == Some(name));
        let sources = |mut files: Files| {
            files.retain(|path, _| is_source(path));
            files
        };
        let sources = tree::difference(&sources(laid_out), &sources(tree::read(&site)));
        if !sources.is_empty() {
            let _ = write!(disturbed, "the build changed its sources:\n{sources}");
        }
        (run, output, disturbed)
    }

    /// What was published before this site: a good version of it, or, so that there is something
    /// to lose when the build is to fail, the smallest site there is.
    fn before(&self) -> Option<PathBuf> {
        let before = self.folder.join("before");
        let fails = fs::read_to_string(self.expected.join("exit")).is_ok_and(|exit| exit != "0\n");
        let other = || self.folder.with_file_name("minimal").join("site");
        before.is_dir().then_some(before).or_else(|| fails.then(other))
    }

    /// Compares with a file of the case, or writes it.
    fn compare(&self, file: &Path, found: &[u8]) -> String {
        let expected = fs::read(file).ok();
        if expected.as_deref() == Some(found) {
            return String::new();
        }
        if self.bless {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, found).unwrap();
            return String::new();
        }
        let name = file.strip_prefix(self.folder).unwrap().display();
        let expected = expected.unwrap_or_default();
        let expected = String::from_utf8_lossy(&expected);
        let found = String::from_utf8_lossy(found);
        format!("-- {name} should be --\n{expected}-- but is --\n{found}")
    }

    /// Files in `expected/` that no run looks at would rot there.
    fn strangers(&self) -> String {
        let known = ["zh.txt", "en.txt", "zh-Hant.txt", "exit", "contains.txt", "lacks.txt"];
        let mut wrong = String::new();
        for path in tree::paths(&self.expected) {
            if !known.contains(&&*path) && !path.starts_with("public/") {
                let _ = writeln!(wrong, "expected/{path} is not looked at by anybody");
            }
        }
        wrong
    }

    fn whole_files(&self, made: &Files) -> String {
        let mut wrong = String::new();
        for path in tree::paths(&self.expected.join("public")) {
            match made.get(&path) {
                Some(bytes) => {
                    wrong += &self.compare(&self.expected.join("public").join(path), bytes);
                }
                None => {
                    let _ = writeln!(wrong, "public/{path} was not made");
                }
            }
        }
        wrong
    }

    fn contains(&self, made: &Files) -> String {
        let mut wrong = String::new();
        for (path, text) in self.lines("contains.txt") {
            let found = made.get(&path).map(|bytes| holds(bytes, &text));
            let complaint = match found {
                Some(true) => continue,
                Some(false) => format!("public/{path} should contain: {text}"),
                None => format!("public/{path} was not made"),
            };
            let _ = writeln!(wrong, "{complaint}");
        }
        wrong
    }

    fn lacks(&self, made: &Files) -> String {
        let mut wrong = String::new();
        for (path, text) in self.lines("lacks.txt") {
            let complaint = if text.is_empty() {
                made.contains_key(&path).then(|| format!("public/{path} should not be made"))
            } else if path == "*" {
                let holder =
                    made.iter().find(|(path, bytes)| path.contains(&text) || holds(bytes, &text));
                holder.map(|(path, _)| format!("public/{path} holds what nothing should: {text}"))
            } else {
                match made.get(&path) {
                    Some(bytes) if !holds(bytes, &text) => None,
                    Some(_) => Some(format!("public/{path} should not contain: {text}")),
                    None => Some(format!("public/{path} was not made")),
                }
            };
            if let Some(complaint) = complaint {
                let _ = writeln!(wrong, "{complaint}");
            }
        }
        wrong
    }

    /// The lines `PATH<tab>TEXT` of a file of the case.
    fn lines(&self, name: &str) -> Vec<(String, String)> {
        let text = fs::read_to_string(self.expected.join(name)).unwrap_or_default();
        text.lines()
            .filter(|line| !line.is_empty() && !line.starts_with("# "))
            .map(|line| line.split_once('\t').unwrap_or((line, "")))
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .collect()
    }
}

/// What a build says without how many files it made: every file that the theme gains would change
/// that in every case.
fn without_counts(said: &str) -> String {
    let is_summary = |line: &str| line.starts_with("完成：") || line.starts_with("Done: ");
    let mask = |line: &str| {
        if !is_summary(line) {
            return line.to_owned();
        }
        let mut masked = String::new();
        for word in line.split_inclusive([' ', '，', '；']) {
            let number = word.trim_end_matches([' ', '，', '；']);
            let is_count = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
            masked.push_str(&if is_count { word.replace(number, "…") } else { word.to_owned() });
        }
        masked
    };
    said.split_inclusive('\n').map(mask).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    String::from_utf8_lossy(bytes).contains(text)
}

/// The output and what the program keeps beside it.
const OUTPUT: [&str; 3] = ["public", ".public.jianfan", ".jianfan"];

fn remove_sources(site: &Path) {
    for entry in fs::read_dir(site).unwrap() {
        let entry = entry.unwrap();
        if OUTPUT.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            fs::remove_dir_all(entry.path()).unwrap();
        } else {
            fs::remove_file(entry.path()).unwrap();
        }
    }
}
