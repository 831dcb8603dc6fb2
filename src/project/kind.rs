//! Kinds of article, declared as data: a theme's or a site's `kinds/*.yaml`. Everything that
//! knows about fields (checking front matter, scaffolds, documentation) is derived from these
//! declarations. No kind is named here.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::taxonomy::TaxonomyRule;
use super::theme::ThemeFile;
use super::yaml::simplified;
use crate::diagnostic::{Diagnostic, Place, nearest};

const COMMON: &str = include_str!("common.yaml");

/// What a field may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FieldType {
    /// Words for readers, converted between scripts.
    Text,
    /// A name for the program: an address, a kind, a status. Never converted.
    Key,
    /// A day, with or without a time.
    Date,
    /// A number; a number written as text is accepted.
    Number,
    /// Yes or no (`true`, `是`).
    Flag,
    /// A list of texts, or of small tables when the declaration says `of`; a single one is a list of one.
    List,
    /// Names of people, one or several.
    People,
    /// A file beside the article, or an address.
    File,
    /// Another article, named by its source: `news/city/x.md`.
    Page,
    /// Several articles, named by their sources.
    Pages,
    /// A small table with the fields that `of` declares.
    Map,
    /// Anything; it is kept as it is.
    Any,
}

/// The declaration of one field.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    /// Its Chinese name: what editors may write as the key, and what readers see as its label.
    pub(crate) label: String,
    /// Further names that are accepted as the key.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    /// What it holds.
    #[serde(rename = "type")]
    pub(crate) kind: FieldType,
    /// Whether an article of this kind must have it.
    #[serde(default)]
    pub(crate) required: bool,
    /// The taxonomy that the names in it are terms of, besides the taxonomy's own field.
    #[serde(default)]
    pub(crate) taxonomy: Option<String>,
    /// The field that holds the office of the people whom this one names.
    #[serde(default)]
    pub(crate) office: Option<String>,
    /// The fields of each item, for lists and maps.
    #[serde(default)]
    pub(crate) of: Fields,
}

/// Fields by their English name, in the order in which they were declared.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Vec<(String, Field)>);

impl Fields {
    /// The field that a key names: by its English name, its label or an alias.
    pub(crate) fn find(&self, key: &str) -> Option<(&str, &Field)> {
        self.called(key).or_else(|| self.called(&simplified(key)))
    }

    fn called(&self, key: &str) -> Option<(&str, &Field)> {
        self.iter().find(|(name, field)| {
            *name == key || field.label == key || field.aliases.iter().any(|alias| alias == key)
        })
    }

    /// All fields with their English names, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Field)> {
        self.0.iter().map(|(name, field)| (name.as_str(), field))
    }

    /// Whether nothing was declared.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> serde::de::Visitor<'de> for InOrder {
            type Value = Fields;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a table of fields")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    fields.push(entry);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// Kinds whose bodies are made of bylined parts, such as the speeches of an excerpts page.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartRule {
    /// The level of the headings at which a part begins.
    pub(crate) heading: u8,
}

/// A kind whose articles are about one term each: a member's own page, say.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Describes {
    /// The taxonomy of the term.
    pub(crate) taxonomy: String,
    /// The field that names the term.
    pub(crate) field: String,
}

/// One kind of article.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kind {
    /// Its name in front matter.
    pub(crate) name: String,
    /// Its Chinese name.
    pub(crate) label: String,
    /// The template of its page.
    #[serde(default = "article_template")]
    pub(crate) template: String,
    /// Whether articles that name no kind are of this one, unless the site says otherwise.
    #[serde(default)]
    pub(crate) default: bool,
    /// Whether its body is made of bylined parts.
    #[serde(default)]
    pub(crate) parts: Option<PartRule>,
    /// How articles are gathered by its fields.
    #[serde(default)]
    pub(crate) taxonomies: Vec<TaxonomyRule>,
    /// The term that one of its articles is about.
    #[serde(default)]
    pub(crate) describes: Option<Describes>,
    /// Its fields beyond the common ones.
    #[serde(default)]
    pub(crate) fields: Fields,
    /// What a new article of this kind begins with: front matter and body.
    #[serde(default)]
    pub(crate) scaffold: String,
}

fn article_template() -> String {
    "article.html".to_owned()
}

