//! Names as they stand in the address of a request that may be signed: every byte that is not
//! unreserved is encoded, since each side has to come to the same text.

use std::fmt::Write as _;

/// A path; its slashes stay.
pub(in crate::deliver::remote) fn encode_path(path: &str) -> String {
    path.split('/').map(encode_part).collect::<Vec<_>>().join("/")
}

/// A part of a path, or a value of a query.
pub(in crate::deliver::remote) fn encode_part(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[test]
fn only_unreserved_signs_stay() {
    assert_eq!(encode_path("新/a b+(1).html"), "%E6%96%B0/a%20b%2B%281%29.html");
    assert_eq!(encode_part("a/b="), "a%2Fb%3D");
}
