//! The site as the preview answers for it: pages for browsers, and what is wrong with them for the
//! terminal. It never reads a source.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::room::{Room, View};
use super::{about, lock};
use crate::command::Report;
use crate::deliver::preview::{self, About, Answer, Request};
use crate::diagnostic::{Diagnostic, Language, Paint, render};
use crate::pipeline::{self, Response};
use crate::render::Studio;

/// The site as the preview answers for it; replaced as a whole after every change.
pub(super) struct Desk {
    shown: RwLock<Shown>,
    report: Report,
    /// What is wrong with the pages that were made of the site that is shown.
    seen: Mutex<HashMap<String, Vec<Diagnostic>>>,
    /// What was last told of each page, so that a page that is made again does not repeat it.
    told: Mutex<HashMap<String, String>>,
    /// Where it is proofread.
    room: Room,
}

#[derive(Clone)]
struct Shown {
    studio: Arc<Studio>,
    /// What is wrong with the sources.
    faults: Arc<Vec<Diagnostic>>,
}

impl Desk {
    pub(super) fn new(studio: Studio, faults: Vec<Diagnostic>, report: Report, room: Room) -> Self {
        let shown = RwLock::new(Shown { studio: Arc::new(studio), faults: Arc::new(faults) });
        Self { shown, report, seen: Mutex::default(), told: Mutex::default(), room }
    }

    /// The proofreading desk.
    pub(super) fn room(&self) -> &Room {
        &self.room
    }

    pub(super) fn studio(&self) -> Arc<Studio> {
        self.shown().studio
    }

    /// Shows another site, if there is one, and what is wrong with the sources now.
    pub(super) fn replace(&self, studio: Option<Studio>, faults: Vec<Diagnostic>) {
        let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
        shown.faults = Arc::new(faults);
        if let Some(studio) = studio {
            let old = std::mem::replace(&mut shown.studio, Arc::new(studio));
            // Still under the lock: who remembers a page of the old site looks first whether it is shown.
            lock(&self.seen).clear();
            drop(shown);
            // Ten thousand articles take longer to be given back than a page to be made. Where no thread is to
            // be had, they are given back here.
            let _ = std::thread::Builder::new().spawn(move || drop(old));
        }
    }

    fn shown(&self) -> Shown {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps what is wrong with a page, and tells it when it is first seen, or seen to be wrong otherwise.
    fn remember(&self, studio: &Arc<Studio>, path: &str, faults: &[Diagnostic]) {
        let shown = self.shown.read().unwrap_or_else(PoisonError::into_inner);
        if Arc::ptr_eq(&shown.studio, studio) {
            lock(&self.seen).insert(path.to_owned(), faults.to_vec());
        }
        drop(shown);
        let text = all_as_text(faults, self.report.language);
        let mut told = lock(&self.told);
        if told.get(path).map_or(text.is_empty(), |before| *before == text) {
            return;
        }
        told.insert(path.to_owned(), text);
        drop(told);
        self.report.diagnostics(faults);
    }
}

impl preview::Site for Desk {
    fn answer(&self, path: &str) -> Answer {
        let studio = self.studio();
        let (response, faults) = pipeline::respond(&studio, path);
        // Of addresses where nothing stands there is no end.
        if !matches!(response, Response::Missing { .. } | Response::Moved(_)) {
            self.remember(&studio, path, &faults);
        }
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

    fn about(&self, path: &str) -> About {
        let Shown { studio, faults } = self.shown();
        let seen = lock(&self.seen).get(path).cloned();
        let of_page = seen.unwrap_or_else(|| pipeline::respond(&studio, path).1);
        about::about(&studio, path, &faults, &of_page, self.report.language)
    }

    fn room(&self, request: &Request<'_>) -> Answer {
        let Shown { studio, faults } = self.shown();
        self.room.answer(&View { studio: &studio, faults: &faults }, request)
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
