//! What was decided about every place of a text, for people as a table and for programs as JSON, an
//! object a line. It decides nothing itself.

use std::fmt::Write;

use serde_json::json;

use super::desk::{Desk, Read};
use crate::command::table::{Cell, Column, Table};
use crate::diagnostic::Text;
use crate::script::lattice::Source;
use crate::script::lexicon::Origin;
use crate::script::{Decision, MarkProblem, Reason};

/// Decisions that are not told yet.
#[derive(Debug, Default)]
pub(super) struct Account {
    rows: Vec<Row>,
}

/// A decision, with its place in the whole text.
#[derive(Debug)]
struct Row {
    line: usize,
    /// In characters, from 1.
    column: usize,
    decision: Decision,
    /// Who told, where somebody did.
    told: Told,
}

/// Who told how a place is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Nobody,
    /// `-{…}-` in the text itself.
    InPlace,
    /// A word of the editors' own.
    Word(Origin),
}

impl Account {
    /// Adds what is decided about a line.
    pub(super) fn read(&mut self, desk: &Desk, text: &str, line: usize) -> Vec<MarkProblem> {
        let (words, script) = desk.words();
        // The end of a line is no text.
        let text = text.trim_end_matches(['\n', '\r']);
        let read = Read::new(text, script);
        let decisions = match desk.converter() {
            Some(converter) => converter.explain(&read.marked.text, &read.fixed(desk)),
            None => Vec::new(),
        };
        // Decisions come from left to right, so the characters before them are counted once.
        let (mut counted, mut column) = (0, 1);
        for mut decision in decisions {
            let told = match decision.reason {
                Reason::Told if decision.from.chars().any(|c| read.readings.get(c).is_some()) => {
                    Told::InPlace
                }
                Reason::Told => words
                    .whole(script, &decision.from)
                    .map_or(Told::InPlace, |word| Told::Word(word.origin())),
                _ => Told::Nobody,
            };
            let place = &decision.place;
            let own =
                read.marked.original_offset(place.start)..read.marked.original_offset(place.end);
            column += text.get(counted..own.start).unwrap_or_default().chars().count();
            counted = own.start;
            text.get(own.clone()).unwrap_or_default().clone_into(&mut decision.from);
            decision.place = own;
            self.rows.push(Row { line, column, decision, told });
        }
        read.marked.problems
    }

    /// What was added since the last time, for programs.
    pub(super) fn take_json(&mut self) -> String {
        let mut text = String::new();
        for row in self.rows.drain(..) {
            // Writing into a text cannot fail.
            let _ = writeln!(text, "{}", row.json());
        }
        text
    }

    /// Everything, for people, and what to say when it is nothing. Characters that could not become
    /// anything else are left out where there is more to see.
    pub(super) fn table(mut self) -> (Table, Text) {
        let is_only = |row: &Row| row.decision.reason == Reason::Only;
        if !self.rows.iter().all(is_only) {
            self.rows.retain(|row| !is_only(row));
        }
        let columns = vec![
            Column::new("place", "位置", "place"),
            Column::new("from", "原文", "from"),
            Column::new("to", "结果", "to"),
            Column::new("reason", "依据", "reason"),
            Column::new("others", "其他可能", "others"),
            Column::new("certainty", "把握", "certainty"),
        ];
        let rows = self.rows.iter().map(Row::cells).collect();
        let none = Text::new("没有要转换的字。", "There is nothing to convert.");
        (Table { columns, rows }, none)
    }
}

impl Row {
    fn json(&self) -> serde_json::Value {
        let Decision { place, from, to, reason, others, certainty } = &self.decision;
        let (word, source) = match (reason, self.told) {
            (Reason::Word { word, source }, _) => (Some(word), source_name(*source)),
            (_, Told::Word(origin)) => (Some(from), Some(origin_names(origin).0)),
            _ => (None, None),
        };
        // Rounded down: 1 means that there was nothing to be unsure of.
        let certainty = (f64::from(*certainty) * 1000.0).floor() / 1000.0;
        json!({
            "line": self.line, "column": self.column, "start": place.start, "end": place.end,
            "from": from, "to": to, "reason": self.reason().0, "word": word, "source": source,
            "others": others, "certainty": certainty,
        })
    }

    fn cells(&self) -> Vec<Cell> {
        let Decision { from, to, others, certainty, .. } = &self.decision;
        let others: Vec<String> = others.iter().map(ToString::to_string).collect();
        let (name, text) = self.reason();
        let certainty = (certainty * 100.0).floor();
        vec![
            Cell::Word(format!("{}:{}", self.line, self.column)),
            Cell::Word(from.clone()),
            Cell::Word(to.clone()),
            Cell::Said(name, text),
            Cell::maybe(Some(others.join("、"))),
            Cell::Word(format!("{certainty}%")),
        ]
    }

    /// Where the decision is from: its name for programs, and for people.
    fn reason(&self) -> (&'static str, Text) {
        match (&self.decision.reason, self.told) {
            (_, Told::Word(origin)) => {
                let (_, zh, en) = origin_names(origin);
                ("glossary", Text::new(zh, en))
            }
            (Reason::Told, _) => ("told", Text::new("文中写明", "told in place")),
            (Reason::Table, _) => ("table", Text::new("词语表", "list of words")),
            (Reason::Only, _) => ("only", Text::new("只有一种写法", "no other")),
            (Reason::Word { word, .. }, _) => {
                ("word", Text::new(format!("词语“{word}”"), format!("the word {word}")))
            }
            (Reason::Person, _) => ("person", Text::new("像是人名", "in what seems to be a name")),
            (Reason::Model, _) => ("model", Text::new("前后文", "what stands around it")),
            (Reason::Default, _) => ("default", Text::new("通常如此", "the usual one")),
        }
    }
}

fn source_name(source: Source) -> Option<&'static str> {
    match source {
        Source::None => None,
        Source::OpenCc => Some("opencc"),
        Source::Typed => Some("typed"),
        Source::Derived => Some("derived"),
    }
}

/// Whose word it is: for programs, for people, in English.
fn origin_names(origin: Origin) -> (&'static str, &'static str, &'static str) {
    match origin {
        Origin::Article => ("article", "文章的转换规则", "rule of the article"),
        Origin::People => ("people", "文章的人物", "people of an article"),
        Origin::Site => ("site", "网站的词表", "the site's glossary"),
        Origin::Theme => ("theme", "主题的词表", "the theme's glossary"),
        Origin::Signed => ("signed", "文章的署名", "somebody who signed"),
    }
}
