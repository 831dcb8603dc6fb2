//! What is new among the faults of a site: the terminal tells each once, and open pages hear that
//! there is something to ask for. It shows nothing itself.

use std::collections::HashSet;

use crate::deliver::preview::Change;
use crate::diagnostic::Diagnostic;

/// The faults that were told last.
#[derive(Debug, Default)]
pub(super) struct News(HashSet<blake3::Hash>);

impl News {
    /// Those that were not there before, in their order, and what open pages are told.
    pub(super) fn take_in(&mut self, faults: &[Diagnostic]) -> (Vec<Diagnostic>, Change) {
        let marks: Vec<blake3::Hash> = faults.iter().map(mark).collect();
        let is_new =
            |(fault, mark): (&Diagnostic, _)| (!self.0.contains(mark)).then(|| fault.clone());
        let new = faults.iter().zip(&marks).filter_map(is_new).collect();
        let mut all = blake3::Hasher::new();
        for mark in &marks {
            all.update(mark.as_bytes());
        }
        let change = if marks.is_empty() {
            Change::Healed
        } else {
            Change::Fault(all.finalize().to_hex().to_string())
        };
        self.0 = marks.into_iter().collect();
        (new, change)
    }
}

/// What tells faults apart, as readers see them: also the stretch of text that is shown.
fn mark(fault: &Diagnostic) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    let mut add = |part: &[u8]| {
        hasher.update(part).update(&[0]);
    };
    add(fault.code.as_bytes());
    add(fault.what.zh.as_bytes());
    if let Some(place) = &fault.place {
        let span = place.clamped();
        add(place.path.as_bytes());
        add(format!("{span:?}").as_bytes());
        let before = place.text.get(..span.start).unwrap_or_default();
        let after = place.text.get(span.end..).unwrap_or_default();
        add(before.rsplit('\n').next().unwrap_or_default().as_bytes());
        add(place.text.get(span).unwrap_or_default().as_bytes());
        add(after.split('\n').next().unwrap_or_default().as_bytes());
    }
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;

    fn fault(text: &str) -> Diagnostic {
        Diagnostic::error("missing-title", "甲", "a").at(Place::new("a.md", text, 3..4))
    }

    #[test]
    fn a_fault_is_news_once_and_again_when_its_line_reads_otherwise() {
        let mut news = News::default();
        let mut told = |faults: &[Diagnostic]| news.take_in(faults).0.len();
        assert_eq!(told(&[fault("x: y\n"), fault("x:z\n")]), 2);
        assert_eq!(told(&[fault("x: y\n"), fault("x:z\n")]), 0);
        assert_eq!(told(&[fault("x: yy\n")]), 1);
        assert_eq!(told(&[]), 0);
        assert_eq!(told(&[fault("x: yy\n")]), 1);
    }

    #[test]
    fn pages_are_told_when_any_of_it_changes() {
        let mut news = News::default();
        let mut change = |faults: &[Diagnostic]| news.take_in(faults).1;
        let first = change(&[fault("x: y\n")]);
        assert_eq!(change(&[fault("x: y\n")]), first);
        assert_ne!(change(&[fault("x: z\n")]), first);
        assert_eq!(change(&[]), Change::Healed);
    }
}
