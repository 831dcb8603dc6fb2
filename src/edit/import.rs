//! Articles that come from elsewhere: where one is to stand, and what happens to what stands there.
//! Nothing is replaced without being asked for; what is there already, byte by byte, is left as it is,
//! so that to import twice changes nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::article::name_of;
use super::difference::{Difference, difference};
use super::turn::Turn;
use super::{EditError, files};

/// An article to be written.
#[derive(Debug)]
pub(crate) struct Arrival<'a> {
    /// The folder within the site, `/`-joined: `content/news`.
    pub(crate) folder: &'a str,
    /// The text that its name is made of: a title, or the name of the file that it came from.
    pub(crate) title: &'a str,
    pub(crate) markdown: &'a str,
    /// Names and bytes of what lies beside it; with any it gets a folder of its own.
    pub(crate) beside: Vec<(String, &'a [u8])>,
}

/// What may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    /// New files only.
    New,
    /// An article of the same name is brought up to date.
    Update,
    /// Nothing is written; it is only said what would be.
    TryNew,
    /// The same for an update.
    TryUpdate,
}

impl Wish {
    fn writes(self) -> bool {
        matches!(self, Self::New | Self::Update)
    }

    fn updates(self) -> bool {
        matches!(self, Self::Update | Self::TryUpdate)
    }
}

/// What became of an arrival.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// It stands at that path, where nothing stood.
    Written(String),
    /// It stood there already.
    Unchanged(String),
    /// What stood there was replaced.
    Updated(String, Difference),
}

/// How many articles of one name there may be.
const MOST_OF_A_NAME: usize = 10_000;

/// Writes an article, or finds that it is there.
pub(crate) fn arrive(root: &Path, arrival: &Arrival<'_>, wish: Wish) -> Result<Outcome, EditError> {
    let name = match name_of(arrival.title) {
        name if name.is_empty() => "imported".to_owned(),
        name => name,
    };
    for number in 1..MOST_OF_A_NAME {
        let own = if number == 1 { name.clone() } else { format!("{name}-{number}") };
        let shared = format!("{}/{own}.md", arrival.folder);
        let bundle = format!("{}/{own}/index.md", arrival.folder);
        let there = [&shared, &bundle].into_iter().find(|path| root.join(path).exists());
        let Some(there) = there else {
            // A folder of that name may hold anything, and is not this article's.
            if root.join(arrival.folder).join(&own).exists() {
                continue;
            }
            let path = if arrival.beside.is_empty() { shared } else { bundle };
            if wish.writes() {
                write(root, &path, arrival)?;
            }
            return Ok(Outcome::Written(path));
        };
        let full = root.join(there);
        let found = fs::read(&full).map_err(|error| EditError::write(&full, error))?;
        if found == arrival.markdown.as_bytes() {
            return Ok(Outcome::Unchanged(there.clone()));
        }
        if wish.updates() {
            let change = difference(&String::from_utf8_lossy(&found), arrival.markdown);
            if wish.writes() {
                replace(root, &full, &found, arrival.markdown.as_bytes())?;
                beside(root, there, arrival)?;
            }
            return Ok(Outcome::Updated(there.clone(), change));
        }
    }
    Err(EditError::Taken(PathBuf::from(format!("{}/{name}.md", arrival.folder))))
}

/// What lies beside an article first, so that no article stands without its pictures.
fn write(root: &Path, path: &str, arrival: &Arrival<'_>) -> Result<(), EditError> {
    beside(root, path, arrival)?;
    files::write_new(&root.join(path), arrival.markdown.as_bytes())
}

fn beside(root: &Path, path: &str, arrival: &Arrival<'_>) -> Result<(), EditError> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    for (name, bytes) in &arrival.beside {
        let full = root.join(folder).join(name);
        match fs::read(&full) {
            Ok(there) if there == *bytes => {}
            Ok(there) => replace(root, &full, &there, bytes)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                files::write_new(&full, bytes)?;
            }
            Err(error) => return Err(EditError::write(&full, error)),
        }
    }
    Ok(())
}

/// Brings a file up to date, if it still is what it was found to be.
fn replace(root: &Path, full: &Path, found: &[u8], bytes: &[u8]) -> Result<(), EditError> {
    files::replace(&Turn::take(root), full, bytes, || match fs::read(full) {
        Ok(there) if there == found => Ok(()),
        _ => Err(EditError::Changed(full.to_path_buf())),
    })
}
