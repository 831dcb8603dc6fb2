//! The texts that a pass converts, as the converter sees them: for those who want to know why a text
//! became what it did. It changes nothing and writes nothing.

use super::editor::Editor;
use super::element::Kind;
use super::name::Name;
use super::reference;
use super::run::{Role, Run, Source};
use super::text::Syntax;
use super::{Edition, html, quotes};
use crate::script::{Quotes, Script};

/// One text of a document, markup taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// The script it is written in.
    pub script: Script,
    /// The name of the element that it begins in; empty for the value of an attribute.
    pub element: String,
    /// The text. What the converter does not look into stands as U+FFFC.
    pub text: String,
    /// What readers of the edition see for each U+FFFC, in order.
    pub walls: Vec<Wall>,
}

/// Something in a text that is not the converter's to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wall {
    /// Where it stands in the text, in bytes.
    pub at: usize,
    /// What readers see there; empty for a picture.
    pub shown: String,
    /// Whether an author fixed it (`-{…}-`, or a rule of the article); else it is code or the like.
    pub fixed: bool,
}

/// The sign that stands for a wall.
pub const WALL: char = '\u{FFFC}';

/// The texts of an HTML document in the order in which [`super::html()`] converts them.
#[must_use]
pub fn heard(input: &str, edition: &Edition<'_>) -> Vec<Heard> {
    let list = std::cell::RefCell::default();
    // What was met before would be copied without being told.
    let edition = Edition { lasting: None, ..*edition };
    html::pass(input, &Editor::listening(&edition, input, &list), &mut String::new());
    list.into_inner()
}

/// The quotation marks of a converted text as the edition has them; no offset moves.
pub fn quoted(text: &mut String, marks: Quotes) {
    if marks == Quotes::Corner {
        quotes::corner(text);
    }
}

impl Run {
    /// Tells the texts of the run: the one of the block first, then those beside it (`rt`).
    pub(super) fn tell(&self, input: &str, list: &mut Vec<Heard>) {
        let element = element_before(input, self.begins());
        let notes =
            self.pieces().map(|piece| piece.note).collect::<std::collections::BTreeSet<_>>();
        for note in notes {
            let mut text = Text { element, open: None, list };
            for piece in self.pieces().filter(|piece| piece.note == note) {
                let bytes = piece.bytes(input, self.own());
                match piece.role {
                    Role::Text(script) => text.words(script, bytes),
                    Role::Wall(WALL) => text.wall(bytes, piece.source == Source::Own),
                    Role::Wall(seen) => text.sign(seen),
                    Role::Clear => {}
                }
            }
            text.end();
        }
    }
}

/// One text on its way.
struct Text<'t> {
    element: &'t str,
    open: Option<Heard>,
    list: &'t mut Vec<Heard>,
}

impl Text<'_> {
    fn words(&mut self, script: Script, words: &str) {
        // Walls before the first word are of no script; they join whatever comes.
        let is_other = |open: &Heard| open.script != script && open.text.contains(|c| c != WALL);
        if self.open.as_ref().is_some_and(is_other) {
            self.end();
        }
        let open = self.open(script);
        open.script = script;
        open.text.push_str(words);
    }

    fn sign(&mut self, seen: char) {
        self.open(Script::Hans).text.push(seen);
    }

    fn wall(&mut self, bytes: &str, is_own: bool) {
        let is_tag = bytes.starts_with('<');
        let shown = if is_tag {
            String::new()
        } else {
            reference::decode(bytes, Syntax::Markup).into_owned()
        };
        let open = self.open(Script::Hans);
        open.walls.push(Wall { at: open.text.len(), shown, fixed: is_own && !is_tag });
        open.text.push(WALL);
    }

    fn open(&mut self, script: Script) -> &mut Heard {
        let element = self.element;
        self.open.get_or_insert_with(|| Heard {
            script,
            element: element.to_owned(),
            text: String::new(),
            walls: Vec::new(),
        })
    }

    fn end(&mut self) {
        self.list.extend(self.open.take());
    }
}

/// The name of the nearest tag before a place that text does not run through.
fn element_before(input: &str, at: usize) -> &str {
    let mut before = input.get(..at).unwrap_or_default();
    while let Some((rest, tag)) =
        before.trim_end().strip_suffix('>').and_then(|rest| rest.rsplit_once('<'))
    {
        let name = tag.trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = name.get(..end).unwrap_or_default();
        if !Kind::of(Name::new(name)).is_inline() {
            return name;
        }
        before = rest;
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::super::tests::Site;
    use super::*;
    use crate::script::{Lexicon, Readings, mark};

    fn texts(document: &str, to: Script) -> Vec<String> {
        let readings = Readings::new();
        let marked = mark::parse(document, Script::Hans, &readings).text.into_owned();
        let edition = Edition {
            from: Script::Hans,
            to,
            quotes: Quotes::Keep,
            readings: &readings.freeze(),
            words: &Lexicon::default(),
            lasting: None,
            links: &Site { prefix: "" },
        };
        let told = |heard: Heard| {
            let walls: Vec<String> = heard.walls.into_iter().map(|wall| wall.shown).collect();
            format!("{}|{}|{}", heard.element, heard.text, walls.join("、"))
        };
        heard(&marked, &edition).into_iter().map(told).collect()
    }

    #[test]
    fn texts_are_told_as_the_converter_sees_them_in_every_edition() {
        let document = "<h2 id=a><a href=\"#a\"><b>范</b></a><b>围</b>&amp;后</h2><p>由-{范}-先生<code>范</code>写<img alt=\"合影\"></p>\n<p>12</p>";
        for to in [Script::Hans, Script::Hant] {
            assert_eq!(
                texts(document, to),
                ["h2|范围&后|", "|合影|", "p|由\u{FFFC}先生\u{FFFC}写\u{FFFC}|范、范、"],
            );
        }
    }

    #[test]
    fn ruby_is_a_text_of_its_own() {
        let document = "<p>芝<ruby>罘<rt>读音</rt></ruby>岛</p>";
        assert_eq!(texts(document, Script::Hant), ["p|芝罘岛|", "p|读音|"]);
    }
}
