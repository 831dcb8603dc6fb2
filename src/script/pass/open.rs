//! The elements that are open at a place of the document, and what they decide together: whether
//! text is left as it is, and whose text it is. Ends that HTML lets authors leave out are known
//! for the elements that articles are made of; it never builds a tree.

use super::element::Kind;
use super::name::{Name, Table};
use crate::script::Script;

/// How many open elements an end tag looks through. Browsers stop at 512 too; without a limit a
/// broken document would cost the square of its length.
const REACH: usize = 512;

/// The context outside of all elements: any odd number without a pattern.
const OUTSIDE: u64 = 0x9E37_79B9_7F4A_7C15;

/// What holds at a place of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct State {
    pub(super) guard: Guard,
    /// The script that readings are put in for.
    pub(super) reads: Script,
    /// The note (`rt`) that text here belongs to; 0 is the text itself.
    pub(super) note: usize,
    pub(super) tongue: Tongue,
}

/// Whether text is converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guard {
    No,
    /// It is left as it is.
    Kept,
    /// It is code: left as it is, and fixed text shows its notation.
    Code,
}

/// Whose rules the markup follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tongue {
    Html,
    /// Inside `svg` or `math`.
    Foreign,
}

pub(super) struct Open {
    elements: Vec<Element>,
    base: State,
    notes: usize,
}

struct Element {
    name: Name,
    kind: Kind,
    state: State,
    /// A hash of all that are open here.
    context: u64,
}

impl Open {
    pub(super) fn new(reads: Script) -> Self {
        let base = State { guard: Guard::No, reads, note: 0, tongue: Tongue::Html };
        Self { elements: Vec::with_capacity(32), base, notes: 0 }
    }

    /// What holds inside the innermost element.
    pub(super) fn state(&self) -> State {
        self.elements.last().map_or(self.base, |element| element.state)
    }

    pub(super) fn depth(&self) -> usize {
        self.elements.len()
    }

    pub(super) fn push(&mut self, name: Name, kind: Kind, mut state: State) {
        match kind {
            Kind::Note => {
                self.notes += 1;
                state.note = self.notes;
            }
            Kind::Foreign => state.tongue = Tongue::Foreign,
            Kind::Page => state.tongue = Tongue::Html,
            _ => {}
        }
        let guard = state.guard as u64 | (state.reads as u64) << 2 | (state.tongue as u64) << 6;
        let around = self.elements.last().map_or(OUTSIDE, |element| element.context);
        // Fibonacci hashing, a step for each element.
        let context = (around.rotate_left(23) ^ name.hash() ^ guard).wrapping_mul(OUTSIDE);
        self.elements.push(Element { name, kind, state, context });
    }

    /// A number for the elements that are open here and what they decide, the same for the same ones;
    /// none within a note, which is told from others by its place.
    pub(super) fn context(&self) -> Option<u64> {
        let Some(innermost) = self.elements.last() else { return Some(OUTSIDE) };
        (innermost.state.note == 0).then_some(innermost.context)
    }

    /// Ends the elements whose end tag may be left out before this start tag.
    pub(super) fn imply(&mut self, name: Name, kind: Kind) {
        if kind == Kind::Inline && name != A {
            return;
        }
        if let Some(rule) = name.find(&IMPLIED) {
            let ended = |element: &Element| rule.ends.contains(&element.name);
            let bounded = |element: &Element| rule.within.contains(&element.name);
            self.end_unless(ended, bounded);
        } else if name.find(&ENDS_P).is_some() {
            // A paragraph only holds inline elements, so anything else above it has ended it.
            let bounded = |element: &Element| !element.kind.is_inline();
            self.end_unless(|element| element.name == P, bounded);
        }
    }

    /// Ends the innermost element of this name and what is open inside it. An end tag that has
    /// no start in the same table cell is none.
    pub(super) fn close(&mut self, name: Name) {
        if self.elements.pop_if(|element| element.name == name).is_some() {
            return;
        }
        let of_table = name.find(&OF_TABLE).is_some();
        let bounded = |element: &Element| !of_table && BOUNDS.contains(&element.name);
        self.end_unless(|element| element.name == name, bounded);
    }

    fn end_unless(&mut self, ended: impl Fn(&Element) -> bool, bounded: impl Fn(&Element) -> bool) {
        for (depth, element) in self.elements.iter().enumerate().rev().take(REACH) {
            if ended(element) {
                self.elements.truncate(depth);
                return;
            }
            if bounded(element) {
                return;
            }
        }
    }
}

/// Which open elements a start tag ends, looking no further than these.
#[derive(Clone, Copy)]
struct Implied {
    ends: &'static [Name],
    within: &'static [Name],
}

const A: Name = Name::new("a");
const P: Name = Name::new("p");
const TD: Name = Name::new("td");
const TH: Name = Name::new("th");
const TR: Name = Name::new("tr");
const TABLE: Name = Name::new("table");

const ROW_GROUPS: &[Name] = &[Name::new("tbody"), Name::new("thead"), Name::new("tfoot")];
const ROW_GROUP: Implied = Implied { ends: ROW_GROUPS, within: &[TABLE] };
const CELL: Implied = Implied { ends: &[TD, TH], within: &[TR, TABLE] };
const NOTE: Implied =
    Implied { ends: &[Name::new("rt"), Name::new("rp")], within: &[Name::new("ruby"), P] };
