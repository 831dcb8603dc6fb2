//! How fast a text or a folder of pages is converted, in memory and on one thread; prints one line
//! of JSON. `benches/conversion.py` runs it.
//!
//! ```text
//! convert-speed text FROM TO FILE      line by line
//! convert-speed html FROM TO FOLDER    every page below the folder, by the edition pass
//! ```
//!
//! Reading, and building the converter, are not timed. It writes no file.

use std::error::Error;
use std::ffi::OsStr;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;
use std::{env, fs};

use jianfan::script::pass::{self, Edition};
use jianfan::script::{Converter, Frozen, Lexicon, Links, OwnAddress, Quotes, Script, converter};

/// The program's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// So much is converted before the clock starts, so that the tables are in memory.
const WARM: usize = 1 << 20;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [what, from, to, path] = arguments.as_slice() else {
        return Err("convert-speed text|html FROM TO PATH".into());
    };
    let [from, to] = [from, to].map(|tag| Script::from_tag(tag));
    let (from, to) = from.zip(to).ok_or("a script is a tag such as zh-Hant-TW")?;
    let converter = converter(from, to).ok_or("the scripts are the same")?;
    match what.as_str() {
        "text" => {
            let text = fs::read_to_string(path)?;
            lines(converter, text.get(..text.floor_char_boundary(WARM)).unwrap_or_default());
            let began = Instant::now();
            lines(converter, &text);
            tell(text.len(), 1, began);
        }
        "html" => {
            let mut texts = Vec::new();
            gather(Path::new(path), &mut texts)?;
            pages(from, to, &texts);
            let began = Instant::now();
            pages(from, to, &texts);
            tell(texts.iter().map(String::len).sum(), texts.len(), began);
        }
        _ => return Err("convert-speed knows text and html".into()),
    }
    Ok(())
}

fn tell(bytes: usize, texts: usize, began: Instant) {
    let seconds = began.elapsed().as_secs_f64();
    println!("{{\"bytes\": {bytes}, \"texts\": {texts}, \"seconds\": {seconds}}}");
}

fn lines(converter: &Converter, text: &str) {
    let (mut out, mut placed) = (String::new(), Vec::new());
    for line in text.split_inclusive('\n') {
        out.clear();
        converter.convert_into(line, &[], &[], &mut out, &mut placed);
        black_box(&out);
    }
}

fn pages(from: Script, to: Script, pages: &[String]) {
    let (readings, words) = (Frozen::default(), Lexicon::default());
    let quotes = Quotes::Keep;
    let edition = Edition {
        from,
        to,
        quotes,
        readings: &readings,
        words: &words,
        links: &Below,
        lasting: None,
    };
    let mut out = String::new();
    for page in pages {
        out.clear();
        pass::html(page, &edition, &mut out);
        black_box(&out);
    }
}

/// An edition below a folder of its own, so that every link is asked for and written anew.
struct Below;

impl Links for Below {
    fn link(&self, href: &str) -> Option<String> {
        href.starts_with('/').then(|| format!("/edition{href}"))
    }

    fn own_address(&self, _: OwnAddress) -> String {
        String::new()
    }
}

fn gather(folder: &Path, texts: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, texts)?;
        } else if path.extension() == Some(OsStr::new("html")) {
            texts.push(fs::read_to_string(path)?);
        }
    }
    Ok(())
}
