//! What can go wrong between the site and the disk, and how an editor is told.
//! It never prints and never decides what happens next.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::address::Address;
use crate::diagnostic::{Diagnostic, refusal};

/// Why the site could not be put on disk. Unless it is [`DiskError::Unfinished`], the old site
/// stands as it was.
#[derive(Debug)]
pub(crate) enum DiskError {
    /// The folder holds files and nothing shows that jianfan made it.
    NotOurs { path: PathBuf },
    /// Something stands there that is not a folder.
    NotAFolder { path: PathBuf },
    /// The root of a file system or the home folder.
    Forbidden { path: PathBuf },
    /// Another build is writing into the folder.
    Busy { path: PathBuf },
    /// An address that cannot be the name of a file.
    Name { address: Address, fault: NameFault },
    /// Two addresses that cannot both be files in one folder.
    Clash { first: Address, second: Address, kind: ClashKind },
    /// A page must stand where somebody else's files are.
    Blocked { path: PathBuf, by: PathBuf },
    /// A put had failed, so that the site was not whole when it was to be committed.
    Incomplete { path: PathBuf },
    /// The new site is decided on but not all in place; the next open goes on from there.
    Unfinished { path: PathBuf, source: io::Error },
    /// The operating system refused.
    Io { path: PathBuf, source: io::Error },
}

/// Why an address cannot be the name of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameFault {
    /// A segment is empty, `.` or `..`.
    Empty,
    /// A segment is longer than 255 bytes.
    TooLong,
    /// A control character or another that this system does not allow.
    Character,
    /// A name that this system, or jianfan, keeps for itself.
    Reserved,
}

/// In which way two addresses clash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClashKind {
    /// They are the same file.
    Same,
    /// One would be a file and a folder at once.
    FileAndFolder,
    /// They differ only in upper and lower case.
    Case,
}

impl DiskError {
    /// An error of the operating system, with the path it was about.
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }

    /// The error of the operating system behind it, if there is one.
    pub(crate) fn os(&self) -> Option<&io::Error> {
        match self {
            Self::Io { source, .. } | Self::Unfinished { source, .. } => Some(source),
            _ => None,
        }
    }

    /// Whether the disk, or the user's share of it, is full.
    pub(crate) fn is_disk_full(&self) -> bool {
        self.os().is_some_and(|source| {
            matches!(source.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
        })
    }

    /// The error as an editor reads it.
    pub(crate) fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::NotOurs { path } => not_ours(path),
            Self::NotAFolder { path } => Diagnostic::error(
                "output-not-a-folder",
                format!("{} 不是文件夹，网站写不到这里", shown(path)),
                format!("{} is not a folder, so the site cannot be written there", shown(path)),
            )
            .help(
                "把它移走，或用 --out 换一个输出文件夹。",
                "Move it away, or choose another output folder with --out.",
            ),
            Self::Forbidden { path } => Diagnostic::error(
                "output-forbidden",
                format!("不能把网站直接写到 {}（系统根目录或用户主目录）", shown(path)),
                format!("{} is the root or the home folder; no site is written there", shown(path)),
            )
            .help("另指一个专用的文件夹，如 public。", "Name a folder of its own, such as public."),
            Self::Busy { path } => Diagnostic::error(
                "output-busy",
                format!("另一个 jianfan 正在写 {}", shown(path)),
                format!("another jianfan is writing to {}", shown(path)),
            )
            .help(
                "等它结束后再生成，或用 --out 换一个输出文件夹。",
                "Wait until it is done, or choose another folder with --out.",
            ),
            Self::Name { address, fault } => name(address, *fault),
            Self::Clash { first, second, kind } => clash(first, second, *kind),
            Self::Blocked { path, by } => Diagnostic::error(
                "output-blocked",
                format!("{} 要写成文件，但那里有不是 jianfan 写的 {}", shown(path), shown(by)),
                format!(
                    "{} must be a file, but {} is there, not made by jianfan",
                    shown(path),
                    shown(by)
                ),
            )
            .help("把它移走，再生成一次。", "Move it away and build again."),
            Self::Incomplete { path } => Diagnostic::error(
                "output-incomplete",
                format!("有网页没能写出，{} 里的旧网站没有改动", shown(path)),
                format!(
                    "a page could not be written; the old site in {} stays as it was",
                    shown(path)
                ),
            ),
            Self::Unfinished { path, source } => unfinished(path, source),
            Self::Io { path, source } if self.is_disk_full() => disk_full(path, source),
            Self::Io { path, source } => failed(path, source),
        }
    }
}

