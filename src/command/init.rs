//! `jianfan init`: a new site that builds at once.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Ending, Report, parse_line};
use crate::diagnostic::Text;
use crate::edit;
use crate::script::han::is_han;

/// The title of a site whose folder has no Chinese name: plainly one to be changed.
const TITLE: &str = "某某政协";

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 新网站放在哪个文件夹：还不存在的，或者空的
    #[arg(value_name = "文件夹", help_heading = "参数")]
    folder: PathBuf,
    /// 网站名称（默认：中文的文件夹名；以后可以在 site.yaml 里改）
    #[arg(long, value_name = "标题", value_parser = parse_line)]
    title: Option<String>,
}

pub(crate) fn run(options: &Options, report: &Report) -> Ending {
    let folder = options.folder.as_path();
    let title = options.title.clone().unwrap_or_else(|| usual_title(folder));
    match edit::found(folder, &title) {
        Ok(files) => {
            say_done(report, folder, &title, files);
            Ending::Done
        }
        Err(error) => {
            report.diagnostics(&[error.diagnostic()]);
            Ending::of(&error)
        }
    }
}

fn usual_title(folder: &Path) -> String {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let name = whole.file_name().map(|name| edit::one_line(&name.to_string_lossy()));
    name.filter(|name| name.chars().any(is_han)).unwrap_or_else(|| TITLE.to_owned())
}

fn say_done(report: &Report, folder: &Path, title: &str, files: usize) {
    let shown = folder.to_string_lossy();
    // Whoever is there already need not go there.
    let go =
        if folder == Path::new(".") { String::new() } else { format!("  cd {}\n", quoted(&shown)) };
    report.result(
        &serde_json::json!({ "path": shown, "title": title, "files": files }),
        &Text::new(
            format!("“{title}”建好了，共 {files} 个文件；“使用说明.md”告诉您怎样写稿。接着输入：\n{go}  jianfan serve --open"),
            format!("The site “{title}” is there, {files} files. Now type:\n{go}  jianfan serve --open"),
        ),
    );
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '\\' | '.' | '-' | '_' | ':');
    if path.chars().all(is_plain) { path.to_owned() } else { format!("\"{path}\"") }
}
