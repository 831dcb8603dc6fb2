//! Reads Word files (.docx): an archive of XML. Paragraphs, headings by style and outline level, lists,
//! tables, footnotes, pictures, accepted revisions. Macros, fields and whatever lies outside of the
//! archive are never looked at; an archive that unpacks to more than a document can be is refused.

mod body;
mod numbering;
mod package;
mod paragraph;
mod picture;
mod styles;
mod xml;

pub(super) use package::{bomb, damaged, encrypted};

use std::collections::BTreeMap;

use super::Read;
use crate::diagnostic::Diagnostic;
use crate::import::document::{Document, Origin, Properties};
use crate::import::report::Notes;
use crate::import::text::Text;
use body::Body;
use package::Package;
use styles::Styles;
use xml::Piece;

/// Reads a file whose first bytes are those of an archive.
pub(super) fn read(bytes: &[u8], notes: &mut Notes) -> Result<Read, Box<Diagnostic>> {
    let mut package = Package::open(bytes)?;
    if package.has_macros() {
        super::tell_of_macros(notes);
    }
    let main = package.main();
    let relations = package.relations(&main)?;
    let styles = Styles::read(&package.beside(&main, "styles.xml")?)?;
    let numbering = numbering::read(&package.beside(&main, "numbering.xml")?)?;
    let text = package.part(&main)?;
    if text.is_empty() {
        return Err(Box::new(package::not_word()));
    }
    let mut body = Body::new(&styles, numbering, &relations);
    xml::walk(&text, &mut |piece| body.take(piece))?;
    if body.is_too_long() {
        return Err(Box::new(package::bomb()));
    }
    let mut footnotes = texts(&package.beside(&main, "footnotes.xml")?, "footnote")?;
    let mut endnotes = texts(&package.beside(&main, "endnotes.xml")?, "endnote")?;
    let found = body.finish(notes);
    let mut document = Document {
        blocks: found.blocks,
        properties: properties(&package.part("docProps/core.xml")?)?,
        origin: Origin::Marked,
        ..Document::default()
    };
    for reference in &found.notes {
        let texts = if reference.is_end { &mut endnotes } else { &mut footnotes };
        // A note is written once, however often it is referred to.
        document.notes.push(texts.remove(&reference.id).unwrap_or_default());
    }
    picture::fetch(&mut package, &main, &relations, &found.pictures, &mut document, notes)?;
    Ok(Read { document, warnings: Vec::new() })
}

/// The texts of a part that holds notes, by their ids.
fn texts(part: &[u8], name: &str) -> Result<BTreeMap<String, Text>, Box<Diagnostic>> {
    let mut all: Vec<(String, Text)> = Vec::new();
    let mut in_text = false;
    xml::walk(part, &mut |piece| match piece {
        Piece::Open(element) if element.name() == name => {
            all.push((element.attribute("id").unwrap_or_default(), Text::plain("", 0)));
        }
        Piece::Open(element) if element.name() == "t" => in_text = true,
        Piece::Close("t") => in_text = false,
        Piece::Text(text) if in_text => {
            if let Some((_, own)) = all.last_mut() {
                own.push(text, &[], 0);
            }
        }
        _ => {}
    })?;
    for (_, text) in &mut all {
        text.trim();
    }
    Ok(all.into_iter().collect())
}

/// The moment that every file of one popular library (python-docx) carries.
const OF_A_TEMPLATE: &str = "2013-12-23T23:15";

fn properties(part: &[u8]) -> Result<Properties, Box<Diagnostic>> {
    let mut properties = Properties::default();
    let mut made = None;
    let mut within = String::new();
    xml::walk(part, &mut |piece| match piece {
        Piece::Open(element) => element.name().clone_into(&mut within),
        Piece::Close(_) => within.clear(),
        Piece::Text(text) if !text.trim().is_empty() => {
            let field = match within.as_str() {
                "title" => &mut properties.title,
                "creator" => &mut properties.author,
                "created" => &mut made,
                "modified" => &mut properties.date,
                _ => return,
            };
            // A text may come in pieces.
            field.get_or_insert_with(String::new).push_str(text.trim());
        }
        Piece::Text(_) => {}
    })?;
    // What was made from a template may carry the day on which the template was made: the later counts.
    let days = [properties.date.take(), made].into_iter().flatten();
    properties.date = days
        .filter(|moment| !moment.starts_with(OF_A_TEMPLATE))
        .filter_map(|moment| moment.get(..10).map(str::to_owned))
        .max();
    Ok(properties)
}
