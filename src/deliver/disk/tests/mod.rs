//! What a build leaves on disk, seen from outside: a sandbox with an output folder in it, sites as
//! maps from address to text, and pictures of whole folders to compare.

mod behaviour;
mod faults;
mod kill;
mod strangers;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::error::DiskError;
use super::{Staging, Summary};
use crate::address::Address;

/// A site: what stands at which address.
type Site = BTreeMap<String, String>;

/// A folder as it is: files with their text, folders (ending in `/`), links (`→` and their target).
type Picture = BTreeMap<String, String>;

fn site(files: &[(&str, &str)]) -> Site {
    files.iter().map(|(address, text)| ((*address).into(), (*text).into())).collect()
}

/// A folder to build in, with a bystander that no build may touch.
struct Sandbox {
    root: TempDir,
}

impl Sandbox {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("bystander"), "untouched").unwrap();
        Self { root }
    }

    fn out(&self) -> PathBuf {
        self.root.path().join("public")
    }

    fn state(&self) -> PathBuf {
        self.root.path().join(".public.jianfan")
    }

    fn build(&self, site: &Site) -> Result<Summary, DiskError> {
        let staging = Staging::open(&self.out())?;
        put_all(&staging, site)?;
        staging.commit()
    }

    /// Opens and closes, as the next build would begin.
    fn reopen(&self) {
        drop(Staging::open(&self.out()).unwrap());
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.out().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn picture(&self) -> Picture {
        picture(&self.out())
    }

    /// Nothing stands beside the output folder but its state, of which only the lock and the
    /// manifest are left.
    fn assert_tidy(&self) {
        let mut beside = picture(self.root.path());
        beside.retain(|path, _| !path.starts_with("public/"));
        beside.remove(".public.jianfan/manifest");
        let expected =
            [(".public.jianfan/", ""), (".public.jianfan/lock", ""), ("bystander", "untouched")];
        let expected = site(&expected);
        assert_eq!(beside, expected);
    }
}

fn put_all(staging: &Staging, site: &Site) -> Result<(), DiskError> {
    site.iter().try_for_each(|(address, text)| staging.put(&Address::new(address), text.as_bytes()))
}

/// What a site looks like on disk.
fn expected(site: &Site) -> Picture {
    let mut picture = Picture::new();
    for (address, text) in site {
        let file = Address::new(address).file();
        for (at, _) in file.match_indices('/') {
            picture.insert(file[..=at].to_owned(), String::new());
        }
        picture.insert(file, text.clone());
    }
    picture
}

fn picture(folder: &Path) -> Picture {
    let mut picture = Picture::new();
    let mut open = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let entry = entry.unwrap();
            let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                open.push((entry.path(), format!("{path}/")));
                picture.insert(format!("{path}/"), String::new());
            } else if kind.is_symlink() {
                let target = fs::read_link(entry.path()).unwrap();
                picture.insert(path, format!("→ {}", target.display()));
            } else {
                let text = fs::read(entry.path()).unwrap();
                picture.insert(path, String::from_utf8_lossy(&text).into_owned());
            }
        }
    }
    picture
}
