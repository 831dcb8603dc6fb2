//! `jianfan theme eject`: copies of the theme's files, in the site's own folders, to be edited.

use clap::Args;

use super::{Stop, failed, named, stock};
use crate::command::{Ending, Global, Report};
use crate::diagnostic::{Diagnostic, Place, Text};
use crate::edit::{self, Copy};
use crate::project::{self, StockFile};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 主题的文件，如 article.html、static/css/site.css；可以写几个（jianfan theme list 列出全部）
    #[arg(value_name = "文件", help_heading = "参数", required = true)]
    files: Vec<String>,
}

pub(super) fn run(global: &Global, options: &Options, report: &Report) -> Result<(), Stop> {
    let root = project::find_root(global.root.as_deref()).map_err(|error| failed(&error))?;
    let stock = stock(global, report)?;
    let files = named(&stock, &options.files)?;
    let taken: Vec<Diagnostic> =
        files.iter().filter(|file| file.is_replaced()).map(|file| taken(file)).collect();
    if !taken.is_empty() {
        return Err((Ending::Usage, taken));
    }
    let mut copies = Vec::new();
    for file in &files {
        let bytes = stock.copy(file).map_err(|error| failed(&error))?;
        copies.push(Copy { path: file.path.clone(), bytes });
    }
    for (file, copy) in files.iter().zip(&copies) {
        edit::copy(&root, copy).map_err(|error| (Ending::of(&error), vec![error.diagnostic()]))?;
        say_done(report, file);
    }
    Ok(())
}

fn taken(file: &StockFile) -> Diagnostic {
    let path = &file.path;
    Diagnostic::error(
        "file-exists",
        "网站里已经有这个文件，没有覆盖它",
        "the site has this file already; it was left as it is",
    )
    .help(
        format!("直接修改它就行。看它与主题的有什么不同：jianfan theme diff {path}；要重新复制，先给它改名。"),
        format!("Edit it. See how it differs with `jianfan theme diff {path}`; rename it to copy again."),
    )
    .at(Place::file(path.as_str()))
}

fn say_done(report: &Report, file: &StockFile) {
    let (path, theme) = (&file.path, file.theme());
    report.result(
        &serde_json::json!({ "path": path, "theme": theme, "from": file.shown() }),
        &Text::new(
            format!("已复制：{path}（出自主题 {theme}）。改它就行；要恢复主题的，删去它。"),
            format!("Copied: {path} (from the theme {theme}). Edit it, or delete it to have the theme's again."),
        ),
    );
}
