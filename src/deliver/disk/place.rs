//! Where the output folder and its state lie, and whether the folder may be written to at all.
//! It makes the state folder; it never changes the output folder but for one probe, once.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::error::DiskError;
use super::files;
use super::manifest::{Entry, Manifest};
use super::names::STATE_INSIDE;

/// What may lie in a folder that is empty to a person: left by version control and by desktops.
const INVISIBLE: [&str; 8] = [
    STATE_INSIDE,
    PROBE,
    ".git",
    ".gitignore",
    ".gitkeep",
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
];

/// Renamed once from the state folder into the output folder, to learn whether renames work.
const PROBE: &str = ".jianfan-probe";

/// An output folder, its path free of links, and the folder that holds its state.
#[derive(Debug)]
pub(super) struct Place {
    out: PathBuf,
    state: PathBuf,
    /// Whether the file system takes `A` and `a` for the same name.
    pub(super) case: Case,
}

/// What a file system makes of upper and lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Sensitive,
    Insensitive,
}

impl Place {
    /// Finds the folder and makes its state folder, or refuses. Nothing is left behind when it
    /// refuses.
    pub(super) fn find(out: &Path) -> Result<Self, DiskError> {
        let out = resolve(out)?;
        // Only the root of a file system has no parent.
        let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else {
            return Err(DiskError::Forbidden { path: out });
        };
        if std::env::home_dir().is_some_and(|home| fs::canonicalize(home).is_ok_and(|h| h == out)) {
            return Err(DiskError::Forbidden { path: out });
        }
        let mut beside = OsString::from(".");
        beside.push(name);
        beside.push(".jianfan");
        let (beside, inside) = (parent.join(beside), out.join(STATE_INSIDE));
        let state = if files::is_folder(&inside) {
            inside
        } else if files::is_folder(&beside) && on_one_device(&out, parent) {
            beside
        } else {
            if !is_empty(&out)? {
                return Err(DiskError::NotOurs { path: out });
            }
            make_state(&out, parent, beside, inside)?
        };
        Ok(Self { out, state, case: Case::Sensitive })
    }

    /// Takes the lock, which is free again when the file is closed, also by a kill.
    pub(super) fn lock(&mut self) -> Result<File, DiskError> {
        let path = self.state.join("lock");
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(DiskError::io(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(DiskError::Busy { path: self.out.clone() });
            }
            // No locks on this file system: better an unguarded build than none.
            Err(TryLockError::Error(e)) if e.kind() == ErrorKind::Unsupported => {}
            Err(TryLockError::Error(e)) => return Err(DiskError::io(&path)(e)),
        }
        if fs::symlink_metadata(self.state.join("LOCK")).is_ok() {
            self.case = Case::Insensitive;
        }
        Ok(lock)
    }

    /// Looks whether a folder that holds something is one that earlier builds made: a file is
    /// still as the manifest says, or, when another program has gone over all of them, at least
    /// half of them are there. Anything else was put there by somebody else after ours was removed.
    pub(super) fn check_ours(&self, manifest: Option<&Manifest>) -> Result<(), DiskError> {
        if is_empty(&self.out)? {
            return Ok(());
        }
        let mut there = 0;
        for (path, entry) in manifest.into_iter().flat_map(|manifest| &manifest.files) {
            let path = self.output(path);
            let Ok(found) = fs::symlink_metadata(&path) else { continue };
            there += usize::from(found.is_file());
            if found.is_file()
                && found.len() == entry.size
                && fs::read(&path).is_ok_and(|bytes| Entry::of(&bytes) == *entry)
            {
                return Ok(());
            }
        }
        if there > 0 && manifest.is_some_and(|manifest| there * 2 >= manifest.files.len()) {
            return Ok(());
        }
        Err(DiskError::NotOurs { path: self.out.clone() })
    }

    /// The output folder.
    pub(super) fn out(&self) -> &Path {
        &self.out
    }

    /// The state folder.
    pub(super) fn state(&self) -> &Path {
        &self.state
    }

    /// Whether the state lies in the output folder because it could not lie beside it.
    pub(super) fn is_state_inside(&self) -> bool {
        self.state.starts_with(&self.out)
    }

    /// A path from the output folder, in it.
    pub(super) fn output(&self, path: &str) -> PathBuf {
        under(self.out.clone(), path)
    }

    /// A path from the output folder, in the staged tree: whatever comes with a folder of its own.
    pub(super) fn tree(&self, path: &str) -> PathBuf {
        under(self.state.join("tree"), path)
    }

