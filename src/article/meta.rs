//! An article's front matter as values: every field by its English name, whichever name the
//! author used. Kinds are data, so there is no struct of fields; what the program itself needs
//! is asked for by name. It never changes after it was read.

use std::ops::Range;

use super::date::Moment;
use crate::project::{FieldType, simplified};
use crate::script::Script;

/// A field's value, read after its declared type.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FieldValue {
    /// Words for readers: converted between scripts.
    Text(String),
    /// A name for the program, or a file.
    Key(String),
    Date(Moment),
    Number(serde_yaml::Number),
    Flag(bool),
    List(Vec<FieldValue>),
    Map(Vec<(String, FieldValue)>),
    /// What no declaration speaks of.
    Raw(serde_yaml::Value),
}

/// Who declared a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Every kind has it.
    Common,
    /// The article's kind declares it.
    Kind,
    /// Nobody; templates find it under `extra`.
    Extra,
}

/// One field of an article.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MetaField {
    /// Its English name; for undeclared fields the name that the author used.
    pub(crate) name: String,
    /// What readers see as its name.
    pub(crate) label: String,
    pub(crate) kind: FieldType,
    pub(crate) origin: Origin,
    pub(crate) value: FieldValue,
    /// Where the value stands in the author's file.
    pub(crate) span: Range<usize>,
}

/// Where an article stands on its way to readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Published,
    Draft,
    Review,
    /// Its page stays as a notice, out of lists and feeds.
    Withdrawn,
}

impl Status {
    /// All of them with the name in front matter, and what readers of the preview see.
    pub(crate) const NAMES: [(Self, &'static str, &'static str); 4] = [
        (Self::Published, "published", "发布"),
        (Self::Draft, "draft", "草稿"),
        (Self::Review, "review", "待审"),
        (Self::Withdrawn, "withdrawn", "撤稿"),
    ];

    /// The status of that name, English or Chinese.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        let zh_name = simplified(name);
        let named = |(_, en, zh): &&(Self, &str, &str)| name == *en || zh_name == *zh;
        Self::NAMES.iter().find(named).map(|&(status, _, _)| status)
    }

    /// Its names: English, Chinese.
    pub(crate) fn names(self) -> (&'static str, &'static str) {
        Self::NAMES
            .iter()
            .find(|(status, _, _)| *status == self)
            .map_or(("published", "发布"), |&(_, en, zh)| (en, zh))
    }

    /// Whether the public may see it.
    pub(crate) fn is_public(self) -> bool {
        matches!(self, Self::Published | Self::Withdrawn)
    }
}

/// The front matter of one article.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Meta {
    /// The name of the article's kind.
    pub(crate) kind: String,
    pub(crate) status: Status,
    /// The script the article is written in.
    pub(crate) script: Script,
    /// In the order in which they stand in the file.
    pub(crate) fields: Vec<MetaField>,
}

impl Meta {
    /// The field of that English name.
    pub(crate) fn field(&self, name: &str) -> Option<&MetaField> {
        self.fields.iter().find(|field| field.name == name && field.origin != Origin::Extra)
    }

    /// Its text; empty when it is not given.
    pub(crate) fn text(&self, name: &str) -> &str {
        match self.field(name).map(|field| &field.value) {
            Some(FieldValue::Text(text) | FieldValue::Key(text)) => text,
            _ => "",
        }
    }

    /// Its texts, when it is a list.
    pub(crate) fn list(&self, name: &str) -> Vec<&str> {
        match self.field(name).map(|field| &field.value) {
            Some(FieldValue::List(items)) => items.iter().filter_map(FieldValue::as_text).collect(),
            Some(FieldValue::Text(text) | FieldValue::Key(text)) => vec![text.as_str()],
            _ => Vec::new(),
        }
    }

    pub(crate) fn date(&self, name: &str) -> Option<Moment> {
        match self.field(name)?.value {
            FieldValue::Date(moment) => Some(moment),
            _ => None,
        }
    }

    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        match &self.field(name)?.value {
            FieldValue::Number(number) => number.as_f64(),
            _ => None,
        }
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        matches!(self.field(name).map(|field| &field.value), Some(FieldValue::Flag(true)))
    }

    /// Visits every text that readers see, each with a path that is the same in all hand-written
    /// editions of an article (`title`, `figures.2.label`).
    pub(crate) fn each_text(&mut self, visit: &mut dyn FnMut(&str, &mut String)) {
        for field in &mut self.fields {
            let name = field.name.clone();
            field.value.each_text(&name, visit);
        }
    }
}

impl FieldValue {
    /// The value as words, when it is one word or text.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Key(text) => Some(text),
            _ => None,
        }
    }

    fn each_text(&mut self, path: &str, visit: &mut dyn FnMut(&str, &mut String)) {
        match self {
            Self::Text(text) => visit(path, text),
            Self::List(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    item.each_text(&format!("{path}.{index}"), visit);
                }
            }
            Self::Map(entries) => {
                for (name, item) in entries {
                    item.each_text(&format!("{path}.{name}"), visit);
                }
            }
            Self::Key(_) | Self::Date(_) | Self::Number(_) | Self::Flag(_) | Self::Raw(_) => {}
        }
    }
}
