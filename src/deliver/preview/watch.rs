//! Tells which sources were saved, in few words: paths are gathered until it has been quiet for a
//! moment, then told at once, each once.
//!
//! It never says *what* happened to a path. Editors write by rename, by truncation, in halves;
//! tools replace whole trees; systems report all of that differently, and whoever tries to fold
//! create, rename and remove into one verdict loses some (a removal right after a save by rename,
//! for one). A path that was touched is told, and the caller looks at the disk.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Config, Event, EventKind, RecommendedWatcher, Watcher as _};

use super::PreviewError;
use super::roots::Roots;

/// A save touches a path or two; that many are told after [`SHORT`].
const FEW: usize = 4;
/// How long it must be quiet when every file was seen to be closed after it was written, or to be
/// renamed. Where the system tells of no closing, and for what is still open, [`SHORT`] holds.
const DONE: Duration = Duration::from_millis(3);
/// How long it must be quiet after a save. An editor that truncates and then writes takes less.
const SHORT: Duration = Duration::from_millis(15);
/// How long it must be quiet when many paths are touched, as a checkout does.
const LONG: Duration = Duration::from_millis(50);
/// Nobody waits longer than that, even if it is never quiet.
const LONGEST: Duration = Duration::from_millis(500);
/// More paths than that are told as everything, so that memory is bounded.
const MANY: usize = 20_000;

/// What was saved.
#[derive(Debug)]
pub(crate) enum Saved {
    /// These paths were written, made, renamed or removed, in order and each once. A path that
    /// is, or was, a folder stands for all that lies beneath it.
    Paths(Vec<PathBuf>),
    /// Anything may have changed: the system could not keep up. Compare sizes and times before
    /// reading files, since reading, too, is an event that the system reports.
    Everything,
    /// From now on a save may go unnoticed.
    Blind(PreviewError),
}

/// Watches as long as it lives. Dropping it waits for nobody; a call of `on_change` that is under
/// way comes to its end.
#[derive(Debug)]
pub(crate) struct Watcher(Arc<Shared>);

/// Watches paths, folders with all that lies beneath them, and calls `on_change` on a thread of
/// its own, never twice at a time. Paths are told as they were given: `content` gives
/// `content/a.md`. A path that does not exist yet is watched for; its folder must exist.
pub(crate) fn watch(
    paths: Vec<PathBuf>,
    on_change: impl FnMut(Saved) + Send + 'static,
) -> Result<Watcher, PreviewError> {
    let roots = Roots::new(paths)?;
    let shared = Arc::new(Shared::default());
    let hears = Arc::clone(&shared);
    let mut watcher = notify::recommended_watcher(move |event| hears.hear(event))?;
    roots.watch(&mut watcher)?;
    let tells = Arc::clone(&shared);
    thread::Builder::new()
        .name("watch".into())
        .spawn(move || tell(&tells, &roots, watcher, on_change))
        .map_err(PreviewError::CannotStart)?;
    Ok(Watcher(shared))
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.0.lock().stopped = true;
        self.0.woken.notify_all();
    }
}

/// What has been heard and not told yet.
#[derive(Debug, Default)]
struct Heard {
    paths: BTreeSet<PathBuf>,
    /// Those of them that somebody may still be writing.
    open: BTreeSet<PathBuf>,
    everything: bool,
    blind: Option<PreviewError>,
    /// When the last of it was heard; absent when there is nothing.
    last: Option<Instant>,
    stopped: bool,
}

#[derive(Debug, Default)]
struct Shared {
    heard: Mutex<Heard>,
    woken: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes one report of the system. It must be quick: the system's queue is short.
    fn hear(&self, event: notify::Result<Event>) {
        if let Ok(event) = &event
            && event.kind == EventKind::Access(AccessKind::Close(AccessMode::Write))
        {
            self.lock().close(event);
            self.woken.notify_all();
        }
        // Reading is reported too, and most of what is reported is that we read.
        if event.as_ref().is_ok_and(|event| event.kind.is_access() && !event.need_rescan()) {
            return;
        }
        let mut heard = self.lock();
        match event {
            Ok(event) if event.need_rescan() => heard.everything = true,
            Ok(event) => heard.add(event),
            Err(error) => match PreviewError::from(error) {
                // A path that has gone before it could be looked at is about to be told as such.
                PreviewError::NothingToWatch(_) => {}
                error => heard.blind = Some(error),
            },
        }
        if heard.is_news() && heard.last.replace(Instant::now()).is_none() {
            self.woken.notify_all();
        }
    }

    /// Waits for something to tell, and for quiet. `None` when nobody wants to know any more.
    fn wait(&self) -> Option<Heard> {
        let mut heard = self.lock();
        while !heard.stopped && heard.last.is_none() {
            heard = self.woken.wait(heard).unwrap_or_else(PoisonError::into_inner);
        }
        let began = Instant::now();
        while !heard.stopped {
            let wait = heard.quiet_at(began).saturating_duration_since(Instant::now());
            if wait.is_zero() {
                let rest = Heard { stopped: heard.stopped, ..Heard::default() };
                return Some(std::mem::replace(&mut *heard, rest));
            }
            let waited = self.woken.wait_timeout(heard, wait);
            heard = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        None
    }
}

impl Heard {
    /// A file that was written has been closed.
    fn close(&mut self, event: &Event) {
        for path in &event.paths {
            if self.open.remove(path) {
                self.last = Some(Instant::now());
            }
        }
    }

