//! Carries a plan out, in the order that `mod.rs` tells. It decides nothing about what is sent.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use super::at_once::at_once;
use super::error::RemoteError;
use super::history;
use super::plan::{Gone, Plan, Send};
use super::portions::portions;
use super::release::{Files, Pending, Rank, Release};
use super::target::{Area, Claim, LIVE, Operation, PENDING, Source, Standing, Target};

/// How often something that may pass by itself is tried.
const ATTEMPTS: u32 = 5;

/// Who makes a release, and how.
#[derive(Debug, Clone)]
pub(crate) struct Notes {
    /// `user@machine`.
    pub(crate) by: String,
    /// In UTC.
    pub(crate) at: String,
    pub(crate) note: String,
    /// Differs between any two releases.
    pub(crate) id: String,
    /// Whether somebody else's claim may be set aside.
    pub(crate) takes_over: bool,
    /// How many releases are kept.
    pub(crate) keep: usize,
}

/// How far it is; looked at from outside while it goes on.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    pub(crate) sent: AtomicUsize,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sent {
    /// The number of the release.
    pub(crate) number: u64,
    pub(crate) files: usize,
    pub(crate) bytes: u64,
    pub(crate) deleted: usize,
}

/// Makes the target what `next` says, by `plan`.
pub(crate) fn publish(
    target: &dyn Target,
    standing: &Standing,
    plan: &Plan,
    next: &Files,
    source: &dyn Source,
    notes: &Notes,
    progress: &Progress,
) -> Result<Sent, RemoteError> {
    let (claim, origin) = claim(target, standing, plan, notes)?;
    let desk = Desk { target, claim, origin };
    desk.check_live(standing)?;
    desk.keep(plan)?;
    let bytes = AtomicU64::new(0);
    for (rank, _) in Rank::ALL {
        let sends: Vec<&Send> = plan.send.iter().filter(|send| send.item.rank == rank).collect();
        if !sends.is_empty() {
            desk.check_ours()?;
            desk.send(&sends, source, &bytes, progress)?;
        }
    }
    for gone in plan.delete.chunk_by(|a, b| a.rank == b.rank) {
        let path = |gone: &Gone| gone.path.clone();
        let delete = |gone| Operation::Delete { area: Area::Site, path: path(gone) };
        desk.check_ours()?;
        desk.all(&gone.iter().map(delete).collect::<Vec<_>>())?;
    }
    let release = Release {
        number: standing.live.as_ref().map_or(0, |live| live.number).saturating_add(1),
        at: notes.at.clone(),
        by: notes.by.clone(),
        note: notes.note.clone(),
        files: next.clone(),
    };
    let list = release.bytes();
    let path = history::release_path(release.number);
    desk.all(&[Operation::Put { area: Area::Records, path, bytes: list.clone() }])?;
    // That old records stay a while longer harms nobody.
    let _ = history::prune(target, release.number, notes.keep);
    desk.check_ours()?;
    let before = standing.live_bytes.as_deref();
    patiently(target, || target.replace_live(before, &list))?;
    desk.all(&[Operation::Delete { area: Area::Records, path: PENDING.to_owned() }])?;
    Ok(Sent {
        number: release.number,
        files: plan.send.len(),
        bytes: bytes.into_inner(),
        deleted: plan.delete.len(),
    })
}

/// Makes the claim, or takes one over that a cut release of ours left.
fn claim(
    target: &dyn Target,
    standing: &Standing,
    plan: &Plan,
    notes: &Notes,
) -> Result<(Vec<u8>, Origin), RemoteError> {
    let earlier = standing.pending.iter().flat_map(|pending| pending.touched.clone());
    let mut touched: BTreeMap<String, Rank> = earlier.collect();
    touched.extend(plan.delete.iter().map(|gone| (gone.path.clone(), gone.rank)));
    touched.extend(plan.send.iter().map(|send| (send.path.clone(), send.item.rank)));
    let Notes { by, at, id, .. } = notes.clone();
    let own = Pending { id, by, since: at, touched }.text().into_bytes();
    if patiently(target, || target.claim(&own))? == Claim::Made {
        return Ok((own, Origin::New));
    }
    let there = target.record(PENDING)?;
    // An answer may get lost on its way: then the claim is there, and it is ours.
    if there.as_ref() == Some(&own) {
        return Ok((own, Origin::New));
    }
    // Whoever was first has ended meanwhile.
    if there.is_none() {
        return Err(RemoteError::Changed);
    }
    let holder = there.as_deref().and_then(Pending::parse).unwrap_or_default();
    let is_left = there.is_some() && there == standing.pending_bytes;
    if !is_left || (holder.by != notes.by && !notes.takes_over) {
        return Err(RemoteError::Busy { by: holder.by, since: holder.since });
    }
    let operation =
        Operation::Put { area: Area::Records, path: PENDING.to_owned(), bytes: own.clone() };
    patiently(target, || target.carry_out(std::slice::from_ref(&operation)))?;
    Ok((own, Origin::TakenOver))
}

