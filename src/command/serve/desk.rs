//! The site as the preview answers for it: pages for browsers, and what is wrong with them for the
//! terminal. It never reads a source.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crate::command::Report;
use crate::deliver::preview::{self, Answer, Change, Reload};
use crate::diagnostic::{Diagnostic, Language, Paint, render};
use crate::pipeline::{self, Response};
use crate::render::Studio;

/// The site as the preview answers for it; replaced as a whole after every change.
pub(super) struct Desk {
    studio: RwLock<Arc<Studio>>,
    reload: Reload,
    report: Report,
    /// What was last told of each page, so that a page that is reloaded does not repeat it.
    told: Mutex<HashMap<String, String>>,
}

impl Desk {
    pub(super) fn new(studio: Studio, reload: Reload, report: Report) -> Self {
        let studio = RwLock::new(Arc::new(studio));
        Self { studio, reload, report, told: Mutex::default() }
    }

    /// Tells what is wrong with a page when it is first seen, or seen to be wrong otherwise.
    fn tell_of_page(&self, path: &str, faults: &[Diagnostic]) {
        let text = all_as_text(faults, self.report.language);
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.get(path).map_or(text.is_empty(), |before| *before == text) {
            return;
        }
        told.insert(path.to_owned(), text);
        drop(told);
        self.report.diagnostics(faults);
        if faults.iter().any(Diagnostic::is_error) {
            tell(&self.reload, faults, self.report.language);
        }
    }

    pub(super) fn studio(&self) -> Arc<Studio> {
        self.studio.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn replace(&self, studio: Studio) {
        *self.studio.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(studio);
        self.told.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl preview::Site for Desk {
    fn answer(&self, path: &str) -> Answer {
        let (response, faults) = pipeline::respond(&self.studio(), path);
        self.tell_of_page(path, &faults);
        let html = "text/html; charset=utf-8";
        match response {
            Response::Found { media_type, bytes } => {
                Answer { status: 200, content_type: media_type, body: bytes, location: None }
            }
            Response::Moved(link) => {
                Answer { status: 301, content_type: html, body: Vec::new(), location: Some(link) }
            }
            Response::Missing { bytes } => {
                Answer { status: 404, content_type: html, body: bytes, location: None }
            }
            Response::Failed(faults) => {
                let body = failure_page(&faults, self.report.language).into_bytes();
                Answer { status: 500, content_type: html, body, location: None }
            }
        }
    }
}

/// What a browser shows when a page cannot be made: the diagnostics, as text.
fn failure_page(faults: &[Diagnostic], language: Language) -> String {
    let text = all_as_text(faults, language);
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>jianfan</title></head>\
         <body><pre>{text}</pre></body></html>"
    )
}

fn all_as_text(faults: &[Diagnostic], language: Language) -> String {
    let all: Vec<String> =
        faults.iter().map(|fault| render(fault, language, Paint::Plain)).collect();
    all.join("\n\n")
}

/// Tells open pages of errors, or that there are none any more.
pub(super) fn tell(reload: &Reload, faults: &[Diagnostic], language: Language) {
    let errors: Vec<Diagnostic> = faults.iter().filter(|fault| fault.is_error()).cloned().collect();
    if errors.is_empty() {
        reload.changed(Change::Healed);
    } else {
        reload.changed(Change::Fault(all_as_text(&errors, language)));
    }
}
