//! The finished site with what is derived from it once and used by many pages: list items,
//! hashes of files, the colours of code. Nothing on it changes; it is only filled when asked.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use tera::{Error, TeraResult, Value};

use super::asset;
use crate::address::Address;
use crate::article::stylesheet;
use crate::project::StaticFile;
use crate::site::Site;

/// See the module.
#[derive(Debug)]
pub(crate) struct Shelf {
    pub(crate) site: Site,
    /// One shared value an article, for every list it stands in.
    pub(super) items: Vec<OnceLock<Value>>,
    hashes: Mutex<HashMap<Address, String>>,
    highlight: OnceLock<String>,
}

impl Shelf {
    pub(super) fn new(site: Site) -> Self {
        let items = site.entries.iter().map(|_| OnceLock::new()).collect();
        Self { site, items, hashes: Mutex::default(), highlight: OnceLock::new() }
    }

    /// The hash of a file's content; read once.
    pub(super) fn hash(&self, address: &Address, file: &StaticFile) -> TeraResult<String> {
        let lock = || self.hashes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(hash) = lock().get(address) {
            return Ok(hash.clone());
        }
        let bytes = asset::bytes(file)
            .map_err(|error| Error::message(format!("`{address}` cannot be read: {error}")))?;
        let hash = asset::short_hash(&bytes);
        lock().insert(address.clone(), hash.clone());
        Ok(hash)
    }

    /// The stylesheet of highlighted code.
    pub(super) fn highlight(&self) -> &str {
        self.highlight.get_or_init(stylesheet)
    }
}