/// Where a claim is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// Nobody's was there: whatever began before has ended.
    New,
    /// It is in the place of one that was cut, and names what that may have touched.
    TakenOver,
}

/// The target while it is claimed.
struct Desk<'t> {
    target: &'t dyn Target,
    /// Our claim as it stands there.
    claim: Vec<u8>,
    origin: Origin,
}

impl Desk<'_> {
    /// What is live must be what was planned with.
    fn check_live(&self, standing: &Standing) -> Result<(), RemoteError> {
        let live = patiently(self.target, || self.target.record(LIVE))?;
        if live == standing.live_bytes {
            return self.check_ours();
        }
        // Nothing was touched under this claim but what one before it may have. It is given back even
        // when somebody was at it when we looked: they ended since.
        if self.origin == Origin::New {
            self.all(&[Operation::Delete { area: Area::Records, path: PENDING.to_owned() }])?;
        }
        Err(RemoteError::Changed)
    }

    /// Nobody may have set our claim aside.
    fn check_ours(&self) -> Result<(), RemoteError> {
        match patiently(self.target, || self.target.record(PENDING))? {
            Some(there) if there == self.claim => Ok(()),
            Some(there) => {
                let Pending { by, since, .. } = Pending::parse(&there).unwrap_or_default();
                Err(RemoteError::Busy { by, since })
            }
            None => Err(RemoteError::Changed),
        }
    }

    /// Keeps what is about to go, unless it is kept already.
    fn keep(&self, plan: &Plan) -> Result<(), RemoteError> {
        if plan.keep.is_empty() {
            return Ok(());
        }
        let kept = patiently(self.target, || self.target.list(Area::Records))?;
        let mut seen = BTreeSet::new();
        let operations: Vec<Operation> = plan
            .keep
            .iter()
            .map(|(path, hash)| (path, history::object_path(*hash)))
            .filter(|(_, to)| !kept.contains_key(to) && seen.insert(to.clone()))
            .map(|(path, to)| Operation::Keep { path: path.clone(), to })
            .collect();
        self.all(&operations)
    }

    /// Sends files that may come in any order, several batches at a time.
    fn send(
        &self,
        sends: &[&Send],
        source: &dyn Source,
        bytes: &AtomicU64,
        progress: &Progress,
    ) -> Result<(), RemoteError> {
        let batches = portions(sends, self.target.batch(), |send| send.item.size);
        at_once(&batches, self.target.at_once(), |batch| {
            let count = self.send_batch(batch, source)?;
            bytes.fetch_add(count, Ordering::Relaxed);
            progress.sent.fetch_add(batch.len(), Ordering::Relaxed);
            Ok(())
        })
        .map(drop)
    }

    fn send_batch(&self, batch: &[&Send], source: &dyn Source) -> Result<u64, RemoteError> {
        let mut operations = Vec::with_capacity(batch.len());
        let mut count = 0;
        for send in batch {
            let read = source.bytes(&send.path, send.item.hash);
            let bytes = read.map_err(|error| RemoteError::source(&send.path, &error))?;
            if blake3::hash(&bytes) != send.item.hash {
                return Err(RemoteError::Torn { path: send.path.clone() });
            }
            count += bytes.len() as u64;
            operations.push(Operation::Put { area: Area::Site, path: send.path.clone(), bytes });
        }
        patiently(self.target, || self.target.carry_out(&operations))?;
        Ok(count)
    }

    /// Does these things, batch by batch.
    fn all(&self, operations: &[Operation]) -> Result<(), RemoteError> {
        for batch in portions(operations, self.target.batch() * self.target.at_once(), size) {
            patiently(self.target, || self.target.carry_out(batch))?;
        }
        Ok(())
    }
}

/// How many bytes an operation brings.
fn size(operation: &Operation) -> u64 {
    match operation {
        Operation::Put { bytes, .. } => bytes.len() as u64,
        Operation::Keep { .. } | Operation::Delete { .. } => 0,
    }
}

/// Tries again, each time a little later, what may pass by itself.
fn patiently<T>(
    target: &dyn Target,
    attempt: impl Fn() -> Result<T, RemoteError>,
) -> Result<T, RemoteError> {
    for number in 1..ATTEMPTS {
        match attempt() {
            Err(error) if error.may_pass() => target.pause(number),
            result => return result,
        }
    }
    attempt()
}
