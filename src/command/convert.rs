//! `jianfan convert`: a text from one script into another, line by line or as one page of HTML; or
//! why each place of it becomes what it does.
//!
//! It needs no site. Where there is one its glossary counts, and nothing else of it is read.

mod desk;
mod explain;
mod faults;
mod input;
mod output;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::usage::BadValue;
use super::{Ending, Global, Report};
use crate::diagnostic::{Diagnostic, Place};
use crate::project::{self, ProjectError, bad_mark};
use crate::script::{Lexicon, MarkProblem, Script};
use desk::Desk;
use explain::Account;
use faults::Faults;
use input::Input;
use output::{Output, Stop};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 要转换的文件（默认：从标准输入读，一行一行地转换）
    #[arg(value_name = "文件", help_heading = "参数")]
    file: Option<PathBuf>,
    /// 原文是什么文字（默认：从开头几行看出来）
    #[arg(long, value_name = "文字", value_parser = parse_script)]
    from: Option<Script>,
    /// 转换成什么文字：简体 zh-Hans、繁体 zh-Hant、台湾 zh-Hant-TW、香港 zh-Hant-HK，写哪一样都可以
    #[arg(long, value_name = "文字", value_parser = parse_script)]
    to: Script,
    /// 原文是网页：标签、链接、代码不动，只转换给人看的文字
    #[arg(long)]
    html: bool,
    /// 不输出结果，只说每一处转换成什么、凭什么、还可能是什么
    #[arg(long, conflicts_with = "html")]
    explain: bool,
    /// 不用网站和主题的词表
    #[arg(long)]
    no_glossary: bool,
}

fn parse_script(name: &str) -> Result<Script, BadValue> {
    project::script_named(name.trim()).ok_or_else(|| {
        let en = Script::ALL.map(Script::tag).join(", ");
        BadValue::new(
            "可以写：简体（zh-Hans）、繁体（zh-Hant）、台湾（zh-Hant-TW）、香港（zh-Hant-HK）。",
            &format!("Write one of {en}."),
        )
    })
}

pub(crate) fn run(global: &Global, options: &Options, report: &Report) -> Ending {
    let mut faults = Faults::new(report);
    match convert(global, options, report, &mut faults) {
        Ok(()) | Err(Stop::Unread) => faults.finish(),
        Err(Stop::Told(ending, diagnostic)) => {
            report.diagnostics(&[*diagnostic]);
            ending
        }
    }
}

fn convert(
    global: &Global,
    options: &Options,
    report: &Report,
    faults: &mut Faults<'_>,
) -> Result<(), Stop> {
    let words = words(global, options, faults)?;
    let mut input = Input::open(options.file.as_deref(), faults)?;
    let from = match options.from {
        Some(from) => from,
        None => detect(&mut input, options.to, faults)?,
    };
    let desk = Desk::new(from, options.to, words);
    let mut job = Job { input, faults, output: Output::new() };
    if options.explain {
        job.explain(&desk, report)?;
    } else if options.html {
        job.page(&desk)?;
    } else {
        job.lines(&desk)?;
    }
    job.output.flush()
}

/// The editors' own words where there is a site.
fn words(global: &Global, options: &Options, faults: &mut Faults<'_>) -> Result<Lexicon, Stop> {
    if options.no_glossary {
        return Ok(Lexicon::default());
    }
    let root = match project::find_root(global.root.as_deref()) {
        Ok(root) => root,
        Err(ProjectError::NoSite { .. }) if global.root.is_none() => return Ok(Lexicon::default()),
        Err(error) => return Err(Stop::failed(error.diagnostic())),
    };
    let (glossary, told) =
        project::read_glossary(&root).map_err(|error| Stop::failed(error.diagnostic()))?;
    for fault in told {
        faults.tell(fault);
    }
    Ok(Lexicon::new(glossary.words().cloned()))
}

/// The script that the input is seen to be written in; for one that holds no Han text at all, the
/// script that is asked for, as nothing changes then.
fn detect(input: &mut Input, to: Script, faults: &mut Faults<'_>) -> Result<Script, Stop> {
    let seen = input.look()?;
    if let Some(script) = seen.script {
        faults.tell(taken_for(script));
        return Ok(script);
    }
    if seen.holds_han {
        Err(Stop::Told(Ending::Usage, Box::new(unclear(input.shown()))))
    } else {
        Ok(to)
    }
}

