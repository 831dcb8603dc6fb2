//! Reads a saved web page: what stands in its blocks, and of these the ones that are the article
//! (`main`). Scripts never run and nothing is fetched; pictures that were saved beside the page come
//! along, and those that were not are told of.

mod head;
mod main;
mod page;
mod picture;
mod tables;

use super::{Input, Read};
use crate::import::document::{Document, Origin, Properties};
use crate::import::report::Notes;
use page::Page;

/// Reads the text of a page.
pub(super) fn read(text: &str, input: Input<'_>, notes: &mut Notes) -> Read {
    let mut page = Page::read(text);
    let blocks = main::article(&mut page, notes);
    let first = page.head.first().map(str::to_owned);
    let properties = Properties {
        title: page.head.article.take().or(first),
        published: page.head.date.take(),
        source: page.head.source.take(),
        author: page.head.author.take(),
        ..Properties::default()
    };
    let mut document =
        Document { blocks, properties, origin: Origin::Marked, ..Document::default() };
    picture::fetch(&page.pictures, input, &mut document, notes);
    Read { document, warnings: Vec::new() }
}
