//! Words that an editor lists, each with its form in every script: in a glossary, and as the rules of
//! one article. It reads them and finds their places; it never looks for them in a text.
//!
//! A word is written in one of these ways: `{zh-hans: 干系, zh-hant: 干係}`, `干系=干係`,
//! `干系: 干係`, `zh-hans:干系;zh-hant:干係`; a person's name alone says enough.

mod cursor;
mod fault;
mod item;

use std::sync::Arc;

use serde_yaml::{Mapping, Value};

use super::yaml::{Entry, scalar, simplified};
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::script::lexicon::{Origin, Word, WordKind};
use crate::script::mark::{Written, written};
use crate::script::{Script, is_private};
use cursor::Cursor;
pub(crate) use item::WordItem;

/// What a list of words is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ListOfWords {
    /// The script that the editor writes.
    pub(crate) script: Script,
    pub(crate) kind: WordKind,
    pub(crate) origin: Origin,
}

/// A word, and where it is listed.
#[derive(Debug)]
pub(crate) struct ListedWord {
    pub(crate) word: Word,
    pub(crate) place: Place,
}

/// What editors call the scripts, and their tags.
const SCRIPTS: [(&str, &str); 12] = [
    ("简体", "zh-hans"),
    ("简体字", "zh-hans"),
    ("简", "zh-hans"),
    ("简体中文", "zh-hans"),
    ("大陆", "zh-hans"),
    ("繁体", "zh-hant"),
    ("繁体字", "zh-hant"),
    ("繁", "zh-hant"),
    ("繁体中文", "zh-hant"),
    ("台湾", "zh-hant-tw"),
    ("香港", "zh-hant-hk"),
    ("澳门", "zh-hant-mo"),
];

/// Reads the words of an entry. What cannot be read is left out, beside a fault.
pub(crate) fn read(entry: &Entry, list: ListOfWords) -> (Vec<ListedWord>, Vec<Diagnostic>) {
    let cursor = Cursor::new(entry);
    let mut reader = Reader { list, cursor, words: Vec::new(), faults: Vec::new() };
    match &entry.value {
        Value::Null => {}
        Value::Sequence(items) => items.iter().for_each(|item| reader.item(item)),
        Value::Mapping(mapping) => reader.mapping(mapping),
        Value::String(line) if list.kind == WordKind::Name && !line.contains(SIGNS) => {
            let names = line.split(['、', '，', ',', ';', '；']).map(str::trim);
            names.filter(|name| !name.is_empty()).for_each(|name| reader.text(name));
        }
        other => match scalar(other) {
            Some(text) => reader.text(&text),
            None => reader.faults.push(fault::no_word().at(entry.value_place.clone())),
        },
    }
    (reader.words, reader.faults)
}

/// Tells words that are listed twice with different forms; texts in the editor's script are one word.
pub(crate) fn contradictions(words: &[ListedWord], script: Script) -> Vec<Diagnostic> {
    let mut known = std::collections::HashMap::new();
    let mut faults = Vec::new();
    for listed in words {
        let text = listed.word.text(script);
        let first: &ListedWord = known.entry(text).or_insert(listed);
        if first.word.texts() != listed.word.texts() {
            faults.push(fault::twice(text, &first.place).at(listed.place.clone()));
        }
    }
    faults
}

/// A name without the padding of print: two characters with a space between are one name.
pub(crate) fn unpadded(name: &str) -> String {
    let mut parts = name.split_whitespace();
    match (parts.next(), parts.next(), parts.next()) {
        (Some(first), Some(second), None)
            if first.chars().count() == 1 && second.chars().count() == 1 && !name.is_ascii() =>
        {
            format!("{first}{second}")
        }
        _ => name.trim().to_owned(),
    }
}

/// What parts the two forms of a word, or a script from its text.
const SIGNS: [char; 4] = ['=', '＝', ':', '：'];

struct Reader {
    list: ListOfWords,
    cursor: Cursor,
    words: Vec<ListedWord>,
    faults: Vec<Diagnostic>,
}

impl Reader {
    fn item(&mut self, item: &Value) {
        match item {
            Value::Null => {}
            Value::Mapping(mapping) => self.mapping(mapping),
            Value::Sequence(_) | Value::Tagged(_) => {
                let place = self.cursor.find(&first_scalar(item).unwrap_or_default());
                self.faults.push(fault::no_word().at(place));
            }
            other => self.text(&scalar(other).unwrap_or_default()),
        }
    }

