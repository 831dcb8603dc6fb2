//! The driver: from a folder of sources to a site that answers for any address.
//!
//! 1. [`Pipeline::assemble`] reads settings, theme and tree, reads the articles that changed since
//!    the last time (all cores at once), puts the site together and compiles the templates.
//! 2. [`produce()`] maps rendering over every route: one worker takes a few pages from source text to
//!    all of their editions and forgets them.
//! 3. [`respond()`] does the same for the one address that a browser asked for.
//! 4. [`Pipeline::revise`] is the short way after a save of articles that were there before.
//!
//! It owns the memo of articles. It never writes, and knows nothing of files and sockets.

mod making;
mod produce;
mod respond;
mod revise;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

pub(crate) use produce::produce;
pub(crate) use respond::{Response, Standing, respond, standing};
pub(crate) use revise::Revision;

use rayon::prelude::*;

use crate::address::Address;
use crate::article::{self, Article, Desk, Moment, SourceName};
use crate::diagnostic::{self, Diagnostic};
use crate::font::Foundry;
use crate::picture::Cabinet;
use crate::project::{
    self, Config, Glossary, Kinds, LastGood, Project, ProjectError, Source, Stamp, TreeFile,
};
use crate::render::{Page, Studio, Tools};
use crate::script::{Lexicon, Readings};
use crate::site::{self, Gathered, Site, Visibility};
use crate::stopwatch::{Stage, Stopwatch};

/// What a site is assembled for.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    /// The site's folder.
    pub(crate) root: PathBuf,
    pub(crate) visibility: Visibility,
    /// Where it is published, instead of the settings' `base_url`.
    pub(crate) base_url: Option<String>,
    /// The moment that the site shows, as people write it, in the site's zone; now when it is
    /// not given.
    pub(crate) as_of: Option<String>,
}

/// What is to be read again whatever its time of change says.
#[derive(Debug, Clone, Default)]
pub(crate) enum Touched {
    /// Only what the file system says has changed.
    #[default]
    Nothing,
    /// These files as well.
    Paths(Vec<PathBuf>),
}

/// The memo and what it is kept for.
pub(crate) struct Pipeline {
    order: Order,
    readings: Readings,
    memo: HashMap<String, Memo>,
    /// Settings and kinds that the memo was made with.
    basis: blake3::Hash,
    stopwatch: Arc<Stopwatch>,
    /// The last settings with nothing wrong in them.
    settings: Option<Arc<Config>>,
    /// The last kinds that held.
    kinds: Option<Arc<Kinds>>,
    /// The last glossary that held.
    glossary: Option<Glossary>,
    /// Smaller pictures and parts of fonts, kept on the disk.
    tools: Tools,
    /// What the site that was put together last was made from.
    last: Option<Last>,
}

/// What the short way after a save needs of the long one.
struct Last {
    project: Project,
    /// What is wrong beside the articles: settings, theme, tree; and the site as a whole.
    project_faults: Vec<Diagnostic>,
    site_faults: Vec<Diagnostic>,
    /// What is wrong with articles, by path.
    article_faults: BTreeMap<String, Vec<Diagnostic>>,
}

struct Memo {
    stamp: Stamp,
    read_at: SystemTime,
    article: Option<Arc<Article>>,
    faults: Vec<Diagnostic>,
}

/// A site that is ready, and all that is wrong with its sources.
pub(crate) struct Assembled {
    pub(crate) studio: Studio,
    pub(crate) faults: Vec<Diagnostic>,
}

impl Pipeline {
    /// A driver with nothing read yet.
    pub(crate) fn new(order: Order, stopwatch: Arc<Stopwatch>) -> Self {
        let tools = Tools {
            cabinet: Arc::new(Cabinet::of_site(&order.root)),
            foundry: Arc::new(Foundry::of_site(&order.root)),
        };
        Self {
            stopwatch,
            tools,
            order,
            readings: Readings::new(),
            memo: HashMap::new(),
            basis: blake3::Hash::from_bytes([0; 32]),
            settings: None,
            kinds: None,
            glossary: None,
            last: None,
        }
    }

    /// Brings the site up to date with the disk. An article that cannot be read any more stays as
    /// it was, beside its faults, and so do settings, kinds and glossary.
    pub(crate) fn assemble(&mut self, touched: &Touched) -> Result<Assembled, ProjectError> {
        // Should it fail, the next save goes the long way, too.
        self.last = None;
        let stopwatch = self.stopwatch.clone();
        let before = LastGood {
            config: self.settings.as_deref(),
            kinds: self.kinds.as_deref(),
            glossary: self.glossary.as_ref(),
        };
        let load = || Project::load(&self.order.root, &self.readings, before);
        let (mut project, project_faults) = stopwatch.time(Stage::Project, load)?;
        if let Some(base_url) = &self.order.base_url {
            Arc::make_mut(&mut project.config).set_base_url(base_url);
        }
        self.forget_if_changed(&project);
        stopwatch.time(Stage::Articles, || self.read(&project, touched));
        if !project_faults.iter().any(project::spoils_settings) {
            self.settings = Some(project.config.clone());
        }
        self.kinds = Some(project.kinds.clone());
        self.glossary = Some(project.glossary.clone());
        let (site, site_faults) = self.put_together(&project, None, None);
        let studio = Studio::new(site, &project, self.tools.clone(), stopwatch);
        let texts = project.content.texts.iter();
        let article_faults = texts.filter_map(|file| {
            let faults = &self.memo.get(&file.relative)?.faults;
            (!faults.is_empty()).then(|| (file.relative.clone(), faults.clone()))
        });
        let article_faults = article_faults.collect();
        let last = Last { project, project_faults, site_faults, article_faults };
        let faults = last.faults();
        self.last = Some(last);
        Ok(Assembled { studio, faults })
    }

