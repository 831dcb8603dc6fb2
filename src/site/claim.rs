//! Which addresses may stand together as files in one folder, on every system, and which cannot be
//! files at all. The files themselves are somebody else's; so are the messages' places.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Scope;
use crate::address::{Address, fold, is_device};
use crate::diagnostic::{Diagnostic, Place};

/// The most bytes a file name may have: ext4, XFS, Btrfs and APFS allow 255.
const LONGEST: usize = 255;

/// Every file and folder that a route has spoken for, by its path without differences of case.
#[derive(Debug, Default)]
pub(super) struct Claims {
    taken: HashMap<Box<str>, Taken, foldhash::fast::RandomState>,
    /// Folders that were told to differ from another one only in case: it is enough once.
    told: HashSet<Box<str>>,
}

#[derive(Debug, Clone)]
struct Taken {
    what: What,
    /// The path as it is written.
    path: Box<str>,
    scope: Scope,
    by: Claimant,
}

/// Who speaks for a file: what stands there, and the source it comes from, as messages show it.
#[derive(Debug, Clone)]
pub(super) struct Claimant {
    pub(super) address: Address,
    pub(super) origin: Arc<str>,
}

/// An address that was refused, and the fault that says so unless another one did.
#[derive(Debug)]
pub(super) struct Refused(pub(super) Option<Box<Diagnostic>>);

impl Refused {
    fn with(fault: Diagnostic) -> Self {
        Self(Some(Box::new(fault)))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    File,
    Folder,
}

impl Claims {
    /// Speaks for the file of an address and the folders above it. When that cannot be, nothing is
    /// taken; the fault is there unless it was told before.
    pub(super) fn claim(&mut self, by: &Claimant, scope: Scope) -> Result<(), Refused> {
        let file = by.address.file();
        if let Some(fault) = unfit(&file, by) {
            return Err(Refused::with(fault));
        }
        let key = fold(&file);
        if let Some(other) = self.taken.get(&*key) {
            let fault = clash(by, other);
            if let Some(folder) = above(&file).filter(|folder| !other.path.starts_with(*folder)) {
                self.told.insert(folder.into());
            }
            return Err(Refused::with(fault));
        }
        let mut new = Vec::new();
        let (mut inner_key, mut inner) = (&*key, &*file);
        // Folding makes and removes no `/`, so the two paths climb in step.
        while let (Some(above_key), Some(above)) = (above(inner_key), above(inner)) {
            match self.taken.get_mut(above_key) {
                None => new.push((above_key, above)),
                Some(other) if other.what == What::File => {
                    return Err(Refused::with(clash(by, other)));
                }
                Some(other) if *other.path != *above => {
                    let is_new = self.told.insert(above.into());
                    return Err(Refused(is_new.then(|| Box::new(clash(by, other)))));
                }
                // It is known, so the folders above it are; but not to be part of every edition.
                Some(other) if other.scope == scope || scope == Scope::Shared => break,
                Some(other) => other.scope = scope,
            }
            (inner_key, inner) = (above_key, above);
        }
        let taken = |what, path: &str| Taken { what, path: path.into(), scope, by: by.clone() };
        for (key, path) in new {
            self.taken.insert(key.into(), taken(What::Folder, path));
        }
        self.taken.insert(key.into(), taken(What::File, &file));
        Ok(())
    }

    /// The fault of an address that lies where the edition in the folder `edition` has its pages.
    pub(super) fn in_edition(&self, by: &Claimant, edition: &str) -> Option<Diagnostic> {
        let path = by.address.as_str().trim_start_matches('/');
        let may_meet = path.split('/').next().is_some_and(|it| fold(it) == fold(edition));
        if !may_meet && !path.is_empty() {
            return None;
        }
        let file = by.address.file();
        let (first, inner) = file.split_once('/').unwrap_or((&file, ""));
        if fold(first) != fold(edition) {
            return None;
        }
        if inner.is_empty() || first != edition {
            // A file that is called as the edition's folder is, or one in a folder that nearly is.
            return Some(of_edition(by, edition, None));
        }
        let mut at = Some(inner);
        while let Some(path) = at {
            let other = self.taken.get(&*fold(path)).filter(|it| it.scope == Scope::Edition);
            let meets =
                |other: &&Taken| path == inner || other.what == What::File || *other.path != *path;
            if let Some(other) = other.filter(meets) {
                return Some(of_edition(by, edition, Some(&other.by)));
            }
            at = above(path);
        }
        None
    }
}

/// The folder above a path; a path without one lies in the output folder itself.
fn above(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(above, _)| above)
}

