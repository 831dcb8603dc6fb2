//! What there is to say of the characters of one text in one edition: which had a choice, how sure it was,
//! what else there was, where it came from. It decides nothing itself.

use std::ops::Range;

use serde::Serialize;

use super::steps::Steps;
use super::sure::Level;
use crate::diagnostic::{Language, Text};
use crate::project::{Ledger, Seen};
use crate::script::lattice::Source;
use crate::script::lexicon::Origin;
use crate::script::pass::Heard;
use crate::script::{Decision, Lexicon, Reason, Script, converter};

/// A character with something to say of it.
#[derive(Debug, Clone)]
pub(super) struct Noted {
    /// Where it stands in the text, in bytes.
    pub(super) place: Range<usize>,
    pub(super) note: Note,
}

/// What is said of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Note {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) standing: Standing,
    /// How sure the choice is; told ones are.
    pub(super) level: Level,
    /// In hundredths, rounded down: 100 means that nothing had to be weighed.
    percent: u8,
    /// What else it might have been, the usual one first.
    pub(super) others: Vec<char>,
    /// Where it came from.
    why: String,
    /// The word to make a rule of unless the editor says otherwise: its first character in the text and how
    /// many it has.
    word: [usize; 2],
}

impl Note {
    /// Whether there was a choice.
    pub(super) fn is_choice(&self) -> bool {
        !self.others.is_empty()
    }
}

/// Whether an editor is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Standing {
    /// Yes.
    Open,
    /// Somebody did.
    Seen,
    /// Nobody is asked.
    Closed,
    /// Somebody wrote how it is written.
    Told,
}

/// What was decided about a text on its way to a script.
pub(super) fn decisions(words: &Lexicon, heard: &Heard, to: Script) -> Vec<Decision> {
    let Some(converter) = converter(heard.script, to) else { return Vec::new() };
    let mut fixed = Vec::new();
    words.find(heard.script, to, &heard.text, &mut fixed);
    converter.explain(&heard.text, &fixed)
}

/// Whether a decision is a question that nobody has answered.
pub(super) fn is_open(text: &str, decision: &Decision, ledger: &Ledger) -> bool {
    is_asked(decision) && !ledger.holds(&Seen::new(text, decision.place.clone(), &decision.to))
}

/// Whether a decision is a question, answered or not.
pub(super) fn is_asked(decision: &Decision) -> bool {
    !decision.others.is_empty() && Level::of(decision.certainty) == Level::Unsure
}

/// What notes are made with.
pub(super) struct Notes<'a> {
    pub(super) words: &'a Lexicon,
    pub(super) ledger: &'a Ledger,
    pub(super) language: Language,
    /// Whether readers get the text; of what was withdrawn nothing is asked.
    pub(super) is_read: bool,
}

impl Notes<'_> {
    /// All that is to be said of a text. Characters that could become nothing else are passed over.
    pub(super) fn of(&self, heard: &Heard, decisions: &[Decision]) -> Vec<Noted> {
        let told = decisions.iter().filter(|one| {
            !one.others.is_empty() || (one.reason == Reason::Told && one.from != one.to)
        });
        let mut steps = Steps::of(&heard.text);
        told.map(|decision| self.note(heard, decision, &mut steps)).collect()
    }

    fn note(&self, heard: &Heard, decision: &Decision, steps: &mut Steps<'_>) -> Noted {
        let Decision { place, from, to, reason, others, certainty } = decision;
        let level = Level::of(*certainty);
        let standing = match reason {
            Reason::Told => Standing::Told,
            _ if !self.is_read || !is_asked(decision) => Standing::Closed,
            _ if is_open(&heard.text, decision, self.ledger) => Standing::Open,
            _ => Standing::Seen,
        };
        // A probability, cut off.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let percent = (certainty * 100.0).floor() as u8;
        let note = Note {
            from: from.clone(),
            to: to.clone(),
            standing,
            level,
            percent,
            others: others.clone(),
            why: self.why(heard.script, decision),
            word: word_around(&heard.text, decision, steps),
        };
        Noted { place: place.clone(), note }
    }

    fn why(&self, script: Script, decision: &Decision) -> String {
        let (zh, en) = match &decision.reason {
            Reason::Told => {
                let word = self.words.whole(script, &decision.from);
                word.map_or(("文中写明", "told in the text"), |it| of(it.origin()))
            }
            Reason::Word { source: Source::Derived, .. } => {
                ("语料里的词“$1”", "the word $1, as texts have it")
            }
            Reason::Word { .. } => ("词表里的词“$1”", "the word $1 of a table"),
            Reason::Table => ("词语表", "a table of words"),
            Reason::Only => ("只有一种写法", "there is no other"),
            Reason::Person => ("像是人名", "it seems to be in a person's name"),
            Reason::Model => ("按前后文判断", "what stands around it"),
            Reason::Default => ("前后文看不出，用了最常见的", "nothing is known; the usual one"),
        };
        let word = match &decision.reason {
            Reason::Word { word, .. } => word.as_str(),
            _ => "",
        };
        self.language.fill(&Text::new(zh, en), &[word])
    }
}

/// Whose word it is.
fn of(origin: Origin) -> (&'static str, &'static str) {
    match origin {
        Origin::Article => ("本文的转换规则", "a rule of the article"),
        Origin::People => ("文章列出的人物", "people whom an article lists"),
        Origin::Site => ("全站词表 glossary.yaml", "the site's glossary.yaml"),
        Origin::Theme => ("主题的词表", "the theme's glossary"),
        Origin::Signed => ("文章的署名", "somebody who signed an article"),
    }
}

/// The word that a rule is made of unless told otherwise: the one that decided, else the character with the
/// one after it, or before it where a sentence ends.
fn word_around(text: &str, decision: &Decision, steps: &mut Steps<'_>) -> [usize; 2] {
    let Range { start, end } = decision.place;
    let count = |range: Range<usize>| text.get(range).unwrap_or_default().chars().count();
    let (at, own) = (steps.to(start), count(start..end));
    if let Reason::Word { word, .. } = &decision.reason {
        let length = word.chars().count();
        if let Some(from) = begin_of(word, text, start).filter(|_| length > 1) {
            return [at - count(from..start), length];
        }
    }
    let is_word = |c: Option<char>| c.is_some_and(crate::script::han::is_han);
    if is_word(text.get(end..).and_then(|rest| rest.chars().next())) {
        [at, own + 1]
    } else if is_word(text.get(..start).and_then(|rest| rest.chars().next_back())) {
        [at - 1, own + 1]
    } else {
        [at, own]
    }
}

/// Where a word begins that holds the character at a place. Nothing that is further away than it is long is looked at.
fn begin_of(word: &str, text: &str, place: usize) -> Option<usize> {
    let is_there = |from: &usize| text.get(*from..).is_some_and(|rest| rest.starts_with(word));
    (place.saturating_sub(word.len().saturating_sub(1))..=place).find(is_there)
}
