//! The articles behind the files of a release. One is one, in however many editions its page changes.
//! It reads nothing from a target.

use std::collections::{BTreeMap, BTreeSet};

use super::words::Difference;
use crate::deliver::remote::{Change, Plan, Rank, Release};

/// The page that is no article: what a host shows for all that is not there.
const NOT_FOUND: &str = "404.html";

/// An article of which something would be done.
pub(super) struct Named {
    /// Its page; of several editions the first that changes.
    pub(super) path: String,
    /// Empty when it is not known.
    pub(super) title: String,
    /// What changed in its words.
    pub(super) differences: Vec<Difference>,
}

/// What becomes of articles, by their paths.
pub(super) struct Articles {
    pub(super) new: Vec<Named>,
    pub(super) changed: Vec<Named>,
    pub(super) removed: Vec<Named>,
}

impl Articles {
    /// The articles of a plan. One is new or removed with its page in the first edition, and changed with
    /// any. `titles` are those of the site, by the pages of its first edition; without them every page
    /// counts.
    pub(super) fn of(
        plan: &Plan,
        live: Option<&Release>,
        titles: Option<&BTreeMap<String, String>>,
    ) -> Self {
        let editions = further_editions(plan, live);
        let is_first = |path: &&str| !editions.iter().any(|edition| path.starts_with(edition));
        let sent = |change: Change| {
            let sends = plan.send.iter().filter(move |send| send.change == change);
            let pages = sends.filter(|send| send.item.rank == Rank::Page);
            pages.map(|send| send.path.as_str()).filter(|path| *path != NOT_FOUND)
        };
        let named = |article: &str, path: &str| {
            let title = titles.map_or(Some(""), |titles| titles.get(article).map(String::as_str));
            title.map(|title| Named::new(path, title))
        };
        let changed = by_article(sent(Change::Changed), &editions);
        let gone = plan.delete.iter().filter(|gone| gone.rank == Rank::Page);
        let gone = gone.map(|gone| gone.path.as_str());
        Self {
            new: sent(Change::New).filter(is_first).filter_map(|path| named(path, path)).collect(),
            changed: changed.iter().filter_map(|(article, path)| named(article, path)).collect(),
            removed: gone.filter(is_first).map(|path| Named::new(path, "")).collect(),
        }
    }
}

impl Named {
    fn new(path: &str, title: &str) -> Self {
        Self { path: path.to_owned(), title: title.to_owned(), differences: Vec::new() }
    }
}

/// What the paths of all editions but the first begin with: each edition has a home page.
fn further_editions<'r>(plan: &'r Plan, live: Option<&'r Release>) -> BTreeSet<&'r str> {
    let sent = plan.send.iter().map(|send| (&send.path, send.item.rank));
    let live = live.into_iter().flat_map(|live| &live.files).map(|(path, item)| (path, item.rank));
    let homes = sent.chain(live).filter(|(_, rank)| *rank == Rank::Home);
    let folders = homes.filter_map(|(path, _)| path.strip_suffix("index.html"));
    folders.filter(|folder| !folder.is_empty()).collect()
}

/// The first of the pages of each article, by its page in the first edition.
fn by_article<'p>(
    pages: impl Iterator<Item = &'p str>,
    editions: &BTreeSet<&str>,
) -> BTreeMap<&'p str, &'p str> {
    let mut all = BTreeMap::new();
    for path in pages {
        let article = editions.iter().find_map(|edition| path.strip_prefix(edition));
        let article = article.unwrap_or(path);
        let shown = all.entry(article).or_insert(path);
        if article == path {
            *shown = path;
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deliver::remote::{Gone, Item, Send};

    #[test]
    fn an_article_counts_once_in_whichever_edition_its_page_changes() {
        let send = |path: &str, rank, change| Send {
            path: path.to_owned(),
            item: Item::of(b"", rank),
            change,
        };
        let gone = |path: &str, rank| Gone { path: path.to_owned(), rank };
        let mut plan = Plan::default();
        plan.send.extend([
            send("hant/index.html", Rank::Home, Change::Changed),
            send("hant/a/index.html", Rank::Page, Change::Changed),
            send("a/index.html", Rank::Page, Change::Changed),
            send("hant/b/index.html", Rank::Page, Change::Changed),
            send("hant/c/index.html", Rank::Page, Change::New),
            send("c/index.html", Rank::Page, Change::New),
            send("hant/e/index.html", Rank::Page, Change::New),
            send("404.html", Rank::Page, Change::Changed),
            send("news/index.html", Rank::List, Change::Changed),
        ]);
        plan.delete.extend([
            gone("d/index.html", Rank::Page),
            gone("hant/d/index.html", Rank::Page),
            gone("hant/f/index.html", Rank::Page),
            gone("hant/tags/x/index.html", Rank::List),
        ]);
        let paths = |all: &[Named]| all.iter().map(|it| it.path.clone()).collect::<Vec<_>>();
        let all = Articles::of(&plan, None, None);
        assert_eq!(paths(&all.new), ["c/index.html"]);
        assert_eq!(paths(&all.changed), ["a/index.html", "hant/b/index.html"]);
        assert_eq!(paths(&all.removed), ["d/index.html"]);
        // A page at a former address is no article: the site knows no title for it.
        let titles = BTreeMap::from([("b/index.html".to_owned(), "乙".to_owned())]);
        let known = Articles::of(&plan, None, Some(&titles));
        let pairs: Vec<_> = known.changed.iter().map(|it| (&*it.path, &*it.title)).collect();
        assert_eq!(pairs, [("hant/b/index.html", "乙")]);
        assert!(known.new.is_empty());
    }
}
