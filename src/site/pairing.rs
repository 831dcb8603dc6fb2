//! Which item of a list in one hand-written edition is which in the main one: the same word in the
//! other script, the same file, the same number; what is left pairs by order. Nothing is paired by
//! order alone, for editors sort their lists anew and leave things out.

use crate::article::{Article, FieldValue, Meta};
use crate::diagnostic::Diagnostic;
use crate::script::{Frozen, Lexicon, Script};

/// What tells items apart.
pub(super) struct Pairing<'a> {
    /// The script that words are compared in.
    pub(super) site: Script,
    pub(super) readings: &'a Frozen,
    pub(super) words: &'a Lexicon,
}

impl Pairing<'_> {
    /// The front matter of `other` with its lists in the order of the main article's; an item that
    /// is not there is nothing. Lists of which some items have no partner are told.
    pub(super) fn align(
        &self,
        main: &Article,
        other: &Article,
        faults: &mut Vec<Diagnostic>,
    ) -> Meta {
        let mut meta = Meta::clone(&other.meta);
        for field in &mut meta.fields {
            let Some(ours) = main.meta.fields.iter().find(|it| it.name == field.name) else {
                continue;
            };
            let mut uneven = None;
            let scripts = [main.meta.script, other.meta.script];
            self.value(&ours.value, &mut field.value, scripts, &mut uneven);
            if let Some(counts) = uneven {
                let place = other.place(field.span.clone());
                faults.push(unpaired(&field.label, counts, &main.path).at(place));
            }
        }
        meta
    }

    fn value(
        &self,
        ours: &FieldValue,
        theirs: &mut FieldValue,
        scripts: [Script; 2],
        uneven: &mut Option<[usize; 2]>,
    ) {
        match (ours, theirs) {
            (FieldValue::List(ours), FieldValue::List(theirs)) => {
                if ours.len() != theirs.len() {
                    uneven.get_or_insert([ours.len(), theirs.len()]);
                }
                *theirs = self.list(ours, std::mem::take(theirs), scripts);
                for (one, other) in ours.iter().zip(theirs) {
                    self.value(one, other, scripts, uneven);
                }
            }
            (FieldValue::Map(ours), FieldValue::Map(theirs)) => {
                for (name, other) in theirs {
                    if let Some((_, one)) = ours.iter().find(|(given, _)| given == name) {
                        self.value(one, other, scripts, uneven);
                    }
                }
            }
            _ => {}
        }
    }

    /// Their items in the order of ours.
    fn list(
        &self,
        ours: &[FieldValue],
        theirs: Vec<FieldValue>,
        [our_script, their_script]: [Script; 2],
    ) -> Vec<FieldValue> {
        let mut theirs: Vec<Option<FieldValue>> = theirs.into_iter().map(Some).collect();
        let keys: Vec<String> = theirs
            .iter()
            .map(|item| item.as_ref().map_or_else(String::new, |it| self.key(it, their_script)))
            .collect();
        let mut take = |wanted: &str| {
            let mut known = theirs.iter_mut().zip(&keys);
            known.find(|(item, key)| *key == wanted && item.is_some())?.0.take()
        };
        let mut found: Vec<Option<FieldValue>> =
            ours.iter().map(|item| take(&self.key(item, our_script))).collect();
        let mut left = theirs.into_iter().flatten();
        let missing = found.iter().filter(|item| item.is_none()).count();
        if left.clone().count() == missing {
            for item in found.iter_mut().filter(|item| item.is_none()) {
                *item = left.next();
            }
        }
        let nothing = || FieldValue::Raw(serde_yaml::Value::Null);
        found.into_iter().map(|item| item.unwrap_or_else(nothing)).collect()
    }

    /// What makes an item the one that it is: of a table all that is not words, if there is any.
    fn key(&self, item: &FieldValue, script: Script) -> String {
        match item {
            FieldValue::Text(text) => {
                let text = self.words.convert(text, script, self.site);
                self.readings.plain(&text, self.site).into_owned()
            }
            FieldValue::Map(entries) => {
                let is_words = |value: &FieldValue| {
                    matches!(value, FieldValue::Text(_) | FieldValue::List(_) | FieldValue::Map(_))
                };
                let has_facts = entries.iter().any(|(_, value)| !is_words(value));
                let told = entries.iter().filter(|(_, value)| !has_facts || !is_words(value));
                told.flat_map(|(name, value)| [name.clone(), self.key(value, script)])
                    .collect::<Vec<_>>()
                    .join(";")
            }
            FieldValue::List(items) => {
                items.iter().map(|item| self.key(item, script)).collect::<Vec<_>>().join(";")
            }
            fact => format!("{fact:?}"),
        }
    }
}

fn unpaired(label: &str, [ours, theirs]: [usize; 2], main: &str) -> Diagnostic {
    Diagnostic::warning(
        "unpaired-list",
        format!("手写版本的“{label}”有 {theirs} 项，{main} 有 {ours} 项"),
        format!("`{label}` has {theirs} items in this hand-written edition, and {ours} in {main}"),
    )
    .help(
        "两个版本的项目要一一对应。缺的项目由主稿转换，多出的项目不显示。",
        "Items pair. What is missing here is converted from the main article; what it lacks is not shown.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(items: &[&str]) -> Vec<FieldValue> {
        items.iter().map(|text| FieldValue::Text((*text).to_owned())).collect()
    }

    fn paired(ours: &[&str], theirs: &[&str]) -> Vec<String> {
        let (readings, words) = (Frozen::default(), Lexicon::default());
        let pairing = Pairing { site: Script::Hans, readings: &readings, words: &words };
        let list = pairing.list(&texts(ours), texts(theirs), [Script::Hans, Script::Hant]);
        list.iter().map(|item| item.as_text().unwrap_or("-").to_owned()).collect()
    }

    #[test]
    fn words_pair_with_the_same_words_and_the_rest_by_order() {
        assert_eq!(paired(&["协商", "头发"], &["頭髮", "協商"]), ["協商", "頭髮"]);
        assert_eq!(paired(&["协商", "网络"], &["網路", "協商"]), ["協商", "網路"]);
        assert_eq!(paired(&["协商", "文史"], &["文史"]), ["-", "文史"]);
        assert_eq!(paired(&["协商"], &["文史", "協商"]), ["協商"]);
        assert_eq!(paired(&["网络", "协商"], &["網路"]), ["-", "-"]);
    }

    #[test]
    fn tables_pair_by_what_is_not_words() {
        let table = |file: &str, label: &str| {
            FieldValue::Map(vec![
                ("file".to_owned(), FieldValue::Key(file.to_owned())),
                ("label".to_owned(), FieldValue::Text(label.to_owned())),
            ])
        };
        let (readings, words) = (Frozen::default(), Lexicon::default());
        let pairing = Pairing { site: Script::Hans, readings: &readings, words: &words };
        let ours = [table("a.pdf", "名单"), table("b.pdf", "须知")];
        let theirs = vec![table("b.pdf", "須知"), table("a.pdf", "名錄")];
        let list = pairing.list(&ours, theirs.clone(), [Script::Hans, Script::Hant]);
        assert_eq!(list, [theirs[1].clone(), theirs[0].clone()]);
    }
}
