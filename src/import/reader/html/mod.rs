//! Reads a saved web page: what stands in its blocks, and of these the ones that are the article
//! (`main`). Scripts never run and nothing is fetched; pictures that the page only refers to are told of.

mod main;
mod page;

use super::Read;
use crate::import::document::{Document, Origin, Properties};
use crate::import::report::Notes;
use page::Page;

/// Reads the text of a page.
pub(super) fn read(text: &str, notes: &mut Notes) -> Read {
    let page = Page::read(text);
    let properties = Properties { title: page.title.clone(), ..Properties::default() };
    let blocks = main::article(page, notes);
    let document = Document { blocks, properties, origin: Origin::Marked, ..Document::default() };
    Read { document, warnings: Vec::new() }
}