    /// The site of all that was read, and what is wrong with it as a whole. For `before` and `words` see
    /// [`Gathered`].
    fn put_together(
        &self,
        project: &Project,
        before: Option<&Site>,
        words: Option<Lexicon>,
    ) -> (Site, Vec<Diagnostic>) {
        let texts = project.content.texts.iter();
        let articles =
            texts.filter_map(|file| self.memo.get(&file.relative)?.article.clone()).collect();
        let gathered = Gathered {
            as_of: self.as_of(&project.config),
            config: project.config.clone(),
            kinds: project.kinds.clone(),
            taxonomies: &project.taxonomies,
            glossary: &project.glossary,
            theme_pages: &project.theme.pages,
            articles,
            assets: &project.content.assets,
            statics: &project.theme.statics,
            readings: &self.readings,
            before,
            words,
            visibility: self.order.visibility,
        };
        self.stopwatch.time(Stage::Site, || site::assemble(&gathered))
    }

    /// The moment that the site shows.
    fn as_of(&self, config: &Config) -> Moment {
        let zone = &config.timezone;
        let given = self.order.as_of.as_deref().and_then(|text| Moment::parse(text, zone));
        given.unwrap_or_else(|| Moment::now(zone))
    }

    /// Articles are read after settings and kinds; when those change, all are read again.
    fn forget_if_changed(&mut self, project: &Project) {
        let mut hasher = blake3::Hasher::new();
        hasher.update(format!("{:?}{:?}", project.config, project.kinds).as_bytes());
        let basis = hasher.finalize();
        if basis != self.basis {
            self.memo.clear();
            self.basis = basis;
        }
    }

    /// Reads what changed, on all cores.
    fn read(&mut self, project: &Project, touched: &Touched) {
        let is_touched = |file: &TreeFile| match touched {
            Touched::Nothing => false,
            Touched::Paths(paths) => paths.iter().any(|path| file.path.starts_with(path)),
        };
        let stale: Vec<&TreeFile> = project
            .content
            .texts
            .iter()
            .filter(|file| {
                let known = self.memo.get(&file.relative);
                is_touched(file)
                    || !known.is_some_and(|memo| {
                        project::unchanged(memo.stamp, memo.read_at, file.stamp)
                    })
            })
            .collect();
        let desk =
            Desk { config: &project.config, kinds: &project.kinds, readings: &self.readings };
        let read = |file: &&TreeFile| (file.relative.clone(), read_one(file, &desk));
        let fresh: Vec<(String, Memo)> = stale.par_iter().with_max_len(AT_ONCE).map(read).collect();
        for (relative, memo) in fresh {
            self.learn(relative, memo);
        }
        if self.memo.len() > project.content.texts.len() {
            let present: std::collections::HashSet<&str> =
                project.content.texts.iter().map(|file| file.relative.as_str()).collect();
            self.memo.retain(|relative, _| present.contains(relative.as_str()));
        }
    }
}

impl Pipeline {
    /// Takes in what was read. An article that cannot be read stays as it was; one that says the
    /// same stays the same value.
    fn learn(&mut self, relative: String, mut memo: Memo) {
        let before = self.memo.get(&relative).and_then(|before| before.article.as_ref());
        let stays = match (before, &memo.article) {
            (Some(before), Some(now)) => now.says_the_same(before),
            (before, None) => before.is_some(),
            (None, Some(_)) => false,
        };
        if stays {
            memo.article = before.cloned();
        }
        self.memo.insert(relative, memo);
    }
}

impl Last {
    /// All that is wrong, in order.
    fn faults(&self) -> Vec<Diagnostic> {
        let articles = self.article_faults.values().flatten();
        let all = self.project_faults.iter().chain(articles).chain(&self.site_faults);
        let mut faults: Vec<Diagnostic> = all.cloned().collect();
        diagnostic::sort(&mut faults);
        faults
    }
}

fn read_one(file: &TreeFile, desk: &Desk<'_>) -> Memo {
    let (stamp, read_at) = (file.stamp, SystemTime::now());
    let name = SourceName::parse(&file.relative);
    match Source::read(file) {
        Ok((source, fault)) => {
            if let Some(fault) = fault.clone().filter(Diagnostic::is_error) {
                // What else is wrong with a text that is not one would only confuse.
                return Memo { stamp, read_at, article: None, faults: vec![fault] };
            }
            let (article, mut faults) = article::read(&name, &source, desk);
            faults.extend(fault);
            Memo { stamp, read_at, article: article.map(Arc::new), faults }
        }
        Err(error) => Memo { stamp, read_at, article: None, faults: vec![error.diagnostic()] },
    }
}

/// How many articles or pages one thread takes at a time.
const AT_ONCE: usize = 32;

fn unreadable(page: &Page, address: &Address, error: &std::io::Error) -> Diagnostic {
    let path = match page {
        Page::File(project::StaticFile::Disk(path)) => path.to_string_lossy().into_owned(),
        _ => address.to_string(),
    };
    ProjectError::Read { path: Path::new(&path).to_path_buf(), error: error.kind().into() }
        .diagnostic()
}
