//! Where smaller pictures are kept between builds: a folder beside the site's settings, one file a
//! picture, named after what is in it. It is a help and never a need: what cannot be read, or is not
//! what was written, is made anew, and a disk that takes nothing only costs time.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use super::{Facts, Flaw, Shape, decode, make};

/// What an entry begins with. The number changes when pictures come out otherwise than before.
const HEAD: &[u8] = b"jianfan picture 1\n";

/// From how many pixels on a picture is worked on alone, so that not every core holds a large one.
const LARGE: u64 = 24_000_000;

/// How long what no build needs any more is kept.
const KEPT: Duration = Duration::from_hours(24 * 30);

/// See the module.
#[derive(Debug)]
pub(crate) struct Cabinet {
    folder: PathBuf,
    one_large: Mutex<()>,
    /// Tells the files apart that are being written.
    writing: AtomicU64,
    used: Mutex<HashSet<String>>,
}

/// Why a picture could not be made.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Its file would not be read.
    Read(io::Error),
    /// Its file is of no use.
    Flaw(Flaw),
}

impl Cabinet {
    /// The cabinet of the site in a folder. Nothing is written before there is something to keep.
    pub(crate) fn of_site(root: &Path) -> Self {
        Self {
            folder: root.join(".jianfan").join("pictures"),
            one_large: Mutex::default(),
            writing: AtomicU64::default(),
            used: Mutex::default(),
        }
    }

