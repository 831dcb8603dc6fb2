//! Files that are torn, spoilt or made to harm: whatever the bytes, an import ends, with an article or with
//! a diagnostic. The inputs are those of the golden cases; what is done to them is the same in every run
//! (`JIANFAN_SEED` begins elsewhere, `JIANFAN_MUTATIONS` does it more often). With `JIANFAN_GROWTH=1` it is also
//! measured whether four times as much takes about four times as long; otherwise no test looks at a clock.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::tests::asked;
use super::{Input, import};
use crate::dice::Dice;

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

/// Imports bytes, and holds that what comes of it is an article that can be read, or a refusal that says
/// something.
fn ends(name: &str, bytes: &[u8]) {
    match import(Input { name, bytes, beside: None }, &asked()) {
        Ok(imported) => {
            let own = imported.markdown.strip_prefix("---\n");
            let front = own.and_then(|rest| rest.split_once("---\n")).map(|(front, _)| front);
            let front = front.unwrap_or_else(|| panic!("{name}: no front matter"));
            // A Markdown file brings its own along, spoilt or not.
            if Path::new(name).extension() != Some("md".as_ref()) {
                let read: Result<serde_yaml::Mapping, _> =
                    serde_yaml::from_str(&format!("jianfan: 1\n{front}"));
                assert!(read.is_ok(), "{name}: {read:?}\n{front}");
            }
            let plain = |name: &str| name.starts_with("picture-") && !name.contains(['/', '\\']);
            assert!(imported.pictures.iter().all(|picture| plain(&picture.name)), "{name}");
        }
        Err(fault) => assert!(!fault.code.is_empty() && !fault.what.zh.is_empty(), "{name}"),
    }
}

fn number(variable: &str, usual: u64) -> u64 {
    std::env::var(variable).ok().and_then(|value| value.parse().ok()).unwrap_or(usual)
}

