//! Folders as values: copied, read whole, compared. It asserts nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// The files of a folder with their bytes, by their path in it, `/`-joined.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Every file below a folder; none when there is no such folder. A link is what it says, and is
/// not followed; of a huge file only the length is looked at.
pub(crate) fn read(folder: &Path) -> Files {
    let bytes = |path: &Path| {
        let found = fs::symlink_metadata(path).unwrap();
        if found.is_symlink() {
            format!("a link to {}", fs::read_link(path).unwrap().display()).into_bytes()
        } else if found.len() > HUGE {
            format!("{} bytes", found.len()).into_bytes()
        } else {
            fs::read(path).unwrap()
        }
    };
    paths(folder).into_iter().map(|path| (path.clone(), bytes(&folder.join(path)))).collect()
}

/// No file of a site is as long, but for those that are made to be too long.
const HUGE: u64 = 8 << 20;

/// The bytes and the time of change of every file below a folder.
pub(crate) fn read_with_times(folder: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let time = |path: &str| folder.join(path).metadata().unwrap().modified().unwrap();
    read(folder).into_iter().map(|(path, bytes)| (path.clone(), (bytes, time(&path)))).collect()
}

/// The paths of all files below a folder.
pub(crate) fn paths(folder: &Path) -> Vec<String> {
    let mut paths = Vec::new();
    if folder.is_dir() {
        gather(folder, "", &mut paths);
    }
    paths.sort();
    paths
}

fn gather(folder: &Path, prefix: &str, paths: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            gather(&entry.path(), &format!("{path}/"), paths);
        } else {
            paths.push(path);
        }
    }
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for path in paths(from) {
        write(to, &path, fs::read(from.join(&path)).unwrap());
    }
}

/// Writes a file, and the folders above it.
pub(crate) fn write(folder: &Path, path: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// How two folders differ, a line a file; empty when they do not.
pub(crate) fn difference(expected: &Files, found: &Files) -> String {
    let missing = expected.keys().filter(|path| !found.contains_key(*path));
    let other = expected.iter().filter(|(p, bytes)| found.get(*p).is_some_and(|f| f != *bytes));
    let surplus = found.keys().filter(|path| !expected.contains_key(*path));
    let lines = missing
        .map(|path| format!("missing   {path}\n"))
        .chain(other.map(|(path, _)| format!("different {path}\n")))
        .chain(surplus.map(|path| format!("surplus   {path}\n")));
    lines.collect()
}
