//! Puts a site together from its articles and files. One walk over the articles, no reading of
//! bodies; the same articles give the same site on any machine.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::localize::{Localizer, Shown};
use super::order::{self, Rank};
use super::slug::{self, slug};
use super::timing::{self, Timing};
use super::{Entry, Section, Site, alias, file, names, route, section, term};
use crate::address::Address;
use crate::article::{Article, Moment, Role, Status};
use crate::diagnostic::Diagnostic;
use crate::project::{Config, Glossary, Kinds, StaticFile, TaxonomyRule, ThemePage, TreeFile};
use crate::script::{Lexicon, Readings};

/// Who the site is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Visibility {
    /// Readers: only what is published.
    Public,
    /// Editors: drafts and articles under review too.
    Everything,
}

/// What a site is made of.
pub(crate) struct Gathered<'a> {
    pub(crate) config: Arc<Config>,
    pub(crate) kinds: Arc<Kinds>,
    pub(crate) taxonomies: &'a [TaxonomyRule],
    pub(crate) glossary: &'a Glossary,
    pub(crate) articles: Vec<Arc<Article>>,
    pub(crate) theme_pages: &'a [ThemePage],
    /// Files that lie among the articles.
    pub(crate) assets: &'a [TreeFile],
    /// Files of the theme and of the site's `static/`, by their path.
    pub(crate) statics: &'a BTreeMap<String, StaticFile>,
    pub(crate) readings: &'a Readings,
    /// The site before, if it had the same settings and files and nothing was wrong with it: what is the
    /// same again is shared with it.
    pub(crate) before: Option<&'a Site>,
    /// The words of the site before, if no article gives other names now.
    pub(crate) words: Option<Lexicon>,
    pub(crate) visibility: Visibility,
    /// The moment that the site shows, in its own time zone: what is due later is not there yet.
    pub(crate) as_of: Moment,
}

impl Gathered<'_> {
    /// Whether those whom the site is for may see an article.
    fn shows(&self, article: &Article) -> bool {
        let is_live = timing::timing(article, self.as_of) == Timing::Live;
        self.visibility == Visibility::Everything || (article.meta.status.is_public() && is_live)
    }
}

/// Puts the site together.
pub(crate) fn assemble(gathered: &Gathered<'_>) -> (Site, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let groups = group(&gathered.articles, &mut faults);
    let script = gathered.config.script;
    let so_far = gathered.readings.freeze();

    let visible = |group| visible(gathered, group);
    let seen: Vec<Seen> = groups.into_par_iter().map(visible).collect();
    let mut hidden: Vec<Arc<Article>> = Vec::new();
    let mut groups: Vec<Vec<Arc<Article>>> = Vec::with_capacity(seen.len());
    for seen in seen {
        groups.extend(seen.written);
        hidden.extend(seen.hidden);
    }
    let named = names::Source { kinds: &gathered.kinds, readings: &so_far };
    let known = gathered.words.clone();
    let words = known.unwrap_or_else(|| names::lexicon(&groups, gathered.glossary, &named));
    let (so_far, readings) = (&so_far, gathered.readings);
    let localizer = Localizer { site: script, so_far, words: &words, readings };
    let localize = |written: Vec<Arc<Article>>| {
        let mut faults = Vec::new();
        let shown = localizer.localize(&written, &mut faults);
        (written, shown, faults)
    };
    let shown: Vec<_> = groups.into_par_iter().map(localize).collect();
    let mut texts: BTreeMap<String, (Vec<Arc<Article>>, Shown)> = BTreeMap::new();
    let mut articles: Vec<(Vec<Arc<Article>>, Shown)> = Vec::new();
    for (written, shown, own_faults) in shown {
        faults.extend(own_faults);
        let (Some(main), Some(shown)) = (written.first(), shown) else { continue };
        if main.name.role == Role::Section {
            texts.insert(main.name.folder.clone(), (written, shown));
        } else {
            articles.push((written, shown));
        }
    }
    let folders = texts
        .keys()
        .map(String::as_str)
        .chain(articles.iter().filter_map(|(written, _)| Some(&*written.first()?.name.folder)));
    let mut sections = section::make(folders, &texts, gathered.config.paginate_by);
    let mut entries = place(articles, &sections, gathered.as_of, &mut faults);
    let listed: Vec<usize> = entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| entry.article.meta.status != Status::Withdrawn)
        .map(|(index, _)| index)
        .collect();
    let readings = gathered.readings.freeze();
    if gathered.readings.is_full() {
        faults.push(too_many_readings());
    }
    let from = term::Listed { entries: &entries, listed: &listed };
    let source =
        term::Source { kinds: &gathered.kinds, site: script, readings: &readings, words: &words };
    let gather =
        || gathered.taxonomies.iter().map(|rule| term::gather(rule, &from, &source)).collect();
    let sort = || {
        section::fill(&mut sections, &entries, &listed);
        latest(&entries, listed.clone())
    };
    let (mut taxonomies, latest): (Vec<_>, _) = rayon::join(gather, sort);
    link_neighbours(&mut entries, &sections);
    term::link(&mut entries, &mut taxonomies);
    let mut site = Site {
        config: gathered.config.clone(),
        kinds: gathered.kinds.clone(),
        entries: entries.into_iter().map(Arc::new).collect(),
        sections: Arc::new(sections),
        taxonomies: Arc::new(taxonomies),
        theme_pages: gathered.theme_pages.into(),
        latest: Arc::new(latest),
        routes: Arc::default(),
        turns: Arc::new(timing::turns(&gathered.articles, gathered.as_of)),
        visibility: gathered.visibility,
        as_of: gathered.as_of,
        sources: Arc::default(),
        readings,
        words,
        once: Arc::default(),
    };
    let files = file::files(gathered, &site, &hidden);
    let aliases = alias::all(&site.entries, &site.sections, &mut faults);
    let before = gathered.before.filter(|before| {
        route::are_those(&before.routes, &site, &aliases, &files)
            && file::are_told_of(before, &site)
    });
    if let Some(before) = before {
        (site.routes, site.sources) = (before.routes.clone(), before.sources.clone());
        return (site, faults);
    }
    let list = || route::all(&site, &aliases, &files);
    let ((routes, route_faults), sources) = rayon::join(list, || file::sources(&site, &files));
    faults.extend(route_faults);
    (site.routes, site.sources) = (Arc::new(routes), Arc::new(sources));
    (site, faults)
}

