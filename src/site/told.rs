//! What a site as a whole is told of one article: whatever orders, terms, addresses, words and
//! visibility are made from. Two texts of an article that tell the same differ only in what is
//! shown. It asks by the functions that the site is put together with, and of nothing but the article.

use super::order::Rank;
use super::term::{self, Named};
use super::timing::{self, Timing};
use super::{Site, Visibility, names};
use crate::article::{Article, Moment, SourceName, Status};
use crate::script::Script;

/// See the module.
#[derive(Debug, PartialEq)]
pub(super) struct Told<'a> {
    name: &'a SourceName,
    script: Script,
    /// It stands in no list.
    is_withdrawn: bool,
    /// Whether the public may see it, where that decides whether it is there or what happens by itself.
    is_public: Option<bool>,
    live_and_over: Vec<(Moment, Timing)>,
    section: &'a str,
    slug: &'a str,
    aliases: Vec<&'a str>,
    /// With the date, which also says whose address it is when two would have the same.
    rank: Rank,
    names: names::Given,
    /// By taxonomy.
    terms: Vec<Named>,
}

impl Told<'_> {
    /// Whether both bring the same names to the words of their site, if the same articles are seen.
    pub(super) fn names_the_same(&self, other: &Self) -> bool {
        self.names == other.names
            && self.script == other.script
            && self.is_withdrawn == other.is_withdrawn
            && self.is_public == other.is_public
            && self.live_and_over == other.live_and_over
    }
}

impl<'a> Told<'a> {
    /// What `site`, which knows the fixed text in it, is told of an article.
    pub(super) fn of(article: &'a Article, site: &Site) -> Self {
        let named = names::Source { kinds: &site.kinds, readings: &site.readings };
        let gathered = term::Source {
            kinds: &site.kinds,
            site: site.config.script,
            readings: &site.readings,
            words: &site.words,
        };
        let rules = site.taxonomies.iter().map(|taxonomy| &taxonomy.rule);
        let meta = &article.meta;
        let live_and_over: Vec<_> = timing::moments(article).collect();
        let decides = site.visibility == Visibility::Public || !live_and_over.is_empty();
        Self {
            name: &article.name,
            script: meta.script,
            is_withdrawn: meta.status == Status::Withdrawn,
            is_public: decides.then(|| meta.status.is_public()),
            live_and_over,
            section: meta.text("section"),
            slug: meta.text("slug"),
            aliases: meta.list("aliases"),
            rank: Rank::of(meta),
            names: names::given(article, &named),
            terms: rules.map(|rule| term::named(article, rule, &gathered)).collect(),
        }
    }
}
