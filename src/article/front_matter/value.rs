//! One field's value, read after its declaration. It knows types, not names.

use jiff::tz::TimeZone;
use serde_yaml::Value;

use super::item;
use crate::article::date::Moment;
use crate::article::meta::FieldValue;
use crate::diagnostic::{Diagnostic, Place};
use crate::project::{Entry, Field, FieldType, Fields, scalar, unpadded};

/// Reads values and gathers what is wrong with them.
pub(super) struct Typed<'a> {
    pub(super) zone: &'a TimeZone,
    /// What is read, for places.
    pub(super) entry: &'a Entry,
    pub(super) faults: Vec<Diagnostic>,
}

impl Typed<'_> {
    /// The value of a field that the author called `key`; `None` when it is empty or wrong.
    pub(super) fn read(&mut self, value: &Value, field: &Field, key: &str) -> Option<FieldValue> {
        if value.is_null() {
            return None;
        }
        match field.kind {
            FieldType::Text => self.word(value, key).map(FieldValue::Text),
            FieldType::Key | FieldType::File | FieldType::Page => {
                self.word(value, key).map(FieldValue::Key)
            }
            FieldType::Pages => Some(self.pages(value, key)),
            FieldType::Date => self.date(value, key),
            FieldType::Number => self.number(value, key),
            FieldType::Flag => self.flag(value, key),
            FieldType::People => self.people(value, key),
            FieldType::List => Some(self.list(value, &field.of, key)),
            FieldType::Map => self.map(value, &field.of, key),
            FieldType::Any => Some(untyped(value)),
        }
    }

    fn word(&mut self, value: &Value, key: &str) -> Option<String> {
        let word = scalar(value);
        if word.is_none() {
            self.wrong(
                key,
                "应当是一段文字",
                "should be text",
                "写成一行文字。",
                "Write one line of text.",
            );
        }
        word
    }

    fn date(&mut self, value: &Value, key: &str) -> Option<FieldValue> {
        let written = scalar(value);
        let moment = written.as_deref().and_then(|text| Moment::parse(text, self.zone));
        if moment.is_none() {
            let (zh, en) = match &written {
                Some(text) => (format!("“{text}”不是日期"), format!("`{text}` is not a date")),
                None => (format!("“{key}”应当是一个日期"), format!("`{key}` should be a date")),
            };
            let fault = Diagnostic::error("bad-date", zh, en).help(
                "写成 2023-01-31、2023/1/31 或 2023年1月31日，后面可以加时间，如 09:00。",
                "Write 2023-01-31, 2023/1/31 or 2023年1月31日, with or without a time such as 09:00.",
            );
            self.faults.push(fault.at(self.place(&written.unwrap_or_default())));
        }
        moment.map(FieldValue::Date)
    }

    fn number(&mut self, value: &Value, key: &str) -> Option<FieldValue> {
        if let Value::Number(number) = value {
            return Some(FieldValue::Number(number.clone()));
        }
        let written = scalar(value).unwrap_or_default();
        let digits = written.trim().trim_end_matches(['年', '篇']);
        if let Ok(Value::Number(number)) = serde_yaml::from_str::<Value>(digits) {
            return Some(FieldValue::Number(number));
        }
        self.wrong(
            key,
            "应当是一个数",
            "should be a number",
            "只写数字，如 12。",
            "Write digits only.",
        );
        None
    }

    fn flag(&mut self, value: &Value, key: &str) -> Option<FieldValue> {
        let flag = match scalar(value).unwrap_or_default().as_str() {
            "true" | "yes" | "是" | "1" => true,
            "false" | "no" | "否" | "0" => false,
            _ => {
                self.wrong(
                    key,
                    "应当写“是”或“否”",
                    "should be true or false",
                    "写 true 或 false。",
                    "Write true or false.",
                );
                return None;
            }
        };
        Some(FieldValue::Flag(flag))
    }

    /// Names: a list, or one line with `、` or `，` between them. A name padded with a space in
    /// print (`黄 河`) is one name.
    fn people(&mut self, value: &Value, key: &str) -> Option<FieldValue> {
        let items: Vec<String> = match value {
            Value::Sequence(items) => {
                let names: Vec<String> =
                    items.iter().filter_map(|item| self.one_of(item, key)).collect();
                self.faults.extend(names.iter().filter_map(|name| item::joined(self.entry, name)));
                names
            }
            other => {
                let line = self.word(other, key)?;
                line.split(['、', '，', ',', ';', '；']).map(str::to_owned).collect()
            }
        };
        let names = items
            .iter()
            .map(|name| unpadded(name))
            .filter(|name| !name.is_empty())
            .map(FieldValue::Text)
            .collect();
        Some(FieldValue::List(names))
    }

    /// Articles by their sources: a list, or a single one.
    fn pages(&mut self, value: &Value, key: &str) -> FieldValue {
        let one = std::slice::from_ref(value);
        let items = value.as_sequence().map_or(one, Vec::as_slice);
        FieldValue::List(
            items.iter().filter_map(|item| self.word(item, key)).map(FieldValue::Key).collect(),
        )
    }

    fn list(&mut self, value: &Value, of: &Fields, key: &str) -> FieldValue {
        let items = match value {
            Value::Sequence(items) => {
                // Sentences may stand in a list that has one a line; between brackets they do not.
                if of.is_empty() && self.entry.is_bracketed() {
                    let joined = items.iter().filter_map(scalar);
                    self.faults.extend(joined.filter_map(|it| item::joined(self.entry, &it)));
                }
                items.clone()
            }
            Value::String(line) if of.is_empty() => line
                .split(['、', '，', ',', ';', '；'])
                .map(|item| Value::String(item.trim().to_owned()))
                .filter(|item| item.as_str() != Some(""))
                .collect(),
            one => vec![one.clone()],
        };
        let mut read = Vec::with_capacity(items.len());
        for item in &items {
            let item = if of.is_empty() {
                self.one_of(item, key).map(FieldValue::Text)
            } else {
                self.map(item, of, key)
            };
            read.extend(item);
        }
        FieldValue::List(read)
    }

    /// An item of a list of words.
    fn one_of(&mut self, item: &Value, key: &str) -> Option<String> {
        let word = scalar(item);
        if word.is_none() && !item.is_null() {
            self.wrong(
                key,
                "里每一项应当是一段文字",
                "should hold one text an item",
                "写成 [甲, 乙]，或每项一行，前面加“- ”。",
                "Write [one, two], or each item on a line of its own after `- `.",
            );
        }
        word
    }

    fn map(&mut self, value: &Value, of: &Fields, key: &str) -> Option<FieldValue> {
        let Value::Mapping(mapping) = value else {
            if let Some(fault) = item::colon_of_one(self.entry, value, of) {
                self.faults.push(fault);
                return None;
            }
            // `- 图片.jpg` in a list of small tables gives the first field alone.
            let (name, field) = of.iter().next()?;
            let first = self.read(value, field, key)?;
            return Some(FieldValue::Map(vec![(name.to_owned(), first)]));
        };
        let before = self.faults.len();
        let mut entries = Vec::with_capacity(mapping.len());
        let mut given: Vec<(&str, String)> = Vec::new();
        for (name, item) in mapping {
            let name = scalar(name)?;
            let Some((english, field)) = of.find(&name) else {
                self.faults.extend(item::unknown(self.entry, &name, of));
                entries.push((name, untyped(item)));
                continue;
            };
            if let Some((_, earlier)) = given.iter().find(|(it, _)| *it == english) {
                self.faults.push(item::twice(self.entry, earlier, &name));
                continue;
            }
            given.push((english, name.clone()));
            if let Some(item) = self.read(item, field, &name) {
                entries.push((english.to_owned(), item));
            }
        }
        let is_there = |name: &str| entries.iter().any(|(given, _)| given == name);
        let missing: Vec<_> =
            of.iter().filter(|(name, field)| field.required && !is_there(name)).collect();
        if !missing.is_empty() {
            // What is wrong with a key or a value says enough.
            if self.faults.len() == before {
                let fault = |(name, field)| item::missing(self.entry, mapping, name, field);
                self.faults.extend(missing.into_iter().map(fault));
            }
            return None;
        }
        Some(FieldValue::Map(entries))
    }

    fn wrong(&mut self, key: &str, zh: &str, en: &str, zh_help: &str, en_help: &str) {
        self.faults.push(
            Diagnostic::error("bad-field", format!("“{key}”{zh}"), format!("`{key}` {en}"))
                .help(zh_help, en_help)
                .at(self.entry.value_place.clone()),
        );
    }

    /// The place of a scalar within the value, or the value's own.
    fn place(&self, written: &str) -> Place {
        let inner = self.entry.value.is_sequence() || self.entry.value.is_mapping();
        let found = self.entry.place_of(written).filter(|_| inner && !written.is_empty());
        found.unwrap_or_else(|| self.entry.value_place.clone())
    }
}

/// A value that nobody declared: texts are for readers, the rest is kept as it is.
pub(super) fn untyped(value: &Value) -> FieldValue {
    match value {
        Value::String(text) => FieldValue::Text(text.clone()),
        Value::Sequence(items) => FieldValue::List(items.iter().map(untyped).collect()),
        Value::Mapping(mapping) => FieldValue::Map(
            mapping.iter().filter_map(|(key, item)| Some((scalar(key)?, untyped(item)))).collect(),
        ),
        other => FieldValue::Raw(other.clone()),
    }
}
