//! Where smaller pictures are found, or made: a drawer of [`Kept`] and the decoder, which works on
//! one large picture at a time. It never knows who asks.

use std::borrow::Cow;
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::{Facts, Flaw, Shape, decode, make};
use crate::kept::Kept;

/// What an entry begins with. The number changes when pictures come out otherwise than before.
const HEAD: &[u8] = b"jianfan picture 1\n";

/// From how many pixels on a picture is worked on alone, so that not every core holds a large one.
const LARGE: u64 = 24_000_000;

/// See the module.
#[derive(Debug)]
pub(crate) struct Cabinet {
    kept: Kept,
    one_large: Mutex<()>,
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
        Self { kept: Kept::of_site(root, "pictures", HEAD), one_large: Mutex::default() }
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
        let mut made: Vec<Option<Vec<u8>>> =
            names.iter().map(|name| self.kept.find(name)).collect();
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
                    self.kept.keep(name, &new);
                    *slot = Some(new);
                }
            }
        }
        Ok(made.into_iter().flatten().collect())
    }

    /// Throws away what no build has needed for a while. Only a build that needed everything it has
    /// may call this.
    pub(crate) fn tidy(&self) {
        self.kept.tidy();
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

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
