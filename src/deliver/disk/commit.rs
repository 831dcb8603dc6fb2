//! The decision and what follows from it: writes the journal, carries it out, and finishes what a
//! killed build had decided. It never decides what belongs to the site; see `plan`.

use std::collections::HashSet;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::{fs, io, thread};

use super::error::DiskError;
use super::files;
use super::journal::{Journal, Operation};
use super::manifest::{Entry, Manifest};
use super::names;
use super::place::Place;
use super::plan::Plan;

/// Syncing threads: a disk's journal takes what waits together in one go.
const SYNCING: usize = 8;

/// Decides for a plan and carries it out.
///
/// # Errors
///
/// [`DiskError::Unfinished`] after the decision; any other error leaves the old site.
pub(super) fn commit(place: &Place, plan: &Plan) -> Result<(), DiskError> {
    sync(&plan.synced)?;
    let manifest = place.manifest_new();
    files::write_synced(&manifest, plan.manifest.text().as_bytes())
        .map_err(DiskError::io(&manifest))?;
    let journal = place.journal_new();
    files::write_synced(&journal, plan.journal.text().as_bytes())
        .map_err(DiskError::io(&journal))?;
    files::rename(&journal, &place.journal()).map_err(DiskError::io(&journal))?;
    files::sync_folder(place.state());
    finish(place, &plan.journal)
}

/// Finishes or forgets what an earlier build left behind, so that the output folder is the site of
/// one build and the staging area is gone.
pub(super) fn recover(place: &Place) -> Result<(), DiskError> {
    let path = place.journal();
    if let Some(journal) = Journal::read(&path).map_err(DiskError::io(&path))? {
        match drop_torn(place, &journal)? {
            Outlook::Forward => finish(place, &journal)?,
            Outlook::Back => {}
        }
    }
    forget(place)
}

/// Discards what was not decided on. The journal goes first: without it nothing else counts.
pub(super) fn forget(place: &Place) -> Result<(), DiskError> {
    for path in [place.journal(), place.journal_new(), place.manifest_new()] {
        files::remove_file(&path).map_err(DiskError::io(&path))?;
    }
    for staging in [place.tree(""), place.single("")] {
        files::remove_tree(&staging).map_err(DiskError::io(&staging))?;
    }
    Ok(())
}

/// Carries a journal out from its first operation, whatever of it was done before.
fn finish(place: &Place, journal: &Journal) -> Result<(), DiskError> {
    let mut runner = Runner { place, real: HashSet::new() };
    for operation in &journal.operations {
        runner.run(operation)?;
    }
    let (new, manifest) = (place.manifest_new(), place.manifest());
    // Gone when an earlier attempt came this far.
    if fs::symlink_metadata(&new).is_ok() {
        files::rename(&new, &manifest).map_err(unfinished(&manifest))?;
    }
    let path = place.journal();
    files::remove_file(&path).map_err(unfinished(&path))?;
    // The site is whole. What cannot be tidied up now is tidied up by the next open.
    let _ =
        files::remove_tree(&place.tree("")).and_then(|()| files::remove_tree(&place.single("")));
    Ok(())
}

fn unfinished(path: &Path) -> impl FnOnce(io::Error) -> DiskError {
    let path = path.to_owned();
    move |source| DiskError::Unfinished { path, source }
}

fn sync(staged: &[PathBuf]) -> Result<(), DiskError> {
    let sync_share = |share: &[PathBuf]| {
        share.iter().try_for_each(|path| files::sync(path).map_err(DiskError::io(path)))
    };
    let share = staged.len().div_ceil(SYNCING).max(1);
    thread::scope(|scope| {
        let mut threads = Vec::new();
        for share in staged.chunks(share) {
            match thread::Builder::new().spawn_scoped(scope, move || sync_share(share)) {
                Ok(thread) => threads.push(thread),
                // No thread to be had: slower, and no less safe.
                Err(_) => sync_share(share)?,
            }
        }
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().unwrap_or_else(|e| resume_unwind(e)))
    })
}

/// Which way recovery goes.
enum Outlook {
    /// To the new site.
    Forward,
    /// To the old site, of which nothing has been touched yet.
    Back,
}

/// Looks for staged files that a power loss tore. None is ever found after a kill. When nothing
/// was moved yet the whole commit is given up; otherwise the torn files are dropped, what stands
/// in their places stays, and the build that is about to run writes them again.
fn drop_torn(place: &Place, journal: &Journal) -> Result<Outlook, DiskError> {
    let path = place.manifest_new();
    let Some(manifest) = Manifest::read(&path).map_err(DiskError::io(&path))? else {
        return Ok(Outlook::Forward);
    };
    let singles = journal.operations.iter().filter_map(|operation| match operation {
        Operation::MoveSingle { number, path } => Some((place.single(number), path)),
        _ => None,
    });
    let torn: Vec<_> = manifest
        .files
        .keys()
        .map(|path| (place.tree(path), path))
        .chain(singles)
        .filter(|(staged, path)| {
            fs::read(staged)
                .is_ok_and(|bytes| manifest.files.get(*path) != Some(&Entry::of(&bytes)))
        })
        .collect();
    if torn.is_empty() {
        return Ok(Outlook::Forward);
    }
    let waits = |operation: &Operation| match operation {
        Operation::Move { path } => fs::symlink_metadata(place.tree(path)).is_ok(),
        Operation::MoveSingle { number, .. } => fs::symlink_metadata(place.single(number)).is_ok(),
        _ => false,
    };
    // What clears the way stands before the first move, and may have been done; other removals
    // stand after the last one.
    let mut moves = journal.operations.iter().filter(|operation| operation.is_move());
    let is_untouched =
        journal.operations.first().is_some_and(Operation::is_move) && moves.all(waits);
    if is_untouched {
        return Ok(Outlook::Back);
    }
    for (path, _) in torn {
        files::remove_file(&path).map_err(DiskError::io(&path))?;
    }
    Ok(Outlook::Forward)
}

