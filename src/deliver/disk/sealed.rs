//! A text with a first line that names it and its format, and a last line that proves it whole.
//! It never writes one.

use std::path::Path;
use std::{fs, io};

use blake3::Hash;

use super::files;

/// The format of manifests and journals; a reader refuses any other.
const FORMAT: u32 = 1;

/// What `parse` makes of the file at `path`; `None` when there is no file, or none that it takes.
pub(super) fn read<T>(path: &Path, parse: impl FnOnce(&str) -> Option<T>) -> io::Result<Option<T>> {
    match fs::read(path) {
        Ok(bytes) => Ok(str::from_utf8(&bytes).ok().and_then(parse)),
        Err(error) if files::is_gone(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The text with its first and last line. Every line of `body` ends in a line break.
pub(in crate::deliver) fn seal(kind: &str, body: &str) -> String {
    let mut text = format!("jianfan {kind} {FORMAT}\n{body}");
    let end = blake3::hash(text.as_bytes());
    text.push_str("end ");
    text.push_str(&end.to_hex());
    text.push('\n');
    text
}

/// The body of a sealed text; `None` when it is of another kind or format, torn, or altered.
pub(in crate::deliver) fn unseal<'a>(kind: &str, text: &'a str) -> Option<&'a str> {
    let (before, end) = text.strip_suffix('\n')?.rsplit_once('\n')?;
    let signed = text.get(..=before.len())?;
    let end = Hash::from_hex(end.strip_prefix("end ")?).ok()?;
    (end == blake3::hash(signed.as_bytes())).then_some(())?;
    let (first, body) = signed.split_once('\n')?;
    (first == format!("jianfan {kind} {FORMAT}")).then_some(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_text_is_refused_when_a_byte_is_missing_or_altered() {
        for body in ["", "a\nb\n"] {
            let text = seal("journal", body);
            assert_eq!(unseal("journal", &text), Some(body));
            assert_eq!(unseal("manifest", &text), None);
            for cut in 0..text.len() {
                assert_eq!(unseal("journal", &text[..cut]), None, "cut at {cut}");
                let mut altered = text.clone().into_bytes();
                altered[cut] ^= 1;
                let altered = String::from_utf8(altered).unwrap();
                assert_eq!(unseal("journal", &altered), None, "altered at {cut}");
            }
        }
    }
}