/// What those whom the site is for see of an article and its hand-written editions.
struct Seen {
    /// Nothing when they see none of it.
    written: Option<Vec<Arc<Article>>>,
    /// What lies beside these is not seen either.
    hidden: Vec<Arc<Article>>,
}

fn visible(gathered: &Gathered<'_>, written: Vec<Arc<Article>>) -> Seen {
    let mut hidden = Vec::new();
    let Some(main) = written.first().cloned() else { return Seen { written: None, hidden } };
    if !gathered.shows(&main) {
        return Seen { written: None, hidden: written };
    }
    if main.meta.status == Status::Withdrawn {
        // The page stays as a notice; what lies beside it goes with what it said.
        hidden.push(main.clone());
    }
    // A hand-written edition that is still a draft is not there yet; the article is.
    let is_there = |one: &Arc<Article>| {
        gathered.shows(one) && (one.meta.status != Status::Withdrawn || one.name == main.name)
    };
    Seen { written: Some(written.into_iter().filter(is_there).collect()), hidden }
}

fn too_many_readings() -> Diagnostic {
    Diagnostic::error(
        "too-many-readings",
        "手写的两种文字版本和固定用字太多，超出了十三万处",
        "there are more than 130,000 pieces of fixed and hand-written text",
    )
    .help(
        "减少手写版本；大多数文章只写一种文字，另一种由程序转换。",
        "Write fewer articles by hand in two scripts; let most be converted.",
    )
}

/// Brings an article and its hand-written editions together, the main one first.
fn group(articles: &[Arc<Article>], faults: &mut Vec<Diagnostic>) -> Vec<Vec<Arc<Article>>> {
    fn key(article: &Article) -> (&str, &str) {
        (&article.name.folder, article.name.stem())
    }
    let mut sorted: Vec<&Arc<Article>> = articles.iter().collect();
    sorted.par_sort_by(|a, b| key(a).cmp(&key(b)));
    let mut all: Vec<Vec<Arc<Article>>> = sorted
        .chunk_by(|a, b| key(a) == key(b))
        .map(|group| group.iter().map(|&article| article.clone()).collect())
        .collect();
    for group in &mut all {
        group.sort_by_key(|article| (article.name.variant, article.path.clone()));
        let mut at = 1;
        while let Some(article) = group.get(at) {
            let script = article.meta.script;
            match group.iter().take(at).find(|earlier| earlier.meta.script == script) {
                Some(earlier) => {
                    faults.push(same_script(article, earlier));
                    group.remove(at);
                }
                None => at += 1,
            }
        }
    }
    all
}

fn same_script(article: &Article, earlier: &Article) -> Diagnostic {
    let other = &earlier.path;
    Diagnostic::error(
        "same-article-twice",
        format!("这一篇与 {other} 是同一篇文章、同一种文字"),
        format!("this is the same article, in the same script, as {other}"),
    )
    .help(
        "给其中一个文件改名；手写的另一种文字版本，文件名写成 名字.zh-Hant.md。",
        "Rename one of them; a hand-written edition is called NAME.zh-Hant.md.",
    )
    .at(article.place(0..0))
}

