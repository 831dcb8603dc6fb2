//! The place of this machine for what is on its way to one destination, and the lock that keeps it to
//! one release at a time: a claim on the target of the same person on the same machine may then be taken
//! over when it was cut. What a killed release left here is cleared by the next one, and nobody else's:
//! each destination and each person has a folder of its own, cleared under its lock.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::Timestamp;

use super::reach::who;
use crate::deliver::remote::RemoteError;

/// A folder that is ours alone while this lives; then it is gone.
#[derive(Debug)]
pub(super) struct Bench {
    pub(super) folder: PathBuf,
    /// Held while this lives.
    _lock: File,
}

impl Bench {
    /// The bench for a destination; whoever comes second is told.
    pub(super) fn take(destination: &str) -> Result<Self, RemoteError> {
        let hash = blake3::hash(format!("{} {destination}", who()).as_bytes()).to_hex();
        Self::take_in(&std::env::temp_dir(), &hash)
    }

    fn take_in(temporary: &Path, name: &str) -> Result<Self, RemoteError> {
        let path = temporary.join(format!("jianfan-publish-{name}.lock"));
        let failed =
            |path: &Path, error: &io::Error| RemoteError::io(path.to_string_lossy(), error);
        let lock = File::options()
            .create(true)
            .append(true)
            .open(&path)
            .map_err(|error| failed(&path, &error))?;
        let folder = match lock.try_lock() {
            Err(TryLockError::WouldBlock) => {
                return Err(RemoteError::Busy { by: who(), since: String::from("?") });
            }
            Ok(()) => {
                let folder = path.with_extension("files");
                // What a release that was killed left; nobody else is at work here.
                match fs::remove_dir_all(&folder) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => {
                        return Err(failed(&folder, &error));
                    }
                    _ => folder,
                }
            }
            // A file system without locks cannot keep two apart; the target's own claim does.
            Err(TryLockError::Error(_)) => temporary_in(temporary, "publish"),
        };
        make(&folder).map_err(|error| failed(&folder, &error))?;
        Ok(Self { folder, _lock: lock })
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A path for temporary files that nobody else has, not even one who had our number and was killed.
pub(super) fn temporary(what: &str) -> PathBuf {
    temporary_in(&std::env::temp_dir(), what)
}

fn temporary_in(folder: &Path, what: &str) -> PathBuf {
    let now = Timestamp::now().as_nanosecond();
    folder.join(format!("jianfan-{what}-{}-{now}-{}", std::process::id(), serial()))
}

/// A number that no other has in this run.
pub(super) fn serial() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A folder that is made now: what somebody else put there would let them change what is sent.
fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_release_left_is_cleared_and_never_that_of_a_live_one() {
        let place = tempfile::tempdir().unwrap();
        let take = |name| Bench::take_in(place.path(), name);
        let left = place.path().join("jianfan-publish-a.files");
        fs::create_dir_all(left.join("sftp/3")).unwrap();
        fs::write(left.join("sftp/3/0"), "half").unwrap();
        let first = take("a").unwrap();
        assert_eq!((&first.folder, first.folder.read_dir().unwrap().count()), (&left, 0));
        fs::write(first.folder.join("own"), "own").unwrap();
        let second = take("a");
        assert!(matches!(second, Err(RemoteError::Busy { .. })), "{second:?}");
        let other = take("b").unwrap();
        assert!(first.folder.join("own").exists() && other.folder != first.folder);
        drop((first, other));
        let names = place.path().read_dir().unwrap().map(|it| it.unwrap().file_name());
        assert!(names.into_iter().all(|name| name.to_string_lossy().ends_with(".lock")));
        take("a").unwrap();
    }
}
