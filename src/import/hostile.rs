//! Files that are torn, spoilt or made to harm: whatever the bytes, an import ends, with an article or with
//! a diagnostic. The inputs are those of the golden cases; what is done to them is the same in every run
//! (`JIANFAN_SEED` begins elsewhere, `JIANFAN_MUTATIONS` does it more often).

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::tests::asked;
use super::{Input, import};

/// The names and bytes of all inputs.
fn inputs() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import");
    let cases = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = cases
        .filter(|path| path.is_dir())
        .flat_map(|case| fs::read_dir(case).unwrap().map(|entry| entry.unwrap().path()))
        .filter(|path| path.is_file())
        .filter(|path| path.file_stem().is_some_and(|stem| stem != "expected" && stem != "report"))
        .collect();
    files.sort();
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, fs::read(path).unwrap())
    };
    files.into_iter().map(read).collect()
}

/// Imports bytes, and holds that a refusal says something.
fn ends(name: &str, bytes: &[u8]) {
    match import(Input { name, bytes, beside: None }, &asked()) {
        Ok(imported) => assert!(imported.markdown.starts_with("---\n"), "{name}"),
        Err(fault) => assert!(!fault.code.is_empty() && !fault.what.zh.is_empty(), "{name}"),
    }
}

fn number(variable: &str, usual: u64) -> u64 {
    std::env::var(variable).ok().and_then(|value| value.parse().ok()).unwrap_or(usual)
}

/// Numbers that look like chance.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most.max(1) as u64).unwrap()
    }

    /// Spoils bytes in one of several ways.
    fn spoil(&mut self, bytes: &mut Vec<u8>) {
        let (from, length) = (self.below(bytes.len()), 1 + self.below(64));
        let to = (from + length).min(bytes.len());
        match self.below(6) {
            0 | 1 => {
                for _ in 0..=self.below(8) {
                    let at = self.below(bytes.len());
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte = u8::try_from(self.below(256)).unwrap();
                    }
                }
            }
            2 => bytes[from..to].fill(0xff),
            3 => drop(bytes.drain(from..to)),
            4 => {
                let piece = bytes[from..to].to_vec();
                let at = self.below(bytes.len());
                bytes.splice(at..at, piece);
            }
            _ => {
                let (piece, at) = (bytes[from..to].to_vec(), self.below(bytes.len()));
                let end = (at + piece.len()).min(bytes.len());
                bytes.splice(at..end, piece);
            }
        }
    }
}

#[test]
fn files_that_are_cut_off_anywhere_end() {
    for (name, bytes) in inputs() {
        for length in (0..bytes.len()).step_by(1000) {
            ends(&name, &bytes[..length]);
        }
    }
}

#[test]
fn files_that_are_spoilt_end() {
    let mut dice = Dice(number("JIANFAN_SEED", 7) | 1);
    for (name, bytes) in inputs().into_iter().filter(|(_, bytes)| !bytes.is_empty()) {
        for _ in 0..number("JIANFAN_MUTATIONS", 24) {
            let mut spoilt = bytes.clone();
            for _ in 0..=dice.below(3) {
                dice.spoil(&mut spoilt);
            }
            ends(&name, &spoilt);
        }
    }
}

/// An archive of whose parts one is spoilt, with checksums that fit again.
fn repacked(bytes: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let spoilt = dice.below(archive.len());
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for at in 0..archive.len() {
        let part = archive.by_index(at).ok()?;
        let name = part.name().ok()?.into_owned();
        let is_text = name.starts_with("word/");
        let mut own = Vec::new();
        part.take(1 << 20).read_to_end(&mut own).ok()?;
        if !own.is_empty() && (at == spoilt || (is_text && dice.below(2) == 0)) {
            dice.spoil(&mut own);
        }
        out.start_file(name, stored).ok()?;
        out.write_all(&own).ok()?;
    }
    Some(out.finish().ok()?.into_inner())
}

#[test]
fn archives_whose_parts_are_spoilt_end() {
    let mut dice = Dice(number("JIANFAN_SEED", 7) | 1);
    let mut done = 0;
    for (name, bytes) in inputs() {
        if !bytes.starts_with(b"PK") {
            continue;
        }
        for _ in 0..number("JIANFAN_MUTATIONS", 24) {
            let Some(spoilt) = repacked(&bytes, &mut dice) else { break };
            ends(&name, &spoilt);
            done += 1;
        }
    }
    assert!(done > 50, "no archive could be spoilt");
}

#[test]
fn what_is_made_to_take_for_ever_ends() {
    let many = 60_000;
    for (name, piece) in [
        ("a.txt", "（"),
        ("a.txt", "“"),
        ("a.txt", "一、"),
        ("a.txt", "一、二、三、四、五是"),
        ("a.txt", "*县"),
        ("a.txt", "會(huì)"),
        ("a.txt", "，,,。"),
        ("a.txt", "政协政协 "),
        ("a.txt", "1、一是\n"),
        ("a.txt", "- 一条\n"),
        ("a.txt", "甲\t乙\n"),
        ("a.md", "# 一\n"),
        ("a.md", "```\n"),
        ("a.md", "[^1]: "),
        ("a.html", "<div>一。"),
        ("a.html", "<p>一。</b></i>"),
        ("a.html", "<table><tr><td>一"),
        ("a.html", "<ul><li>一"),
        ("a.html", "<img src=x>"),
        ("a.html", "<a href=x>一"),
    ] {
        let text = piece.repeat(many / piece.len());
        let text = if name.ends_with("html") { format!("<html>{text}") } else { text };
        ends(name, text.as_bytes());
    }
}
