//! New files and new folders, whole or not at all. It never replaces what is there unless it is told to.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::EditError;
use super::turn::Turn;

/// What a version control system keeps in a folder before anything else is there.
const VERSION_CONTROL: [&str; 6] = [".git", ".hg", ".svn", ".jj", ".gitattributes", ".gitkeep"];

/// Writes a file that is not there yet, and the folders above it.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), EditError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| EditError::write(folder, error))?;
    }
    let failed = |error| EditError::write(path, error);
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    file.write_all(bytes).map_err(|error| {
        // Half a file would be taken for the article. When it cannot be removed either, the first
        // error is the one to tell.
        let _ = fs::remove_file(path);
        failed(error)
    })
}

/// Puts new bytes in the place of a file, at one stroke. `may` is asked when they lie ready on the disk, just before.
pub(super) fn replace(
    turn: &Turn,
    path: &Path,
    bytes: &[u8],
    may: impl FnOnce() -> Result<(), EditError>,
) -> Result<(), EditError> {
    let failed = |error| EditError::write(path, error);
    let aside = path.with_file_name(turn.aside());
    // What a program left that was killed.
    match fs::remove_file(&aside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    let settled = write_new(&aside, bytes)
        .and_then(|()| sync(&aside).map_err(failed))
        .and_then(|()| fs::metadata(path).map_err(failed))
        .and_then(|known| fs::set_permissions(&aside, known.permissions()).map_err(failed))
        .and_then(|()| may())
        .and_then(|()| fs::rename(&aside, path).map_err(failed));
    settled.inspect_err(|_| {
        // The first error is the one to tell.
        let _ = fs::remove_file(&aside);
    })
}

/// Sees to it that bytes are on the disk. Windows lets only those do it who may write.
fn sync(path: &Path) -> io::Result<()> {
    OpenOptions::new().append(true).open(path)?.sync_all()
}

/// Where a new folder is to be.
pub(super) enum Ground {
    /// Nothing is there.
    Free,
    /// A folder that holds nothing but, perhaps, its version control.
    Empty,
}

/// Looks whether a new folder can be made at a path.
pub(super) fn survey(folder: &Path) -> Result<Ground, EditError> {
    const TOLD: usize = 5;
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Ground::Free),
        Err(_) if folder.is_file() => return Err(EditError::NotAFolder(folder.to_path_buf())),
        Err(error) => return Err(EditError::write(folder, error)),
    };
    let mut holds: Vec<String> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !VERSION_CONTROL.contains(&name.as_str()))
        .collect();
    if holds.is_empty() {
        return Ok(Ground::Empty);
    }
    holds.sort();
    if holds.len() > TOLD {
        holds.truncate(TOLD);
        holds.push("……".to_owned());
    }
    Err(EditError::NotEmpty { folder: folder.to_path_buf(), holds })
}

/// Fills a new folder by `fill`, which is handed a folder aside; what it wrote comes to stand in
/// `folder` when all of it is written. When anything fails, all is as it was before.
pub(super) fn settle(
    folder: &Path,
    ground: &Ground,
    fill: impl FnOnce(&Path) -> Result<(), EditError>,
) -> Result<(), EditError> {
    let aside_name = format!(".jianfan-{}", std::process::id());
    let parent = folder.parent().unwrap_or(folder);
    let (aside, made) = match ground {
        Ground::Free => (parent.join(aside_name), missing(parent)),
        Ground::Empty => (folder.join(aside_name), Vec::new()),
    };
    let result = fs::create_dir_all(&aside)
        .map_err(|error| EditError::write(&aside, error))
        .and_then(|()| fill(&aside))
        .and_then(|()| match ground {
            Ground::Free => {
                fs::rename(&aside, folder).map_err(|error| EditError::write(folder, error))
            }
            Ground::Empty => move_in(&aside, folder),
        });
    if result.is_err() {
        // The first error is the one to tell. `remove_dir` takes only folders that are empty.
        let _ = fs::remove_dir_all(&aside);
        for folder in made {
            let _ = fs::remove_dir(folder);
        }
    }
    result
}

