//! The site as one immutable value: which articles there are for whom, in which sections and
//! under which terms, in which order, and what stands at every address.
//!
//! It is put together anew after every change; that is cheap, because no body is read here. It
//! never renders, and knows nothing of Markdown and templates.

mod alias;
mod assemble;
mod claim;
mod file;
mod localize;
mod names;
mod numeral;
mod order;
mod origin;
mod pagination;
mod pairing;
mod revise;
mod route;
mod section;
mod slug;
mod term;
mod timing;
mod told;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) use assemble::{Gathered, Visibility, assemble};
pub(crate) use localize::{Shown, nearest_written};
pub(crate) use order::{compare, newest_first, oldest_first};
pub(crate) use pagination::{address as pager_address, members, pages, shown as shown_pages};
pub(crate) use route::{Route, Routes, Scope};
pub(crate) use section::Section;
pub(crate) use slug::slug;
pub(crate) use term::{Taxonomy, Term};
pub(crate) use timing::{Timing, Turn, timing, turns_of};

use order::Rank;

use crate::address::Address;
use crate::article::{Article, Moment, Status};
use crate::project::{Config, Kinds, ThemePage};
use crate::script::{Frozen, Lexicon, Script};

/// A site, whole. Its parts are shared, so that a site which differs in one article's body costs little.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    pub(crate) config: Arc<Config>,
    pub(crate) kinds: Arc<Kinds>,
    pub(crate) entries: Vec<Arc<Entry>>,
    /// The home first.
    pub(crate) sections: Arc<Vec<Section>>,
    pub(crate) taxonomies: Arc<Vec<Taxonomy>>,
    /// Pages that the themes have beside those of the content.
    pub(crate) theme_pages: Arc<[ThemePage]>,
    /// The articles of lists and feeds, the newest first.
    pub(crate) latest: Arc<Vec<usize>>,
    pub(crate) routes: Arc<Routes>,
    /// What goes live or ends by itself, the soonest first.
    pub(crate) turns: Arc<Vec<Turn>>,
    pub(crate) visibility: Visibility,
    /// The moment that the site shows.
    pub(crate) as_of: Moment,
    /// Where each file of `content/` is found on the site, by its path in that folder.
    pub(crate) sources: Arc<BTreeMap<String, Address>>,
    /// What the marks in every text stand for.
    pub(crate) readings: Frozen,
    /// The editors' own words: names in articles, and what the glossaries list.
    pub(crate) words: Lexicon,
    /// Another one for every site that was assembled, and the same for those that were only revised:
    /// what a site made of a line of its words and links holds as long as this is the same.
    pub(crate) once: Arc<()>,
}

/// An article in its place on the site.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) article: Arc<Article>,
    /// Every body that somebody wrote, the main one first; its length is one for most.
    pub(crate) written: Vec<Arc<Article>>,
    /// What lists and pages show.
    pub(crate) shown: Shown,
    pub(crate) address: Address,
    /// The section that lists it.
    pub(crate) section: usize,
    /// The next newer and the next older one of its section.
    pub(crate) newer: Option<usize>,
    pub(crate) older: Option<usize>,
    /// The terms it stands under: the taxonomy's place and the term's, in order.
    pub(crate) terms: Vec<(usize, usize)>,
    pub(crate) timing: Timing,
    rank: Rank,
}

impl Entry {
    /// Where it stands on its way to readers, English and Chinese. In the preview, what is
    /// published may still be waiting for its day, or be over.
    pub(crate) fn status(&self) -> (&'static str, &'static str) {
        let status = self.article.meta.status;
        let by_time = self.timing.names().filter(|_| status == Status::Published);
        by_time.unwrap_or_else(|| status.names())
    }

    /// The same as a state that it is in, for those who look at all articles: English, Chinese.
    pub(crate) fn state(&self) -> (&'static str, &'static str) {
        match self.status() {
            ("published", _) => ("published", "已发布"),
            ("withdrawn", _) => ("withdrawn", "已撤稿"),
            ("expired", _) => ("expired", "已到期"),
            other => other,
        }
    }

    /// The scripts that somebody wrote the body in, the main one first.
    pub(crate) fn scripts(&self) -> Vec<Script> {
        self.written.iter().map(|article| article.meta.script).collect()
    }

    /// The folder whose files belong to this article's address.
    pub(crate) fn folder(&self) -> String {
        self.article.name.base()
    }
}

impl Site {
    /// The sections from the home down to `section`, both included.
    pub(crate) fn path_to(&self, section: usize) -> Vec<&Section> {
        let mut path = Vec::new();
        let mut at = Some(section);
        while let Some(section) = at.and_then(|at| self.sections.get(at)) {
            path.push(section);
            at = section.parent;
        }
        path.reverse();
        path
    }

    /// The section of a folder within `content/`.
    pub(crate) fn section_of_folder(&self, folder: &str) -> Option<usize> {
        self.sections.iter().position(|section| section.folder == folder)
    }

    /// Where a file of `content/`, given by its path in that folder, is found on the site.
    pub(crate) fn of_source(&self, path: &str) -> Option<&Address> {
        self.sources.get(path)
    }

    /// The names of the files that lie right in a folder of `content/`.
    pub(crate) fn sources_in(&self, folder: &str) -> impl Iterator<Item = &str> {
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        self.sources
            .keys()
            .filter_map(move |path| path.strip_prefix(&folder))
            .filter(|name| !name.contains('/'))
    }

    /// The term at a place that an entry gives, and its taxonomy.
    pub(crate) fn term(&self, (taxonomy, term): (usize, usize)) -> Option<(&Taxonomy, &Term)> {
        let taxonomy = self.taxonomies.get(taxonomy)?;
        Some((taxonomy, taxonomy.terms.get(term)?))
    }

    /// The taxonomy of that name.
    pub(crate) fn taxonomy(&self, name: &str) -> Option<&Taxonomy> {
        self.taxonomies.iter().find(|taxonomy| taxonomy.rule.name == name)
    }
}
