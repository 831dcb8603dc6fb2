//! Taxonomies: keywords, people, and whatever else a site gathers its articles by. Terms are
//! folded to the site's script, so that 协商 and 協商 are one.

use std::collections::{BTreeMap, HashMap};

use super::slug::{short_hash, slug};
use super::{Entry, order};
use crate::address::Address;
use crate::project::TaxonomyRule;
use crate::script::{Frozen, Script, converter};

/// One way of gathering articles.
#[derive(Debug)]
pub(crate) struct Taxonomy {
    pub(crate) rule: TaxonomyRule,
    pub(crate) address: Address,
    /// The most used first.
    pub(crate) terms: Vec<Term>,
    by_key: HashMap<String, usize>,
}

impl Taxonomy {
    /// The term of that key.
    pub(crate) fn find(&self, key: &str) -> Option<&Term> {
        self.terms.get(*self.by_key.get(key)?)
    }
}

/// One keyword, one person.
#[derive(Debug)]
pub(crate) struct Term {
    /// As readers see it.
    pub(crate) name: String,
    /// Folded and without marks; what makes two terms one.
    pub(crate) key: String,
    pub(crate) address: Address,
    /// The articles, in order.
    pub(crate) entries: Vec<usize>,
}

/// Gathers the listed entries by one rule.
pub(super) fn gather(
    rule: &TaxonomyRule,
    entries: &[Entry],
    listed: &[usize],
    site: Script,
    readings: &Frozen,
) -> Taxonomy {
    let address = Address::new(&format!("/{}/", rule.name));
    let mut by_key: BTreeMap<String, (String, Vec<usize>)> = BTreeMap::new();
    for &index in listed {
        let Some(entry) = entries.get(index) else { continue };
        for name in names(entry, &rule.field, site) {
            let key = readings.plain(&name, site).into_owned();
            let (_, members) = by_key.entry(key).or_insert_with(|| (name, Vec::new()));
            if members.last() != Some(&index) {
                members.push(index);
            }
        }
    }
    let mut terms = Vec::with_capacity(by_key.len());
    let mut used: BTreeMap<String, String> = BTreeMap::new();
    for (key, (name, mut members)) in by_key {
        let plain = slug(&key);
        let own = match used.get(&plain.to_ascii_lowercase()) {
            Some(_) => format!("{plain}-{}", short_hash(&key)),
            None => plain,
        };
        used.insert(own.to_ascii_lowercase(), key.clone());
        members.sort_by(|&a, &b| match (entries.get(a), entries.get(b)) {
            (Some(a), Some(b)) => order::compare(a, b),
            _ => std::cmp::Ordering::Equal,
        });
        terms.push(Term { name, key, address: address.join(&format!("{own}/")), entries: members });
    }
    terms.sort_by(|a, b| b.entries.len().cmp(&a.entries.len()).then_with(|| a.key.cmp(&b.key)));
    let by_key = terms.iter().enumerate().map(|(at, term)| (term.key.clone(), at)).collect();
    Taxonomy { rule: rule.clone(), address, terms, by_key }
}

/// The terms that an article names, in the site's script. People also come from the bylines of
/// the article's parts.
pub(crate) fn names(entry: &Entry, field: &str, site: Script) -> Vec<String> {
    let article = &entry.article;
    let mut names: Vec<&str> = article.meta.list(field);
    if field == "people" {
        let bylines = article.parts.iter().filter_map(|part| part.byline.as_ref());
        names.extend(bylines.map(|byline| byline.name.as_str()));
    }
    let fold = converter(article.meta.script, site);
    let mut folded: Vec<String> = names
        .into_iter()
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| fold.map_or_else(|| name.to_owned(), |fold| fold.convert(name)))
        .collect();
    let mut seen = std::collections::BTreeSet::new();
    folded.retain(|name| seen.insert(name.clone()));
    folded
}