/// The folders at and above a path that do not exist, the deepest first.
fn missing(path: &Path) -> Vec<PathBuf> {
    path.ancestors().take_while(|folder| !folder.exists()).map(Path::to_path_buf).collect()
}

/// Moves all that is in `aside` up into `folder`, and back when one of it will not go.
fn move_in(aside: &Path, folder: &Path) -> Result<(), EditError> {
    let failed = |error| EditError::write(folder, error);
    let mut moved: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(aside).map_err(failed)? {
        let outcome = entry.and_then(|entry| {
            let target = folder.join(entry.file_name());
            if target.exists() {
                // A rename would replace a file without a word.
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            fs::rename(entry.path(), &target)?;
            Ok(target)
        });
        match outcome {
            Ok(target) => moved.push(target),
            Err(error) => {
                for target in moved {
                    if let Some(name) = target.file_name() {
                        let _ = fs::rename(&target, aside.join(name));
                    }
                }
                return Err(failed(error));
            }
        }
    }
    fs::remove_dir(aside).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_that_is_there_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.md");
        write_new(&path, b"mine").unwrap();
        assert!(matches!(write_new(&path, b"yours"), Err(EditError::Taken(_))));
        assert_eq!(fs::read(&path).unwrap(), b"mine");
    }

    #[test]
    fn whoever_saves_while_new_bytes_are_put_aside_is_not_written_over() {
        let site = tempfile::tempdir().unwrap();
        let folder = site.path().join("content");
        fs::create_dir(&folder).unwrap();
        let path = folder.join("a.md");
        // And what a program left that was killed is in nobody's way.
        let turn = Turn::take(site.path());
        let aside = folder.join(turn.aside());
        fs::write(&aside, "half").unwrap();
        fs::write(&path, "old").unwrap();
        let refused = replace(&turn, &path, b"ours", || {
            assert_eq!(fs::read(&aside).unwrap(), b"ours");
            fs::write(&path, "theirs").unwrap();
            Err(EditError::Changed(path.clone()))
        });
        assert!(matches!(refused, Err(EditError::Changed(_))));
        assert_eq!(fs::read(&path).unwrap(), b"theirs");
        replace(&turn, &path, b"ours", || Ok(())).unwrap();
        assert_eq!((fs::read(&path).unwrap().as_slice(), names(&folder).len()), (&b"ours"[..], 1));
    }

    #[test]
    fn what_fails_on_the_way_leaves_nothing_behind() {
        let parent = tempfile::tempdir().unwrap();
        let fill = |aside: &Path| {
            write_new(&aside.join("one"), b"1")?;
            write_new(&aside.join("one"), b"2")
        };
        let deep = parent.path().join("a/b/site");
        assert!(settle(&deep, &survey(&deep).unwrap(), fill).is_err());
        assert!(names(parent.path()).is_empty());

        let cloned = parent.path().join("cloned");
        write_new(&cloned.join(".git/HEAD"), b"ref").unwrap();
        assert!(settle(&cloned, &survey(&cloned).unwrap(), fill).is_err());
        assert_eq!(names(&cloned), [".git"]);
    }

    #[test]
    fn a_name_that_is_suddenly_taken_undoes_the_move() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("site");
        fs::create_dir(&folder).unwrap();
        let result = settle(&folder, &Ground::Empty, |aside| {
            write_new(&aside.join("a/new"), b"new")?;
            write_new(&aside.join("b/new"), b"new")?;
            // Somebody else is faster.
            write_new(&folder.join("a/theirs"), b"theirs")?;
            write_new(&folder.join("b/theirs"), b"theirs")
        });
        assert!(result.is_err());
        assert_eq!(names(&folder), ["a", "b"]);
        assert_eq!(names(&folder.join("a")), ["theirs"]);
    }
}
