//! Which addresses may stand together as files: well-formed, and clashing with no other, not even
//! on a file system that takes upper and lower case for the same. It never touches the disk.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use foldhash::fast::RandomState;

use super::error::{ClashKind, DiskError, NameFault};
use crate::address::{Address, fold, is_device};

/// The most bytes a file name may have: ext4, XFS, Btrfs and APFS allow 255.
const LONGEST: usize = 255;

/// The folder that holds the state when it cannot lie beside the output folder.
pub(super) const STATE_INSIDE: &str = ".jianfan";

/// Every file and folder that this build has spoken for.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// By folded path, so that `/A/` and `/a/` meet.
    taken: Mutex<HashMap<Box<str>, Taken, RandomState>>,
}

#[derive(Debug)]
struct Taken {
    what: What,
    /// The path as it is written, where folding changed it.
    path: Option<Box<str>>,
    by: Address,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    File,
    Folder,
}

impl Names {
    /// Speaks for a file and the folders above it.
    ///
    /// # Errors
    ///
    /// [`DiskError::Clash`] when that cannot be; then nothing is taken.
    pub(super) fn claim(&self, address: &Address, file: &str) -> Result<(), DiskError> {
        let folded = fold(file);
        let mut taken = self.lock();
        if let Some(other) = taken.get(&*folded) {
            let kind = match other.what {
                What::Folder => ClashKind::FileAndFolder,
                What::File if other.is_spelt(file, &folded) => ClashKind::Same,
                What::File => ClashKind::Case,
            };
            return Err(other.clash(address, kind));
        }
        let new_folders = folders_to_claim(&taken, address, file, &folded)?;
        for (key, path) in new_folders {
            taken.insert(Box::from(key), Taken::new(What::Folder, path, key, address));
        }
        let file = Taken::new(What::File, file, &folded, address);
        taken.insert(Box::from(folded), file);
        Ok(())
    }

    /// How this build writes the path of a file that differs at most in case.
    pub(super) fn file(&self, path: &str) -> Option<Box<str>> {
        self.spelling(What::File, path)
    }

    /// How this build writes the path of a folder that differs at most in case.
    pub(super) fn folder(&self, path: &str) -> Option<Box<str>> {
        self.spelling(What::Folder, path)
    }

    fn spelling(&self, what: What, path: &str) -> Option<Box<str>> {
        let folded = fold(path);
        let taken = self.lock();
        let taken = taken.get(&*folded).filter(|taken| taken.what == what)?;
        Some(taken.path.clone().unwrap_or_else(|| Box::from(folded)))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Box<str>, Taken, RandomState>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    fn new(what: What, path: &str, folded: &str, by: &Address) -> Self {
        let path = (path != folded).then(|| Box::from(path));
        Self { what, path, by: by.clone() }
    }

    fn is_spelt(&self, path: &str, folded: &str) -> bool {
        self.path.as_deref().unwrap_or(folded) == path
    }

    fn clash(&self, second: &Address, kind: ClashKind) -> DiskError {
        DiskError::Clash { first: self.by.clone(), second: second.clone(), kind }
    }
}

/// The folders above a file that nobody has spoken for yet, as folded and as written.
fn folders_to_claim<'a>(
    taken: &HashMap<Box<str>, Taken, RandomState>,
    address: &Address,
    file: &'a str,
    folded: &'a str,
) -> Result<Vec<(&'a str, &'a str)>, DiskError> {
    let mut new = Vec::new();
    let (mut key, mut path) = (folded, file);
    // Folding makes and removes no `/`, so the two paths climb in step.
    while let (Some((above_key, _)), Some((above, _))) =
        (key.rsplit_once('/'), path.rsplit_once('/'))
    {
        match taken.get(above_key) {
            None => new.push((above_key, above)),
            Some(other) if other.what == What::File => {
                return Err(other.clash(address, ClashKind::FileAndFolder));
            }
            Some(other) if !other.is_spelt(above, above_key) => {
                return Err(other.clash(address, ClashKind::Case));
            }
            // It is known, so the folders above it are.
            Some(_) => break,
        }
        (key, path) = (above_key, above);
    }
    Ok(new)
}

/// The folder above a path from the output folder; the output folder itself is `""` and has none.
pub(super) fn above(path: &str) -> Option<&str> {
    if path.is_empty() { None } else { Some(path.rsplit_once('/').map_or("", |(above, _)| above)) }
}

