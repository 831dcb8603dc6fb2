//! Taxonomies: keywords, people, sessions, volumes, and whatever else a site gathers its articles
//! by. Terms are folded to the site's script, so that 协商 and 協商 are one.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::numeral::Numbered;
use super::slug::{self, slug};
use super::{Entry, order};
use crate::address::Address;
use crate::article::{Article, Moment};
use crate::project::{Kinds, MemberOrder, TaxonomyRule, TermOrder};
use crate::script::{Frozen, Lexicon, Script};

/// One way of gathering articles.
#[derive(Debug)]
pub(crate) struct Taxonomy {
    pub(crate) rule: TaxonomyRule,
    pub(crate) address: Address,
    /// In the order that the rule asks for.
    pub(crate) terms: Vec<Term>,
    by_key: HashMap<String, usize, RandomState>,
    /// Which entry names which term, as the articles name them, until the entries know it.
    namings: Vec<(usize, usize)>,
}

impl Taxonomy {
    /// The term of that key.
    pub(crate) fn find(&self, key: &str) -> Option<&Term> {
        self.terms.get(*self.by_key.get(key)?)
    }
}

/// One keyword, one person, one session.
#[derive(Debug)]
pub(crate) struct Term {
    /// As readers see it.
    pub(crate) name: String,
    /// Folded and without marks; what makes two terms one.
    pub(crate) key: String,
    pub(crate) address: Address,
    /// The articles, in order.
    pub(crate) entries: Vec<usize>,
    /// The article that is about this term: a member's own page.
    pub(crate) page: Option<usize>,
    /// The offices that the articles give to a person, each once, the latest first.
    pub(crate) offices: Vec<String>,
}

/// The entries that terms are gathered from.
pub(super) struct Listed<'a> {
    pub(super) entries: &'a [Entry],
    /// Those that stand in lists.
    pub(super) listed: &'a [usize],
}

/// What an article is asked for its terms with.
pub(super) struct Source<'a> {
    pub(super) kinds: &'a Kinds,
    pub(super) site: Script,
    pub(super) readings: &'a Frozen,
    pub(super) words: &'a Lexicon,
}

/// A term while it is gathered.
#[derive(Default)]
struct Gathered {
    key: String,
    name: String,
    members: Vec<usize>,
    page: Option<usize>,
    /// With the day of the article that gives them.
    offices: Vec<(Option<Moment>, String)>,
}

/// Terms in the order in which articles first name them.
#[derive(Default)]
struct Gathering {
    terms: Vec<Gathered>,
    by_key: HashMap<String, usize, RandomState>,
    /// Which entry names which of them.
    namings: Vec<(usize, usize)>,
}

impl Gathering {
    /// Takes in what one entry names.
    fn add(&mut self, found: Found) {
        let Found { index, date, named: Named { about, named } } = found;
        for Naming { name, key, office } in named {
            let at = self.by_key.get(&key).copied().unwrap_or_else(|| {
                self.by_key.insert(key.clone(), self.terms.len());
                self.terms.push(Gathered { key, ..Gathered::default() });
                self.terms.len() - 1
            });
            self.namings.push((index, at));
            let Some(term) = self.terms.get_mut(at) else { continue };
            if about.as_deref() == Some(&*name) {
                term.page.get_or_insert(index);
            }
            if !office.is_empty() {
                term.offices.push((date, office));
            }
            if term.name.is_empty() {
                term.name = name;
            }
            if term.members.last() != Some(&index) {
                term.members.push(index);
            }
        }
    }
}

/// Gathers the listed entries by one rule. Front matter is looked at on all cores; what it names
/// is put together in order.
pub(super) fn gather(rule: &TaxonomyRule, from: &Listed<'_>, source: &Source<'_>) -> Taxonomy {
    let address = Address::new(&format!("/{}/", slug(&rule.name)));
    let find = |&index: &usize| find(index, from.entries.get(index)?, rule, source);
    let found = from.listed.par_iter().filter_map(find);
    let mut gathering = Gathering::default();
    found.collect::<Vec<Found>>().into_iter().for_each(|found| gathering.add(found));
    let Gathering { terms: mut gathered, by_key: first_named, mut namings } = gathering;

    gathered.par_sort_unstable_by(|a, b| a.key.cmp(&b.key));
    let names = addresses(&gathered, from.entries);
    let finish = |(term, own)| finish(term, address.join(&format!("{own}/")), rule, from.entries);
    let mut terms: Vec<Term> = gathered.into_par_iter().zip(names).map(finish).collect();
    match rule.order {
        TermOrder::Count => {
            terms.sort_by(|a, b| {
                b.entries.len().cmp(&a.entries.len()).then_with(|| a.key.cmp(&b.key))
            });
        }
        TermOrder::Name => {}
        TermOrder::Number => {
            let numbered = |term: &Term| Numbered::new(&term.key);
            terms.sort_by(|a, b| {
                numbered(a).latest_first(&numbered(b)).then_with(|| a.key.cmp(&b.key))
            });
        }
    }
    // From the order in which they were named to the one in which they stand now.
    let mut places = vec![0; terms.len()];
    for (at, term) in terms.iter().enumerate() {
        let first = first_named.get(&term.key).and_then(|&first| places.get_mut(first));
        if let Some(place) = first {
            *place = at;
        }
    }
    for (_, term) in &mut namings {
        *term = places.get(*term).copied().unwrap_or_default();
    }
    let by_key = terms.iter().enumerate().map(|(at, term)| (term.key.clone(), at)).collect();
    Taxonomy { rule: rule.clone(), address, terms, by_key, namings }
}

