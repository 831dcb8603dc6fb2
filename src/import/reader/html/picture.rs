//! Pictures of a saved page: those that were saved beside it, and those that are written into it. Nothing
//! is fetched; those that are not there are told of.

use std::collections::BTreeMap;

use super::super::{Input, pictures};
use super::page::Shown;
use crate::import::document::{Document, Shape};
use crate::import::report::{Deed, Notes, Sure};
use crate::import::rule::Rule;

/// Where a picture is.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place<'a> {
    /// Beside the page, under that name.
    Beside(String),
    /// In the page itself.
    Within(&'a str),
    Elsewhere(&'a str),
}

impl<'a> Place<'a> {
    fn of(address: &'a str) -> Self {
        match (address.strip_prefix("data:"), local(address)) {
            (Some(data), _) => Self::Within(data),
            (None, Some(name)) => Self::Beside(name),
            (None, None) => Self::Elsewhere(address),
        }
    }

    fn shown(&self) -> &str {
        match self {
            Self::Beside(name) => name,
            Self::Within(_) => "（写在网页里的）",
            Self::Elsewhere(address) => address,
        }
    }
}

/// Puts the pictures of the article beside it, and tells of those that are not there.
pub(super) fn fetch(shown: &[Shown], input: Input<'_>, document: &mut Document, notes: &mut Notes) {
    let blocks = document.blocks.iter();
    let wanted: Vec<usize> = blocks
        .filter_map(|block| match block.shape {
            Shape::Picture(number) => Some(number),
            _ => None,
        })
        .collect();
    let mut numbers: Vec<Option<usize>> = vec![None; shown.len()];
    let mut known: BTreeMap<Place<'_>, Option<usize>> = BTreeMap::new();
    let mut shelf = pictures::Shelf::new();
    for at in wanted {
        let (Some(Shown { address, .. }), Some(own)) = (shown.get(at), numbers.get_mut(at)) else {
            continue;
        };
        let place = Place::of(address);
        // One that is shown several times is one file.
        if let Some(number) = known.get(&place) {
            *own = *number;
            continue;
        }
        let bytes = match &place {
            Place::Beside(name) => input.beside.and_then(|beside| beside.read(name)),
            Place::Within(data) => decoded(data),
            Place::Elsewhere(_) => None,
        };
        // What a page writes into itself to be arranged by is nobody's picture.
        let arranges =
            matches!(place, Place::Within(_)) && bytes.as_deref().is_some_and(pictures::is_small);
        let kept = bytes
            .filter(|bytes| pictures::is_of_article(bytes))
            .and_then(|bytes| shelf.keep(document, &bytes));
        if kept.is_none() && !arranges {
            let told = format!("图片 {}", place.shown());
            notes.note(0, Rule::Format, Deed::Dropped, told, "", Sure::Certain);
        }
        *own = kept;
        known.insert(place, kept);
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

/// The bytes of a picture that is written into its page: `image/png;base64,iVBO…`.
fn decoded(data: &str) -> Option<Vec<u8>> {
    let (kind, letters) = data.split_once(',')?;
    let letters = kind.trim_end().ends_with(";base64").then_some(letters)?;
    // Lines are broken at will, and the signs that fill up the end are often left out.
    let letters: String = letters.split_ascii_whitespace().collect();
    data_encoding::BASE64_NOPAD.decode(letters.trim_end_matches('=').as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::{decoded, local};

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

    #[test]
    fn pictures_within_the_page_are_decoded() {
        assert_eq!(decoded("image/png;base64,iVBORw0KGgo=").unwrap(), b"\x89PNG\r\n\x1a\n");
        assert_eq!(decoded("image/gif;base64,R0lG ODlh\n").unwrap(), b"GIF89a");
        assert_eq!(decoded("image/png;base64,iVBORw0KGgo").unwrap(), b"\x89PNG\r\n\x1a\n");
        assert_eq!(decoded("image/svg+xml,<svg/>"), None);
        assert_eq!(decoded("image/png;base64,i<"), None);
    }
}
