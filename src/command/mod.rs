//! The command line: what each command is called and takes, in Chinese, and how a run ends.
//!
//! Exit codes: 0 done, 1 the content has errors, 2 wrong usage, 3 the disk or the network failed.
//! One file a command; each is glue and holds no logic of the site.

mod build;
mod completions;
mod convert;
mod import;
mod init;
mod list;
mod new;
mod publish;
mod report;
mod serve;
mod table;
mod theme;
mod usage;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use jiff::tz::TimeZone;

pub(crate) use report::Report;

use crate::article::Moment;
use crate::diagnostic::Language;
use crate::edit::{EditError, one_line};
use crate::pipeline::Order;
use crate::project::is_base_url;
use crate::site::Visibility;
use usage::BadValue;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    Done,
    /// The content has errors; nothing was published.
    Faults,
    /// What was asked for makes no sense on this site.
    Usage,
    /// The disk or the network failed.
    Failed,
}

impl Ending {
    /// Sources that could not be written: the disk failed, or there is something in the way that
    /// somebody has to decide about.
    fn of(error: &EditError) -> Self {
        match error {
            EditError::Write { .. } => Self::Failed,
            _ => Self::Usage,
        }
    }
}

/// Runs the program with the arguments of a command line, the program's own name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let line = match Line::try_parse_from(&arguments) {
        Ok(line) => line,
        Err(error) => return ExitCode::from(usage::answer(&error, &arguments)),
    };
    let report = Report::new(language(line.global.lang), line.global.format);
    let ending = match line.command {
        Command::Init(options) => init::run(&options, &report),
        Command::New(options) => new::run(&line.global, &options, &report),
        Command::Build(options) => build::run(&line.global, &options, &report),
        Command::Serve(options) => serve::run(&line.global, &options, &report),
        Command::List(options) => list::run(&line.global, &options, &report),
        Command::Import(options) => import::run(&line.global, &options, &report),
        Command::Convert(options) => convert::run(&line.global, &options, &report),
        Command::Publish(options) => publish::run(&line.global, &options, &report),
        Command::Theme(options) => theme::run(&line.global, &options, &report),
        Command::Completions(options) => completions::run(&options),
    };
    match ending {
        Ending::Done => ExitCode::SUCCESS,
        Ending::Faults => ExitCode::from(1),
        Ending::Usage => ExitCode::from(2),
        Ending::Failed => ExitCode::from(3),
    }
}

const HELP: &str = "\
{about}

用法：{usage}

{all-args}{after-help}";

#[derive(Debug, Parser)]
#[command(
    name = "jianfan",
    version,
    about = "简繁：政协新闻网站生成器。一份稿件，简体、繁体两个版本。",
    help_template = HELP,
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令",
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    arg_required_else_help = true
)]
struct Line {
    #[command(flatten)]
    global: Global,
    /// 显示版本
    #[arg(short = 'V', long, action = ArgAction::Version, help_heading = "通用选项")]
    version: Option<bool>,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// 网站所在的文件夹（默认：从当前文件夹往上，找到 site.yaml 为止）
    #[arg(long, global = true, value_name = "文件夹", help_heading = "通用选项")]
    pub(crate) root: Option<PathBuf>,
    /// 提示用什么文字：zh-Hans、zh-Hant 或 en
    #[arg(
        long,
        global = true,
        value_name = "文字",
        ignore_case = true,
        hide_possible_values = true,
        help_heading = "通用选项"
    )]
    lang: Option<Lang>,
    /// 提示的格式：text 给人看，json 给程序读
    #[arg(
        long,
        global = true,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "通用选项"
    )]
    format: Format,
    /// 显示帮助
    #[arg(short, long, global = true, action = ArgAction::Help, help_heading = "通用选项")]
    help: Option<bool>,
}

/// The language asked for, else the one that the environment speaks.
fn language(asked: Option<Lang>) -> Language {
    match asked {
        Some(Lang::ZhHans) => Language::ZhHans,
        Some(Lang::ZhHant) => Language::ZhHant,
        Some(Lang::En) => Language::En,
        None => from_locale(),
    }
}

