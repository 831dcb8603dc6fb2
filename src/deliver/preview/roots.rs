//! What is watched, and by which name the caller knows it. It keeps the system's watches in step
//! when a watched folder itself is moved away, removed or made. It never reads a file.
//!
//! - The system speaks of real paths (`/private/tmp/…` for `/tmp/…`); the caller hears its own.
//! - A file is watched through its folder: a save by rename puts another file in its place, and
//!   a watch on the file itself would stay with the old one.
//! - A folder's own folder is watched too, but not what lies beneath it, so that a folder that is
//!   not there yet, or is replaced as a whole, is noticed.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::PreviewError;
use super::droppings::is_dropping;

/// The paths that are watched.
pub(super) struct Roots(Vec<Root>);

struct Root {
    /// As the caller wrote it.
    given: PathBuf,
    /// As the system reports it.
    real: PathBuf,
}

impl Roots {
    /// Finds the real paths. A path need not exist, the folder it stands in must.
    pub(super) fn new(paths: Vec<PathBuf>) -> Result<Self, PreviewError> {
        let root = |given: PathBuf| match real(&given) {
            Ok(real) => Ok(Root { given, real }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(PreviewError::NothingToWatch(given))
            }
            Err(error) => Err(PreviewError::CannotWatch(format!("{}: {error}", given.display()))),
        };
        paths.into_iter().map(root).collect::<Result<_, _>>().map(Self)
    }

    /// Begins to watch all of them.
    pub(super) fn watch(&self, watcher: &mut RecommendedWatcher) -> Result<(), PreviewError> {
        for (path, mode) in self.watches() {
            watcher.watch(path, mode)?;
        }
        Ok(())
    }

    /// Each folder once, with all that lies beneath where any root asks for that.
    fn watches(&self) -> BTreeMap<&Path, RecursiveMode> {
        let real = || self.0.iter().map(|root| root.real.as_path());
        let above = real().filter_map(Path::parent);
        let beneath = real().filter(|path| path.is_dir());
        let covered = |path: &&Path| !beneath.clone().any(|root| path.starts_with(root));
        above
            .filter(covered)
            .map(|path| (path, RecursiveMode::NonRecursive))
            .chain(beneath.clone().map(|path| (path, RecursiveMode::Recursive)))
            .collect()
    }

    /// Begins anew for folders that are perhaps no longer those that were watched: the old watch
    /// stays with the old folder, wherever that is now.
    pub(super) fn watch_again(
        &self,
        watcher: &mut RecommendedWatcher,
        replaced: impl Fn(&Path) -> bool,
    ) -> Result<(), PreviewError> {
        let real = self.0.iter().map(|root| root.real.as_path());
        for path in real.filter(|path| !path.is_file() && replaced(path)) {
            // An error here only says that the watch has gone with the folder.
            let _: notify::Result<()> = watcher.unwatch(path);
            match watcher.watch(path, RecursiveMode::Recursive) {
                // It is told once it is there again: its own folder is watched.
                Err(_) if !path.is_dir() => {}
                outcome => outcome?,
            }
        }
        Ok(())
    }

    /// The caller's name for a path, if it concerns the caller at all.
    pub(super) fn name(&self, path: &Path) -> Option<PathBuf> {
        self.0.iter().find_map(|root| {
            let below = path.strip_prefix(&root.real).ok()?;
            if below.as_os_str().is_empty() {
                return Some(root.given.clone());
            }
            (!is_dropping(below)).then(|| root.given.join(below))
        })
    }
}

fn real(given: &Path) -> io::Result<PathBuf> {
    match given.canonicalize() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let name = given.file_name().ok_or(error)?;
            let above = given.parent().filter(|above| !above.as_os_str().is_empty());
            Ok(above.unwrap_or(Path::new(".")).canonicalize()?.join(name))
        }
        found => found,
    }
}
