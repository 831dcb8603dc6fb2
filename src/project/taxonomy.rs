//! How articles are gathered beside their sections: by keyword, by person, by session, by volume.
//! A rule is data, declared by the theme's kinds or by the site. It never looks at an article.

use serde::{Deserialize, Deserializer};

use super::kind::Kinds;
use crate::diagnostic::{Diagnostic, Place, nearest};

/// How articles are gathered by one or more of their fields.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TaxonomyRule {
    /// Its name in addresses and templates: `tags`.
    #[serde(alias = "名称")]
    pub(crate) name: String,
    /// What readers see: 关键词.
    #[serde(alias = "标签")]
    pub(crate) label: String,
    /// The front matter fields that make a term. With several, an article has one term, their
    /// values joined, and none when one of them is missing: 书名 and 辑 make a volume.
    #[serde(alias = "字段", deserialize_with = "one_or_more")]
    pub(crate) field: Vec<String>,
    /// The order of the terms.
    #[serde(alias = "顺序", default)]
    pub(crate) order: TermOrder,
    /// The order of the articles of one term.
    #[serde(alias = "篇序", default)]
    pub(crate) members: MemberOrder,
}

/// The order of the terms of a taxonomy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TermOrder {
    /// The most used first.
    #[default]
    #[serde(alias = "篇数")]
    Count,
    /// By name.
    #[serde(alias = "名称")]
    Name,
    /// By the numbers in the name, Chinese and Arabic ones alike, the highest first: the newest
    /// session, the latest volume.
    #[serde(alias = "届次")]
    Number,
}

/// The order of the articles of one term.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MemberOrder {
    /// As in every list: pinned ones, then by weight, then the newest first.
    #[default]
    #[serde(alias = "通常")]
    Usual,
    /// By weight, then the oldest first: the contents of a volume.
    #[serde(alias = "从旧到新")]
    Oldest,
}

/// A line of the site's `taxonomies`: a rule, or the name of one that the theme has.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(crate) enum TaxonomyChoice {
    Named(String),
    Declared(TaxonomyRule),
}

/// The rules of a site: those that its settings list, or, when they list none, the usual ones and
/// those that the kinds declare.
pub(super) fn resolve(
    chosen: Option<&(Vec<TaxonomyChoice>, Place)>,
    kinds: &Kinds,
) -> (Vec<TaxonomyRule>, Vec<Diagnostic>) {
    let known = known(kinds);
    let Some((chosen, place)) = chosen else { return (known, Vec::new()) };
    let mut rules: Vec<TaxonomyRule> = Vec::new();
    let mut faults = Vec::new();
    for choice in chosen {
        let rule = match choice {
            TaxonomyChoice::Declared(rule) => Some(rule),
            TaxonomyChoice::Named(name) => {
                let rule = known.iter().find(|rule| rule.name == *name || rule.label == *name);
                if rule.is_none() {
                    faults.push(unknown(name, &known).at(place.clone()));
                }
                rule
            }
        };
        rules.extend(rule.filter(|rule| !rules.iter().any(|r| r.name == rule.name)).cloned());
    }
    (rules, faults)
}

fn known(kinds: &Kinds) -> Vec<TaxonomyRule> {
    let usual = [("tags", "关键词", "keywords"), ("people", "人物", "people")];
    let mut rules: Vec<TaxonomyRule> = usual
        .map(|(name, label, field)| TaxonomyRule {
            name: name.to_owned(),
            label: label.to_owned(),
            field: vec![field.to_owned()],
            order: TermOrder::Count,
            members: MemberOrder::Usual,
        })
        .to_vec();
    for rule in kinds.iter().flat_map(|kind| &kind.taxonomies) {
        if !rules.iter().any(|known| known.name == rule.name) {
            rules.push(rule.clone());
        }
    }
    rules
}

fn unknown(name: &str, known: &[TaxonomyRule]) -> Diagnostic {
    let fault = Diagnostic::error(
        "unknown-taxonomy",
        format!("没有叫“{name}”的分类"),
        format!("there is no taxonomy `{name}`"),
    );
    let names = || known.iter().map(|rule| rule.name.as_str());
    if let Some(near) = nearest(name, names()) {
        return fault.help(format!("是不是想写“{near}”？"), format!("Did you mean `{near}`?"));
    }
    let all: Vec<&str> = names().collect();
    let (zh, en) = (all.join("、"), all.join(", "));
    fault.help(
                format!("主题里有：{zh}；自己的分类写成 {{name: places, label: 地点, field: place}}。"),
                format!("The theme has {en}; declare one of your own as {{name: places, label: 地点, field: place}}."),
            )
}

fn one_or_more<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMore {
        One(String),
        More(Vec<String>),
    }
    Ok(match OneOrMore::deserialize(deserializer)? {
        OneOrMore::One(name) => vec![name],
        OneOrMore::More(names) => names,
    })
}