/// Looks whether every segment of a path from the output folder can be a file name here.
///
/// # Errors
///
/// What is wrong with the first one that cannot.
pub(super) fn check(file: &str) -> Result<(), NameFault> {
    for segment in file.split('/') {
        if matches!(segment, "" | "." | "..") {
            return Err(NameFault::Empty);
        }
        if segment.len() > LONGEST {
            return Err(NameFault::TooLong);
        }
        if segment.contains(|c: char| c.is_control() || c == '\\') {
            return Err(NameFault::Character);
        }
        if cfg!(windows) {
            check_windows(segment)?;
        }
    }
    let first = file.split('/').next().unwrap_or_default();
    if first.eq_ignore_ascii_case(STATE_INSIDE) { Err(NameFault::Reserved) } else { Ok(()) }
}

/// Whether a path from a site's folder leads to a file in it, on any system.
pub(in crate::deliver) fn is_usual(file: &str) -> bool {
    check(file).is_ok()
}

/// Names that Windows would change, refuse, or take for a device (Microsoft, "Naming Files, Paths,
/// and Namespaces"). A colon would write into a stream behind another file.
fn check_windows(segment: &str) -> Result<(), NameFault> {
    if segment.contains(['<', '>', ':', '"', '|', '?', '*']) || segment.ends_with(['.', ' ']) {
        return Err(NameFault::Character);
    }
    if is_device(segment) { Err(NameFault::Reserved) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(files: &[&str]) -> Result<(), ClashKind> {
        let names = Names::default();
        for file in files {
            match names.claim(&Address::new(file), file) {
                Ok(()) => {}
                Err(DiskError::Clash { kind, .. }) => return Err(kind),
                Err(other) => panic!("{other}"),
            }
        }
        Ok(())
    }

    #[test]
    fn addresses_that_cannot_stand_together_clash() {
        for (files, expected) in [
            (vec!["a/index.html", "a/b/index.html", "index.html", "ab"], Ok(())),
            (vec!["新闻/a", "新聞/a"], Ok(())),
            (vec!["a", "a"], Err(ClashKind::Same)),
            (vec!["a", "a/b/index.html"], Err(ClashKind::FileAndFolder)),
            (vec!["a/b/c/d", "a/b"], Err(ClashKind::FileAndFolder)),
            (vec!["A", "a/b"], Err(ClashKind::FileAndFolder)),
            (vec!["x/A.html", "x/a.html"], Err(ClashKind::Case)),
            (vec!["X/a.html", "x/b.html"], Err(ClashKind::Case)),
            (vec!["x/É/a", "x/é/b"], Err(ClashKind::Case)),
            (vec!["straße", "STRASSE"], Err(ClashKind::Case)),
        ] {
            assert_eq!(claims(&files), expected, "{files:?}");
        }
    }

    #[test]
    fn a_clash_takes_nothing() {
        let names = Names::default();
        names.claim(&Address::new("/a"), "a").unwrap();
        assert!(names.claim(&Address::new("/x"), "a/x/y").is_err());
        assert_eq!(names.folder("a/x"), None);
    }

    #[test]
    fn names_that_no_file_can_have_are_refused() {
        let long = "汉".repeat(86);
        for (file, expected) in [
            ("a/b.html", Ok(())),
            ("news/.jianfan/x", Ok(())),
            (&*"x".repeat(255), Ok(())),
            (&*long, Err(NameFault::TooLong)),
            ("a//b", Err(NameFault::Empty)),
            ("", Err(NameFault::Empty)),
            ("a/../b", Err(NameFault::Empty)),
            ("a\nb", Err(NameFault::Character)),
            ("a\\b", Err(NameFault::Character)),
            (".Jianfan/manifest", Err(NameFault::Reserved)),
        ] {
            assert_eq!(check(file), expected, "{file:?}");
        }
        for (segment, expected) in [
            ("con.html", Err(NameFault::Reserved)),
            ("COM1", Err(NameFault::Reserved)),
            ("COM0", Ok(())),
            ("comical", Ok(())),
            ("a:b", Err(NameFault::Character)),
            ("a.", Err(NameFault::Character)),
        ] {
            assert_eq!(check_windows(segment), expected, "{segment:?}");
        }
    }
}
