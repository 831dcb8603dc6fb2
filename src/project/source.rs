//! The content folder: which files are articles, which are sections' own texts, which are served
//! as they are; and reading one of them as text. It never looks at what a text says.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::tree::{self, Stamp, Tree, TreeFile};
use super::{CONTENT, ProjectError};
use crate::diagnostic::{Diagnostic, Place};

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
}

impl ContentTree {
    /// Walks `content/`.
    pub(crate) fn walk(root: &Path) -> Result<(Self, Vec<Diagnostic>), ProjectError> {
        let Tree { files, mut faults } = tree::walk(&root.join(CONTENT))?;
        for fault in &mut faults {
            // Messages name files from the site's root.
            if let Some(place) = &mut fault.place
                && let Ok(inner) = Path::new(&*place.path).strip_prefix(root)
            {
                place.path = Arc::from(inner.to_string_lossy().replace('\\', "/"));
            }
        }
        let (texts, assets) = files.into_iter().partition(|file| is_markdown(&file.relative));
        Ok((Self { texts, assets }, faults))
    }
}

impl Source {
    /// Reads one Markdown file of the tree. A file that is no UTF-8 text is read as well as can
    /// be, with a fault.
    pub(crate) fn read(file: &TreeFile) -> Result<(Self, Option<Diagnostic>), ProjectError> {
        let path: Arc<str> = Arc::from(format!("{CONTENT}/{}", file.relative));
        let source = SourceFile { path: file.path.clone(), shown: path.clone() };
        let (text, fault) = read_text(&source)?;
        Ok((Self { path, text }, fault))
    }

    /// The largest text file that is read, in bytes. An article of this length is a mistake: a
    /// picture or a film that was given the wrong name.
    pub(crate) const MOST: u64 = 32 << 20;
}

/// Reads a text file.
pub(super) fn read_text(file: &SourceFile) -> Result<(Arc<str>, Option<Diagnostic>), ProjectError> {
    let fail = |error| ProjectError::read(&file.path, error);
    let length = std::fs::metadata(&file.path).map_err(fail)?.len();
    if length > Source::MOST {
        return Ok((Arc::from(""), Some(too_long(file, length))));
    }
    let mut bytes = std::fs::read(&file.path).map_err(fail)?;
    // Word's line break (0x0B) and its like have no place in HTML and break a feed. A space has
    // the same length, so that places stay true.
    for byte in &mut bytes {
        if byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r') {
            *byte = b' ';
        }
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => Ok((Arc::from(text), None)),
        Err(error) => {
            let text: Arc<str> = Arc::from(String::from_utf8_lossy(bytes));
            let at = error.valid_up_to();
            let place = Place::new(file.shown.clone(), text.clone(), at..at + 3);
            Ok((text, Some(not_utf8(place))))
        }
    }
}

fn is_markdown(relative: &str) -> bool {
    Path::new(relative).extension().is_some_and(|ending| {
        ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown")
    })
}

fn not_utf8(place: Place) -> Diagnostic {
    Diagnostic::error("not-utf8", "文件不是 UTF-8 编码，文字读出来是乱码", "the file is not UTF-8")
        .help(
            "用记事本打开，选“另存为”，编码选 UTF-8。",
            "Open it in an editor and save it as UTF-8.",
        )
        .at(place)
}

fn too_long(file: &SourceFile, length: u64) -> Diagnostic {
    let size = length >> 20;
    Diagnostic::error(
        "too-long",
        format!("文件有 {size} MB，不像一篇文章，没有读"),
        format!("the file has {size} MB; it was not read as an article"),
    )
    .help(
        "如果是图片或附件，改回原来的扩展名。",
        "If it is a picture or an attachment, give it back its own extension.",
    )
    .at(Place::file(file.shown.clone()))
}

/// Whether a file has to be read again.
pub(crate) fn unchanged(before: Stamp, now: Stamp) -> bool {
    before == now && now.modified.is_some()
}
