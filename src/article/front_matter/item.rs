//! What can be wrong inside a value: items of a list that run together, and the keys of the small
//! tables in it. It reads nothing into the article.

use serde_yaml::{Mapping, Value};

use super::all_names;
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::project::{Entry, Field, Fields, duplicate, full_width_colon, scalar};

/// An item that holds a Chinese comma: only an ASCII one parts items, and the author most likely
/// meant two. In quotes it is meant.
pub(super) fn joined(entry: &Entry, item: &str) -> Option<Diagnostic> {
    item.find(['，', '、', '；'])?;
    let place = entry.place_of(item)?;
    let before = place.text.get(..place.span.start)?.chars().next_back();
    if matches!(before, Some('"' | '\'')) {
        return None;
    }
    let parts: Vec<&str> = item.split(['，', '、', '；']).map(str::trim).collect();
    let (zh, en) = if entry.is_bracketed() {
        let apart = parts.join(", ");
        (
            format!(
                "要分成几项，用英文逗号，后面空一格：{apart}。本来就是一项，给它加上英文引号。"
            ),
            format!("Part items by an ASCII comma: {apart}. If it is one item, put it in quotes."),
        )
    } else {
        (
            "要分成几项，每项单独写一行，前面加“- ”。本来就是一项，给它加上英文引号。".to_owned(),
            "Write each item on a line of its own after `- `. If it is one, put it in quotes."
                .to_owned(),
        )
    };
    let fault = Diagnostic::warning(
        "list-comma",
        format!("“{item}”连在一起，算作一项"),
        format!("`{item}` is one item, for a Chinese comma parts none"),
    );
    Some(fault.help(zh, en).at(place))
}

/// A table of one line whose colon is a Chinese one: it was read as text.
pub(super) fn colon_of_one(entry: &Entry, value: &Value, of: &Fields) -> Option<Diagnostic> {
    let text = scalar(value)?;
    let (key, _) = text.split_once('：')?;
    of.find(key.trim())?;
    Some(full_width_colon().at(colon_place(entry, &text)))
}

/// A key that no declaration knows, when it is near enough to one that it knows.
pub(super) fn unknown(entry: &Entry, key: &str, of: &Fields) -> Option<Diagnostic> {
    if key.contains('：') {
        return Some(full_width_colon().at(colon_place(entry, key)));
    }
    let near = nearest(key, of.iter().flat_map(all_names))?;
    let fault = Diagnostic::warning(
        "unknown-key",
        format!("没有“{key}”这一项"),
        format!("there is no field `{key}`"),
    );
    let fault = fault.help(format!("是不是想写“{near}”？"), format!("Did you mean `{near}`?"));
    Some(fault.at(place(entry, key)))
}

/// Two keys of one table that mean the same.
pub(super) fn twice(entry: &Entry, earlier: &str, key: &str) -> Diagnostic {
    duplicate(earlier, key, [place(entry, earlier), place(entry, key)])
}

/// A table without a field that it must have.
pub(super) fn missing(entry: &Entry, table: &Mapping, name: &str, field: &Field) -> Diagnostic {
    let first = table.iter().next().and_then(|(key, _)| scalar(key)).unwrap_or_default();
    let (key, label) = (&entry.key, &field.label);
    Diagnostic::error(
        "bad-field",
        format!("“{key}”里少写了“{label}”"),
        format!("`{key}` lacks its `{name}`"),
    )
    .help(format!("在这一项里加上“{label}: ……”。"), format!("Add `{name}: …` to it."))
    .at(place(entry, &first))
}

fn place(entry: &Entry, text: &str) -> Place {
    entry.place_of(text).unwrap_or_else(|| entry.value_place.clone())
}

fn colon_place(entry: &Entry, text: &str) -> Place {
    let mut place = place(entry, text);
    if let Some(at) = text.find('：').filter(|_| place.span.len() == text.len()) {
        let start = place.span.start + at;
        place.span = start..start + '：'.len_utf8();
    }
    place
}
