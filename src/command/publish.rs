//! `jianfan publish`: looks at the site and at what is live, shows what would change, asks, and
//! sends. What it says of articles is found in `publish/`; how files are sent, in
//! `deliver::remote`.

mod articles;
mod bench;
mod history;
mod host;
mod preflight;
mod reach;
mod served;
mod show;
mod site;
mod spool;
mod words;

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use self::host::Host;
use self::reach::Reached;
use self::show::{Next, Shown};
use self::site::Built;
use super::{Ending, Global, Report, Showing, parse_line};
use crate::deliver::remote::{
    self, Bundle, Files, Plan, Progress, Release, RemoteError, Source, Standing, Trust,
};
use crate::diagnostic::{Diagnostic, Text};
use crate::project::{self, PublishTarget};

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub(crate) struct Options {
    /// 发布到哪里：site.yaml 的“发布”里写的名称（默认：第一个）
    #[arg(value_name = "目标", help_heading = "参数")]
    target: Option<String>,
    /// 只看要做什么，不发布
    #[arg(long)]
    dry_run: bool,
    /// 不再询问，给定时任务用
    #[arg(long)]
    yes: bool,
    /// 上次发布以后有文章到时候、到期，才发布；不再询问
    #[arg(long)]
    due: bool,
    /// 这次发布的说明，记在发布记录里
    #[arg(long, value_name = "说明", value_parser = parse_line)]
    note: Option<String>,
    /// 把线上的文件全部读回来核对，坏了的、被人改过的重新发送
    #[arg(long)]
    verify: bool,
    /// 第一次发布时，目标里已有的同名文件也换成网站的
    #[arg(long)]
    adopt: bool,
    /// 别人发布到一半停了，由我接着发布
    #[arg(long)]
    take_over: bool,
    /// 退回到某一次发布（默认：上一次），编号见 --log
    #[arg(long, value_name = "编号", num_args = 0..=1, default_missing_value = "0",
        hide_default_value = true, conflicts_with_all = ["bundle", "from", "due"])]
    rollback: Option<u64>,
    /// 列出历次发布
    #[arg(long, conflicts_with_all = ["bundle", "from", "due", "rollback"])]
    log: bool,
    /// 不发布，做成一个发布包，拷到能上网的电脑上发布
    #[arg(long, value_name = "文件", conflicts_with_all = ["from", "due", "target"])]
    bundle: Option<PathBuf>,
    /// 发布一个发布包，不看这里的稿件
    #[arg(long, value_name = "文件", conflicts_with = "due")]
    from: Option<PathBuf>,
    /// 打印服务器的设置：nginx、apache、netlify（转址、缓存、404、安全策略）
    #[arg(long, value_name = "主机", hide_possible_values = true,
        conflicts_with_all = ["bundle", "from", "due", "rollback", "log"])]
    print: Option<Host>,
    #[command(flatten)]
    showing: Showing,
}

/// How the command ends before its time, and why.
type Stop = (Ending, Vec<Diagnostic>);

pub(crate) fn run(global: &Global, options: &Options, report: &Report) -> Ending {
    match publish(global, options, report) {
        Ok(()) => Ending::Done,
        Err((ending, faults)) => {
            report.diagnostics(&faults);
            ending
        }
    }
}

fn publish(global: &Global, options: &Options, report: &Report) -> Result<(), Stop> {
    let root = project::find_root(global.root.as_deref());
    let root = root.map_err(|error| (Ending::Failed, vec![error.diagnostic()]))?;
    if let Some(host) = options.print {
        return host::print(host, &root, options, report);
    }
    if let Some(path) = &options.bundle {
        return make_bundle(path, &root, options, report);
    }
    let settings = reach::settings(&root, options.target.as_deref())?;
    reach::refuse_sources(&settings, &root)?;
    let reached = Reached::open(&settings, &root).map_err(|error| stop(&error))?;
    if options.log {
        return history::log(&reached, report).map_err(|error| stop(&error));
    }
    let standing = remote::look(&*reached.target).map_err(|error| stop(&error))?;
    if let Some(number) = options.rollback {
        return history::roll_back(&reached, &standing, number, options, report);
    }
    let job = Job { options, report, reached: &reached, settings: &settings, standing: &standing };
    match &options.from {
        Some(path) => job.send_bundle(path),
        None => job.send_site(&root),
    }
}

/// An error of the way to a target, as an end of the command.
fn stop(error: &RemoteError) -> Stop {
    let ending = if error.is_for_people() { Ending::Faults } else { Ending::Failed };
    (ending, vec![error.diagnostic()])
}

fn make_bundle(path: &Path, root: &Path, options: &Options, report: &Report) -> Result<(), Stop> {
    let spool = bench::temporary("spool");
    let built = Built::new(root, &spool, options, project::StopAt::Errors, report)?;
    preflight::hold(&built, None)?;
    let release = Release {
        number: 0,
        at: reach::now(),
        by: reach::who(),
        note: options.note.clone().unwrap_or_default(),
        files: built.files.clone(),
    };
    remote::write_bundle(path, &release, &built.spool).map_err(|error| stop(&error))?;
    let (count, path) = (release.files.len(), path.to_string_lossy());
    report.result(
        &json!({ "bundle": path, "files": count }),
        &Text::new(
            format!("做好了发布包 {path}，共 {count} 个文件。拷到能上网的电脑上，运行：jianfan publish --from {path}"),
            format!("The bundle {path} holds {count} files. Publish it with: jianfan publish --from {path}"),
        ),
    );
    Ok(())
}

