//! Answers for the one address that a browser asked for, with the bytes that a build would put there.
//! It never looks further than that page.

use super::unreadable;
use crate::address::Address;
use crate::diagnostic::Diagnostic;
use crate::project::Edition;
use crate::render::{Markup, Page, Studio, asset};
use crate::site::{Entry, Route, Scope};

/// The answer to one request of a browser.
pub(crate) enum Response {
    /// What stands there.
    Found { media_type: &'static str, bytes: Vec<u8> },
    /// It stands at this link instead.
    Moved(String),
    /// Nothing stands there; the site's page that says so, if it could be made.
    Missing { bytes: Vec<u8> },
    /// It could not be made.
    Failed(Vec<Diagnostic>),
}

/// Answers for one path, percent-encoded as a browser sends it, with the bytes that [`super::produce()`]
/// would put there. Also returns what is wrong with the page.
pub(crate) fn respond(studio: &Studio, path: &str) -> (Response, Vec<Diagnostic>) {
    match locate(studio, path) {
        Ok((edition, address)) => page_at(studio, edition, &address),
        Err(answer) => *answer,
    }
}

/// What stands at a path.
pub(crate) struct Standing<'s> {
    pub(crate) edition: &'s Edition,
    /// The article, if it is one.
    pub(crate) entry: Option<&'s Entry>,
    /// The sources that its words come from.
    pub(crate) sources: Vec<&'s str>,
}

/// Tells what stands at a path, if a page does.
pub(crate) fn standing<'s>(studio: &'s Studio, path: &str) -> Option<Standing<'s>> {
    let (edition, address) = locate(studio, path).ok()?;
    let site = studio.site();
    let route = site.routes.find(&address)?;
    let entry = match route {
        Route::Article(index) => site.entries.get(*index).map(AsRef::as_ref),
        _ => None,
    };
    let written = match route {
        Route::Section { section, .. } => {
            site.sections.get(*section).map(|it| it.written.as_slice())
        }
        _ => entry.map(|entry| entry.written.as_slice()),
    };
    let sources = written.unwrap_or_default().iter().map(|article| &*article.path).collect();
    Some(Standing { edition, entry, sources })
}

/// The edition and the address that a path means, or what it is answered with when it means none.
fn locate<'s>(studio: &'s Studio, path: &str) -> Result<(&'s Edition, Address), Box<Answer>> {
    let site = studio.site();
    let base = site.config.base_path();
    let inner = path.strip_prefix(base).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    let Some(inner) = inner else { return Err(Box::new(bare(missing(studio)))) };
    if inner.is_empty() {
        return Err(Box::new(bare(Response::Moved(format!("{base}/")))));
    }
    let at = |path: &str| Address::from_href(path).and_then(|address| resolve(studio, &address));
    // As every static host has it: a folder's page is found under its file's name, too.
    let folder = inner.strip_suffix("index.html").filter(|folder| folder.ends_with('/'));
    at(inner).or_else(|| folder.and_then(at)).ok_or_else(|| {
        if let Some(answer) = Address::from_href(inner).and_then(|it| made_at(studio, &it)) {
            return Box::new(answer);
        }
        // A folder without its slash is what people type.
        Box::new(bare(match at(&format!("{inner}/")) {
            Some(_) if !inner.ends_with('/') => Response::Moved(format!("{base}{inner}/")),
            _ => missing(studio),
        }))
    })
}

/// A response, and what is wrong with what it holds.
type Answer = (Response, Vec<Diagnostic>);

fn bare(response: Response) -> Answer {
    (response, Vec::new())
}

/// The edition and the address in the first edition that a path on the site means.
fn resolve<'s>(studio: &'s Studio, address: &Address) -> Option<(&'s Edition, Address)> {
    let site = studio.site();
    let prefixed = site.config.editions.iter().find_map(|edition| {
        let prefix = format!("/{}/", edition.path);
        let rest = address.as_str().strip_prefix(&prefix).filter(|_| !edition.path.is_empty())?;
        Some((edition, Address::new(&format!("/{rest}"))))
    });
    if let Some((edition, inner)) = prefixed
        && site.routes.find(&inner).is_some_and(|route| route.scope() == Scope::Edition)
    {
        return Some((edition, inner));
    }
    let route = site.routes.find(address)?;
    let first = site.config.editions.iter().find(|edition| edition.path.is_empty());
    let edition = match route.scope() {
        Scope::Edition => first?,
        Scope::Shared => site.config.editions.first()?,
    };
    Some((edition, address.clone()))
}

fn page_at(studio: &Studio, edition: &Edition, address: &Address) -> (Response, Vec<Diagnostic>) {
    let Some(route) = studio.site().routes.find(address) else {
        return (missing(studio), Vec::new());
    };
    let (page, faults) = studio.render(address, route, studio.written_for(route, edition));
    let Some(page) = page else { return (Response::Failed(faults.clone()), faults) };
    let mut buffer = String::new();
    let response = match page.sheet() {
        Ok(sheet) => Response::Found {
            media_type: media_type(&page, address),
            bytes: studio.edition(&sheet, edition, address, &mut buffer).to_vec(),
        },
        Err(error) => Response::Failed(vec![unreadable(&page, address, &error)]),
    };
    (response, faults)
}

/// The smaller picture, or the part of a font, at an address.
fn made_at(studio: &Studio, address: &Address) -> Option<(Response, Vec<Diagnostic>)> {
    let made = studio.picture_at(address).or_else(|| studio.font_part_at(address));
    Some(match made? {
        Ok(bytes) => {
            let media_type = asset::media_type(address.as_str());
            (Response::Found { media_type, bytes }, Vec::new())
        }
        Err(fault) => (Response::Failed(vec![(*fault).clone()]), vec![*fault]),
    })
}

fn media_type(page: &Page, address: &Address) -> &'static str {
    match page {
        Page::Text { markup: Markup::Html, .. } => "text/html; charset=utf-8",
        Page::Text { markup: Markup::Xml, .. } => "application/atom+xml; charset=utf-8",
        Page::Shared(_) | Page::File(_) => asset::media_type(address.as_str()),
    }
}

fn missing(studio: &Studio) -> Response {
    let address = Address::new("/404.html");
    let first = studio.site().config.editions.first();
    let bytes = match first.map(|edition| page_at(studio, edition, &address)) {
        Some((Response::Found { bytes, .. }, _)) => bytes,
        _ => Vec::new(),
    };
    Response::Missing { bytes }
}
