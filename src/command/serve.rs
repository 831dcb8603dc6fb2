//! `jianfan serve`: the site in the browser while it is being written. Pages are rendered when
//! they are asked for, from the same functions that `build` uses.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use clap::Args;

use super::{Ending, Global, Report};
use crate::deliver::preview::{
    self, Answer, Change, OpenBrowser, Port, PreviewError, Reload, Saved, Watcher,
};
use crate::diagnostic::{Diagnostic, Language, Paint, render};
use crate::pipeline::{self, Order, Pipeline, Response, Touched};
use crate::project::{self, CONFIG_FILE};
use crate::render::Studio;
use crate::site::Visibility;

/// The first port that is tried; Zola's, too.
const PORT: u16 = 1111;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 端口（默认：从 1111 起找一个空闲的）
    #[arg(long, value_name = "端口")]
    port: Option<u16>,
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
    /// 预览时用的网址（默认：site.yaml 里写的）
    #[arg(long, value_name = "网址")]
    base_url: Option<String>,
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
    let order = Order { root: root.clone(), visibility, base_url: options.base_url.clone() };
    let mut pipeline = Pipeline::new(order);
    let assembled = pipeline.assemble(&Touched::Nothing).map_err(|error| error.diagnostic())?;
    report.diagnostics(&assembled.faults);
    let desk = Arc::new(Desk::new(assembled.studio, report.language));
    let reload = Reload::new();
    tell(&reload, &assembled.faults, report.language);
    let home = format!("{}/", desk.studio().site().config.base_path());
    let _watcher = watch(&root, pipeline, desk.clone(), reload.clone(), report.clone())
        .map_err(|error| error.diagnostic())?;
    let at = preview::Options {
        host: options.host,
        port: options.port.map_or(Port::Auto { from: PORT }, Port::Fixed),
        open: if options.open { OpenBrowser::Yes } else { OpenBrowser::No },
    };
    preview::run(at, desk, reload, |address| say_ready(report, address, &home))
        .map_err(|error| Box::new(error.diagnostic()))
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
    language: Language,
}

impl Desk {
    fn new(studio: Studio, language: Language) -> Self {
        Self { studio: RwLock::new(Arc::new(studio)), language }
    }

    fn studio(&self) -> Arc<Studio> {
        self.studio.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn replace(&self, studio: Studio) {
        *self.studio.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(studio);
    }
}

impl preview::Site for Desk {
    fn answer(&self, path: &str) -> Answer {
        let (response, _) = pipeline::respond(&self.studio(), path);
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
                let body = failure_page(&faults, self.language).into_bytes();
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
