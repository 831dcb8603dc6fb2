//! From what was put and what the last build wrote to the list of operations that makes the output
//! folder the new site. It looks at the disk and never changes it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;

use rayon::slice::ParallelSliceMut;

use super::compare::Standing;
use super::error::DiskError;
use super::files;
use super::folders::Folders;
use super::journal::{Journal, Operation};
use super::manifest::{Entry, Manifest};
use super::names::{self, Names};
use super::place::{Case, Place};
use super::staging::Summary;
use crate::address::fold;

/// Up to so many staged files are synced one by one before the decision, which costs a
/// fraction of a second on an ordinary disk. The standard library cannot sync a whole file system at
/// once, and a mass rebuild would take minutes; there recovery checks hashes instead.
const SYNCED_AT_MOST: usize = 256;

/// A file that was put.
#[derive(Debug)]
pub(super) struct Record {
    /// Its path from the output folder.
    pub(super) file: Box<str>,
    pub(super) entry: Entry,
    /// What stood there when it was put.
    pub(super) stood: Standing,
    pub(super) staged: Staged,
}

/// Where a file that was put waits for the commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Staged {
    /// Nowhere: it is in its place.
    Not,
    /// In the staged tree: its folder is not there yet, or a folder lies where it must stand.
    Tree,
    /// Under a number, because no folder has to come with it.
    Single(usize),
}

/// What a commit is to do.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) journal: Journal,
    pub(super) manifest: Manifest,
    /// Every staged file, if they are few enough to be synced one by one; else none.
    pub(super) synced: Vec<PathBuf>,
    pub(super) summary: Summary,
}

/// When something is moved: assets, then pages from the deepest up, and the home page last, so
/// that nothing links to what is not there yet. Removal goes the other way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    Asset,
    Page { depth: Reverse<usize> },
    Home,
}

/// What has to be moved.
#[derive(Default)]
struct Moves<'a> {
    /// Files and folders of the staged tree, each with the last turn of what is in it.
    trees: BTreeMap<&'a str, Turn>,
    singles: Vec<(Turn, Operation)>,
}

/// What all parts of the planning look at.
struct Planner<'a> {
    place: &'a Place,
    folders: &'a Folders,
    names: &'a Names,
    old: &'a Manifest,
}

/// Plans a commit.
///
/// # Errors
///
/// [`DiskError::Blocked`] when somebody else's files lie where a file must stand.
pub(super) fn plan(
    place: &Place,
    folders: &Folders,
    names: &Names,
    old: &Manifest,
    mut records: Vec<Record>,
) -> Result<Plan, DiskError> {
    let planner = Planner { place, folders, names, old };
    let mut operations = planner.respell();
    records.par_sort_unstable_by(|a, b| a.file.cmp(&b.file));
    let mut orphans = planner.orphans(&records);
    let mut summary = Summary { removed: orphans.len(), ..Summary::default() };

    let mut moves = Moves::default();
    for record in &records {
        match record.stood {
            Standing::Same => summary.unchanged += 1,
            Standing::Other => summary.changed += 1,
            Standing::Nothing => summary.added += 1,
            Standing::Folder => {
                summary.added += 1;
                operations.extend(planner.clear(&record.file, &mut orphans)?);
            }
        }
        planner.bring(record, &mut moves)?;
    }
    let synced = planner.synced(&records);
    let Moves { trees, mut singles } = moves;
    singles.extend(
        trees.into_iter().map(|(path, turn)| (turn, Operation::Move { path: path.into() })),
    );
    singles.sort_unstable();
    operations.extend(singles.into_iter().map(|(_, operation)| operation));
    operations.extend(planner.remove(orphans));

    let files = records.into_iter().map(|record| (record.file, record.entry)).collect();
    let manifest = Manifest { files };
    Ok(Plan { journal: Journal { operations }, manifest, synced, summary })
}

fn turn(file: &str) -> Turn {
    if file == "index.html" {
        Turn::Home
    } else if [".html", ".htm", ".xml"].iter().any(|end| file.ends_with(end)) {
        Turn::Page { depth: Reverse(depth(file)) }
    } else {
        Turn::Asset
    }
}

fn depth(path: &str) -> usize {
    path.matches('/').count()
}