/// What keeps a path from being a file.
fn unfit(file: &str, by: &Claimant) -> Option<Diagnostic> {
    let Claimant { address, origin } = by;
    let segments = || file.split('/');
    let fault = if let Some(long) = segments().find(|segment| segment.len() > LONGEST) {
        let bytes = long.len();
        Diagnostic::error(
            "address-too-long",
            format!("网址里有一段 {bytes} 个字符，超过了 {LONGEST} 个的上限，做不成文件"),
            format!(
                "a part of the address has {bytes} bytes; no file name has more than {LONGEST}"
            ),
        )
        .help(
            "在文章信息里加一行“网址名: 简短的英文名”，或把文件名、关键词改短。",
            "Give it a short `slug:`, or shorten the file's name or the term.",
        )
    } else if let Some(device) = segments().find(|segment| is_device(segment)) {
        let name = device.split('.').next().unwrap_or(device);
        Diagnostic::error(
            "address-reserved",
            format!("网址 {address} 里的“{name}”是 Windows 保留的名称，不能做文件名"),
            format!("Windows keeps the name `{name}` in {address} for itself; no file can have it"),
        )
        .help(RENAME.0, RENAME.1)
    } else if file.contains(char::is_control) {
        let shown = address.as_str().escape_default();
        Diagnostic::error(
            "address-character",
            format!("网址 {shown} 里有看不见的字符，做不成文件"),
            format!("the address {shown} holds a character that no file name can have"),
        )
        .help(RENAME.0, RENAME.1)
    } else if segments().next().is_some_and(|first| first.eq_ignore_ascii_case(".jianfan")) {
        Diagnostic::error(
            "address-reserved",
            format!("网址 {address} 用了 .jianfan，这个名称程序自己要用"),
            format!("{address} uses `.jianfan`, which the program keeps for itself"),
        )
        .help(RENAME.0, RENAME.1)
    } else {
        return None;
    };
    Some(fault.at(Place::file(origin.clone())))
}

const RENAME: (&str, &str) = (
    "给文件或文件夹改名，或在文章信息里加一行“网址名: 另一个名字”。",
    "Rename the file or folder, or give it a `slug:` of its own.",
);

fn clash(by: &Claimant, other: &Taken) -> Diagnostic {
    let Claimant { address, origin } = by;
    let Claimant { address: theirs, origin: holder } = &other.by;
    let (zh, en) = if address == theirs {
        (
            format!("网址 {address} 已经被 {holder} 占用"),
            format!("the address {address} is already taken by {holder}"),
        )
    } else if fold(address.as_str()) == fold(theirs.as_str()) {
        (
            format!("网址 {address} 与 {holder} 的 {theirs} 只差大小写"),
            format!("the address {address} differs only in case from {theirs} of {holder}"),
        )
    } else if other.what == What::File && fold(&other.path) == fold(&address.file()) {
        (
            format!("网址 {address} 与 {holder} 的 {theirs} 是同一个文件"),
            format!("the address {address} is the same file as {theirs} of {holder}"),
        )
    } else if fold(&other.path) == fold(address.as_str().trim_matches('/'))
        || other.what == What::File
    {
        (
            format!("网址 {address} 与 {holder} 的 {theirs} 冲突：一个要做文件，一个要做文件夹"),
            format!(
                "the addresses {address} and {theirs} of {holder} clash: one would be a file, the other a folder"
            ),
        )
    } else {
        let path = &other.path;
        (
            format!("网址 {address} 与 {holder} 的文件夹 /{path}/ 只差大小写"),
            format!(
                "the address {address} differs only in case from the folder /{path}/ of {holder}"
            ),
        )
    };
    Diagnostic::error("colliding-address", zh, en)
        .help(
            "给其中一个文件改名，或在文章信息里加一行“网址名: 另一个名字”。",
            "Rename one of the files, or give it a `slug:` of its own.",
        )
        .at(Place::file(origin.clone()))
}

