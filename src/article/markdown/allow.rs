//! The raw HTML that may stand in an article: a table of elements and their attributes.
//!
//! What is not in the table is not allowed; no rule here looks for what is bad. Obsolete elements
//! (`font`, `center`) are left out on purpose: their text stays, in the theme's own look.

/// An element that may stand in an article.
pub(super) struct Element {
    pub name: &'static str,
    /// Attributes beyond the common ones.
    attributes: &'static [&'static str],
}

/// How an attribute's value is to be treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attribute {
    Plain,
    /// An address to be resolved as a link.
    Link,
    /// An address to be resolved as a picture.
    Picture,
}

/// Attributes that every allowed element may carry.
const COMMON: &[&str] = &[
    "aria-describedby",
    "aria-description",
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
    "class",
    "dir",
    "id",
    "lang",
    "role",
    "title",
    "translate",
];

const fn element(name: &'static str, attributes: &'static [&'static str]) -> Element {
    Element { name, attributes }
}

const CELL: &[&str] = &["abbr", "colspan", "headers", "rowspan", "scope"];
const CHANGE: &[&str] = &["cite", "datetime"];
const NONE: &[&str] = &[];

/// In the order of their names.
const ELEMENTS: &[Element] = &[
    element("a", &["download", "href", "hreflang", "type"]),
    element("abbr", NONE),
    element("address", NONE),
    element("article", NONE),
    element("aside", NONE),
    element("audio", &["controls", "loop", "muted", "preload", "src"]),
    element("b", NONE),
    element("bdi", NONE),
    element("bdo", NONE),
    element("blockquote", &["cite"]),
    element("br", NONE),
    element("caption", NONE),
    element("cite", NONE),
    element("code", NONE),
    element("col", &["span"]),
    element("colgroup", &["span"]),
    element("dd", NONE),
    element("del", CHANGE),
    element("details", &["open"]),
    element("dfn", NONE),
    element("div", NONE),
    element("dl", NONE),
    element("dt", NONE),
    element("em", NONE),
    element("figcaption", NONE),
    element("figure", NONE),
    element("footer", NONE),
    element("h1", NONE),
    element("h2", NONE),
    element("h3", NONE),
    element("h4", NONE),
    element("h5", NONE),
    element("h6", NONE),
    element("header", NONE),
    element("hr", NONE),
    element("i", NONE),
    element("img", &["alt", "decoding", "height", "loading", "src", "width"]),
    element("ins", CHANGE),
    element("kbd", NONE),
    element("li", &["value"]),
    element("mark", NONE),
    element("ol", &["reversed", "start", "type"]),
    element("p", NONE),
    element("pre", NONE),
    element("q", &["cite"]),
    element("rb", NONE),
    element("rp", NONE),
    element("rt", NONE),
    element("rtc", NONE),
    element("ruby", NONE),
    element("s", NONE),
    element("samp", NONE),
    element("section", NONE),
    element("small", NONE),
    element("source", &["media", "src", "type"]),
    element("span", NONE),
    element("strong", NONE),
    element("sub", NONE),
    element("summary", NONE),
    element("sup", NONE),
    element("table", NONE),
    element("tbody", NONE),
    element("td", CELL),
    element("tfoot", NONE),
    element("th", CELL),
    element("thead", NONE),
    element("time", &["datetime"]),
    element("tr", NONE),
    element("track", &["default", "kind", "label", "src", "srclang"]),
    element("u", NONE),
    element("ul", NONE),
    element("var", NONE),
    element(
        "video",
        &[
            "controls",
            "height",
            "loop",
            "muted",
            "playsinline",
            "poster",
            "preload",
            "src",
            "width",
        ],
    ),
    element("wbr", NONE),
];

/// Elements whose content is no text of the article and goes with them.
const WITH_CONTENT: &[&str] = &[
    "applet",
    "canvas",
    "frameset",
    "head",
    "iframe",
    "math",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "plaintext",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "xmp",
];

/// The element of this name (in lower case), if it may stand in an article.
pub(super) fn find(name: &str) -> Option<&'static Element> {
    let at = ELEMENTS.binary_search_by(|element| element.name.cmp(name)).ok()?;
    ELEMENTS.get(at)
}

/// The element of this name, if its content is removed together with it.
pub(super) fn with_content(name: &str) -> Option<&'static str> {
    WITH_CONTENT.iter().find(|known| **known == name).copied()
}

/// Whether every element may carry this attribute.
pub(super) fn is_common(attribute: &str) -> bool {
    COMMON.contains(&attribute)
}

impl Element {
    /// How an attribute of it is treated; nothing when it may not carry it.
    pub(super) fn attribute(&self, name: &str) -> Option<Attribute> {
        if is_common(name) {
            return Some(Attribute::Plain);
        }
        self.attributes.contains(&name).then_some(match (self.name, name) {
            ("img", "src") | (_, "poster") => Attribute::Picture,
            (_, "href" | "src" | "cite") => Attribute::Link,
            _ => Attribute::Plain,
        })
    }

    /// Whether it has neither content nor end tag.
    pub(super) fn is_void(&self) -> bool {
        matches!(self.name, "br" | "col" | "hr" | "img" | "source" | "track" | "wbr")
    }

    /// Whether its start tag ends an element of this name that is still open before it.
    pub(super) fn ends(&self, open: &str) -> bool {
        match self.name {
            "li" => open == "li",
            "p" => open == "p",
            "dd" | "dt" => matches!(open, "dd" | "dt"),
            "rb" | "rp" | "rt" | "rtc" => matches!(open, "rb" | "rp" | "rt" | "rtc"),
            "td" | "th" => matches!(open, "td" | "th"),
            "tr" => matches!(open, "td" | "th" | "tr"),
            "tbody" | "tfoot" | "thead" => {
                matches!(open, "td" | "th" | "tr" | "tbody" | "tfoot" | "thead")
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_in_order() {
        assert!(ELEMENTS.is_sorted_by(|a, b| a.name < b.name));
        for element in ELEMENTS {
            assert!(element.attributes.is_sorted(), "{}", element.name);
            assert!(with_content(element.name).is_none(), "{}", element.name);
        }
    }

    #[test]
    fn nothing_that_runs_is_in_the_tables() {
        for element in ELEMENTS {
            for name in ["style", "onclick", "srcdoc", "action", "formaction", "srcset", "target"] {
                assert_eq!(element.attribute(name), None, "{} {name}", element.name);
            }
        }
    }
}
