//! Names of files: which of them programs leave behind, which cannot be had on every system, which
//! nothing can be made of. It never looks at the disk.

use std::ffi::OsStr;

use super::DotFiles;
use crate::address::is_device;
use crate::diagnostic::Diagnostic;
use crate::script::is_private;

/// What programs leave beside the files that people make, and who does.
const DROPPINGS: [&str; 15] = [
    ".DS_Store",    // macOS
    ".AppleDouble", // macOS, on other people's disks
    ".Spotlight-V100",
    ".Trashes",
    ".fseventsd",
    "Thumbs.db", // Windows
    "ehthumbs.db",
    "desktop.ini",
    "4913", // vim asks with it whether the folder can be written
    ".svn", // version control
    ".hg",
    ".bzr",
    ".idea", // programs for writing code
    ".vscode",
    ".obsidian", // a program for notes
];

/// Whether a file or folder is nobody's work.
pub(super) fn is_dropping(name: &OsStr, dots: DotFiles) -> bool {
    let name = name.to_string_lossy();
    let is_hidden = name.starts_with('.') && dots == DotFiles::PassedOver;
    is_hidden
        || DROPPINGS.iter().any(|dropping| name.eq_ignore_ascii_case(dropping))
        // `.git` and what belongs to it (`.gitignore`, `.gitkeep`); macOS's `._x` beside every `x`;
        // the locks of Word, LibreOffice and WPS, and Emacs's; saves by rename.
        || [".git", "._", "~", ".~", ".#", ".goutputstream"].iter().any(|it| name.starts_with(it))
        || ["~", "#", ".swp", ".swo", ".swx", ".tmp"].iter().any(|it| name.ends_with(it))
}

/// Characters that no name of a file should have: control characters, and the private ones that
/// stand for fixed text.
pub(super) fn is_unspeakable(c: char) -> bool {
    c.is_control() || is_private(c)
}

/// What keeps a name from being a file's on Windows, where colleagues may work.
pub(super) fn unportable(name: &OsStr) -> Option<Diagnostic> {
    // What is not Unicode is told of elsewhere, and worse.
    let name = name.to_str().filter(|name| !name.contains(is_unspeakable))?;
    let sign = name.chars().find(|c| matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\'));
    let (zh, en) = match (sign, name.chars().last()?) {
        (Some(sign), _) => (
            format!("文件名里有“{sign}”，Windows 上不能有这样的文件"),
            format!("the name holds `{sign}`, which no file on Windows can have"),
        ),
        (None, '.') => (
            "文件名以英文句点结尾，Windows 上不能有这样的文件".to_owned(),
            "the name ends in a full stop, which no file on Windows can have".to_owned(),
        ),
        (None, ' ') => (
            "文件名以空格结尾，Windows 上不能有这样的文件".to_owned(),
            "the name ends in a space, which no file on Windows can have".to_owned(),
        ),
        _ => return None,
    };
    let fault = Diagnostic::warning("file-name", zh, en);
    Some(fault.help(
        "给文件改名，把这个符号去掉，或换成中文标点。",
        "Rename it without that sign, so that everybody can open the site's folder.",
    ))
}

/// What Windows takes for a device, whatever its ending: `con.md`, `aux`.
pub(super) fn reserved(name: &OsStr) -> Option<Diagnostic> {
    let name = name.to_str().filter(|name| is_device(name))?;
    let stem = name.split('.').next().unwrap_or(name);
    let fault = Diagnostic::warning(
        "file-name",
        format!("“{stem}”是 Windows 保留的名称，Windows 上不能有这样的文件"),
        format!("Windows keeps the name `{stem}` for itself; no file there can have it"),
    );
    Some(fault.help("给它改名。", "Rename it, so that everybody can open the site's folder."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passed_over(name: &str) -> [bool; 2] {
        [DotFiles::PassedOver, DotFiles::Published].map(|dots| is_dropping(OsStr::new(name), dots))
    }

    #[test]
    fn what_is_meant_is_told_from_what_is_left_behind() {
        for dropping in [
            ".DS_Store",
            ".git",
            ".gitkeep",
            "Thumbs.db",
            "~$公告.docx",
            ".~lock.a.ods#",
            "a.md~",
            "._a.jpg",
            "#a#",
            ".a.md.swp",
            "x.tmp",
        ] {
            assert_eq!(passed_over(dropping), [true, true], "{dropping}");
        }
        for hidden in [".well-known", ".nojekyll", ".htaccess", ".domains"] {
            assert_eq!(passed_over(hidden), [true, false], "{hidden}");
        }
        for own in ["a.md", "git", "report..md", "4913.md", "公告.docx"] {
            assert_eq!(passed_over(own), [false, false], "{own}");
        }
    }

    #[test]
    fn names_that_windows_refuses_are_told() {
        for name in ["a:b.md", "问题?.md", "a.", "a ", "\"a\".md", "a\\b"] {
            assert!(unportable(OsStr::new(name)).is_some(), "{name}");
        }
        for name in ["a..b.md", "问题？.md", ".a", "第 一 期.md"] {
            assert!(unportable(OsStr::new(name)).is_none(), "{name}");
        }
    }
}
