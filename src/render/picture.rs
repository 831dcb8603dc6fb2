//! The pictures of a site: what each file says of itself, looked at once for all pages, and who
//! uses it. It never decodes one.

mod fault;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::asset;
use crate::address::Address;
use crate::article::TargetFault;
use crate::picture::{self, Facts, Flaw};
use crate::project::StaticFile;
use crate::site::{Route, Site};

/// What was seen of the site's pictures so far.
#[derive(Debug, Default)]
pub(super) struct Album {
    seen: Mutex<HashMap<Address, Arc<Seen>>>,
}

/// A file that was looked at as a picture.
#[derive(Debug)]
pub(super) struct Seen {
    /// What it says of itself.
    pub(super) looked: Result<Facts, Flaw>,
}

impl Album {
    /// What a file of the site says of itself; nothing when there is none, or it cannot be read:
    /// that is told where the file itself is made.
    pub(super) fn seen(&self, site: &Site, address: &Address) -> Option<Arc<Seen>> {
        if let Some(seen) = lock(&self.seen).get(address) {
            return Some(seen.clone());
        }
        let Some(Route::File(file)) = site.routes.find(address) else { return None };
        let seen = Arc::new(look(file, address)?);
        lock(&self.seen).insert(address.clone(), seen.clone());
        Some(seen)
    }

    /// The size of a picture and what else is known of it; nothing when it is none.
    pub(super) fn facts(&self, site: &Site, address: &Address) -> Option<Facts> {
        self.seen(site, address)?.looked.ok()
    }

    /// What an editor should know of a picture that is called `path` where it is used.
    pub(super) fn fault(&self, site: &Site, address: &Address, path: &str) -> Option<TargetFault> {
        fault::of(path, self.seen(site, address)?.looked)
    }
}

fn look(file: &StaticFile, address: &Address) -> Option<Seen> {
    let bytes = asset::bytes(file).ok()?;
    Some(Seen { looked: picture::look(address.as_str(), &bytes) })
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