fn finish(gathered: Gathered, address: Address, rule: &TaxonomyRule, entries: &[Entry]) -> Term {
    let Gathered { key, name, mut members, page, mut offices } = gathered;
    let compare = match rule.members {
        MemberOrder::Usual => order::compare,
        MemberOrder::Oldest => order::oldest_first,
    };
    members.sort_by(|&a, &b| match (entries.get(a), entries.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => std::cmp::Ordering::Equal,
    });
    offices.sort_by(|a, b| (Reverse(a.0), &a.1).cmp(&(Reverse(b.0), &b.1)));
    let mut seen = BTreeSet::new();
    let offices =
        offices.into_iter().map(|(_, o)| o).filter(|office| seen.insert(office.clone())).collect();
    Term { name, key, address, entries: members, page, offices }
}

/// The address segments of the terms, in the order of their keys. Of several terms that would have
/// the same one, the term that was used first keeps it: what is added later moves no address.
fn addresses(terms: &[Gathered], entries: &[Entry]) -> Vec<String> {
    let first_use = |term: &Gathered| {
        let dates = term.members.iter().filter_map(|&index| {
            entries.get(index).and_then(|entry| entry.article.meta.date("date"))
        });
        dates.min()
    };
    slug::distinct(terms.iter().map(|term| (slug(&term.key), &*term.key, first_use(term))))
}

/// Tells every entry which terms it stands under, in the order in which it names them.
pub(super) fn link(entries: &mut [Entry], taxonomies: &mut [Taxonomy]) {
    for (at, taxonomy) in taxonomies.iter_mut().enumerate() {
        for (index, term) in std::mem::take(&mut taxonomy.namings) {
            if let Some(entry) = entries.get_mut(index) {
                entry.terms.push((at, term));
            }
        }
    }
}

/// What one entry names.
struct Found {
    index: usize,
    date: Option<Moment>,
    named: Named,
}

/// The terms that an article names.
#[derive(Debug, PartialEq)]
pub(super) struct Named {
    /// The one that it is about.
    about: Option<String>,
    named: Vec<Naming>,
}

/// One naming of a term by an article.
#[derive(Debug, PartialEq)]
struct Naming {
    name: String,
    key: String,
    office: String,
}

/// What an entry names; `None` when that is nothing.
fn find(index: usize, entry: &Entry, rule: &TaxonomyRule, source: &Source<'_>) -> Option<Found> {
    let named = named(&entry.article, rule, source);
    let date = entry.article.meta.date("date");
    (!named.named.is_empty()).then_some(Found { index, date, named })
}

/// What an article names, by one rule.
pub(super) fn named(article: &Article, rule: &TaxonomyRule, source: &Source<'_>) -> Named {
    let named = namings(article, rule, source);
    if named.is_empty() {
        return Named { about: None, named };
    }
    let described = source.kinds.find(&article.meta.kind).and_then(|kind| kind.describes.as_ref());
    let about = described.filter(|it| it.taxonomy == rule.name).and_then(|it| {
        let name = article.meta.list(&it.field).into_iter().next()?;
        Some(fold(article, name, source))
    });
    Named { about, named }
}

/// The terms that an article names, in the site's script, each once.
fn namings(article: &Article, rule: &TaxonomyRule, source: &Source<'_>) -> Vec<Naming> {
    let meta = &article.meta;
    let mut named: Vec<(&str, &str)> = Vec::new();
    let joined: String;
    match rule.field.as_slice() {
        [field] => {
            named.extend(meta.list(field).into_iter().map(|name| (name, "")));
            if field == "people" {
                let bylines = article.parts.iter().filter_map(|part| part.byline.as_ref());
                named.extend(bylines.map(|byline| (byline.name.as_str(), byline.office.as_str())));
            }
        }
        several => {
            let parts: Vec<&str> = several.iter().map(|field| meta.text(field).trim()).collect();
            if parts.iter().all(|part| !part.is_empty()) {
                joined = parts.concat();
                named.push((&joined, ""));
            }
        }
    }
    let declared = source.kinds.find(&meta.kind).into_iter().flat_map(|kind| kind.fields.iter());
    for (name, field) in declared.filter(|(_, f)| f.taxonomy.as_deref() == Some(&*rule.name)) {
        let office = field.office.as_deref().map_or("", |office| meta.text(office));
        named.extend(meta.list(name).into_iter().map(|name| (name, office)));
    }
    let mut folded: Vec<Naming> = Vec::with_capacity(named.len());
    for (name, office) in named {
        let name = fold(article, name, source);
        if name.is_empty() {
            continue;
        }
        let office = fold(article, office, source);
        match folded.iter_mut().find(|known| known.name == name) {
            Some(known) if known.office.is_empty() => known.office = office,
            Some(_) => {}
            None => {
                let key = source.readings.plain(&name, source.site).into_owned();
                folded.push(Naming { name, key, office });
            }
        }
    }
    folded
}

fn fold(article: &Article, text: &str, source: &Source<'_>) -> String {
    source.words.convert(text.trim(), article.meta.script, source.site).into_owned()
}
