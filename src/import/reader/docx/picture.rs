//! Pictures of a Word file: taken out of the archive under names of our own, without what a camera
//! wrote into them, and with the line under them for a caption. What lies outside of the archive is not
//! fetched, and what is no picture for the web is told of.

use super::package::{Package, Relations};
use crate::diagnostic::Diagnostic;
use crate::import::document::{Document, Picture, Shape};
use crate::import::pattern::Pattern;
use crate::import::report::{Deed, Notes, Sure};
use crate::import::rule::Rule;

/// The largest picture.
const MOST: u64 = 64 << 20;

static CAPTION: Pattern = Pattern::new(
    r"^([图圖]\s*[\d一二三四五六七八九十]{0,3}\s*[为為:：、.．\s]|[▲△↑]|（?[图圖]片?[为為:：])|[摄攝]$",
);

/// Fetches the pictures whose ids the body gave, and gives their blocks captions.
pub(super) fn fetch(
    package: &mut Package<'_>,
    main: &str,
    relations: &Relations,
    ids: &[String],
    document: &mut Document,
    notes: &mut Notes,
) -> Result<(), Box<Diagnostic>> {
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut numbers: Vec<Option<usize>> = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(relation) = relations.get(id) else {
            numbers.push(None);
            continue;
        };
        let inside = inner(folder, &relation.target).filter(|_| !relation.is_outside);
        let bytes = match inside {
            Some(name) => package.read(&name, MOST)?,
            None => None,
        };
        let kind = bytes.as_deref().and_then(ending);
        let (Some(bytes), Some(ending)) = (bytes, kind) else {
            notes.note(0, Rule::Format, Deed::Dropped, relation.target.clone(), "", Sure::Certain);
            numbers.push(None);
            continue;
        };
        let name = format!("picture-{}.{ending}", document.pictures.len() + 1);
        numbers.push(Some(document.pictures.len()));
        let bytes = if ending == "jpg" { without_camera(&bytes) } else { bytes };
        document.pictures.push(Picture { name, bytes });
    }
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
    captions(document, notes);
    Ok(())
}

/// The name of a file in the archive; none for one that climbs out of it.
fn inner(folder: &str, target: &str) -> Option<String> {
    let whole = match target.strip_prefix('/') {
        Some(rooted) => rooted.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
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

/// A JPEG without the segments in which cameras write where and when; the profile of its colours stays.
fn without_camera(bytes: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = bytes.get(..2).unwrap_or_default().to_vec();
    let mut at = 2;
    while let Some(&[0xff, kind, high, low]) =
        bytes.get(at..at + 4).and_then(|head| <&[u8; 4]>::try_from(head).ok())
    {
        let length = 2 + usize::from(u16::from_be_bytes([high, low]));
        // From here on there are picture data.
        if kind == 0xda {
            break;
        }
        let Some(segment) = bytes.get(at..at + length) else { break };
        // Exif and XMP are APP1, Photoshop's notes APP13; a comment is one, too.
        if !matches!(kind, 0xe1 | 0xed | 0xfe) {
            out.extend_from_slice(segment);
        }
        at += length;
    }
    out.extend_from_slice(bytes.get(at..).unwrap_or_default());
    out
}

/// The short line under a picture that speaks of it is its caption.
fn captions(document: &mut Document, notes: &mut Notes) {
    const LONGEST: usize = 60;
    let mut at = 0;
    while at + 1 < document.blocks.len() {
        let is_picture =
            document.blocks.get(at).is_some_and(|block| matches!(block.shape, Shape::Picture(_)));
        let under = document.blocks.get(at + 1).filter(|block| {
            block.is_paragraph()
                && block.text.length() <= LONGEST
                && CAPTION.is_in(block.text.as_str())
        });
        if is_picture && under.is_some() {
            let caption = document.blocks.remove(at + 1).text;
            let shown = caption.as_str().to_owned();
            notes.note(
                caption.line(),
                Rule::Format,
                Deed::Changed,
                shown.clone(),
                format!("![{shown}]"),
                Sure::Likely,
            );
            if let Some(picture) = document.blocks.get_mut(at) {
                picture.text = caption;
            }
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_never_climb_out_of_the_archive() {
        assert_eq!(inner("word", "media/image1.png").as_deref(), Some("word/media/image1.png"));
        assert_eq!(inner("word", "../media/a.png").as_deref(), Some("media/a.png"));
        assert_eq!(inner("word", "../../../etc/passwd"), None);
        assert_eq!(inner("word", "/media/a.png").as_deref(), Some("media/a.png"));
    }

    #[test]
    fn what_a_camera_wrote_is_gone() {
        let jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xe1\x00\x06Exif\xff\xda\x00\x02data";
        assert_eq!(without_camera(jpeg), b"\xff\xd8\xff\xe0\x00\x04ab\xff\xda\x00\x02data");
        assert_eq!(without_camera(b"\xff\xd8"), b"\xff\xd8");
    }
}