impl Planner<'_> {
    /// Files that an earlier build wrote and this one did not, and that are there.
    fn orphans(&self, records: &[Record]) -> BTreeSet<Box<str>> {
        // Both lists are in order, so one walk along them is enough.
        let mut kept = records.iter().map(|record| &*record.file).peekable();
        let mut gone = |path: &str| {
            while kept.next_if(|kept| *kept < path).is_some() {}
            kept.peek().is_none_or(|kept| *kept != path)
                && (self.place.case == Case::Sensitive || self.names.file(path).is_none())
        };
        let there = |path: &str| {
            names::above(path).is_some_and(|above| self.folders.is_real(self.place, above))
                && fs::symlink_metadata(self.place.output(path)).is_ok_and(|found| !found.is_dir())
        };
        self.old.files.keys().filter(|path| gone(path) && there(path)).cloned().collect()
    }

    /// Files and folders that keep their place on a file system that does not tell case, but are
    /// now spelt otherwise. Folders come before what is in them.
    fn respell(&self) -> Vec<Operation> {
        let mut operations = BTreeSet::new();
        if self.place.case == Case::Insensitive {
            for path in self.old.files.keys() {
                let (mut path, mut to) = (&**path, self.names.file(path));
                while !path.is_empty() {
                    if let Some(to) = to.filter(|to| **to != *path) {
                        operations.insert((depth(path), Box::from(path), to));
                    }
                    path = names::above(path).unwrap_or_default();
                    to = self.names.folder(path);
                }
            }
        }
        operations.into_iter().map(|(_, from, to)| Operation::Respell { from, to }).collect()
    }

    /// Sees to it that a staged file comes to its place.
    fn bring<'a>(&self, record: &'a Record, moves: &mut Moves<'a>) -> Result<(), DiskError> {
        let (file, turn) = (&*record.file, turn(&record.file));
        match record.staged {
            Staged::Not => {}
            Staged::Single(number) => {
                let (number, path) = (number.to_string().into(), file.into());
                moves.singles.push((turn, Operation::MoveSingle { number, path }));
            }
            Staged::Tree => {
                let path = self.folders.highest_new(self.place, file);
                if path.len() < file.len() && !moves.trees.contains_key(path) {
                    self.check_replaceable(path, file)?;
                }
                let last = moves.trees.entry(path).or_insert(turn);
                *last = turn.max(*last);
            }
        }
        Ok(())
    }

    /// Where the staged files lie that are to be synced.
    fn synced(&self, records: &[Record]) -> Vec<PathBuf> {
        let staged = records.iter().filter(|record| record.staged != Staged::Not);
        if staged.clone().count() > SYNCED_AT_MOST {
            return Vec::new();
        }
        let path = |record: &Record| match record.staged {
            Staged::Not => None,
            Staged::Single(number) => Some(self.place.single(&number.to_string())),
            Staged::Tree => Some(self.place.tree(&record.file)),
        };
        staged.filter_map(path).collect()
    }

    /// Where a folder must stand, a file of somebody else's may not be replaced. A link may.
    fn check_replaceable(&self, folder: &str, file: &str) -> Result<(), DiskError> {
        let by = self.place.output(folder);
        let is_file = fs::symlink_metadata(&by).is_ok_and(|found| found.is_file());
        if is_file && !self.old.files.keys().any(|old| self.are_same(old, folder)) {
            return Err(DiskError::Blocked { path: self.place.output(file), by });
        }
        Ok(())
    }

    /// Whether this file system takes two paths for the same.
    fn are_same(&self, one: &str, other: &str) -> bool {
        one == other || (self.place.case == Case::Insensitive && fold(one) == fold(other))
    }

    /// Empties a folder where a file must stand, if all that is in it is ours to remove.
    fn clear(
        &self,
        file: &str,
        orphans: &mut BTreeSet<Box<str>>,
    ) -> Result<Vec<Operation>, DiskError> {
        let mut operations = Vec::new();
        let (mut folders, mut emptied) = (vec![Box::from(file)], Vec::new());
        while let Some(folder) = folders.pop() {
            let full = self.place.output(&folder);
            for entry in fs::read_dir(&full).map_err(DiskError::io(&full))? {
                let by = entry.map_err(DiskError::io(&full))?.path();
                let name = by.file_name().and_then(OsStr::to_str);
                let blocked =
                    || DiskError::Blocked { path: self.place.output(file), by: by.clone() };
                let path = format!("{folder}/{}", name.ok_or_else(blocked)?);
                if files::is_folder(&by) {
                    folders.push(path.into());
                    continue;
                }
                if !orphans.remove(&*path) {
                    let respelt = orphans.iter().find(|orphan| self.are_same(orphan, &path));
                    let respelt = respelt.cloned().ok_or_else(blocked)?;
                    orphans.remove(&respelt);
                }
                operations.push(Operation::Remove { path: path.into() });
            }
            emptied.push(folder);
        }
        // What was found last lies deepest or beside, never above.
        let emptied = emptied.into_iter().rev();
        operations.extend(emptied.map(|path| Operation::RemoveFolder { path }));
        Ok(operations)
    }

    /// Removes orphans, pages before what they show, and the folders that this empties.
    fn remove(&self, orphans: BTreeSet<Box<str>>) -> Vec<Operation> {
        let mut folders = BTreeSet::new();
        for orphan in &orphans {
            let mut path = &**orphan;
            while let Some(folder) = names::above(path).filter(|folder| !folder.is_empty()) {
                let kept = self.names.folder(folder);
                if kept.is_none_or(|new| self.place.case == Case::Sensitive && *new != *folder) {
                    folders.insert((Reverse(depth(folder)), Box::from(folder)));
                }
                path = folder;
            }
        }
        let mut orphans: Vec<_> = orphans.into_iter().map(|path| (turn(&path), path)).collect();
        orphans.sort_unstable_by(|a, b| b.cmp(a));
        let files = orphans.into_iter().map(|(_, path)| Operation::Remove { path });
        files.chain(folders.into_iter().map(|(_, path)| Operation::RemoveFolder { path })).collect()
    }
}
