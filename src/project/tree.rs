//! The files under a folder, in a fixed order, by walkdir. It follows symbolic links (offices keep
//! pictures on shared drives) and reports loops; it never opens a file.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use unicode_normalization::UnicodeNormalization;
use walkdir::WalkDir;

use super::ProjectError;
use crate::diagnostic::{Diagnostic, Place};

/// One file.
#[derive(Debug, Clone)]
pub(crate) struct TreeFile {
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// Its path from the folder that was walked, `/`-joined and in NFC.
    pub(crate) relative: String,
    /// Its length and time of change, which tell whether it must be read again.
    pub(crate) stamp: Stamp,
}

/// What the file system says of a file's content without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Length in bytes.
    pub(crate) length: u64,
    /// Time of the last change, where the file system keeps one.
    pub(crate) modified: Option<SystemTime>,
}

/// The files of a folder, and what could not be walked.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// Sorted by name, folder by folder.
    pub(crate) files: Vec<TreeFile>,
    /// Loops, unreadable folders, names that no address can be made of.
    pub(crate) faults: Vec<Diagnostic>,
}

/// Walks a folder; one that does not exist is empty. Hidden files and what editors leave behind
/// (`~`, `.swp`, `Thumbs.db`) are passed over.
pub(crate) fn walk(folder: &Path) -> Result<Tree, ProjectError> {
    let mut tree = Tree::default();
    if !folder.exists() {
        return Ok(tree);
    }
    let entries = WalkDir::new(folder)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_dropping(entry.file_name()));
    for entry in entries {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                let Some(relative) = relative(folder, entry.path()) else {
                    tree.faults.push(strange_name(entry.path()));
                    continue;
                };
                let meta = entry.metadata();
                let stamp = Stamp {
                    length: meta.as_ref().map_or(0, std::fs::Metadata::len),
                    modified: meta.ok().and_then(|meta| meta.modified().ok()),
                };
                tree.files.push(TreeFile { path: entry.into_path(), relative, stamp });
            }
            Ok(_) => {}
            Err(error) if error.depth() == 0 => {
                return Err(ProjectError::read(folder, error.into()));
            }
            Err(error) => tree.faults.push(unwalkable(folder, &error)),
        }
    }
    Ok(tree)
}

fn is_dropping(name: &std::ffi::OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with(['.', '~'])
        || name.ends_with(['~', '#'])
        || name.ends_with(".swp")
        || name.ends_with(".tmp")
        || matches!(&*name, "Thumbs.db" | "desktop.ini" | "4913")
}

fn relative(folder: &Path, path: &Path) -> Option<String> {
    let mut joined = String::new();
    for part in path.strip_prefix(folder).ok()?.components() {
        if !joined.is_empty() {
            joined.push('/');
        }
        joined.extend(part.as_os_str().to_str()?.nfc());
    }
    Some(joined)
}

fn strange_name(path: &Path) -> Diagnostic {
    Diagnostic::warning(
        "file-name",
        "文件名不是合法的文字编码，这个文件没有收入网站",
        "the file's name is not valid Unicode; it was left out",
    )
    .help("给文件改一个名字。", "Rename the file.")
    .at(Place::file(path.to_string_lossy()))
}

fn unwalkable(folder: &Path, error: &walkdir::Error) -> Diagnostic {
    let path = error.path().unwrap_or(folder).to_string_lossy().into_owned();
    let diagnostic = if error.loop_ancestor().is_some() {
        Diagnostic::warning(
            "link-loop",
            "快捷方式（符号链接）绕回了上级文件夹，已跳过",
            "a symbolic link leads back to a folder above it; it was passed over",
        )
        .help("删去这个链接。", "Remove the link.")
    } else {
        Diagnostic::error(
            "unreadable-file",
            format!("打不开：{error}"),
            format!("cannot be opened: {error}"),
        )
        .help("检查文件权限，或文件是否正被占用。", "Check the file's permissions.")
    };
    diagnostic.at(Place::file(path))
}
