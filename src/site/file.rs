//! Where files stand on the site: those that are served as they are, and those that a link may name
//! by its place in `content/`. It never opens one.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::assemble::Gathered;
use super::route::Files;
use super::{Site, section};
use crate::address::Address;
use crate::article::{Article, Home, Role};
use crate::project::StaticFile;

/// The files that are served as they are. What lies in the folder of an article that readers may
/// not see stays unseen with it.
pub(super) fn files(gathered: &Gathered<'_>, site: &Site, hidden: &[Arc<Article>]) -> Files {
    let is_bundle =
        |article: &Article| matches!(article.name.role, Role::Article { home: Home::Bundle, .. });
    let bundles: HashMap<String, &Address> = site
        .entries
        .iter()
        .filter(|entry| is_bundle(&entry.article))
        .map(|entry| (entry.folder(), &entry.address))
        .collect();
    let hidden: Vec<String> =
        hidden.iter().filter(|a| is_bundle(a)).map(|article| article.name.base()).collect();
    let mut files: Files = gathered
        .statics
        .iter()
        .map(|(path, file)| (Address::new(path), file.clone(), format!("static/{path}")))
        .collect();
    for asset in gathered.assets {
        let above = folders_above(&asset.relative);
        if above.clone().any(|folder| hidden.iter().any(|h| h == folder)) {
            continue;
        }
        let bundle = above.clone().find_map(|folder| Some((folder, *bundles.get(folder)?)));
        let address = if let Some((folder, home)) = bundle {
            home.join(asset.relative.get(folder.len()..).unwrap_or_default())
        } else {
            let (folder, file) = asset.relative.rsplit_once('/').unwrap_or(("", &asset.relative));
            section::address_of(folder).join(file)
        };
        let origin = format!("{}/{}", crate::project::CONTENT, asset.relative);
        files.push((address, StaticFile::Disk(asset.path.clone()), origin));
    }
    files
}

/// Where each file of `content/` is found.
pub(super) fn sources(site: &Site, files: &Files) -> BTreeMap<String, Address> {
    let texts = site
        .entries
        .iter()
        .flat_map(|entry| entry.written.iter().map(|article| (&*article.path, &entry.address)))
        .chain(site.sections.iter().flat_map(|section| {
            section.written.iter().map(|article| (&*article.path, &section.address))
        }));
    let files = files.iter().map(|(address, _, origin)| (origin.as_str(), address));
    texts
        .chain(files)
        .filter_map(|(path, address)| {
            let inner = path.strip_prefix(crate::project::CONTENT)?.strip_prefix('/')?;
            Some((inner.to_owned(), address.clone()))
        })
        .collect()
}

/// Whether two sites that have the same routes are made of the same texts.
pub(super) fn are_told_of(one: &Site, other: &Site) -> bool {
    fn paths(written: &[Arc<Article>]) -> impl Iterator<Item = &str> {
        written.iter().map(|article| &*article.path)
    }
    fn all(site: &Site) -> impl Iterator<Item = &str> {
        let entries = site.entries.iter().flat_map(|entry| paths(&entry.written));
        entries.chain(site.sections.iter().flat_map(|section| paths(&section.written)))
    }
    all(one).eq(all(other))
}

/// The folders that a file lies in, the nearest first.
fn folders_above(relative: &str) -> impl Iterator<Item = &str> + Clone {
    relative.rmatch_indices('/').filter_map(|(at, _)| relative.get(..at))
}
