//! What the watcher tells of an editor's saves, on a real disk. Each test writes, and then waits
//! until everything has been told that must be told.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::super::{PreviewError, Saved, Watcher, watch};
use super::support::PATIENCE;

struct Watched {
    dir: TempDir,
    tells: Receiver<Saved>,
    watcher: Watcher,
}

/// A site folder with `content/` in it, of which these paths are watched.
fn watched(paths: &[&str]) -> Watched {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("content")).unwrap();
    fs::write(dir.path().join("content/a.md"), "旧").unwrap();
    fs::write(dir.path().join("site.yaml"), "旧").unwrap();
    let (tell, tells) = mpsc::channel();
    let paths = paths.iter().map(|path| dir.path().join(path)).collect();
    let watcher = watch(paths, move |saved| drop(tell.send(saved))).unwrap();
    Watched { dir, tells, watcher }
}

impl Watched {
    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Hears until all of these have been told; gives all that was told, and in how many calls.
    fn hear(&self, names: &[&str]) -> (BTreeSet<PathBuf>, usize) {
        let mut missing: BTreeSet<PathBuf> = names.iter().map(|name| self.path(name)).collect();
        let (mut told, mut calls) = (BTreeSet::new(), 0);
        let deadline = Instant::now() + PATIENCE;
        while !missing.is_empty() {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.tells.recv_timeout(left) {
                Ok(Saved::Paths(paths)) => {
                    calls += 1;
                    missing.retain(|path| !paths.contains(path));
                    told.extend(paths);
                }
                other => panic!("{missing:?} never told; instead: {other:?}"),
            }
        }
        (told, calls)
    }

    /// Hears what is still told until a marker, written now, is told. What was written before
    /// the marker has then been told too.
    fn hear_rest(&self) -> BTreeSet<PathBuf> {
        fs::write(self.path("content/marker.md"), "此").unwrap();
        let (mut told, _) = self.hear(&["content/marker.md"]);
        told.remove(&self.path("content/marker.md"));
        told
    }
}

fn names(watched: &Watched, names: &[&str]) -> BTreeSet<PathBuf> {
    names.iter().map(|name| watched.path(name)).collect()
}

#[test]
fn a_write_is_told() {
    let site = watched(&["content"]);
    fs::write(site.path("content/a.md"), "新").unwrap();
    let (told, _) = site.hear(&["content/a.md"]);
    assert_eq!(told, names(&site, &["content/a.md"]));
}

#[test]
fn a_save_by_rename_is_told_as_the_file_and_no_other() {
    let site = watched(&["content"]);
    // As vim does with `backup`: asks whether it can write, moves the old one away, writes anew.
    fs::write(site.path("content/4913"), "").unwrap();
    fs::remove_file(site.path("content/4913")).unwrap();
    fs::write(site.path("content/.a.md.swp"), "").unwrap();
    fs::rename(site.path("content/a.md"), site.path("content/a.md~")).unwrap();
    fs::write(site.path("content/a.md"), "新").unwrap();
    assert_eq!(site.hear_rest(), names(&site, &["content/a.md"]));
    // As Word does: writes beside it, moves the new one over the old.
    fs::write(site.path("content/~$a.md"), "").unwrap();
    fs::write(site.path("content/~WRD0001.tmp"), "更新").unwrap();
    fs::rename(site.path("content/~WRD0001.tmp"), site.path("content/a.md")).unwrap();
    fs::remove_file(site.path("content/~$a.md")).unwrap();
    assert_eq!(site.hear_rest(), names(&site, &["content/a.md"]));
}

#[test]
fn a_removal_right_after_a_save_by_rename_is_not_lost() {
    let site = watched(&["content"]);
    fs::write(site.path("content/new"), "新").unwrap();
    fs::rename(site.path("content/new"), site.path("content/a.md")).unwrap();
    fs::remove_file(site.path("content/a.md")).unwrap();
    site.hear(&["content/a.md"]);
    assert!(!site.path("content/a.md").exists());
}

#[test]
fn removals_and_both_ends_of_a_rename_are_told() {
    let site = watched(&["content"]);
    fs::write(site.path("content/b.md"), "").unwrap();
    site.hear(&["content/b.md"]);
    fs::rename(site.path("content/a.md"), site.path("content/c.md")).unwrap();
    fs::remove_file(site.path("content/b.md")).unwrap();
    site.hear(&["content/a.md", "content/b.md", "content/c.md"]);
}

#[test]
fn reading_is_not_told() {
    let site = watched(&["content"]);
    for _ in 0..20 {
        fs::read(site.path("content/a.md")).unwrap();
        assert_eq!(fs::read_dir(site.path("content")).unwrap().count(), 1);
    }
    assert_eq!(site.hear_rest(), BTreeSet::new());
}

