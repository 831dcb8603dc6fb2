//! Whether a file holds given bytes. It reads no further than the first difference and never
//! follows a link.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::files;

/// How much is read at a time: most pages fit, and a thread keeps one such buffer.
const CHUNK: usize = 64 * 1024;

thread_local! {
    static BUFFER: RefCell<Vec<u8>> = RefCell::new(vec![0; CHUNK]);
}

/// What stands at a path where bytes are to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing.
    Nothing,
    /// A file with these bytes.
    Same,
    /// A file with other bytes, one that cannot be read, or a link to anything.
    Other,
    /// A folder.
    Folder,
}

/// Looks at a path whose folders are known to be real ones.
pub(super) fn standing(path: &Path, bytes: &[u8]) -> io::Result<Standing> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(e) if files::is_gone(&e) => return Ok(Standing::Nothing),
        Err(e) => return Err(e),
    };
    Ok(if found.is_dir() {
        Standing::Folder
    } else if found.is_file() && found.len() == bytes.len() as u64 && holds(path, bytes) {
        Standing::Same
    } else {
        Standing::Other
    })
}

/// A file that cannot be read is taken for another one: it can still be replaced.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    BUFFER.with_borrow_mut(|buffer| {
        File::open(path).and_then(|file| reads_as(file, bytes, buffer)).unwrap_or(false)
    })
}

fn reads_as(mut file: impl Read, bytes: &[u8], buffer: &mut [u8]) -> io::Result<bool> {
    let mut rest = bytes;
    while !rest.is_empty() {
        let read = match file.read(buffer) {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        match rest.split_at_checked(read) {
            Some((expected, after)) if read > 0 && buffer.get(..read) == Some(expected) => {
                rest = after;
            }
            _ => return Ok(false),
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_compared_to_the_last_one() {
        let mut buffer = [0; 4];
        let mut same = |file: &[u8], bytes: &[u8]| reads_as(file, bytes, &mut buffer).unwrap();
        assert!(same(b"", b""));
        assert!(same(b"0123456789", b"0123456789"));
        assert!(!same(b"0123456789", b"0123456780"));
        assert!(!same(b"01234567", b"0123456789"));
        assert!(!same(b"x123456789", b"0123456789"));
    }
}
