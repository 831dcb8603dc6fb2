//! Smaller pictures: made once for all builds, found again by every build after it, and answered by
//! the preview with the bytes that a build writes. The site is that of the golden case
//! `pictures-in-sizes`.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::http::Preview;
use crate::{program, recipe, tree};

/// Where the pictures of a site are kept.
const CABINET: &str = ".jianfan/pictures";

fn site() -> (TempDir, PathBuf) {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/pictures-in-sizes");
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    tree::copy(&case.join("site"), &site);
    recipe::follow(&case, &site);
    (folder, site)
}

fn build(site: &Path) -> tree::Files {
    program::succeed(site, &["build"]);
    tree::read(&site.join("public"))
}

/// The smaller pictures of a site that was built.
fn resized(built: &tree::Files) -> Vec<(&String, &Vec<u8>)> {
    built.iter().filter(|(path, _)| path.starts_with("resized/")).collect()
}

#[test]
fn a_second_build_makes_no_picture() {
    let (_folder, site) = site();
    let first = build(&site);
    let pictures = resized(&first);
    assert_eq!(pictures.len(), 2, "{:?}", first.keys());
    let kept = tree::read(&site.join(CABINET));
    let names: Vec<&String> = kept.keys().collect();
    // Each entry is whole, but in the other's place: a build that asks the cabinet alone cannot know.
    for (name, other) in [(names[0], names[1]), (names[1], names[0])] {
        fs::write(site.join(CABINET).join(name), &kept[other]).unwrap();
    }
    let second = build(&site);
    let swapped = resized(&second);
    assert_eq!(swapped[0].1, pictures[1].1);
    assert_eq!(swapped[1].1, pictures[0].1);
}

#[test]
fn an_entry_that_was_cut_short_and_a_cabinet_that_is_gone_change_nothing() {
    let (_folder, site) = site();
    let first = build(&site);
    let kept = tree::read(&site.join(CABINET));
    for (name, bytes) in &kept {
        fs::write(site.join(CABINET).join(name), &bytes[..bytes.len() / 2]).unwrap();
    }
    assert_eq!(tree::difference(&first, &build(&site)), "");
    assert_eq!(tree::read(&site.join(CABINET)), kept);
    fs::remove_dir_all(site.join(CABINET)).unwrap();
    assert_eq!(tree::difference(&first, &build(&site)), "");
    assert_eq!(tree::read(&site.join(CABINET)), kept);
}

#[test]
fn a_picture_that_no_page_asks_for_any_more_leaves_the_site() {
    let (_folder, site) = site();
    let first = build(&site);
    let settings = fs::read_to_string(site.join("site.yaml")).unwrap();
    fs::write(site.join("site.yaml"), settings.replace("[400, 800]", "[800]")).unwrap();
    let second = build(&site);
    assert_eq!(resized(&second).len(), 1);
    let (path, bytes) = resized(&second)[0];
    assert_eq!(first.get(path), Some(bytes), "the other one stays as it was");
}

#[test]
fn the_preview_answers_with_the_bytes_of_a_build_before_any_page_was_seen() {
    let (_folder, site) = site();
    let built = build(&site);
    fs::remove_dir_all(site.join(".jianfan")).unwrap();
    let preview = Preview::start(&site, &["--published"]);
    for (path, bytes) in resized(&built) {
        let answer = preview.get(&format!("/{path}"));
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, Some("image/webp")),
            "{path}"
        );
        assert_eq!(&answer.body, bytes, "{path}");
    }
    let (path, _) = resized(&built)[0];
    for nowhere in [
        path.replace("q70", "q700"),
        path.replace(".webp", ".jpg"),
        path.replace("resized/", "hant/resized/"),
        path.replacen(|digit: char| digit.is_ascii_digit(), "z", 1),
        path.replace("400x", "4000x"),
        "resized/".to_owned(),
    ] {
        assert_eq!(preview.get(&format!("/{nowhere}")).status, 404, "{nowhere}");
    }
}
