//! What a build does to the folder it writes to, and what it must leave alone.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::program::{self, Run};
use crate::tree;

const GOOD: &str = "---\n标题: 市政协召开主席会议\n日期: 2026-02-03\n---\n\n正文。\n";
const BROKEN: &str = "---\n标题：市政协召开主席会议\n---\n";

/// A small site in a folder of its own, with a good article and a picture.
fn site() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    tree::write(folder.path(), "site.yaml", "title: 某市政协\nbase_url: https://example.org/\n");
    tree::write(folder.path(), "content/news/huiyi.md", GOOD);
    tree::write(folder.path(), "content/news/cheguo.md", GOOD.replace("主席会议", "常委会议"));
    tree::write(
        folder.path(),
        "content/news/huichang.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    );
    folder
}

#[test]
fn a_build_that_finds_an_error_touches_nothing() {
    let site = site();
    program::succeed(site.path(), &["build"]);
    let before = tree::read_with_times(&site.path().join("public"));
    tree::write(site.path(), "content/news/huiyi.md", BROKEN);
    tree::write(site.path(), "content/news/new.md", GOOD);
    fs::remove_file(site.path().join("content/news/huichang.svg")).unwrap();
    assert_eq!(program::run(site.path(), &["build"]).exit, 1);
    assert!(before == tree::read_with_times(&site.path().join("public")));
}

#[test]
fn a_first_build_that_finds_an_error_makes_no_folder() {
    let site = site();
    tree::write(site.path(), "content/news/huiyi.md", BROKEN);
    assert_eq!(program::run(site.path(), &["build"]).exit, 1);
    assert!(!site.path().join("public").exists());
}

#[test]
fn what_has_not_changed_is_not_written_again() {
    let site = site();
    program::succeed(site.path(), &["build"]);
    let before = tree::read_with_times(&site.path().join("public"));
    let said = program::succeed(site.path(), &["build", "--lang", "en"]);
    assert!(
        said.starts_with("Done: 0 added, 0 changed, ") && said.contains(", 0 removed"),
        "{said}"
    );
    assert!(before == tree::read_with_times(&site.path().join("public")));

    // One article's text changes its own pages and the feeds, and no other.
    tree::write(site.path(), "content/news/huiyi.md", GOOD.replace("正文。", "改过的正文。"));
    program::succeed(site.path(), &["build"]);
    let after = tree::read_with_times(&site.path().join("public"));
    let untouched = "news/cheguo/index.html";
    assert_eq!(before.get(untouched), after.get(untouched));
    assert_ne!(before.get("news/huiyi/index.html"), after.get("news/huiyi/index.html"));
}

#[test]
fn what_is_gone_from_the_site_is_gone_from_the_folder() {
    let site = site();
    program::succeed(site.path(), &["build"]);
    let public = site.path().join("public");
    assert!(public.join("hant/news/cheguo/index.html").is_file());
    assert!(public.join("news/huichang.svg").is_file());
    // Somebody's own file among ours is not ours to delete.
    tree::write(&public, "CNAME", "www.example.org\n");
    fs::remove_file(site.path().join("content/news/cheguo.md")).unwrap();
    fs::remove_file(site.path().join("content/news/huichang.svg")).unwrap();
    program::succeed(site.path(), &["build"]);
    assert!(!public.join("hant/news/cheguo").exists(), "an emptied folder goes, too");
    assert!(!public.join("news/huichang.svg").exists());
    assert!(public.join("news/huiyi/index.html").is_file());
    assert_eq!(fs::read_to_string(public.join("CNAME")).unwrap(), "www.example.org\n");
}

#[test]
fn the_same_site_gives_the_same_bytes_anywhere() {
    let sites = [site(), site()];
    let [one, other] = sites.each_ref().map(|site| {
        program::succeed(site.path(), &["build"]);
        tree::read(&site.path().join("public"))
    });
    assert_eq!(tree::difference(&one, &other), "");
}

#[test]
fn a_folder_of_somebody_else_is_refused_and_left_alone() {
    let site = site();
    tree::write(site.path(), "photos/2019/a.jpg", "a picture");
    tree::write(site.path(), "photos/readme.txt", "mine");
    let before = tree::read_with_times(&site.path().join("photos"));
    let run = program::run(site.path(), &["build", "--out", "photos"]);
    assert_eq!(run.exit, 3, "{}", run.said);
    assert!(run.said.contains("output-not-ours"), "{}", run.said);
    assert!(before == tree::read_with_times(&site.path().join("photos")));
    assert_only(site.path(), &["content", "photos", "site.yaml"]);
}

#[test]
fn a_folder_of_sources_is_refused_and_left_alone() {
    for out in ["content", ".", "content/news", "content/../content", "themes", "content/new", ".."]
    {
        let site = site();
        tree::write(site.path(), "themes/own/templates/x.html", "x");
        let before = tree::read_with_times(site.path());
        let Run { said, exit, .. } = program::run(site.path(), &["build", "--out", out]);
        assert_eq!(exit, 3, "--out {out}: {said}");
        assert!(said.contains("output-holds-sources"), "--out {out}: {said}");
        assert!(before == tree::read_with_times(site.path()), "--out {out}");
    }
}

#[test]
fn a_build_writes_only_into_its_folder_and_the_one_beside_it() {
    let site = site();
    let sources = tree::read_with_times(site.path());
    program::succeed(site.path(), &["build", "--out", "deep/er/web"]);
    assert_only(site.path(), &["content", "deep", "site.yaml"]);
    assert_only(&site.path().join("deep/er"), &[".web.jianfan", "web"]);
    let after = tree::read_with_times(site.path());
    assert!(sources.iter().all(|(path, file)| after.get(path) == Some(file)));
}

#[test]
fn the_exit_code_says_whose_turn_it_is() {
    let site = site();
    assert_eq!(program::run(site.path(), &["build"]).exit, 0);
    assert_eq!(program::run(site.path(), &["build", "--otu", "x"]).exit, 2);
    assert_eq!(program::run(site.path(), &["bulid"]).exit, 2);
    let nowhere = tempfile::tempdir().unwrap();
    let run = program::run(nowhere.path(), &["build", "--root", "."]);
    assert_eq!(run.exit, 3, "{}", run.said);
    assert!(run.said.contains("no-site"), "{}", run.said);
    assert_only(nowhere.path(), &[]);
}

/// The folder holds just that, hidden files included.
fn assert_only(folder: &Path, names: &[&str]) {
    let mut found: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    found.sort();
    assert_eq!(found, names);
}
