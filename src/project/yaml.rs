//! YAML as a table of top-level keys, each with its place in the file, so that a fault found
//! later can still be shown on its line. It checks what the parser lets pass (duplicate keys)
//! and explains what the parser cannot. It never interprets a value.

mod explain;
mod hidden;
mod twice;
mod written;

pub(crate) use explain::full_width_colon;
pub(super) use hidden::private as private_escapes;
pub(crate) use written::{written, written_item};

use std::ops::Range;
use std::sync::Arc;

use serde_yaml::{Mapping, Value};

use crate::diagnostic::{Diagnostic, Place};
use crate::script::{Script, converter};

/// A stretch of a file that holds one YAML mapping: a whole `site.yaml`, or the front matter of
/// an article.
#[derive(Debug, Clone)]
pub(crate) struct YamlText {
    /// Path from the site's root.
    pub(crate) path: Arc<str>,
    /// The whole file.
    pub(crate) text: Arc<str>,
    /// Where the YAML stands in it.
    pub(crate) span: Range<usize>,
}

/// One top-level entry.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// The key as the author wrote it.
    pub(crate) key: String,
    /// What it was set to.
    pub(crate) value: Value,
    /// The key's place.
    pub(crate) key_place: Place,
    /// The place of the value's first line; the key's own when the value stands on later lines.
    pub(crate) value_place: Place,
}

impl Entry {
    /// The place of the `index`th item of a list that has one a line; the value's own place when
    /// it is written otherwise.
    pub(crate) fn item_place(&self, index: usize) -> Place {
        let Place { path, text, span, .. } = &self.key_place;
        let mut at = span.end;
        let mut items: Vec<(usize, Range<usize>)> = Vec::new();
        let below = text.get(at..).unwrap_or_default().split_inclusive('\n');
        for (number, line) in below.enumerate() {
            let start = at + (line.len() - line.trim_start().len());
            at += line.len();
            let content = line.trim();
            let indent = line.len() - line.trim_start().len();
            if number == 0 || content.is_empty() || content.starts_with('#') {
                continue;
            }
            if let Some(item) = content.strip_prefix("- ") {
                let dash = content.len() - item.trim_start().len();
                items.push((indent, start + dash..start + content.len()));
            } else if indent == 0 {
                break;
            }
        }
        // Lists within items stand further to the right.
        let left = items.iter().map(|(indent, _)| *indent).min();
        let mut own = items.into_iter().filter(|(indent, _)| Some(*indent) == left);
        own.nth(index).map_or_else(
            || self.value_place.clone(),
            |(_, span)| Place::new(path.clone(), text.clone(), span),
        )
    }
}

impl Entry {
    /// Where a text stands within the value, as it is written; of several the first one.
    pub(crate) fn place_of(&self, text: &str) -> Option<Place> {
        let Place { path, text: whole, .. } = &self.key_place;
        let extent = self.extent();
        let at = extent.start + whole.get(extent)?.find(text)?;
        Some(Place::new(path.clone(), whole.clone(), at..at + text.len()))
    }

    /// The part of the file that the value stands in.
    pub(super) fn extent(&self) -> Range<usize> {
        let Place { text: whole, span, .. } = &self.key_place;
        let below = whole.get(span.end..).unwrap_or_default();
        let mut length = 0;
        for line in below.split_inclusive('\n') {
            // Another key, or the end of the front matter.
            let is_other = |c: char| !c.is_whitespace() && !"-#]}".contains(c);
            if length > 0 && (line.starts_with(is_other) || line.starts_with("---")) {
                break;
            }
            length += line.len();
        }
        span.end..span.end + length
    }

    /// Whether the value is a list between brackets.
    pub(crate) fn is_bracketed(&self) -> bool {
        let Place { text, span, .. } = &self.value_place;
        text.get(span.clone()).is_some_and(|value| value.starts_with('['))
    }
}

impl YamlText {
    /// A file that is YAML from its first line to its last.
    pub(crate) fn whole(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let span = 0..text.len();
        Self { path: path.into(), text, span }
    }

    /// The YAML itself.
    pub(crate) fn as_str(&self) -> &str {
        self.text.get(self.span.clone()).unwrap_or_default()
    }

    /// A place inside the YAML, given by a byte range of it.
    pub(crate) fn place(&self, within: Range<usize>) -> Place {
        let at = self.span.start;
        Place::new(self.path.clone(), self.text.clone(), at + within.start..at + within.end)
    }

