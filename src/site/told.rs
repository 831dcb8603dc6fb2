//! What a site as a whole is told of one article: whatever orders, terms, addresses, words and
//! visibility are made from. Two texts of an article that tell the same differ only in what is
//! shown. It asks by the functions that the site is put together with, and of nothing but the article.

use super::order::Rank;
use super::term::{self, Named};
use super::timing::{self, Timing};
use super::{Site, names};
use crate::article::{Article, Moment, SourceName, Status};
use crate::script::Script;

/// See the module.
#[derive(Debug, PartialEq)]
pub(super) struct Told<'a> {
    name: &'a SourceName,
    script: Script,
    status: Status,
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
        Self {
            name: &article.name,
            script: meta.script,
            status: meta.status,
            live_and_over: timing::moments(article).collect(),
            section: meta.text("section"),
            slug: meta.text("slug"),
            aliases: meta.list("aliases"),
            rank: Rank::of(meta),
            names: names::given(article, &named),
            terms: rules.map(|rule| term::named(article, rule, &gathered)).collect(),
        }
    }
}
