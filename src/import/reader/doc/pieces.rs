//! The text of an old Word document. It lies in pieces, in the order of the table of pieces, each in two
//! bytes a character or in one. Old Chinese programs put two-byte characters into pieces of one. It hands
//! out characters with their places in the file, by which their properties are found.

use encoding_rs::{GBK, WINDOWS_1252};

use super::bytes::{byte, long, place, short, stretch};

/// A stretch of the text.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Its first character's number, and the one after its last.
    from: usize,
    to: usize,
    /// Where it lies in the stream of the document.
    at: usize,
    width: Width,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Width {
    One,
    Two,
}

/// One character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) c: char,
    /// Its number in the whole text.
    pub(super) number: usize,
    /// Where it lies in the stream of the document.
    pub(super) at: usize,
}

/// See the module.
pub(super) struct Pieces<'d> {
    document: &'d [u8],
    pieces: Vec<Piece>,
}

/// Text in one byte a character carries this mark in its place.
const ONE: u32 = 0x4000_0000;

impl<'d> Pieces<'d> {
    /// Reads the table of pieces.
    pub(super) fn read(document: &'d [u8], table: &[u8]) -> Option<Self> {
        let mut at = 0;
        // Before the table stand changes that were made to whole pieces.
        while byte(table, at)? == 1 {
            at += 3 + usize::from(short(table, at + 1)?);
        }
        let length = (byte(table, at)? == 2).then(|| place(table, at + 1)).flatten()?;
        let list = stretch(table, at + 5, length)?;
        let count = length.checked_sub(4)? / 12;
        let mut pieces = Vec::with_capacity(count);
        for number in 0..count {
            let from = place(list, number * 4)?;
            let to = place(list, number * 4 + 4)?;
            let own = long(list, (count + 1) * 4 + number * 8 + 2)?;
            let bare = usize::try_from(own & !(ONE | 0x8000_0000)).ok()?;
            let (at, width) =
                if own & ONE == 0 { (bare, Width::Two) } else { (bare / 2, Width::One) };
            if to < from {
                return None;
            }
            pieces.push(Piece { from, to, at, width });
        }
        Some(Self { document, pieces })
    }

    /// How many characters lie in the file, up to a number.
    pub(super) fn present(&self, most: usize) -> usize {
        let own = |piece: &Piece| {
            let width = if piece.width == Width::One { 1 } else { 2 };
            let room = self.document.len().saturating_sub(piece.at) / width;
            piece.to.min(most).saturating_sub(piece.from).min(room)
        };
        self.pieces.iter().map(own).fold(0, usize::saturating_add)
    }

    /// Hands the characters of a stretch of the text to `take`.
    pub(super) fn each(&self, from: usize, to: usize, take: &mut dyn FnMut(Letter)) {
        // They follow one another.
        let first = self.pieces.partition_point(|piece| piece.to <= from);
        for piece in self.pieces.iter().skip(first).take_while(|piece| piece.from < to) {
            let (start, end) = (piece.from.max(from), piece.to.min(to));
            if start >= end {
                continue;
            }
            let (skipped, length) = (start - piece.from, end - start);
            match piece.width {
                Width::Two => {
                    let at = piece.at.saturating_add(skipped.saturating_mul(2));
                    self.two(at, length, start, take);
                }
                Width::One => self.one(piece.at.saturating_add(skipped), length, start, take),
            }
        }
    }

    fn two(&self, at: usize, length: usize, start: usize, take: &mut dyn FnMut(Letter)) {
        let end = at.saturating_add(length.saturating_mul(2)).min(self.document.len());
        let bytes = self.document.get(at..end).unwrap_or_default();
        let units = bytes.chunks_exact(2).filter_map(|two| short(two, 0));
        let mut offset = 0;
        for c in char::decode_utf16(units) {
            let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
            take(Letter { c, number: start + offset, at: at + offset * 2 });
            offset += c.len_utf16();
        }
    }

    fn one(&self, at: usize, length: usize, start: usize, take: &mut dyn FnMut(Letter)) {
        let end = at.saturating_add(length).min(self.document.len());
        let bytes = self.document.get(at..end).unwrap_or_default();
        let chinese = is_chinese(bytes);
        let mut offset = 0;
        while let Some(&first) = bytes.get(offset) {
            let width = if chinese && first >= 0x81 { 2 } else { 1 };
            let own = stretch(bytes, offset, width).unwrap_or_default();
            let (text, _) = if chinese {
                GBK.decode_without_bom_handling(own)
            } else {
                WINDOWS_1252.decode_without_bom_handling(own)
            };
            let c = text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
            take(Letter { c, number: start + offset, at: at + offset });
            offset += width;
        }
    }
}

/// Whether bytes are Chinese characters in two bytes each: those above ASCII come in pairs, all of
/// which mean something. Curly quotes and dashes of a Latin text stand alone.
fn is_chinese(bytes: &[u8]) -> bool {
    let mut pairs = 0_usize;
    let mut rest = bytes;
    while let Some((&first, after)) = rest.split_first() {
        if first < 0x80 {
            rest = after;
            continue;
        }
        let Some((pair, behind)) = rest.split_at_checked(2) else { return false };
        let (_, wrong) = GBK.decode_without_bom_handling(pair);
        if wrong || pair.get(1).is_none_or(|second| *second < 0x40) {
            return false;
        }
        pairs += 1;
        rest = behind;
    }
    pairs >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(pieces: &Pieces<'_>, from: usize, to: usize) -> String {
        let mut all = String::new();
        pieces.each(from, to, &mut |letter| all.push(letter.c));
        all
    }

    #[test]
    fn pieces_of_both_widths_make_one_text() {
        let mut document: Vec<u8> = "政协𠮷".encode_utf16().flat_map(u16::to_le_bytes).collect();
        document.extend_from_slice(b"CPPCC \x93ok\x94");
        document.extend_from_slice(&[0xd5, 0xfe, 0xd0, 0xad]);
        let piece = |from, to, at, width| Piece { from, to, at, width };
        let pieces = Pieces {
            document: &document,
            pieces: vec![
                piece(0, 10, 8, Width::One),
                piece(10, 14, 0, Width::Two),
                piece(14, 18, 18, Width::One),
                // It says that it lies outside of the file.
                piece(18, 99, 5000, Width::Two),
            ],
        };
        assert_eq!(text(&pieces, 0, 99), "CPPCC “ok”政协𠮷政协");
        assert_eq!(text(&pieces, 11, 12), "协");
        assert_eq!(pieces.present(99), 18);
    }

    #[test]
    fn a_table_that_is_cut_off_is_none() {
        assert!(Pieces::read(b"", b"\x02\x40\0\0\0\0\0").is_none());
        assert!(Pieces::read(b"", b"\x01\xff\xff").is_none());
    }
}
