//! Styles of paragraphs, as `styles.xml` declares them: their roles, and the numbers they bring.

use std::collections::BTreeMap;

use super::xml::{self, Piece};
use crate::diagnostic::Diagnostic;
use crate::import::reader::role::{self, Role};

/// What a style says of its paragraphs.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    pub(super) number: Option<String>,
    pub(super) level: u8,
    pub(super) bold: bool,
}

/// All styles by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles(BTreeMap<String, Style>);

impl Styles {
    pub(super) fn read(part: &[u8]) -> Result<Self, Box<Diagnostic>> {
        let mut all = BTreeMap::new();
        let mut own: Option<(String, Style)> = None;
        xml::walk(part, &mut |piece| match piece {
            Piece::Open(element) => match (element.name(), &mut own) {
                ("style", _) => own = element.attribute("styleId").map(|id| (id, Style::default())),
                ("name", Some((_, style))) => {
                    style.name = element.attribute("val").unwrap_or_default().to_lowercase();
                }
                ("basedOn", Some((_, style))) => style.based_on = element.attribute("val"),
                ("outlineLvl", Some((_, style))) => {
                    style.outline = element.attribute("val").and_then(|level| level.parse().ok());
                }
                ("numId", Some((_, style))) => style.number = element.attribute("val"),
                ("ilvl", Some((_, style))) => {
                    style.level =
                        element.attribute("val").and_then(|level| level.parse().ok()).unwrap_or(0);
                }
                ("b", Some((_, style))) => style.bold = is_on(element.attribute("val").as_deref()),
                _ => {}
            },
            Piece::Close("style") => all.extend(own.take()),
            _ => {}
        })?;
        Ok(Self(all))
    }

    pub(super) fn get(&self, id: &str) -> Option<&Style> {
        self.0.get(id)
    }

    /// The role of a style, its own or that of the style that it is based on.
    pub(super) fn role(&self, id: &str) -> Role {
        let mut id = id;
        // A circle of styles ends somewhere.
        for _ in 0..16 {
            let Some(style) = self.0.get(id) else { break };
            match style.role() {
                Role::Body => match &style.based_on {
                    Some(base) => id = base,
                    None => break,
                },
                role => return role,
            }
        }
        Role::Body
    }
}

impl Style {
    fn role(&self) -> Role {
        match (role::of_name(&self.name), self.outline) {
            (Role::Body, Some(level)) if level < 9 => Role::Heading(level + 1),
            (role, _) => role,
        }
    }
}

/// Whether a switch is on: there without a value, or with one that does not say no.
pub(super) fn is_on(value: Option<&str>) -> bool {
    !matches!(value, Some("0" | "false" | "off" | "none"))
}
