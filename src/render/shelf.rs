//! The finished site with what is derived from it once and used by many pages: list items,
//! hashes of files, sizes of pictures, fonts, data, the colours of code. Nothing on it changes; it is only filled when asked.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tera::{Error, TeraResult, Value};

use super::asset;
use super::data::DataShelf;
use super::font::FontCase;
use super::picture::Album;
use crate::address::Address;
use crate::article::stylesheet;
use crate::project::{DataFolder, StaticFile};
use crate::site::Site;

/// See the module.
#[derive(Debug)]
pub(crate) struct Shelf {
    pub(crate) site: Site,
    /// One shared value an article, for every list it stands in.
    pub(super) items: Vec<OnceLock<Value>>,
    /// What every article of a section says of it.
    pub(super) ways: Vec<OnceLock<Way>>,
    /// One shared link a term, by taxonomy, for every article that stands under it.
    pub(super) terms: Vec<Vec<OnceLock<Value>>>,
    pub(super) data: DataShelf,
    hashes: Arc<Mutex<HashMap<Address, String>>>,
    pub(super) album: Album,
    pub(super) fonts: FontCase,
    highlight: OnceLock<String>,
}

/// The way to a section, as templates see it.
#[derive(Debug)]
pub(super) struct Way {
    /// Its title and address.
    pub(super) link: Value,
    /// Itself and what lies above it, from the home down.
    pub(super) ancestors: Value,
}

impl Shelf {
    pub(super) fn new(site: Site, data: DataFolder, album: Album, fonts: FontCase) -> Self {
        let items = site.entries.iter().map(|_| OnceLock::new()).collect();
        let ways = site.sections.iter().map(|_| OnceLock::new()).collect();
        let terms = site.taxonomies.iter().map(|it| it.terms.iter().map(|_| OnceLock::new()));
        let terms = terms.map(Iterator::collect).collect();
        Self {
            site,
            items,
            ways,
            terms,
            data: DataShelf::new(data),
            hashes: Arc::default(),
            album,
            fonts,
            highlight: OnceLock::new(),
        }
    }

    /// The shelf of a site after articles were edited. Data may have been read from an article, so it
    /// is not kept; what is known of files is, unless an edit moved some: it is known by address.
    pub(super) fn revised(&self, site: Site) -> Self {
        let (data, fonts) = (self.data.folder(), self.fonts.revised());
        if !self.site.routes.have_same_files(&site.routes) {
            return Self::new(site, data, self.album.emptied(), fonts);
        }
        let fresh = Self::new(site, data, self.album.revised(), fonts);
        Self { hashes: self.hashes.clone(), ..fresh }
    }

    /// The hash of a file's content; read once.
    pub(super) fn hash(&self, address: &Address, file: &StaticFile) -> TeraResult<String> {
        let lock = || self.hashes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(hash) = lock().get(address) {
            return Ok(hash.clone());
        }
        let bytes = asset::bytes(file)
            .map_err(|error| Error::message(format!("`{address}` cannot be read: {error}")))?;
        let hash = asset::hash(&bytes);
        lock().insert(address.clone(), hash.clone());
        Ok(hash)
    }

    /// The stylesheet of highlighted code.
    pub(super) fn highlight(&self) -> &str {
        self.highlight.get_or_init(stylesheet)
    }
}
