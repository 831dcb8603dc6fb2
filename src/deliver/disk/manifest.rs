//! The list of what builds wrote into the output folder: path, size and hash of each file.
//! It says what was written, not what is there now; it never looks at the output folder.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io;
use std::path::Path;

use twox_hash::XxHash3_128;

use super::{names, sealed};

/// What an earlier build wrote, or this one will have written, by path from the output folder.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) files: BTreeMap<Box<str>, Entry>,
}

/// One file as it was last written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// In bytes.
    pub(super) size: u64,
    /// Tells whether a file is whole and still ours, not who wrote it: a quick hash is enough, and every
    /// byte of a site goes through it.
    pub(super) hash: u128,
}

impl Entry {
    /// The entry of a file with these bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self { size: bytes.len() as u64, hash: XxHash3_128::oneshot(bytes) }
    }
}

impl Manifest {
    /// The manifest in a file; `None` when there is none that is whole and in our format.
    pub(super) fn read(path: &Path) -> io::Result<Option<Self>> {
        sealed::read(path, Self::parse)
    }

    /// The manifest as it stands in its file: a line for each file, `hash size path`, by path.
    pub(super) fn text(&self) -> String {
        let mut body = String::with_capacity(self.files.len() * 128);
        for (path, entry) in &self.files {
            // Writing to a string cannot fail.
            let _ = writeln!(body, "{:032x} {} {path}", entry.hash, entry.size);
        }
        sealed::seal("manifest", &body)
    }

    /// `None` too when a path could lead out of the output folder: what is listed may be deleted.
    fn parse(text: &str) -> Option<Self> {
        let line = |line: &str| {
            let mut parts = line.splitn(3, ' ');
            // Earlier programs wrote longer hashes; of theirs only the paths and sizes count.
            let hash = u128::from_str_radix(parts.next()?, 16).unwrap_or_default();
            let size = parts.next()?.parse().ok()?;
            let path = parts.next().filter(|path| names::check(path).is_ok())?;
            Some((Box::from(path), Entry { size, hash }))
        };
        let files = sealed::unseal("manifest", text)?.lines().map(line).collect::<Option<_>>()?;
        Some(Self { files })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_back_as_it_was_written() {
        let mut manifest = Manifest::default();
        assert_eq!(Manifest::parse(&manifest.text()), Some(manifest.clone()));
        for path in ["index.html", "新闻/某 市/index.html", "a  b"] {
            manifest.files.insert(path.into(), Entry::of(path.as_bytes()));
        }
        assert_eq!(Manifest::parse(&manifest.text()), Some(manifest));
    }

    #[test]
    fn of_a_manifest_with_longer_hashes_paths_and_sizes_are_known() {
        let line = format!("{} 12 index.html\n", "5a".repeat(32));
        let manifest = Manifest::parse(&sealed::seal("manifest", &line)).unwrap();
        let known: Vec<_> = manifest.files.iter().map(|(path, it)| (&**path, it.size)).collect();
        assert_eq!(known, [("index.html", 12)]);
    }

    #[test]
    fn a_manifest_that_names_files_elsewhere_is_refused() {
        for path in ["../x", "/etc/passwd", "a/../../x", ""] {
            let mut manifest = Manifest::default();
            manifest.files.insert(path.into(), Entry::of(b""));
            assert_eq!(Manifest::parse(&manifest.text()), None, "{path}");
        }
    }
}
