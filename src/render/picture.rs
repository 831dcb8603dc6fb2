//! The pictures of a site: what each file says of itself, looked at once for all pages; which smaller
//! ones the pages ask for; and who uses them, for the day when one of them cannot be made.
//!
//! A page never waits for a picture: that it is there and in which sizes is known from the head of
//! its file. The address of a smaller one says all there is to know, so that it can be asked for
//! without any page.

mod fault;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use super::{Studio, asset};
use crate::address::Address;
use crate::article::TargetFault;
use crate::diagnostic::{Diagnostic, Place};
use crate::picture::{self, Cabinet, Facts, Failure, Fit, Flaw, Output, Shape, promised};
use crate::project::{ProjectError, StaticFile};
use crate::site::{Route, Site};
use crate::stopwatch::Stage;

/// The folder of the pictures that are made of others.
const FOLDER: &str = "/resized/";

/// How many digits of a picture's hash its smaller ones carry in their names.
const DIGITS: usize = 16;

/// See the module.
#[derive(Debug)]
pub(super) struct Album {
    cabinet: Arc<Cabinet>,
    seen: Arc<Mutex<HashMap<Address, Arc<Seen>>>>,
    /// A file for each content that was seen: several may hold the same.
    by_hash: Arc<Mutex<HashMap<String, Address>>>,
    /// The pictures that pages ask for, by the hash of what they are made of.
    wanted: Mutex<BTreeMap<String, Vec<Shape>>>,
    /// The first use of each picture, by its hash: where, and under what name.
    uses: Mutex<HashMap<String, (Place, String)>>,
}

/// A file that was looked at as a picture.
#[derive(Debug)]
pub(super) struct Seen {
    /// What it says of itself.
    looked: Result<Facts, Flaw>,
    /// The first digits of the hash of its content.
    hash: String,
}

/// Smaller pictures that are made of one file.
#[derive(Debug)]
pub(crate) struct Batch {
    hash: String,
    shapes: Vec<Shape>,
}

impl Batch {
    /// Where they stand, in the order in which they are made.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = Address> {
        self.shapes.iter().map(|shape| address_of(&self.hash, shape))
    }
}

impl Studio {
    /// The smaller pictures that the pages rendered so far ask for.
    pub(crate) fn batches(&self) -> Vec<Batch> {
        self.shelf.album.batches()
    }

    /// The pictures of a batch, in its order.
    pub(crate) fn pictures(&self, batch: &Batch) -> Result<Vec<Vec<u8>>, Box<Diagnostic>> {
        self.stopwatch.time(Stage::Pictures, || self.shelf.album.make(self.site(), batch))
    }

    /// The smaller picture at an address; nothing when none can stand there.
    pub(crate) fn picture_at(&self, address: &Address) -> Option<Result<Vec<u8>, Box<Diagnostic>>> {
        self.shelf.album.at(self.site(), address)
    }

    /// Throws away what was kept for pages that are gone: pictures, and parts of fonts. Only to be called when all pages
    /// were rendered.
    pub(crate) fn tidy(&self) {
        self.shelf.album.cabinet.tidy();
        self.shelf.fonts.tidy();
    }
}

impl Album {
    pub(super) fn new(cabinet: Arc<Cabinet>) -> Self {
        Self {
            cabinet,
            seen: Arc::default(),
            by_hash: Arc::default(),
            wanted: Mutex::default(),
            uses: Mutex::default(),
        }
    }

    /// The same files, in a site of which no page was made yet.
    pub(super) fn revised(&self) -> Self {
        let (seen, by_hash) = (self.seen.clone(), self.by_hash.clone());
        Self { seen, by_hash, ..Self::new(self.cabinet.clone()) }
    }

    /// The album of a site in which files stand elsewhere.
    pub(super) fn emptied(&self) -> Self {
        Self::new(self.cabinet.clone())
    }

