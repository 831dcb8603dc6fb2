//! What the strings under a key are: schema.org's vocabulary as JSON-LD spells it, and the keys
//! of JSON Feed 1.1. It never looks at a value.

/// What is done with the strings under a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// Readers see them.
    Words,
    /// They are addresses.
    Link,
    /// They are HTML.
    Html,
    /// The language of what is described.
    Language,
    Other,
}

impl Key {
    /// Keys are known as they are spelled: JSON-LD tells upper from lower case.
    pub(super) fn of(key: &str) -> Self {
        match key {
            "inLanguage" | "language" => Self::Language,
            "content_html" => Self::Html,
            _ if WORDS.contains(&key) => Self::Words,
            _ if LINKS.contains(&key) => Self::Link,
            _ => Self::Other,
        }
    }
}

const WORDS: [&str; 43] = [
    "abstract",
    "about",
    "addressLocality",
    "addressRegion",
    "affiliation",
    "alternateName",
    "alternativeHeadline",
    "articleBody",
    "articleSection",
    "award",
    "caption",
    "contactType",
    "content_text",
    "contentLocation",
    "copyrightNotice",
    "creditText",
    "department",
    "description",
    "disambiguatingDescription",
    "familyName",
    "genre",
    "givenName",
    "headline",
    "honorificPrefix",
    "honorificSuffix",
    "jobTitle",
    "keywords",
    "knowsAbout",
    "legalName",
    "locationCreated",
    "mentions",
    "name",
    "roleName",
    "slogan",
    "streetAddress",
    "subtitle",
    "summary",
    "tags",
    "teaches",
    "text",
    "title",
    "transcript",
    "worksFor",
];

const LINKS: [&str; 16] = [
    "@id",
    "external_url",
    "feed_url",
    "hasPart",
    "home_page_url",
    "id",
    "isPartOf",
    "item",
    "mainEntity",
    "mainEntityOfPage",
    "next_url",
    "relatedLink",
    "significantLink",
    "target",
    "url",
    "urlTemplate",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_apart_by_case() {
        assert_eq!(Key::of("headline"), Key::Words);
        assert_eq!(Key::of("Headline"), Key::Other);
        assert_eq!(Key::of("mainEntityOfPage"), Key::Link);
        assert_eq!(Key::of("identifier"), Key::Other);
    }
}
