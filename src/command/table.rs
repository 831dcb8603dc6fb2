//! A list as people read it, in columns (a Han character takes two), and as programs do, one JSON
//! object a line. It knows nothing of what is listed.

use serde_json::{Map, Value};
use unicode_width::UnicodeWidthStr;

use crate::diagnostic::{Language, Text};

/// One column.
#[derive(Debug)]
pub(super) struct Column {
    /// Its name in JSON.
    key: &'static str,
    /// What stands above it.
    heading: Text,
}

impl Column {
    pub(super) fn new(key: &'static str, zh: &str, en: &str) -> Self {
        Self { key, heading: Text::new(zh, en) }
    }
}

/// What stands in a row under one column.
#[derive(Debug)]
pub(super) enum Cell {
    /// A path, a title, a date: the same in every language.
    Word(String),
    /// A word of the program's own, with its name in JSON.
    Said(&'static str, Text),
    Count(usize),
    /// Several words, and what they are in JSON.
    Several(Vec<String>, Value),
    Nothing,
}

impl Cell {
    /// A word that may be missing.
    pub(super) fn maybe(word: Option<String>) -> Self {
        word.filter(|word| !word.is_empty()).map_or(Self::Nothing, Self::Word)
    }

    fn text(&self, language: Language) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Said(_, text) => language.pick(text),
            Self::Count(count) => count.to_string(),
            Self::Several(words, _) => words.join("、"),
            Self::Nothing => String::new(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Word(word) => Value::from(word.as_str()),
            Self::Said(name, _) => Value::from(*name),
            Self::Count(count) => Value::from(*count),
            Self::Several(_, value) => value.clone(),
            Self::Nothing => Value::Null,
        }
    }
}

/// Rows under their columns.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// The widest a column grows; a longer text pushes the rest of its row.
const WIDEST: usize = 44;

impl Table {
    /// For people, headings first, without a line break at its end.
    pub(super) fn text(&self, language: Language) -> String {
        let headings = self.columns.iter().map(|column| language.pick(&column.heading)).collect();
        let rows = self.rows.iter().map(|row| row.iter().map(|cell| cell.text(language)).collect());
        let lines: Vec<Vec<String>> = std::iter::once(headings).chain(rows).collect();
        let width = |column: usize| {
            let cells = lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.width());
            cells.max().unwrap_or(0).min(WIDEST)
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let aligned = lines.iter().map(|line| {
            let mut text = String::new();
            for (cell, width) in line.iter().zip(&widths) {
                text.push_str(cell);
                text.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 2));
            }
            text.truncate(text.trim_end().len());
            text
        });
        aligned.collect::<Vec<_>>().join("\n")
    }

    /// For programs: an object a row, each on a line.
    pub(super) fn json_lines(&self) -> String {
        let objects = self.rows.iter().map(|row| {
            let pairs = self.columns.iter().zip(row);
            let object: Map<String, Value> =
                pairs.map(|(column, cell)| (column.key.to_owned(), cell.json())).collect();
            Value::Object(object).to_string()
        });
        objects.collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_characters_take_two_columns() {
        let row = |title: &str, path: &str| {
            vec![Cell::Word(title.to_owned()), Cell::maybe(Some(path.to_owned()))]
        };
        let table = Table {
            columns: vec![
                Column::new("title", "标题", "title"),
                Column::new("path", "文件", "file"),
            ],
            rows: vec![row("一座桥", "a.md"), row("A", "b.md"), row("一".repeat(30).as_str(), "")],
        };
        assert_eq!(
            table.text(Language::ZhHans),
            format!(
                "标题{0}文件\n一座桥{1}a.md\nA{2}b.md\n{3}",
                " ".repeat(42),
                " ".repeat(40),
                " ".repeat(45),
                "一".repeat(30)
            )
        );
        assert!(table.json_lines().ends_with("\",\"path\":null}"));
    }
}
