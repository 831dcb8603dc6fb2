//! The only writer of source files: articles that begin from their kind's scaffold, sites that begin
//! from the starter inside the binary, copies of a theme's files, new themes, imported articles.
//!
//! It never changes or replaces a file that is there (but for an import that is told to bring its own
//! article up to date), never leaves a folder half made, and knows
//! nothing of pages.

mod article;
mod difference;
mod files;
mod import;
mod scaffold;
mod starter;
mod theme;
mod value;

use std::io;
use std::path::PathBuf;

pub(crate) use article::{NewArticle, Wanted, create, plan};
pub(crate) use difference::{Difference, difference};
pub(crate) use import::{Arrival, Outcome, Wish, arrive};
pub(crate) use starter::found;
pub(crate) use theme::{Copy, copy, new_theme};
pub(crate) use value::one_line;

use crate::diagnostic::{Diagnostic, Place};

/// Something could not be written, or must not be.
#[derive(Debug)]
pub(crate) enum EditError {
    /// A new site was to begin in a folder that holds something.
    NotEmpty {
        folder: PathBuf,
        /// What is in it, the first few names.
        holds: Vec<String>,
    },
    /// A new site was to begin where a file stands.
    NotAFolder(PathBuf),
    /// A new file was to stand where there is one.
    Taken(PathBuf),
    /// The disk would not take it.
    Write { path: PathBuf, error: io::Error },
}

impl EditError {
    fn write(path: impl Into<PathBuf>, error: io::Error) -> Self {
        let path = path.into();
        match error.kind() {
            io::ErrorKind::AlreadyExists => Self::Taken(path),
            _ => Self::Write { path, error },
        }
    }

    /// The error in an editor's words.
    pub(crate) fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::NotEmpty { folder, holds } => Diagnostic::error(
                "folder-not-empty",
                format!("这个文件夹里已经有东西：{}", holds.join("、")),
                format!("this folder is not empty; it holds {}", holds.join(", ")),
            )
            .help(
                "换一个还不存在的文件夹名；什么也没有改动。",
                "Name a folder that does not exist yet. Nothing was changed.",
            )
            .at(Place::file(folder.to_string_lossy())),
            Self::NotAFolder(path) => Diagnostic::error(
                "not-a-folder",
                "这里已经有一个同名的文件",
                "there is a file of that name",
            )
            .help("换一个名字。", "Choose another name.")
            .at(Place::file(path.to_string_lossy())),
            Self::Taken(path) => Diagnostic::error(
                "file-exists",
                "已经有这个文件，没有覆盖它",
                "this file is there already; it was left as it is",
            )
            .help("换一个名字，或者直接修改那个文件。", "Choose another name, or edit that file.")
            .at(Place::file(path.to_string_lossy())),
            Self::Write { path, error } => Diagnostic::error(
                "write-failed",
                format!("写不进去：{error}"),
                format!("cannot be written: {error}"),
            )
            .help(
                "检查磁盘空间和文件夹权限。",
                "Check the disk's free space and the folder's permissions.",
            )
            .at(Place::file(path.to_string_lossy())),
        }
    }
}
