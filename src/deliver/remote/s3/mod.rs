//! A bucket of object storage: Amazon S3, Aliyun OSS, Tencent COS, Huawei OBS, MinIO and whatever else
//! speaks as S3 does. An object appears whole or not at all.
//!
//! The records lie under `.jianfan-publish/` of the same bucket, or in another one. Before anything is
//! sent it is tried whether a stranger can read them; if so, nothing is sent.
//!
//! A claim is made by a request that must not overwrite. Whether a server heeds that is not believed
//! but tried: the same request again has to be refused. Where it is not, the claim is looked at once
//! more after a while, and two who begin in the same instant may both believe that it is theirs.

mod credentials;
mod listing;
mod place;
mod sign;
mod vendor;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use self::credentials::Credentials;
use self::place::Place;
pub(crate) use self::place::S3Settings;
use self::sign::Unsigned;
pub(crate) use self::vendor::{Addressing, Vendor};
use super::at_once::at_once;
use super::error::RemoteError;
use super::target::{Area, Claim, HeadersOf, LIVE, Operation, PENDING, Target};
use super::web::{Answer, CONNECTIONS, Request, Web, WebFault};

/// How long is waited, where a server overwrites whatever it is told, before the claim is looked at
/// again.
const SETTLES: Duration = Duration::from_secs(2);

/// A bucket as a target.
pub(crate) struct S3Target {
    web: Web,
    place: Place,
    vendor: Vendor,
    credentials: Credentials,
    headers: HeadersOf,
    /// The list of what is live as it was last read, by the name that the server gives its bytes.
    live_tag: Mutex<Option<String>>,
}

/// What came of a request that must not overwrite.
enum Created {
    Made,
    /// There is one already.
    Refused,
    /// The server knows no such request.
    Unknown,
}

impl S3Target {
    /// A bucket. Nothing is asked yet.
    pub(crate) fn new(
        settings: &S3Settings,
        patience: Duration,
        headers: HeadersOf,
    ) -> Result<Self, RemoteError> {
        let place = Place::new(settings);
        let label = place.label(Area::Site);
        let Some(credentials) = Credentials::find(settings, place.host())? else {
            let looked = Credentials::looked(settings);
            return Err(WebFault::NoCredentials { at: label, looked }.into());
        };
        let web = Web::new(label, patience);
        let live_tag = Mutex::default();
        Ok(Self { web, place, vendor: settings.vendor, credentials, headers, live_tag })
    }

