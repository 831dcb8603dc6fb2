//! `--log` and `--rollback`: earlier releases of a target, listed and gone back to. Going back is a
//! release of its own, so that it can itself be taken back.

use super::reach::Reached;
use super::show::{Next, Shown};
use super::{Cargo, Options, Stop, ask, stop};
use crate::command::Report;
use crate::command::table::{Cell, Column, Table};
use crate::deliver::remote::{self, Kept, RemoteError, Standing, Trust};
use crate::diagnostic::Text;

/// Lists the releases, the newest first.
pub(super) fn log(reached: &Reached, report: &Report) -> Result<(), RemoteError> {
    let columns = vec![
        Column::new("number", "编号", "number"),
        Column::new("at", "时间", "at"),
        Column::new("by", "发布人", "by"),
        Column::new("files", "文件", "files"),
        Column::new("note", "说明", "note"),
    ];
    let rows = remote::releases(&*reached.target)?
        .into_iter()
        .map(|release| {
            let files = Cell::Word(release.files.len().to_string());
            let note = Some(release.note).filter(|note| !note.is_empty());
            let number = Cell::Word(release.number.to_string());
            vec![number, Cell::Word(release.at), Cell::Word(release.by), files, Cell::maybe(note)]
        })
        .collect();
    let none = Text::new("还没有发布过。", "Nothing was published yet.");
    report.table(&Table { columns, rows }, &none);
    Ok(())
}

/// Goes back to a release; to the one before the live one when the number is 0.
pub(super) fn roll_back(
    reached: &Reached,
    standing: &Standing,
    number: u64,
    options: &Options,
    report: &Report,
) -> Result<(), Stop> {
    let live = standing.live.as_ref().map_or(0, |live| live.number);
    let number = if number == 0 { live.saturating_sub(1) } else { number };
    let target = &*reached.target;
    let all = remote::releases(target).map_err(|error| stop(&error))?;
    let missing = || stop(&RemoteError::NoRelease { number });
    let earlier = all.iter().find(|release| release.number == number).ok_or_else(missing)?;
    let kept = Kept::new(target, standing.live.as_ref());
    if !kept.has(earlier).map_err(|error| stop(&error))? {
        return Err(missing());
    }
    let plan = remote::plan(target, standing, &earlier.files, Trust::Lengths);
    let plan = plan.map_err(|error| stop(&error))?;
    let next = Next { files: &earlier.files, source: &kept, titles: None, due: Vec::new() };
    Shown::new(reached, standing, &plan, next).say(report);
    if options.dry_run {
        return Ok(());
    }
    ask(options, report)?;
    let note = options.note.clone().unwrap_or_else(|| format!("回到第 {number} 次"));
    let cargo = Cargo { plan: &plan, files: &earlier.files, source: &kept, note: &note };
    reached.send(standing, &cargo, options, report)
}
