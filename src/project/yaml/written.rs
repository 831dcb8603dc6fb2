//! A text as a value in YAML: as it is where that reads back as the same text, else in quotes. It
//! never changes a text.

use serde_yaml::Value;

/// The text as it stands after `key: `. It must be one line.
pub(crate) fn written(text: &str) -> String {
    let plain = serde_yaml::from_str::<Value>(&format!("k: {text}\n"))
        .ok()
        .and_then(|parsed| parsed.get("k").cloned());
    if plain == Some(Value::String(text.to_owned())) {
        text.to_owned()
    } else if text.contains(['"', '\\']) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        format!("\"{text}\"")
    }
}

/// The text as an item of a list in brackets, where commas and brackets have a meaning, too.
pub(crate) fn written_item(text: &str) -> String {
    if text.contains([',', '[', ']', '{', '}']) && written(text) == text {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        written(text)
    }
}
