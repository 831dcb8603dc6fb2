//! What a release would do, told before it is done: numbers, articles, and what changed in their
//! words; and how far it is. It decides nothing.

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;

use super::articles::{Articles, Named};
use super::reach::Reached;
use super::site::Due;
use super::words::{self, Difference};
use crate::command::Report;
use crate::deliver::remote::{Files, Plan, Progress, Release, Sent, Source, Standing, read_site};
use crate::diagnostic::Text;
use crate::site::Timing;

/// Of how many changed articles the words are compared: each has to be read from the target.
const COMPARED: usize = 20;
/// How many articles of each sort are named to people.
const NAMED: usize = 30;

/// The site as it will be.
pub(super) struct Next<'n> {
    pub(super) files: &'n Files,
    pub(super) source: &'n dyn Source,
    /// Of its articles, by the pages of its first edition; a bundle and an earlier release have none.
    pub(super) titles: Option<&'n BTreeMap<String, String>>,
    /// What has come due since the last release.
    pub(super) due: Vec<Due>,
}

/// Everything that is told.
pub(super) struct Shown<'s> {
    label: String,
    plan: &'s Plan,
    standing: &'s Standing,
    articles: Articles,
    due: Vec<Due>,
}

impl<'s> Shown<'s> {
    /// Looks at the articles behind a plan.
    pub(super) fn new(
        reached: &Reached,
        standing: &'s Standing,
        plan: &'s Plan,
        next: Next<'_>,
    ) -> Self {
        let mut articles = Articles::of(plan, standing.live.as_ref(), next.titles);
        compare(reached, &next, &mut articles.changed);
        Self { label: reached.target.label(), plan, standing, articles, due: next.due }
    }

    /// Tells it.
    pub(super) fn say(&self, report: &Report) {
        report.result(&self.json(), &self.text());
    }

    fn json(&self) -> serde_json::Value {
        let due = |due: &Due| {
            let (what, _) = due.becomes.names().unwrap_or(("live", "发布"));
            json!({ "title": due.title, "at": due.at, "becomes": what })
        };
        let named = |all: &[Named]| -> Vec<serde_json::Value> {
            all.iter()
                .map(|it| {
                    let words: Vec<_> = it
                        .differences
                        .iter()
                        .map(|d| json!({ "before": d.before, "after": d.after }))
                        .collect();
                    json!({ "path": it.path, "title": it.title, "words": words })
                })
                .collect()
        };
        json!({
            "target": self.label,
            "live": self.standing.live.as_ref().map(|live| live.number),
            "resumes": self.standing.pending.is_some(),
            "send": self.plan.send.len(),
            "bytes": self.plan.bytes(),
            "delete": self.plan.delete.len(),
            "unchanged": self.plan.unchanged,
            "already": self.plan.already,
            "new": named(&self.articles.new),
            "changed": named(&self.articles.changed),
            "removed": named(&self.articles.removed),
            "due": self.due.iter().map(due).collect::<Vec<_>>(),
        })
    }

    fn text(&self) -> Text {
        let mut lines = Lines::default();
        self.say_standing(&mut lines);
        for due in &self.due {
            let (zh, en) = match due.becomes {
                Timing::Expired => ("到期", "is over"),
                _ => ("到了发布的时候", "goes live"),
            };
            let Due { title, at, .. } = due;
            lines.say(&format!("  {title}（{at}）{zh}"), &format!("  {title} ({at}) {en}"));
        }
        if self.plan.is_empty() {
            let zh = "与线上一样，没有要发布的。";
            lines.say(zh, "It is as it is live; there is nothing to publish.");
            return lines.text();
        }
        self.say_articles(&mut lines);
        let Plan { send, delete, unchanged, .. } = self.plan;
        let (files, gone, size) = (send.len(), delete.len(), bytes(self.plan.bytes()));
        lines.say(
            &format!("文件：发送 {files} 个（{size}），删除 {gone} 个，未变 {unchanged} 个。"),
            &format!("Files: {files} to send ({size}), {gone} to delete, {unchanged} unchanged."),
        );
        lines.text()
    }

    /// What is live, and what a cut release left.
    fn say_standing(&self, lines: &mut Lines) {
        let label = &self.label;
        match &self.standing.live {
            None => lines.say(
                &format!("发布到 {label}：还没有发布过。"),
                &format!("To {label}: nothing is live yet."),
            ),
            Some(Release { number, at, by, .. }) => lines.say(
                &format!("发布到 {label}：线上是第 {number} 次发布（{at}，{by}）。"),
                &format!("To {label}: release {number} is live ({at}, {by})."),
            ),
        }
        if let Some(pending) = &self.standing.pending {
            let (by, since, there) = (&pending.by, &pending.since, self.plan.already);
            lines.say(
                &format!(
                    "{by} {since} 的发布断在半路，这次接着做；已经送到的 {there} 个文件不再发送。"
                ),
                &format!("The release of {by} at {since} was cut; {there} files of it are there."),
            );
        }
    }

