//! Parts of fonts: made once for all builds, found again by every build after it, and answered by
//! the preview with the bytes that a build writes. The site is that of the golden case `fonts`.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::http::Preview;
use crate::{program, tree};

/// Where the parts are kept.
const KEPT: &str = ".jianfan/fonts";

fn site() -> (TempDir, PathBuf) {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/fonts/site");
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    tree::copy(&case, &site);
    (folder, site)
}

fn build(site: &Path) -> tree::Files {
    program::succeed(site, &["build"]);
    tree::read(&site.join("public"))
}

fn parts(built: &tree::Files) -> Vec<(&String, &Vec<u8>)> {
    built.iter().filter(|(path, _)| path.starts_with("webfonts/")).collect()
}

#[test]
fn a_part_is_made_anew_only_for_a_new_character() {
    let (_folder, site) = site();
    let first = build(&site);
    let made = tree::read(&site.join(KEPT));
    assert_eq!(made.len(), parts(&first).len());
    let article = site.join("content/a.md");
    let text = fs::read_to_string(&article).unwrap();
    fs::write(&article, text.replace("头发，发展。", "发展，头发，政协。")).unwrap();
    let second = build(&site);
    assert_eq!(parts(&second), parts(&first), "no character is new");
    assert_eq!(tree::read(&site.join(KEPT)), made);
    fs::write(&article, text.replace("头发", "头发雨")).unwrap();
    let third = build(&site);
    assert_ne!(parts(&third), parts(&second), "one is new");
}

#[test]
fn a_second_build_makes_no_part_and_one_that_was_spoilt_is_made_again() {
    let (_folder, site) = site();
    let first = build(&site);
    let kept = tree::read(&site.join(KEPT));
    let names: Vec<&String> = kept.keys().collect();
    // Each is whole, but in another's place: a build that makes none cannot know.
    fs::write(site.join(KEPT).join(names[0]), &kept[names[1]]).unwrap();
    let second = build(&site);
    let of = |files: &tree::Files, name: &String| files[&format!("webfonts/{name}")].clone();
    assert_eq!(of(&second, names[0]), of(&first, names[1]));
    fs::write(site.join(KEPT).join(names[0]), &kept[names[0]][..60]).unwrap();
    assert_eq!(tree::difference(&first, &build(&site)), "");
    assert_eq!(tree::read(&site.join(KEPT)), kept);
}

#[test]
fn the_preview_answers_with_the_bytes_of_a_build_before_any_page_was_seen() {
    let (_folder, site) = site();
    let built = build(&site);
    fs::remove_dir_all(site.join(".jianfan")).unwrap();
    let preview = Preview::start(&site, &["--published"]);
    for (path, bytes) in parts(&built) {
        let answer = preview.get(&format!("/{path}"));
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("font/woff2")));
        assert_eq!(&answer.body, bytes, "{path}");
    }
    let sheet = preview.get("/css/fonts.css");
    assert_eq!(sheet.body, built["css/fonts.css"]);
    for nowhere in ["webfonts/", "webfonts/0123456789abcdef.woff2", "fonts/bars.ttc"] {
        assert_eq!(preview.get(&format!("/{nowhere}")).status, 404, "{nowhere}");
    }
}
