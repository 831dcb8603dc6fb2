//! The readers: bytes of one file into a [`Document`]. Each knows one format and no rule of style;
//! none touches the disk.

mod doc;
mod docx;
mod grid;
mod html;
mod literal;
mod markdown;
mod numbering;
mod pictures;
mod role;
mod shape;
mod text;

use std::sync::Arc;

use super::document::Document;
use super::report::{Deed, Notes, Sure};
use super::rule::Rule;
use crate::diagnostic::{Diagnostic, Place};
use crate::project;

/// A file that somebody wants to import.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Input<'a> {
    /// What it is called, with its ending: that, beside its first bytes, tells the format.
    pub(crate) name: &'a str,
    pub(crate) bytes: &'a [u8],
    /// The files that were saved beside it, where there can be any.
    pub(crate) beside: Option<&'a dyn Neighbours>,
}

/// Files beside a file: the pictures of a saved page.
pub(crate) trait Neighbours: std::fmt::Debug + Sync {
    /// A file by its name from the folder of the page on, `/`-joined; none that is not there, is too
    /// large, or lies elsewhere.
    fn read(&self, name: &str) -> Option<Vec<u8>>;
}

/// A document, and what its reader has to say about the file.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) document: Document,
    pub(super) warnings: Vec<Diagnostic>,
}

/// The endings of the files that can be read; a folder's other files are passed over.
pub(crate) const ENDINGS: [&str; 11] =
    ["md", "markdown", "txt", "text", "docx", "docm", "doc", "wps", "html", "htm", "shtml"];

/// Reads a file of any of the formats.
pub(super) fn read(input: Input<'_>, notes: &mut Notes) -> Result<Read, Box<Diagnostic>> {
    let shown: Arc<str> = Arc::from(input.name);
    let ending = input.name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    if input.bytes.starts_with(doc::MARK) {
        return whole(doc::read(input.bytes, notes)?, shown);
    }
    if input.bytes.starts_with(b"PK\x03\x04")
        || (ending.starts_with("docx") && !input.bytes.is_empty())
    {
        return whole(docx::read(input.bytes, notes)?, shown);
    }
    if let Some(fault) = of_other_program(input.bytes) {
        return Err(Box::new(fault.at(Place::file(shown))));
    }
    let (text, warning) = project::decoded(input.bytes, &shown)?;
    if text.trim().is_empty() {
        return Err(Box::new(nothing().at(Place::file(shown))));
    }
    if matches!(ending.as_str(), "html" | "htm" | "shtml" | "mht") || begins_as_page(&text) {
        let warnings = warning.into_iter().collect();
        return whole(Read { warnings, ..html::read(&text, input, notes) }, shown);
    }
    let document = match ending.as_str() {
        "md" | "markdown" => markdown::read(&text, notes),
        _ => text::read(&text, notes),
    };
    Ok(Read { document, warnings: warning.into_iter().collect() })
}

fn begins_as_page(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(15).collect();
    let head = head.to_ascii_lowercase();
    head.starts_with("<!doctype html") || head.starts_with("<html")
}

/// What was read, unless there is nothing in it.
fn whole(read: Read, shown: Arc<str>) -> Result<Read, Box<Diagnostic>> {
    if read.document.blocks.is_empty() {
        return Err(Box::new(nothing().at(Place::file(shown))));
    }
    Ok(read)
}

/// The fault of a format that looks like text and is none to be read: word processors save such files
/// under the endings of others.
fn of_other_program(bytes: &[u8]) -> Option<Diagnostic> {
    let head = bytes.get(..bytes.len().min(2000)).unwrap_or_default();
    let has = |mark: &[u8]| memchr::memmem::find(head, mark).is_some();
    if head.starts_with(b"{\\rtf") {
        return Some(old_format("这是 RTF 文件", "this is an RTF file"));
    }
    if head.starts_with(b"MIME-Version:") || has(b"Content-Type: multipart/related") {
        return Some(old_format(
            "这是单个文件的网页（MHT）",
            "this is a web page in one file (MHT)",
        ));
    }
    (head.starts_with(b"<?xml") && (has(b"Word.Document") || has(b"<w:wordDocument")))
        .then(|| old_format("这是 Word 2003 的 XML 文件", "this is an XML file of Word 2003"))
}

/// Tells of programs in a document.
fn tell_of_macros(notes: &mut Notes) {
    let told = "宏（文件里带的程序），没有运行，也没有带过来";
    notes.note(0, Rule::Format, Deed::Dropped, told, "", Sure::Certain);
}

/// The fault of a format that a word processor has to bring into another one first.
fn old_format(zh: &str, en: &str) -> Diagnostic {
    Diagnostic::error(
        "old-word-document",
        format!("{zh}，不能直接导入"),
        format!("{en}, which cannot be imported"),
    )
    .help(
        "用 WPS、Word 或 LibreOffice 打开，选“另存为”，类型选“Word 文档（.docx）”，再导入。",
        "Open it in a word processor and save it as .docx.",
    )
}

fn nothing() -> Diagnostic {
    Diagnostic::error("nothing-to-import", "文件里没有文字", "there is no text in the file").help(
        "如果是扫描件或图片，先识别成文字，再导入。",
        "If it is a scan or a picture, have its text recognised first.",
    )
}
