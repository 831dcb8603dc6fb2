//! The door to the disk: open a folder, put every file of the site, commit. It never knows in what
//! order files come, and leaves nothing behind when it is dropped without a commit.

use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::commit;
use super::compare::{self, Standing};
use super::error::DiskError;
use super::files;
use super::folders::Folders;
use super::manifest::{Entry, Manifest};
use super::names::{self, Names};
use super::place::Place;
use super::plan::{self, Record, Staged};
use crate::address::Address;
use crate::diagnostic::Diagnostic;

/// A build on its way into an output folder. Dropped without [`Staging::commit`], it leaves the
/// folder as it was.
#[derive(Debug)]
pub(crate) struct Staging {
    place: Place,
    /// What the last build wrote.
    old: Option<Manifest>,
    names: Names,
    folders: Folders,
    records: Mutex<Vec<Record>>,
    /// How many files are staged under a number.
    singles: AtomicUsize,
    failed: AtomicBool,
    end: End,
    /// Held while this lives; closing it frees the lock.
    _lock: File,
}

/// What is left to do when a build ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// The staging area goes.
    Forget,
    /// Nothing: it is committed, or the journal has to stay for the next open.
    Keep,
}

/// What a commit did, in files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    /// New ones, where nothing had been.
    pub(crate) added: usize,
    /// Replaced ones.
    pub(crate) changed: usize,
    /// Not touched: their bytes were right.
    pub(crate) unchanged: usize,
    /// Written by an earlier build and gone from the site.
    pub(crate) removed: usize,
}

impl Staging {
    /// Opens a folder for one build, made when it is committed if it is not there. Finishes what a
    /// killed build had decided on.
    ///
    /// Whether the folder holds the site's own sources is for the caller to ask first; see
    /// [`super::holds`].
    ///
    /// # Errors
    ///
    /// [`DiskError::NotOurs`], [`DiskError::NotAFolder`] and [`DiskError::Forbidden`] for folders
    /// that must not be written to, [`DiskError::Busy`] while another build holds it,
    /// [`DiskError::Unfinished`] and [`DiskError::Io`] when the disk refuses.
    pub(crate) fn open(out: &Path) -> Result<Self, DiskError> {
        Self::open_at(Place::find(out)?)
    }

    pub(super) fn open_at(mut place: Place) -> Result<Self, DiskError> {
        let lock = place.lock()?;
        commit::recover(&place)?;
        let path = place.manifest();
        let old = Manifest::read(&path).map_err(DiskError::io(&path))?;
        place.check_ours(old.as_ref())?;
        Ok(Self {
            place,
            old,
            names: Names::default(),
            folders: Folders::default(),
            records: Mutex::default(),
            singles: AtomicUsize::new(0),
            failed: AtomicBool::new(false),
            end: End::Forget,
            _lock: lock,
        })
    }

    /// What the editor should know about where the state lies; `None` in the ordinary case.
    pub(crate) fn notice(&self) -> Option<Diagnostic> {
        let state = self.place.state().display();
        self.place.is_state_inside().then(|| {
            Diagnostic::warning(
                "output-state-inside",
                format!("输出文件夹是挂载点，或其上级文件夹不可写，构建记录只好放在 {state}"),
                format!("the output folder is a mount or its parent cannot be written, so the build's records lie in {state}"),
            )
            .help("上传网站时不要传这个文件夹。", "Leave this folder out when you upload the site.")
        })
    }

    /// Adds a file to the site. Many threads may call this at once.
    ///
    /// # Errors
    ///
    /// [`DiskError::Name`] and [`DiskError::Clash`] for addresses that cannot be files, and
    /// [`DiskError::Io`]. After any of them the site is not whole and a commit refuses.
    pub(crate) fn put(&self, address: &Address, bytes: &[u8]) -> Result<(), DiskError> {
        let result = self.store(address, bytes);
        if result.is_err() {
            self.failed.store(true, Ordering::Relaxed);
        }
        result
    }

    fn store(&self, address: &Address, bytes: &[u8]) -> Result<(), DiskError> {
        let file = address.file();
        names::check(&file).map_err(|fault| DiskError::Name { address: address.clone(), fault })?;
        self.names.claim(address, &file)?;
        let stood = self.standing(&file, bytes)?;
        let known = self.old.as_ref().and_then(|old| old.files.get(&*file));
        let entry = match known {
            // The hash is of what was last written; the bytes are still those, so it is not made again.
            Some(entry) if stood == Standing::Same && entry.size == bytes.len() as u64 => *entry,
            _ => Entry::of(bytes),
        };
        let staged = self.stage(&file, bytes, stood)?;
        let record = Record { file: file.into_boxed_str(), entry, stood, staged };
        self.records.lock().unwrap_or_else(PoisonError::into_inner).push(record);
        Ok(())
    }

    fn standing(&self, file: &str, bytes: &[u8]) -> Result<Standing, DiskError> {
        let folder = names::above(file).unwrap_or_default();
        if !self.folders.is_real(&self.place, folder) {
            return Ok(Standing::Nothing);
        }
        let path = self.place.output(file);
        compare::standing(&path, bytes).map_err(DiskError::io(&path))
    }

    fn stage(&self, file: &str, bytes: &[u8], stood: Standing) -> Result<Staged, DiskError> {
        let folder = names::above(file).unwrap_or_default();
        let (path, staged) = match stood {
            Standing::Same => return Ok(Staged::Not),
            Standing::Nothing | Standing::Other if self.folders.is_real(&self.place, folder) => {
                let number = self.singles.fetch_add(1, Ordering::Relaxed);
                (self.place.single(&number.to_string()), Staged::Single(number))
            }
            _ => (self.place.tree(file), Staged::Tree),
        };
        let made = match staged {
            Staged::Tree => self.folders.stage(&self.place, folder),
            _ => self.folders.stage_singles(&self.place),
        };
        made.and_then(|()| files::write_new(&path, bytes)).map_err(DiskError::io(&path))?;
        Ok(staged)
    }

    /// Makes the output folder hold the files that were put, those that somebody else laid there,
    /// and nothing else.
    ///
    /// # Errors
    ///
    /// [`DiskError::Incomplete`] when a put had failed, [`DiskError::Blocked`], [`DiskError::Io`]:
    /// the old site stands. [`DiskError::Unfinished`]: the next [`Staging::open`] goes on.
    pub(crate) fn commit(mut self) -> Result<Summary, DiskError> {
        if self.failed.load(Ordering::Relaxed) {
            return Err(DiskError::Incomplete { path: self.place.out().to_owned() });
        }
        let records =
            std::mem::take(&mut *self.records.lock().unwrap_or_else(PoisonError::into_inner));
        let nothing = Manifest::default();
        let old = self.old.as_ref().unwrap_or(&nothing);
        let plan = plan::plan(&self.place, &self.folders, &self.names, old, records)?;
        if plan.journal.operations.is_empty() && self.old.as_ref() == Some(&plan.manifest) {
            return Ok(plan.summary);
        }
        let committed = commit::commit(&self.place, &plan);
        if matches!(committed, Ok(()) | Err(DiskError::Unfinished { .. })) {
            self.end = End::Keep;
        }
        committed.map(|()| plan.summary)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        #[cfg(test)]
        if files::was_cut() {
            return;
        }
        if self.end == End::Forget {
            // The next open does what cannot be done now.
            let _ = commit::forget(&self.place);
        }
    }
}
