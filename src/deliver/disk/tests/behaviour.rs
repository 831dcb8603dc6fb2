//! Ordinary builds: what is written, what is left alone, what goes.

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::SystemTime;

use super::*;

#[test]
fn a_site_is_on_disk_after_its_commit_and_not_before() {
    let sandbox = Sandbox::new();
    let site =
        site(&[("/", "home"), ("/新闻/某 市/", "news"), ("/css/a.css", "css"), ("/CNAME", "x")]);
    let staging = Staging::open(&sandbox.out()).unwrap();
    put_all(&staging, &site).unwrap();
    assert!(!sandbox.out().exists());
    let summary = staging.commit().unwrap();
    assert_eq!(summary, Summary { added: 4, ..Summary::default() });
    assert_eq!(sandbox.picture(), expected(&site));
    sandbox.assert_tidy();
}

#[test]
fn a_build_dropped_without_commit_leaves_the_old_site() {
    let sandbox = Sandbox::new();
    let old = site(&[("/", "old"), ("/a/", "a")]);
    sandbox.build(&old).unwrap();
    let staging = Staging::open(&sandbox.out()).unwrap();
    put_all(&staging, &site(&[("/", "new"), ("/b/", "b")])).unwrap();
    drop(staging);
    assert_eq!(sandbox.picture(), expected(&old));
    sandbox.assert_tidy();
}

/// Identity and time of a file; the number stands for nothing where the system has none.
fn stamp(sandbox: &Sandbox, file: &str) -> (u64, SystemTime) {
    let found = fs::metadata(sandbox.out().join(file)).unwrap();
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(&found);
    #[cfg(not(unix))]
    let number = 0;
    (number, found.modified().unwrap())
}

#[test]
fn only_what_differs_is_written() {
    let sandbox = Sandbox::new();
    let mut site = site(&[("/", "home"), ("/a/", "page a"), ("/b/", "page b"), ("/c.css", "")]);
    sandbox.build(&site).unwrap();
    let kept = ["index.html", "a/index.html", "c.css"].map(|file| stamp(&sandbox, file));
    let replaced = stamp(&sandbox, "b/index.html");
    // Of the same length, so that only the bytes tell.
    site.insert("/b/".into(), "page B".into());
    let summary = sandbox.build(&site).unwrap();
    assert_eq!(summary, Summary { changed: 1, unchanged: 3, ..Summary::default() });
    assert_eq!(kept, ["index.html", "a/index.html", "c.css"].map(|file| stamp(&sandbox, file)));
    assert_ne!(replaced, stamp(&sandbox, "b/index.html"));
    assert_eq!(sandbox.picture(), expected(&site));
}

#[test]
fn a_build_with_no_change_writes_nothing_at_all() {
    let sandbox = Sandbox::new();
    let site = site(&[("/", "home"), ("/a/", "a")]);
    sandbox.build(&site).unwrap();
    let manifest = fs::metadata(sandbox.state().join("manifest")).unwrap().modified().unwrap();
    let folder = fs::metadata(sandbox.out()).unwrap().modified().unwrap();
    assert_eq!(sandbox.build(&site).unwrap(), Summary { unchanged: 2, ..Summary::default() });
    let after = fs::metadata(sandbox.state().join("manifest")).unwrap().modified().unwrap();
    assert_eq!(manifest, after);
    assert_eq!(folder, fs::metadata(sandbox.out()).unwrap().modified().unwrap());
}

#[test]
fn a_file_changed_or_removed_by_hand_is_put_right() {
    let sandbox = Sandbox::new();
    let site = site(&[("/", "home"), ("/a/", "page a"), ("/b/", "b")]);
    sandbox.build(&site).unwrap();
    sandbox.write("a/index.html", "PAGE A");
    fs::remove_dir_all(sandbox.out().join("b")).unwrap();
    let summary = sandbox.build(&site).unwrap();
    assert_eq!(summary, Summary { added: 1, changed: 1, unchanged: 1, removed: 0 });
    assert_eq!(sandbox.picture(), expected(&site));
}

