//! Numbers in bytes, as old Word wrote them: the lowest byte first. What lies outside of the bytes is not
//! there; nothing here ever panics.

/// The byte at a place.
pub(super) fn byte(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at).copied()
}

/// The number of two bytes at a place.
pub(super) fn short(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(two.try_into().ok()?))
}

/// The number of four bytes at a place.
pub(super) fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

/// The same, for counting and for places.
pub(super) fn place(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(long(bytes, at)?).ok()
}

/// A stretch of so many bytes from a place on.
pub(super) fn stretch(bytes: &[u8], from: usize, length: usize) -> Option<&[u8]> {
    bytes.get(from..from.checked_add(length)?)
}

/// So many UTF-16 units from a place on, as text.
pub(super) fn wide(bytes: &[u8], from: usize, units: usize) -> Option<String> {
    let all = stretch(bytes, from, units.checked_mul(2)?)?;
    let units = all.chunks_exact(2).filter_map(|two| short(two, 0));
    Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}
