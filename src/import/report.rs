//! What was done to a document: every application of every rule, with its line, what stood there,
//! what stands there now, and how sure that is. It is written down, never acted upon.

use std::collections::BTreeMap;

use super::rule::{Rule, Rules};
use super::text::{Edit, Text};
use crate::diagnostic;

/// How sure a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sure {
    /// Nothing else it could be.
    Certain,
    Likely,
    /// Somebody has to look.
    Guess,
}

impl Sure {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Certain => "sure",
            Self::Likely => "likely",
            Self::Guess => "guess",
        }
    }

    pub(crate) fn label(self) -> diagnostic::Text {
        match self {
            Self::Certain => diagnostic::Text::new("有把握", "sure"),
            Self::Likely => diagnostic::Text::new("很可能", "likely"),
            Self::Guess => diagnostic::Text::new("待核", "a guess"),
        }
    }
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    Changed,
    /// It is not in the article.
    Dropped,
    /// It stands as it stood.
    Flagged,
    /// It was written into the front matter.
    Guessed,
}

impl Deed {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Dropped => "dropped",
            Self::Flagged => "flagged",
            Self::Guessed => "guessed",
        }
    }
}

/// One application of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The line of the input, or the number of the paragraph where there are no lines; from 1.
    pub(crate) line: usize,
    pub(crate) rule: Rule,
    pub(crate) deed: Deed,
    pub(crate) before: String,
    /// For what is only flagged: what it may have been.
    pub(crate) after: String,
    pub(crate) sure: Sure,
}

impl Entry {
    /// The entry as one line for people: `第 3 行：甲 → 乙（很可能）`.
    pub(crate) fn line(&self) -> diagnostic::Text {
        let Self { line, deed, before, after, sure, .. } = self;
        let sure = sure.label();
        let (zh_at, en_at) = match line {
            0 => ("全文".to_owned(), "whole text".to_owned()),
            line => (format!("第 {line} 行"), format!("line {line}")),
        };
        let (before, after) = (short(before), short(after));
        let (zh, en) = match deed {
            Deed::Changed => (format!("{before} → {after}"), format!("{before} → {after}")),
            Deed::Dropped => (format!("去掉：{before}"), format!("dropped: {before}")),
            Deed::Flagged if after.is_empty() => {
                (format!("{before}，没有改"), format!("{before}, left as it is"))
            }
            Deed::Flagged => (
                format!("{before}，疑为{after}，没有改"),
                format!("{before}, perhaps {after}; left as it is"),
            ),
            Deed::Guessed => (after.clone(), after),
        };
        diagnostic::Text::new(
            format!("{zh_at}：{zh}（{}）", sure.zh),
            format!("{en_at}: {en} ({})", sure.en),
        )
    }
}

/// The most characters of a text that a line for people shows.
const SHOWN: usize = 60;

/// On one line, and not too long.
fn short(text: &str) -> String {
    let mut shown: String =
        text.chars().take(SHOWN).map(|c| if c == '\n' { '⏎' } else { c }).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

/// All of them, and which rules are on.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    pub(crate) rules: Rules,
    pub(crate) entries: Vec<Entry>,
    /// How often each rule was applied beyond the most that are listed.
    more: BTreeMap<Rule, usize>,
}

/// More applications than anybody reads are counted and not listed; an ordinary document has a hundred.
const MOST: usize = 20_000;

/// How much of what stands around a change is shown with it, in characters.
const AROUND: usize = 6;

impl Notes {
    pub(crate) fn new(rules: Rules) -> Self {
        Self { rules, entries: Vec::new(), more: BTreeMap::new() }
    }

    pub(crate) fn is_on(&self, rule: Rule) -> bool {
        self.rules.is_on(rule)
    }

    /// Makes changes in a text and writes each down with what stands around it; none in what stands as it
    /// is, such as code.
    pub(crate) fn edit(&mut self, rule: Rule, sure: Sure, text: &mut Text, edits: &[Edit]) {
        let literal = text.literal();
        let edits: Vec<Edit> =
            edits.iter().filter(|edit| !literal.hold(edit.range.start)).cloned().collect();
        let edits = edits.as_slice();
        if edits.is_empty() {
            return;
        }
        if self.entries.len() >= MOST {
            *self.more.entry(rule).or_default() += edits.len();
            text.edit(edits);
            return;
        }
        let old = text.clone();
        text.edit(edits);
        let (mut longer, mut shorter) = (0, 0);
        for Edit { range, new } in edits {
            let before = shown(old.as_str(), range.start, range.end);
            let start = (range.start + longer).saturating_sub(shorter);
            let after = shown(text.as_str(), start, start + new.len());
            self.note(old.line_at(range.start), rule, Deed::Changed, before, after, sure);
            longer += new.len();
            shorter += range.len();
        }
    }

    /// Writes down that something is left out.
    pub(crate) fn dropped(&mut self, rule: Rule, sure: Sure, text: &Text) {
        self.note(text.line(), rule, Deed::Dropped, text.as_str(), "", sure);
    }

    pub(crate) fn note(
        &mut self,
        line: usize,
        rule: Rule,
        deed: Deed,
        before: impl Into<String>,
        after: impl Into<String>,
        sure: Sure,
    ) {
        if self.entries.len() >= MOST && deed != Deed::Guessed {
            *self.more.entry(rule).or_default() += 1;
            return;
        }
        let (before, after) = (before.into(), after.into());
        self.entries.push(Entry { line, rule, deed, before, after, sure });
    }

    /// All of them; where there were too many, the last of each rule says how many more.
    pub(crate) fn finish(mut self) -> Vec<Entry> {
        for (rule, count) in std::mem::take(&mut self.more) {
            let before = format!("另有 {count} 处，没有一一列出");
            let (after, sure) = (String::new(), Sure::Likely);
            self.entries.push(Entry { line: 0, rule, deed: Deed::Flagged, before, after, sure });
        }
        self.entries
    }

    /// Writes down what stands in a text and may be wrong.
    pub(crate) fn flag(
        &mut self,
        rule: Rule,
        text: &Text,
        range: std::ops::Range<usize>,
        hint: &str,
    ) {
        let line = text.line_at(range.start);
        self.note(line, rule, Deed::Flagged, text.slice(range), hint, Sure::Guess);
    }
}

/// A stretch with what stands around it.
fn shown(text: &str, start: usize, end: usize) -> String {
    let (left, right) = around(text, start, end);
    format!("{left}{}{right}", text.get(start..end).unwrap_or_default())
}

/// The few characters before and after a stretch.
pub(crate) fn around(text: &str, start: usize, end: usize) -> (String, String) {
    let before = text.get(..start).unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    let mut left: Vec<char> = before.chars().rev().take(AROUND).collect();
    left.reverse();
    (left.into_iter().collect(), after.chars().take(AROUND).collect())
}
