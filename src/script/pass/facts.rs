//! What the attributes of one start tag say about the element. It never changes any of them.

use super::name::{Name, Table};
use super::scan::{Attribute, Tag};
use crate::script::Script;

/// What an element says of itself.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Facts {
    /// A link to another language's page.
    pub(super) foreign_link: bool,
    /// A Chinese language of its own.
    pub(super) own_tongue: Option<Chinese>,
    /// `translate="no"`
    pub(super) untranslated: bool,
    pub(super) part: Part,
}

/// A Chinese language tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chinese {
    /// The script it means, if it is one of ours.
    pub(super) script: Option<Script>,
}

/// What some elements are besides, by their attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Part {
    #[default]
    Plain,
    /// An `input` whose value is its label.
    Button,
    /// A script that holds JSON-LD.
    LinkedData,
    /// A `meta` whose content is read by people.
    Words,
    /// `og:locale`
    Locale,
    /// `og:url` and the like.
    Address,
    /// `http-equiv="refresh"`
    Refresh,
    /// `base`: it leads nowhere.
    Base,
}

const A: Name = Name::new("a");
const AREA: Name = Name::new("area");
const LINK: Name = Name::new("link");
const BASE: Name = Name::new("base");
const INPUT: Name = Name::new("input");
const META: Name = Name::new("meta");
const SCRIPT: Name = Name::new("script");

const LANG: Name = Name::new("lang");
const XML_LANG: Name = Name::new("xml:lang");
const TRANSLATE: Name = Name::new("translate");
const HREFLANG: Name = Name::new("hreflang");
const TYPE: Name = Name::new("type");
const HTTP_EQUIV: Name = Name::new("http-equiv");
const NAME: Name = Name::new("name");
const PROPERTY: Name = Name::new("property");
const ITEMPROP: Name = Name::new("itemprop");

impl Facts {
    pub(super) fn of(tag: &Tag, attributes: &[Attribute], input: &str) -> Self {
        let mut facts = Self::default();
        if tag.name == BASE {
            facts.part = Part::Base;
        }
        for attribute in attributes {
            let value = || input.get(attribute.value.clone()).unwrap_or_default().trim();
            match attribute.key {
                LANG | XML_LANG => facts.own_tongue = own_tongue(value()).or(facts.own_tongue),
                TRANSLATE => facts.untranslated = value().eq_ignore_ascii_case("no"),
                HREFLANG => facts.foreign_link = matches!(tag.name, A | AREA | LINK),
                TYPE if tag.name == INPUT && is_button(value()) => facts.part = Part::Button,
                TYPE if tag.name == SCRIPT && is_linked_data(value()) => {
                    facts.part = Part::LinkedData;
                }
                HTTP_EQUIV if tag.name == META && value().eq_ignore_ascii_case("refresh") => {
                    facts.part = Part::Refresh;
                }
                NAME | PROPERTY | ITEMPROP if tag.name == META && facts.part == Part::Plain => {
                    facts.part = meta(value());
                }
                _ => {}
            }
        }
        facts
    }
}

/// What a language tag says; `None` for another language than Chinese.
pub(super) fn own_tongue(tag: &str) -> Option<Chinese> {
    let (language, rest) = tag.split_at_checked(2)?;
    let chinese = language.eq_ignore_ascii_case("zh") && (rest.is_empty() || rest.starts_with('-'));
    chinese.then(|| Chinese { script: Script::from_tag(tag) })
}

fn is_button(kind: &str) -> bool {
    ["submit", "button", "reset"].iter().any(|button| kind.eq_ignore_ascii_case(button))
}

fn is_linked_data(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default();
    kind.trim_end().eq_ignore_ascii_case("application/ld+json")
}

fn meta(name: &str) -> Part {
    Name::new(name).find(&METAS).unwrap_or_default()
}

