//! Regular expressions as statics, compiled when first asked for. One that cannot be compiled matches
//! nothing; the tests of its rule would tell. It never holds a pattern itself.

use std::ops::Range;
use std::sync::OnceLock;

use regex::{Captures, Regex};

/// See the module.
pub(super) struct Pattern {
    text: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub(super) const fn new(text: &'static str) -> Self {
        Self { text, compiled: OnceLock::new() }
    }

    fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| Regex::new(self.text).ok()).as_ref()
    }

    /// Whether it matches somewhere.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text))
    }

    /// The stretches that match, apart from one another.
    pub(super) fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        let all =
            self.regex().map(|regex| regex.find_iter(text).map(|found| found.range()).collect());
        all.unwrap_or_default()
    }

    /// The groups of the first match.
    pub(super) fn groups<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.regex()?.captures(text)
    }

    /// What a group of the first match holds.
    pub(super) fn group<'t>(&self, text: &'t str, number: usize) -> Option<&'t str> {
        Some(self.groups(text)?.get(number)?.as_str())
    }
}