    fn say_articles(&self, lines: &mut Lines) {
        let Articles { new: added, changed: altered, removed: gone } = &self.articles;
        let (new, changed, removed) = (added.len(), altered.len(), gone.len());
        lines.say(
            &format!("文章：新增 {new}，更改 {changed}，删除 {removed}。"),
            &format!("Articles: {new} new, {changed} changed, {removed} removed."),
        );
        let sorts =
            [("新增", "new", added), ("更改", "changed", altered), ("删除", "removed", gone)];
        for (zh, en, all) in sorts {
            for Named { path, title, differences } in all.iter().take(NAMED) {
                let what = if title.is_empty() { path.clone() } else { format!("{title} {path}") };
                lines.say(&format!("  {zh} {what}"), &format!("  {en} {what}"));
                for Difference { before, after } in differences {
                    let line = match (before.is_empty(), after.is_empty()) {
                        (true, _) => format!("      ＋“{after}”"),
                        (_, true) => format!("      －“{before}”"),
                        _ => format!("      “{before}”→“{after}”"),
                    };
                    lines.say(&line, &line);
                }
            }
            let rest = all.len().saturating_sub(NAMED);
            if rest > 0 {
                lines.say(&format!("  {zh} 还有 {rest} 篇"), &format!("  {rest} more {en}"));
            }
        }
    }
}

/// Lines in both languages.
#[derive(Default)]
struct Lines {
    zh: Vec<String>,
    en: Vec<String>,
}

impl Lines {
    fn say(&mut self, zh: &str, en: &str) {
        self.zh.push(zh.to_owned());
        self.en.push(en.to_owned());
    }

    fn text(self) -> Text {
        Text::new(self.zh.join("\n"), self.en.join("\n"))
    }
}

/// A size as people read it.
fn bytes(size: u64) -> String {
    match size {
        0..1024 => format!("{size} B"),
        1024..1_048_576 => format!("{} KB", size.div_ceil(1024)),
        _ => format!("{}.{} MB", size >> 20, ((size & 0xf_ffff) * 10) >> 20),
    }
}

/// Compares the words of changed articles with what is live. What cannot be read is not compared:
/// it is only told, and nothing depends on it.
fn compare(reached: &Reached, next: &Next<'_>, changed: &mut [Named]) {
    let compared = changed.len().min(COMPARED);
    let Some(first) = changed.get_mut(..compared) else { return };
    let paths: Vec<String> = first.iter().map(|it| it.path.clone()).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let Ok(live) = read_site(&*reached.target, &paths) else { return };
    for (it, before) in first.iter_mut().zip(live) {
        let after = next.files.get(&it.path).map(|item| next.source.bytes(&it.path, item.hash));
        if let (Some(before), Some(Ok(after))) = (before, after) {
            let [before, after] =
                [before, after].map(|all| String::from_utf8_lossy(&all).into_owned());
            it.differences = words::differences(&before, &after);
        }
    }
}

/// Does the work, and shows on a terminal how far it is.
pub(super) fn with_progress<T: Send>(
    progress: &Progress,
    total: usize,
    work: impl FnOnce() -> T + Send,
) -> T {
    if !std::io::stderr().is_terminal() || total == 0 {
        return work();
    }
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let show = || {
            while !is_done.load(Ordering::Relaxed) {
                let sent = progress.sent.load(Ordering::Relaxed);
                let _ = write!(std::io::stderr(), "\r{sent}/{total}");
                std::thread::park_timeout(Duration::from_millis(200));
            }
            let _ = write!(std::io::stderr(), "\r{:20}\r", "");
        };
        let shown = std::thread::Builder::new().spawn_scoped(scope, show);
        let done = work();
        is_done.store(true, Ordering::Relaxed);
        if let Ok(shown) = shown {
            shown.thread().unpark();
        }
        done
    })
}

/// Tells that it is done.
pub(super) fn say_sent(report: &Report, label: &str, sent: Sent) {
    let Sent { number, files, bytes: size, deleted } = sent;
    report.result(
        &json!({ "target": label, "release": number, "sent": files, "bytes": size, "deleted": deleted }),
        &Text::new(
            format!("发布好了，这是第 {number} 次：发送 {files} 个文件（{}），删除 {deleted} 个。", bytes(size)),
            format!("Release {number} is live: {files} files sent ({}), {deleted} deleted.", bytes(size)),
        ),
    );
}
