//! `jianfan list`: what there is on a site, for people and for programs. It changes nothing, and
//! renders no page.

use std::cmp::Reverse;
use std::path::Path;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::table::{Cell, Column, Table};
use super::{Ending, Global, Report, Showing};
use crate::article::{Article, Moment, Role, Status};
use crate::diagnostic::{Diagnostic, Text};
use crate::pipeline::{Pipeline, Touched};
use crate::project;
use crate::site::{Route, Scope, Site, Timing, Visibility, timing};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// all 全部、drafts 草稿、scheduled 定时、expired 到期、kinds 类型、routes 网址，中英文都可以
    #[arg(
        value_name = "内容",
        help_heading = "参数",
        default_value = "all",
        hide_default_value = true,
        hide_possible_values = true
    )]
    what: What,
    #[command(flatten)]
    showing: Showing,
}

/// What can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Every source with its status.
    #[value(alias = "全部")]
    All,
    /// Drafts and what is under review.
    #[value(alias = "草稿")]
    Drafts,
    /// What waits for its `publish_at`.
    #[value(aliases = ["定时", "定時"])]
    Scheduled,
    /// What is past its `expires`.
    #[value(aliases = ["到期", "过期", "過期"])]
    Expired,
    /// The kinds of article.
    #[value(aliases = ["类型", "類型"])]
    Kinds,
    /// Every address of the site as readers get it.
    #[value(aliases = ["网址", "網址"])]
    Routes,
}

pub(crate) fn run(global: &Global, options: &Options, report: &Report) -> Ending {
    let root = match project::find_root(global.root.as_deref()) {
        Ok(root) => root,
        Err(error) => return failed(report, &error.diagnostic()),
    };
    let visibility = match options.what {
        What::Routes => Visibility::Public,
        _ => Visibility::Everything,
    };
    let mut pipeline =
        Pipeline::new(options.showing.order(root.clone(), visibility), Arc::default());
    let assembled = match pipeline.assemble(&Touched::Nothing) {
        Ok(assembled) => assembled,
        Err(error) => return failed(report, &error.diagnostic()),
    };
    report.diagnostics(&assembled.faults);
    let site = assembled.studio.site();
    let sources = Sources { site };
    let (table, none) = match options.what {
        What::All => (sources.all(), ("还没有稿件。", "There is nothing yet.")),
        What::Drafts => (sources.drafts(), ("没有草稿和待审的稿件。", "There are no drafts.")),
        What::Scheduled => {
            (sources.scheduled(), ("没有等着定时发布的稿件。", "Nothing is scheduled."))
        }
        What::Expired => (sources.expired(), ("没有到期的稿件。", "Nothing has expired.")),
        What::Kinds => (kinds(site), ("没有文章类型。", "There are no kinds.")),
        What::Routes => (routes(site, &root), ("没有网址。", "There are no addresses.")),
    };
    report.table(&table, &Text::new(none.0, none.1));
    if assembled.faults.iter().any(Diagnostic::is_error) { Ending::Faults } else { Ending::Done }
}

fn failed(report: &Report, diagnostic: &Diagnostic) -> Ending {
    report.diagnostics(std::slice::from_ref(diagnostic));
    Ending::Failed
}

/// The Markdown files of a site, seen at the moment that it shows.
struct Sources<'s> {
    site: &'s Site,
}

