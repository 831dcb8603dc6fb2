//! A page that its template is done with, and what its editions are made from. It never knows of an
//! edition.

use std::borrow::Cow;

use super::{Markup, asset};
use crate::project::StaticFile;

/// A finished page, before it becomes an edition.
#[derive(Debug)]
pub(crate) enum Page {
    /// Text that every edition is made from, as the template wrote it: UTF-8.
    Text { markup: Markup, text: Vec<u8> },
    /// Text that is the same for everybody.
    Shared(String),
    /// A file that is served as it is, but for what a camera noted in it.
    File(StaticFile),
}

/// A finished page as its editions are made from it: looked at once for all of them.
#[derive(Debug)]
pub(crate) enum Sheet<'p> {
    /// Text that every edition is made from.
    Text { markup: Markup, text: &'p str },
    /// What is the same for everybody.
    Shared(Cow<'p, [u8]>),
}

impl Page {
    /// What the editions are made from. It fails when a file cannot be read.
    pub(crate) fn sheet(&self) -> std::io::Result<Sheet<'_>> {
        Ok(match self {
            Self::Text { markup, text } => {
                // Templates only ever write text.
                let text = simdutf8::basic::from_utf8(text).map_err(std::io::Error::other)?;
                Sheet::Text { markup: *markup, text }
            }
            Self::Shared(text) => Sheet::Shared(Cow::Borrowed(text.as_bytes())),
            Self::File(file) => Sheet::Shared(asset::published(file)?),
        })
    }
}