/// Carries operations out. It trusts nothing it has not looked at itself: time may have passed
/// since the journal was written.
struct Runner<'a> {
    place: &'a Place,
    /// Folders of the output folder that are known to be real ones.
    real: HashSet<Box<str>>,
}

impl Runner<'_> {
    fn run(&mut self, operation: &Operation) -> Result<(), DiskError> {
        match operation {
            Operation::Respell { from, to } => self.respell(from, to),
            Operation::Move { path } => self.bring(path),
            Operation::MoveSingle { number, path } => self.bring_single(number, path),
            Operation::Remove { path } => self.remove(path),
            Operation::RemoveFolder { path } => self.remove_folder(path),
        }
    }

    /// Moves a file that is staged under a number to its place, unless that was done.
    fn bring_single(&mut self, number: &str, path: &str) -> Result<(), DiskError> {
        let (from, to) = (self.place.single(number), self.place.output(path));
        self.make_real(names::above(path).unwrap_or_default())?;
        match files::rename(&from, &to) {
            Err(_) if fs::symlink_metadata(&from).is_err() => Ok(()),
            // Windows does not rename over a link to a folder.
            Err(_) if fs::symlink_metadata(&to).is_ok_and(|found| found.is_symlink()) => {
                files::remove_file(&to).and_then(|()| files::rename(&from, &to))
            }
            renamed => renamed,
        }
        .map_err(unfinished(&to))
    }

    /// Moves a file or folder from the staged tree to its place, unless that was done.
    fn bring(&mut self, path: &str) -> Result<(), DiskError> {
        if fs::symlink_metadata(self.place.tree(path)).is_err() {
            return Ok(());
        }
        if let Some(above) = names::above(path) {
            self.make_real(above)?;
        }
        let (from, to) = (self.place.tree(path), self.place.output(path));
        if files::is_folder(&from) {
            if files::is_folder(&to) {
                return self.merge(path);
            }
            // No system renames a folder over a file or a link.
            files::remove_file(&to).map_err(unfinished(&to))?;
        }
        files::rename(&from, &to).map_err(unfinished(&to))
    }

    /// Brings what is in a staged folder, when somebody has made the folder in the meantime.
    fn merge(&mut self, folder: &str) -> Result<(), DiskError> {
        let from = self.place.tree(folder);
        let entries: io::Result<Vec<_>> =
            fs::read_dir(&from).and_then(|entries| entries.map(|e| Ok(e?.file_name())).collect());
        for name in entries.map_err(unfinished(&from))? {
            // Every name in the staging area came from an address.
            let Some(name) = name.to_str() else { continue };
            let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            self.bring(&path)?;
        }
        Ok(())
    }

    /// Makes a folder of the output folder a real one: a link or a file in its place is removed.
    fn make_real(&mut self, folder: &str) -> Result<(), DiskError> {
        if self.real.contains(folder) {
            return Ok(());
        }
        if let Some(above) = names::above(folder) {
            self.make_real(above)?;
        }
        let path = self.place.output(folder);
        if !files::is_folder(&path) {
            files::remove_file(&path).map_err(unfinished(&path))?;
            files::make_folder(&path).map_err(unfinished(&path))?;
        }
        self.real.insert(Box::from(folder));
        Ok(())
    }

    /// Whether all folders above a path are real ones, so that what is done there is done inside.
    fn is_inside(&mut self, path: &str) -> bool {
        let Some(folder) = names::above(path) else { return true };
        if self.real.contains(folder) {
            return true;
        }
        let real = self.is_inside(folder) && files::is_folder(&self.place.output(folder));
        if real {
            self.real.insert(Box::from(folder));
        }
        real
    }

    /// Removes a file or a link; a folder that now has its name stays.
    fn remove(&mut self, path: &str) -> Result<(), DiskError> {
        let full = self.place.output(path);
        if !self.is_inside(path) || files::is_folder(&full) {
            return Ok(());
        }
        files::remove_file(&full).map_err(unfinished(&full))
    }

    /// Removes a folder unless something is left in it.
    fn remove_folder(&mut self, path: &str) -> Result<(), DiskError> {
        let full = self.place.output(path);
        if !self.is_inside(path) || !files::is_folder(&full) {
            return Ok(());
        }
        self.real.remove(path);
        files::remove_empty_folder(&full).map_err(unfinished(&full))
    }

    /// Changes upper and lower case of a name in place.
    fn respell(&mut self, from: &str, to: &str) -> Result<(), DiskError> {
        let (source, target) = (self.place.output(from), self.place.output(to));
        if !self.is_inside(to) || fs::symlink_metadata(&source).is_err() {
            return Ok(());
        }
        files::rename(&source, &target).map_err(unfinished(&target))
    }
}
