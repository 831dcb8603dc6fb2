//! Where the site is put together again: after a save, and when the time of an article has come.
//! It never answers a browser.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::desk::Desk;
use super::news::News;
use crate::command::Report;
use crate::deliver::preview::{Change, Reload, Saved};
use crate::diagnostic::Diagnostic;
use crate::pipeline::{Assembled, Pipeline, Revision, Touched};
use crate::render::Studio;
use crate::site::Turn;

/// The driver, and all who want to know what it made.
pub(super) struct Workshop {
    pipeline: Mutex<Pipeline>,
    desk: Arc<Desk>,
    reload: Reload,
    news: Mutex<News>,
    pub(super) report: Report,
}

impl Workshop {
    pub(super) fn new(
        pipeline: Pipeline,
        (desk, news): (Arc<Desk>, News),
        reload: Reload,
        report: Report,
    ) -> Self {
        let (pipeline, news) = (Mutex::new(pipeline), Mutex::new(news));
        Self { pipeline, desk, reload, news, report }
    }

    /// Something was saved.
    pub(super) fn saved(&self, saved: Saved) {
        let change = if only_styles(&saved) { Change::Style } else { Change::Content };
        match saved {
            Saved::Paths(paths) => self.revise(paths, change),
            Saved::Everything => self.assemble(&Touched::Nothing, change),
            Saved::Blind(error) => self.report.diagnostics(&[error.diagnostic()]),
        }
    }

    /// Something was seen on the proofreading desk, here or by whoever the files come from.
    pub(super) fn reviewed(&self) {
        self.desk.room().forget();
        self.reload.changed(Change::Content);
    }

    /// Takes the short way if only known articles were edited, else the long one.
    fn revise(&self, paths: Vec<PathBuf>, change: Change) {
        let mut pipeline = self.lock();
        match pipeline.revise(&self.desk.studio(), &paths) {
            Revision::Nothing => {}
            Revision::Faults(faults) => self.show(None, faults, None),
            Revision::Articles(assembled) => {
                let Assembled { studio, faults } = *assembled;
                let change = leading(change, &pipeline, &studio, &paths);
                self.show(Some(studio), faults, Some(change));
            }
            Revision::Whole => self.assemble_with(pipeline, &Touched::Paths(paths), change),
        }
    }

    /// Puts the site together anew and shows it.
    pub(super) fn assemble(&self, touched: &Touched, change: Change) {
        self.assemble_with(self.lock(), touched, change);
    }

    /// A thread that failed left the memo as it was: every entry in it is whole.
    fn lock(&self) -> MutexGuard<'_, Pipeline> {
        self.pipeline.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn assemble_with(
        &self,
        mut pipeline: MutexGuard<'_, Pipeline>,
        touched: &Touched,
        change: Change,
    ) {
        match pipeline.assemble(touched) {
            Ok(Assembled { studio, faults }) => {
                let paths = match touched {
                    Touched::Paths(paths) => paths.as_slice(),
                    Touched::Nothing => &[],
                };
                let change = leading(change, &pipeline, &studio, paths);
                self.show(Some(studio), faults, Some(change));
            }
            Err(error) => self.show(None, vec![error.diagnostic()], None),
        }
    }

    /// Shows browsers and terminal how things stand.
    fn show(&self, studio: Option<Studio>, faults: Vec<Diagnostic>, change: Option<Change>) {
        let (new, signal) =
            self.news.lock().unwrap_or_else(PoisonError::into_inner).take_in(&faults);
        self.report.diagnostics(&new);
        self.desk.replace(studio, faults);
        self.reload.all_changed(change.into_iter().chain([signal]));
    }

    /// What the site that is shown will do by itself, the soonest first.
    pub(super) fn turns(&self) -> Vec<Turn> {
        self.desk.studio().site().turns.to_vec()
    }

    /// How long until a moment in the site's zone.
    pub(super) fn until(&self, turn: &Turn) -> std::time::Duration {
        turn.at.wait(&self.desk.studio().site().config.timezone)
    }
}

/// A save of one article leads to it.
fn leading(change: Change, pipeline: &Pipeline, studio: &Studio, paths: &[PathBuf]) -> Change {
    match change {
        Change::Content => pipeline.links(studio, paths).map_or(change, Change::Article),
        other => other,
    }
}

/// Whether only stylesheets were saved: then pages stay, and fetch their styles again.
fn only_styles(saved: &Saved) -> bool {
    match saved {
        Saved::Paths(paths) => {
            paths.iter().all(|path| path.extension().is_some_and(|ending| ending == "css"))
        }
        Saved::Everything | Saved::Blind(_) => false,
    }
}
