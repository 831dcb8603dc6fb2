//! The order of articles in every list. It is total, so that the same articles always stand in
//! the same order.

use std::cmp::{Ordering, Reverse};

use super::Entry;

/// Pinned articles first, then those with a weight (light ones first), then by date, the newest
/// first; undated ones last; the address decides between equals.
pub(super) fn compare(a: &Entry, b: &Entry) -> Ordering {
    let pinned = |entry: &Entry| Reverse(entry.article.meta.flag("pinned"));
    let weight = |entry: &Entry| entry.article.meta.number("weight").unwrap_or(f64::INFINITY);
    let date = |entry: &Entry| Reverse(entry.article.meta.date("date"));
    pinned(a)
        .cmp(&pinned(b))
        .then_with(|| weight(a).total_cmp(&weight(b)))
        .then_with(|| date(a).cmp(&date(b)))
        .then_with(|| a.address.cmp(&b.address))
}
