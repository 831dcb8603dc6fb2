//! Pictures of any format of documents: under names of our own, without what a camera wrote into them,
//! and with the line under them for a caption. It looks at first bytes only, and decodes nothing.

use std::borrow::Cow;

use crate::import::document::{Block, Document, Picture, Shape};
use crate::import::pattern::Pattern;
use crate::import::report::{Deed, Notes, Sure};
use crate::import::rule::Rule;
use crate::picture;

/// The largest picture, in bytes.
pub(super) const MOST: u64 = 64 << 20;
/// The most that all pictures of a document may have together, in bytes.
const MOST_TOGETHER: usize = 200 << 20;

static CAPTION: Pattern = Pattern::new(
    r"^([图圖]\s*[\d一二三四五六七八九十]{0,3}\s*[为為:：、.．\s]|[▲△↑]|（?[图圖]片?[为為:：])|[摄攝]$",
);

/// Room for the pictures of one document.
#[derive(Debug)]
pub(super) struct Shelf {
    left: usize,
}

impl Shelf {
    pub(super) fn new() -> Self {
        Self { left: MOST_TOGETHER }
    }

    /// Keeps a picture beside the document and returns its number; none for what is no picture for the
    /// web, and for what is more than pictures may be together.
    pub(super) fn keep(&mut self, document: &mut Document, bytes: &[u8]) -> Option<usize> {
        let ending = ending(bytes)?;
        self.left = self.left.checked_sub(bytes.len())?;
        let number = document.pictures.len();
        let name = format!("picture-{}.{ending}", number + 1);
        let bytes = picture::published(Cow::Borrowed(bytes)).into_owned();
        document.pictures.push(Picture { name, bytes });
        Some(number)
    }
}

/// Whether a picture is large enough to belong to an article.
pub(super) fn is_of_article(bytes: &[u8]) -> bool {
    smaller_side(bytes).is_some_and(|side| side >= SMALLEST)
}

/// Whether a picture is so small that it arranges a page.
pub(super) fn is_small(bytes: &[u8]) -> bool {
    smaller_side(bytes).is_some_and(|side| side < SMALLEST)
}

/// The side of a picture that belongs to an article, in pixels.
const SMALLEST: u32 = 60;

fn smaller_side(bytes: &[u8]) -> Option<u32> {
    let facts = picture::look(&format!("picture.{}", ending(bytes)?), bytes).ok()?;
    Some(facts.width.min(facts.height))
}

/// Whether a text ends like the name of a picture.
pub(super) fn has_ending(text: &str) -> bool {
    let small = text.to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp"].iter().any(|ending| small.ends_with(ending))
}

/// Gives blocks of pictures the numbers that their pictures got; those without one go.
pub(super) fn number(document: &mut Document, numbers: &[Option<usize>]) {
    document.blocks.retain_mut(|block| match &mut block.shape {
        Shape::Picture(number) => match numbers.get(*number).copied().flatten() {
            Some(own) => {
                *number = own;
                true
            }
            None => false,
        },
        _ => true,
    });
}

/// The ending that the first bytes call for.
fn ending(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 5] = [
        (b"\xff\xd8\xff", "jpg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"GIF8", "gif"),
        (b"BM", "bmp"),
        (b"RIFF", "webp"),
    ];
    KINDS.iter().find(|(first, _)| bytes.starts_with(first)).map(|(_, ending)| *ending)
}

/// The short line under a picture that speaks of it is its caption.
pub(super) fn captions(document: &mut Document, notes: &mut Notes) {
    const LONGEST: usize = 60;
    let mut blocks: Vec<Block> = Vec::with_capacity(document.blocks.len());
    for block in std::mem::take(&mut document.blocks) {
        let is_caption = block.is_paragraph()
            && block.text.length() <= LONGEST
            && CAPTION.is_in(block.text.as_str());
        let above = blocks.last_mut().filter(|above| matches!(above.shape, Shape::Picture(_)));
        match above {
            // What a page says of a picture for those who do not see it is no better than its caption.
            Some(picture) if is_caption => {
                let shown = block.text.as_str().to_owned();
                let after = format!("![{shown}]");
                let line = block.text.line();
                notes.note(line, Rule::Format, Deed::Changed, shown, after, Sure::Likely);
                picture.text = block.text;
            }
            _ => blocks.push(block),
        }
    }
    document.blocks = blocks;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_have_a_bound_together() {
        let mut shelf = Shelf { left: 20 };
        let mut document = Document::default();
        let file = b"\xff\xd8\xff 12345";
        assert_eq!(shelf.keep(&mut document, file), Some(0));
        assert_eq!(shelf.keep(&mut document, b"no picture"), None);
        assert_eq!(shelf.keep(&mut document, file), Some(1));
        assert_eq!(shelf.keep(&mut document, file), None);
        assert_eq!(shelf.keep(&mut document, b"BM"), Some(2));
    }
}