    fn add(&mut self, event: Event) {
        // Some systems report a folder as modified when a file in it is. Only a folder that came
        // or went stands for what lies beneath it.
        let comes_or_goes = match event.kind {
            EventKind::Modify(modify) => matches!(modify, ModifyKind::Name(_)),
            _ => true,
        };
        let is_whole = matches!(
            event.kind,
            EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_) | ModifyKind::Metadata(_))
        );
        for path in event.paths {
            if !is_whole {
                self.open.insert(path.clone());
            } else if comes_or_goes {
                self.open.remove(&path);
            }
            if !self.paths.contains(&path) && (comes_or_goes || !path.is_dir()) {
                self.paths.insert(path);
            }
        }
        if self.paths.len() > MANY {
            self.everything = true;
            self.paths.clear();
            self.open.clear();
        }
    }

    fn is_news(&self) -> bool {
        self.everything || self.blind.is_some() || !self.paths.is_empty()
    }

    fn quiet_at(&self, began: Instant) -> Instant {
        let save = !self.everything && self.paths.len() <= FEW;
        let quiet = match (save, self.open.is_empty()) {
            (true, true) => DONE,
            (true, false) => SHORT,
            (false, _) => LONG,
        };
        (self.last.unwrap_or(began) + quiet).min(began + LONGEST)
    }
}

/// The thread that tells. It holds the system's watches, and so ends them when it ends.
fn tell(
    shared: &Shared,
    roots: &Roots,
    mut watcher: RecommendedWatcher,
    mut on_change: impl FnMut(Saved),
) {
    while let Some(Heard { paths, everything, mut blind, .. }) = shared.wait() {
        // The system's thread first reports a new folder and then begins to watch it. It answers
        // this only when it has done so; whoever looks into the folder now misses nothing later.
        let _: notify::Result<bool> = watcher.configure(Config::default());
        // Before it is told, so that what happens while the caller looks is heard again.
        let renewed = roots.watch_again(&mut watcher, |root| everything || paths.contains(root));
        blind = blind.or(renewed.err());
        let names: BTreeSet<PathBuf> = paths.iter().filter_map(|path| roots.name(path)).collect();
        let saved = if everything {
            Some(Saved::Everything)
        } else {
            (!names.is_empty()).then(|| Saved::Paths(names.into_iter().collect()))
        };
        for saved in saved.into_iter().chain(blind.map(Saved::Blind)) {
            // A caller that panics over one file must hear of the save that mends it. The panic
            // itself has been printed.
            let _: thread::Result<()> = catch_unwind(AssertUnwindSafe(|| on_change(saved)));
        }
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, CreateKind, DataChange, Flag, RenameMode};
    use notify::{Error, ErrorKind};

    use super::*;

    fn heard(events: Vec<notify::Result<Event>>) -> Heard {
        let shared = Shared::default();
        for event in events {
            shared.hear(event);
        }
        shared.heard.into_inner().unwrap()
    }

    fn at(path: &str, kind: EventKind) -> Event {
        Event::new(kind).add_path(path.into())
    }

    #[test]
    fn an_overflowing_queue_is_everything() {
        let overflow = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert!(heard(vec![Ok(overflow)]).everything);
    }

    #[test]
    fn too_many_paths_are_everything() {
        let kind = EventKind::Create(CreateKind::File);
        let heard = heard((0..=MANY).map(|n| Ok(at(&format!("/a/{n}"), kind))).collect());
        assert!(heard.everything);
        assert!(heard.paths.len() <= MANY);
    }

    #[test]
    fn reading_is_no_news() {
        let heard = heard(vec![Ok(at("/a", EventKind::Access(AccessKind::Any)))]);
        assert!(!heard.is_news());
        assert_eq!(heard.last, None);
    }

    #[test]
    fn a_folder_is_news_only_when_it_comes_or_goes() {
        let contents = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let name = EventKind::Modify(ModifyKind::Name(RenameMode::To));
        assert!(!heard(vec![Ok(at("/", contents))]).is_news());
        assert!(heard(vec![Ok(at("/", name))]).is_news());
        assert!(heard(vec![Ok(at("/no-folder-of-that-name", contents))]).is_news());
    }

    #[test]
    fn a_file_is_whole_once_it_is_closed_or_renamed() {
        let data = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
        let read = EventKind::Access(AccessKind::Close(AccessMode::Read));
        let name = EventKind::Modify(ModifyKind::Name(RenameMode::To));
        let is_open = |kinds: &[EventKind]| {
            let heard = heard(kinds.iter().map(|&kind| Ok(at("/no-such/a", kind))).collect());
            assert!(heard.paths.contains(&PathBuf::from("/no-such/a")));
            !heard.open.is_empty()
        };
        assert!(is_open(&[data]));
        assert!(is_open(&[data, read]));
        assert!(is_open(&[data, closed, data]));
        assert!(!is_open(&[data, data, closed]));
        assert!(!is_open(&[name]));
    }

    #[test]
    fn a_watch_that_fails_is_told_as_blindness() {
        let limit = Err(Error::new(ErrorKind::MaxFilesWatch));
        assert!(matches!(heard(vec![limit]).blind, Some(PreviewError::TooManyFolders)));
    }

    #[test]
    fn the_wait_is_short_for_a_save_longer_for_a_crowd_and_never_endless() {
        let began = Instant::now();
        let mut heard = Heard { last: Some(began), ..Heard::default() };
        heard.paths.insert("/a".into());
        assert_eq!(heard.quiet_at(began), began + DONE);
        heard.open.insert("/a".into());
        assert_eq!(heard.quiet_at(began), began + SHORT);
        heard.paths.extend((0..FEW).map(|n| PathBuf::from(n.to_string())));
        assert_eq!(heard.quiet_at(began), began + LONG);
        heard.last = Some(began + LONGEST * 10);
        assert_eq!(heard.quiet_at(began), began + LONGEST);
    }
}
