//! How many questions an article has that nobody has answered, and what is wrong with its body. It looks at
//! every edition that is made by conversion; a character that several of them ask about is one question.

use std::collections::BTreeSet;

use super::note::{decisions, is_open};
use super::subject::{Subject, texts};
use crate::article::Status;
use crate::diagnostic::Diagnostic;
use crate::project::Ledger;
use crate::render::{Studio, body};

/// What was found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Count {
    pub(crate) open: usize,
    /// The editions that ask, by their numbers.
    pub(crate) asking: BTreeSet<usize>,
    /// Only what can be known without making its page.
    pub(crate) faults: Vec<Diagnostic>,
}

/// Counts; `ledgers` tell what was seen in each of the subject's bodies.
pub(crate) fn count(studio: &Studio, subject: &Subject<'_>, ledgers: &[Ledger]) -> Count {
    let site = studio.site();
    let mut count = Count::default();
    for (article, ledger) in subject.written.iter().zip(ledgers) {
        // Readers get nothing of it.
        if article.meta.status == Status::Withdrawn {
            continue;
        }
        let (texts, faults) = texts(&studio.shelf, article, subject.address);
        count.faults.extend(faults);
        let mut open = BTreeSet::new();
        for (asking, edition) in subject.made_of(article, site) {
            for (number, told) in texts.told(site, edition).iter().enumerate() {
                let all = decisions(&site.words, &told.heard, edition.script);
                for one in all.iter().filter(|one| is_open(&told.heard.text, one, ledger)) {
                    count.asking.insert(asking);
                    open.insert((number, one.place.start));
                }
            }
        }
        count.open += open.len();
    }
    if let Some(entry) = subject.entry {
        count.faults.extend(body::missing_files(&studio.shelf, entry));
    }
    count
}
