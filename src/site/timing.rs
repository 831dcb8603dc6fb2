//! What goes live or ends at which moment: `publish_at` and `expires` against the moment that the
//! site shows. It never looks at a clock.

use std::sync::Arc;

use crate::article::{Article, Moment};

/// Whether an article's time has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Timing {
    Live,
    /// It goes live later.
    Scheduled,
    /// Its time is over.
    Expired,
}

impl Timing {
    /// Its names, English and Chinese; none while it is live.
    pub(crate) fn names(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Live => None,
            Self::Scheduled => Some(("scheduled", "定时")),
            Self::Expired => Some(("expired", "到期")),
        }
    }
}

/// What will happen by itself.
#[derive(Debug, Clone)]
pub(crate) struct Turn {
    pub(crate) at: Moment,
    /// What the article is from then on.
    pub(crate) becomes: Timing,
    pub(crate) article: Arc<Article>,
}

/// Where an article stands at `now`.
pub(crate) fn timing(article: &Article, now: Moment) -> Timing {
    if article.meta.date("publish_at").is_some_and(|at| at > now) {
        Timing::Scheduled
    } else if ends(article).is_some_and(|at| at <= now) {
        Timing::Expired
    } else {
        Timing::Live
    }
}

/// What happens after `now`, the soonest first. Only what readers would see counts.
pub(super) fn turns(articles: &[Arc<Article>], now: Moment) -> Vec<Turn> {
    let public = articles.iter().filter(|article| article.meta.status.is_public());
    let mut turns: Vec<Turn> = public.flat_map(turns_of).filter(|turn| turn.at > now).collect();
    turns.sort_by(|a, b| (a.at, &a.article.path).cmp(&(b.at, &b.article.path)));
    turns
}

/// When an article goes live and when it is over, as far as it says so.
pub(crate) fn turns_of(article: &Arc<Article>) -> impl Iterator<Item = Turn> {
    moments(article).map(|(at, becomes)| Turn { at, becomes, article: article.clone() })
}

/// Those moments, and what it is from then on.
pub(super) fn moments(article: &Article) -> impl Iterator<Item = (Moment, Timing)> + use<> {
    let live = article.meta.date("publish_at").map(|at| (at, Timing::Live));
    let over = ends(article).map(|at| (at, Timing::Expired));
    live.into_iter().chain(over)
}

/// The moment from which it is over. A day without a time is over when it ends.
fn ends(article: &Article) -> Option<Moment> {
    let at = article.meta.date("expires")?;
    match at.time {
        Some(_) => Some(at),
        None => Some(Moment { day: at.day.tomorrow().ok()?, time: None }),
    }
}
