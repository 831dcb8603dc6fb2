//! A change of one file below the site's folder, and the way back. What is there is replaced at one stroke, and
//! only while it is what the change was made for.
//!
//! It never writes outside the folder and never through a link. Programs of ours wait for one another (`Turn`), so
//! that none writes over what another one wrote. Other programs know no such order: the new bytes lie ready on the
//! disk, then the file is read once more, then it is replaced. Whoever saves between these last two steps, which take
//! some hundredths of a millisecond, is written over; no system offers an exchange that compares.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::turn::Turn;
use super::{EditError, files};

/// A file before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// From the site's folder, `/`-joined.
    pub(crate) path: String,
    /// None where there was no file.
    pub(crate) before: Option<Vec<u8>>,
    /// None where there shall be none.
    pub(crate) after: Option<Vec<u8>>,
}

impl Change {
    /// The change that takes this one back.
    pub(crate) fn back(&self) -> Self {
        Self { path: self.path.clone(), before: self.after.clone(), after: self.before.clone() }
    }

    /// Carries it out, if the file is what it was.
    pub(crate) fn carry_out(&self, root: &Path) -> Result<(), EditError> {
        let turn = Turn::take(root);
        self.look(root)?;
        let path = root.join(&self.path);
        let done = match (&self.before, &self.after) {
            (None, Some(bytes)) => files::write_new(&path, bytes),
            (Some(_), Some(bytes)) => files::replace(&turn, &path, bytes, || self.look(root)),
            (Some(_), None) => {
                fs::remove_file(&path).map_err(|error| EditError::write(&path, error))
            }
            (None, None) => Ok(()),
        };
        done.map_err(|error| match error {
            // Of the files beside it nobody needs to know.
            EditError::Write { error, .. } => {
                EditError::Write { path: PathBuf::from(&self.path), error }
            }
            // It came into being meanwhile.
            EditError::Taken(_) => EditError::Changed(PathBuf::from(&self.path)),
            other => other,
        })
    }

    /// Whether the file still is what the change was made for.
    fn look(&self, root: &Path) -> Result<(), EditError> {
        if read(root, &self.path)? == self.before {
            Ok(())
        } else {
            Err(EditError::Changed(PathBuf::from(&self.path)))
        }
    }
}

/// The bytes of a file below the site's folder; `None` when there is none.
pub(crate) fn read(root: &Path, path: &str) -> Result<Option<Vec<u8>>, EditError> {
    let refused = || EditError::Linked(PathBuf::from(path));
    let mut whole = root.to_path_buf();
    let parts: Vec<Component<'_>> = Path::new(path).components().collect();
    if !parts.iter().all(|part| matches!(part, Component::Normal(_))) {
        return Err(refused());
    }
    for part in parts {
        whole.push(part);
        match fs::symlink_metadata(&whole) {
            Ok(found) if found.is_symlink() => return Err(refused()),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(EditError::write(&whole, error)),
        }
    }
    if !whole.is_file() {
        return Err(refused());
    }
    fs::read(&whole).map(Some).map_err(|error| EditError::write(&whole, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(path: &str, before: Option<&str>, after: Option<&str>) -> Change {
        let bytes = |text: &str| text.as_bytes().to_vec();
        Change { path: path.to_owned(), before: before.map(bytes), after: after.map(bytes) }
    }

    #[test]
    fn a_change_is_carried_out_and_taken_back_only_while_nobody_else_wrote() {
        let folder = tempfile::tempdir().unwrap();
        let (root, file) = (folder.path(), folder.path().join("review/a/x.tsv"));
        let made = change("review/a/x.tsv", None, Some("一"));
        made.carry_out(root).unwrap();
        assert!(matches!(made.carry_out(root), Err(EditError::Changed(_))));
        let edited = change("review/a/x.tsv", Some("一"), Some("二"));
        edited.carry_out(root).unwrap();
        edited.back().carry_out(root).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "一");
        fs::write(&file, "三").unwrap();
        assert!(matches!(made.back().carry_out(root), Err(EditError::Changed(_))));
        fs::write(&file, "一").unwrap();
        made.back().carry_out(root).unwrap();
        assert!(!file.exists());
        // Nothing is left beside it.
        assert_eq!(fs::read_dir(root.join("review/a")).unwrap().count(), 0);
    }

    #[test]
    fn of_two_changes_of_one_file_the_second_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::write(root.join("glossary.yaml"), "0").unwrap();
        for round in 0..100 {
            let before = round.to_string();
            let after = (round + 1).to_string();
            let ours = change("glossary.yaml", Some(&before), Some(&after));
            let done = std::thread::scope(|scope| {
                let both = [(); 2].map(|()| scope.spawn(|| ours.carry_out(root)));
                both.map(|one| one.join().unwrap())
            });
            let refused =
                done.iter().filter(|one| matches!(one, Err(EditError::Changed(_)))).count();
            assert_eq!(
                (refused, done.iter().filter(|one| one.is_ok()).count()),
                (1, 1),
                "{done:?}"
            );
        }
        assert_eq!(fs::read_to_string(root.join("glossary.yaml")).unwrap(), "100");
    }

    #[test]
    fn the_longest_name_that_a_file_can_have_is_no_hindrance() {
        let folder = tempfile::tempdir().unwrap();
        let name = format!("{}.md", "长".repeat(84));
        fs::write(folder.path().join(&name), "一").unwrap();
        change(&name, Some("一"), Some("二")).carry_out(folder.path()).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join(&name)).unwrap(), "二");
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link_or_outside_the_folder() {
        let outside = tempfile::tempdir().unwrap();
        let folder = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("x.md"), "外").unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.path().join("content")).unwrap();
        std::os::unix::fs::symlink(
            outside.path().join("x.md"),
            folder.path().join("glossary.yaml"),
        )
        .unwrap();
        let absolute = outside.path().join("x.md").to_string_lossy().into_owned();
        for path in
            ["content/x.md", "glossary.yaml", "../x.md", "a/../../x.md", &absolute, "content"]
        {
            let change = change(path, Some("外"), Some("内"));
            assert!(matches!(change.carry_out(folder.path()), Err(EditError::Linked(_))), "{path}");
        }
        assert_eq!(fs::read_to_string(outside.path().join("x.md")).unwrap(), "外");
    }

    #[cfg(unix)]
    #[test]
    fn who_may_read_a_file_stays_the_same() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "一").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        change("a.md", Some("一"), Some("二")).carry_out(folder.path()).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
