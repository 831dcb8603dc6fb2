//! XML as elements, their ends, and text, one after the other. Document types, and with them entities
//! that an author defines, are refused; so is nesting that no document has. It builds no tree.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::package::{bomb, damaged};
use crate::diagnostic::Diagnostic;

/// No document nests elements deeper.
const DEEPEST: usize = 400;

/// One piece of XML; names are without their prefix.
pub(super) enum Piece<'x> {
    Open(Element<'x>),
    Close(&'x str),
    Text(&'x str),
}

/// An element that opens. One without content closes right after.
pub(super) struct Element<'x> {
    name: &'x str,
    start: &'x BytesStart<'x>,
}

impl Element<'_> {
    pub(super) fn name(&self) -> &str {
        self.name
    }

    /// An attribute by its name without prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes();
        let mut all = attributes.with_checks(false).flatten();
        let found = all.find(|attribute| attribute.key.local_name().as_ref() == name)?;
        let value: &str = &found.value;
        Some(
            quick_xml::escape::unescape(value)
                .map_or_else(|_| value.to_owned(), std::borrow::Cow::into_owned),
        )
    }
}

/// Hands the pieces of a part to `take`.
pub(super) fn walk(part: &[u8], take: &mut dyn FnMut(Piece<'_>)) -> Result<(), Box<Diagnostic>> {
    let mut reader = Reader::from_reader(part);
    reader.config_mut().expand_empty_elements = true;
    let mut depth = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(Box::new(bomb()));
                }
                let name = start.local_name();
                take(Piece::Open(Element { name: name.as_ref(), start: &start }));
            }
            Ok(Event::End(end)) => {
                depth = depth.saturating_sub(1);
                let name = end.local_name();
                take(Piece::Close(name.as_ref()));
            }
            Ok(Event::Text(text)) => {
                take(Piece::Text(&text));
            }
            Ok(Event::CData(text)) => take(Piece::Text(&text)),
            Ok(Event::GeneralRef(name)) => {
                let whole = format!("&{};", &*name);
                // What is no character stands for nothing.
                if let Ok(text) = quick_xml::escape::unescape(&whole) {
                    take(Piece::Text(&text));
                }
            }
            Ok(Event::DocType(_)) => return Err(Box::new(bomb())),
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(Box::new(damaged(&error.to_string()))),
        }
    }
}
