//! Reads a saved web page: what stands in its blocks, and of these the ones that are the article
//! (`main`). Scripts never run and nothing is fetched; pictures that were saved beside the page come
//! along, and those that were not are told of.

mod head;
mod main;
mod page;
mod tables;

use std::collections::BTreeMap;

use super::{Input, Read, pictures};
use crate::import::document::{Document, Origin, Properties, Shape};
use crate::import::report::{Deed, Notes, Sure};
use crate::import::rule::Rule;
use page::{Page, Shown};

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
    fetch(&page.pictures, input, &mut document, notes);
    Read { document, warnings: Vec::new() }
}

/// Puts the pictures of the article beside it, and tells of those that are not there.
fn fetch(shown: &[Shown], input: Input<'_>, document: &mut Document, notes: &mut Notes) {
    let blocks = document.blocks.iter();
    let wanted: Vec<usize> = blocks
        .filter_map(|block| match block.shape {
            Shape::Picture(number) => Some(number),
            _ => None,
        })
        .collect();
    let mut numbers: Vec<Option<usize>> = vec![None; shown.len()];
    let mut known: BTreeMap<&str, Option<usize>> = BTreeMap::new();
    for at in wanted {
        let Some(Shown { address, .. }) = shown.get(at) else { continue };
        // One that is shown several times is one file.
        if let Some(number) = known.get(address.as_str()) {
            if let Some(own) = numbers.get_mut(at) {
                *own = *number;
            }
            continue;
        }
        let bytes = local(address).and_then(|name| input.beside?.read(&name));
        let kept = bytes
            .filter(|bytes| pictures::is_of_article(bytes))
            .and_then(|bytes| pictures::keep(document, &bytes));
        if kept.is_none() && !address.starts_with("data:") {
            notes.note(
                0,
                Rule::Format,
                Deed::Dropped,
                format!("图片 {address}"),
                "",
                Sure::Certain,
            );
        }
        known.insert(address, kept);
        if let Some(number) = numbers.get_mut(at) {
            *number = kept;
        }
    }
    for block in &mut document.blocks {
        if let Shape::Picture(at) = block.shape
            && let Some(Shown { caption, .. }) = shown.get(at).filter(|own| !is_name(&own.caption))
        {
            let line = block.text.line();
            block.text.push(caption, &[], line);
        }
    }
    pictures::number(document, &numbers);
    pictures::captions(document, notes);
}

/// What programs write for a caption says nothing.
fn is_name(caption: &str) -> bool {
    !caption.chars().any(crate::script::han::is_han)
        || matches!(caption, "图片" | "圖片" | "图像" | "配图")
        || pictures::has_ending(caption)
}

/// The name of a file beside the page; none for an address elsewhere, or one that climbs.
fn local(address: &str) -> Option<String> {
    let plain = address.split(['?', '#']).next()?;
    let plain = plain.strip_prefix("./").unwrap_or(plain);
    if plain.is_empty() || plain.contains(':') || plain.starts_with(['/', '\\']) {
        return None;
    }
    let name = crate::address::decode(plain)?.replace('\\', "/");
    let is_plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(':');
    name.split('/').all(is_plain).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn pictures_are_only_looked_for_beside_the_page() {
        for (address, name) in [
            ("a_files/1.jpg", Some("a_files/1.jpg")),
            ("./%E8%A7%86%E5%AF%9F_files/1.jpg?x=1", Some("视察_files/1.jpg")),
            ("../1.jpg", None),
            ("a/%2e%2e/1.jpg", None),
            ("..%5c1.jpg", None),
            ("/etc/passwd", None),
            ("C:/1.jpg", None),
            ("https://example.org/1.jpg", None),
            ("data:image/gif;base64,AAAA", None),
        ] {
            assert_eq!(local(address).as_deref(), name, "{address}");
        }
    }
}
