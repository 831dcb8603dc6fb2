//! A target in memory that fails where it is told to, and remembers what visitors may have met.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use super::super::target::{Area, Claim, LIVE, Operation, PENDING, Target};
use super::RemoteError;

/// How a target fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    Never,
    /// Everything after so many steps fails.
    After(usize),
    /// The step after so many fails, once, and may be tried again.
    Passing(usize),
}

pub(super) struct Memory {
    state: Mutex<State>,
}

#[derive(Default, Clone)]
pub(super) struct State {
    pub(super) site: BTreeMap<String, Vec<u8>>,
    pub(super) records: BTreeMap<String, Vec<u8>>,
    pub(super) steps: usize,
    pub(super) cut: Option<Cut>,
    /// What visitors may have met after each step.
    pub(super) seen: Vec<BTreeMap<String, Vec<u8>>>,
    pub(super) sent: usize,
}

impl Memory {
    pub(super) fn new(state: State) -> Self {
        Self { state: Mutex::new(state) }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn step(&self) -> Result<MutexGuard<'_, State>, RemoteError> {
        let mut state = self.state();
        state.steps += 1;
        let refused = |may_pass| Err(RemoteError::said("memory", "cut", may_pass));
        match state.cut.unwrap_or(Cut::Never) {
            Cut::After(steps) if state.steps > steps => refused(false),
            Cut::Passing(steps) if state.steps == steps + 1 => refused(true),
            _ => Ok(state),
        }
    }
}

impl State {
    fn of(&mut self, area: Area) -> &mut BTreeMap<String, Vec<u8>> {
        match area {
            Area::Site => &mut self.site,
            Area::Records => &mut self.records,
        }
    }
}

impl Target for Memory {
    fn label(&self) -> String {
        "memory".into()
    }

    fn list(&self, area: Area) -> Result<BTreeMap<String, u64>, RemoteError> {
        let mut state = self.step()?;
        Ok(state.of(area).iter().map(|(path, bytes)| (path.clone(), bytes.len() as u64)).collect())
    }

    fn read(&self, area: Area, paths: &[&str]) -> Result<Vec<Option<Vec<u8>>>, RemoteError> {
        let mut state = self.step()?;
        Ok(paths.iter().map(|path| state.of(area).get(*path).cloned()).collect())
    }

    fn claim(&self, bytes: &[u8]) -> Result<Claim, RemoteError> {
        let mut state = self.step()?;
        if state.records.contains_key(PENDING) {
            return Ok(Claim::Taken);
        }
        state.records.insert(PENDING.into(), bytes.to_vec());
        Ok(Claim::Made)
    }

    fn carry_out(&self, operations: &[Operation]) -> Result<(), RemoteError> {
        for operation in operations {
            let mut state = self.step()?;
            match operation {
                Operation::Put { area, path, bytes } => {
                    state.sent += usize::from(*area == Area::Site);
                    state.of(*area).insert(path.clone(), bytes.clone());
                }
                Operation::Keep { path, to } => {
                    let bytes = state.site.get(path).cloned().expect("what is kept is there");
                    state.records.insert(to.clone(), bytes);
                }
                Operation::Delete { area, path } => drop(state.of(*area).remove(path)),
            }
            let site = state.site.clone();
            state.seen.push(site);
        }
        Ok(())
    }

    fn replace_live(&self, before: Option<&[u8]>, bytes: &[u8]) -> Result<(), RemoteError> {
        let mut state = self.step()?;
        if state.records.get(LIVE).map(Vec::as_slice) != before {
            return Err(RemoteError::Changed);
        }
        state.records.insert(LIVE.into(), bytes.to_vec());
        Ok(())
    }

    fn batch(&self) -> usize {
        3
    }

    fn pause(&self, _attempt: u32) {}
}