impl<'s> Sources<'s> {
    /// Every file that was read: sections' own texts, articles, hand-written editions; by path.
    fn files(&self) -> Vec<&'s Article> {
        let sections = self.site.sections.iter().flat_map(|section| &section.written);
        let articles = self.site.entries.iter().flat_map(|entry| &entry.written);
        let mut files: Vec<&Article> = sections.chain(articles).map(|article| &**article).collect();
        files.sort_by_key(|article| &article.path);
        files
    }

    fn all(&self) -> Table {
        let columns = vec![
            Column::new("status", "状态", "status"),
            Column::new("date", "日期", "date"),
            Column::new("kind", "类型", "kind"),
            Column::new("title", "标题", "title"),
            Column::new("path", "文件", "file"),
        ];
        let row = |article: &Article| {
            let kind = self.site.kinds.find(&article.meta.kind);
            let kind = match &article.name.role {
                Role::Section => Cell::Said("section", Text::new("栏目", "section")),
                Role::Article { .. } => Cell::maybe(kind.map(|kind| kind.label.clone())),
            };
            vec![self.status(article), day(article), kind, self.title(article), path(article)]
        };
        Table { columns, rows: self.files().into_iter().map(row).collect() }
    }

    /// The newest first.
    fn drafts(&self) -> Table {
        let mut files = self.files();
        files.retain(|article| matches!(article.meta.status, Status::Draft | Status::Review));
        files.sort_by_key(|article| Reverse(article.meta.date("date")));
        let columns = vec![
            Column::new("status", "状态", "status"),
            Column::new("date", "日期", "date"),
            Column::new("title", "标题", "title"),
            Column::new("path", "文件", "file"),
        ];
        let row =
            |article| vec![self.status(article), day(article), self.title(article), path(article)];
        Table { columns, rows: files.into_iter().map(row).collect() }
    }

    /// The soonest first.
    fn scheduled(&self) -> Table {
        let mut files = self.files();
        files.retain(|article| self.timing(article) == Timing::Scheduled);
        files.sort_by_key(|article| article.meta.date("publish_at"));
        self.timed(&files, "publish_at", ("发布于", "published at"))
    }

    /// The latest first.
    fn expired(&self) -> Table {
        let mut files = self.files();
        files.retain(|article| self.timing(article) == Timing::Expired);
        files.sort_by_key(|article| Reverse(article.meta.date("expires")));
        self.timed(&files, "expires", ("到期", "expired"))
    }

    /// Files with a moment of theirs. The status tells of drafts that no moment will publish.
    fn timed(&self, files: &[&Article], field: &'static str, heading: (&str, &str)) -> Table {
        let columns = vec![
            Column::new(field, heading.0, heading.1),
            Column::new("status", "状态", "status"),
            Column::new("title", "标题", "title"),
            Column::new("path", "文件", "file"),
        ];
        let row = |article: &&Article| {
            let moment = article.meta.date(field).map(Moment::day_and_time);
            vec![Cell::maybe(moment), self.status(article), self.title(article), path(article)]
        };
        Table { columns, rows: files.iter().map(row).collect() }
    }

    fn timing(&self, article: &Article) -> Timing {
        timing(article, self.site.as_of)
    }

    fn status(&self, article: &Article) -> Cell {
        let status = article.meta.status;
        let by_time = self.timing(article).names().filter(|_| status == Status::Published);
        let (en, zh) = by_time.unwrap_or_else(|| status.names());
        Cell::Said(en, Text::new(zh, en))
    }

    fn title(&self, article: &Article) -> Cell {
        let title = article.meta.text("title");
        Cell::Word(self.site.readings.plain(title, article.meta.script).into_owned())
    }
}

fn day(article: &Article) -> Cell {
    Cell::maybe(article.meta.date("date").map(Moment::iso_day))
}

fn path(article: &Article) -> Cell {
    Cell::Word(article.path.to_string())
}

/// Every kind, with the fields that it has beyond the common ones.
fn kinds(site: &Site) -> Table {
    let columns = vec![
        Column::new("name", "英文名", "name"),
        Column::new("label", "中文名", "label"),
        Column::new("articles", "篇数", "articles"),
        Column::new("fields", "自己的项目（*必须填写）", "own fields (* required)"),
    ];
    let rows = site.kinds.iter().map(|kind| {
        let articles = site.entries.iter().filter(|entry| entry.article.meta.kind == kind.name);
        let shown = kind.fields.iter().map(|(_, field)| {
            let mark = if field.required { "*" } else { "" };
            format!("{}{mark}", field.label)
        });
        let objects = kind.fields.iter().map(|(name, field)| {
            serde_json::json!({ "name": name, "label": field.label, "required": field.required })
        });
        vec![
            Cell::Word(kind.name.clone()),
            Cell::Word(kind.label.clone()),
            Cell::Count(articles.count()),
            Cell::Several(shown.collect(), objects.collect()),
        ]
    });
    let rows = rows.collect();
    Table { columns, rows }
}

