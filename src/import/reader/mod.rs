//! The readers: bytes of one file into a [`Document`]. Each knows one format and no rule of style;
//! none touches the disk.

mod docx;
mod html;
mod markdown;
mod text;

use std::sync::Arc;

use super::document::Document;
use super::report::Notes;
use crate::diagnostic::{Diagnostic, Place};
use crate::project;

/// A file that somebody wants to import.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Input<'a> {
    /// What it is called, with its ending: that, beside its first bytes, tells the format.
    pub(crate) name: &'a str,
    pub(crate) bytes: &'a [u8],
}

/// A document, and what its reader has to say about the file.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) document: Document,
    pub(super) warnings: Vec<Diagnostic>,
}

/// The endings of the files that can be read; a folder's other files are passed over.
pub(crate) const ENDINGS: [&str; 10] =
    ["md", "markdown", "txt", "text", "docx", "docm", "doc", "wps", "html", "htm"];

/// Reads a file of any of the formats.
pub(super) fn read(input: Input<'_>, notes: &mut Notes) -> Result<Read, Box<Diagnostic>> {
    let shown: Arc<str> = Arc::from(input.name);
    let ending = input.name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    if input.bytes.starts_with(OLE) {
        return Err(Box::new(of_old_word(input.bytes).at(Place::file(shown))));
    }
    if input.bytes.starts_with(b"PK\x03\x04")
        || (ending.starts_with("docx") && !input.bytes.is_empty())
    {
        let read = docx::read(input.bytes, notes)?;
        return if read.document.blocks.is_empty() {
            Err(Box::new(nothing().at(Place::file(shown))))
        } else {
            Ok(read)
        };
    }
    let (text, warning) = project::decoded(input.bytes, &shown)?;
    if text.trim().is_empty() {
        return Err(Box::new(nothing().at(Place::file(shown))));
    }
    if matches!(ending.as_str(), "html" | "htm" | "shtml" | "mht") || begins_as_page(&text) {
        let read = html::read(&text, notes);
        let warnings = warning.into_iter().collect();
        return if read.document.blocks.is_empty() {
            Err(Box::new(nothing().at(Place::file(shown))))
        } else {
            Ok(Read { warnings, ..read })
        };
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

/// The first bytes of the containers in which old Word kept documents, and new Word keeps encrypted ones.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// What a container of old Word's kind holds, as far as it can be told.
fn of_old_word(bytes: &[u8]) -> Diagnostic {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if memchr::memmem::find(bytes, &name).is_some() {
        return docx::encrypted();
    }
    Diagnostic::error(
        "old-word-document",
        "这是旧版 Word 或 WPS 的文件（.doc、.wps），不能直接导入",
        "this is a document of an old word processor (.doc, .wps), which cannot be imported",
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
