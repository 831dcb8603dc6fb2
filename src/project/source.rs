//! The content folder: which files are articles, which are sections' own texts, which are served
//! as they are; and reading one of them as text. It never looks at what a text says.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::encoding::{self, Legacy, NoText};
use super::tree::{self, DotFiles, Stamp, Tree, TreeFile};
use super::{CONTENT, ProjectError};
use crate::diagnostic::{Diagnostic, Place};
use crate::script::is_private;

/// A text file of the site.
#[derive(Debug, Clone)]
pub(crate) struct SourceFile {
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// Its path from the site's root, `/`-joined, as messages show it.
    pub(crate) shown: Arc<str>,
}

/// A Markdown file that was read.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// Its path from the site's root, `/`-joined: `content/news/x.md`.
    pub(crate) path: Arc<str>,
    /// Its text, without a byte order mark.
    pub(crate) text: Arc<str>,
}

/// The files of the content folder.
#[derive(Debug, Default)]
pub(crate) struct ContentTree {
    /// Markdown files; `relative` is their path within the folder.
    pub(crate) texts: Vec<TreeFile>,
    /// Everything else: pictures, attachments.
    pub(crate) assets: Vec<TreeFile>,
    /// Whether a file may stand in several places.
    pub(crate) has_links: bool,
}

impl ContentTree {
    /// Walks `content/`.
    pub(crate) fn walk(root: &Path) -> Result<(Self, Vec<Diagnostic>), ProjectError> {
        let Tree { files, faults, has_links } =
            tree::walk(root, &root.join(CONTENT), DotFiles::PassedOver)?;
        let (texts, assets) = files.into_iter().partition(|file| is_markdown(&file.relative));
        Ok((Self { texts, assets, has_links }, faults))
    }
}

impl Source {
    /// Reads one Markdown file of the tree. A file that is no text is read as nothing, with a fault.
    pub(crate) fn read(file: &TreeFile) -> Result<(Self, Option<Diagnostic>), ProjectError> {
        let path: Arc<str> = Arc::from(format!("{CONTENT}/{}", file.relative));
        let source = SourceFile { path: file.path.clone(), shown: path.clone() };
        let (text, fault) = read_text(&source)?;
        Ok((Self { path, text }, fault))
    }

    /// The largest text file that is read, in bytes: almost three million characters, the
    /// length of a dozen books. More is a mistake, such as a film that was given the wrong name.
    pub(crate) const MOST: u64 = 8 << 20;
}

/// Reads a text file. What cannot be read as text is empty, beside an error; a text that was saved
/// in another encoding than UTF-8 is read, beside a warning.
pub(super) fn read_text(file: &SourceFile) -> Result<(Arc<str>, Option<Diagnostic>), ProjectError> {
    let fail = |error| ProjectError::read(Path::new(&*file.shown), error);
    let mut opened = File::open(&file.path).map_err(fail)?;
    let length = opened.metadata().map_err(fail)?.len();
    if length > Source::MOST {
        return Ok((Arc::from(""), Some(too_large(file, length))));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default() + 1);
    opened.read_to_end(&mut bytes).map_err(fail)?;
    Ok(match encoding::decode(&bytes) {
        Ok((text, None)) => (cleaned(text), None),
        Ok((text, Some(legacy))) => {
            (cleaned(text), Some(other_encoding(legacy).at(Place::file(file.shown.clone()))))
        }
        Err(NoText::Binary) => (Arc::from(""), Some(not_text(&file.shown))),
        Err(NoText::Damaged(at)) => {
            let text = String::from_utf8_lossy(encoding::without_mark(&bytes));
            let place = Place::new(file.shown.clone(), &*text, at..at + 3);
            (Arc::from(""), Some(damaged().at(place)))
        }
        Err(NoText::Unknown(_)) => (Arc::from(""), Some(not_utf8(&file.shown))),
    })
}

/// Reads a file that is no part of a site, for whoever goes through it line by line. A file in UTF-8
/// comes as it is, damaged bytes included; what was saved in another encoding comes as UTF-8, beside
/// a warning; what cannot be read as text is empty, beside an error.
pub(crate) fn read_lines(path: &Path) -> Result<(Vec<u8>, Option<Diagnostic>), ProjectError> {
    let shown: Arc<str> = Arc::from(path.to_string_lossy());
    let bytes = std::fs::read(path).map_err(|error| ProjectError::read(path, error))?;
    Ok(match encoding::decode(&bytes) {
        Ok((_, None)) | Err(NoText::Damaged(_)) => (bytes, None),
        Ok((text, Some(legacy))) => {
            let warning = other_encoding(legacy).help(
                "看看结果里的文字对不对。结果一律是 UTF-8 编码。",
                "See whether the text is right. What comes out is always UTF-8.",
            );
            (text.into_owned().into_bytes(), Some(warning.at(Place::file(shown))))
        }
        Err(NoText::Binary) => (Vec::new(), Some(not_text(&shown))),
        Err(NoText::Unknown(_)) => (Vec::new(), Some(not_utf8(&shown))),
    })
}

