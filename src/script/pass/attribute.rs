//! What the attributes of HTML are for: which of them readers see, and which lead somewhere. It
//! never writes one.

use super::editor::Editor;
use super::element;
use super::facts::{Facts, Part};
use super::link;
use super::name::{Name, Table};
use super::open::{Guard, State};
use super::rewrite::{Kind, Task};
use super::scan::Attribute;

/// The element that an attribute stands at.
#[derive(Clone, Copy)]
pub(super) struct Bearer {
    pub(super) kind: element::Kind,
    pub(super) facts: Facts,
    /// What holds for its attributes.
    pub(super) state: State,
}

pub(super) const LANG: Name = Name::new("lang");

/// What an attribute is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// Readers see it.
    Words,
    /// Readers see it on a button.
    Label,
    /// It leads to a page.
    Link,
    /// It names a file.
    Address,
    /// What it is depends on the rest of a `meta`.
    Content,
    Language,
}

/// What is done with an attribute of an HTML element.
pub(super) fn task(
    editor: &Editor<'_>,
    input: &str,
    attribute: &Attribute,
    bearer: Bearer,
) -> Task {
    let Some(what) = attribute.key.find(&USES) else {
        let name = input.get(attribute.name.clone()).and_then(|name| name.get(..2));
        let is_handler = name.is_some_and(|on| on.eq_ignore_ascii_case("on"));
        return Task::Copy(if is_handler { Kind::Script } else { Kind::Text });
    };
    let free = bearer.state.guard == Guard::No;
    match (what, bearer.facts.part) {
        (Use::Link, part) if part != Part::Base && !bearer.facts.foreign_link => Task::Route,
        (Use::Link | Use::Address, _) => Task::Copy(Kind::Address),
        (Use::Language, _) if bearer.kind == element::Kind::Root => {
            Task::Set(editor.edition.to.tag())
        }
        (Use::Words, _) | (Use::Content, Part::Words) | (Use::Label, Part::Button) if free => {
            Task::Convert
        }
        (Use::Content, Part::Locale) => Task::Set(link::locale(editor)),
        (Use::Content, Part::Address) => Task::Route,
        (Use::Content, Part::Refresh) => Task::Refresh,
        _ => Task::Copy(Kind::Text),
    }
}

static USES: Table<Use> = Table::new(&[
    (Name::new("alt"), Use::Words),
    (Name::new("src"), Use::Address),
    (Name::new("cite"), Use::Address),
    (Name::new("data"), Use::Address),
    (Name::new("href"), Use::Link),
    (Name::new("lang"), Use::Language),
    (Name::new("ping"), Use::Address),
    (Name::new("label"), Use::Words),
    (Name::new("title"), Use::Words),
    (Name::new("value"), Use::Label),
    (Name::new("action"), Use::Link),
    (Name::new("itemid"), Use::Address),
    (Name::new("poster"), Use::Address),
    (Name::new("srcset"), Use::Address),
    (Name::new("content"), Use::Content),
    (Name::new("summary"), Use::Words),
    (Name::new("longdesc"), Use::Address),
    (Name::new("xml:lang"), Use::Language),
    (Name::new("aria-label"), Use::Words),
    (Name::new("background"), Use::Address),
    (Name::new("formaction"), Use::Link),
    (Name::new("xlink:href"), Use::Link),
    (Name::new("imagesrcset"), Use::Address),
    (Name::new("placeholder"), Use::Words),
    (Name::new("aria-description"), Use::Words),
]);