/// `other` is whose page of the edition it meets; without one it is the edition as a whole.
fn of_edition(by: &Claimant, edition: &str, other: Option<&Claimant>) -> Diagnostic {
    let Claimant { address, origin } = by;
    let (zh, en) = match other {
        Some(Claimant { address: page, origin: holder })
            if fold(address.as_str()) == fold(&format!("/{edition}{page}")) =>
        {
            (
                format!("网址 {address} 已经被 {holder} 的 {edition} 版占用"),
                format!(
                    "the address {address} is already that of {holder} in the edition `{edition}`"
                ),
            )
        }
        Some(Claimant { address: page, origin: holder }) => (
            format!("网址 {address} 与 {holder} 在 {edition} 版的网址 /{edition}{page} 冲突"),
            format!(
                "the address {address} clashes with /{edition}{page}, which is {holder} in the edition `{edition}`"
            ),
        ),
        None => (
            format!("网址 {address} 与 {edition} 版的文件夹同名，或只差大小写"),
            format!(
                "the address {address} is called as the folder of the edition `{edition}` is, or nearly so"
            ),
        ),
    };
    Diagnostic::error("colliding-address", zh, en)
        .help(
            "给文件或文件夹改名，或在 site.yaml 里给这一版换一个路径。",
            "Rename the file or folder, or give the edition another path in site.yaml.",
        )
        .at(Place::file(origin.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claimant(address: &str) -> Claimant {
        Claimant { address: Address::new(address), origin: Arc::from("x") }
    }

    fn first_refused(addresses: &[&str]) -> Option<String> {
        let mut claims = Claims::default();
        let refused =
            addresses.iter().find(|it| claims.claim(&claimant(it), Scope::Edition).is_err());
        refused.map(|it| (*it).to_owned())
    }

    #[test]
    fn what_cannot_be_a_file_beside_the_others_is_refused() {
        let long = format!("/{}/", "a".repeat(256));
        for (addresses, refused) in [
            (&["/", "/a/", "/a/b/", "/a/x.pdf", "/ab", "/atom.xml"][..], None),
            (&["/a/", "/a/"], Some("/a/")),
            (&["/a/", "/A/"], Some("/A/")),
            (&["/a/b/", "/A/c/"], Some("/A/c/")),
            (&["/a/", "/a"], Some("/a")),
            (&["/a", "/a/b/"], Some("/a/b/")),
            (&["/a/b/c.pdf", "/a/B"], Some("/a/B")),
            (&["/con/"], Some("/con/")),
            (&["/a/aux.pdf"], Some("/a/aux.pdf")),
            (&["/.jianfan/x"], Some("/.jianfan/x")),
            (&[&long], Some(&*long)),
        ] {
            assert_eq!(first_refused(addresses).as_deref(), refused, "{addresses:?}");
        }
    }

    #[test]
    fn an_edition_is_met_where_it_has_pages_and_nowhere_else() {
        let mut claims = Claims::default();
        for (address, scope) in [
            ("/files/a.pdf", Scope::Shared),
            ("/news/b.pdf", Scope::Shared),
            ("/", Scope::Edition),
            ("/news/", Scope::Edition),
            ("/atom.xml", Scope::Edition),
        ] {
            claims.claim(&claimant(address), scope).unwrap();
        }
        for (address, meets) in [
            ("/hant/", true),
            ("/hant", true),
            ("/Hant/", true),
            ("/Hant/x.pdf", true),
            ("/hant/News/x.pdf", true),
            ("/hant/news", true),
            ("/hant/atom.xml", true),
            ("/hant/atom.xml/", true),
            ("/hant/verification.txt", false),
            ("/hant/news/b.pdf", false),
            ("/hant/files", false),
            ("/hantu/", false),
            ("/x/hant/", false),
        ] {
            assert_eq!(claims.in_edition(&claimant(address), "hant").is_some(), meets, "{address}");
        }
    }
}