const TERM: Implied =
    Implied { ends: &[Name::new("dt"), Name::new("dd")], within: &[Name::new("dl"), TABLE] };

static IMPLIED: Table<Implied> = Table::new(&[
    (A, Implied { ends: &[A], within: BOUNDS }),
    (Name::new("dd"), TERM),
    (Name::new("dt"), TERM),
    (
        Name::new("li"),
        Implied {
            ends: &[Name::new("li")],
            within: &[Name::new("ul"), Name::new("ol"), Name::new("menu"), TABLE],
        },
    ),
    (Name::new("rp"), NOTE),
    (Name::new("rt"), NOTE),
    (TD, CELL),
    (TH, CELL),
    (TR, Implied { ends: &[TR], within: &[TABLE] }),
    (Name::new("tbody"), ROW_GROUP),
    (Name::new("tfoot"), ROW_GROUP),
    (Name::new("thead"), ROW_GROUP),
    (Name::new("option"), Implied { ends: &[Name::new("option")], within: &[Name::new("select")] }),
]);

/// An end tag inside one of these never ends an element around it.
const BOUNDS: &[Name] = &[TD, TH, Name::new("caption"), Name::new("template"), TABLE];

/// The elements a table is made of; their end tags reach out of a cell.
static OF_TABLE: Table<()> = Table::new(&[
    (TD, ()),
    (TH, ()),
    (TR, ()),
    (Name::new("body"), ()),
    (Name::new("html"), ()),
    (TABLE, ()),
    (Name::new("tbody"), ()),
    (Name::new("tfoot"), ()),
    (Name::new("thead"), ()),
    (Name::new("caption"), ()),
    (Name::new("colgroup"), ()),
    (Name::new("template"), ()),
]);

/// The elements that end an open paragraph.
static ENDS_P: Table<()> = Table::new(&[
    (P, ()),
    (Name::new("dl"), ()),
    (Name::new("h1"), ()),
    (Name::new("h2"), ()),
    (Name::new("h3"), ()),
    (Name::new("h4"), ()),
    (Name::new("h5"), ()),
    (Name::new("h6"), ()),
    (Name::new("hr"), ()),
    (Name::new("ol"), ()),
    (Name::new("ul"), ()),
    (Name::new("dir"), ()),
    (Name::new("div"), ()),
    (Name::new("nav"), ()),
    (Name::new("pre"), ()),
    (Name::new("xmp"), ()),
    (Name::new("form"), ()),
    (Name::new("main"), ()),
    (Name::new("menu"), ()),
    (Name::new("aside"), ()),
    (TABLE, ()),
    (Name::new("center"), ()),
    (Name::new("dialog"), ()),
    (Name::new("figure"), ()),
    (Name::new("footer"), ()),
    (Name::new("header"), ()),
    (Name::new("hgroup"), ()),
    (Name::new("search"), ()),
    (Name::new("address"), ()),
    (Name::new("article"), ()),
    (Name::new("details"), ()),
    (Name::new("section"), ()),
    (Name::new("summary"), ()),
    (Name::new("fieldset"), ()),
    (Name::new("blockquote"), ()),
    (Name::new("figcaption"), ()),
]);

#[cfg(test)]
mod tests {
    use super::*;

    /// Opens (`p`) and closes (`/p`) elements by name; the names that are still open.
    fn open(tags: &str) -> Vec<String> {
        let mut open = Open::new(Script::Hans);
        let mut names = Vec::new();
        for tag in tags.split(' ') {
            if let Some(name) = tag.strip_prefix('/') {
                open.close(Name::new(name));
            } else {
                open.imply(Name::new(tag), Kind::of(Name::new(tag)));
                names.truncate(open.depth());
                open.push(Name::new(tag), Kind::of(Name::new(tag)), open.state());
                names.push(tag.to_owned());
            }
            names.truncate(open.depth());
        }
        names
    }

    #[test]
    fn ends_that_are_left_out_are_known() {
        let cases = [
            ("p p", "p"),
            ("p b div", "div"),
            ("div p span ul li p", "div ul li p"),
            ("ul li ul li li", "ul li ul li"),
            ("dl dt b dd", "dl dd"),
            ("table tbody tr td p td", "table tbody tr td"),
            ("table tr td table tr td tr", "table tr td table tr"),
            ("table thead tr th tbody", "table tbody"),
            ("select option option", "select option"),
            ("ruby rb rt rt /ruby p", "p"),
            ("p a a", "p a"),
        ];
        for (tags, want) in cases {
            assert_eq!(open(tags).join(" "), want, "{tags}");
        }
    }

    #[test]
    fn an_end_tag_closes_what_is_open_inside_and_nothing_outside_its_cell() {
        let cases = [
            ("div p span b /div", ""),
            ("div span /p", "div span"),
            ("div table tr td b /div", "div table tr td b"),
            ("div table tr td b /table", "div"),
        ];
        for (tags, want) in cases {
            assert_eq!(open(tags).join(" "), want, "{tags}");
        }
    }
}
