//! Opens fonts and makes parts of them. A file is read again only when it has changed; a part is
//! kept on the disk under the name that says what it was made from.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use ttf_parser::Face;

use super::look::{self, Facts, Flaw};
use super::subset;
use crate::kept::Kept;

/// How parts are made. It goes into their names, so that what an older program kept or published is
/// never taken for what this one makes.
const WAY: &[u8] = b"jianfan font 1\n";

/// How many digits of its hash a part has as its name.
const DIGITS: usize = 16;

/// See the module.
#[derive(Debug)]
pub(crate) struct Foundry {
    kept: Kept,
    open: Mutex<HashMap<PathBuf, (Stamp, Arc<FontFile>)>>,
}

/// What tells whether a file is the one that was read.
type Stamp = (u64, Option<SystemTime>);

/// A file that was opened.
pub(crate) struct FontFile {
    bytes: Vec<u8>,
    hash: blake3::Hash,
    looked: Result<Vec<Facts>, Flaw>,
}

impl std::fmt::Debug for FontFile {
    /// Without its bytes, which are megabytes.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FontFile").field("looked", &self.looked).finish_non_exhaustive()
    }
}

impl FontFile {
    /// A file of these bytes.
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        let looked = look::look(&bytes);
        Self { hash: blake3::hash(&bytes), bytes, looked }
    }

    /// The font of the file that is meant for the first of these regions that it has one for; the
    /// first of all when it has none.
    pub(crate) fn face(&self, regions: &[&str]) -> Result<&Facts, Flaw> {
        let faces = self.looked.as_ref().map_err(|flaw| *flaw)?;
        look::meant_for(faces, regions).ok_or(Flaw::Damaged)
    }

    /// Parts these characters into those that a font of the file has, and the others.
    pub(crate) fn split(&self, face: &Facts, characters: &[char]) -> (Vec<char>, Vec<char>) {
        let Ok(face) = Face::parse(&self.bytes, face.index) else {
            return (Vec::new(), characters.to_vec());
        };
        characters.iter().partition(|c| face.glyph_index(**c).is_some())
    }

    /// The name of the part that these characters need: as long as font and characters are the same,
    /// so is it.
    pub(crate) fn name(&self, face: &Facts, characters: &[char]) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(WAY).update(self.hash.as_bytes()).update(&face.index.to_be_bytes());
        for &c in characters {
            hasher.update(&u32::from(c).to_be_bytes());
        }
        let hash = hasher.finalize().to_hex();
        format!("{}.woff2", hash.get(..DIGITS).unwrap_or_default())
    }
}

impl Foundry {
    /// The foundry of the site in a folder.
    pub(crate) fn of_site(root: &Path) -> Self {
        Self { kept: Kept::of_site(root, "fonts", WAY), open: Mutex::default() }
    }

    /// A font's file, read at most once for each time it changes.
    pub(crate) fn open(&self, path: &Path) -> io::Result<Arc<FontFile>> {
        let facts = fs::metadata(path)?;
        if facts.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let stamp = (facts.len(), facts.modified().ok());
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((read, file)) = open.get(path)
            && *read == stamp
        {
            return Ok(file.clone());
        }
        let file = Arc::new(match facts.len() {
            0..=look::LARGEST => FontFile::new(fs::read(path)?),
            // It is not even read.
            _ => FontFile { looked: Err(Flaw::TooLarge), ..FontFile::new(Vec::new()) },
        });
        open.insert(path.to_path_buf(), (stamp, file.clone()));
        Ok(file)
    }

    /// The part of a font that these characters need, found or made.
    pub(crate) fn part(
        &self,
        file: &FontFile,
        face: &Facts,
        characters: &[char],
    ) -> Result<Vec<u8>, Flaw> {
        let name = file.name(face, characters);
        if let Some(part) = self.kept.find(&name) {
            return Ok(part);
        }
        let part = subset::subset(&file.bytes, face.index, characters).ok_or(Flaw::Damaged)?;
        self.kept.keep(&name, &part);
        Ok(part)
    }

    /// Throws away what no build has needed for a while. Only a build that needed everything it has
    /// may call this.
    pub(crate) fn tidy(&self) {
        self.kept.tidy();
    }
}
