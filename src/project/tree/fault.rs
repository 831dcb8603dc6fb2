//! What can be wrong with a file before anybody opens it. The messages alone stand here.

use std::io;

use crate::diagnostic::{Diagnostic, refusal};

pub(super) fn strange_name() -> Diagnostic {
    Diagnostic::warning(
        "file-name",
        "文件名里有乱码或看不见的字符，这个文件没有收入网站",
        "the file's name holds characters that no name should have; it was left out",
    )
    .help("给文件改一个名字。", "Rename the file.")
}

pub(super) fn loops() -> Diagnostic {
    Diagnostic::warning(
        "link-loop",
        "快捷方式（符号链接）绕回了上级文件夹，已跳过",
        "a symbolic link leads back to a folder above it; it was passed over",
    )
    .help("删去这个链接。", "Remove the link.")
}

pub(super) fn leads_out() -> Diagnostic {
    Diagnostic::warning(
        "link-outside",
        "快捷方式（符号链接）指向网站文件夹以外，那里的东西会发布到网上",
        "a symbolic link leads out of the site's folder; what lies there will be published",
    )
    .help(
        "看看那里有没有不该公开的文件；最好把要用的文件复制到网站文件夹里，删去链接。",
        "See that nothing private lies there; better copy what you need and remove the link.",
    )
}

pub(super) fn not_a_folder() -> Diagnostic {
    Diagnostic::error("not-a-folder", "这里应当是一个文件夹", "this should be a folder")
        .help("把这个文件移走，或者改名。", "Move the file away, or rename it.")
}

/// What it led to may be on a disk that is not there today: the site must not lose it silently.
pub(super) fn leads_nowhere() -> Diagnostic {
    Diagnostic::error(
        "link-broken",
        "快捷方式（符号链接）指向的文件或文件夹打不开",
        "what this symbolic link leads to cannot be opened",
    )
    .help(
        "如果它在网络磁盘或U盘上，先接好；不要了就删去这个链接。",
        "If it is on another disk, connect it; if it is no longer needed, remove the link.",
    )
}

pub(in crate::project) fn unreadable(error: &io::Error) -> Diagnostic {
    let why = refusal(error);
    Diagnostic::error(
        "unreadable-file",
        format!("打不开：{}", why.zh),
        format!("cannot be opened: {}", why.en),
    )
    .help(
        "检查自己有没有权限，它是不是正被别的程序占用。",
        "See whether you may read it, and whether another program holds it.",
    )
}
