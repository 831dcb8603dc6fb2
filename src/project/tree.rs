//! The files under a folder, in a fixed order, by walkdir. It follows symbolic links (offices keep
//! pictures on shared drives) and reports those that loop, lead nowhere or lead out of the site; it
//! never opens a file.

mod fault;
mod name;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

pub(super) use fault::unreadable;
use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;
use walkdir::{DirEntry, WalkDir};

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

impl TreeFile {
    /// The same file as it is now; nothing when it has gone or is no plain file any more.
    pub(crate) fn again(&self) -> Option<Self> {
        let found =
            std::fs::symlink_metadata(&self.path).ok().filter(std::fs::Metadata::is_file)?;
        Some(Self { stamp: Stamp::of(&found), ..self.clone() })
    }
}

impl Stamp {
    fn of(found: &std::fs::Metadata) -> Self {
        Self { length: found.len(), modified: found.modified().ok() }
    }
}

/// The files of a folder, and what could not be walked.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// Sorted by name, folder by folder.
    pub(crate) files: Vec<TreeFile>,
    /// Loops, unreadable folders, names that no address can be made of.
    pub(crate) faults: Vec<Diagnostic>,
    /// Whether any of it is a link: then one file may stand in several places.
    pub(crate) has_links: bool,
}

/// What is done with files whose name begins with a dot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DotFiles {
    /// They are hidden, from the site too.
    PassedOver,
    /// They are meant (`.well-known/`, `.nojekyll`), but for what programs leave behind.
    Published,
}

/// Walks a folder of the site at `root`; one that does not exist is empty. What editors and desktops
/// leave behind (`~`, `.swp`, `Thumbs.db`, `.git`) is passed over.
pub(crate) fn walk(root: &Path, folder: &Path, dots: DotFiles) -> Result<Tree, ProjectError> {
    let mut walk = Walk { root, real_root: None, tree: Tree::default() };
    match std::fs::metadata(folder) {
        Ok(found) if found.is_dir() => {}
        Ok(_) => {
            walk.fault(fault::not_a_folder(), folder);
            return Ok(walk.tree);
        }
        // A folder that nobody made is empty; a link to one that is not there today is not.
        Err(_) => {
            if std::fs::symlink_metadata(folder).is_ok() {
                walk.fault(fault::leads_nowhere(), folder);
            }
            return Ok(walk.tree);
        }
    }
    let entries =
        WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter().filter_entry(
            |entry| entry.depth() == 0 || !name::is_dropping(entry.file_name(), dots),
        );
    let mut files = Vec::new();
    for entry in entries {
        match entry {
            Ok(entry) => files.extend(walk.entry(entry)),
            Err(error) if error.depth() == 0 => {
                return Err(ProjectError::read(folder, error.into()));
            }
            Err(error) => walk.error(folder, &error, dots),
        }
    }
    // Asking for the time of change of each of ten thousand files takes longer than finding them.
    let looked_at = |entry: DirEntry| look_at(folder, entry);
    let looked_at: Vec<Result<TreeFile, PathBuf>> = files.into_par_iter().map(looked_at).collect();
    for file in looked_at {
        match file {
            Ok(file) => walk.tree.files.push(file),
            Err(path) => walk.fault(fault::strange_name(), &path),
        }
    }
    Ok(walk.tree)
}

/// What is to be known of a file; its path alone when no address can be made of its name.
fn look_at(folder: &Path, entry: DirEntry) -> Result<TreeFile, PathBuf> {
    let Some(relative) = relative(folder, entry.path()) else { return Err(entry.into_path()) };
    let meta = entry.metadata();
    let stamp = meta.map_or(Stamp { length: 0, modified: None }, |meta| Stamp::of(&meta));
    Ok(TreeFile { path: entry.into_path(), relative, stamp })
}

struct Walk<'a> {
    root: &'a Path,
    /// The root free of links, once a link had to be compared with it.
    real_root: Option<PathBuf>,
    tree: Tree,
}

impl Walk<'_> {
    /// Tells what is wrong with where an entry stands, and gives it back when it is a file.
    fn entry(&mut self, entry: DirEntry) -> Option<DirEntry> {
        if entry.path_is_symlink() {
            self.tree.has_links = true;
            if self.leads_out(entry.path()) {
                self.fault(fault::leads_out(), entry.path());
            }
        }
        if entry.depth() > 0
            && let Some(fault) = name::unportable(entry.file_name()).or_else(|| reserved(&entry))
        {
            self.fault(fault, entry.path());
        }
        entry.file_type().is_file().then_some(entry)
    }

    fn error(&mut self, folder: &Path, error: &walkdir::Error, dots: DotFiles) {
        let path = error.path().unwrap_or(folder);
        // Emacs marks a file that is being edited by a link to nowhere beside it.
        if path.file_name().is_some_and(|name| name::is_dropping(name, dots)) {
            return;
        }
        let is_link = std::fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
        let fault = match error.io_error() {
            _ if error.loop_ancestor().is_some() => fault::loops(),
            Some(_) if is_link => fault::leads_nowhere(),
            Some(error) => unreadable(error),
            None => return,
        };
        self.fault(fault, path);
    }

    /// Whether what a link leads to lies outside of the site's folder.
    fn leads_out(&mut self, link: &Path) -> bool {
        let root = self.real_root.get_or_insert_with(|| real(self.root));
        !real(link).starts_with(root)
    }

    fn fault(&mut self, fault: Diagnostic, path: &Path) {
        let place = Place::file(shown(self.root, path));
        self.tree.faults.push(fault.at(place));
    }
}

/// A name that Windows keeps for itself. Of a file that is served as it is, its address tells.
fn reserved(entry: &DirEntry) -> Option<Diagnostic> {
    let is_text = entry.path().extension().is_some_and(|it| it.eq_ignore_ascii_case("md"));
    (entry.file_type().is_dir() || is_text).then(|| name::reserved(entry.file_name())).flatten()
}

fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

/// A path as messages show it: from the site's root, `/`-joined.
pub(super) fn shown(root: &Path, path: &Path) -> Arc<str> {
    let inner = path.strip_prefix(root).unwrap_or(path);
    Arc::from(inner.to_string_lossy().replace('\\', "/"))
}

/// `None` when a part of the path is no name that an address can be made of.
fn relative(folder: &Path, path: &Path) -> Option<String> {
    let mut joined = String::new();
    for part in path.strip_prefix(folder).ok()?.components() {
        if !joined.is_empty() {
            joined.push('/');
        }
        let name = part.as_os_str().to_str().filter(|name| !name.contains(name::is_unspeakable))?;
        if name.is_ascii() {
            joined.push_str(name);
        } else {
            joined.extend(name.nfc());
        }
    }
    Some(joined)
}
