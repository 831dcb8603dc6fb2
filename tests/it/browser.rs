//! The sample site in a real browser, as a reader and an editor meet it: what the page's own
//! script does, and that a saved file shows without anybody's doing. It needs Chromium; where that
//! is missing the tests say so and pass, but not where all tests are asked for (CI).

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::http::{self, Preview};
use crate::served::Sample;
use crate::wanting::wanting;

#[test]
fn the_pages_script_runs_and_nothing_is_fetched_from_elsewhere() {
    let Some(chromium) = chromium() else { return };
    let sample = Sample::new();
    let preview = Preview::start(&sample.root(), &["--published"]);
    for (path, lang) in [("/", "zh-Hans"), ("/hant/reports/zhifu-2022/", "zh-Hant")] {
        let dom = chromium.dom(&preview.url(path));
        assert!(dom.contains(&format!("<html lang=\"{lang}\"")), "{path}: {dom:.300}");
        // The reader's controls are hidden until the script has shown them.
        let button = dom.split("data-set=\"simple\"").nth(1).unwrap_or_default();
        let tag = button.split('>').next().unwrap_or_default();
        assert!(!tag.is_empty() && !tag.contains("hidden"), "{path}: the script did not run");
        for place in ["src=\"http", "<link rel=\"stylesheet\" href=\"http"] {
            assert!(!dom.contains(place), "{path} fetches from elsewhere: {place}");
        }
    }
}

#[test]
fn a_saved_file_shows_in_the_open_page() {
    let Some(chromium) = chromium() else { return };
    let sample = Sample::new();
    let preview = Preview::start(&sample.root(), &[]);
    let file = sample.root().join("content/news/county/night-school.md");
    let before = fs::read_to_string(&file).unwrap();
    let page = chromium.open(&preview.url("/hant/news/county/night-school/"));
    page.wait_for_title("委員夜校");
    fs::write(&file, before.replacen("委员夜校", "新夜校", 1)).unwrap();
    page.wait_for_title("新夜校");
}

/// A browser that can be run.
pub(crate) struct Chromium {
    program: PathBuf,
}

impl Chromium {
    fn command(&self, profile: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-sync",
            "--disable-background-networking",
            "--disable-component-update",
            "--no-first-run",
            "--no-proxy-server",
        ]);
        command.arg(format!("--user-data-dir={}", profile.display())).stdin(Stdio::null());
        command
    }

    /// The page as it stands once its scripts have run.
    fn dom(&self, url: &str) -> String {
        let profile = tempfile::tempdir().unwrap();
        let mut command = self.command(profile.path());
        // Without virtual time: that would wait for the connection which the preview keeps open.
        command.args(["--timeout=20000", "--dump-dom", url]);
        let output = command.output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// A page that stays open.
    pub(crate) fn open(&self, url: &str) -> OpenPage {
        let profile = tempfile::tempdir().unwrap();
        let mut command = self.command(profile.path());
        command.args(["--remote-debugging-port=0", url]).stdout(Stdio::null());
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut errors = BufReader::new(child.stderr.take().unwrap()).lines();
        let host = errors.by_ref().map_while(Result::ok).find_map(|line| {
            let rest = line.split_once("DevTools listening on ws://")?.1;
            Some(rest.split('/').next()?.to_owned())
        });
        // Somebody has to read on, or the browser waits for it.
        std::thread::spawn(move || errors.for_each(drop));
        OpenPage { child, host: host.expect("Chromium did not start"), profile }
    }
}

/// A page in a browser; dropped, the browser ends.
pub(crate) struct OpenPage {
    child: Child,
    host: String,
    #[expect(dead_code, reason = "the folder goes when the page does")]
    profile: TempDir,
}

impl OpenPage {
    /// Waits until the page has a title that holds `text`, and gives the line of it. The browser's
    /// own list of pages tells.
    pub(crate) fn wait_for_title(&self, text: &str) -> String {
        self.wait_for_title_or(text, text)
    }

    /// The same for one of two texts.
    pub(crate) fn wait_for_title_or(&self, text: &str, other: &str) -> String {
        let start = Instant::now();
        loop {
            let list =
                String::from_utf8_lossy(&http::get(&self.host, "/json/list").body).into_owned();
            let mut titles = list.lines().filter(|line| line.contains("\"title\""));
            if let Some(line) = titles.find(|line| line.contains(text) || line.contains(other)) {
                return line.to_owned();
            }
            assert!(start.elapsed() < http::PATIENCE, "“{text}” never came: {list}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for OpenPage {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Finds Chromium. Without it the test is skipped by name, or fails where all tests are wanted.
pub(crate) fn chromium() -> Option<Chromium> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|program| program.is_file());
    if found.is_none() {
        wanting("Chromium");
    }
    found.map(|program| Chromium { program })
}
