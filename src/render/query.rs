//! The functions of templates that choose articles: by kind, section, term and year, and those
//! that are near to one. They give list items, never bodies.

use std::collections::HashMap;
use std::sync::Arc;

use tera::{Error, Kwargs, State, TeraResult, Value};

use super::context::{self, item};
use super::link::{article_of, href};
use super::offer::Offer;
use super::{Shelf, functions};
use crate::address::Address;
use crate::site::{Entry, Route, Site, Term, compare, newest_first, oldest_first};

/// Of a term that more articles than this stand under, only those that stand nearest to the one
/// asked about are looked at: such a term says little, and a site has ten thousand articles.
const LOOKED_AT: usize = 64;

/// Makes the functions known; this must happen before templates are read.
pub(super) fn register(tera: &mut Offer, shelf: &Arc<Shelf>) {
    let mut add = |name: &'static str, function: fn(&Shelf, &Kwargs) -> TeraResult<Value>| {
        let shelf = shelf.clone();
        tera.register_function(name, move |kwargs: Kwargs, _: &State| function(&shelf, &kwargs));
    };
    add("get_pages", get_pages);
    add("get_related", get_related);
    add("latest", latest);
    add("now", now);
}

/// Articles that are of a kind, in a section, under a term, of a year; what is not asked for, or
/// asked for as nothing, does not count.
fn get_pages(shelf: &Shelf, kwargs: &Kwargs) -> TeraResult<Value> {
    let site = &shelf.site;
    let asked = |name: &'static str| -> TeraResult<Option<String>> {
        let given: Option<Value> = kwargs.get(name)?;
        let text = given.filter(|value| !value.is_none()).map(|value| value.to_string());
        Ok(text.filter(|text| !text.trim().is_empty()))
    };
    let (kind, year) = (asked("kind")?, asked("year")?);
    let kind = kind.map(|kind| site.kinds.find(&kind).map_or(kind, |found| found.name.clone()));
    let limit: usize = kwargs.get("limit")?.unwrap_or(10);
    let offset: usize = kwargs.get("offset")?.unwrap_or(0);
    let order = asked("sort_by")?;
    let mut found: Vec<(usize, &Entry)> = Vec::new();
    let candidates = match (asked("taxonomy")?, asked("term")?, asked("section")?) {
        (taxonomy, Some(term), section) => {
            let taxonomy = taxonomy.as_deref().unwrap_or("tags");
            let entries = self::term(site, taxonomy, &term).map_or(&[][..], |t| &t.entries);
            let within = section.map(|name| functions::section(site, &name)).transpose()?;
            let is_within =
                |index: &usize| within.is_none_or(|section| section.all.contains(index));
            entries.iter().copied().filter(is_within).collect()
        }
        (_, None, Some(section)) => functions::section(site, &section)?.all.clone(),
        (_, None, None) => site.sections.first().map_or_else(Vec::new, |home| home.all.clone()),
    };
    for index in candidates {
        let Some(entry) = site.entries.get(index) else { continue };
        let meta = &entry.article.meta;
        let of_kind = kind.as_ref().is_none_or(|kind| meta.kind == *kind);
        let of_year = year.as_ref().is_none_or(|year| {
            meta.date("date").is_some_and(|date| date.day.year().to_string() == *year)
        });
        if of_kind && of_year {
            found.push((index, entry));
        }
    }
    match order.as_deref() {
        None | Some("usual") => found.sort_by(|a, b| compare(a.1, b.1)),
        Some("date") => found.sort_by(|a, b| newest_first(a.1, b.1)),
        Some("oldest") => found.sort_by(|a, b| oldest_first(a.1, b.1)),
        Some("title") => found.sort_by(|a, b| title(a.1).cmp(title(b.1))),
        Some(other) => {
            return Err(Error::message(format!(
                "`{other}` is no order; there are usual, date, oldest and title."
            )));
        }
    }
    let chosen = found.into_iter().skip(offset).take(limit);
    Ok(chosen.map(|(index, _)| item(shelf, index)).collect::<Vec<_>>().into())
}

fn title(entry: &Entry) -> &str {
    entry.shown.meta.text("title")
}

fn term<'s>(site: &'s Site, taxonomy: &str, name: &str) -> Option<&'s Term> {
    let key = site.readings.plain(name, site.config.script);
    site.taxonomy(taxonomy)?.find(&key)
}

