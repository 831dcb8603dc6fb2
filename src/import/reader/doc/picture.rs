//! Pictures that stand in the text of an old Word document: records of drawings in a stream of their own.
//! It looks for the one record that holds the file of a picture, and never decodes it.

use super::bytes::{byte, place, short, stretch};

/// Records lie no deeper in one another.
const DEEPEST: usize = 8;
/// A record of this type names a picture, which may follow in it.
const ENTRY: u16 = 0xf007;

/// The file of the picture that is described from a place in the stream on.
pub(super) fn at(data: &[u8], from: usize) -> Option<&[u8]> {
    let own = stretch(data, from, place(data, from)?)?;
    let mut records = own.get(usize::from(short(own, 4)?)..)?;
    // Of a picture that is linked to a file its name comes first.
    if short(own, 6)? == 0x66 {
        records = records.get(1 + usize::from(byte(records, 0)?)..)?;
    }
    find(records, 0)
}

fn find(mut records: &[u8], depth: usize) -> Option<&[u8]> {
    if depth >= DEEPEST {
        return None;
    }
    loop {
        let (first, kind) = (short(records, 0)?, short(records, 2)?);
        let own = stretch(records, 8, place(records, 4)?)?;
        let found = match kind {
            ENTRY => find(own.get(36..)?, depth + 1),
            _ if first & 0xf == 0xf => find(own, depth + 1),
            0xf01d | 0xf02a => file(own, b"\xff\xd8\xff"),
            0xf01e => file(own, b"\x89PNG"),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
        records = records.get(8 + own.len()..)?;
    }
}

/// A file behind one or two checksums.
fn file<'r>(record: &'r [u8], first: &[u8]) -> Option<&'r [u8]> {
    [17, 33].into_iter().filter_map(|at| record.get(at..)).find(|rest| rest.starts_with(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(first: u16, kind: u16, own: &[u8]) -> Vec<u8> {
        let length = u32::try_from(own.len()).unwrap();
        [&first.to_le_bytes()[..], &kind.to_le_bytes(), &length.to_le_bytes(), own].concat()
    }

    #[test]
    fn the_file_is_found_in_its_record() {
        let mut blip = vec![0; 17];
        blip.extend_from_slice(b"\x89PNG data");
        let mut entry = vec![0; 36];
        entry.extend(record(0, 0xf01e, &blip));
        let shape = record(0xf, 0xf004, &record(0, 0xf00a, b"12345678"));
        let records = [shape, record(2, ENTRY, &entry)].concat();
        let length = u32::try_from(68 + records.len()).unwrap();
        let mut data = [&length.to_le_bytes()[..], &68_u16.to_le_bytes(), &[0; 62]].concat();
        data.extend(records);
        assert_eq!(at(&data, 0), Some(b"\x89PNG data".as_slice()));
        assert_eq!(at(&data, 4), None);
        assert_eq!(at(&data[..data.len() - 1], 0), None);
    }
}
