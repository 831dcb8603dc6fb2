//! `jianfan serve`: the site in the browser while it is being written. Pages are rendered when
//! they are asked for, from the same functions that `build` uses. It writes nothing but the
//! pictures that it keeps for later, and what an editor chooses on the proofreading desk.

mod about;
mod clock;
mod desk;
mod done;
mod news;
mod query;
mod ready;
mod room;
mod tally;
mod workshop;

use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use clap::Args;

use self::desk::Desk;
use self::news::News;
use self::room::Room;
use self::workshop::Workshop;
use super::{Ending, Global, Report, Showing};
use crate::deliver::preview::{
    self, OpenBrowser, Port, PreviewError, Reload, Saved, Token, Watcher,
};
use crate::diagnostic::Diagnostic;
use crate::pipeline::{Pipeline, Touched};
use crate::project::{self, CONFIG_FILE, GLOSSARY_FILE, REVIEW};
use crate::site::Visibility;

/// What is behind a lock, also after somebody who held it has panicked.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The first port that is tried; Zola's, too.
const PORT: u16 = 1111;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 端口：一个数，或 auto（从 1111 起找一个空闲的，默认就是这样）
    #[arg(long, value_name = "端口", value_parser = parse_port, default_value = "auto", hide_default_value = true)]
    port: Port,
    /// 从哪个网络地址可以访问（默认只限本机；0.0.0.0 可让手机访问）
    #[arg(long, value_name = "地址", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), hide_default_value = true)]
    host: IpAddr,
    /// 启动后打开浏览器
    #[arg(long)]
    open: bool,
    /// 草稿和待审的文章也显示（默认就是这样）
    #[arg(long, conflicts_with = "published")]
    drafts: bool,
    /// 只显示已发布的文章，与读者看到的一样
    #[arg(long)]
    published: bool,
    #[command(flatten)]
    showing: Showing,
}

pub(crate) fn run(global: &Global, options: &Options, report: &Report) -> Ending {
    match serve(global, options, report) {
        Ok(()) => Ending::Done,
        Err(diagnostic) => {
            report.diagnostics(&[*diagnostic]);
            Ending::Failed
        }
    }
}

fn serve(global: &Global, options: &Options, report: &Report) -> Result<(), Box<Diagnostic>> {
    let root = project::find_root(global.root.as_deref()).map_err(|e| e.diagnostic())?;
    let visibility = if options.published { Visibility::Public } else { Visibility::Everything };
    // First, so that nothing is missed that is saved while the site is being read; it is told after.
    let opened: Arc<OnceLock<Arc<Workshop>>> = Arc::default();
    let hears = opened.clone();
    let _watcher = watch(&root, {
        let root = root.clone();
        move |saved| hear(&root, hears.wait(), saved)
    })
    .map_err(|error| error.diagnostic())?;
    let mut pipeline =
        Pipeline::new(options.showing.order(root.clone(), visibility), Arc::default());
    let assembled = pipeline.assemble(&Touched::Nothing).map_err(|error| error.diagnostic())?;
    let (reload, mut news) = (Reload::new(), News::default());
    let (new, signal) = news.take_in(&assembled.faults);
    report.diagnostics(&new);
    reload.changed(signal);
    let proofs = Room::new(&root, report.language);
    let desk = Arc::new(Desk::new(assembled.studio, assembled.faults, report.clone(), proofs));
    let home = format!("{}/", desk.studio().site().config.base_path());
    let workshop =
        Arc::new(Workshop::new(pipeline, (desk.clone(), news), reload.clone(), report.clone()));
    opened.get_or_init(|| workshop.clone());
    // A site that is shown as of a day stands still.
    let _clock = options.showing.is_now().then(|| clock::start(workshop.clone()));
    let at = preview::Options {
        host: options.host,
        port: options.port,
        open: if options.open { OpenBrowser::Yes } else { OpenBrowser::No },
        token: Token::new(),
    };
    let ready = |address| {
        ready::say(report, address, &home, at.token);
        if options.showing.is_now() {
            clock::announce(&workshop);
        }
    };
    preview::run(at, desk, reload, ready).map_err(|error| Box::new(error.diagnostic()))
}

/// Hands on what was saved. What was seen on the proofreading desk concerns nobody but the desk.
fn hear(root: &Path, workshop: &Workshop, saved: Saved) {
    let review = root.join(REVIEW);
    match saved {
        Saved::Paths(paths) => {
            let (reviews, others): (Vec<_>, Vec<_>) =
                paths.into_iter().partition(|path| path.starts_with(&review));
            if !reviews.is_empty() {
                workshop.reviewed();
            }
            if !others.is_empty() {
                workshop.saved(Saved::Paths(others));
            }
        }
        other => {
            workshop.reviewed();
            workshop.saved(other);
        }
    }
}

fn parse_port(text: &str) -> Result<Port, String> {
    if text == "auto" {
        return Ok(Port::Auto { from: PORT });
    }
    text.parse().map(Port::Fixed).map_err(|_| "端口是 0 到 65535 的数，或 auto".to_owned())
}

fn watch(
    root: &Path,
    on_change: impl FnMut(Saved) + Send + 'static,
) -> Result<Watcher, PreviewError> {
    let folders = [project::CONTENT, REVIEW, "themes", "templates", "static", "kinds", "data"];
    let paths = folders
        .iter()
        .chain(&[CONFIG_FILE, GLOSSARY_FILE])
        .map(|folder| root.join(folder))
        .collect();
    preview::watch(paths, on_change)
}