/// The articles that share the most with one: every term that both stand under counts, a rare one
/// more than a common one; of equals the newer one is nearer.
fn get_related(shelf: &Shelf, kwargs: &Kwargs) -> TeraResult<Value> {
    let path: &str = kwargs.must_get("path")?;
    let limit: usize = kwargs.get("limit")?.unwrap_or(5);
    let site = &shelf.site;
    let Some(own) = article_at(site, path) else { return Err(functions::missing("page", path)) };
    let terms = site.entries.get(own).map_or(&[][..], |entry| &entry.terms);
    let mut shared: HashMap<usize, f64, foldhash::fast::RandomState> = HashMap::default();
    for (_, term) in terms.iter().filter_map(|&at| site.term(at)) {
        #[expect(clippy::cast_precision_loss, reason = "a number of articles")]
        let weight = 1.0 / (1.0 + term.entries.len() as f64).ln();
        for &other in around(&term.entries, own).iter().filter(|&&other| other != own) {
            *shared.entry(other).or_default() += weight;
        }
    }
    let entry = |index: usize| site.entries.get(index).map(Arc::as_ref);
    let found = shared.into_iter().filter_map(|(i, share)| Some((i, share, entry(i)?)));
    let mut near: Vec<(usize, f64, &Entry)> = found.collect();
    let compare = |a: &(usize, f64, &Entry), b: &(usize, f64, &Entry)| {
        b.1.total_cmp(&a.1).then_with(|| newest_first(a.2, b.2))
    };
    // Only the nearest are put in order.
    if near.len() > limit && limit > 0 {
        near.select_nth_unstable_by(limit - 1, compare);
        near.truncate(limit);
    }
    near.sort_by(compare);
    let near = near.into_iter().take(limit);
    Ok(near.map(|(index, ..)| item(shelf, index)).collect::<Vec<_>>().into())
}

/// The entries that stand around one of them.
fn around(entries: &[usize], own: usize) -> &[usize] {
    if entries.len() <= LOOKED_AT {
        return entries;
    }
    let at = entries.iter().position(|&entry| entry == own).unwrap_or(0);
    let start = at.saturating_sub(LOOKED_AT / 2).min(entries.len() - LOOKED_AT);
    entries.get(start..start + LOOKED_AT).unwrap_or_default()
}

/// The article that a path on the site, or the name of a source, means.
pub(super) fn article_at(site: &Site, path: &str) -> Option<usize> {
    let inner = path.strip_prefix(site.config.base_path()).unwrap_or(path);
    let address = Address::from_href(inner);
    match address.and_then(|address| site.routes.find(&address)) {
        Some(Route::Article(index)) => Some(*index),
        _ => article_of(site, path),
    }
}

/// The newest articles, of one kind or of all.
fn latest(shelf: &Shelf, kwargs: &Kwargs) -> TeraResult<Value> {
    let kind: Option<&str> = kwargs.get("kind")?;
    let limit: usize = kwargs.get("limit")?.unwrap_or(10);
    let entries = shelf.site.latest.iter().filter(|&&index| {
        let entry = shelf.site.entries.get(index);
        entry.is_some_and(|entry| kind.is_none_or(|kind| entry.shown.meta.kind == kind))
    });
    Ok(entries.take(limit).map(|&index| item(shelf, index)).collect::<Vec<_>>().into())
}

/// The moment that the site shows.
#[expect(clippy::unnecessary_wraps, reason = "the functions of templates have one form")]
fn now(shelf: &Shelf, _: &Kwargs) -> TeraResult<Value> {
    Ok(shelf.site.as_of.rfc3339(&shelf.site.config.timezone).into())
}

/// A term with its articles and the article that is about it.
pub(super) fn term_value(shelf: &Shelf, term: &Term, limit: usize) -> Value {
    let pages = term.entries.iter().take(limit).map(|&index| item(shelf, index));
    context::table([
        ("name", term.name.as_str().into()),
        ("path", href(&shelf.site, &term.address).into()),
        ("count", term.entries.len().into()),
        ("pages", pages.collect::<Vec<_>>().into()),
        ("page", term.page.map(|index| item(shelf, index)).into()),
        ("offices", context::texts(term.offices.iter().map(String::as_str))),
    ])
}