#[test]
fn a_burst_is_told_in_few_calls() {
    let site = watched(&["content"]);
    let files: Vec<String> = (0..200).map(|n| format!("content/{n}.md")).collect();
    for file in &files {
        fs::write(site.path(file), "文").unwrap();
    }
    let (told, calls) = site.hear(&files.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(told.len(), 200);
    assert!(calls <= 20, "{calls} calls");
}

#[test]
fn what_is_saved_while_the_caller_works_is_told_together() {
    let dir = TempDir::new().unwrap();
    let (tell, tells) = mpsc::channel();
    let (go_on, waits) = mpsc::channel::<()>();
    let _watcher = watch(vec![dir.path().into()], move |saved| {
        tell.send(saved).unwrap();
        let _ = waits.recv_timeout(PATIENCE);
    })
    .unwrap();
    fs::write(dir.path().join("first.md"), "").unwrap();
    tells.recv_timeout(PATIENCE).unwrap();
    for n in 0..50 {
        fs::write(dir.path().join(format!("{n}.md")), "").unwrap();
    }
    // Long after the last of them has been quiet.
    std::thread::sleep(Duration::from_secs(1));
    drop(go_on);
    let (mut told, mut calls) = (BTreeSet::new(), 0);
    while told.len() < 50 {
        let Saved::Paths(paths) = tells.recv_timeout(PATIENCE).unwrap() else { panic!() };
        assert!(paths.is_sorted());
        told.extend(paths);
        calls += 1;
    }
    assert!(calls <= 3, "{calls} calls");
}

#[test]
fn a_new_folder_is_told_and_watched() {
    let site = watched(&["content"]);
    fs::create_dir_all(site.path("content/news/county")).unwrap();
    site.hear(&["content/news"]);
    fs::write(site.path("content/news/county/b.md"), "文").unwrap();
    site.hear(&["content/news/county/b.md"]);
    fs::rename(site.path("content/news"), site.path("content/old")).unwrap();
    site.hear(&["content/news", "content/old"]);
    fs::write(site.path("content/old/county/b.md"), "新").unwrap();
    site.hear(&["content/old/county/b.md"]);
}

/// Whoever looks into a folder when it is told of it, and at each file when told of that, has
/// seen every file: none falls between the folder's coming and its being watched.
#[test]
fn no_file_is_lost_in_folders_that_are_being_made() {
    let site = watched(&["content"]);
    let root = site.path("content/new");
    let writes = root.clone();
    let maker = std::thread::spawn(move || {
        for n in 0..300 {
            let folder = writes.join(format!("{}/{}", n % 7, n));
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("a.md"), "").unwrap();
        }
    });
    let mut seen = BTreeSet::new();
    let deadline = Instant::now() + PATIENCE;
    while seen.len() < 300 {
        let left = deadline.saturating_duration_since(Instant::now());
        let told = site.tells.recv_timeout(left);
        let Ok(Saved::Paths(paths)) = told else { panic!("{} seen, then {told:?}", seen.len()) };
        for path in paths {
            let below = walkdir::WalkDir::new(path).into_iter().filter_map(Result::ok);
            let files = below.filter(|entry| entry.file_type().is_file());
            seen.extend(files.map(|entry| entry.path().to_owned()));
        }
    }
    maker.join().unwrap();
}

#[test]
fn a_watched_folder_that_is_replaced_is_still_watched() {
    let site = watched(&["content"]);
    fs::rename(site.path("content"), site.path("content.old")).unwrap();
    fs::create_dir(site.path("content")).unwrap();
    site.hear(&["content"]);
    // It may be told once for its going and once for its coming; from then on it is watched.
    let seen = (0..100).any(|n| {
        fs::write(site.path("content/b.md"), n.to_string()).unwrap();
        let told = site.tells.recv_timeout(Duration::from_millis(300));
        matches!(told, Ok(Saved::Paths(paths)) if paths.contains(&site.path("content/b.md")))
    });
    assert!(seen);
    // What happens in the old one is no longer ours.
    fs::write(site.path("content.old/a.md"), "旧").unwrap();
    assert!(!site.hear_rest().contains(&site.path("content/a.md")));
}

#[test]
fn a_single_file_is_watched_through_saves_by_rename_and_its_neighbours_are_not() {
    let site = watched(&["site.yaml"]);
    for _ in 0..3 {
        fs::write(site.path("other.yaml"), "").unwrap();
        fs::write(site.path("new"), "新").unwrap();
        fs::rename(site.path("new"), site.path("site.yaml")).unwrap();
        let (told, _) = site.hear(&["site.yaml"]);
        assert_eq!(told, names(&site, &["site.yaml"]));
    }
}

#[test]
fn what_is_not_there_yet_is_watched_for() {
    let site = watched(&["content", "static", "glossary.yaml"]);
    fs::write(site.path("glossary.yaml"), "").unwrap();
    site.hear(&["glossary.yaml"]);
    fs::create_dir(site.path("static")).unwrap();
    site.hear(&["static"]);
    fs::write(site.path("static/site.css"), "").unwrap();
    site.hear(&["static/site.css"]);
}

#[test]
fn a_folder_that_cannot_be_there_is_an_error() {
    let missing = Path::new("/nowhere-at-all/content").to_owned();
    let Err(error) = watch(vec![missing], |_| {}) else { panic!("it watches nothing") };
    assert!(matches!(error, PreviewError::NothingToWatch(_)));
    assert_eq!(error.diagnostic().code, "watch-missing");
}

#[test]
fn a_caller_that_panics_is_told_again() {
    let dir = TempDir::new().unwrap();
    let (tell, tells) = mpsc::channel();
    let _watcher = watch(vec![dir.path().into()], move |_| {
        tell.send(()).unwrap();
        panic!("a caller that panics (this is part of the test)");
    })
    .unwrap();
    for name in ["a.md", "b.md"] {
        fs::write(dir.path().join(name), "").unwrap();
        tells.recv_timeout(PATIENCE).unwrap();
    }
}

#[test]
fn nothing_is_told_once_it_is_dropped() {
    let Watched { dir, tells, watcher } = watched(&["content"]);
    drop(watcher);
    // The thread ends and with it the sender.
    fs::write(dir.path().join("content/a.md"), "新").unwrap();
    let ends = tells.recv_timeout(PATIENCE);
    assert!(matches!(ends, Err(mpsc::RecvTimeoutError::Disconnected)), "{ends:?}");
}