/// The `name`, `property` or `itemprop` of a `meta` whose content is text, an address or the locale: HTML's own and the WHATWG
/// wiki's, Open Graph's, Dublin Core's, schema.org's, and those that the standard for government
/// websites of the State Council (2017) asks of every page.
static METAS: Table<Part> = Table::new(&[
    (Name::new("description"), Part::Words),
    (Name::new("keywords"), Part::Words),
    (Name::new("author"), Part::Words),
    (Name::new("application-name"), Part::Words),
    (Name::new("apple-mobile-web-app-title"), Part::Words),
    (Name::new("copyright"), Part::Words),
    (Name::new("subject"), Part::Words),
    (Name::new("abstract"), Part::Words),
    (Name::new("twitter:title"), Part::Words),
    (Name::new("twitter:description"), Part::Words),
    (Name::new("twitter:image:alt"), Part::Words),
    (Name::new("twitter:label1"), Part::Words),
    (Name::new("twitter:data1"), Part::Words),
    (Name::new("twitter:label2"), Part::Words),
    (Name::new("twitter:data2"), Part::Words),
    (Name::new("og:title"), Part::Words),
    (Name::new("og:description"), Part::Words),
    (Name::new("og:site_name"), Part::Words),
    (Name::new("og:image:alt"), Part::Words),
    (Name::new("og:video:alt"), Part::Words),
    (Name::new("article:section"), Part::Words),
    (Name::new("article:tag"), Part::Words),
    (Name::new("article:author"), Part::Words),
    (Name::new("book:author"), Part::Words),
    (Name::new("book:tag"), Part::Words),
    (Name::new("dc.title"), Part::Words),
    (Name::new("dc.subject"), Part::Words),
    (Name::new("dc.description"), Part::Words),
    (Name::new("dc.creator"), Part::Words),
    (Name::new("dc.publisher"), Part::Words),
    (Name::new("dcterms.title"), Part::Words),
    (Name::new("dcterms.subject"), Part::Words),
    (Name::new("dcterms.description"), Part::Words),
    (Name::new("dcterms.creator"), Part::Words),
    (Name::new("dcterms.publisher"), Part::Words),
    (Name::new("name"), Part::Words),
    (Name::new("headline"), Part::Words),
    (Name::new("alternativeHeadline"), Part::Words),
    (Name::new("SiteName"), Part::Words),
    (Name::new("ColumnName"), Part::Words),
    (Name::new("ColumnDescription"), Part::Words),
    (Name::new("ColumnKeywords"), Part::Words),
    (Name::new("ColumnType"), Part::Words),
    (Name::new("ArticleTitle"), Part::Words),
    (Name::new("ContentSource"), Part::Words),
    (Name::new("citation_title"), Part::Words),
    (Name::new("citation_author"), Part::Words),
    (Name::new("citation_keywords"), Part::Words),
    (Name::new("citation_publisher"), Part::Words),
    (Name::new("og:locale"), Part::Locale),
    (Name::new("og:url"), Part::Address),
    (Name::new("twitter:url"), Part::Address),
    (Name::new("Url"), Part::Address),
]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_tag_is_one_whatever_its_script() {
        let script = |tag| own_tongue(tag).map(|chinese| chinese.script);
        assert_eq!(script("zh-Hant"), Some(Some(Script::Hant)));
        assert_eq!(script("ZH"), Some(Some(Script::Hans)));
        assert_eq!(script("zh-Latn-pinyin"), Some(None));
        for other in ["en", "zha", "", "z", "政府"] {
            assert_eq!(own_tongue(other), None);
        }
    }

    #[test]
    fn meta_is_known_in_any_case() {
        assert_eq!(meta("sitename"), Part::Words);
        assert_eq!(meta("Keywords"), Part::Words);
        assert_eq!(meta("OG:Locale"), Part::Locale);
        assert_eq!(meta("og:url"), Part::Address);
        assert_eq!(meta("viewport"), Part::Plain);
    }
}