    /// Reads the entries in the order in which they stand. What could be read is returned beside
    /// the faults: with duplicate keys the first one wins; YAML that does not parse gives none.
    pub(crate) fn entries(&self) -> (Vec<Entry>, Vec<Diagnostic>) {
        let keys = top_level_keys(self.as_str());
        let mut faults = self.duplicates(&keys);
        let mapping = match serde_yaml::from_str::<Value>(self.as_str()) {
            Ok(Value::Null) => Mapping::new(),
            Ok(Value::Mapping(mapping)) => mapping,
            Ok(_) => return (Vec::new(), explain::not_a_mapping(self)),
            // The parser stops at duplicate keys too; those are told already, and better.
            Err(_) if !faults.is_empty() => return (Vec::new(), faults),
            Err(error) => {
                let twice = twice::nested(self, &error).map(|fault| vec![fault]);
                return (Vec::new(), twice.unwrap_or_else(|| explain::unreadable(self, &error)));
            }
        };
        let hidden = hidden::private(self);
        if !hidden.is_empty() {
            return (Vec::new(), hidden);
        }
        let mut entries = Vec::with_capacity(mapping.len());
        for (key, value) in mapping {
            let Some(key) = scalar(&key) else {
                faults.extend(explain::not_a_mapping(self));
                continue;
            };
            let found = keys.iter().find(|known| known.name == key);
            let key_span = found.map_or(0..0, |known| known.span.clone());
            let value_span = found.map_or(0..0, |known| known.value.clone());
            faults.extend(hidden::in_key(self, &key));
            let key = key.replace(hidden::strange_space, "");
            entries.push(Entry {
                key_place: self.place(key_span),
                value_place: self.place(value_span),
                key,
                value,
            });
        }
        (entries, faults)
    }

    fn duplicates(&self, keys: &[Key]) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        for (index, key) in keys.iter().enumerate() {
            if let Some(earlier) = keys.iter().take(index).find(|other| other.name == key.name) {
                let places = [&earlier.span, &key.span].map(|span| self.place(span.clone()));
                faults.push(duplicate(&key.name, &key.name, places));
            }
        }
        faults
    }
}

/// The fault of giving one thing twice, under the same name or under two that mean the same:
/// first the earlier place, then the later one.
pub(crate) fn duplicate(
    earlier_name: &str,
    name: &str,
    [earlier, place]: [Place; 2],
) -> Diagnostic {
    let (line, _) = earlier.line_column();
    let is_same = earlier_name == name;
    // Lines of a text within a file are not the file's.
    let (zh, en) = match (is_same, earlier.path.is_empty()) {
        (true, false) => (
            format!("“{name}”写了两遍，第 {line} 行已经有了"),
            format!("`{name}` is already given on line {line}"),
        ),
        (true, true) => (format!("“{name}”写了两遍"), format!("`{name}` is given twice")),
        (false, false) => (
            format!("“{name}”和第 {line} 行的“{earlier_name}”是同一项，写了两遍"),
            format!(
                "`{name}` means the same as `{earlier_name}` on line {line}; it is given twice"
            ),
        ),
        (false, true) => (
            format!("“{name}”和“{earlier_name}”是同一项，写了两遍"),
            format!("`{name}` means the same as `{earlier_name}`; it is given twice"),
        ),
    };
    Diagnostic::error("duplicate-key", zh, en)
        .help("只留一个，删去另一个。", "Keep one of the two and delete the other.")
        .at(place)
}

/// A name as it is declared, from one that an author may have typed in Traditional: 標題 is 标题.
pub(crate) fn simplified(name: &str) -> String {
    converter(Script::Hant, Script::Hans)
        .filter(|_| !name.is_ascii())
        .map_or_else(|| name.to_owned(), |to_hans| to_hans.convert(name))
}

/// A scalar as the author sees it: text as it is, numbers and truth values as written.
pub(crate) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(true) => Some("true".to_owned()),
        Value::Bool(false) => Some("false".to_owned()),
        _ => None,
    }
}

struct Key {
    name: String,
    span: Range<usize>,
    value: Range<usize>,
}

/// Finds the keys that stand at the beginning of a line. Good enough to show places and to find
/// duplicates: lines of nested values, comments and block texts are indented or not keys.
fn top_level_keys(yaml: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut at = 0;
    for line in yaml.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let content = line.trim_end();
        if content.starts_with([' ', '\t', '#', '-', '[', '{', '}', ']', '%']) {
            continue;
        }
        let Some((key, value)) = content.split_once(": ").or_else(|| {
            content.strip_suffix(':').map(|key| (key, "")).filter(|(key, _)| !key.is_empty())
        }) else {
            continue;
        };
        let name = key.trim().trim_matches(['"', '\'']).to_owned();
        let span = start..start + key.trim_end().len();
        let gap = value.len() - value.trim_start().len();
        let value_start = start + key.len() + 2 + gap;
        let value_end = start + content.len();
        let value = if value_start < value_end { value_start..value_end } else { span.clone() };
        keys.push(Key { name, span, value });
    }
    keys
}
