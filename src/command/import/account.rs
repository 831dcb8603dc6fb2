//! Tells what became of the files that were imported: of a few, everything that was done to them; of
//! many, a table. It decides nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;

use crate::command::Report;
use crate::command::table::{Cell, Column, Table};
use crate::diagnostic::{Diagnostic, Text};
use crate::edit::Outcome;
use crate::import::{Deed, Imported, Rule};
use crate::project::Incoming;

/// An article that came in.
pub(super) struct Told {
    pub(super) imported: Imported,
    pub(super) outcome: Outcome,
}

/// Of more files than this only the table is shown.
const FEW: usize = 5;

/// See the module.
pub(super) struct Account<'r> {
    report: &'r Report,
    files: usize,
    failed: usize,
    rows: Vec<Vec<Cell>>,
}

impl<'r> Account<'r> {
    pub(super) fn new(report: &'r Report, files: usize) -> Self {
        Self { report, files, failed: 0, rows: Vec::new() }
    }

    /// Tells of one file as soon as it is known.
    pub(super) fn tell(&mut self, file: &Incoming, told: Result<Told, Box<Diagnostic>>) {
        match told {
            Ok(told) => {
                self.report.diagnostics(&told.imported.warnings);
                if self.report.is_json() {
                    self.report.result(&json(file, &told), &Text::new("", ""));
                } else if self.files <= FEW {
                    let (zh, en) = Self::whole(file, &told);
                    self.report.say(&zh, &en);
                }
                self.rows.push(row(file, &told));
            }
            Err(fault) => {
                self.failed += 1;
                let code = Text::new(fault.what.zh.clone(), fault.what.en.clone());
                self.report.diagnostics(&[*fault]);
                self.rows.push(vec![
                    Cell::Word(file.shown.to_string()),
                    Cell::Said("failed", Text::new("没有导入", "failed")),
                    Cell::Word(self.report.language.pick(&code)),
                    Cell::Count(0),
                    Cell::Count(0),
                    Cell::Count(0),
                ]);
            }
        }
    }

    /// A line for whoever waits for many files.
    pub(super) fn progress(&self, done: usize) {
        if self.files > 4 * FEW && !self.report.is_json() {
            let line = Text::new(
                format!("已处理 {done}/{} 个文件", self.files),
                format!("{done} of {} files", self.files),
            );
            // Nobody is kept from importing by a closed error stream.
            let _ = writeln!(std::io::stderr().lock(), "{}", self.report.language.pick(&line));
        }
    }

    /// The table of all files, and how many there were.
    pub(super) fn finish(self, dry_run: bool) {
        if self.report.is_json() {
            return;
        }
        let none = Text::new("没有可以导入的文件。", "There are no files to import.");
        let columns = vec![
            Column::new("file", "文件", "file"),
            Column::new("outcome", "结果", "outcome"),
            Column::new("path", "文章", "article"),
            Column::new("changed", "改动", "changes"),
            Column::new("dropped", "去掉", "dropped"),
            Column::new("doubtful", "待核", "to look at"),
        ];
        let (all, failed) = (self.files, self.failed);
        self.report.table(&Table { columns, rows: self.rows }, &none);
        let trial = if dry_run {
            ("（试运行，什么也没有写）", " (nothing was written)")
        } else {
            ("", "")
        };
        self.report.say(
            &format!("共 {all} 个文件，导入 {}，失败 {failed}{}。", all - failed, trial.0),
            &format!("{all} files, {} imported, {failed} failed{}.", all - failed, trial.1),
        );
    }

    /// Everything that was done to one file.
    fn whole(file: &Incoming, told: &Told) -> (String, String) {
        let (path, _) = stands(&told.outcome);
        let Imported { title, kind, date, masks, .. } = &told.imported;
        let known = |names: [&str; 3], colon: &str| {
            let all =
                names.into_iter().zip([title, kind, date]).filter(|(_, value)| !value.is_empty());
            all.map(|(name, value)| format!("{name}{colon}{value}")).collect::<Vec<_>>().join("  ")
        };
        let (shown, zh_known) = (&file.shown, known(["标题", "类型", "日期"], "："));
        let mut zh = format!("{shown} → {path}\n{zh_known}\n");
        let mut en = format!("{shown} → {path}\n{}\n", known(["title", "kind", "date"], ": "));
        let mut groups: BTreeMap<Rule, Vec<Text>> = BTreeMap::new();
        for entry in &told.imported.entries {
            groups.entry(entry.rule).or_default().push(entry.line());
        }
        for (rule, lines) in groups {
            let (label, name, count) = (rule.label(), rule.name(), lines.len());
            let _ = writeln!(zh, "{}（{name}）：{count} 处", label.zh);
            let _ = writeln!(en, "{} ({name}): {count}", label.en);
            for line in lines {
                let _ = writeln!(zh, "  {}", line.zh);
                let _ = writeln!(en, "  {}", line.en);
            }
        }
        if *masks > 0 {
            let _ = writeln!(zh, "有 {masks} 处隐去的字，文章定为待审，填好以后再发布。");
            let _ = writeln!(
                en,
                "{masks} words are masked; the article waits for review until they are filled in."
            );
        }
        if let Outcome::Updated(path, change) = &told.outcome {
            let drawn = format!("--- {path}\n+++ {path}\n{}", change.hunks);
            zh.push_str(&drawn);
            en.push_str(&drawn);
        }
        (zh, en)
    }
}

fn stands(outcome: &Outcome) -> (&str, (&'static str, Text)) {
    match outcome {
        Outcome::Written(path) => (path, ("new", Text::new("新建", "new"))),
        Outcome::Unchanged(path) => (path, ("unchanged", Text::new("没有变化", "unchanged"))),
        Outcome::Updated(path, _) => (path, ("updated", Text::new("更新", "updated"))),
    }
}

fn count(imported: &Imported, deed: Deed) -> usize {
    imported.entries.iter().filter(|entry| entry.deed == deed).count()
}

fn row(file: &Incoming, told: &Told) -> Vec<Cell> {
    let (path, (name, label)) = stands(&told.outcome);
    vec![
        Cell::Word(file.shown.to_string()),
        Cell::Said(name, label),
        Cell::Word(path.to_owned()),
        Cell::Count(count(&told.imported, Deed::Changed)),
        Cell::Count(count(&told.imported, Deed::Dropped)),
        Cell::Count(count(&told.imported, Deed::Flagged)),
    ]
}

fn json(file: &Incoming, told: &Told) -> serde_json::Value {
    let (path, (outcome, _)) = stands(&told.outcome);
    let entries: Vec<serde_json::Value> = told
        .imported
        .entries
        .iter()
        .map(|entry| {
            serde_json::json!({
                "line": entry.line, "rule": entry.rule.name(), "deed": entry.deed.name(),
                "before": entry.before, "after": entry.after, "sure": entry.sure.name(),
            })
        })
        .collect();
    let diff = match &told.outcome {
        Outcome::Updated(_, change) => Some(change.hunks.as_str()),
        _ => None,
    };
    serde_json::json!({
        "file": &*file.shown, "path": path, "outcome": outcome, "title": told.imported.title,
        "kind": told.imported.kind, "date": told.imported.date, "masks": told.imported.masks,
        "diff": diff, "entries": entries,
    })
}
