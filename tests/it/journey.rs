//! A reader's way through a site, in a real browser: `journey.js` walks in a frame and tells in its
//! title what was not as it should be. It needs Chromium, as `browser` does.

use std::fs;
use std::path::Path;

use crate::browser::{Chromium, chromium};
use crate::http::Preview;
use crate::served::Sample;
use crate::tree;

#[test]
fn a_reader_goes_through_editions_and_large_print_and_back() {
    let Some(chromium) = chromium() else { return };
    walk(&chromium, &Sample::new().root(), "reader");
}

#[test]
fn what_readers_use_works_without_a_server() {
    let Some(chromium) = chromium() else { return };
    walk(&chromium, &Sample::new().root(), "tools");
}

#[test]
fn awkward_articles_stick_out_nowhere() {
    let Some(chromium) = chromium() else { return };
    let folder = tempfile::tempdir().unwrap();
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/awkward/site");
    tree::copy(&case, folder.path());
    tree::copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("themes"),
        &folder.path().join("themes"),
    );
    walk(&chromium, folder.path(), "awkward");
}

/// Puts the walker beside the site's own files, and waits for its last word.
fn walk(chromium: &Chromium, site: &Path, journey: &str) {
    let files = site.join("static");
    fs::create_dir_all(&files).unwrap();
    let page = "<!doctype html><title>on the way</title>\
                <iframe width=1440 height=780 src=about:blank></iframe><script src=journey.js></script>";
    fs::write(files.join("journey.html"), page).unwrap();
    fs::write(files.join("journey.js"), include_str!("journey.js")).unwrap();
    let preview = Preview::start(site, &["--published"]);
    let title =
        chromium.open(&preview.url(&format!("/journey.html?{journey}"))).wait_for_title("arrived");
    assert!(title.contains("all is well"), "{title}");
}
