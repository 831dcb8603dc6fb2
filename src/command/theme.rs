//! `jianfan theme`: the files of the theme in use, copies of them to be edited, how those differ from
//! the theme's, and new themes that extend others. It changes no file that is there.

mod diff;
mod eject;
mod list;
mod names;
mod new;

use clap::{Args, Subcommand};

use super::{Ending, Global, HELP, Report};
use crate::diagnostic::Diagnostic;
use crate::project::{self, ProjectError, Stock, StockFile};

#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// 列出主题的文件：用的是谁的，盖过了谁的
    #[command(help_template = HELP, next_help_heading = "选项")]
    List,
    /// 把主题的文件复制到网站里，供修改；不覆盖已有的文件
    #[command(help_template = HELP, next_help_heading = "选项")]
    Eject(eject::Options),
    /// 网站自己的文件与主题现在的有什么不同
    #[command(help_template = HELP, next_help_heading = "选项")]
    Diff(diff::Options),
    /// 列出模板里能用的函数、过滤器、判断、组件和块
    #[command(help_template = HELP, next_help_heading = "选项")]
    Names,
    /// 新建一个主题，没有改的都用另一个主题的
    #[command(help_template = HELP, next_help_heading = "选项")]
    New(new::Options),
}

/// How the command ends before its time, and why.
type Stop = (Ending, Vec<Diagnostic>);

pub(crate) fn run(global: &Global, options: &Options, report: &Report) -> Ending {
    let done = match &options.action {
        Action::List => list::run(global, report),
        Action::Eject(options) => eject::run(global, options, report),
        Action::Diff(options) => diff::run(global, options, report),
        Action::Names => names::run(global, report),
        Action::New(options) => new::run(global, options, report),
    };
    match done {
        Ok(()) => Ending::Done,
        Err((ending, faults)) => {
            report.diagnostics(&faults);
            ending
        }
    }
}

fn failed(error: &ProjectError) -> Stop {
    (Ending::Failed, vec![error.diagnostic()])
}

/// The themes of the site. What is only a warning is told, and the command goes on.
fn stock(global: &Global, report: &Report) -> Result<Stock, Stop> {
    let root = project::find_root(global.root.as_deref()).map_err(|error| failed(&error))?;
    let (stock, faults) = Stock::load(&root).map_err(|error| failed(&error))?;
    if faults.iter().any(Diagnostic::is_error) {
        return Err((Ending::Faults, faults));
    }
    report.diagnostics(&faults);
    Ok(stock)
}

/// The files that are named; all that are no files of the theme are told at once.
fn named<'s>(stock: &'s Stock, names: &[String]) -> Result<Vec<&'s StockFile>, Stop> {
    let mut files: Vec<&StockFile> = Vec::new();
    let mut unknown = Vec::new();
    for name in names {
        match stock.find(name) {
            // One file may be named in two ways.
            Ok(file) if files.iter().any(|known| known.path == file.path) => {}
            Ok(file) => files.push(file),
            Err(fault) => unknown.push(*fault),
        }
    }
    if unknown.is_empty() { Ok(files) } else { Err((Ending::Usage, unknown)) }
}
