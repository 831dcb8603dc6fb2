//! From the YAML of a fence to a chart. Keys have a Chinese and an English name; the data may be
//! written in the ways that come to mind:
//!
//! ```yaml
//! 数据: {甲县: 12, 乙县: 15}           # or one a line
//! 数据: [{名称: 甲县, 数值: 12}]       # one series
//! 数据: [{名称: 甲县, 数值: [12, 15]}] # as many numbers as there are series
//! 数据: [甲县: 12, 乙县: [12, 15]]     # or one a line
//! ```
//!
//! Every fault is told, at its place in the fence. It never guesses a number.

use std::ops::Range;

use serde_yaml::Value;

use super::{Chart, Form, MAX_POINTS, MAX_SERIES, Point, fault, number};
use crate::diagnostic::{Diagnostic, Place};
use crate::project::{Entry, YamlText, scalar, simplified};

/// What a fence may say, by the name that is suggested first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Type,
    Title,
    Unit,
    Series,
    Data,
}

const KEYS: [(&str, Key); 10] = [
    ("类型", Key::Type),
    ("标题", Key::Title),
    ("单位", Key::Unit),
    ("系列", Key::Series),
    ("数据", Key::Data),
    ("type", Key::Type),
    ("title", Key::Title),
    ("unit", Key::Unit),
    ("series", Key::Series),
    ("data", Key::Data),
];

/// What a line of the data may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Label,
    Value,
}

const PARTS: [(&str, Part); 5] = [
    ("名称", Part::Label),
    ("数值", Part::Value),
    ("label", Part::Label),
    ("value", Part::Value),
    ("values", Part::Value),
];

/// Reads a chart. Without one there is at least one error. Places are in `yaml`.
pub(crate) fn read(yaml: &str) -> (Option<Chart>, Vec<Diagnostic>) {
    let text = YamlText::whole("", yaml);
    let (entries, faults) = text.entries();
    let mut reader = Reader { text, faults, cursor: 0 };
    if reader.faults.iter().any(Diagnostic::is_error) {
        return (None, reader.faults);
    }
    let chart = reader.chart(&entries);
    let usable = !reader.faults.iter().any(Diagnostic::is_error);
    (Some(chart).filter(|_| usable), reader.faults)
}

struct Reader {
    text: YamlText,
    faults: Vec<Diagnostic>,
    /// How far the data have been read.
    cursor: usize,
}

impl Reader {
    fn chart(&mut self, entries: &[Entry]) -> Chart {
        let mut chart = Chart {
            form: Form::Bar,
            title: String::new(),
            unit: String::new(),
            series: Vec::new(),
            points: Vec::new(),
        };
        let mut data = None;
        for entry in entries {
            match known(&KEYS, &entry.key) {
                Some(Key::Type) => chart.form = self.form(entry).unwrap_or(chart.form),
                Some(Key::Title) => chart.title = self.words(entry),
                Some(Key::Unit) => chart.unit = self.words(entry),
                Some(Key::Series) => chart.series = self.series(entry),
                Some(Key::Data) => data = Some(entry),
                None => self.unknown(&entry.key, entry.key_place.clone(), KEYS.map(|(n, _)| n)),
            }
        }
        if let Some(data) = data.filter(|entry| !is_empty(&entry.value)) {
            chart.points = self.data(data);
        } else {
            let whole = 0..self.text.as_str().trim_end().len();
            let place = data.map_or_else(|| self.text.place(whole), |e| e.key_place.clone());
            self.faults.push(fault::no_data().at(place));
        }
        if let Some(data) = data {
            self.check(&mut chart, data);
        }
        chart
    }

    fn form(&mut self, entry: &Entry) -> Option<Form> {
        let name = scalar(&entry.value).unwrap_or_default();
        let form = Form::named(&name.to_lowercase()).or_else(|| Form::named(&simplified(&name)));
        if form.is_none() {
            self.faults.push(fault::unknown_type(&name).at(entry.value_place.clone()));
        }
        form
    }

    fn words(&mut self, entry: &Entry) -> String {
        scalar(&entry.value).unwrap_or_else(|| {
            if !entry.value.is_null() {
                self.faults.push(fault::not_words(&entry.key).at(entry.value_place.clone()));
            }
            String::new()
        })
    }

    fn series(&mut self, entry: &Entry) -> Vec<String> {
        let names: Option<Vec<String>> = match &entry.value {
            Value::Sequence(items) => items.iter().map(scalar).collect(),
            value => scalar(value).map(|name| vec![name]),
        };
        names.unwrap_or_else(|| {
            self.faults.push(fault::not_words(&entry.key).at(entry.value_place.clone()));
            Vec::new()
        })
    }

    fn unknown<const N: usize>(&mut self, key: &str, place: Place, known: [&str; N]) {
        self.faults.push(fault::unknown_key(key, &simplified(key), known).at(place));
    }

    fn data(&mut self, entry: &Entry) -> Vec<Point> {
        self.cursor = entry.key_place.span.end;
        match &entry.value {
            Value::Mapping(lines) => lines
                .iter()
                .filter_map(|(key, value)| {
                    let label = scalar(key).unwrap_or_default();
                    let place = self.find(&label);
                    self.point(label, value, &place)
                })
                .collect(),
            Value::Sequence(items) => items
                .iter()
                .enumerate()
                .filter_map(|(index, item)| {
                    let place = entry.item_place(index);
                    self.cursor = self.cursor.max(place.span.start);
                    self.item(item, place)
                })
                .collect(),
            _ => {
                self.faults.push(fault::bad_item().at(entry.value_place.clone()));
                Vec::new()
            }
        }
    }