    /// The pictures of these shapes of one picture, in order. Its file is loaded, and decoded once,
    /// only when one of them is not there.
    pub(crate) fn pictures(
        &self,
        hash: &str,
        facts: &Facts,
        shapes: &[Shape],
        load: impl FnOnce() -> io::Result<Cow<'static, [u8]>>,
    ) -> Result<Vec<Vec<u8>>, Failure> {
        let names: Vec<String> = shapes.iter().map(|shape| shape.name(hash)).collect();
        let mut made: Vec<Option<Vec<u8>>> = names.iter().map(|name| self.find(name)).collect();
        if made.iter().any(Option::is_none) {
            let _alone = (u64::from(facts.width) * u64::from(facts.height) > LARGE)
                .then(|| self.one_large.lock().unwrap_or_else(PoisonError::into_inner));
            let bytes = load().map_err(Failure::Read)?;
            let raster = decode::decode(facts.format, &bytes).map_err(Failure::Flaw)?;
            drop(bytes);
            for ((slot, shape), name) in made.iter_mut().zip(shapes).zip(&names) {
                if slot.is_none() {
                    let new = make::make(&raster, facts.turn, shape);
                    let new = new.ok_or(Failure::Flaw(Flaw::Damaged))?;
                    // What cannot be kept is made again the next time.
                    let _ = self.keep(name, &new);
                    *slot = Some(new);
                }
            }
        }
        self.used.lock().unwrap_or_else(PoisonError::into_inner).extend(names);
        Ok(made.into_iter().flatten().collect())
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
            if !is_used && age.is_some_and(|age| age > KEPT) {
                // What cannot be removed does no harm.
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// The bytes of an entry, if they are those that were written.
    fn find(&self, name: &str) -> Option<Vec<u8>> {
        let mut bytes = fs::read(self.folder.join(name)).ok()?;
        let (check, picture) = bytes.strip_prefix(HEAD)?.split_at_checked(blake3::OUT_LEN)?;
        if blake3::hash(picture).as_bytes() != check {
            return None;
        }
        drop(bytes.drain(..HEAD.len() + blake3::OUT_LEN));
        Some(bytes)
    }

    /// Writes an entry beside its place and moves it there, so that nobody ever reads half of it.
    fn keep(&self, name: &str, picture: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let number = self.writing.fetch_add(1, Ordering::Relaxed);
        let new = self.folder.join(format!("{}-{number}.new", std::process::id()));
        let written = write(&new, picture).and_then(|()| fs::rename(&new, self.folder.join(name)));
        if written.is_err() {
            let _ = fs::remove_file(&new);
        }
        written
    }
}

fn write(path: &Path, picture: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(HEAD)?;
    file.write_all(blake3::hash(picture).as_bytes())?;
    file.write_all(picture)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{Fit, Output, look};

    const HASH: &str = "0123456789abcdef";

    fn photo() -> Vec<u8> {
        let points: Vec<u8> = (0..=250).cycle().take(90 * 60 * 3).collect();
        webp::Encoder::from_rgb(&points, 90, 60).encode_lossless().to_vec()
    }

    fn shapes() -> [Shape; 2] {
        let shape = |width, height| {
            let output = Output::Webp;
            Shape { width, height, fit: Fit::Whole, quality: 80, output }
        };
        [shape(30, 20), shape(60, 40)]
    }

    fn pictures(cabinet: &Cabinet, is_loaded: &mut bool) -> Result<Vec<Vec<u8>>, Failure> {
        let photo = photo();
        let facts = look("a.webp", &photo).unwrap();
        cabinet.pictures(HASH, &facts, &shapes(), || {
            *is_loaded = true;
            Ok(Cow::Owned(photo))
        })
    }

    /// The pictures, and whether their file had to be loaded.
    fn made(cabinet: &Cabinet) -> (Vec<Vec<u8>>, bool) {
        let mut is_loaded = false;
        (pictures(cabinet, &mut is_loaded).unwrap(), is_loaded)
    }

    #[test]
    fn what_was_made_once_is_found_again_and_its_file_not_even_opened() {
        let site = tempfile::tempdir().unwrap();
        let (first, is_loaded) = made(&Cabinet::of_site(site.path()));
        assert!(is_loaded && first.len() == 2);
        let (second, is_loaded) = made(&Cabinet::of_site(site.path()));
        assert!(!is_loaded);
        assert_eq!(first, second);
        let files = fs::read_dir(site.path().join(".jianfan/pictures")).unwrap();
        let mut names: Vec<_> =
            files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        assert_eq!(names, shapes().map(|shape| shape.name(HASH)), "nothing half written is left");
    }

    #[test]
    fn an_entry_that_is_not_what_was_written_is_made_anew() {
        let site = tempfile::tempdir().unwrap();
        let (good, _) = made(&Cabinet::of_site(site.path()));
        let entry = site.path().join(".jianfan/pictures").join(shapes()[1].name(HASH));
        let whole = fs::read(&entry).unwrap();
        let mut other = whole.clone();
        *other.last_mut().unwrap() ^= 1;
        for spoilt in [&b""[..], &whole[..10], &whole[..whole.len() - 1], &other] {
            fs::write(&entry, spoilt).unwrap();
            let (again, is_loaded) = made(&Cabinet::of_site(site.path()));
            assert!(is_loaded && again == good);
            assert_eq!(fs::read(&entry).unwrap(), whole);
        }
    }

    #[test]
    fn a_disk_that_takes_nothing_only_costs_time() {
        let site = tempfile::tempdir().unwrap();
        fs::write(site.path().join(".jianfan"), "a file where the folder should be").unwrap();
        let cabinet = Cabinet::of_site(site.path());
        let (first, _) = made(&cabinet);
        let (second, is_loaded) = made(&cabinet);
        assert!(is_loaded && first == second);
        cabinet.tidy();
    }

    #[test]
    fn what_nobody_needs_any_more_goes_after_a_while() {
        let site = tempfile::tempdir().unwrap();
        let cabinet = Cabinet::of_site(site.path());
        made(&cabinet);
        let folder = site.path().join(".jianfan/pictures");
        let long_ago = SystemTime::now() - 2 * KEPT;
        for name in ["new.webp", "old.webp"] {
            fs::write(folder.join(name), name).unwrap();
        }
        let used = shapes()[0].name(HASH);
        for name in ["old.webp", &used] {
            fs::File::options()
                .write(true)
                .open(folder.join(name))
                .unwrap()
                .set_modified(long_ago)
                .unwrap();
        }
        cabinet.tidy();
        assert!(folder.join("new.webp").exists() && folder.join(used).exists());
        assert!(!folder.join("old.webp").exists());
    }

    #[test]
    fn pixels_that_cannot_be_read_are_a_flaw() {
        let site = tempfile::tempdir().unwrap();
        let facts = look("a.webp", &photo()).unwrap();
        let cabinet = Cabinet::of_site(site.path());
        let result = cabinet.pictures(HASH, &facts, &shapes(), || Ok(Cow::Borrowed(b"RIFF")));
        assert!(matches!(result, Err(Failure::Flaw(Flaw::Damaged))));
        let gone = || Err(io::ErrorKind::NotFound.into());
        let result = cabinet.pictures(HASH, &facts, &shapes(), gone);
        assert!(matches!(result, Err(Failure::Read(_))));
    }
}
