//! Lists over several pages. It counts; it renders nothing.

use std::ops::Range;

use crate::address::Address;

/// How many pages a list of that length has; an empty list has one, which says so.
pub(crate) fn pages(length: usize, per_page: usize) -> usize {
    length.div_ceil(per_page.max(1)).max(1)
}

/// Which of the list stand on page `page`, counted from 1.
pub(crate) fn members(length: usize, per_page: usize, page: usize) -> Range<usize> {
    let start = page.saturating_sub(1).saturating_mul(per_page).min(length);
    start..start.saturating_add(per_page).min(length)
}

/// The address of page `page` of the list at `first`.
pub(crate) fn address(first: &Address, page: usize) -> Address {
    if page <= 1 { first.clone() } else { first.join(&format!("page/{page}/")) }
}

/// The pages that a pager shows: the first, the last and those around the current one; `None`
/// is a gap.
pub(crate) fn shown(current: usize, last: usize) -> Vec<Option<usize>> {
    let mut shown = Vec::new();
    let mut before = 0;
    for page in (1..=last).filter(|&p| p == 1 || p == last || p.abs_diff(current) <= 2) {
        if page > before + 1 {
            shown.push(None);
        }
        shown.push(Some(page));
        before = page;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_stands_on_exactly_one_page() {
        for (length, per_page) in [(0, 20), (1, 20), (20, 20), (21, 20), (100, 7)] {
            let all: Vec<usize> = (1..=pages(length, per_page))
                .flat_map(|page| members(length, per_page, page))
                .collect();
            assert_eq!(all, (0..length).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_pager_shows_the_ends_and_the_neighbours() {
        assert_eq!(shown(1, 1), [Some(1)]);
        assert_eq!(shown(5, 9), [1, 0, 3, 4, 5, 6, 7, 0, 9].map(|n| (n > 0).then_some(n)));
    }
}