/// Reads the bytes of a file that is no part of a site as one text, whichever way it was saved.
pub(crate) fn decoded(
    bytes: &[u8],
    shown: &Arc<str>,
) -> Result<(Arc<str>, Option<Diagnostic>), Box<Diagnostic>> {
    let length = bytes.len() as u64;
    if length > Source::MOST {
        let file = SourceFile { path: PathBuf::from(&**shown), shown: shown.clone() };
        return Err(Box::new(too_large(&file, length)));
    }
    match encoding::decode(bytes) {
        Ok((text, legacy)) => {
            let warning =
                legacy.map(|legacy| other_encoding(legacy).at(Place::file(shown.clone())));
            Ok((cleaned(text), warning))
        }
        Err(NoText::Binary) => Err(Box::new(not_text(shown))),
        Err(NoText::Damaged(at)) => {
            let text = String::from_utf8_lossy(encoding::without_mark(bytes));
            Err(Box::new(damaged().at(Place::new(shown.clone(), &*text, at..at + 3))))
        }
        Err(NoText::Unknown(_)) => Err(Box::new(not_utf8(shown))),
    }
}

/// Word's line break (0x0B) and its like have no place in HTML and break a feed. Each becomes
/// something of the same length, so that places stay true.
fn cleaned(text: Cow<'_, str>) -> Arc<str> {
    // Old Macs end a line with a carriage return alone.
    let is_of_old_mac = !text.contains('\n') && text.contains('\r');
    // Without a way out, so that many bytes are looked at together.
    if !is_of_old_mac && !text.bytes().fold(false, |found, byte| found | is_control(byte)) {
        return Arc::from(text);
    }
    let clean = |c: char| match c {
        '\r' if is_of_old_mac => '\n',
        c if u8::try_from(c).is_ok_and(|byte| c.is_ascii() && is_control(byte)) => ' ',
        c => c,
    };
    text.chars().map(clean).collect::<String>().into()
}

fn is_control(byte: u8) -> bool {
    byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r')
}

/// A text without the characters that stand for fixed text.
pub(super) fn without_private(text: Arc<str>) -> Arc<str> {
    if text.contains(is_private) { text.replace(is_private, "\u{FFFD}").into() } else { text }
}

fn is_markdown(relative: &str) -> bool {
    Path::new(relative).extension().is_some_and(|ending| {
        ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown")
    })
}

fn other_encoding(legacy: Legacy) -> Diagnostic {
    let (zh, en) = match legacy {
        Legacy::Gb18030 => ("GB18030（简体中文 Windows 从前的编码）", "GB18030"),
        Legacy::Big5 => ("Big5（繁体中文 Windows 从前的编码）", "Big5"),
        Legacy::Utf16 => ("UTF-16（记事本里叫“Unicode”）", "UTF-16"),
    };
    Diagnostic::warning(
        "other-encoding",
        format!("文件不是 UTF-8 编码，已经按 {zh}读出"),
        format!("the file is not UTF-8; it was read as {en}"),
    )
    .help(
        "看看网页上的文字对不对。用记事本打开它，选“另存为”，编码选 UTF-8，就不再提醒。",
        "See whether the text is right; save the file as UTF-8 to silence this.",
    )
}

fn damaged() -> Diagnostic {
    Diagnostic::error(
        "not-utf8",
        "这里有损坏的字节，读不成文字",
        "some bytes here are damaged and cannot be read as UTF-8",
    )
    .help("把这几个字重新输入一遍，再保存。", "Type these characters again and save the file.")
}

fn not_utf8(shown: &Arc<str>) -> Diagnostic {
    Diagnostic::error(
        "not-utf8",
        "看不出文件是什么编码，文字读出来是乱码",
        "the file is not UTF-8, nor in another encoding that is known",
    )
    .help(
        "用当初写它的程序打开，选“另存为”，编码选 UTF-8。",
        "Open it with the program it was written in and save it as UTF-8.",
    )
    .at(Place::file(shown.clone()))
}

fn not_text(shown: &Arc<str>) -> Diagnostic {
    Diagnostic::error(
        "not-text",
        "文件里不是文字，像是图片、Word 文档一类",
        "the file holds no text; it looks like a picture or a Word document",
    )
    .help(
        "如果是图片或附件，改回原来的扩展名（如 .jpg、.docx）；如果是 Word 稿件，用 Word 打开，把文字复制过来。",
        "If it is a picture or an attachment, give it back its own extension; if it is a Word document, copy its text.",
    )
    .at(Place::file(shown.clone()))
}

fn too_large(file: &SourceFile, length: u64) -> Diagnostic {
    let (size, most) = (length.div_ceil(1 << 20), Source::MOST >> 20);
    Diagnostic::error(
        "too-large",
        format!("文件有 {size} MB，超过一篇文章的上限 {most} MB，没有读"),
        format!("the file has {size} MB, more than the {most} MB that an article may have; it was not read"),
    )
    .help(
        "如果是视频、图片或附件，改回原来的扩展名（如 .mp4、.pdf）；如果真是文章，分成几篇。",
        "If it is a film, a picture or an attachment, give it back its own extension; if it is an article, split it.",
    )
    .at(Place::file(file.shown.clone()))
}

/// How coarsely file systems keep the time of a change, at worst: FAT counts in two seconds.
const COARSE: Duration = Duration::from_secs(2);

/// Whether a file need not be read again. One that was changed just before it was read may have been
/// changed once more since, at the same length and in the same tick of its file system's clock.
pub(crate) fn unchanged(before: Stamp, read_at: SystemTime, now: Stamp) -> bool {
    let settled = now.modified.is_some_and(|modified| modified + COARSE < read_at);
    before == now && settled
}
