//! A folder of a server with WebDAV. It needs GET, PUT, DELETE, MKCOL and MOVE, which nginx has without
//! further modules; COPY and PROPFIND are used where they are.
//!
//! Files are sent beside the site and moved into place. A claim is a folder that is made: of two at
//! once only one can make it, on every server. Folders are never deleted, since that would take with
//! them what others put there; only our own are. Of a site that is live each file is asked for, not each
//! folder, and each new file is looked for before it is sent. Where a server tells no lengths and does not
//! list its folders either, what is there is what the records say.

mod listed;
mod listing;
mod place;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use self::place::{Pass, Place};
use super::at_once::at_once;
use super::error::RemoteError;
use super::history;
use super::release::Release;
use super::target::{Area, Claim, HeadersOf, LIVE, Operation, PENDING, Target};
use super::web::{Answer, CONNECTIONS, MULTI, Request, Web, WebFault};

/// Where files wait on the server.
const INCOMING: &str = ".jianfan-new/";
/// The folder that is the claim.
const LOCK: &str = "lock/";
/// How long somebody may need between making the claim and saying whose it is.
const SETTLES: Duration = Duration::from_secs(2);

/// A folder as a target.
pub(crate) struct WebDavTarget {
    web: Web,
    place: Place,
    pass: Option<Pass>,
    headers: HeadersOf,
    /// Folders that are there.
    folders: Mutex<BTreeSet<String>>,
    /// Whether the server refused to list a folder.
    lists_nothing: AtomicBool,
    /// Whether only of files of ours was asked what is there.
    asked_by_name: AtomicBool,
    /// How long kept files are, or that they are not there, as far as it was asked for.
    lengths: Mutex<BTreeMap<String, Option<u64>>>,
    /// What tells what waits for this release from what waits for another.
    token: String,
}

impl WebDavTarget {
    /// A folder. Nothing is asked yet.
    pub(crate) fn new(
        url: &str,
        records: Option<&str>,
        patience: Duration,
        headers: HeadersOf,
    ) -> Result<Self, RemoteError> {
        let place = Place::new(url, records);
        Ok(Self {
            web: Web::new(place.label(), patience),
            pass: Pass::find(place.host())?,
            place,
            headers,
            folders: Mutex::default(),
            lists_nothing: AtomicBool::new(false),
            asked_by_name: AtomicBool::new(false),
            lengths: Mutex::default(),
            token: token(),
        })
    }

