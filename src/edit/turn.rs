//! The right to change files of a site, held by one change at a time, whichever program makes it. It changes none
//! by itself.

use std::fs::{self, File, OpenOptions};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The file whose lock is the right to change others: beside what is kept between builds.
const LOCK: &str = ".jianfan/change.lock";

/// The right, for as long as this lives. The system takes it back from a program that ends, also by a kill.
pub(super) struct Turn {
    /// None where other programs cannot be kept out.
    lock: Option<File>,
    _own: MutexGuard<'static, ()>,
}

impl Turn {
    /// Waits for it. Where the folder takes no file, or the file system has no locks, only this program waits:
    /// better an unguarded change than none.
    pub(super) fn take(root: &Path) -> Self {
        static OWN: Mutex<()> = Mutex::new(());
        let own = OWN.lock().unwrap_or_else(PoisonError::into_inner);
        let path = root.join(LOCK);
        let lock = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| OpenOptions::new().create(true).truncate(false).write(true).open(&path))
            .and_then(|file| file.lock().map(|()| file));
        Self { lock: lock.ok(), _own: own }
    }

    /// What new bytes are called until they stand in the place of a file beside them: short, so that it fits
    /// where the longest name does, and one that the preview takes for nobody's source. Always the same, so that
    /// what a killed program left is found; but where others are not kept out, theirs is another one.
    pub(super) fn aside(&self) -> String {
        match self.lock {
            Some(_) => ".jianfan-new.tmp".to_owned(),
            None => format!(".jianfan-{}.tmp", std::process::id()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::files;
    use super::*;

    #[test]
    fn files_of_one_folder_never_get_each_others_bytes() {
        for is_guarded in [true, false] {
            let folder = tempfile::tempdir().unwrap();
            let root = folder.path();
            if !is_guarded {
                // Where the lock would be, there is something else.
                fs::write(root.join(".jianfan"), "").unwrap();
            }
            assert_eq!(Turn::take(root).lock.is_some(), is_guarded);
            let work = |name: &'static str| {
                let path = root.join(name);
                fs::write(&path, name).unwrap();
                for _ in 0..50 {
                    files::replace(&Turn::take(root), &path, name.as_bytes(), || Ok(())).unwrap();
                    assert_eq!(fs::read_to_string(&path).unwrap(), name);
                }
            };
            std::thread::scope(|scope| {
                for name in ["a.md", "b.md", "c.md"] {
                    scope.spawn(move || work(name));
                }
            });
        }
    }
}
