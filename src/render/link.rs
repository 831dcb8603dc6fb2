//! Links of the site: from an address to what stands in a page, and from what an author wrote to
//! an address. It decides nothing about links that lead nowhere.

use crate::address::{Address, decode};
use crate::site::{Route, Site};

/// The root-relative link to an address in the first edition.
pub(super) fn href(site: &Site, address: &Address) -> String {
    let (base, path) = (site.config.base_path(), address.href());
    // Asked for every link of every page; most sites lie at the root of their host.
    if base.is_empty() { path } else { [base, &path].concat() }
}

/// The absolute link to an address in the first edition.
pub(super) fn permalink(site: &Site, address: &Address) -> String {
    [site.config.origin(), &href(site, address)].concat()
}

/// A link with the site's host before it, if it is one of the site's own.
pub(super) fn absolute(site: &Site, link: String) -> String {
    if link.starts_with('/') { [site.config.origin(), &link].concat() } else { link }
}

/// The root-relative link to an address in the edition served from `edition`.
pub(super) fn edition_path(site: &Site, edition: &str, address: &Address) -> String {
    let slash = if edition.is_empty() { "" } else { "/" };
    [site.config.base_path(), slash, edition, &address.href()].concat()
}

/// What an author wrote as an address on the site or elsewhere.
pub(super) fn on_site(site: &Site, path: &str) -> String {
    match scheme(path) {
        Some(scheme) if is_safe(scheme) => return path.to_owned(),
        // It would run when a reader clicks; what names it is told of as a fault.
        Some(_) => return String::new(),
        None if path.is_empty() || path.starts_with(['#', '?']) || path.starts_with("//") => {
            return path.to_owned();
        }
        None => {}
    }
    let base = site.config.base_path();
    if !base.is_empty() && path.starts_with(&format!("{base}/")) {
        return path.to_owned();
    }
    format!("{base}/{}", path.trim_start_matches('/'))
}

/// The scheme that a destination names for itself, such as `https`.
pub(super) fn scheme(destination: &str) -> Option<&str> {
    let (scheme, _) = destination.trim_start().split_once(':')?;
    let is_name = |b: u8| b.is_ascii_alphanumeric() || b"+-.".contains(&b);
    (!scheme.is_empty() && scheme.bytes().all(is_name)).then_some(scheme)
}

/// Whether following a link of that scheme only ever opens something.
pub(super) fn is_safe(scheme: &str) -> bool {
    ["http", "https", "mailto", "tel"].iter().any(|safe| scheme.eq_ignore_ascii_case(safe))
}

/// Where a path that an author wrote leads: from the site's root, from the folder of content
/// (`@/news/x.md`), or from the article's own folder. It is taken as it is, because a file's name
/// may hold a `%`, and else as a browser would take it, percent-decoded.
pub(super) fn locate(site: &Site, folder: &str, path: &str) -> Option<Address> {
    let decoded = || decode(path).filter(|decoded| decoded != path);
    locate_plain(site, folder, path).or_else(|| locate_plain(site, folder, &decoded()?))
}

fn locate_plain(site: &Site, folder: &str, path: &str) -> Option<Address> {
    if let Some(source) = path.strip_prefix("@/") {
        return site.of_source(source).cloned();
    }
    if path.starts_with('/') {
        let climbs = path.split(['/', '\\']).any(|part| matches!(part, "." | ".."));
        return Some(Address::new(path)).filter(|it| !climbs && site.routes.contains(it));
    }
    site.of_source(&joined(folder, path)?).cloned()
}

/// As [`locate`], for a file. What may follow its name in an address (`?v=1`, `#page=2`) is parted
/// from it, unless the name itself has such a sign.
pub(super) fn locate_file(
    path: &str,
    locate: impl Fn(&str) -> Option<Address>,
) -> Option<(Address, &str)> {
    if let Some(address) = locate(path) {
        return Some((address, ""));
    }
    let (name, tail) = path.split_at_checked(path.find(['?', '#'])?)?;
    Some((locate(name)?, tail))
}

/// The article that a field of type `page` names by its source: `news/x.md`, with or without
/// `@/` before it and `.md` behind it; a folder stands for the article that has it to itself.
pub(super) fn article_of(site: &Site, path: &str) -> Option<usize> {
    let path = path.trim().trim_start_matches("@/").trim_start_matches('/').trim_end_matches('/');
    let named = [path.to_owned(), format!("{path}.md"), format!("{path}/index.md")];
    let address = named.iter().find_map(|path| site.of_source(path))?;
    match site.routes.find(address) {
        Some(Route::Article(index)) => Some(*index),
        _ => None,
    }
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