fn unfinished(path: &Path, source: &io::Error) -> Diagnostic {
    let (path, why) = (shown(path), refusal(source));
    Diagnostic::error(
        "output-unfinished",
        format!("新网站已经做好，但放到 {path} 时断了：{}", why.zh),
        format!("the new site is ready, but putting {path} in place failed: {}", why.en),
    )
    .help(
        "关闭正在使用它的程序，或腾出磁盘空间，再生成一次，会接着完成。",
        "Close programs that use it, or free disk space, and build again: it goes on from here.",
    )
}

fn failed(path: &Path, source: &io::Error) -> Diagnostic {
    let (path, why) = (shown(path), refusal(source));
    Diagnostic::error(
        "output-failed",
        format!("读写 {path} 失败：{}；旧网站没有改动", why.zh),
        format!("could not read or write {path}: {}; the old site is as it was", why.en),
    )
    .help(
        "看看这个位置能不能写：有没有权限，磁盘有没有问题。",
        "See whether that place can be written to.",
    )
}

fn not_ours(path: &Path) -> Diagnostic {
    Diagnostic::error(
        "output-not-ours",
        format!("{} 里有别的文件，不是 jianfan 生成的文件夹，没有动它", shown(path)),
        format!("{} holds files and was not made by jianfan; it is left as it is", shown(path)),
    )
    .help(
        "用 --out 换一个空文件夹；确认里面的东西不要了，也可以自己清空它再生成。",
        "Choose an empty folder with --out; or, if nothing in it is needed, empty it yourself and build again.",
    )
}

fn disk_full(path: &Path, source: &io::Error) -> Diagnostic {
    let (path, why) = (shown(path), refusal(source));
    Diagnostic::error(
        "disk-full",
        format!("写 {path} 时{}，旧网站没有改动", why.zh),
        format!("the disk is full: writing {path} failed ({}); the old site is as it was", why.en),
    )
    .help("腾出空间后再生成一次。", "Free some space and build again.")
}

fn name(address: &Address, fault: NameFault) -> Diagnostic {
    let (zh, en) = match fault {
        NameFault::Empty => ("有一段是空的", "one of its parts is empty"),
        NameFault::TooLong => {
            ("有一段超过 255 字节（约 85 个汉字）", "one of its parts is longer than 255 bytes")
        }
        NameFault::Character => {
            ("含有不能用在文件名里的字符", "it holds a character that a file name cannot have")
        }
        NameFault::Reserved => ("用了系统保留的名称", "it uses a name that is reserved"),
    };
    Diagnostic::error(
        "output-name",
        format!("地址 {address} 不能写成文件：{zh}"),
        format!("the address {address} cannot be a file: {en}"),
    )
    .help(
        "给文件改名，或在文章信息里加一行“网址名: 另一个名字”。",
        "Rename the file, or give the article a `slug:` of its own.",
    )
}

fn clash(first: &Address, second: &Address, kind: ClashKind) -> Diagnostic {
    // Threads arrive in any order; the message must not depend on it.
    let (first, second) = if first <= second { (first, second) } else { (second, first) };
    let (zh, en) = match kind {
        ClashKind::Same => ("是同一个文件", "are the same file"),
        ClashKind::FileAndFolder => {
            ("一个要写成文件，一个要写成文件夹", "would be a file and a folder at once")
        }
        ClashKind::Case => (
            "只有大小写不同，在 Windows 和 macOS 上会互相覆盖",
            "differ only in case and would overwrite each other on Windows and macOS",
        ),
    };
    Diagnostic::error(
        "output-clash",
        format!("地址 {first} 和 {second} 冲突：{zh}"),
        format!("the addresses {first} and {second} clash: they {en}"),
    )
    .help(
        "给其中一个文件改名，或在文章信息里加一行“网址名: 另一个名字”。",
        "Rename one of the files, or give it a `slug:` of its own.",
    )
}

/// A path as people write it, without the prefix that Windows adds to resolved ones.
fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    text.strip_prefix(r"\\?\").unwrap_or(&text).to_owned()
}

impl fmt::Display for DiskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.diagnostic().what.en)
    }
}

impl std::error::Error for DiskError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.os().map(|source| source as _)
    }
}
