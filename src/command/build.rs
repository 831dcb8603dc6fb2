//! `jianfan build`: the whole site into a folder. With an error anywhere the folder stays as it
//! was.

mod timings;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use clap::Args;

use super::{Ending, Global, Report, Showing};
use crate::deliver::disk::{Staging, Summary, holds};
use crate::diagnostic::{Diagnostic, Place, sort};
use crate::pipeline::{self, Pipeline, Touched};
use crate::project;
use crate::site::Visibility;
use crate::stopwatch::{Stage, Stopwatch};

/// The folder that a site is built into unless another is named.
const OUT: &str = "public";

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 生成到哪个文件夹（默认：网站文件夹里的 public）
    #[arg(long, value_name = "文件夹")]
    out: Option<PathBuf>,
    /// 草稿和待审的文章也生成（只供内部查看，不要发布）
    #[arg(long)]
    drafts: bool,
    /// 各阶段用了多少时间
    #[arg(long)]
    timings: bool,
    #[command(flatten)]
    showing: Showing,
}

pub(crate) fn run(global: &Global, options: &Options, report: &Report) -> Ending {
    let started = Instant::now();
    let stopwatch = Arc::new(Stopwatch::default());
    let built = build(global, options, report, &stopwatch);
    if options.timings {
        timings::say(report, &stopwatch, started.elapsed());
    }
    match built {
        Ok((summary, warnings)) => {
            say_done(report, &summary, warnings, started);
            Ending::Done
        }
        Err(Stop::Faults(errors)) => {
            report.say(
                &format!("有 {errors} 处错误，网站没有改动。改好后再生成一次。"),
                &format!("{errors} error(s); the site was left as it was."),
            );
            Ending::Faults
        }
        Err(Stop::Failed(diagnostic)) => {
            report.diagnostics(&[*diagnostic]);
            Ending::Failed
        }
    }
}

enum Stop {
    /// The content has so many errors, which were told.
    Faults(usize),
    /// The disk failed.
    Failed(Box<Diagnostic>),
}

fn build(
    global: &Global,
    options: &Options,
    report: &Report,
    stopwatch: &Arc<Stopwatch>,
) -> Result<(Summary, usize), Stop> {
    let failed = |diagnostic: Diagnostic| Stop::Failed(Box::new(diagnostic));
    let root = project::find_root(global.root.as_deref()).map_err(|e| failed(e.diagnostic()))?;
    let out = options.out.clone().unwrap_or_else(|| root.join(OUT));
    refuse_sources(&out, &root).map_err(Stop::Failed)?;
    let visibility = if options.drafts { Visibility::Everything } else { Visibility::Public };
    let mut pipeline = Pipeline::new(options.showing.order(root, visibility), stopwatch.clone());
    let assembled =
        pipeline.assemble(&Touched::Nothing).map_err(|error| failed(error.diagnostic()))?;
    let mut faults = assembled.faults;
    let staging = Staging::open(&out).map_err(|error| failed(error.diagnostic()))?;
    let produced = pipeline::produce(&assembled.studio, |address, bytes| {
        stopwatch.time(Stage::Output, || staging.put(address, bytes))
    });
    faults.extend(produced.map_err(|error| failed(error.diagnostic()))?);
    faults.extend(staging.notice());
    sort(&mut faults);
    report.diagnostics(&faults);
    let errors = faults.iter().filter(|fault| fault.is_error()).count();
    if errors > 0 {
        return Err(Stop::Faults(errors));
    }
    let committed = stopwatch.time(Stage::Commit, || staging.commit());
    let summary = committed.map_err(|error| failed(error.diagnostic()))?;
    assembled.studio.tidy();
    // The program ends now, and the system takes its memory back at once. Freeing ten thousand
    // articles one by one, on one core, took a twentieth of a build.
    std::mem::forget((pipeline, assembled.studio));
    Ok((summary, faults.len()))
}

/// An output folder that holds the sources would be emptied of them.
fn refuse_sources(out: &Path, root: &Path) -> Result<(), Box<Diagnostic>> {
    let sources = [root.to_path_buf(), root.join(project::CONTENT), root.join("themes")];
    let standing = standing(out);
    let inside = ["content", "themes", "templates", "static", "kinds", "data"]
        .iter()
        .any(|folder| holds(&root.join(folder), &standing));
    if !inside && !sources.iter().any(|source| holds(out, source)) {
        return Ok(());
    }
    Err(Box::new(
        Diagnostic::error(
            "output-holds-sources",
            "不能生成到这里：这个文件夹里是网站的稿件或主题",
            "cannot build into this folder: it holds the site's sources",
        )
        .help("用 --out 另指一个空文件夹。", "Name an empty folder with --out.")
        .at(Place::file(out.to_string_lossy())),
    ))
}

/// The part of a path that is already there: a new folder inside the sources would be one of them.
fn standing(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    whole.ancestors().find(|above| above.exists()).unwrap_or(path).to_path_buf()
}

fn say_done(report: &Report, summary: &Summary, warnings: usize, started: Instant) {
    let Summary { added, changed, unchanged, removed } = *summary;
    let seconds = started.elapsed().as_secs_f64();
    let (zh, en) = match warnings {
        0 => (String::new(), String::new()),
        n => (format!("，{n} 处提醒"), format!(", {n} warning(s)")),
    };
    report.say(
        &format!("完成：新增 {added}，更改 {changed}，未变 {unchanged}，删除 {removed}；用时 {seconds:.2} 秒{zh}。"),
        &format!("Done: {added} added, {changed} changed, {unchanged} unchanged, {removed} removed in {seconds:.2} s{en}."),
    );
}