    /// A staged file whose folder is in the output folder already, by its number.
    pub(super) fn single(&self, number: &str) -> PathBuf {
        under(self.state.join("single"), number)
    }

    pub(super) fn manifest(&self) -> PathBuf {
        self.state.join("manifest")
    }

    pub(super) fn manifest_new(&self) -> PathBuf {
        self.state.join("manifest.new")
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.state.join("journal")
    }

    pub(super) fn journal_new(&self) -> PathBuf {
        self.state.join("journal.new")
    }
}

/// Whether a file or folder lies in another, or is it; links are resolved. The driver asks this of
/// the output folder and the site's sources before it opens the one.
pub(crate) fn holds(folder: &Path, path: &Path) -> bool {
    match (fs::canonicalize(folder), fs::canonicalize(path)) {
        (Ok(folder), Ok(path)) => path.starts_with(folder),
        _ => false,
    }
}

/// `base/""` would end in a separator, which follows links.
fn under(mut base: PathBuf, path: &str) -> PathBuf {
    if !path.is_empty() {
        base.push(path);
    }
    base
}

/// The path without links. The folder itself need not exist; folders above it are made. A link in
/// place of the folder is followed: the user named it.
fn resolve(out: &Path) -> Result<PathBuf, DiskError> {
    let out = std::path::absolute(out).map_err(DiskError::io(out))?;
    match fs::metadata(&out) {
        Ok(found) if found.is_dir() => fs::canonicalize(&out).map_err(DiskError::io(&out)),
        Ok(_) => Err(DiskError::NotAFolder { path: out }),
        // A link that leads nowhere.
        Err(_) if fs::symlink_metadata(&out).is_ok() => Err(DiskError::NotAFolder { path: out }),
        Err(e) if e.kind() == ErrorKind::NotFound => {
            let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else {
                return Err(DiskError::io(&out)(e));
            };
            files::make_folders(parent).map_err(DiskError::io(parent))?;
            let parent = fs::canonicalize(parent).map_err(DiskError::io(parent))?;
            Ok(parent.join(name))
        }
        Err(e) if e.kind() == ErrorKind::NotADirectory => Err(DiskError::NotAFolder { path: out }),
        Err(e) => Err(DiskError::io(&out)(e)),
    }
}

fn is_empty(folder: &Path) -> Result<bool, DiskError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(true),
        Err(e) => return Err(DiskError::io(folder)(e)),
    };
    for entry in entries {
        let name = entry.map_err(DiskError::io(folder))?.file_name();
        if !INVISIBLE.iter().any(|&invisible| name == *invisible) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Makes the state folder of an output folder that is empty or not there: beside it, or in it when
/// the parent cannot be written or files cannot be renamed from there.
fn make_state(
    out: &Path,
    parent: &Path,
    beside: PathBuf,
    inside: PathBuf,
) -> Result<PathBuf, DiskError> {
    let exists = files::is_folder(out);
    let made = if exists && !on_one_device(out, parent) {
        Err(io::Error::from(ErrorKind::CrossesDevices))
    } else {
        files::make_folder(&beside).and_then(|()| if exists { probe(&beside, out) } else { Ok(()) })
    };
    match made {
        Ok(()) => Ok(beside),
        Err(e) if exists && forbids_beside(e.kind()) => {
            // Made for the probe, if at all.
            let _ = files::remove_empty_folder(&beside);
            files::make_folder(&inside).map_err(DiskError::io(&inside))?;
            Ok(inside)
        }
        Err(e) if e.kind() == ErrorKind::AlreadyExists => {
            Err(DiskError::NotAFolder { path: beside })
        }
        Err(e) => Err(DiskError::io(&beside)(e)),
    }
}

fn forbids_beside(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem | ErrorKind::CrossesDevices
    )
}

/// Renames a file from one folder to the other. Two mounts of one device look alike, but refuse.
fn probe(from: &Path, to: &Path) -> io::Result<()> {
    let (source, target) = (from.join(PROBE), to.join(PROBE));
    let _ = files::remove_file(&source);
    let renamed = files::write_new(&source, b"").and_then(|()| files::rename(&source, &target));
    let _ = files::remove_file(&source);
    renamed.and_then(|()| files::remove_file(&target))
}

#[cfg(unix)]
fn on_one_device(out: &Path, parent: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (fs::metadata(out), fs::metadata(parent)) {
        (Ok(out), Ok(parent)) => out.dev() == parent.dev(),
        // Not there yet: it will be made in its parent.
        _ => true,
    }
}

/// Elsewhere only the probe tells.
#[cfg(not(unix))]
fn on_one_device(_: &Path, _: &Path) -> bool {
    true
}
