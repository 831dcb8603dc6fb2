//! The site as it is to be published: every file with its hash and its place in the order of
//! sending, and the articles behind them. It writes nothing but the spool.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::spool::Spool;
use super::{Options, Stop};
use crate::address::Address;
use crate::article::{Article, Moment};
use crate::command::{Ending, Report};
use crate::deliver::remote::{Files, Item, Rank, Release, RemoteError};
use crate::diagnostic::{Diagnostic, sort};
use crate::pipeline::{self, Pipeline, Touched};
use crate::project::StopAt;
use crate::render::Studio;
use crate::site::{Route, Scope, Site, Timing, Visibility, turns_of};
use crate::stopwatch::Stopwatch;

/// A site that may be published.
pub(super) struct Built {
    pub(super) files: Files,
    pub(super) spool: Spool,
    /// The titles of articles by the file of their page in the first edition.
    pub(super) titles: BTreeMap<String, String>,
    /// The articles that readers see, by that file.
    pub(super) articles: BTreeMap<String, Arc<Article>>,
    /// The same site with everything that editors see.
    desk: Studio,
}

/// What happened by itself since the last release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Due {
    pub(super) title: String,
    pub(super) at: String,
    pub(super) becomes: Timing,
}

impl Built {
    /// Builds the site of a folder, its bytes in a new file; with a fault at or above the level that is named it ends here.
    pub(super) fn new(
        root: &Path,
        spool_path: &Path,
        options: &Options,
        stop_at: StopAt,
        report: &Report,
    ) -> Result<Self, Stop> {
        let failed = |fault: Diagnostic| (Ending::Failed, vec![fault]);
        let order = |visibility| options.showing.order(root.to_path_buf(), visibility);
        let assemble = |visibility| {
            let mut pipeline = Pipeline::new(order(visibility), Arc::new(Stopwatch::default()));
            pipeline.assemble(&Touched::Nothing).map_err(|error| failed(error.diagnostic()))
        };
        let assembled = assemble(Visibility::Public)?;
        let spool = Spool::create(spool_path.to_path_buf()).map_err(|error| {
            failed(RemoteError::io(spool_path.to_string_lossy(), &error).diagnostic())
        })?;
        let ranks = ranks(assembled.studio.site());
        let files = Mutex::new(Files::new());
        let produced = pipeline::produce(&assembled.studio, |address, bytes| {
            let file = address.file();
            let rank = ranks.get(&file).copied().unwrap_or(Rank::Asset);
            let item = Item::of(bytes, rank);
            files.lock().unwrap_or_else(PoisonError::into_inner).insert(file, item);
            spool.put(item.hash, bytes)
        });
        let own = produced.map_err(|error| {
            failed(RemoteError::io(spool_path.to_string_lossy(), &error).diagnostic())
        })?;
        let mut faults = assembled.faults;
        faults.extend(own);
        sort(&mut faults);
        judge(&faults, stop_at, report)?;
        let site = assembled.studio.site();
        let files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut titles = BTreeMap::new();
        let mut articles = BTreeMap::new();
        for entry in &site.entries {
            titles.insert(entry.address.file(), title(site, &entry.article));
            articles.insert(entry.address.file(), entry.article.clone());
        }
        let desk = assemble(Visibility::Everything)?.studio;
        Ok(Self { files, spool, titles, articles, desk })
    }

    /// The same site with everything that editors see.
    pub(super) fn desk(&self) -> &Site {
        self.desk.site()
    }

    /// What went live or ended by itself since a release; nothing when there was none.
    pub(super) fn due_since(&self, live: Option<&Release>) -> Vec<Due> {
        let zone = &self.desk().config.timezone;
        let Some(last) = live.and_then(|live| Moment::parse(&live.at, zone)) else {
            return Vec::new();
        };
        let mut due = Vec::new();
        for entry in self.desk().entries.iter().filter(|it| it.article.meta.status.is_public()) {
            for turn in turns_of(&entry.article) {
                if turn.at > last && turn.at <= self.desk().as_of {
                    let title = title(self.desk(), &entry.article);
                    due.push(Due { title, at: turn.at.day_and_time(), becomes: turn.becomes });
                }
            }
        }
        due.sort_by(|a, b| (&a.at, &a.title).cmp(&(&b.at, &b.title)));
        due
    }
}

/// What readers see as an article's title, in the script that it is written in.
pub(super) fn title(site: &Site, article: &Article) -> String {
    site.readings.plain(article.meta.text("title"), article.meta.script).into_owned()
}

/// Tells the faults, and ends when one of them keeps the site from being published.
fn judge(faults: &[Diagnostic], stop_at: StopAt, report: &Report) -> Result<(), Stop> {
    report.diagnostics(faults);
    let errors = faults.iter().filter(|fault| fault.is_error()).count();
    let warnings = faults.len() - errors;
    let (zh, en) = match stop_at {
        _ if errors > 0 => (format!("有 {errors} 处错误"), format!("there are {errors} error(s)")),
        StopAt::Warnings if warnings > 0 => (
            format!("有 {warnings} 处提醒，这个目标写了“止于: 提醒”"),
            format!("there are {warnings} warning(s), and this target stops at them"),
        ),
        _ => return Ok(()),
    };
    let fault = Diagnostic::error(
        "publish-stopped",
        format!("没有发布：{zh}"),
        format!("nothing was published: {en}"),
    )
    .help("改好上面这些，再运行一次。", "Mend what is told above, and run it again.");
    Err((Ending::Faults, vec![fault]))
}

/// The place of each file in the order of sending.
fn ranks(site: &Site) -> HashMap<String, Rank> {
    let mut ranks = HashMap::new();
    for (address, route) in site.routes.iter() {
        let rank = rank(route);
        match route.scope() {
            Scope::Shared => drop(ranks.insert(address.file(), rank)),
            Scope::Edition => {
                for edition in &site.config.editions {
                    let own = Address::new(&format!("/{}{address}", edition.path));
                    ranks.insert(own.file(), rank);
                }
            }
        }
    }
    ranks
}

fn rank(route: &Route) -> Rank {
    match route {
        Route::Section { section: 0, page: 1 } => Rank::Home,
        Route::Section { .. } | Route::Taxonomy(_) | Route::Term { .. } | Route::ThemePage(_) => {
            Rank::List
        }
        Route::Article(_) | Route::Alias(_) | Route::NotFound => Rank::Page,
        Route::Feed | Route::Sitemap | Route::Robots => Rank::Index,
        Route::HighlightStyle | Route::ColorStyle | Route::FontStyle | Route::File(_) => {
            Rank::Asset
        }
    }
}
