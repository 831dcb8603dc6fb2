//! A build that is killed at any moment leaves the old site, or one that the next build brings to
//! its end; never a torn file, never a mixture that stays, and nothing outside its folders.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::program;
use crate::tree::{self, Files};

const ARTICLES: usize = 400;

/// How many builds are killed, one a little later than the other.
const KILLS: u32 = 25;

/// How many are killed while they put the new site in place, which is a short moment.
const LATE_KILLS: u32 = 8;

/// Two versions of one site, which take turns in one folder.
struct Stage {
    folder: TempDir,
    versions: [Version; 2],
}

struct Version {
    sources: Files,
    /// What building it makes.
    site: Files,
}

#[test]
fn a_build_killed_at_any_moment_leaves_the_old_site_or_becomes_the_new_one() {
    let stage = Stage::new();
    let mut at = 0;
    let whole = stage.time_a_build(&mut at).max(stage.time_a_build(&mut at)) * 5 / 4;
    for number in 0..KILLS {
        stage.kill_and_recover(&mut at, |_| {
            std::thread::sleep(whole * number / (KILLS - 1));
        });
    }
    for number in 0..LATE_KILLS {
        stage.kill_and_recover(&mut at, |root| {
            // The journal is there from the decision until the new site stands.
            let start = Instant::now();
            let journal = root.join(".public.jianfan/journal");
            while !journal.exists() && start.elapsed() < whole * 8 {
                std::thread::sleep(Duration::from_micros(100));
            }
            std::thread::sleep(Duration::from_micros(500) * number);
        });
    }
}

impl Stage {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        tree::write(folder.path(), "neighbour/index.html", "not ours");
        let versions = [sources(false), sources(true)].map(|sources| {
            let alone = tempfile::tempdir().unwrap();
            lay_out(alone.path(), &sources);
            program::succeed(alone.path(), &["build"]);
            Version { sources, site: tree::read(&alone.path().join("public")) }
        });
        let differing = tree::difference(&versions[0].site, &versions[1].site).lines().count();
        assert!(differing > ARTICLES / 2, "the versions differ in {differing} files only");
        let stage = Self { folder, versions };
        lay_out(&stage.root(), &stage.versions[0].sources);
        program::succeed(&stage.root(), &["build"]);
        stage
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn public(&self) -> Files {
        tree::read(&self.root().join("public"))
    }

    /// Changes from the version that stands to the other, and says how long a build takes.
    fn time_a_build(&self, at: &mut usize) -> Duration {
        *at = 1 - *at;
        lay_out(&self.root(), &self.versions[*at].sources);
        let start = Instant::now();
        program::succeed(&self.root(), &["build"]);
        start.elapsed()
    }

    /// Starts the change to the other version, kills it when `wait` returns, looks, and lets the
    /// next build end it.
    fn kill_and_recover(&self, at: &mut usize, wait: impl FnOnce(&Path)) {
        let (old, new) = (&self.versions[*at].site, &self.versions[1 - *at].site);
        *at = 1 - *at;
        lay_out(&self.root(), &self.versions[*at].sources);
        let outside = self.outside();
        let mut build = program::jianfan(&self.root());
        let mut build =
            build.arg("build").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        wait(&self.root());
        build.kill().unwrap();
        build.wait().unwrap();

        let left = self.public();
        for (path, bytes) in &left {
            let is_whole = [old, new].iter().any(|site| site.get(path) == Some(bytes));
            assert!(is_whole, "{path} is neither the old file nor the new one");
        }
        if left != *old {
            self.expect_rolled_forward(new);
        }
        assert!(outside == self.outside(), "something outside the output was touched");
        program::succeed(&self.root(), &["build"]);
        assert_eq!(tree::difference(new, &self.public()), "");
        let state = tree::paths(&self.root().join(".public.jianfan"));
        assert_eq!(state, ["lock", "manifest"], "a killed build left something behind");
        assert!(outside == self.outside(), "something outside the output was touched");
    }

    /// Once the change had begun it is ended by any build, even by one that itself fails.
    fn expect_rolled_forward(&self, new: &Files) {
        let broken = self.root().join("content/broken.md");
        std::fs::write(&broken, "---\n标题：坏了\n---\n").unwrap();
        assert_eq!(program::run(&self.root(), &["build"]).exit, 1);
        std::fs::remove_file(&broken).unwrap();
        assert_eq!(tree::difference(new, &self.public()), "");
    }

    /// All files but the output and its state, with their times.
    fn outside(&self) -> impl PartialEq + use<> {
        let mut files = tree::read_with_times(self.folder.path());
        files.retain(|path, _| {
            !["site/public/", "site/.public.jianfan/"].iter().any(|ours| path.starts_with(ours))
        });
        files
    }
}

/// Makes the folder hold these sources, and leaves the output where it is.
fn lay_out(root: &Path, sources: &Files) {
    let present = tree::read(&root.join("content"));
    for path in present.keys().filter(|path| !sources.contains_key(&format!("content/{path}"))) {
        std::fs::remove_file(root.join("content").join(path)).unwrap();
    }
    for (path, bytes) in sources {
        if present.get(path.trim_start_matches("content/")) != Some(bytes) {
            tree::write(root, path, bytes);
        }
    }
}

/// The first version, or the second: half of the articles edited, a tenth removed, some added, a
/// whole section gone and another new, a file replaced.
fn sources(is_second: bool) -> Files {
    let mut files = Files::new();
    let mut add = |path: &str, text: &str| {
        files.insert(path.to_owned(), text.as_bytes().to_vec());
    };
    add("site.yaml", SITE);
    add("themes/plain/kinds/news.yaml", "name: news\nlabel: 要闻\n");
    for name in ["index", "section", "taxonomy", "term", "404"] {
        add(&format!("themes/plain/templates/{name}.html"), TEMPLATE);
    }
    add("themes/plain/templates/article.html", ARTICLE);
    add("themes/plain/templates/atom.xml", "<feed><title>{{ feed.title }}</title></feed>\n");
    add("content/map.svg", if is_second { "<svg>二</svg>" } else { "<svg>一</svg>" });
    let numbers = if is_second { 0..ARTICLES + ARTICLES / 10 } else { 0..ARTICLES };
    for number in numbers.filter(|number| !(is_second && number % 10 == 1)) {
        let edited = is_second && number % 2 == 0;
        let section = match (number % 5, is_second) {
            (4, true) => "new".to_owned(),
            (section, _) => format!("s{section}"),
        };
        let mut text =
            format!("---\n标题: 第{number}期简报\n日期: 2026-01-{:02}\n---\n", number % 28 + 1);
        for paragraph in 0..2 {
            let word = if edited { "改过的" } else { "" };
            let _ = write!(text, "\n第{paragraph}段，{word}头发与后来。\n");
        }
        add(&format!("content/{section}/n{number}.md"), &text);
    }
    files
}

/// One edition will do: this is about files.
const SITE: &str = "title: 某市政协\nbase_url: https://example.org/\ntheme: plain\neditions: [{script: zh-Hans}]\n";
const TEMPLATE: &str = "<!DOCTYPE html>\n<html lang=\"{{ config.script }}\">\n<body>{{ config.title }}</body>\n</html>\n";
const ARTICLE: &str = "<!DOCTYPE html>\n<html lang=\"{{ config.script }}\">\n<body>\n<h1>{{ page.title }}</h1>\n{{ page.content | safe }}</body>\n</html>\n";
