//! Styles of paragraphs: which are headings, titles or lists. It knows the names that Word, WPS and
//! `LibreOffice` give them, in Chinese and in English.

use std::collections::BTreeMap;

use super::xml::{self, Piece};
use crate::diagnostic::Diagnostic;

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

/// What kind of paragraph a style makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    /// From 1.
    Heading(u8),
    Bullets,
    Numbers,
    Quote,
    /// A line of a table of contents.
    Contents,
    Body,
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
        let name = self.name.as_str();
        let heading = ["heading ", "heading", "标题 ", "標題 "]
            .iter()
            .find_map(|prefix| name.strip_prefix(prefix));
        if let Some(level) = heading.and_then(|level| level.trim().parse::<u8>().ok()) {
            return Role::Heading(level.clamp(1, 9));
        }
        match name {
            "title" | "标题" | "標題" => Role::Title,
            _ if name.starts_with("toc")
                || name.starts_with("目录")
                || name.starts_with("contents") =>
            {
                Role::Contents
            }
            _ if name.starts_with("list bullet") || name.starts_with("列表项目符号") => {
                Role::Bullets
            }
            _ if name.starts_with("list number") || name.starts_with("列表编号") => {
                Role::Numbers
            }
            _ if name.contains("quote") || name.contains("引文") => Role::Quote,
            _ => match self.outline {
                Some(level) if level < 9 => Role::Heading(level + 1),
                _ => Role::Body,
            },
        }
    }
}

/// Whether a switch is on: there without a value, or with one that does not say no.
pub(super) fn is_on(value: Option<&str>) -> bool {
    !matches!(value, Some("0" | "false" | "off" | "none"))
}
