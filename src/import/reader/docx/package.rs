//! The archive: its parts by name, in bounded memory. How large a part says it is counts for nothing;
//! it is read until it has more than a document can have. No name in it is ever a path on the disk.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::xml::{self, Piece};
use crate::diagnostic::Diagnostic;
use crate::project::too_large_to_import;

/// The most that one part of XML may have unpacked: the text of several books.
const MOST_OF_A_PART: u64 = 48 << 20;
/// The most that all parts that are read may have together.
const MOST: u64 = 200 << 20;
/// More files than any document has.
const MOST_ENTRIES: usize = 20_000;

/// See the module.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    left: u64,
}

/// What a part refers to, by id: the target, and whether it lies in the archive.
pub(super) type Relations = BTreeMap<String, Relation>;

/// One thing that a part refers to.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    pub(super) target: String,
    pub(super) is_outside: bool,
}

impl<'b> Package<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Box<Diagnostic>> {
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| Box::new(broken(&error)))?;
        if archive.len() > MOST_ENTRIES {
            return Err(Box::new(bomb()));
        }
        Ok(Self { archive, left: MOST })
    }

    /// The part that holds the text.
    pub(super) fn main(&self) -> String {
        let usual = "word/document.xml";
        // Some programs number it.
        let all = self.archive.file_names().flatten();
        let other = all
            .filter(|name| name.starts_with("word/document") && name.ends_with(".xml"))
            .map(std::borrow::Cow::into_owned)
            .min();
        if self.archive.index_for_name(usual).is_some() {
            usual.to_owned()
        } else {
            other.unwrap_or_else(|| usual.to_owned())
        }
    }

    /// Whether the document brings programs along, wherever they lie.
    pub(super) fn has_macros(&self) -> bool {
        self.archive.file_names().flatten().any(|name| name.ends_with("vbaProject.bin"))
    }

    /// A part that lies in the same folder as another.
    pub(super) fn beside(&mut self, main: &str, name: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
        let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.part(&format!("{folder}/{name}"))
    }

    /// A part of XML; one that is not there is empty.
    pub(super) fn part(&mut self, name: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
        Ok(self.read(name, MOST_OF_A_PART)?.unwrap_or_default())
    }

    /// Any file of the archive.
    pub(super) fn read(
        &mut self,
        name: &str,
        most: u64,
    ) -> Result<Option<Vec<u8>>, Box<Diagnostic>> {
        let most = most.min(self.left);
        let entry = match self.archive.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(Box::new(broken(&error))),
        };
        let mut bytes = Vec::new();
        let read = entry.take(most + 1).read_to_end(&mut bytes);
        read.map_err(|error| Box::new(broken(&ZipError::Io(error))))?;
        let length = bytes.len() as u64;
        if length > most {
            return Err(Box::new(if most == self.left { too_large_to_import() } else { bomb() }));
        }
        self.left -= length;
        Ok(Some(bytes))
    }

    /// What a part refers to.
    pub(super) fn relations(&mut self, main: &str) -> Result<Relations, Box<Diagnostic>> {
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
        let part = self.part(&format!("{folder}/_rels/{file}.rels"))?;
        let mut all = Relations::new();
        xml::walk(&part, &mut |piece| {
            if let Piece::Open(element) = piece
                && let (Some(id), Some(target)) =
                    (element.attribute("Id"), element.attribute("Target"))
            {
                let is_outside =
                    element.attribute("TargetMode").is_some_and(|mode| mode == "External");
                all.insert(id, Relation { target, is_outside });
            }
        })?;
        Ok(all)
    }
}

fn broken(error: &ZipError) -> Diagnostic {
    if let ZipError::UnsupportedArchive(why) = error
        && why.to_ascii_lowercase().contains("password")
    {
        return encrypted();
    }
    damaged(&error.to_string())
}

/// The fault of a file that is not whole.
pub(in crate::import::reader) fn damaged(why: &str) -> Diagnostic {
    Diagnostic::error(
        "damaged-document",
        "文件不完整或已损坏，读不出来",
        format!("the file is truncated or damaged: {why}"),
    )
    .help(
        "重新复制或下载一份；能用 WPS 或 Word 打开的，打开后另存为 .docx，再导入。",
        "Get another copy; if a word processor opens it, save it as .docx from there.",
    )
}

/// The fault of a file that only opens with a password.
pub(in crate::import::reader) fn encrypted() -> Diagnostic {
    Diagnostic::error(
        "encrypted-document",
        "文件有密码，读不出来",
        "the file is protected by a password",
    )
    .help(
        "用 WPS 或 Word 打开，去掉密码，另存一份，再导入。",
        "Open it, remove the password, save it, and import that.",
    )
}

/// The fault of an archive that holds no Word document.
pub(super) fn not_word() -> Diagnostic {
    Diagnostic::error(
        "not-a-document",
        "这是压缩包，但里面不是 Word 文档",
        "this is an archive, but not one of a Word document",
    )
    .help("解压以后，导入里面的文件。", "Unpack it and import what is in it.")
}

/// The fault of what was made to fill the memory.
pub(in crate::import::reader) fn bomb() -> Diagnostic {
    Diagnostic::error(
        "hostile-document",
        "文件解开以后大得不像一篇文档，没有导入",
        "the file unpacks to more than any document has; it was not imported",
    )
    .help(
        "如果它来历不明，不要打开；如果确是稿件，用 WPS 或 Word 另存一份，再导入。",
        "If you do not know where it is from, do not open it; else save it anew from a word processor.",
    )
}
