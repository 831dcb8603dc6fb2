//! Earlier releases: their lists, and the files that later ones replaced. It never touches what
//! visitors get.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use blake3::Hash;

use super::error::RemoteError;
use super::portions::portions;
use super::release::Release;
use super::target::{Area, Operation, Source, Target};

const RELEASES: &str = "releases/";
const OBJECTS: &str = "objects/";

/// Where the list of a release lies within the records; sorted as they were made.
pub(super) fn release_path(number: u64) -> String {
    format!("{RELEASES}{number:08}")
}

/// Where a file with that hash is kept.
pub(super) fn object_path(hash: Hash) -> String {
    let hex = hash.to_hex();
    let (folder, rest) = hex.split_at_checked(2).unwrap_or(("", &hex));
    format!("{OBJECTS}{folder}/{rest}")
}

/// The releases that are kept, the newest first.
pub(crate) fn releases(target: &dyn Target) -> Result<Vec<Release>, RemoteError> {
    let listed = target.list(Area::Records)?;
    let mut paths: Vec<&str> =
        listed.keys().map(String::as_str).filter(|path| path.starts_with(RELEASES)).collect();
    paths.reverse();
    let read = read_all(target, &listed, &paths, Release::parse)?;
    Ok(read.into_iter().flatten().collect())
}

/// Reads lists of releases and what `parse` makes of each; of the lists themselves, which name every
/// file of a site, only a few are held at a time.
fn read_all<T>(
    target: &dyn Target,
    listed: &BTreeMap<String, u64>,
    paths: &[&str],
    parse: impl Fn(&[u8]) -> Option<T>,
) -> Result<Vec<Option<T>>, RemoteError> {
    let size = |path: &&str| listed.get(*path).copied().unwrap_or(0);
    let mut all = Vec::with_capacity(paths.len());
    for paths in portions(paths, target.batch() * target.at_once(), size) {
        let read = target.read(Area::Records, paths)?;
        all.extend(read.into_iter().map(|bytes| bytes.as_deref().and_then(&parse)));
    }
    Ok(all)
}

/// The files of an earlier release, as they were kept or as they still are.
pub(crate) struct Kept<'t> {
    target: &'t dyn Target,
    /// Where a file with a hash is live.
    live: BTreeMap<[u8; 32], String>,
}

impl<'t> Kept<'t> {
    /// What can be had from a target whose live release is that one.
    pub(crate) fn new(target: &'t dyn Target, live: Option<&Release>) -> Self {
        let files = live.into_iter().flat_map(|live| &live.files);
        let live = files.map(|(path, item)| (*item.hash.as_bytes(), path.clone())).collect();
        Self { target, live }
    }

    /// Whether all files of a release can be had.
    pub(crate) fn has(&self, release: &Release) -> Result<bool, RemoteError> {
        let kept = self.target.list(Area::Records)?;
        Ok(release.files.values().all(|item| {
            self.live.contains_key(item.hash.as_bytes())
                || kept.contains_key(&object_path(item.hash))
        }))
    }

    fn read(&self, area: Area, path: &str) -> io::Result<Option<Vec<u8>>> {
        let read = self.target.read(area, &[path]);
        let read = read.map_err(|error| io::Error::other(error.diagnostic().what.en))?;
        Ok(read.into_iter().next().flatten())
    }
}

impl Source for Kept<'_> {
    fn bytes(&self, _path: &str, hash: Hash) -> io::Result<Vec<u8>> {
        if let Some(bytes) = self.read(Area::Records, &object_path(hash))? {
            return Ok(bytes);
        }
        let live = self.live.get(hash.as_bytes()).ok_or(io::ErrorKind::NotFound)?;
        self.read(Area::Site, live)?.ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// Forgets all releases but the newest ones, and the files that only those had.
pub(super) fn prune(target: &dyn Target, newest: u64, keep: usize) -> Result<(), RemoteError> {
    let listed = target.list(Area::Records)?;
    let oldest = newest.saturating_sub(keep.max(1) as u64 - 1);
    let first = release_path(oldest);
    let old: Vec<&String> =
        listed.keys().filter(|path| path.starts_with(RELEASES) && **path < first).collect();
    if old.is_empty() {
        return Ok(());
    }
    // What cannot be read could need anything.
    let kept: Vec<&str> = listed
        .keys()
        .map(String::as_str)
        .filter(|path| path.starts_with(RELEASES) && **path >= *first)
        .collect();
    let mut needed = BTreeSet::new();
    let needs = |bytes: &[u8]| {
        let files = Release::parse(bytes)?.files;
        Some(files.values().map(|item| object_path(item.hash)).collect::<Vec<_>>())
    };
    for objects in read_all(target, &listed, &kept, needs)? {
        needed.extend(objects.ok_or(RemoteError::Records)?);
    }
    let unneeded =
        listed.keys().filter(|path| path.starts_with(OBJECTS) && !needed.contains(*path));
    // The lists go last: cut before, the next release begins again.
    let operations: Vec<Operation> = unneeded
        .chain(old)
        .map(|path| Operation::Delete { area: Area::Records, path: path.clone() })
        .collect();
    let most = target.batch() * target.at_once();
    operations.chunks(most.max(1)).try_for_each(|batch| target.carry_out(batch))
}
