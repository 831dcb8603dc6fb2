//! The only writer of source files: articles that begin from their kind's scaffold, sites that begin
//! from the starter inside the binary, copies of a theme's files, new themes, imported articles; and one more
//! word in a list that editors keep, one more line in a ledger (`word`, `change`), with the way back.
//!
//! It never replaces a file that is there but for those, and for an import that is told to bring its own
//! article up to date. It never leaves a folder half made, and knows
//! nothing of pages.

mod article;
mod change;
mod difference;
mod files;
mod import;
mod list;
mod scaffold;
mod starter;
mod theme;
mod turn;
mod value;
mod word;

use std::io;
use std::path::PathBuf;

pub(crate) use article::{NewArticle, Wanted, create, plan};
pub(crate) use change::{Change, read};
pub(crate) use difference::{Difference, difference};
pub(crate) use import::{Arrival, Outcome, Wish, arrive};
pub(crate) use starter::found;
pub(crate) use theme::{Copy, copy, new_theme};
pub(crate) use value::one_line;
pub(crate) use word::{WordList, add_word};

use crate::diagnostic::{Diagnostic, Place, refusal};

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
    /// A file is not what it was when its change was made.
    Changed(PathBuf),
    /// A file that is not where it was.
    Gone(PathBuf),
    /// A file that was not saved as UTF-8.
    Encoding(PathBuf),
    /// A path that leads through a link, or out of the site's folder, or to no file.
    Linked(PathBuf),
    /// A list of words that a word is in already.
    Listed { path: PathBuf, word: String },
    /// A list of words that is written in a way that no word can be added to.
    Shape { path: PathBuf, word: String },
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

    /// The word that it is about, as it is written.
    pub(crate) fn word(&self) -> Option<&str> {
        match self {
            Self::Listed { word, .. } | Self::Shape { word, .. } => Some(word),
            _ => None,
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
            Self::Changed(path) => Diagnostic::error(
                "file-changed",
                "这个文件刚才又改过，没有动它",
                "this file was changed meanwhile; it was left as it is",
            )
            .help("看看它现在的内容，再做一次。", "Look at what it says now, and try again.")
            .at(Place::file(path.to_string_lossy())),
            Self::Gone(path) => Diagnostic::error(
                "file-gone",
                "找不到这个文件，没有改动",
                "there is no such file; nothing was changed",
            )
            .help(
                "它刚才移走或改名了。如果它还在，是文件名里有带声调的字母（如 é），换成普通字母或汉字。",
                "It was moved or renamed. If it is there, its name holds letters with accents (é) in \
                 two parts; rename it.",
            )
            .at(Place::file(path.to_string_lossy())),
            Self::Encoding(path) => Diagnostic::error(
                "not-saved-as-utf8",
                "这个文件不是 UTF-8 编码，校对台改不了",
                "this file is not in UTF-8; the desk cannot change it",
            )
            .help(
                "用编辑器打开它，另存为 UTF-8 编码，再来改。",
                "Open it in an editor, save it as UTF-8, and come back.",
            )
            .at(Place::file(path.to_string_lossy())),
            Self::Linked(path) => Diagnostic::error(
                "not-a-plain-file",
                "这里是链接，或者不是网站文件夹里的普通文件，没有动它",
                "this is a link, or no plain file of the site's folder; it was left as it is",
            )
            .help("打开它所指的文件，用编辑器修改。", "Edit the file that it leads to yourself.")
            .at(Place::file(path.to_string_lossy())),
            Self::Listed { path, word } => Diagnostic::error(
                "already-listed",
                format!("“{word}”已经写在这里，没有再写一遍"),
                format!("`{word}` is listed here already; nothing was changed"),
            )
            .help(
                "要改写法，打开这个文件，改那一条。",
                "To change how it is written, edit that line.",
            )
            .at(Place::file(path.to_string_lossy())),
            Self::Shape { path, word } => Diagnostic::error(
                "list-not-understood",
                format!("看不懂这里的写法，没有把“{word}”写进去"),
                format!("this list is written in a way that `{word}` could not be added to"),
            )
            .help(
                "打开这个文件，自己加上这一条；写法见编辑手册“简繁两版”。",
                "Add the word yourself; the handbook says how.",
            )
            .at(Place::file(path.to_string_lossy())),
            Self::Write { path, error } => {
                let why = refusal(error);
                let (zh, en) = match error.kind() {
                    io::ErrorKind::InvalidFilename => {
                        ("把文件名改短一些，再来一次。", "Give it a shorter name, and try again.")
                    }
                    _ => (
                        "检查磁盘空间和文件夹权限。",
                        "Check the disk's free space and the folder's permissions.",
                    ),
                };
                Diagnostic::error(
                    "write-failed",
                    format!("写不进去：{}", why.zh),
                    format!("cannot be written: {}", why.en),
                )
                .help(zh, en)
                .at(Place::file(path.to_string_lossy()))
            }
        }
    }
}