    /// The forms of one word by their scripts, or words with their other forms.
    fn mapping(&mut self, mapping: &Mapping) {
        let keys: Vec<String> = mapping.keys().map(|key| scalar(key).unwrap_or_default()).collect();
        let names = || SCRIPTS.iter().map(|(name, _)| *name);
        let is_script = |key: &String| {
            tag_of(key).is_some() || key.is_ascii() || nearest(&simplified(key), names()).is_some()
        };
        if keys.iter().any(is_script) {
            self.forms(mapping, &keys);
            return;
        }
        for (own, other) in keys.iter().zip(mapping.values()) {
            let place = self.cursor.find(own);
            match scalar(other) {
                Some(other) => self.pair(own, &other, place),
                None => self.faults.push(fault::no_word().at(place)),
            }
        }
    }

    fn forms(&mut self, mapping: &Mapping, keys: &[String]) {
        let mut written = Written::default();
        let mut first: Option<Place> = None;
        let faults = self.faults.len();
        for (key, value) in keys.iter().zip(mapping.values()) {
            let key_place = self.cursor.find(key);
            let text = scalar(value).unwrap_or_default();
            let text = text.trim();
            let place = self.cursor.find(text);
            let Some(tag) = tag_of(key) else {
                self.faults.push(fault::unknown_script(key, key_place));
                continue;
            };
            if text.is_empty() {
                self.faults.push(fault::no_word().at(key_place));
                continue;
            }
            first.get_or_insert(place);
            written.put(tag, text);
        }
        if self.faults.len() > faults {
            return;
        }
        let place = first.unwrap_or_else(|| self.cursor.here());
        self.written(&written.finish(), place);
    }

    fn text(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let place = self.cursor.find(text);
        if text.contains("-{") || text.contains(is_private) {
            self.faults.push(fault::mark_inside().at(place));
        } else if let Some(written) = written(text) {
            self.written(&written, place);
        } else if let Some((own, other)) = text.split_once(['=', '＝']) {
            self.pair(own, other, place);
        } else if self.list.kind == WordKind::Name {
            let name = unpadded(text);
            let ListOfWords { script, origin, .. } = self.list;
            self.push(Word::person(&name, script, origin), [name.as_str()].into_iter(), place);
        } else if text.chars().count() < 2 {
            self.faults.push(fault::too_short(text).at(place));
        } else {
            self.faults.push(fault::one_script(text).at(place));
        }
    }

    /// A word in the editor's script and in the other one.
    fn pair(&mut self, own: &str, other: &str, place: Place) {
        let (own, other) = (Some(Arc::from(own.trim())), Some(Arc::from(other.trim())));
        let written = match self.list.script {
            Script::Hans => [own, other, None, None],
            Script::Hant => [other, own, None, None],
            Script::HantTw => [other, None, own, None],
            Script::HantHk => [other, None, None, own],
        };
        self.written(&written, place);
    }

    /// A word whose forms were written; but for names, one form is too few.
    fn written(&mut self, written: &[Option<Arc<str>>; 4], place: Place) {
        let ListOfWords { kind, origin, .. } = self.list;
        let mut given = written.iter().flatten();
        let count = given.clone().count();
        let Some(word) = Word::written(written, kind, origin) else {
            self.faults.push(fault::no_word().at(place));
            return;
        };
        if count < 2 && kind != WordKind::Name {
            let only = given.next().map_or("", AsRef::as_ref);
            self.faults.push(fault::one_script(only).at(place));
            return;
        }
        self.push(word, given.map(AsRef::as_ref), place);
    }

    fn push<'w>(&mut self, word: Word, mut given: impl Iterator<Item = &'w str>, place: Place) {
        match given.find(|text| text.chars().count() < 2) {
            Some("") => self.faults.push(fault::no_word().at(place)),
            Some(short) => self.faults.push(fault::too_short(short).at(place)),
            None => self.words.push(ListedWord { word, place }),
        }
    }
}

/// What stands first in a value, as it is written.
fn first_scalar(value: &Value) -> Option<String> {
    match value {
        Value::Sequence(items) => items.iter().find_map(first_scalar),
        other => scalar(other),
    }
}

/// The script that somebody names, by its tag or in Chinese.
pub(crate) fn script_named(name: &str) -> Option<Script> {
    Script::from_tag(name).or_else(|| Script::from_tag(tag_of(name)?))
}

/// The tag of a script that an editor names, in English or Chinese.
fn tag_of(key: &str) -> Option<&str> {
    if Written::is_tag(key) {
        return Some(key);
    }
    let zh = simplified(key.trim());
    SCRIPTS.iter().find(|(name, _)| *name == zh).map(|(_, tag)| *tag)
}
