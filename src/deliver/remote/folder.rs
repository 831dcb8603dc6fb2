//! A folder of this machine, or one that is mounted here. Files appear whole, by a rename.
//!
//! The records lie beside it (`.NAME.jianfan-publish`), where a web server does not look. A claim is
//! made by a hard link, which of two at once only one can make; a file system without hard links
//! gets it by exclusive creation. It never deletes a folder that holds anything.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::error::RemoteError;
use super::target::{Area, Claim, Operation, PENDING, Target};

/// Where files are written before they are renamed into place: on the same disk as the site.
const INCOMING: &str = ".jianfan-new";

/// A folder as a target.
#[derive(Debug)]
pub(crate) struct FolderTarget {
    site: PathBuf,
    records: PathBuf,
}

impl FolderTarget {
    /// A folder, with its records where they are told to be, or beside it.
    pub(crate) fn new(site: PathBuf, records: Option<PathBuf>) -> Self {
        let records = records.unwrap_or_else(|| {
            let name = site.file_name().unwrap_or_default().to_string_lossy().into_owned();
            site.with_file_name(format!(".{name}.jianfan-publish"))
        });
        Self { site, records }
    }

    fn root(&self, area: Area) -> &Path {
        match area {
            Area::Site => &self.site,
            Area::Records => &self.records,
        }
    }

    fn put(&self, area: Area, path: &str, bytes: &[u8]) -> io::Result<()> {
        let incoming = self.root(area).join(INCOMING);
        fs::create_dir_all(&incoming)?;
        // The same name for the same path: what a cut left is written over.
        let waiting = incoming.join(&*blake3::hash(path.as_bytes()).to_hex());
        let mut file = File::create(&waiting)?;
        file.write_all(bytes)?;
        if area == Area::Records {
            file.sync_all()?;
        }
        drop(file);
        let place = self.root(area).join(path);
        make_folder(self.root(area), &place)?;
        fs::rename(&waiting, &place)
    }

    fn keep(&self, path: &str, to: &str) -> io::Result<()> {
        let (from, place) = (self.site.join(path), self.records.join(to));
        make_folder(&self.records, &place)?;
        match fs::hard_link(&from, &place) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            // Another disk, or one without such links.
            Err(_) => self.put(Area::Records, to, &fs::read(from)?),
        }
    }

    fn delete(&self, area: Area, path: &str) -> io::Result<()> {
        let root = self.root(area);
        match fs::remove_file(root.join(path)) {
            Err(error) if !is_gone(&error) => return Err(error),
            _ => {}
        }
        let above = Path::new(path).ancestors().skip(1);
        for folder in above.filter(|folder| !folder.as_os_str().is_empty()) {
            // One that holds something stays.
            if fs::remove_dir(root.join(folder)).is_err() {
                break;
            }
        }
        if area == Area::Records && path == PENDING {
            // It is empty now, unless somebody else has something in it.
            let _ = fs::remove_dir(self.site.join(INCOMING));
        }
        Ok(())
    }

    fn carry_out_one(&self, operation: &Operation) -> Result<(), RemoteError> {
        let (path, done) = match operation {
            Operation::Put { area, path, bytes } => {
                (self.root(*area).join(path), self.put(*area, path, bytes))
            }
            Operation::Keep { path, to } => (self.site.join(path), self.keep(path, to)),
            Operation::Delete { area, path } => {
                (self.root(*area).join(path), self.delete(*area, path))
            }
        };
        done.map_err(|error| RemoteError::io(path.to_string_lossy(), &error))
    }
}

impl Target for FolderTarget {
    fn label(&self) -> String {
        self.site.to_string_lossy().into_owned()
    }

    fn list(&self, area: Area) -> Result<BTreeMap<String, u64>, RemoteError> {
        let root = self.root(area);
        let mut files = BTreeMap::new();
        let ours = |entry: &walkdir::DirEntry| entry.file_name() != INCOMING;
        for entry in WalkDir::new(root).min_depth(1).into_iter().filter_entry(ours) {
            let found = match entry {
                Ok(entry) if entry.file_type().is_file() => entry,
                Ok(_) => continue,
                Err(error) if error.io_error().is_some_and(is_gone) => continue,
                Err(error) => return Err(failed(root, &error.into())),
            };
            let path = found.path().strip_prefix(root).unwrap_or(found.path());
            let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
            // A name that is no text is nobody's here.
            let Some(parts) = parts else { continue };
            let size = found.metadata().map_err(|error| failed(root, &error.into()))?.len();
            files.insert(parts.join("/"), size);
        }
        Ok(files)
    }

    fn read(&self, area: Area, paths: &[&str]) -> Result<Vec<Option<Vec<u8>>>, RemoteError> {
        let read = |path: &&str| {
            let path = self.root(area).join(path);
            match fs::read(&path) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(error) if is_gone(&error) => Ok(None),
                Err(error) => Err(failed(&path, &error)),
            }
        };
        paths.iter().map(read).collect()
    }

    fn claim(&self, bytes: &[u8]) -> Result<Claim, RemoteError> {
        let place = self.records.join(PENDING);
        // A name of its own for each: two may be here at once.
        let draft = format!("claim-{}", blake3::hash(bytes).to_hex());
        let made = self.put(Area::Records, &draft, bytes).and_then(|()| {
            let linked = fs::hard_link(self.records.join(&draft), &place);
            let _ = fs::remove_file(self.records.join(&draft));
            match linked {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                    File::create_new(&place)?.write_all(bytes)
                }
                result => result,
            }
        });
        match made {
            Ok(()) => Ok(Claim::Made),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(Claim::Taken),
            Err(error) => Err(failed(&place, &error)),
        }
    }

    fn carry_out(&self, operations: &[Operation]) -> Result<(), RemoteError> {
        operations.iter().try_for_each(|operation| self.carry_out_one(operation))
    }

    fn at_once(&self) -> usize {
        std::thread::available_parallelism().map_or(1, usize::from)
    }
}

fn make_folder(root: &Path, place: &Path) -> io::Result<()> {
    place.parent().filter(|above| *above != root).map_or(Ok(()), fs::create_dir_all)
}

fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn failed(path: &Path, error: &io::Error) -> RemoteError {
    RemoteError::io(path.to_string_lossy(), error)
}