#[test]
fn what_the_site_no_longer_has_goes_and_emptied_folders_with_it() {
    let sandbox = Sandbox::new();
    let old =
        [("/", "home"), ("/a/", "a"), ("/x/y/z/", "z"), ("/x/y/pic.jpg", "p"), ("/x/k/", "k")];
    sandbox.build(&site(&old)).unwrap();
    let new = site(&[("/", "home"), ("/a/", "a"), ("/x/k/", "k")]);
    let summary = sandbox.build(&new).unwrap();
    assert_eq!(summary, Summary { unchanged: 3, removed: 2, ..Summary::default() });
    assert_eq!(sandbox.picture(), expected(&new));
    sandbox.assert_tidy();
}

#[test]
fn a_deleted_output_folder_is_made_again() {
    let sandbox = Sandbox::new();
    let site = site(&[("/", "home"), ("/a/", "a")]);
    sandbox.build(&site).unwrap();
    fs::remove_dir_all(sandbox.out()).unwrap();
    assert_eq!(sandbox.build(&site).unwrap(), Summary { added: 2, ..Summary::default() });
    assert_eq!(sandbox.picture(), expected(&site));
}

#[test]
fn files_and_folders_change_places() {
    let sandbox = Sandbox::new();
    let file = site(&[("/", "home"), ("/a", "file"), ("/b/c", "file")]);
    let folder = site(&[("/", "home"), ("/a/b/c/", "page"), ("/a/x", "x"), ("/b/c/d/", "page")]);
    sandbox.build(&file).unwrap();
    for _ in 0..2 {
        let summary = sandbox.build(&folder).unwrap();
        assert_eq!(summary, Summary { added: 3, changed: 0, unchanged: 1, removed: 2 });
        assert_eq!(sandbox.picture(), expected(&folder));
        let summary = sandbox.build(&file).unwrap();
        assert_eq!(summary, Summary { added: 2, changed: 0, unchanged: 1, removed: 3 });
        assert_eq!(sandbox.picture(), expected(&file));
    }
    sandbox.assert_tidy();
}

#[test]
fn names_that_change_only_in_case_change_on_every_file_system() {
    let sandbox = Sandbox::new();
    let old = [("/News/A/", "same"), ("/News/gone/", "x"), ("/Pic.jpg", "p"), ("/Dir/x", "d")];
    sandbox.build(&site(&old)).unwrap();
    let new = [("/news/a/", "same"), ("/news/new/", "y"), ("/pic.jpg", "changed"), ("/dir", "f")];
    let new = site(&new);
    sandbox.build(&new).unwrap();
    assert_eq!(sandbox.picture(), expected(&new));
    sandbox.assert_tidy();
}

#[test]
fn many_threads_put_at_once() {
    let sandbox = Sandbox::new();
    for round in ["first", "second"] {
        let site: Site =
            (0..400).map(|n| (format!("/{}/{n}/", n % 7), format!("{round} {n}"))).collect();
        let staging = Staging::open(&sandbox.out()).unwrap();
        let (files, next) = (site.iter().collect::<Vec<_>>(), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    while let Some((address, text)) =
                        files.get(next.fetch_add(1, Ordering::Relaxed))
                    {
                        staging.put(&Address::new(address), text.as_bytes()).unwrap();
                    }
                });
            }
        });
        staging.commit().unwrap();
        assert_eq!(sandbox.picture(), expected(&site));
    }
}

#[test]
fn more_changed_files_than_are_synced_one_by_one_are_committed_too() {
    let sandbox = Sandbox::new();
    for round in 0..2 {
        let site: Site = (0..300).map(|n| (format!("/{n}/"), format!("{round} {n}"))).collect();
        sandbox.build(&site).unwrap();
        assert_eq!(sandbox.picture(), expected(&site));
    }
    sandbox.assert_tidy();
}