/// Spoils bytes in one of several ways.
fn spoil(dice: &mut Dice, bytes: &mut Vec<u8>) {
    let (from, length) = (dice.below(bytes.len()), 1 + dice.below(64));
    let to = (from + length).min(bytes.len());
    match dice.below(6) {
        0 | 1 => {
            for _ in 0..=dice.below(8) {
                let at = dice.below(bytes.len());
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = u8::try_from(dice.below(256)).unwrap();
                }
            }
        }
        2 => bytes[from..to].fill(0xff),
        3 => drop(bytes.drain(from..to)),
        4 => {
            let piece = bytes[from..to].to_vec();
            let at = dice.below(bytes.len());
            bytes.splice(at..at, piece);
        }
        _ => {
            let (piece, at) = (bytes[from..to].to_vec(), dice.below(bytes.len()));
            let end = (at + piece.len()).min(bytes.len());
            bytes.splice(at..end, piece);
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
    let mut dice = Dice::new(number("JIANFAN_SEED", 7) | 1);
    for (name, bytes) in inputs().into_iter().filter(|(_, bytes)| !bytes.is_empty()) {
        for _ in 0..number("JIANFAN_MUTATIONS", 24) {
            let mut spoilt = bytes.clone();
            for _ in 0..=dice.below(3) {
                spoil(&mut dice, &mut spoilt);
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
            spoil(dice, &mut own);
        }
        out.start_file(name, stored).ok()?;
        out.write_all(&own).ok()?;
    }
    Some(out.finish().ok()?.into_inner())
}

#[test]
fn archives_whose_parts_are_spoilt_end() {
    let mut dice = Dice::new(number("JIANFAN_SEED", 7) | 1);
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

/// Inputs that are made of one piece again and again: before, the piece, behind.
const MANY: [(&str, &str, &str, &str); 38] = [
    ("a.txt", "", "（", ""),
    ("a.txt", "", "“", ""),
    ("a.txt", "", "一、", ""),
    ("a.txt", "", "一、二、三、四、五是", ""),
    ("a.txt", "", "*县", ""),
    ("a.txt", "", "會(huì)", ""),
    ("a.txt", "", "，,,。", ""),
    ("a.txt", "", "政协政协 ", ""),
    ("a.txt", "", "1、一是\n", ""),
    ("a.txt", "", "- 一条\n", ""),
    ("a.txt", "", "甲\t乙\n", ""),
    ("a.txt", "", "他说：“好。\n", ""),
    ("a.txt", "", "a.txt-", "。"),
    ("a.txt", "", "a.b.", "。"),
    ("a.txt", "", "1", "。"),
    ("a.txt", "甲", " ", "乙。"),
    ("a.txt", "", "甲 ，", "。"),
    ("a.txt", "甲", "(", "甲))))。"),
    ("a.txt", "甲((((", "()", "))))。"),
    ("a.txt", "", "张×说", "。"),
    ("a.txt", "五", "、○○", "元。"),
    ("a.txt", "名单\n", "（2023年1月5日）\n", "完。"),
    ("a.txt", "标题\n", "来源：县政协\n", "完。"),
    ("a.txt", "名单\n", "张三丰 李四光\n", "完。"),
    ("a.md", "", "# 一\n", ""),
    ("a.md", "", "```\n", ""),
    ("a.md", "", "[^1]: ", ""),
    ("a.md", "# 一\n\n", "](\\a", ""),
    ("a.md", "# 一\n\n", "{<a`", ""),
    ("a.html", "<html>", "<div>一。", ""),
    ("a.html", "<html>", "<p>一。</b></i>", ""),
    ("a.html", "<html>", "<table><tr><td>一", ""),
    ("a.html", "<html>", "<ul><li>一", ""),
    ("a.html", "<html>", "<img src=x>", ""),
    ("a.html", "<html>", "<a href=x>一", ""),
    ("a.html", "<html>", "<label>一</button>", ""),
    ("a.html", "<html><title>", "政", "</title><p>政政政政政。</p><p>一。二。</p>"),
    ("a.html", "<html><svg>", "<svg></label>", "</svg><p>一。</p>"),
];

/// Inputs that are one thing in another: what opens, and what closes it.
const NESTED: [(&str, &str, &str); 5] = [
    ("a.txt", "(", ")"),
    ("a.txt", "“", "”"),
    ("a.txt", "《", "》"),
    ("a.md", "[", "](b)"),
    ("a.html", "<div><svg>", "</svg></div>"),
];

/// One of [`NESTED`], about so many bytes long.
fn nested((_, open, close): (&str, &str, &str), length: usize) -> Vec<u8> {
    let often = length / (open.len() + close.len());
    format!("甲{}乙{}。", open.repeat(often), close.repeat(often)).into_bytes()
}

/// One of [`MANY`], about so many bytes long.
fn many((_, before, piece, behind): (&str, &str, &str, &str), length: usize) -> Vec<u8> {
    format!("{before}{}{behind}", piece.repeat(length / piece.len())).into_bytes()
}

/// How long an import takes at the least, of so many.
fn least(name: &str, bytes: &[u8], runs: usize) -> Duration {
    let run = |_| {
        let begin = Instant::now();
        ends(name, bytes);
        begin.elapsed()
    };
    (0..runs).map(run).min().unwrap_or_default()
}

/// Whether four times as much takes about four times as long, and never sixteen. What else the machine does
/// makes it longer now and then, but not each time.
fn grows_with_its_length(name: &str, piece: &str, short: &[u8], long: &[u8]) {
    const TRIES: usize = 4;
    let mut seen = Vec::new();
    let as_long = (0..TRIES).any(|_| {
        let (one, four) = (least(name, short, 2), least(name, long, 1));
        seen.push((one, four));
        four <= one * 10
    });
    assert!(as_long, "{name} {piece:?}: {seen:?}");
}

#[test]
fn what_is_made_to_take_for_ever_ends() {
    const LENGTH: usize = 16_000;
    let is_measured = number("JIANFAN_GROWTH", 0) > 0;
    let of_many = MANY.map(|case| {
        let make = move |length| many(case, length);
        (case.0, case.2, make(LENGTH), make(LENGTH * 4))
    });
    let of_nested = NESTED.map(|case| {
        let make = move |length| nested(case, length);
        (case.0, case.1, make(LENGTH), make(LENGTH * 4))
    });
    for (name, piece, short, long) in of_many.into_iter().chain(of_nested) {
        if is_measured {
            grows_with_its_length(name, piece, &short, &long);
        } else {
            ends(name, &long);
        }
    }
}
