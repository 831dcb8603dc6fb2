//! What editors and desktops leave beside the files they save: swap files, locks, backups, half
//! of a save by rename. It knows names only; it never looks at the disk.

use std::path::{Component, Path};

/// Folders in which nothing is a source.
const FOLDERS: [&str; 3] = [".git", ".hg", ".svn"];

/// Names that are never a source, and who leaves them.
const NAMES: [&str; 4] = [
    ".DS_Store",   // macOS
    "Thumbs.db",   // Windows
    "desktop.ini", // Windows
    "4913",        // vim asks with it whether the folder can be written
];

/// Beginnings of such names.
const STARTS: [&str; 5] = [
    ".#",             // Emacs, who is editing
    "~$",             // Word, who is editing
    ".~",             // LibreOffice and WPS, who is editing
    ".goutputstream", // GNOME, a save by rename
    "~WR",            // Word, a save by rename
];

/// Ends of such names.
const ENDS: [&str; 7] = [
    "~",            // vim, Emacs, gedit: the file before the save
    ".swp",         // vim
    ".swo",         // vim, a second one
    ".swx",         // vim asks with it whether it may write a swap file
    ".kate-swp",    // Kate
    ".tmp",         // many, a save by rename
    "___jb_tmp___", // JetBrains, a save by rename (`___jb_old___` is its twin, below)
];

/// Whether a path, seen from the folder that is watched, is nobody's source.
pub(super) fn is_dropping(path: &Path) -> bool {
    let named = |component: Component<'_>, names: &[&str]| {
        component.as_os_str().to_str().is_some_and(|name| names.contains(&name))
    };
    if path.components().any(|component| named(component, &FOLDERS)) {
        return true;
    }
    // A name that is not Unicode is somebody's file with a wrong name: let it be reported.
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return false };
    NAMES.contains(&name)
        || STARTS.iter().any(|start| name.starts_with(start))
        || ENDS.iter().any(|end| name.ends_with(end))
        || name.ends_with("___jb_old___")
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#')) // Emacs, unsaved text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn droppings_are_told_from_sources() {
        for dropping in [
            ".a.md.swp",
            "a.md~",
            ".#a.md",
            "#a.md#",
            "news/4913",
            ".DS_Store",
            "~$报告.docx",
            "~WRL0001.tmp",
            ".~lock.报告.docx#",
            ".goutputstream-X1Y2Z3",
            ".git/index",
            "a/.git/refs/heads/main",
            "a.md___jb_tmp___",
            "a.md___jb_old___",
            ".a.md.kate-swp",
        ] {
            assert!(is_dropping(Path::new(dropping)), "{dropping}");
        }
        for source in [
            "a.md",
            "报告.md",
            "news/4913/index.md",
            "4913.md",
            ".htaccess",
            ".nojekyll",
            ".well-known/security.txt",
            "#",
            "a#.md",
            "git/a.md",
            "swp",
            "",
        ] {
            assert!(!is_dropping(Path::new(source)), "{source}");
        }
    }
}