    /// Asks for a path of the server.
    fn ask(
        &self,
        method: &'static str,
        path: &str,
        headers: &[(&'static str, String)],
        body: &[u8],
    ) -> Result<Answer, RemoteError> {
        let url = self.place.url(path);
        let asked = self.web.ask(&|_| {
            let mut headers = headers.to_vec();
            headers.extend(self.pass.as_ref().map(|pass| ("authorization", pass.header())));
            Request { method, url: url.clone(), headers, body }
        });
        let answer = asked?;
        if answer.status == 401 && self.pass.is_none() {
            let looked = (
                "环境变量 JIANFAN_WEBDAV_USER、JIANFAN_WEBDAV_PASSWORD，或者 ~/.netrc".to_owned(),
                "the variables JIANFAN_WEBDAV_USER and JIANFAN_WEBDAV_PASSWORD, or ~/.netrc"
                    .to_owned(),
            );
            return Err(WebFault::NoCredentials { at: self.place.label(), looked }.into());
        }
        Ok(answer)
    }

    fn at(&self, area: Area, path: &str) -> String {
        format!("{}{path}", self.place.root(area))
    }

    fn get(&self, area: Area, path: &str) -> Result<Option<Vec<u8>>, RemoteError> {
        let answer = self.ask("GET", &self.at(area, path), &[], &[])?;
        match answer.status {
            200 => Ok(Some(answer.body)),
            404 | 410 => Ok(None),
            _ => Err(self.refusal(&answer)),
        }
    }

    /// Makes the folders above a path of the server, the upper ones first.
    fn make_folders(&self, root: &str, path: &str) -> Result<(), RemoteError> {
        let ends = path.match_indices('/').map(|(at, _)| at + 1);
        for folder in ends.filter(|&end| end >= root.len()).filter_map(|end| path.get(..end)) {
            let folders = || self.folders.lock().unwrap_or_else(PoisonError::into_inner);
            if folder == "/" || folders().contains(folder) {
                continue;
            }
            let answer = self.ask("MKCOL", folder, &[], &[])?;
            match answer.status {
                // There already.
                405 | 301 => {}
                _ => self.accept(&answer)?,
            }
            folders().insert(folder.to_owned());
        }
        Ok(())
    }

    /// The same when they may be gone.
    fn make_folders_again(&self, area: Area, path: &str) -> Result<(), RemoteError> {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.make_folders(self.place.root(area), path)
    }

    /// Where bytes wait for their place. Nobody else has them wait there: each makes another name.
    fn waiting(&self, area: Area, path: &str) -> String {
        let name = blake3::hash(format!("{} {path}", self.token).as_bytes()).to_hex();
        format!("{}{INCOMING}{name}", self.place.root(area))
    }

    /// Sends bytes beside the area and moves them into place.
    fn put(&self, area: Area, path: &str, bytes: &[u8]) -> Result<(), RemoteError> {
        let (root, place) = (self.place.root(area), self.at(area, path));
        self.make_folders(root, &place)?;
        let waiting = self.waiting(area, path);
        self.make_folders(root, &waiting)?;
        self.send(area, path, &waiting, bytes)?;
        self.settle(area, path, &waiting, bytes)
    }

    fn send(&self, area: Area, path: &str, waiting: &str, bytes: &[u8]) -> Result<(), RemoteError> {
        let media_type = match area {
            Area::Site => (self.headers)(path).media_type,
            Area::Records => "application/octet-stream",
        };
        let headers = [("content-type", media_type.to_owned())];
        let mut sent = self.ask("PUT", waiting, &headers, bytes)?;
        // Somebody whose release ended cleaned up. For nginx that is a fault of its own.
        if matches!(sent.status, 404 | 409 | 500) {
            self.make_folders_again(area, waiting)?;
            sent = self.ask("PUT", waiting, &headers, bytes)?;
        }
        self.accept(&sent)
    }

    /// Moves what waits into its place.
    fn settle(
        &self,
        area: Area,
        path: &str,
        waiting: &str,
        bytes: &[u8],
    ) -> Result<(), RemoteError> {
        let place = self.place.url(&self.at(area, path));
        let to = [("destination", place), ("overwrite", "T".to_owned())];
        let mut answer = self.ask("MOVE", waiting, &to, &[])?;
        for _ in 0..2 {
            // An answer that got lost: it was moved already, or was it not? Or somebody whose release
            // ended cleaned up.
            if !matches!(status(&answer), 404 | 409) {
                break;
            }
            self.make_folders_again(area, waiting)?;
            self.send(area, path, waiting, bytes)?;
            answer = self.ask("MOVE", waiting, &to, &[])?;
        }
        self.accept(&answer)
    }

    /// Has the server copy a file, from path to path. Not everybody may.
    fn copy(&self, from: &str, to: &str) -> Result<Answer, RemoteError> {
        let headers = [("destination", self.place.url(to)), ("overwrite", "T".to_owned())];
        self.ask("COPY", from, &headers, &[])
    }

    fn keep(&self, path: &str, to: &str) -> Result<(), RemoteError> {
        let place = self.at(Area::Records, to);
        self.make_folders(self.place.root(Area::Records), &place)?;
        let answer = self.copy(&self.at(Area::Site, path), &place)?;
        self.lengths().remove(to);
        if self.accept(&answer).is_ok() {
            return Ok(());
        }
        // Not everybody may copy.
        match self.get(Area::Site, path)? {
            Some(bytes) => self.put(Area::Records, to, &bytes),
            None => Err(self.refusal(&answer)),
        }
    }

    fn delete(&self, path: &str) -> Result<(), RemoteError> {
        let answer = self.ask("DELETE", path, &[], &[])?;
        match answer.status {
            404 | 410 => Ok(()),
            _ => self.accept(&answer),
        }
    }

    fn carry_out_one(&self, operation: &Operation) -> Result<(), RemoteError> {
        match operation {
            Operation::Put { area, path, bytes } => self.put(*area, path, bytes),
            Operation::Keep { path, to } => self.keep(path, to),
            Operation::Delete { area, path } => {
                if *area == Area::Records {
                    self.lengths().remove(path);
                }
                self.delete(&self.at(*area, path))?;
                if (*area, path.as_str()) == (Area::Records, PENDING) {
                    // What stays of these is sent over the next time. The claim goes last: until then
                    // nobody else has something there.
                    for area in [Area::Site, Area::Records] {
                        let _ = self.delete(&self.at(area, INCOMING));
                    }
                    self.delete(&self.at(Area::Records, LOCK))?;
                    self.folders.lock().unwrap_or_else(PoisonError::into_inner).clear();
                }
                Ok(())
            }
        }
    }

    fn accept(&self, answer: &Answer) -> Result<(), RemoteError> {
        let succeeded = (200..300).contains(&status(answer)) && status(answer) != MULTI;
        if succeeded { Ok(()) } else { Err(self.refusal(answer)) }
    }

    fn refusal(&self, answer: &Answer) -> RemoteError {
        let (at, status) = (self.place.label(), status(answer));
        let said = status.to_string();
        match status {
            401 | 403 => WebFault::Denied { at, said },
            404 | 409 | 410 => WebFault::NoPlace { at, said },
            413 => WebFault::TooLarge { at },
            507 => WebFault::Full { at },
            429 | 500..600 => WebFault::Overloaded { at, status },
            _ => WebFault::Other { at, status, said },
        }
        .into()
    }

    fn lengths(&self) -> MutexGuard<'_, BTreeMap<String, Option<u64>>> {
        self.lengths.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a stranger gets what should be hidden, when others are asked for a password.
    fn is_open(&self) -> bool {
        if self.pass.is_none() {
            return false;
        }
        let url = self.place.url(&self.at(Area::Records, PENDING));
        let asked = self.web.ask(&|_| Request {
            method: "GET",
            url: url.clone(),
            headers: Vec::new(),
            body: &[],
        });
        asked.is_ok_and(|answer| answer.succeeded())
    }
}

impl Target for WebDavTarget {
    fn label(&self) -> String {
        self.place.label()
    }

    fn list(&self, area: Area) -> Result<BTreeMap<String, u64>, RemoteError> {
        if !self.lists_nothing.load(Ordering::Relaxed) {
            if let Some(files) = self.list_folders(area)? {
                return Ok(files);
            }
            self.lists_nothing.store(true, Ordering::Relaxed);
        }
        self.list_by_records(area)
    }

    fn site(&self, ours: &BTreeSet<&str>) -> Result<BTreeMap<String, u64>, RemoteError> {
        let told = if ours.is_empty() { None } else { self.lengths_of(ours)? };
        self.asked_by_name.store(told.is_some(), Ordering::Relaxed);
        told.map_or_else(|| self.list(Area::Site), Ok)
    }

    fn sees_strangers(&self) -> bool {
        let [nothing, by_name] = [&self.lists_nothing, &self.asked_by_name];
        !nothing.load(Ordering::Relaxed) && !by_name.load(Ordering::Relaxed)
    }

    fn read(&self, area: Area, paths: &[&str]) -> Result<Vec<Option<Vec<u8>>>, RemoteError> {
        at_once(paths, CONNECTIONS, |path| self.get(area, path))
    }

    fn claim(&self, bytes: &[u8]) -> Result<Claim, RemoteError> {
        // From here on nobody else changes the records.
        self.lengths().clear();
        let lock = self.at(Area::Records, LOCK);
        let above = self.at(Area::Records, "");
        self.make_folders(&above, &above)?;
        // What it says is long, and on a slow line on its way for a while. Sent before, it is there
        // an instant after the claim is made.
        let (root, waiting) =
            (self.place.root(Area::Records), self.waiting(Area::Records, PENDING));
        self.make_folders(root, &waiting)?;
        self.send(Area::Records, PENDING, &waiting, bytes)?;
        // The second time somebody may have been cut before saying whose it is.
        for is_last in [false, true] {
            let answer = self.ask("MKCOL", &lock, &[], &[])?;
            if !matches!(answer.status, 405 | 301) {
                self.accept(&answer)?;
                break;
            }
            if self.record(PENDING)?.is_some() {
                let _ = self.delete(&waiting);
                return Ok(Claim::Taken);
            }
            if !is_last {
                std::thread::sleep(SETTLES);
            }
        }
        self.settle(Area::Records, PENDING, &waiting, bytes)?;
        if self.is_open() {
            let path = PENDING.to_owned();
            self.carry_out_one(&Operation::Delete { area: Area::Records, path })?;
            return Err(
                WebFault::Open { at: self.place.url(self.place.root(Area::Records)) }.into()
            );
        }
        Ok(Claim::Made)
    }

    /// The list was sent a moment ago as that of its release; the server copies it where it can.
    fn replace_live(&self, before: Option<&[u8]>, bytes: &[u8]) -> Result<(), RemoteError> {
        if self.is_live(before, bytes)? {
            return Ok(());
        }
        let area = Area::Records;
        let number = Release::parse(bytes).unwrap_or_default().number;
        let (sent, waiting) = (history::release_path(number), self.waiting(area, LIVE));
        self.make_folders(self.place.root(area), &waiting)?;
        if self.copy(&self.at(area, &sent), &waiting)?.succeeded() {
            return self.settle(area, LIVE, &waiting, bytes);
        }
        self.put(area, LIVE, bytes)
    }

    fn carry_out(&self, operations: &[Operation]) -> Result<(), RemoteError> {
        at_once(operations, CONNECTIONS, |operation| self.carry_out_one(operation)).map(drop)
    }

    /// Each file is a request of its own.
    fn batch(&self) -> usize {
        1
    }

    fn at_once(&self) -> usize {
        CONNECTIONS
    }
}

/// How it went. A folder's MOVE, COPY and DELETE may be answered by several statuses, and the first that
/// tells of a failure counts.
fn status(answer: &Answer) -> u16 {
    match answer.status {
        MULTI => listing::outcome(&answer.body).unwrap_or(MULTI),
        status => status,
    }
}

/// Tells this release from every other one.
fn token() -> String {
    let since = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    format!("{} {}", std::process::id(), since.as_nanos())
}
