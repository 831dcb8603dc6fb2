//! What was made once and is kept between builds: a folder beside the site's settings, one file a
//! thing, named after what it was made from. It is a help and never a need: what cannot be read, or
//! is not what was written, is made anew, and a disk that takes nothing only costs time. It never
//! knows what the things are.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// The folder of all that is kept, in that of the site.
const FOLDER: &str = ".jianfan";

/// How long what no build needs any more is kept.
const AGE: Duration = Duration::from_hours(24 * 30);

/// See the module.
#[derive(Debug)]
pub(crate) struct Kept {
    folder: PathBuf,
    /// What every file begins with; it changes when things are made otherwise than before.
    head: &'static [u8],
    /// Tells the files apart that are being written.
    writing: AtomicU64,
    used: Mutex<HashSet<String>>,
}

impl Kept {
    /// One folder of the site at `root`. Nothing is written before there is something to keep.
    pub(crate) fn of_site(root: &Path, name: &str, head: &'static [u8]) -> Self {
        Self {
            folder: root.join(FOLDER).join(name),
            head,
            writing: AtomicU64::default(),
            used: Mutex::default(),
        }
    }

    /// The bytes of that name, if they are those that were written.
    pub(crate) fn find(&self, name: &str) -> Option<Vec<u8>> {
        let mut bytes = fs::read(self.folder.join(name)).ok()?;
        let (check, thing) = bytes.strip_prefix(self.head)?.split_at_checked(blake3::OUT_LEN)?;
        if blake3::hash(thing).as_bytes() != check {
            return None;
        }
        drop(bytes.drain(..self.head.len() + blake3::OUT_LEN));
        self.note(name);
        Some(bytes)
    }

    /// Keeps these bytes. What cannot be kept is made again the next time.
    pub(crate) fn keep(&self, name: &str, bytes: &[u8]) {
        self.note(name);
        let _ = self.place(name, bytes);
    }

    /// Throws away what no build has needed for a while. Only a build that needed everything it has
    /// may call this.
    pub(crate) fn tidy(&self) {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for entry in entries.flatten() {
            let is_used = entry.file_name().to_str().is_some_and(|name| used.contains(name));
            let written = entry.metadata().and_then(|facts| facts.modified()).ok();
            let age = written.and_then(|written| SystemTime::now().duration_since(written).ok());
            if !is_used && age.is_some_and(|age| age > AGE) {
                // What cannot be removed does no harm.
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    fn note(&self, name: &str) {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned());
    }

    /// Writes beside the place and moves there, so that nobody ever reads half of it.
    fn place(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let number = self.writing.fetch_add(1, Ordering::Relaxed);
        let new = self.folder.join(format!("{}-{number}.new", std::process::id()));
        let written = self.write(&new, bytes);
        let written = written.and_then(|()| fs::rename(&new, self.folder.join(name)));
        if written.is_err() {
            let _ = fs::remove_file(&new);
        }
        written
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = fs::File::create(path)?;
        file.write_all(self.head)?;
        file.write_all(blake3::hash(bytes).as_bytes())?;
        file.write_all(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_needs_any_more_goes_after_a_while() {
        let site = tempfile::tempdir().unwrap();
        let kept = Kept::of_site(site.path(), "things", b"a thing\n");
        kept.keep("used", b"1");
        let folder = site.path().join(".jianfan/things");
        for name in ["new", "old"] {
            fs::write(folder.join(name), name).unwrap();
        }
        let long_ago = SystemTime::now() - 2 * AGE;
        for name in ["old", "used"] {
            let file = fs::File::options().write(true).open(folder.join(name)).unwrap();
            file.set_modified(long_ago).unwrap();
        }
        kept.tidy();
        assert!(folder.join("new").exists() && folder.join("used").exists());
        assert!(!folder.join("old").exists());
    }

    #[test]
    fn what_was_kept_in_another_way_is_not_found() {
        let site = tempfile::tempdir().unwrap();
        let kept = Kept::of_site(site.path(), "things", b"a thing 1\n");
        kept.keep("it", b"bytes");
        assert_eq!(kept.find("it").as_deref(), Some(&b"bytes"[..]));
        assert_eq!(Kept::of_site(site.path(), "things", b"a thing 2\n").find("it"), None);
    }
}