    /// What a file of the site says of itself; nothing when there is none, or it cannot be read:
    /// that is told where the file itself is made.
    fn seen(&self, site: &Site, address: &Address) -> Option<Arc<Seen>> {
        if let Some(seen) = lock(&self.seen).get(address) {
            return Some(seen.clone());
        }
        let Some(Route::File(file)) = site.routes.find(address) else { return None };
        let seen = Arc::new(look(file, address)?);
        lock(&self.by_hash).entry(seen.hash.clone()).or_insert_with(|| address.clone());
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

    /// Notes who uses a picture, under which name.
    pub(super) fn note(&self, site: &Site, address: &Address, place: Place, path: &str) {
        let Some(seen) = self.seen(site, address) else { return };
        if !seen.looked.is_ok_and(|facts| facts.can_be_resized()) {
            return;
        }
        let key = |place: &Place| (place.path.clone(), place.span.start);
        let mut uses = lock(&self.uses);
        match uses.get(&seen.hash) {
            Some((first, _)) if key(first) <= key(&place) => {}
            _ => drop(uses.insert(seen.hash.clone(), (place, path.to_owned()))),
        }
    }

    /// A picture in the sizes in which it is offered in a format, with their widths; they will be
    /// made. Nothing when it is offered as it is.
    pub(super) fn ladder(
        &self,
        site: &Site,
        address: &Address,
        output: Output,
    ) -> Vec<(Address, u32)> {
        let options = &site.config.pictures;
        let Some(facts) = self.facts(site, address).filter(Facts::can_be_resized) else {
            return Vec::new();
        };
        let quality = options.quality;
        let steps = picture::ladder(&facts, &options.widths).into_iter();
        let fit = Fit::Whole;
        let shapes = steps.map(|(width, height)| Shape { width, height, fit, quality, output });
        let offered = shapes.map(|shape| Some((self.want(site, address, shape)?, shape.width)));
        offered.collect::<Option<_>>().unwrap_or_default()
    }

    /// Where a picture in that shape stands; it will be made.
    pub(super) fn want(&self, site: &Site, address: &Address, shape: Shape) -> Option<Address> {
        let seen = self.seen(site, address)?;
        seen.looked.ok().filter(|facts| shape.is_of(facts))?;
        let mut wanted = lock(&self.wanted);
        let shapes = wanted.entry(seen.hash.clone()).or_default();
        if !shapes.contains(&shape) {
            shapes.push(shape);
        }
        Some(address_of(&seen.hash, &shape))
    }

    /// All that pages have asked for so far.
    fn batches(&self) -> Vec<Batch> {
        let wanted = lock(&self.wanted);
        let sorted = |shapes: &Vec<Shape>| {
            let mut shapes = shapes.clone();
            shapes.sort_unstable();
            shapes
        };
        wanted
            .iter()
            .map(|(hash, shapes)| Batch { hash: hash.clone(), shapes: sorted(shapes) })
            .collect()
    }

    /// The pictures of a batch, in its order, from the cabinet or made.
    fn make(&self, site: &Site, batch: &Batch) -> Result<Vec<Vec<u8>>, Box<Diagnostic>> {
        let Batch { hash, shapes } = batch;
        let address = lock(&self.by_hash).get(hash).cloned();
        let route = address.as_ref().and_then(|address| site.routes.find(address));
        let (Some(address), Some(Route::File(file))) = (address, route) else {
            return Ok(Vec::new());
        };
        let Some(facts) = self.facts(site, &address) else { return Ok(Vec::new()) };
        let load = || asset::bytes(file);
        self.cabinet.pictures(hash, &facts, shapes, load).map_err(|failure| match failure {
            Failure::Read(error) => Box::new(unreadable(file, &address, error)),
            Failure::Flaw(flaw) => Box::new(self.flawed(hash, &address, flaw)),
        })
    }

    /// The picture at an address, if one can stand there, whether a page asks for it or not.
    fn at(&self, site: &Site, address: &Address) -> Option<Result<Vec<u8>, Box<Diagnostic>>> {
        let (hash, shape) = Shape::of_name(address.as_str().strip_prefix(FOLDER)?)?;
        if !lock(&self.by_hash).contains_key(hash) {
            self.see_all(site);
        }
        let source = lock(&self.by_hash).get(hash).cloned()?;
        self.facts(site, &source).filter(|facts| shape.is_of(facts))?;
        let batch = Batch { hash: hash.to_owned(), shapes: vec![shape] };
        Some(self.make(site, &batch).map(|made| made.into_iter().next().unwrap_or_default()))
    }

    /// Looks at all pictures of the site: a browser may ask for one before any page with it.
    fn see_all(&self, site: &Site) {
        let files: Vec<&Address> = site
            .routes
            .iter()
            .filter(|(address, route)| {
                matches!(route, Route::File(_)) && promised(address.as_str()).is_some()
            })
            .map(|(address, _)| address)
            .collect();
        files.into_par_iter().for_each(|address| drop(self.seen(site, address)));
    }

    /// A picture that turned out to be no good only when it was decoded, told where it is used.
    fn flawed(&self, hash: &str, address: &Address, flaw: Flaw) -> Diagnostic {
        let used = lock(&self.uses).get(hash).cloned();
        let (place, path) = used.unwrap_or_else(|| {
            let path = address.as_str().trim_start_matches('/');
            (Place::file(path), path.to_owned())
        });
        let TargetFault { code, what, help } = fault::flawed(&path, flaw);
        let fault = Diagnostic::error(code, what.zh, what.en).at(place);
        Diagnostic { help, ..fault }
    }
}

fn address_of(hash: &str, shape: &Shape) -> Address {
    Address::new(&format!("{FOLDER}{}", shape.name(hash)))
}

fn look(file: &StaticFile, address: &Address) -> Option<Seen> {
    let bytes = asset::bytes(file).ok()?;
    let mut hash = asset::hash(&bytes);
    hash.truncate(DIGITS);
    Some(Seen { looked: picture::look(address.as_str(), &bytes), hash })
}

fn unreadable(file: &StaticFile, address: &Address, error: std::io::Error) -> Diagnostic {
    let path = match file {
        StaticFile::Disk(path) => path.clone(),
        StaticFile::Embedded(_) => address.as_str().into(),
    };
    ProjectError::Read { path, error }.diagnostic()
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
