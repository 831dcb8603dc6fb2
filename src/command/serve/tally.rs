//! How many questions every article has, counted a few at a time and kept until the article, the words or what
//! was seen of it changes. It never reads a file by itself.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::article::Article;
use crate::project::Ledger;
use crate::proof::{self, Count, Subject};
use crate::render::Studio;
use crate::script::Lexicon;
use crate::site::Routes;

/// How long may be counted at once; whoever wants all of them asks again.
const AT_ONCE: Duration = Duration::from_millis(120);

/// What was counted so far, by the article's path.
#[derive(Default)]
pub(super) struct Tally {
    known: HashMap<String, Counted>,
    /// The words that it was counted with.
    words: Lexicon,
    /// How often ledgers have changed.
    ledgers: usize,
}

struct Counted {
    written: Vec<Arc<Article>>,
    /// What the links of a body lead to decides what is wrong with it.
    routes: Arc<Routes>,
    /// What was seen, and how often ledgers had changed when that was read.
    seen: Vec<Ledger>,
    ledgers: usize,
    count: Count,
}

impl Tally {
    /// What was seen is to be looked up again.
    pub(super) fn forget_ledgers(&mut self) {
        self.ledgers += 1;
    }

    /// What is known of a subject as it is now.
    pub(super) fn of(&self, subject: &Subject<'_>) -> Option<&Count> {
        let known = self.known.get(subject.path()).filter(|known| known.is_of(subject))?;
        Some(&known.count)
    }

    /// Counts for a while, of those articles that nobody has counted as they are; `ledger` reads what was seen
    /// in the article of that path.
    pub(super) fn count(&mut self, studio: &Studio, ledger: impl Fn(&str) -> Ledger) {
        let start = Instant::now();
        let site = studio.site();
        if !self.words.says_the_same(&site.words) {
            self.words = site.words.clone();
            self.known.clear();
        }
        for subject in proof::all(site) {
            let is_like_this =
                |it: &&mut Counted| it.is_of(&subject) && Arc::ptr_eq(&it.routes, &site.routes);
            let known = self.known.get_mut(subject.path()).filter(is_like_this);
            if known.as_ref().is_some_and(|it| it.ledgers == self.ledgers) {
                continue;
            }
            if start.elapsed() > AT_ONCE {
                return;
            }
            let seen: Vec<Ledger> = subject.written.iter().map(|it| ledger(&it.path)).collect();
            match known {
                Some(known) if known.seen == seen => known.ledgers = self.ledgers,
                _ => {
                    let count = proof::count(studio, &subject, &seen);
                    let (written, routes) = (subject.written.to_vec(), site.routes.clone());
                    let ledgers = self.ledgers;
                    let counted = Counted { written, routes, seen, ledgers, count };
                    self.known.insert(subject.path().to_owned(), counted);
                }
            }
        }
    }
}

impl Counted {
    fn is_of(&self, subject: &Subject<'_>) -> bool {
        self.written.len() == subject.written.len()
            && self
                .written
                .iter()
                .zip(subject.written)
                .all(|(mine, theirs)| Arc::ptr_eq(mine, theirs))
    }
}
