//! The only functions of this module that change the disk. Each is one step, at which a test can
//! cut the power; a release build has no trace of that. They never decide what is to be done.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

#[cfg(test)]
use cut::step;
#[cfg(test)]
pub(super) use cut::{counting, cutting_after, refusing_after, was_cut};

/// Where a test would stop; here nothing.
#[cfg(not(test))]
#[expect(clippy::unnecessary_wraps, reason = "the test's twin can fail")]
fn step() -> io::Result<()> {
    Ok(())
}

/// Writes a file that was not there.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    step()?;
    write_all(&mut File::create_new(path)?, bytes)
}

/// Writes a file and waits until it is on the medium.
pub(super) fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    step()?;
    let mut file = File::create(path)?;
    write_all(&mut file, bytes)?;
    flush(&file)
}

/// In tests a write can be cut in its middle.
fn write_all(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    if cfg!(test) {
        let (first, second) = bytes.split_at(bytes.len() / 2);
        file.write_all(first)?;
        step()?;
        return file.write_all(second);
    }
    file.write_all(bytes)
}

/// Waits until a file that was written before is on the medium.
pub(super) fn sync(path: &Path) -> io::Result<()> {
    // Windows syncs only what is open for writing.
    flush(&fs::OpenOptions::new().write(true).open(path)?)
}

/// A test cannot lose power, and thousands of its builds need not wait for the medium.
fn flush(file: &File) -> io::Result<()> {
    if cfg!(test) { Ok(()) } else { file.sync_all() }
}

/// Waits until the names in a folder are on the medium, where the system can do that.
pub(super) fn sync_folder(path: &Path) {
    if cfg!(unix) && !cfg!(test) {
        // Some file systems cannot; their journal keeps the order by itself or not at all.
        let _ = File::open(path).and_then(|folder| folder.sync_all());
    }
}

/// Makes one folder; it may be there already.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    step()?;
    match fs::create_dir(path) {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists && is_folder(path) => Ok(()),
        result => result,
    }
}

/// Makes a folder and those above it.
pub(super) fn make_folders(path: &Path) -> io::Result<()> {
    step()?;
    fs::create_dir_all(path)
}

/// Renames, replacing a file or a link.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    step()?;
    patiently(|| fs::rename(from, to))
}

/// Removes a file or a link, never what a link leads to. It may be gone already.
pub(super) fn remove_file(path: &Path) -> io::Result<()> {
    step()?;
    let removed = patiently(|| fs::remove_file(path));
    match removed {
        Err(e) if is_gone(&e) => Ok(()),
        // On Windows a link to a folder is removed as a folder.
        Err(e) => fs::symlink_metadata(path)
            .ok()
            .filter(fs::Metadata::is_symlink)
            .and_then(|_| fs::remove_dir(path).ok())
            .ok_or(e),
        Ok(()) => Ok(()),
    }
}

/// Removes a folder if nothing is in it.
pub(super) fn remove_empty_folder(path: &Path) -> io::Result<()> {
    step()?;
    match patiently(|| fs::remove_dir(path)) {
        Err(e) if is_gone(&e) || e.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(()),
        result => result,
    }
}

/// Removes a folder with all that is in it; links in it are not followed.
pub(super) fn remove_tree(path: &Path) -> io::Result<()> {
    step()?;
    match fs::remove_dir_all(path) {
        Err(e) if is_gone(&e) => Ok(()),
        result => result,
    }
}

/// Whether a folder is there: a real one, not a link to one.
pub(super) fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

/// Whether the error says that nothing is there.
pub(super) fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Tries again for a moment on Windows, where virus scanners and indexers hold new files open.
fn patiently(mut attempt: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    if cfg!(windows) {
        for pause in [5, 20, 80, 320] {
            match attempt() {
                Err(e) if e.kind() == io::ErrorKind::PermissionDenied => {
                    std::thread::sleep(std::time::Duration::from_millis(pause));
                }
                result => return result,
            }
        }
    }
    attempt()
}

/// The failpoint: after so many steps of this thread one fails, or all from there on.
#[cfg(test)]
mod cut {
    use std::cell::Cell;
    use std::io;

    /// What becomes of the steps after the one that fails.
    #[derive(Clone, Copy, PartialEq, Eq)]
    enum After {
        /// They fail too.
        Death,
        /// They are done.
        Life,
    }

    thread_local! {
        static LEFT: Cell<Option<(usize, After)>> = const { Cell::new(None) };
        static TAKEN: Cell<usize> = const { Cell::new(0) };
        static DEAD: Cell<bool> = const { Cell::new(false) };
    }

    /// Does the work and counts its steps.
    pub(in super::super) fn counting<T>(work: impl FnOnce() -> T) -> (T, usize) {
        TAKEN.set(0);
        let done = work();
        (done, TAKEN.get())
    }

    /// Does the work until so many steps are done; everything after them fails, as after a kill.
    pub(in super::super) fn cutting_after<T>(steps: usize, work: impl FnOnce() -> T) -> T {
        failing(steps, After::Death, work)
    }

    /// Does the work but for the one step after so many, at which the system refuses.
    pub(in super::super) fn refusing_after<T>(steps: usize, work: impl FnOnce() -> T) -> T {
        failing(steps, After::Life, work)
    }

    fn failing<T>(steps: usize, after: After, work: impl FnOnce() -> T) -> T {
        LEFT.set(Some((steps, after)));
        let done = work();
        LEFT.set(None);
        DEAD.set(false);
        done
    }

    pub(in super::super) fn step() -> io::Result<()> {
        TAKEN.set(TAKEN.get() + 1);
        match LEFT.get() {
            None => Ok(()),
            Some((0, After::Death)) => {
                DEAD.set(true);
                Err(io::Error::other("cut"))
            }
            Some((0, After::Life)) => {
                LEFT.set(None);
                Err(io::Error::from(io::ErrorKind::StorageFull))
            }
            Some((left, after)) => {
                LEFT.set(Some((left - 1, after)));
                Ok(())
            }
        }
    }

    /// Whether this thread is as good as dead: what it drops must not tidy up.
    pub(in super::super) fn was_cut() -> bool {
        DEAD.get()
    }
}
