//! A site as one file, for machines without a network: the list of a release, and its files. What is
//! read from one is checked against the list; the list is proved whole by its last line.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use blake3::Hash;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::error::RemoteError;
use super::release::Release;
use super::target::Source;

/// The list of the release.
const LIST: &str = "jianfan-release.txt";

/// Writes a bundle, beside `path` first, so that there is never half of one. The same site gives the
/// same bytes, but for who made it and when.
pub(crate) fn write(
    path: &Path,
    release: &Release,
    source: &dyn Source,
) -> Result<(), RemoteError> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".new");
    let waiting = path.with_file_name(name);
    let written = write_to(&waiting, release, source)
        .and_then(|()| std::fs::rename(&waiting, path))
        .map_err(|error| RemoteError::io(path.to_string_lossy(), &error));
    if written.is_err() {
        let _ = std::fs::remove_file(&waiting);
    }
    written
}

fn write_to(path: &Path, release: &Release, source: &dyn Source) -> io::Result<()> {
    let mut bundle = ZipWriter::new(BufWriter::new(File::create(path)?));
    let options = SimpleFileOptions::default().large_file(false);
    bundle.start_file(LIST, options)?;
    bundle.write_all(release.text().as_bytes())?;
    for (path, item) in &release.files {
        let bytes = source.bytes(path, item.hash)?;
        bundle.start_file(
            format!("site/{path}"),
            options.large_file(item.size > u64::from(u32::MAX)),
        )?;
        bundle.write_all(&bytes)?;
    }
    bundle.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}

/// A bundle that is open.
pub(crate) struct Bundle {
    path: PathBuf,
    pub(crate) release: Release,
    archive: Mutex<ZipArchive<BufReader<File>>>,
}

impl Bundle {
    /// Opens a bundle. Its files are checked when they are read.
    pub(crate) fn open(path: &Path) -> Result<Self, RemoteError> {
        let name = || path.to_string_lossy().into_owned();
        let file = File::open(path).map_err(|error| RemoteError::io(name(), &error))?;
        let bad = || RemoteError::Bundle { path: name() };
        let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|_| bad())?;
        let mut list = Vec::new();
        archive
            .by_name(LIST)
            .map_err(|_| bad())?
            .read_to_end(&mut list)
            .map_err(|error| RemoteError::io(name(), &error))?;
        let release = Release::parse(&list).ok_or_else(bad)?;
        Ok(Self { path: path.to_owned(), release, archive: Mutex::new(archive) })
    }

    /// Reads everything once: a damaged bundle is told before anything is sent.
    pub(crate) fn check(&self) -> Result<(), RemoteError> {
        for (path, item) in &self.release.files {
            let whole = self.bytes(path, item.hash).is_ok_and(|it| blake3::hash(&it) == item.hash);
            if !whole {
                let path = format!("{}: {path}", self.path.to_string_lossy());
                return Err(RemoteError::Torn { path });
            }
        }
        Ok(())
    }
}

impl Source for Bundle {
    fn bytes(&self, path: &str, _hash: Hash) -> io::Result<Vec<u8>> {
        let mut archive = self.archive.lock().unwrap_or_else(PoisonError::into_inner);
        let mut file = archive.by_name(&format!("site/{path}"))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}
