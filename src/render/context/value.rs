//! Small helpers for making the values that templates see. They know nothing of the site.

use serde::ser::{Serialize, SerializeStruct, Serializer};
use tera::{Map, Value};

use crate::article::{FieldValue, Moment};

/// A table from names and values, in that order.
pub(crate) fn table<const N: usize>(entries: [(&'static str, Value); N]) -> Value {
    // A table serializes into one without a fault. Made from a `Map`, Tera would put every entry
    // into a second map.
    Value::try_from_serializable(&Table(entries)).unwrap_or_else(|_| Value::none())
}

/// A table on its way to being a value.
struct Table<const N: usize>([(&'static str, Value); N]);

impl<const N: usize> Serialize for Table<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut table = serializer.serialize_struct("Table", N)?;
        for (name, value) in &self.0 {
            table.serialize_field(name, value)?;
        }
        table.end()
    }
}

/// A list of values.
pub(crate) fn list(items: impl IntoIterator<Item = Value>) -> Value {
    items.into_iter().collect::<Vec<Value>>().into()
}

/// A list of texts.
pub(crate) fn texts<'a>(items: impl IntoIterator<Item = &'a str>) -> Value {
    list(items.into_iter().map(Value::from))
}

/// A front matter value as templates see it. Dates are shown as Chinese readers write them.
pub(crate) fn field(value: &FieldValue) -> Value {
    match value {
        FieldValue::Text(text) | FieldValue::Key(text) => text.as_str().into(),
        FieldValue::Date(moment) => moment.han().into(),
        FieldValue::Number(number) => yaml_number(number),
        FieldValue::Flag(flag) => (*flag).into(),
        FieldValue::List(items) => list(items.iter().map(field)),
        FieldValue::Map(entries) => entries
            .iter()
            .map(|(key, item)| (key.clone().into(), field(item)))
            .collect::<Map>()
            .into(),
        FieldValue::Raw(value) => raw(value),
    }
}

/// A YAML value as templates see it.
pub(crate) fn raw(value: &serde_yaml::Value) -> Value {
    Value::try_from_serializable(value).unwrap_or_else(|_| Value::none())
}

/// A front matter value as one line of words, for lists of fields.
pub(crate) fn words(value: &FieldValue) -> String {
    match value {
        FieldValue::Text(text) | FieldValue::Key(text) => text.clone(),
        FieldValue::Date(moment) => moment.han(),
        FieldValue::Number(number) => number.to_string(),
        FieldValue::Flag(flag) => if *flag { "是" } else { "否" }.to_owned(),
        FieldValue::List(items) => {
            let words = items.iter().map(self::words).filter(|word| !word.is_empty());
            let words: Vec<String> = words.collect();
            words.join("、")
        }
        FieldValue::Map(_) | FieldValue::Raw(_) => String::new(),
    }
}

/// A date in the given form; empty when there is none.
pub(crate) fn date(moment: Option<Moment>, form: impl FnOnce(Moment) -> String) -> Value {
    moment.map(form).unwrap_or_default().into()
}

fn yaml_number(number: &serde_yaml::Number) -> Value {
    if let Some(whole) = number.as_i64() {
        whole.into()
    } else if let Some(float) = number.as_f64() {
        float.into()
    } else {
        Value::none()
    }
}
