//! How many questions every article has, counted a few at a time and kept. What the article, the words or what was
//! seen of it has changed since stays known, as old, until it is counted again. It never reads a file by itself.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::article::Article;
use crate::project::Ledger;
use crate::proof::{self, Count, Known, Subject};
use crate::render::Studio;
use crate::script::{Lexicon, Script, Word};
use crate::site::Routes;

/// How long may be counted at once; whoever wants all of them asks again.
const AT_ONCE: Duration = Duration::from_millis(120);

/// What was counted so far, by the article's path.
#[derive(Default)]
pub(super) struct Tally {
    known: HashMap<String, Counted>,
    /// The words that all that is not out of date was counted with.
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
    /// Whether words have changed that its texts may hold.
    is_reworded: bool,
    count: Count,
}

impl Tally {
    /// What was seen is to be looked up again.
    pub(super) fn forget_ledgers(&mut self) {
        self.ledgers += 1;
    }

    /// Looks which words have changed: of articles that may hold one of them, what is known is old.
    pub(super) fn follow(&mut self, words: &Lexicon) {
        if !self.words.says_the_same(words) {
            let changed = self.words.difference(words);
            for known in self.known.values_mut() {
                known.is_reworded |= changed.as_ref().is_none_or(|words| known.may_hold(words));
            }
        }
        self.words = words.clone();
    }

    /// What is known of a subject, and whether that is what it is now.
    pub(super) fn of(&self, studio: &Studio, subject: &Subject<'_>) -> Option<Known> {
        let known = self.known.get(subject.path())?;
        let is_current = known.is_of(studio, subject) && known.ledgers == self.ledgers;
        Some(Known { count: known.count.clone(), is_current })
    }

    /// Counts for a while, of those articles that nobody has counted as they are, `first` before all others;
    /// `ledger` reads what was seen in the article of that path.
    pub(super) fn count(
        &mut self,
        studio: &Studio,
        first: &[String],
        ledger: impl Fn(&str) -> Ledger,
    ) {
        let start = Instant::now();
        let site = studio.site();
        let place: HashMap<&str, usize> =
            first.iter().enumerate().map(|(at, path)| (path.as_str(), at)).collect();
        let (mut early, late): (Vec<Subject<'_>>, Vec<Subject<'_>>) =
            proof::all(site).partition(|subject| place.contains_key(subject.path()));
        early.sort_by_key(|subject| place.get(subject.path()));
        for subject in early.into_iter().chain(late) {
            let known = self.known.get_mut(subject.path());
            let known = known.filter(|known| known.is_of(studio, &subject));
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
                    let counted = Counted {
                        written: subject.written.to_vec(),
                        routes: site.routes.clone(),
                        ledgers: self.ledgers,
                        is_reworded: false,
                        count: proof::count(studio, &subject, &seen),
                        seen,
                    };
                    self.known.insert(subject.path().to_owned(), counted);
                }
            }
        }
    }
}

impl Counted {
    /// Whether it is what was counted, but for what was seen.
    fn is_of(&self, studio: &Studio, subject: &Subject<'_>) -> bool {
        let mut both = self.written.iter().zip(subject.written);
        !self.is_reworded
            && Arc::ptr_eq(&self.routes, &studio.site().routes)
            && self.written.len() == subject.written.len()
            && both.all(|(mine, theirs)| Arc::ptr_eq(mine, theirs))
    }

    /// Whether one of these words may stand in its texts.
    fn may_hold(&self, words: &[Word]) -> bool {
        let is_there = |article: &Arc<Article>, word: &Word| {
            Script::ALL.into_iter().any(|script| article.may_hold(word.text(script)))
        };
        self.written.iter().any(|article| words.iter().any(|word| is_there(article, word)))
    }
}
