//! What is on a server with WebDAV: by asking for its folders, or, where it lists none, by what the
//! records say. It changes nothing there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

use super::listing::{self, Entry};
use super::{INCOMING, WebDavTarget};
use crate::deliver::remote::at_once::at_once;
use crate::deliver::remote::error::RemoteError;
use crate::deliver::remote::history;
use crate::deliver::remote::release::{Pending, Release};
use crate::deliver::remote::target::{Area, LIVE, PENDING, Target as _};
use crate::deliver::remote::web::{CONNECTIONS, MULTI};

/// What is asked of a folder.
const PROPERTIES: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?><propfind xmlns=\"DAV:\"><prop><resourcetype/><getcontentlength/></prop></propfind>";

/// After so many numbers without a release there is none: a number is only what a server says.
const MISSED: usize = 32;

impl WebDavTarget {
    /// What a folder holds; nothing where the server does not tell.
    fn folder(&self, path: &str) -> Result<Option<Vec<Entry>>, RemoteError> {
        let headers = [("depth", "1".to_owned()), ("content-type", "application/xml".to_owned())];
        let answer = self.ask("PROPFIND", path, &headers, PROPERTIES.as_bytes())?;
        match answer.status {
            MULTI => {
                let entries = listing::read(&answer.body)
                    .ok_or_else(|| RemoteError::said(self.label(), "no list of a folder", false))?;
                // A list holds the folder itself. One that spells its paths in another way than they
                // are asked for is of no use, and must not look like an empty folder.
                Ok(Some(entries).filter(|list| list.iter().any(|entry| entry.path == path)))
            }
            404 | 410 => Ok(Some(Vec::new())),
            // 409: some servers say so of what is not there.
            400 | 403 | 405 | 409 | 415 | 501 => Ok(None),
            _ => Err(self.refusal(&answer)),
        }
    }

    /// Level by level.
    pub(super) fn list_folders(
        &self,
        area: Area,
    ) -> Result<Option<BTreeMap<String, u64>>, RemoteError> {
        let mut files = BTreeMap::new();
        let mut level = vec![self.place.root(area).to_owned()];
        while !level.is_empty() {
            let mut next = Vec::new();
            for (folder, entries) in
                level.iter().zip(at_once(&level, CONNECTIONS, |it| self.folder(it))?)
            {
                let Some(entries) = entries else { return Ok(None) };
                // What is deeper, so that it ends whatever a server says.
                let is_in = |entry: &Entry| {
                    entry.path.len() > folder.len() && entry.path.starts_with(folder)
                };
                for entry in entries.into_iter().filter(is_in) {
                    let Some(path) = self.place.within(area, &entry.path) else { continue };
                    match entry.size {
                        Some(size) => drop(files.insert(path.to_owned(), size)),
                        None if path == INCOMING => {}
                        None => next.push(entry.path),
                    }
                }
            }
            level = next;
        }
        Ok(Some(files))
    }

    /// How long these files of the site are, as far as they are there: a question of a line for each, where
    /// a list of its folder would be a page. Nothing where the server answers something else.
    pub(super) fn lengths_of(
        &self,
        paths: &BTreeSet<&str>,
    ) -> Result<Option<BTreeMap<String, u64>>, RemoteError> {
        let paths: Vec<&str> = paths.iter().copied().collect();
        let is_told = AtomicBool::new(true);
        let length = |path: &&str| {
            if !is_told.load(Ordering::Relaxed) {
                return Ok(None);
            }
            let answer = self.ask("HEAD", &self.at(Area::Site, path), &[], &[])?;
            match answer.status {
                200 => {
                    let length = answer.header("content-length").and_then(|it| it.parse().ok());
                    is_told.fetch_and(length.is_some(), Ordering::Relaxed);
                    Ok(length)
                }
                404 | 410 => Ok(None),
                500.. => Err(self.refusal(&answer)),
                _ => {
                    is_told.store(false, Ordering::Relaxed);
                    Ok(None)
                }
            }
        };
        let lengths = at_once(&paths, CONNECTIONS, length)?;
        let there = paths.into_iter().zip(lengths);
        let files = there.filter_map(|(path, length)| Some((path.to_owned(), length?)));
        Ok(is_told.load(Ordering::Relaxed).then(|| files.collect()))
    }

    /// What is there, as far as the records say.
    pub(super) fn list_by_records(&self, area: Area) -> Result<BTreeMap<String, u64>, RemoteError> {
        let live = self.record(LIVE)?.as_deref().and_then(Release::parse);
        let (number, live) = live.map(|live| (live.number, live.files)).unwrap_or_default();
        if area == Area::Site {
            let pending =
                self.record(PENDING)?.as_deref().and_then(Pending::parse).unwrap_or_default();
            let mut files: BTreeMap<String, u64> =
                live.into_iter().map(|(path, item)| (path, item.size)).collect();
            let touched: Vec<&String> = pending.touched.keys().collect();
            let sizes = at_once(&touched, CONNECTIONS, |path| self.size(area, path))?;
            for (path, size) in touched.into_iter().zip(sizes) {
                match size {
                    Some(size) => drop(files.insert(path.clone(), size)),
                    None => drop(files.remove(path)),
                }
            }
            return Ok(files);
        }
        // A cut release may have been written down before it was live.
        let mut files = BTreeMap::new();
        let mut objects = BTreeSet::new();
        let mut missed = 0;
        for number in (1..=number.saturating_add(1)).rev() {
            let path = history::release_path(number);
            let Some(bytes) = self.record(&path)? else {
                missed += 1;
                if files.is_empty() && missed < MISSED {
                    continue;
                }
                break;
            };
            files.insert(path, bytes.len() as u64);
            let release = Release::parse(&bytes).unwrap_or_default();
            objects.extend(release.files.into_values().map(|it| history::object_path(it.hash)));
        }
        // Each is asked for once; what we keep or delete meanwhile, once more.
        let unknown: Vec<&String> = {
            let lengths = self.lengths();
            objects.iter().filter(|path| !lengths.contains_key(*path)).collect()
        };
        let sizes = at_once(&unknown, CONNECTIONS, |path| self.size(area, path))?;
        let mut lengths = self.lengths();
        lengths.extend(unknown.into_iter().cloned().zip(sizes));
        let size = |path: String| lengths.get(&path).copied().flatten().map(|size| (path, size));
        files.extend(objects.iter().cloned().filter_map(size));
        Ok(files)
    }

    /// How long a file is, if it is there.
    fn size(&self, area: Area, path: &str) -> Result<Option<u64>, RemoteError> {
        let answer = self.ask("HEAD", &self.at(area, path), &[], &[])?;
        match answer.status {
            200 => Ok(Some(
                answer.header("content-length").and_then(|it| it.parse().ok()).unwrap_or(0),
            )),
            404 | 410 => Ok(None),
            _ => Err(self.refusal(&answer)),
        }
    }
}