fn from_locale() -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .unwrap_or_default();
    if ["zh_TW", "zh_HK", "zh_MO", "zh_Hant"].iter().any(|tag| locale.starts_with(tag)) {
        Language::ZhHant
    } else if locale.starts_with("en_") {
        Language::En
    } else {
        Language::ZhHans
    }
}

/// What decides which site is shown, the same for building and previewing.
#[derive(Debug, Args)]
pub(crate) struct Showing {
    /// 换一个网址（默认：site.yaml 里写的）
    #[arg(long, value_name = "网址", value_parser = parse_base_url)]
    base_url: Option<String>,
    /// 按某一天来看：到那天才发布或已经到期的文章怎样，网站就怎样（默认：现在）
    #[arg(long, value_name = "日期", value_parser = parse_moment)]
    as_of: Option<String>,
}

impl Showing {
    /// Whether the site is shown as it is now, and moves on with time.
    fn is_now(&self) -> bool {
        self.as_of.is_none()
    }

    fn order(&self, root: PathBuf, visibility: Visibility) -> Order {
        Order { root, visibility, base_url: self.base_url.clone(), as_of: self.as_of.clone() }
    }
}

fn parse_base_url(text: &str) -> Result<String, BadValue> {
    if is_base_url(text) {
        Ok(text.to_owned())
    } else {
        Err(BadValue::new(
            "网址要写完整，以 https:// 或 http:// 开头。",
            "It must be complete and begin with https:// or http://.",
        ))
    }
}

/// Only looks whether it is a date; what it means is known with the site's time zone.
fn parse_moment(text: &str) -> Result<String, BadValue> {
    match Moment::parse(text, &TimeZone::UTC) {
        Some(_) => Ok(text.to_owned()),
        None => Err(BadValue::new("日期写成 2026-01-31。", "Write a date as 2026-01-31.")),
    }
}

/// A title or a name: one line that says something.
fn parse_line(text: &str) -> Result<String, BadValue> {
    let line = one_line(text);
    if line.is_empty() {
        return Err(BadValue::new("这里不能空着。", "It must not be empty."));
    }
    Ok(line)
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Lang {
    #[value(name = "zh-Hans", alias = "zh", alias = "zh-CN")]
    ZhHans,
    #[value(name = "zh-Hant", alias = "zh-TW", alias = "zh-HK")]
    ZhHant,
    En,
}

/// How diagnostics are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, with the line and a caret.
    Text,
    /// One JSON object a line.
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 新建网站
    #[command(help_template = HELP, next_help_heading = "选项")]
    Init(init::Options),
    /// 新建一篇文章
    #[command(help_template = HELP, next_help_heading = "选项")]
    New(new::Options),
    /// 生成网站
    #[command(help_template = HELP, next_help_heading = "选项")]
    Build(build::Options),
    /// 预览：边写边看，保存即刷新
    #[command(help_template = HELP, next_help_heading = "选项")]
    Serve(serve::Options),
    /// 列出稿件、类型和网址
    #[command(help_template = HELP, next_help_heading = "选项")]
    List(list::Options),
    /// 导入：Word 文件、网页、纯文本变成文章，并说明改了什么
    #[command(help_template = HELP, next_help_heading = "选项")]
    Import(import::Options),
    /// 简繁转换：一段文字、一个文件或一个网页
    #[command(help_template = HELP, next_help_heading = "选项")]
    Convert(convert::Options),
    /// 发布：看清改了什么，再送到网上
    #[command(help_template = HELP, next_help_heading = "选项")]
    Publish(publish::Options),
    /// 主题：列出文件，复制出来修改，看有什么不同，新建主题
    #[command(
        help_template = HELP,
        subcommand_help_heading = "命令",
        subcommand_value_name = "命令",
        disable_help_subcommand = true,
        arg_required_else_help = true
    )]
    Theme(theme::Options),
    /// 让命令窗口会补全：按一下 Tab 键，命令和选项自己写完
    #[command(help_template = HELP, next_help_heading = "选项")]
    Completions(completions::Options),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        use clap::CommandFactory;
        Line::command().debug_assert();
    }
}