/// All kinds that a site knows, and the fields that every kind has.
#[derive(Debug, Clone)]
pub(crate) struct Kinds {
    by_name: BTreeMap<String, Kind>,
    /// Which kind each file declares.
    by_file: BTreeMap<String, String>,
    common: Fields,
}

impl Kinds {
    /// Reads the declarations; a site's file replaces the theme's of the same name. While one cannot
    /// be read, what it declared `before` holds.
    pub(crate) fn read(files: &[ThemeFile], before: Option<&Self>) -> (Self, Vec<Diagnostic>) {
        let mut faults = Vec::new();
        let common = serde_yaml::from_str(COMMON).unwrap_or_default();
        let (mut by_name, mut by_file) = (BTreeMap::new(), BTreeMap::new());
        for file in files {
            let read = serde_yaml::from_str::<Kind>(&file.text);
            let kind = read.map_or_else(
                |error| {
                    faults.push(unreadable(file, &error));
                    before.and_then(|before| before.of_file(&file.name)).cloned()
                },
                Some,
            );
            if let Some(kind) = kind {
                by_file.insert(file.name.clone(), kind.name.clone());
                by_name.insert(kind.name.clone(), kind);
            }
        }
        (Self { by_name, by_file, common }, faults)
    }

    /// The kind that a file declares.
    fn of_file(&self, name: &str) -> Option<&Kind> {
        self.by_file.get(name).and_then(|kind| self.by_name.get(kind))
    }

    /// The kind that a front matter names, by its name or its Chinese label.
    pub(crate) fn find(&self, name: &str) -> Option<&Kind> {
        let labelled = |label: &str| self.by_name.values().find(|kind| kind.label == label);
        let by_label = || labelled(name).or_else(|| labelled(&simplified(name)));
        self.by_name.get(name).or_else(by_label)
    }

    /// The kind of articles that name none, on a site that does not say: the one that declares
    /// itself so, else the first by name.
    pub(crate) fn usual(&self) -> Option<&Kind> {
        self.iter().find(|kind| kind.default).or_else(|| self.iter().next())
    }

    /// The fault of naming a kind that there is not; the caller adds where.
    pub(crate) fn unknown(&self, name: &str) -> Diagnostic {
        let all = self.iter().flat_map(|kind| [kind.name.as_str(), kind.label.as_str()]);
        let (zh, en) = if let Some(near) = nearest(name, all) {
            (format!("是不是想写“{near}”？"), format!("Did you mean `{near}`?"))
        } else {
            let known_zh: Vec<&str> = self.iter().map(|kind| kind.label.as_str()).collect();
            let known_en: Vec<&str> = self.iter().map(|kind| kind.name.as_str()).collect();
            (
                format!("可以写：{}。", known_zh.join("、")),
                format!("Write one of {}.", known_en.join(", ")),
            )
        };
        Diagnostic::error(
            "unknown-kind",
            format!("没有“{name}”这种文章类型"),
            format!("there is no kind of article called `{name}`"),
        )
        .help(zh, en)
    }

    /// All kinds, by name.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Kind> {
        self.by_name.values()
    }

    /// The fields that every kind has.
    pub(crate) fn common(&self) -> &Fields {
        &self.common
    }
}

fn unreadable(file: &ThemeFile, error: &serde_yaml::Error) -> Diagnostic {
    let at = error.location().map_or(0, |location| location.index());
    Diagnostic::error(
        "kind-unreadable",
        format!("文章类型的声明读不懂（{error}）"),
        format!("this declaration of a kind cannot be read ({error})"),
    )
    .help(
        "对照主题里其他 kinds/*.yaml 的写法改正。",
        "Compare it with the theme's other kinds/*.yaml.",
    )
    .at(Place::new(file.path.clone(), file.text.clone(), at..at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_fields_are_readable_and_no_name_is_used_twice() {
        let common: Fields = serde_yaml::from_str(COMMON).unwrap();
        let mut names = Vec::new();
        for (name, field) in common.iter() {
            names.push(name.to_owned());
            names.push(field.label.clone());
            names.extend(field.aliases.clone());
        }
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all);
        assert!(common.find("发布时间").is_some_and(|(name, _)| name == "date"));
    }
}
