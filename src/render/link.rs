//! Links of the site: from an address to what stands in a page, and from what an author wrote to
//! an address. It decides nothing about links that lead nowhere.

use crate::address::{Address, decode};
use crate::site::Site;

/// The root-relative link to an address in the first edition.
pub(super) fn href(site: &Site, address: &Address) -> String {
    format!("{}{}", site.config.base_path(), address.href())
}

/// The absolute link to an address in the first edition.
pub(super) fn permalink(site: &Site, address: &Address) -> String {
    format!("{}{}", site.config.origin(), href(site, address))
}

/// The root-relative link to an address in the edition served from `edition`.
pub(super) fn edition_path(site: &Site, edition: &str, address: &Address) -> String {
    let slash = if edition.is_empty() { "" } else { "/" };
    format!("{}{slash}{edition}{}", site.config.base_path(), address.href())
}

/// What an author wrote as an address on the site or elsewhere.
pub(super) fn on_site(site: &Site, path: &str) -> String {
    if path.is_empty() || path.contains("://") || path.starts_with(['#', '?']) {
        return path.to_owned();
    }
    let base = site.config.base_path();
    if base.is_empty() || path.starts_with(&format!("{base}/")) {
        return path.to_owned();
    }
    format!("{base}/{}", path.trim_start_matches('/'))
}

/// Where a path that an author wrote leads: from the site's root, from the folder of content
/// (`@/news/x.md`), or from the article's own folder.
pub(super) fn locate(site: &Site, folder: &str, path: &str) -> Option<Address> {
    let path = decode(path)?;
    if let Some(source) = path.strip_prefix("@/") {
        return site.of_source(source).cloned();
    }
    if path.starts_with('/') {
        return Address::from_href(&path).filter(|address| site.routes.contains(address));
    }
    site.of_source(&joined(folder, &path)?).cloned()
}

/// `folder/path` with `.` and `..` worked out; `None` when it climbs out.
pub(super) fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
