//! The bytes of a site between being made and being sent: in one temporary file, each once. It is gone
//! when the command ends, however that is.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use blake3::Hash;

use crate::deliver::remote::Source;

/// Bytes by their hash.
pub(super) struct Spool {
    path: PathBuf,
    inner: Mutex<Inner>,
}

struct Inner {
    file: File,
    end: u64,
    places: HashMap<Hash, (u64, usize)>,
}

impl Spool {
    /// A spool in a new file.
    pub(super) fn create(path: PathBuf) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).write(true).create_new(true).open(&path)?;
        // What is open needs no name, and what has none does not stay when the program is killed.
        let _ = std::fs::remove_file(&path);
        let inner = Inner { file, end: 0, places: HashMap::new() };
        Ok(Self { path, inner: Mutex::new(inner) })
    }

    /// Takes bytes, unless it has them.
    pub(super) fn put(&self, hash: Hash, bytes: &[u8]) -> io::Result<()> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.places.contains_key(&hash) {
            return Ok(());
        }
        let at = inner.end;
        inner.file.seek(SeekFrom::Start(at))?;
        inner.file.write_all(bytes)?;
        inner.end += bytes.len() as u64;
        inner.places.insert(hash, (at, bytes.len()));
        Ok(())
    }
}

impl Source for Spool {
    fn bytes(&self, _path: &str, hash: Hash) -> io::Result<Vec<u8>> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let &(at, length) = inner.places.get(&hash).ok_or(io::ErrorKind::NotFound)?;
        inner.file.seek(SeekFrom::Start(at))?;
        let mut bytes = vec![0; length];
        inner.file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        // Where it could not go while it was open.
        let _ = std::fs::remove_file(&self.path);
    }
}
