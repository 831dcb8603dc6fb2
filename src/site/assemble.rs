//! Puts a site together from its articles and files. One walk over the articles, no reading of
//! bodies; the same articles give the same site on any machine.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::localize::{Localizer, Shown};
use super::order::{self, Rank};
use super::route::Files;
use super::slug::{self, slug};
use super::timing::{self, Timing};
use super::{Entry, Routes, Section, Site, alias, names, route, section, term};
use crate::address::Address;
use crate::article::{Article, Home, Moment, Role, Status};
use crate::diagnostic::Diagnostic;
use crate::project::{Config, Glossary, Kinds, StaticFile, TaxonomyRule, TreeFile};
use crate::script::Readings;

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
    /// Files that lie among the articles.
    pub(crate) assets: &'a [TreeFile],
    /// Files of the theme and of the site's `static/`, by their path.
    pub(crate) statics: &'a BTreeMap<String, StaticFile>,
    pub(crate) readings: &'a Readings,
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

    let mut hidden: Vec<Arc<Article>> = Vec::new();
    let groups: Vec<Vec<Arc<Article>>> =
        groups.into_iter().filter_map(|group| visible(gathered, group, &mut hidden)).collect();
    let named = names::Source { kinds: &gathered.kinds, readings: &so_far };
    let words = names::lexicon(groups.iter().flatten(), gathered.glossary, &named);
    let mut localizer = Localizer {
        site: script,
        so_far: &so_far,
        words: &words,
        readings: gathered.readings,
        faults: &mut faults,
    };
    let mut texts: BTreeMap<String, (Vec<Arc<Article>>, Shown)> = BTreeMap::new();
    let mut articles: Vec<(Vec<Arc<Article>>, Shown)> = Vec::new();
    for written in groups {
        let Some(main) = written.first().cloned() else { continue };
        let Some(shown) = localizer.localize(&written) else { continue };
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
    section::fill(&mut sections, &entries, &listed);
    link_neighbours(&mut entries, &sections);
    let readings = gathered.readings.freeze();
    if gathered.readings.is_full() {
        faults.push(too_many_readings());
    }
    let source = term::Source {
        entries: &entries,
        listed: &listed,
        kinds: &gathered.kinds,
        site: script,
        readings: &readings,
        words: &words,
    };
    let mut taxonomies: Vec<_> =
        gathered.taxonomies.iter().map(|rule| term::gather(rule, &source)).collect();
    term::link(&mut entries, &mut taxonomies);
    let latest = latest(&entries, listed);
    let mut site = Site {
        config: gathered.config.clone(),
        kinds: gathered.kinds.clone(),
        entries,
        sections,
        taxonomies,
        latest,
        routes: Routes::default(),
        turns: timing::turns(&gathered.articles, gathered.as_of),
        as_of: gathered.as_of,
        sources: BTreeMap::new(),
        readings,
        words,
    };
    let files = files(gathered, &site, &hidden);
    site.sources = sources(&site, &files);
    let aliases = alias::all(&site.entries, &site.sections, &mut faults);
    let (routes, route_faults) = route::all(&site, aliases, files);
    faults.extend(route_faults);
    site.routes = routes;
    (site, faults)
}