    /// Asks for an object, or for the bucket when `key` is empty.
    fn ask(
        &self,
        method: &'static str,
        area: Area,
        key: &str,
        query: &str,
        headers: &[(&'static str, String)],
        body: &[u8],
    ) -> Result<Answer, RemoteError> {
        let (host, path) = self.place.at(area, key);
        let url = self.place.url(&host, &path, query);
        let region = self.place.region.as_str();
        let asked = self.web.ask(&|now| {
            let mut headers = headers.to_vec();
            let unsigned = Unsigned { method, host: &host, path: &path, query, body, region };
            unsigned.sign(&mut headers, &self.credentials, now);
            Request { method, url: url.clone(), headers, body }
        });
        Ok(asked?)
    }

    fn get(&self, area: Area, path: &str) -> Result<Option<Vec<u8>>, RemoteError> {
        let key = self.place.key(area, path);
        let answer = self.ask("GET", area, &key, "", &[], &[])?;
        let is_live = (area, path) == (Area::Records, LIVE);
        if is_live {
            let tag = answer.header("etag").filter(|_| answer.succeeded()).map(str::to_owned);
            *self.live_tag.lock().unwrap_or_else(PoisonError::into_inner) = tag;
        }
        match answer.status {
            200 => Ok(Some(answer.body)),
            404 if answer.code() != "NoSuchBucket" => Ok(None),
            _ => Err(self.refusal(area, &answer)),
        }
    }

    /// The headers of an object.
    fn headers(&self, area: Area, path: &str) -> Vec<(&'static str, String)> {
        match area {
            Area::Site => {
                let headers = (self.headers)(path);
                vec![
                    ("content-type", headers.media_type.to_owned()),
                    ("cache-control", headers.cache_control.to_owned()),
                ]
            }
            Area::Records => {
                let mut all = vec![
                    ("content-type", "application/octet-stream".to_owned()),
                    ("cache-control", "no-store".to_owned()),
                ];
                if self.vendor.hides_objects() {
                    all.push(("x-amz-acl", "private".to_owned()));
                }
                all
            }
        }
    }

    fn put(&self, area: Area, path: &str, bytes: &[u8]) -> Result<(), RemoteError> {
        let key = self.place.key(area, path);
        let answer = self.ask("PUT", area, &key, "", &self.headers(area, path), bytes)?;
        self.accept(area, &answer)
    }

    /// Puts a record under a condition.
    fn put_if(
        &self,
        path: &str,
        bytes: &[u8],
        condition: (&'static str, String),
    ) -> Result<Created, RemoteError> {
        let key = self.place.key(Area::Records, path);
        let mut headers = self.headers(Area::Records, path);
        headers.push(condition);
        let answer = self.ask("PUT", Area::Records, &key, "", &headers, bytes)?;
        match answer.status {
            200..300 => Ok(Created::Made),
            409 | 412 => Ok(Created::Refused),
            // What was to be overwritten is gone.
            404 if answer.code() == "NoSuchKey" => Ok(Created::Refused),
            501 => Ok(Created::Unknown),
            400 if answer.code() == "NotImplemented" => Ok(Created::Unknown),
            _ => Err(self.refusal(Area::Records, &answer)),
        }
    }

    fn keep(&self, path: &str, to: &str) -> Result<(), RemoteError> {
        let from = self.place.copied_from(&self.place.key(Area::Site, path));
        let mut headers = vec![("x-amz-copy-source", from)];
        if self.vendor.hides_objects() {
            headers.push(("x-amz-acl", "private".to_owned()));
        }
        let key = self.place.key(Area::Records, to);
        let answer = self.ask("PUT", Area::Records, &key, "", &headers, &[])?;
        // Where nothing is copied it comes here and goes back.
        if matches!(answer.status, 400 | 405 | 501) {
            return match self.get(Area::Site, path)? {
                Some(bytes) => self.put(Area::Records, to, &bytes),
                None => Err(self.refusal(Area::Records, &answer)),
            };
        }
        // A copy that fails on its way is told after the answer has begun well.
        if answer.succeeded() && !answer.code().is_empty() {
            return Err(self.refusal(Area::Records, &answer));
        }
        self.accept(Area::Records, &answer)
    }

    fn delete(&self, area: Area, path: &str) -> Result<(), RemoteError> {
        let key = self.place.key(area, path);
        let answer = self.ask("DELETE", area, &key, "", &[], &[])?;
        match answer.status {
            404 if answer.code() != "NoSuchBucket" => Ok(()),
            _ => self.accept(area, &answer),
        }
    }

    fn carry_out_one(&self, operation: &Operation) -> Result<(), RemoteError> {
        match operation {
            Operation::Put { area, path, bytes } => self.put(*area, path, bytes),
            Operation::Keep { path, to } => self.keep(path, to),
            Operation::Delete { area, path } => self.delete(*area, path),
        }
    }

    fn accept(&self, area: Area, answer: &Answer) -> Result<(), RemoteError> {
        if answer.succeeded() { Ok(()) } else { Err(self.refusal(area, answer)) }
    }

    fn refusal(&self, area: Area, answer: &Answer) -> RemoteError {
        let at = self.place.label(area);
        let status = answer.status;
        let said = match (answer.code(), answer.message()) {
            ("", "") => status.to_string(),
            (code, "") => code.to_owned(),
            (code, message) => format!("{code}: {message}"),
        };
        let said = self.credentials.hide(&said);
        match (status, answer.code()) {
            (_, "NoSuchBucket") => WebFault::NoPlace { at, said },
            (300..400, _)
            | (400, "AuthorizationHeaderMalformed" | "IllegalLocationConstraintException") => {
                WebFault::Elsewhere { at, said }
            }
            (401 | 403, _) => WebFault::Denied { at, said },
            (507, _) | (_, "QuotaExceeded") => WebFault::Full { at },
            (413, _) | (_, "EntityTooLarge") => WebFault::TooLarge { at },
            (429 | 500..600, _) => WebFault::Overloaded { at, status },
            _ => WebFault::Other { at, status, said },
        }
        .into()
    }

    /// Whether a stranger gets what should be hidden.
    fn is_open(&self, path: &str) -> bool {
        let (host, at) = self.place.at(Area::Records, &self.place.key(Area::Records, path));
        let url = self.place.url(&host, &at, "");
        let asked = self.web.ask(&|_| Request {
            method: "GET",
            url: url.clone(),
            headers: Vec::new(),
            body: &[],
        });
        asked.is_ok_and(|answer| answer.succeeded())
    }

    /// Makes the claim where no request is refused that overwrites another's.
    fn claim_by_turns(&self, bytes: &[u8]) -> Result<Claim, RemoteError> {
        self.put(Area::Records, PENDING, bytes)?;
        std::thread::sleep(SETTLES);
        let there = self.get(Area::Records, PENDING)?;
        Ok(if there.as_deref() == Some(bytes) { Claim::Made } else { Claim::Taken })
    }
}

impl Target for S3Target {
    fn label(&self) -> String {
        self.place.label(Area::Site)
    }

    fn list(&self, area: Area) -> Result<BTreeMap<String, u64>, RemoteError> {
        let mut files = BTreeMap::new();
        let mut next = None;
        loop {
            let query = listing::query(self.vendor, &self.place.bucket(area).prefix, next.as_ref());
            let answer = self.ask("GET", area, "", &query, &[], &[])?;
            self.accept(area, &answer)?;
            let listing = listing::read(&answer.body)
                .filter(|listing| next.is_none() || listing.next != next)
                .ok_or_else(|| RemoteError::said(self.label(), "no list of objects", false))?;
            for (key, size) in listing.objects {
                if let Some(path) = self.place.path(area, &key) {
                    files.insert(path.to_owned(), size);
                }
            }
            next = listing.next;
            if next.is_none() {
                return Ok(files);
            }
        }
    }

    fn read(&self, area: Area, paths: &[&str]) -> Result<Vec<Option<Vec<u8>>>, RemoteError> {
        at_once(paths, CONNECTIONS, |path| self.get(area, path))
    }

    fn claim(&self, bytes: &[u8]) -> Result<Claim, RemoteError> {
        // A server that heeds no condition would let us overwrite it.
        if self.get(Area::Records, PENDING)?.is_some() {
            return Ok(Claim::Taken);
        }
        let (name, value) = self.vendor.create_only();
        let create = || self.put_if(PENDING, bytes, (name, value.to_owned()));
        let claim = match create()? {
            // An answer that got lost on the way back looks the same.
            Created::Refused if self.get(Area::Records, PENDING)?.as_deref() == Some(bytes) => {
                Claim::Made
            }
            Created::Refused => Claim::Taken,
            Created::Unknown => self.claim_by_turns(bytes)?,
            Created::Made => match create()? {
                Created::Refused => Claim::Made,
                _ => self.claim_by_turns(bytes)?,
            },
        };
        if claim == Claim::Made && self.is_open(PENDING) {
            self.delete(Area::Records, PENDING)?;
            return Err(WebFault::Open { at: self.place.label(Area::Records) }.into());
        }
        Ok(claim)
    }

    fn carry_out(&self, operations: &[Operation]) -> Result<(), RemoteError> {
        at_once(operations, CONNECTIONS, |operation| self.carry_out_one(operation)).map(drop)
    }

    /// By comparison on the server where it can; else the claim keeps others out.
    fn replace_live(&self, before: Option<&[u8]>, bytes: &[u8]) -> Result<(), RemoteError> {
        let there = self.get(Area::Records, LIVE)?;
        // An answer that got lost: it is done.
        if there.as_deref() == Some(bytes) {
            return Ok(());
        }
        if there.as_deref() != before {
            return Err(RemoteError::Changed);
        }
        let tag = self.live_tag.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let condition = match tag {
            None => Some(self.vendor.create_only()).map(|(name, value)| (name, value.to_owned())),
            Some(tag) => self.vendor.compares().then_some(("if-match", tag)),
        };
        let Some(condition) = condition else {
            return self.put(Area::Records, LIVE, bytes);
        };
        match self.put_if(LIVE, bytes, condition)? {
            Created::Made => Ok(()),
            Created::Unknown => self.put(Area::Records, LIVE, bytes),
            // An answer that got lost on the way back looks the same.
            Created::Refused if self.get(Area::Records, LIVE)?.as_deref() == Some(bytes) => Ok(()),
            Created::Refused => Err(RemoteError::Changed),
        }
    }

    /// Each object is a request of its own.
    fn batch(&self) -> usize {
        1
    }

    fn at_once(&self) -> usize {
        CONNECTIONS
    }
}
