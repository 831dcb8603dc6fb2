//! The order of articles in every list. It is total, so that the same articles always stand in
//! the same order.

use std::cmp::{Ordering, Reverse};

use super::Entry;
use crate::article::Moment;

/// Pinned articles first, then those with a weight (light ones first), then by date, the newest
/// first; undated ones last; the address decides between equals.
pub(crate) fn compare(a: &Entry, b: &Entry) -> Ordering {
    (a.rank.pinned.cmp(&b.rank.pinned))
        .then_with(|| a.rank.weight.total_cmp(&b.rank.weight))
        .then_with(|| Reverse(a.rank.date).cmp(&Reverse(b.rank.date)))
        .then_with(|| a.address.cmp(&b.address))
}

/// By weight, then by date, the oldest first: the contents of a volume. Undated ones come last.
pub(crate) fn oldest_first(a: &Entry, b: &Entry) -> Ordering {
    let date = |entry: &Entry| (entry.rank.date.is_none(), entry.rank.date);
    (a.rank.weight.total_cmp(&b.rank.weight))
        .then_with(|| date(a).cmp(&date(b)))
        .then_with(|| a.address.cmp(&b.address))
}

/// By date alone, the newest first; undated ones last.
pub(crate) fn newest_first(a: &Entry, b: &Entry) -> Ordering {
    Reverse(a.rank.date).cmp(&Reverse(b.rank.date)).then_with(|| a.address.cmp(&b.address))
}

/// What an entry is sorted by. Front matter is a list of fields; looking them up in every
/// comparison would cost more than all the rest of putting a site together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rank {
    /// Pinned ones are less.
    pinned: Reverse<bool>,
    weight: f64,
    date: Option<Moment>,
}

impl Rank {
    pub(super) fn of(meta: &crate::article::Meta) -> Self {
        Self {
            pinned: Reverse(meta.flag("pinned")),
            weight: meta.number("weight").filter(|w| !w.is_nan()).unwrap_or(f64::INFINITY),
            date: meta.date("date"),
        }
    }
}
