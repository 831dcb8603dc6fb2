//! Contexts of pages that list: sections, terms, and the pager under them.

use tera::Value;

use super::value::{list, table};
use super::{ancestors, home_word, item, link, translations};
use crate::address::Address;
use crate::render::Shelf;
use crate::render::link::{href, permalink};
use crate::script::Script;
use crate::site::{Section, Site, Taxonomy, members, pager_address, pages, shown_pages};

/// A list that goes over several pages.
pub(crate) struct Listing<'a> {
    /// All members, in order.
    pub(crate) entries: &'a [usize],
    pub(crate) per_page: usize,
    /// The address of its first page.
    pub(crate) first: &'a Address,
    /// The page that is shown, counted from 1.
    pub(crate) page: usize,
}

/// `paginator`, with the articles of the page that is shown.
pub(crate) fn pager(shelf: &Shelf, listing: &Listing<'_>) -> Value {
    let site = &shelf.site;
    let last = pages(listing.entries.len(), listing.per_page);
    let range = members(listing.entries.len(), listing.per_page, listing.page);
    let shown = listing.entries.get(range).unwrap_or_default();
    let at = |page: usize| href(site, &pager_address(listing.first, page));
    let pagers = shown_pages(listing.page, last).into_iter().map(|page| {
        table([
            ("index", page.into()),
            ("path", page.map_or_else(String::new, at).into()),
            ("current", (page == Some(listing.page)).into()),
        ])
    });
    table([
        ("pages", list(shown.iter().map(|&index| item(shelf, index)))),
        ("paginate_by", listing.per_page.into()),
        ("current_index", listing.page.into()),
        ("number_pagers", last.into()),
        ("first", at(1).into()),
        ("last", at(last).into()),
        ("previous", (listing.page > 1).then(|| at(listing.page - 1)).into()),
        ("next", (listing.page < last).then(|| at(listing.page + 1)).into()),
        ("base_path", at(1).into()),
        ("pagers", list(pagers)),
        ("total", listing.entries.len().into()),
    ])
}

/// `section`, with its own text.
pub(crate) fn section(shelf: &Shelf, index: usize, page: usize, content: &str) -> Value {
    let site = &shelf.site;
    let Some(section) = site.sections.get(index) else { return Value::none() };
    let address = pager_address(&section.address, page);
    let scripts: Vec<Script> = section.written.iter().map(|own| own.meta.script).collect();
    let above = section.parent.map_or_else(|| list([]), |parent| ancestors(site, parent));
    table([
        ("title", section.title.as_str().into()),
        ("description", section.description.as_str().into()),
        ("content", Value::safe_string(content)),
        ("path", href(site, &section.address).into()),
        ("permalink", permalink(site, &address).into()),
        ("subsections", subsections(site, section)),
        ("ancestors", above),
        ("translations", translations(site, &address, &scripts)),
        ("default_permalink", permalink(site, &address).into()),
        ("depth", site.path_to(index).len().saturating_sub(1).into()),
        ("count", section.all.len().into()),
    ])
}

/// A section's subsections as links with their numbers of articles.
pub(crate) fn subsections(site: &Site, section: &Section) -> Value {
    let children = section.children.iter().filter_map(|&child| site.sections.get(child));
    list(children.map(|child| {
        table([
            ("title", child.title.as_str().into()),
            ("description", child.description.as_str().into()),
            ("path", href(site, &child.address).into()),
            ("count", child.all.len().into()),
        ])
    }))
}

/// The terms of a taxonomy, the most used first.
pub(crate) fn terms(site: &Site, taxonomy: &Taxonomy, limit: usize) -> Value {
    list(taxonomy.terms.iter().take(limit).map(|term| {
        table([
            ("name", term.name.as_str().into()),
            ("path", href(site, &term.address).into()),
            ("count", term.entries.len().into()),
        ])
    }))
}

/// Breadcrumbs that end at a taxonomy.
pub(crate) fn taxonomy_ancestors(site: &Site, taxonomy: Option<&Taxonomy>) -> Value {
    let home = site.sections.first().map(|home| link(&home_word(site), href(site, &home.address)));
    let own = taxonomy.map(|t| link(&t.rule.label, href(site, &t.address)));
    list(home.into_iter().chain(own))
}
