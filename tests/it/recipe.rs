//! What a golden case needs and no repository can hold: links, huge files, other encodings, names
//! that differ only in case. The file `make` of a case says it, a line a step; tests/README.md
//! lists the steps. It asserts nothing about the program.

use std::fs::{self, File};
use std::path::{Component, Path, PathBuf};

/// Carries out the file `make` of a case in the folder of its site, if there is one.
pub(crate) fn follow(case: &Path, site: &Path) {
    let Ok(recipe) = fs::read_to_string(case.join("make")) else { return };
    for line in recipe.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        let words: Vec<String> = line.split_whitespace().map(plain).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words[..] {
            ["symlink", path, target] => symlink(Path::new(target), &new(site, path)),
            ["size", path, bytes] => {
                let file = File::create(new(site, path)).unwrap();
                file.set_len(bytes.parse().unwrap()).unwrap();
            }
            ["bytes", path, ref digits @ ..] => fs::write(new(site, path), hex(digits)).unwrap(),
            ["copy", from, to] => drop(fs::copy(site.join(from), new(site, to)).unwrap()),
            ["encode", path, how] => {
                let text = fs::read_to_string(site.join(path)).unwrap();
                fs::write(site.join(path), encoded(&text, how)).unwrap();
            }
            _ => panic!("{}: what is {line:?}?", case.join("make").display()),
        }
    }
}

/// Whether the recipe can be followed on this system; a case that cannot be laid out here is left
/// out, by name. On the systems that CI knows every one of them can.
pub(crate) fn is_possible(case: &Path) -> bool {
    cfg!(unix) || !case.join("make").exists()
}

/// A word of a recipe; `%20` is a space that is part of a name.
fn plain(word: &str) -> String {
    word.replace("%20", " ")
}

/// The path of a file that is to be made, its folder made. It may lie beside the site, so that
/// there is something outside of it, and no further away.
fn new(site: &Path, path: &str) -> PathBuf {
    let climbs = Path::new(path).components().skip(1).any(|part| part == Component::ParentDir);
    assert!(!climbs && Path::new(path).is_relative(), "{path} is too far away");
    let path = site.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    path
}

#[cfg(unix)]
fn symlink(target: &Path, path: &Path) {
    std::os::unix::fs::symlink(target, path).unwrap();
}

#[cfg(not(unix))]
fn symlink(_: &Path, path: &Path) {
    panic!("{}: no links here", path.display());
}

fn hex(digits: &[&str]) -> Vec<u8> {
    let digits = digits.concat();
    let pairs = digits.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// A text as another program would have saved it.
fn encoded(text: &str, how: &str) -> Vec<u8> {
    let other = |encoding: &'static encoding_rs::Encoding| {
        let (bytes, _, lost) = encoding.encode(text);
        assert!(!lost, "{how} cannot hold the text");
        bytes.into_owned()
    };
    match how {
        "crlf" => text.replace('\n', "\r\n").into_bytes(),
        "cr" => text.replace('\n', "\r").into_bytes(),
        "bom" => format!("\u{feff}{text}").into_bytes(),
        "gb18030" => other(encoding_rs::GB18030),
        "big5" => other(encoding_rs::BIG5),
        "utf-16le" => units(text).flat_map(u16::to_le_bytes).collect(),
        "utf-16be" => units(text).flat_map(u16::to_be_bytes).collect(),
        _ => panic!("what encoding is {how:?}?"),
    }
}

fn units(text: &str) -> impl Iterator<Item = u16> {
    std::iter::once(0xfeff).chain(text.encode_utf16())
}