/// One release on its way.
struct Job<'j> {
    options: &'j Options,
    report: &'j Report,
    reached: &'j Reached,
    settings: &'j PublishTarget,
    standing: &'j Standing,
}

impl Job<'_> {
    fn send_site(&self, root: &Path) -> Result<(), Stop> {
        let (spool, stop_at) = (self.reached.spool(), self.settings.stop_at);
        let built = Built::new(root, &spool, self.options, stop_at, self.report)?;
        let due = built.due_since(self.standing.live.as_ref());
        if self.options.due && due.is_empty() {
            self.report.result(
                &json!({ "target": self.reached.target.label(), "due": [] }),
                &Text::new(
                    "上次发布以后没有文章到时候，也没有到期的，不用发布。",
                    "Nothing has come due since the last release.",
                ),
            );
            return Ok(());
        }
        let plan = self.plan(&built.files)?;
        preflight::hold(&built, Some((self.settings, self.standing, &plan)))?;
        let (files, source) = (&built.files, &built.spool);
        let next = Next { files, source, titles: Some(&built.titles), due };
        let shown = Shown::new(self.reached, self.standing, &plan, next);
        self.send(&shown, &plan, files, source)
    }

    fn send_bundle(&self, path: &Path) -> Result<(), Stop> {
        let bundle = Bundle::open(path).map_err(|error| stop(&error))?;
        bundle.check().map_err(|error| stop(&error))?;
        let files = &bundle.release.files;
        let plan = self.plan(files)?;
        let next = Next { files, source: &bundle, titles: None, due: Vec::new() };
        let shown = Shown::new(self.reached, self.standing, &plan, next);
        self.send(&shown, &plan, files, &bundle)
    }

    fn plan(&self, files: &Files) -> Result<Plan, Stop> {
        let trust = if self.options.verify { Trust::Nothing } else { Trust::Lengths };
        let plan = remote::plan(&*self.reached.target, self.standing, files, trust);
        let plan = plan.map_err(|error| stop(&error))?;
        if plan.strangers.is_empty() || self.options.adopt {
            return Ok(plan);
        }
        let some: Vec<&str> = plan.strangers.iter().take(5).map(String::as_str).collect();
        let (zh, en, count) = (some.join("、"), some.join(", "), plan.strangers.len());
        let fault = Diagnostic::error(
            "publish-strangers",
            format!("目标里有 {count} 个同名文件不是从这里发布的：{zh}"),
            format!("{count} file(s) of the target were not published from here: {en}"),
        )
        .help(
            "看看目标写对没有。确实要换成这个网站，加 --adopt；原来的文件会留存一份。",
            "Look whether it is the right target. To replace them, add --adopt; they are kept.",
        );
        Err((Ending::Faults, vec![fault]))
    }

    fn send(
        &self,
        shown: &Shown<'_>,
        plan: &Plan,
        files: &Files,
        source: &dyn Source,
    ) -> Result<(), Stop> {
        shown.say(self.report);
        let is_settled = plan.is_empty() && self.standing.pending.is_none();
        if self.options.dry_run || (is_settled && self.standing.live.is_some()) {
            return Ok(());
        }
        ask(self.options, self.report)?;
        let note = self.options.note.as_deref().unwrap_or_default();
        let cargo = Cargo { plan, files, source, note };
        self.reached.send(self.standing, &cargo, self.options, self.report)
    }
}

/// Asks the person at the terminal, unless the answer was given.
fn ask(options: &Options, report: &Report) -> Result<(), Stop> {
    if options.yes || options.due {
        return Ok(());
    }
    if !std::io::stdin().is_terminal() {
        let fault = Diagnostic::error(
            "publish-unasked",
            "要问一声才发布，可是这里没有人能回答",
            "somebody has to agree, and nobody is at the terminal",
        )
        .help("看过以后，加 --yes 发布。", "When you have looked at it, add --yes.");
        return Err((Ending::Usage, vec![fault]));
    }
    report.say("发布吗？输入 y 或“是”：", "Publish? Type y:");
    let _ = std::io::stdout().flush();
    let mut answer = String::new();
    let read = std::io::stdin().read_line(&mut answer);
    if read.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes" | "是" | "好" | "发布") {
        return Ok(());
    }
    report.say("没有发布，线上没有改动。", "Nothing was published.");
    Err((Ending::Done, Vec::new()))
}

/// What is sent, and where its bytes are.
struct Cargo<'c> {
    plan: &'c Plan,
    files: &'c Files,
    source: &'c dyn Source,
    note: &'c str,
}

impl Reached {
    /// Sends it.
    fn send(
        &self,
        standing: &Standing,
        cargo: &Cargo<'_>,
        options: &Options,
        report: &Report,
    ) -> Result<(), Stop> {
        let Cargo { plan, files, source, note } = cargo;
        let notes = self.notes(options, note);
        let progress = Progress::default();
        let target = &*self.target;
        let sent = show::with_progress(&progress, plan.send.len(), || {
            remote::publish(target, standing, plan, files, *source, &notes, &progress)
        });
        show::say_sent(report, &target.label(), sent.map_err(|error| stop(&error))?);
        Ok(())
    }
}
