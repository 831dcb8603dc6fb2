//! The automatic numbers of a Word file, as `numbering.xml` declares them.

use super::xml::{self, Piece};
use crate::diagnostic::Diagnostic;
use crate::import::reader::numbering::{LEVELS, Level, Numbering};

/// Reads the part that declares them.
pub(super) fn read(part: &[u8]) -> Result<Numbering, Box<Diagnostic>> {
    let mut all = Numbering::default();
    let (mut list, mut number) = (String::new(), String::new());
    let mut levels: Vec<Level> = Vec::new();
    xml::walk(part, &mut |piece| {
        let element = match piece {
            Piece::Open(element) => element,
            Piece::Close("abstractNum") => {
                all.list(std::mem::take(&mut list), std::mem::take(&mut levels));
                return;
            }
            _ => return,
        };
        let value = || element.attribute("val").unwrap_or_default();
        match element.name() {
            "abstractNum" => list = element.attribute("abstractNumId").unwrap_or_default(),
            "num" => number = element.attribute("numId").unwrap_or_default(),
            "abstractNumId" => all.number(number.clone(), value()),
            "lvl" if levels.len() < LEVELS => {
                levels.push(Level { start: 1, ..Level::default() });
            }
            name => {
                let Some(level) = levels.last_mut() else { return };
                match name {
                    "numFmt" => level.format = value(),
                    "lvlText" => level.text = value(),
                    "start" => level.start = value().parse().unwrap_or(1),
                    _ => {}
                }
            }
        }
    })?;
    Ok(all)
}
