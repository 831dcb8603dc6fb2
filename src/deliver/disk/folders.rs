//! What this build has learnt of folders, so that none is looked at or made twice: which are real
//! in the output folder, and which are made in the staging area. It never changes the output folder.

use std::collections::{HashMap, HashSet};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use foldhash::fast::RandomState;

use super::place::Place;
use super::{files, names};

/// Shared by all threads that put. Paths are from the output folder; `""` is the folder itself.
#[derive(Debug, Default)]
pub(super) struct Folders {
    real: Mutex<HashMap<Box<str>, bool, RandomState>>,
    staged: Mutex<HashSet<Box<str>, RandomState>>,
    singles: AtomicBool,
}

impl Folders {
    /// Whether a folder stands in the output folder, reached by no link.
    pub(super) fn is_real(&self, place: &Place, folder: &str) -> bool {
        if let Some(&known) = lock(&self.real).get(folder) {
            return known;
        }
        let real = names::above(folder).is_none_or(|above| self.is_real(place, above))
            && files::is_folder(&place.output(folder));
        lock(&self.real).insert(Box::from(folder), real);
        real
    }

    /// Makes a folder in the staged tree, and those above it.
    pub(super) fn stage(&self, place: &Place, folder: &str) -> io::Result<()> {
        if lock(&self.staged).contains(folder) {
            return Ok(());
        }
        if let Some(above) = names::above(folder) {
            self.stage(place, above)?;
        }
        files::make_folder(&place.tree(folder))?;
        lock(&self.staged).insert(Box::from(folder));
        Ok(())
    }

    /// Makes the folder of the files that are staged under a number.
    pub(super) fn stage_singles(&self, place: &Place) -> io::Result<()> {
        if !self.singles.load(Ordering::Acquire) {
            files::make_folder(&place.single(""))?;
            self.singles.store(true, Ordering::Release);
        }
        Ok(())
    }

    /// The highest folder above a file that is not real in the output folder yet; the file itself
    /// when all of them are. Moved as one, it brings all that is below it.
    pub(super) fn highest_new<'a>(&self, place: &Place, file: &'a str) -> &'a str {
        if !self.is_real(place, "") {
            return "";
        }
        let mut folders = file.match_indices('/').filter_map(|(at, _)| file.get(..at));
        folders.find(|folder| !self.is_real(place, folder)).unwrap_or(file)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
