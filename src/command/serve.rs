//! `jianfan serve`: the site in the browser while it is being written. Pages are rendered when
//! they are asked for, from the same functions that `build` uses.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use clap::Args;

use super::{Ending, Global, Report, Showing};
use crate::deliver::preview::{
    self, Answer, Change, OpenBrowser, Port, PreviewError, Reload, Saved, Watcher,
};
use crate::diagnostic::{Diagnostic, Language, Paint, render};
use crate::pipeline::{self, Pipeline, Response, Touched};
use crate::project::{self, CONFIG_FILE};
use crate::render::Studio;
use crate::site::Visibility;

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
    let mut pipeline = Pipeline::new(options.showing.order(root.clone(), visibility));
    let assembled = pipeline.assemble(&Touched::Nothing).map_err(|error| error.diagnostic())?;
    report.diagnostics(&assembled.faults);
    let reload = Reload::new();
    let desk = Arc::new(Desk::new(assembled.studio, reload.clone(), report.clone()));
    tell(&reload, &assembled.faults, report.language);
    let home = format!("{}/", desk.studio().site().config.base_path());
    let _watcher = watch(&root, pipeline, desk.clone(), reload.clone(), report.clone())
        .map_err(|error| error.diagnostic())?;
    let at = preview::Options {
        host: options.host,
        port: options.port,
        open: if options.open { OpenBrowser::Yes } else { OpenBrowser::No },
    };
    preview::run(at, desk, reload, |address| say_ready(report, address, &home))
        .map_err(|error| Box::new(error.diagnostic()))
}

fn parse_port(text: &str) -> Result<Port, String> {
    if text == "auto" {
        return Ok(Port::Auto { from: PORT });
    }
    text.parse().map(Port::Fixed).map_err(|_| "端口是 0 到 65535 的数，或 auto".to_owned())
}

fn say_ready(report: &Report, address: SocketAddr, home: &str) {
    report.say(
        &format!("预览：http://{address}{home}\n保存稿件后页面自动更新；按 Ctrl+C 结束。"),
        &format!(
            "Preview: http://{address}{home}\nPages reload when a file is saved; Ctrl+C ends."
        ),
    );
}

/// The site as the preview answers for it; replaced as a whole after every change.
struct Desk {
    studio: RwLock<Arc<Studio>>,
    reload: Reload,
    report: Report,
    /// What was last told of each page, so that a page that is reloaded does not repeat it.
    told: Mutex<HashMap<String, String>>,
}

impl Desk {
    fn new(studio: Studio, reload: Reload, report: Report) -> Self {
        let studio = RwLock::new(Arc::new(studio));
        Self { studio, reload, report, told: Mutex::default() }
    }

    /// Tells what is wrong with a page when it is first seen, or seen to be wrong otherwise.
    fn tell_of_page(&self, path: &str, faults: &[Diagnostic]) {
        let text = all_as_text(faults, self.report.language);
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.get(path).map_or(text.is_empty(), |before| *before == text) {
            return;
        }
        told.insert(path.to_owned(), text);
        drop(told);
        self.report.diagnostics(faults);
        if faults.iter().any(Diagnostic::is_error) {
            tell(&self.reload, faults, self.report.language);
        }
    }

    fn studio(&self) -> Arc<Studio> {
        self.studio.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn replace(&self, studio: Studio) {
        *self.studio.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(studio);
        self.told.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl preview::Site for Desk {
    fn answer(&self, path: &str) -> Answer {
        let (response, faults) = pipeline::respond(&self.studio(), path);
        self.tell_of_page(path, &faults);
        let html = "text/html; charset=utf-8";
        match response {
            Response::Found { media_type, bytes } => {
                Answer { status: 200, content_type: media_type, body: bytes, location: None }
            }
            Response::Moved(link) => {
                Answer { status: 301, content_type: html, body: Vec::new(), location: Some(link) }
            }
            Response::Missing { bytes } => {
                Answer { status: 404, content_type: html, body: bytes, location: None }
            }
            Response::Failed(faults) => {
                let body = failure_page(&faults, self.report.language).into_bytes();
                Answer { status: 500, content_type: html, body, location: None }
            }
        }
    }
}

/// What a browser shows when a page cannot be made: the diagnostics, as text.
fn failure_page(faults: &[Diagnostic], language: Language) -> String {
    let text = all_as_text(faults, language);
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>jianfan</title></head>\
         <body><pre>{text}</pre></body></html>"
    )
}

fn all_as_text(faults: &[Diagnostic], language: Language) -> String {
    let all: Vec<String> =
        faults.iter().map(|fault| render(fault, language, Paint::Plain)).collect();
    all.join("\n\n")
}

/// Tells open pages of errors, or that there are none any more.
fn tell(reload: &Reload, faults: &[Diagnostic], language: Language) {
    let errors: Vec<Diagnostic> = faults.iter().filter(|fault| fault.is_error()).cloned().collect();
    if errors.is_empty() {
        reload.changed(Change::Healed);
    } else {
        reload.changed(Change::Fault(all_as_text(&errors, language)));
    }
}

fn watch(
    root: &Path,
    mut pipeline: Pipeline,
    desk: Arc<Desk>,
    reload: Reload,
    report: Report,
) -> Result<Watcher, PreviewError> {
    let folders = [project::CONTENT, "themes", "templates", "static", "kinds", CONFIG_FILE];
    let paths = folders.iter().map(|folder| root.join(folder)).collect();
    preview::watch(paths, move |saved| {
        let only_styles = only_styles(&saved);
        let touched = match saved {
            Saved::Paths(paths) => Touched::Paths(paths),
            Saved::Everything => Touched::Nothing,
            Saved::Blind(error) => return report.diagnostics(&[error.diagnostic()]),
        };
        match pipeline.assemble(&touched) {
            Ok(assembled) => {
                report.diagnostics(&assembled.faults);
                desk.replace(assembled.studio);
                tell(&reload, &assembled.faults, report.language);
                reload.changed(if only_styles { Change::Style } else { Change::Content });
            }
            Err(error) => {
                let diagnostic = error.diagnostic();
                tell(&reload, std::slice::from_ref(&diagnostic), report.language);
                report.diagnostics(&[diagnostic]);
            }
        }
    })
}

/// Whether only stylesheets were saved: then pages stay, and fetch their styles again.
fn only_styles(saved: &Saved) -> bool {
    match saved {
        Saved::Paths(paths) => {
            paths.iter().all(|path| path.extension().is_some_and(|ending| ending == "css"))
        }
        Saved::Everything | Saved::Blind(_) => false,
    }
}
