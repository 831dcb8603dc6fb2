//! Whether a camera was held on its side: browsers turn such a picture, so its width is what the
//! file calls its height. Of all that Exif knows, nothing else is read.

use std::io::{Read, Seek, SeekFrom};

/// How much of a file is read; the mark stands near its beginning.
const HEAD: u64 = 64 * 1024;
/// The number of the field, in the tables of the standard (Exif 2.32, 4.6.4).
const ORIENTATION: u32 = 0x0112;

/// Whether a JPEG is shown turned by a quarter.
pub(super) fn lies_on_its_side(reader: &mut (impl Read + Seek)) -> bool {
    let mut head = Vec::new();
    let read =
        reader.seek(SeekFrom::Start(0)).and_then(|_| reader.take(HEAD).read_to_end(&mut head));
    read.is_ok() && exif(&head).and_then(orientation).is_some_and(|turn| (5..=8).contains(&turn))
}

/// The TIFF structure in the segment of Exif.
fn exif(head: &[u8]) -> Option<&[u8]> {
    let mut rest = head.strip_prefix(b"\xFF\xD8")?;
    loop {
        let (marker, after) = rest.split_at_checked(2)?;
        let length = usize::try_from(number(after.get(..2)?, Order::Big)).ok()?;
        let segment = after.get(2..length)?;
        match marker {
            [0xFF, 0xE1] if segment.starts_with(b"Exif\0\0") => return segment.get(6..),
            // The picture itself begins.
            [0xFF, 0xDA] => return None,
            [0xFF, _] => rest = after.get(length..)?,
            _ => return None,
        }
    }
}

#[derive(Clone, Copy)]
enum Order {
    Big,
    Little,
}

fn orientation(tiff: &[u8]) -> Option<u32> {
    let order = match tiff.get(..2)? {
        b"MM" => Order::Big,
        b"II" => Order::Little,
        _ => return None,
    };
    let table = usize::try_from(number(tiff.get(4..8)?, order)).ok()?;
    let table = tiff.get(table..)?;
    let count = usize::try_from(number(table.get(..2)?, order)).ok()?;
    let fields = table.get(2..)?.chunks_exact(12).take(count);
    let field = fields
        .into_iter()
        .find(|field| field.get(..2).is_some_and(|tag| number(tag, order) == ORIENTATION))?;
    Some(number(field.get(8..10)?, order))
}

fn number(bytes: &[u8], order: Order) -> u32 {
    let append = |all: u32, byte: &u8| all << 8 | u32::from(*byte);
    match order {
        Order::Big => bytes.iter().fold(0, append),
        Order::Little => bytes.iter().rev().fold(0, append),
    }
}
