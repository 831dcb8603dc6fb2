//! What keeps articles from being published though the site builds: they wait for approval, or
//! somebody masked a part of them. It reads, and changes nothing.

use std::sync::Arc;

use super::Stop;
use super::site::{Built, title};
use crate::article::{Article, Status, words};
use crate::command::Ending;
use crate::deliver::remote::{Change, Plan, Standing};
use crate::diagnostic::Diagnostic;
use crate::project::{PublishTarget, Review};
use crate::script::han::is_han;

/// Ends when an article must not be published as it is. Without a target only what is so for all.
pub(super) fn hold(
    built: &Built,
    target: Option<(&PublishTarget, &Standing, &Plan)>,
) -> Result<(), Stop> {
    let mut faults: Vec<Diagnostic> = built.articles.values().filter_map(masked).collect();
    faults.extend(waiting(built, target.map(|(_, standing, _)| standing)));
    if let Some((settings, _, plan)) = target.filter(|(it, ..)| it.review == Review::Required) {
        let name = &settings.name;
        let changed = plan.send.iter().filter(|send| send.change != Change::Repaired);
        let articles = changed.filter_map(|send| built.articles.get(&send.path));
        faults.extend(articles.filter_map(|article| unapproved(article, name)));
    }
    crate::diagnostic::sort(&mut faults);
    if faults.is_empty() { Ok(()) } else { Err((Ending::Faults, faults)) }
}

/// A star among Han characters or figures, in what readers read: something is left out that was to be
/// filled in. A name may be masked on purpose; whoever approved the article has seen that.
fn masked(article: &Arc<Article>) -> Option<Diagnostic> {
    let text = article.markdown();
    if !text.contains(['*', '＊']) || is_approved(article) {
        return None;
    }
    let read = words(text);
    let is_text = |c: char| is_han(c) || c.is_ascii_digit();
    let at = text.match_indices(['*', '＊']).find_map(|(at, star)| {
        let before = text.get(..at)?;
        let is_escaped = before.ends_with('\\') || star == "＊";
        let before = before.trim_end_matches(['\\', '*', '＊']).chars().next_back();
        let after = text.get(at..)?.trim_start_matches(['\\', '*', '＊']).chars().next();
        let is_read = read.iter().any(|stretch| stretch.contains(&at));
        (is_escaped && is_read && before.is_some_and(is_text) && after.is_some_and(is_text))
            .then_some(at)
    })?;
    Some(
        Diagnostic::error(
            "publish-masked",
            "稿件里有用“*”遮住的字，还没有填上",
            "something in this article is masked with `*`, and was not filled in",
        )
        .help(
            "填上真实的字；有意遮住的，审过以后写上“审核”；不发布的，把状态改成草稿。",
            "Fill it in; if it is meant, name who approved it in `reviewed_by`; or make it a draft.",
        )
        .at(article.body_place(at..at + 1)),
    )
}

/// Articles under review that would go from the site without anybody having said so, or whose
/// time has come before they were approved.
fn waiting(built: &Built, standing: Option<&Standing>) -> Vec<Diagnostic> {
    let live = standing.and_then(|standing| standing.live.as_ref());
    let under_review =
        built.desk().entries.iter().filter(|entry| entry.article.meta.status == Status::Review);
    let mut faults = Vec::new();
    for entry in under_review {
        let article = &entry.article;
        let is_live = live.is_some_and(|live| live.files.contains_key(&entry.address.file()));
        let is_due = article.meta.date("publish_at").is_some_and(|at| at <= built.desk().as_of);
        let title = title(built.desk(), article);
        let (zh, en) = if is_live {
            (
                format!("“{title}”在线上，现在改成了待审：发布就会把它从线上删去"),
                format!("`{title}` is live and now under review: publishing would remove it"),
            )
        } else if is_due {
            (
                format!("“{title}”到了发布的时候，还是待审"),
                format!("the time of `{title}` has come, and it is still under review"),
            )
        } else {
            continue;
        };
        faults.push(
            Diagnostic::error("publish-review", zh, en)
                .help(
                    "审过的改成“发布”；要从线上撤下的改成“撤稿”或“草稿”。",
                    "Set it to `published`, or to `withdrawn` or `draft`.",
                )
                .at(article.field_place("status")),
        );
    }
    faults
}

/// Whether somebody put their name to it.
fn is_approved(article: &Article) -> bool {
    article.meta.list("reviewed_by").iter().any(|name| !name.trim().is_empty())
}

fn unapproved(article: &Arc<Article>, target: &str) -> Option<Diagnostic> {
    (!is_approved(article)).then(|| {
        Diagnostic::error(
            "publish-unreviewed",
            format!("没有写“审核”，发布目标“{target}”要求写"),
            format!("nobody is named in `reviewed_by`, which the target `{target}` requires"),
        )
        .help("请审核的人看过，写上姓名。", "Have it approved, and name who did.")
        .at(article.field_place("title"))
    })
}