/// What those whom the site is for see of an article and its hand-written editions; `None` when that
/// is nothing. What they do not see is added to `hidden`.
fn visible(
    gathered: &Gathered<'_>,
    written: Vec<Arc<Article>>,
    hidden: &mut Vec<Arc<Article>>,
) -> Option<Vec<Arc<Article>>> {
    let main = written.first().cloned()?;
    if !gathered.shows(&main) {
        hidden.extend(written);
        return None;
    }
    if main.meta.status == Status::Withdrawn {
        // The page stays as a notice; what lies beside it goes with what it said.
        hidden.push(main.clone());
    }
    // A hand-written edition that is still a draft is not there yet; the article is.
    let is_there = |one: &Arc<Article>| {
        gathered.shows(one) && (one.meta.status != Status::Withdrawn || one.name == main.name)
    };
    Some(written.into_iter().filter(is_there).collect())
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
    let mut groups: BTreeMap<(String, String), Vec<Arc<Article>>> = BTreeMap::new();
    for article in articles {
        let stem = match &article.name.role {
            Role::Section => String::new(),
            Role::Article { stem, .. } => stem.clone(),
        };
        groups.entry((article.name.folder.clone(), stem)).or_default().push(article.clone());
    }
    let mut all: Vec<Vec<Arc<Article>>> = groups.into_values().collect();
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
    let mut entries = Vec::with_capacity(articles.len());
    for ((written, shown), address) in articles.into_iter().zip(addresses) {
        let Some(article) = written.first().cloned() else { continue };
        let own = by_folder.get(article.name.folder.as_str()).copied().unwrap_or(0);
        let section = named_section(&article, sections, &by_folder, faults).unwrap_or(own);
        entries.push(Entry {
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
        });
    }
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
    let named = articles.iter().map(|(written, _)| {
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

/// The section that the front matter names, by folder or by title.
fn named_section(
    article: &Article,
    sections: &[Section],
    by_folder: &HashMap<&str, usize>,
    faults: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let named = article.meta.text("section").trim_matches('/');
    if named.is_empty() {
        return None;
    }
    let found = by_folder
        .get(named)
        .copied()
        .or_else(|| sections.iter().position(|section| section.title == named));
    if found.is_none() {
        faults.push(
            Diagnostic::warning(
                "unknown-section",
                format!("没有“{named}”这个栏目，文章留在所在文件夹的栏目里"),
                format!("there is no section `{named}`; the article stays in its folder's"),
            )
            .help(
                "写栏目的文件夹名（如 news/county）或栏目标题，或删去这一行。",
                "Write a section's folder (news/county) or title, or remove the line.",
            )
            .at(article.field_place("section")),
        );
    }
    found
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

/// The files that are served as they are. What lies in the folder of an article that readers may
/// not see stays unseen with it.
fn files(gathered: &Gathered<'_>, site: &Site, hidden: &[Arc<Article>]) -> Files {
    let is_bundle =
        |article: &Article| matches!(article.name.role, Role::Article { home: Home::Bundle, .. });
    let bundles: HashMap<String, &Address> = site
        .entries
        .iter()
        .filter(|entry| is_bundle(&entry.article))
        .map(|entry| (entry.folder(), &entry.address))
        .collect();
    let hidden: Vec<String> =
        hidden.iter().filter(|a| is_bundle(a)).map(|article| article.name.base()).collect();
    let mut files: Files = gathered
        .statics
        .iter()
        .map(|(path, file)| (Address::new(path), file.clone(), format!("static/{path}")))
        .collect();
    for asset in gathered.assets {
        let above = folders_above(&asset.relative);
        if above.clone().any(|folder| hidden.iter().any(|h| h == folder)) {
            continue;
        }
        let bundle = above.clone().find_map(|folder| Some((folder, *bundles.get(folder)?)));
        let address = if let Some((folder, home)) = bundle {
            home.join(asset.relative.get(folder.len()..).unwrap_or_default())
        } else {
            let (folder, file) = asset.relative.rsplit_once('/').unwrap_or(("", &asset.relative));
            section::address_of(folder).join(file)
        };
        let origin = format!("{}/{}", crate::project::CONTENT, asset.relative);
        files.push((address, StaticFile::Disk(asset.path.clone()), origin));
    }
    files
}

/// Where each file of `content/` is found.
fn sources(site: &Site, files: &Files) -> BTreeMap<String, Address> {
    let texts = site
        .entries
        .iter()
        .flat_map(|entry| entry.written.iter().map(|article| (&*article.path, &entry.address)))
        .chain(site.sections.iter().flat_map(|section| {
            section.written.iter().map(|article| (&*article.path, &section.address))
        }));
    let files = files.iter().map(|(address, _, origin)| (origin.as_str(), address));
    texts
        .chain(files)
        .filter_map(|(path, address)| {
            let inner = path.strip_prefix(crate::project::CONTENT)?.strip_prefix('/')?;
            Some((inner.to_owned(), address.clone()))
        })
        .collect()
}

/// The folders that a file lies in, the nearest first.
fn folders_above(relative: &str) -> impl Iterator<Item = &str> + Clone {
    relative.rmatch_indices('/').filter_map(|(at, _)| relative.get(..at))
}