/// Gives every article its address and its section.
fn place(
    articles: Vec<(Vec<Arc<Article>>, Shown)>,
    sections: &[Section],
    as_of: Moment,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Entry> {
    let by_folder: HashMap<&str, usize> =
        sections.iter().enumerate().map(|(at, s)| (s.folder.as_str(), at)).collect();
    let addresses = addresses(&articles, sections, &by_folder);
    let place = |((written, shown), address): ((Vec<Arc<Article>>, _), _)| {
        let article = written.first()?.clone();
        let own = by_folder.get(article.name.folder.as_str()).copied().unwrap_or(0);
        let (section, fault) = match named_section(&article, sections, &by_folder) {
            Some(Ok(section)) => (section, None),
            Some(Err(fault)) => (own, Some(*fault)),
            None => (own, None),
        };
        let entry = Entry {
            rank: Rank::of(&article.meta),
            timing: timing::timing(&article, as_of),
            article,
            written,
            shown,
            address,
            section,
            newer: None,
            older: None,
            terms: Vec::new(),
        };
        Some((entry, fault))
    };
    let placed: Vec<(Entry, Option<Diagnostic>)> =
        articles.into_par_iter().zip(addresses).filter_map(place).collect();
    let (entries, unknown): (Vec<Entry>, Vec<Option<Diagnostic>>) = placed.into_iter().unzip();
    faults.extend(unknown.into_iter().flatten());
    entries
}

/// The addresses of articles, made of their file names. Names in Han characters may sound the
/// same; then the oldest article keeps the address, so that a new one moves no other. A name that
/// is plain ASCII, or that the author gave, is never changed: if it is taken, that is a fault.
fn addresses(
    articles: &[(Vec<Arc<Article>>, Shown)],
    sections: &[Section],
    by_folder: &HashMap<&str, usize>,
) -> Vec<Address> {
    let named = articles.par_iter().map(|(written, _)| {
        let article = written.first();
        let folder = article.map_or("", |article| article.name.folder.as_str());
        let own = by_folder.get(folder).copied().unwrap_or(0);
        let parent = sections.get(own).map_or_else(Address::home, |s| s.address.clone());
        let stem = article.map_or("", |article| article.name.stem());
        let explicit = article.map_or("", |article| article.meta.text("slug"));
        let name = if explicit.is_empty() { stem } else { explicit };
        (parent.join(&format!("{}/", slug(name))), name, explicit.is_empty() && !stem.is_ascii())
    });
    let named: Vec<(Address, &str, bool)> = named.collect();
    let derived = named.iter().zip(articles).map(|((address, name, derived), (written, _))| {
        let date = written.first().and_then(|article| article.meta.date("date"));
        (address.as_str().trim_end_matches('/').to_owned(), *name, (*derived, date.is_none(), date))
    });
    let distinct = slug::distinct(derived);
    named
        .into_iter()
        .zip(distinct)
        .map(
            |((address, _, derived), own)| {
                if derived { Address::new(&format!("{own}/")) } else { address }
            },
        )
        .collect()
}

/// The section that the front matter names, by folder or by title; a fault when there is none.
fn named_section(
    article: &Article,
    sections: &[Section],
    by_folder: &HashMap<&str, usize>,
) -> Option<Result<usize, Box<Diagnostic>>> {
    let named = article.meta.text("section").trim_matches('/');
    if named.is_empty() {
        return None;
    }
    let by_title = || sections.iter().position(|section| section.title == named);
    let found = by_folder.get(named).copied().or_else(by_title);
    Some(found.ok_or_else(|| {
        let fault = Diagnostic::warning(
            "unknown-section",
            format!("没有“{named}”这个栏目，文章留在所在文件夹的栏目里"),
            format!("there is no section `{named}`; the article stays in its folder's"),
        )
        .help(
            "写栏目的文件夹名（如 news/county）或栏目标题，或删去这一行。",
            "Write a section's folder (news/county) or title, or remove the line.",
        )
        .at(article.field_place("section"));
        Box::new(fault)
    }))
}

fn link_neighbours(entries: &mut [Entry], sections: &[Section]) {
    for section in sections {
        for pair in section.own.windows(2) {
            if let [newer, older] = *pair {
                if let Some(entry) = entries.get_mut(newer) {
                    entry.older = Some(older);
                }
                if let Some(entry) = entries.get_mut(older) {
                    entry.newer = Some(newer);
                }
            }
        }
    }
}

fn latest(entries: &[Entry], mut listed: Vec<usize>) -> Vec<usize> {
    listed.sort_by(|&a, &b| match (entries.get(a), entries.get(b)) {
        (Some(a), Some(b)) => order::newest_first(a, b),
        _ => std::cmp::Ordering::Equal,
    });
    listed
}