fn taken_for(script: Script) -> Diagnostic {
    let (zh, tag) = (name(script), script.tag());
    Diagnostic::warning(
        "script-detected",
        format!("没有写 --from，看来是{zh}（{tag}），就按它转换"),
        format!("no --from was given; the text looks like {tag} and is converted from that"),
    )
    .help("不对的话，用 --from 指明。", "If it is not, say so with --from.")
}

fn unclear(shown: &Arc<str>) -> Diagnostic {
    Diagnostic::error(
        "script-unclear",
        "看不出原文是简体还是繁体，没有转换",
        "it cannot be told in which script the text is; nothing was converted",
    )
    .help(
        "用 --from 指明，如 --from 简体、--from 繁体。",
        "Say it with --from, such as --from zh-Hans or --from zh-Hant.",
    )
    .at(Place::file(shown.clone()))
}

fn name(script: Script) -> &'static str {
    match script {
        Script::Hans => "简体",
        Script::Hant => "繁体",
        Script::HantTw => "台湾的繁体",
        Script::HantHk => "香港的繁体",
    }
}

/// Input, output, and the faults met on the way.
struct Job<'j, 'r> {
    input: Input,
    faults: &'j mut Faults<'r>,
    output: Output,
}

impl Job<'_, '_> {
    /// Each line is written before the next one is waited for.
    fn lines(&mut self, desk: &Desk) -> Result<(), Stop> {
        let mut converted = String::new();
        while self.input.advance()? {
            let line = self.input.line();
            if let Ok(text) = simdutf8::basic::from_utf8(line) {
                converted.clear();
                let problems = desk.line(text, &mut converted);
                tell_marks(text, &self.input, &problems, self.faults);
                self.output.write(converted.as_bytes())?;
            } else {
                self.output.write(line)?;
                self.faults.tell(self.input.damaged());
            }
            if self.input.is_drained() {
                self.output.flush()?;
            }
        }
        Ok(())
    }

    /// The whole input is one document.
    fn page(&mut self, desk: &Desk) -> Result<(), Stop> {
        let bytes = self.input.whole()?;
        let Ok(page) = simdutf8::basic::from_utf8(&bytes) else {
            self.faults.tell(input::damaged_page(self.input.shown(), &bytes));
            return Ok(());
        };
        let mut converted = String::new();
        let problems = desk.page(page, &mut converted);
        tell_marks(page, &self.input, &problems, self.faults);
        self.output.write(converted.as_bytes())
    }

    fn explain(&mut self, desk: &Desk, report: &Report) -> Result<(), Stop> {
        let mut account = Account::default();
        while self.input.advance()? {
            let Ok(text) = simdutf8::basic::from_utf8(self.input.line()) else {
                self.faults.tell(self.input.damaged());
                continue;
            };
            let problems = account.read(desk, text, self.input.number());
            tell_marks(text, &self.input, &problems, self.faults);
            if report.is_json() {
                self.output.write(account.take_json().as_bytes())?;
                if self.input.is_drained() {
                    self.output.flush()?;
                }
            }
        }
        if !report.is_json() {
            let (table, none) = account.table();
            report.table(&table, &none);
        }
        Ok(())
    }
}

/// Tells of marks that are none in the text that was read last.
fn tell_marks(text: &str, input: &Input, problems: &[MarkProblem], faults: &mut Faults<'_>) {
    if problems.is_empty() {
        return;
    }
    let text: Arc<str> = Arc::from(text);
    for MarkProblem { span, kind } in problems {
        let place = Place::new(input.shown().clone(), text.clone(), span.clone());
        faults.tell(bad_mark(*kind).at(place.from_line(input.number())));
    }
}

/// What the input is called in messages.
fn shown(file: Option<&Path>) -> Arc<str> {
    file.map_or_else(|| Arc::from("<stdin>"), |path| Arc::from(path.to_string_lossy()))
}
