//! What the elements and attributes of feeds hold: Atom (RFC 4287), RSS 2.0 with Dublin Core and
//! the content module, `OpenSearch` descriptions. It never looks at their text.

use super::Words;
use crate::script::pass::name::{Name, Table};
use crate::script::pass::rewrite::{Kind, Task};
use crate::script::pass::scan::{Attribute, Tag};

/// What an element holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Text that readers see.
    Words,
    /// HTML, escaped.
    Html,
    /// XHTML, as elements.
    Markup,
    /// An address.
    Link,
    /// The language of the feed.
    Language,
    Other,
}

/// What an element holds, by its name without a prefix and its `type`.
pub(super) fn holds(tag: &Tag, attributes: &[Attribute], input: &str) -> Holds {
    const TYPE: Name = Name::new("type");
    let name = input.get(tag.named.clone()).unwrap_or_default();
    let local = name.rsplit(':').next().unwrap_or_default();
    let holds = Name::new(local).find(&ELEMENTS).unwrap_or(Holds::Other);
    let typed = attributes.iter().find(|it| it.key == TYPE);
    let typed = typed.and_then(|it| input.get(it.value.clone())).map(str::trim);
    match (holds, typed) {
        (Holds::Words | Holds::Html, Some("html" | "text/html")) => Holds::Html,
        (Holds::Words, Some("xhtml")) => Holds::Markup,
        (Holds::Words, None | Some("text" | "text/plain")) => Holds::Words,
        (Holds::Words, Some(_)) => Holds::Other,
        (holds, _) => holds,
    }
}

/// What is done with an attribute.
pub(super) fn task(element: Name, key: Name, foreign_link: bool, words: Words) -> Task {
    const CATEGORY: Name = Name::new("category");
    const TERM: Name = Name::new("term");
    const LABEL: Name = Name::new("label");
    const TITLE: Name = Name::new("title");
    const HREF: Name = Name::new("href");
    let converts = words == Words::Convert && !foreign_link;
    match (element, key) {
        (CATEGORY, TERM | LABEL) | (_, TITLE) if converts => Task::Convert,
        (_, HREF) if !foreign_link => Task::Route,
        (_, HREF) => Task::Copy(Kind::Address),
        _ => Task::Copy(Kind::Text),
    }
}

/// Whether a root of this name gets an `xml:lang` when it has none. RSS says its language in an
/// element, and other documents may not allow the attribute.
pub(super) fn is_feed(name: Name) -> bool {
    name == Name::new("feed")
}

/// Sorted by [`Name`]. RSS's `description` may hold HTML without saying so; text is HTML too.
static ELEMENTS: Table<Holds> = Table::new(&[
    (Name::new("id"), Holds::Link),
    (Name::new("uri"), Holds::Link),
    (Name::new("guid"), Holds::Link),
    (Name::new("link"), Holds::Link),
    (Name::new("name"), Holds::Words),
    (Name::new("tags"), Holds::Words),
    (Name::new("title"), Holds::Words),
    (Name::new("author"), Holds::Words),
    (Name::new("rights"), Holds::Words),
    (Name::new("content"), Holds::Words),
    (Name::new("creator"), Holds::Words),
    (Name::new("encoded"), Holds::Html),
    (Name::new("subject"), Holds::Words),
    (Name::new("summary"), Holds::Words),
    (Name::new("category"), Holds::Words),
    (Name::new("comments"), Holds::Link),
    (Name::new("language"), Holds::Language),
    (Name::new("longname"), Holds::Words),
    (Name::new("subtitle"), Holds::Words),
    (Name::new("copyright"), Holds::Words),
    (Name::new("publisher"), Holds::Words),
    (Name::new("shortname"), Holds::Words),
    (Name::new("webmaster"), Holds::Words),
    (Name::new("description"), Holds::Html),
    (Name::new("managingeditor"), Holds::Words),
]);
