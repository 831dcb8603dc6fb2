//! What a release asks of the place that it goes to. It knows none of those places.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use blake3::Hash;

use super::error::RemoteError;
use super::release::{Pending, Release};

/// The two parts of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Area {
    /// What visitors get.
    Site,
    /// Our records, where visitors do not come.
    Records,
}

/// The list of what is live, within the records.
pub(super) const LIVE: &str = "live";
/// The claim of a release that has begun.
pub(super) const PENDING: &str = "pending";

/// One thing to do. Each may be done again without harm.
#[derive(Debug, Clone)]
pub(crate) enum Operation {
    /// The file then has these bytes; whoever looks meanwhile sees the old ones or these.
    Put { area: Area, path: String, bytes: Vec<u8> },
    /// The file of the site is copied into the records, under that path.
    Keep { path: String, to: String },
    /// The file is gone, and so are folders that it leaves empty. It may be gone already.
    Delete { area: Area, path: String },
}

/// What an HTTP server is to say of a file of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Headers {
    /// With its charset.
    pub(crate) media_type: &'static str,
    pub(crate) cache_control: &'static str,
}

/// How the headers of a file follow from its path.
pub(crate) type HeadersOf = fn(&str) -> Headers;

/// What came of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Claim {
    Made,
    /// Somebody's is there already.
    Taken,
}

/// A place that a site can be sent to.
pub(crate) trait Target: Sync {
    /// What people are told it is; without credentials.
    fn label(&self) -> String;

    /// The files of an area with their sizes.
    fn list(&self, area: Area) -> Result<BTreeMap<String, u64>, RemoteError>;

    /// The files of the site with their sizes. `ours` are those that somebody sent from here, or may have: it is
    /// enough to tell of these, where that is less to ask for.
    fn site(&self, _ours: &BTreeSet<&str>) -> Result<BTreeMap<String, u64>, RemoteError> {
        self.list(Area::Site)
    }

    /// Whether what it told of the site last has files, too, that nobody sent from here.
    fn sees_strangers(&self) -> bool {
        true
    }

    /// The bytes of files, in the order of the paths; none where there is no file.
    fn read(&self, area: Area, paths: &[&str]) -> Result<Vec<Option<Vec<u8>>>, RemoteError>;

    /// Makes the claim if there is none: of two at once, one learns that the other was first.
    fn claim(&self, bytes: &[u8]) -> Result<Claim, RemoteError>;

    /// Does these things, in their order or at once.
    fn carry_out(&self, operations: &[Operation]) -> Result<(), RemoteError>;

    /// The bytes of one record, if it is there.
    fn record(&self, path: &str) -> Result<Option<Vec<u8>>, RemoteError> {
        self.read(Area::Records, &[path]).map(|read| read.into_iter().next().flatten())
    }

    /// Makes `bytes` the list of what is live if `before` is, and refuses otherwise. Where the place
    /// itself compares nothing, the claim keeps others out; between looking and replacing there is an
    /// instant.
    fn replace_live(&self, before: Option<&[u8]>, bytes: &[u8]) -> Result<(), RemoteError> {
        if self.is_live(before, bytes)? {
            return Ok(());
        }
        let (area, path) = (Area::Records, LIVE.to_owned());
        self.carry_out(&[Operation::Put { area, path, bytes: bytes.to_vec() }])
    }

    /// Whether `bytes` are the list of what is live already: an answer got lost. Refuses where the list is
    /// neither these nor `before`.
    fn is_live(&self, before: Option<&[u8]>, bytes: &[u8]) -> Result<bool, RemoteError> {
        let there = self.record(LIVE)?;
        let is_live = there.as_deref() == Some(bytes);
        if is_live || there.as_deref() == before { Ok(is_live) } else { Err(RemoteError::Changed) }
    }

    /// How many operations it likes to be given together.
    fn batch(&self) -> usize {
        64
    }

    /// How many batches it takes at the same time.
    fn at_once(&self) -> usize {
        1
    }

    /// Waits before something is tried again.
    fn pause(&self, attempt: u32) {
        std::thread::sleep(std::time::Duration::from_millis(250 << attempt.min(5)));
    }
}

/// Where the bytes of a site come from: a build, a bundle, or what was kept.
pub(crate) trait Source: Sync {
    /// The bytes with that hash.
    fn bytes(&self, path: &str, hash: Hash) -> io::Result<Vec<u8>>;
}

/// What is known of a target before anything is done.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    pub(crate) live: Option<Release>,
    /// The list as it was read.
    pub(super) live_bytes: Option<Vec<u8>>,
    pub(crate) pending: Option<Pending>,
    pub(super) pending_bytes: Option<Vec<u8>>,
    /// The files of the site with their sizes.
    pub(super) listed: BTreeMap<String, u64>,
}

/// Reads what is live and what a cut release left.
pub(crate) fn look(target: &dyn Target) -> Result<Standing, RemoteError> {
    let mut read = target.read(Area::Records, &[LIVE, PENDING])?.into_iter();
    let (live_bytes, pending_bytes) = (read.next().flatten(), read.next().flatten());
    let live = match &live_bytes {
        Some(bytes) => Some(Release::parse(bytes).ok_or(RemoteError::Records)?),
        None => None,
    };
    let pending = pending_bytes.as_deref().map(|bytes| Pending::parse(bytes).unwrap_or_default());
    let files = live.iter().flat_map(|live| live.files.keys());
    let touched = pending.iter().flat_map(|pending| pending.touched.keys());
    let listed = target.site(&files.chain(touched).map(String::as_str).collect())?;
    Ok(Standing { live, live_bytes, pending, pending_bytes, listed })
}

/// Files of the site as they are live, to be compared with.
pub(crate) fn read_site(
    target: &dyn Target,
    paths: &[&str],
) -> Result<Vec<Option<Vec<u8>>>, RemoteError> {
    target.read(Area::Site, paths)
}
