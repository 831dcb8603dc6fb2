//! `jianfan theme diff`: how the site's own files differ from those of the theme that they stand over.

use clap::Args;

use super::{Stop, failed, named, stock};
use crate::command::{Ending, Global, Report};
use crate::diagnostic::{Diagnostic, Place, Text};
use crate::edit::{Difference, difference};
use crate::project::StockFile;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 哪个文件；可以写几个（默认：网站里盖过主题的全部文件）
    #[arg(value_name = "文件", help_heading = "参数")]
    files: Vec<String>,
}

pub(super) fn run(global: &Global, options: &Options, report: &Report) -> Result<(), Stop> {
    let stock = stock(global, report)?;
    let files = if options.files.is_empty() {
        stock.files.iter().filter(|file| file.is_replaced()).collect()
    } else {
        named(&stock, &options.files)?
    };
    let absent = files.iter().filter(|file| !file.is_replaced());
    let absent: Vec<Diagnostic> = absent.map(|file| not_ejected(file)).collect();
    if !absent.is_empty() {
        return Err((Ending::Usage, absent));
    }
    if files.is_empty() && !report.is_json() {
        report.say("网站没有盖过主题的文件。", "The site stands over no file of the theme.");
    }
    for file in files {
        let outdated = stock.outdated(file).map_err(|error| failed(&error))?.is_some();
        match stock.versions(file).map_err(|error| failed(&error))? {
            Some((theme, site)) => say(report, file, outdated, &difference(&theme, &site)),
            None => report.result(
                &serde_json::json!({ "path": file.path, "from": file.shown(), "text": false }),
                &Text::new(
                    format!("{}：不是文字，不能逐行比较。", file.path),
                    format!("{}: no text, so its lines cannot be compared.", file.path),
                ),
            ),
        }
    }
    Ok(())
}

fn say(report: &Report, file: &StockFile, outdated: bool, found: &Difference) {
    let (path, from) = (&file.path, file.shown());
    let Difference { added, removed, hunks } = found;
    let since = if outdated {
        ("复制以后，主题的改过。\n", "The theme's has changed since it was copied.\n")
    } else {
        ("", "")
    };
    let (zh, en) = if hunks.is_empty() {
        (format!("{path}：与主题的相同。"), format!("{path}: the same as the theme's."))
    } else {
        let drawn = format!("--- {from}\n+++ {path}\n{}", hunks.trim_end_matches('\n'));
        (format!("{}{drawn}", since.0), format!("{}{drawn}", since.1))
    };
    report.result(
        &serde_json::json!({
            "path": path, "from": from, "text": true, "added": added, "removed": removed,
            "outdated": outdated, "diff": hunks,
        }),
        &Text::new(zh, en),
    );
}

fn not_ejected(file: &StockFile) -> Diagnostic {
    let path = &file.path;
    Diagnostic::error(
        "not-ejected",
        "网站没有自己的这个文件，用的就是主题的",
        "the site has no file of its own here; it uses the theme's",
    )
    .help(
        format!("要改它，先复制过来：jianfan theme eject {path}"),
        format!("To change it, copy it first: jianfan theme eject {path}"),
    )
    .at(Place::file(path.as_str()))
}
