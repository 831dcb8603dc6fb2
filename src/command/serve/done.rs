//! What was written from the desk, kept so that it can be taken back: the last first, and every window its own. It
//! never writes by itself.

use std::sync::Mutex;

use serde_json::{Value, json};

use super::lock;
use crate::edit::Change;

/// How many changes can be taken back.
const KEPT: usize = 100;

/// All that was written.
#[derive(Default)]
pub(super) struct Done(Mutex<List>);

#[derive(Default)]
struct List {
    made: Vec<Made>,
    /// How many were made since the preview began.
    count: u64,
}

/// A change that was made, and what it was.
#[derive(Clone)]
pub(super) struct Made {
    pub(super) id: u64,
    /// The window that it was made in.
    window: String,
    pub(super) change: Change,
    /// In a sentence, in the editor's language.
    pub(super) what: String,
}

impl Done {
    /// Keeps a change.
    pub(super) fn add(&self, window: &str, change: Change, what: String) {
        let mut list = lock(&self.0);
        list.count += 1;
        if list.made.len() >= KEPT {
            list.made.remove(0);
        }
        let id = list.count;
        list.made.push(Made { id, window: window.to_owned(), change, what });
    }

    /// The last change of a window that was not taken back.
    pub(super) fn last(&self, window: &str) -> Option<Made> {
        lock(&self.0).made.iter().rev().find(|made| made.window == window).cloned()
    }

    /// It was taken back.
    pub(super) fn forget(&self, id: u64) {
        lock(&self.0).made.retain(|made| made.id != id);
    }

    /// What can be taken back, for the window.
    pub(super) fn told(&self, window: &str) -> Value {
        json!(self.last(window).map(|made| json!({ "id": made.id, "what": made.what })))
    }
}