/// Every address, edition by edition, then what they share.
fn routes(site: &Site, root: &Path) -> Table {
    let columns = vec![
        Column::new("address", "网址", "address"),
        Column::new("edition", "版本", "edition"),
        Column::new("what", "是什么", "what"),
        Column::new("title", "标题", "title"),
        Column::new("source", "来自", "source"),
    ];
    let row = |prefix: &str, edition: Cell, address: &str, route: &Route| {
        let (what, title) = describe(site, route);
        let source = site.origin(route).map(|path| from_root(&path, root));
        let address = format!("{}{prefix}{address}", site.config.base_path());
        vec![Cell::Word(address), edition, what, Cell::maybe(title), Cell::maybe(source)]
    };
    let of = |scope: Scope| site.routes.iter().filter(move |(_, route)| route.scope() == scope);
    let mut rows = Vec::new();
    for edition in &site.config.editions {
        let prefix = match edition.path.as_str() {
            "" => String::new(),
            path => format!("/{path}"),
        };
        let cell = || Cell::Word(edition.script.tag().to_owned());
        let own = of(Scope::Edition);
        rows.extend(own.map(|(address, route)| row(&prefix, cell(), address.as_str(), route)));
    }
    let shared = of(Scope::Shared);
    rows.extend(shared.map(|(address, route)| row("", Cell::Nothing, address.as_str(), route)));
    Table { columns, rows }
}

/// What stands at an address, and what it is called.
fn describe(site: &Site, route: &Route) -> (Cell, Option<String>) {
    let plain = |text: &str| site.readings.plain(text, site.config.script).into_owned();
    let taxonomy = |index: usize| site.taxonomies.get(index);
    let (en, zh, title) = match route {
        Route::Section { section, .. } => {
            let title = site.sections.get(*section).map(|section| plain(&section.title));
            if *section == 0 { ("home", "首页", title) } else { ("section", "栏目", title) }
        }
        Route::Article(index) => {
            let entry = site.entries.get(*index);
            ("article", "文章", entry.map(|entry| plain(entry.shown.meta.text("title"))))
        }
        Route::Taxonomy(index) => {
            let label = taxonomy(*index).map(|taxonomy| plain(&taxonomy.rule.label));
            ("taxonomy", "归类", label)
        }
        Route::Term { taxonomy: index, term, .. } => {
            let all = taxonomy(*index);
            let label = all.map_or_else(String::new, |all| plain(&all.rule.label));
            let name = all.and_then(|all| all.terms.get(*term)).map(|term| plain(&term.name));
            return (Cell::Said("term", Text::new(label, "term")), name);
        }
        Route::ThemePage(index) => {
            let page = site.theme_pages.get(*index);
            ("page", "网页", page.map(|page| page.title.clone()))
        }
        Route::Alias(to) => ("redirect", "旧网址", Some(to.to_string())),
        Route::Feed => ("feed", "订阅", None),
        Route::Sitemap => ("sitemap", "网站地图", None),
        Route::Robots => ("robots", "给搜索引擎", None),
        Route::NotFound => ("not-found", "找不到网页时", None),
        Route::HighlightStyle | Route::ColorStyle | Route::FontStyle => ("style", "样式", None),
        Route::File(_) => ("file", "文件", None),
    };
    (Cell::Said(en, Text::new(zh, en)), title)
}

/// A path as messages show it: from the site's root, where it lies there.
fn from_root(path: &str, root: &Path) -> String {
    let path = Path::new(path);
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}