    /// One item of a list: a table of a label and a value, or `label: value` itself.
    fn item(&mut self, item: &Value, place: Place) -> Option<Point> {
        let Value::Mapping(parts) = item else {
            self.faults.push(fault::bad_item().at(place));
            return None;
        };
        let (mut label, mut value) = (None, None);
        for (key, own) in parts {
            let key = scalar(key).unwrap_or_default();
            match known(&PARTS, &key) {
                Some(Part::Label) => label = scalar(own),
                Some(Part::Value) => value = Some(own),
                None if parts.len() == 1 && !own.is_null() => {
                    label = Some(key);
                    value = Some(own);
                }
                None => {
                    let at = self.text.place(self.seek(&key));
                    self.unknown(&key, at, PARTS.map(|(name, _)| name));
                }
            }
        }
        let (Some(label), Some(value)) = (label, value) else {
            self.faults.push(fault::bad_item().at(place));
            return None;
        };
        let label_place = self.find(&label);
        self.point(label, value, &label_place)
    }

    fn point(&mut self, label: String, value: &Value, place: &Place) -> Option<Point> {
        let values = match value {
            Value::Sequence(values) => {
                values.iter().map(|value| self.number(value, place)).collect()
            }
            value => vec![self.number(value, place)],
        };
        let values: Option<Vec<Option<f64>>> = values.into_iter().collect();
        Some(Point { label, values: values? })
    }

    /// A number, or none where the author left one out; no answer when it is something else.
    #[expect(clippy::option_option, reason = "no number is a fault, or a gap in the data")]
    fn number(&mut self, value: &Value, near: &Place) -> Option<Option<f64>> {
        let number = match value {
            Value::Null => return Some(None),
            Value::Number(number) => number.as_f64().filter(|value| number::usable(*value)),
            Value::String(text) => number::parse(text),
            _ => None,
        };
        if number.is_none() {
            let written = scalar(value).unwrap_or_default();
            let place = if written.is_empty() { near.clone() } else { self.find(&written) };
            self.faults.push(fault::not_a_number(&written).at(place));
        }
        number.map(Some)
    }

    /// What is only seen when all data are there.
    fn check(&mut self, chart: &mut Chart, data: &Entry) {
        let at = data.key_place.clone();
        if chart.points.len() > MAX_POINTS {
            self.faults.push(fault::too_many(chart.points.len()).at(at.clone()));
        }
        let named = !chart.series.is_empty();
        if !named {
            chart.series.push(String::new());
        }
        let series = chart.series.len();
        self.cursor = data.key_place.span.end;
        if let Some(point) = chart.points.iter().find(|point| point.values.len() != series) {
            let count = point.values.len();
            let fault = if named { fault::uneven(series, count) } else { fault::unnamed(count) };
            let place = self.find(&point.label);
            self.faults.push(fault.at(place));
        }
        if series > MAX_SERIES {
            self.faults.push(fault::too_many_series(series).at(at.clone()));
        }
        let none = chart.values().next().is_none();
        if none && !self.faults.iter().any(Diagnostic::is_error) {
            self.faults.push(fault::no_data().at(at.clone()));
        }
        if chart.form == Form::Share && chart.values().any(|value| value < 0.0) {
            self.faults.push(fault::negative_share().at(at));
        }
    }

    /// The place of a scalar that was read, at or behind the cursor, which moves there.
    fn find(&mut self, written: &str) -> Place {
        let span = self.seek(written);
        self.cursor = self.cursor.max(span.end);
        self.text.place(span)
    }

    /// Where a word stands by itself, at or behind the cursor; the cursor's own line without one.
    fn seek(&self, word: &str) -> Range<usize> {
        let yaml = self.text.as_str();
        let rest = yaml.get(self.cursor..).unwrap_or_default();
        let alone = |&(at, _): &(usize, &str)| {
            let before = rest.get(..at).and_then(|before| before.chars().next_back());
            let after = rest.get(at + word.len()..).and_then(|after| after.chars().next());
            before.is_none_or(|c| c.is_whitespace() || "[{,\"':".contains(c))
                && after.is_none_or(|c| c.is_whitespace() || "]},\"':：".contains(c))
        };
        let found = rest.match_indices(word).find(alone).map(|(at, _)| at);
        found.filter(|_| !word.is_empty()).map_or_else(
            || self.cursor..self.cursor + rest.find('\n').unwrap_or(rest.len()),
            |at| self.cursor + at..self.cursor + at + word.len(),
        )
    }
}

fn known<K: Copy>(names: &[(&str, K)], name: &str) -> Option<K> {
    let called = |name: &str| names.iter().find(|(own, _)| *own == name).map(|&(_, key)| key);
    called(&name.to_lowercase()).or_else(|| called(&simplified(name)))
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Sequence(items) => items.is_empty(),
        Value::Mapping(lines) => lines.is_empty(),
        _ => false,
    }
}
