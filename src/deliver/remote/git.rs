//! A branch of a git repository, as hosts of pages serve it, through the program `git`.
//!
//! Everything is put together in a bare repository of our own; one atomic push, without force, makes
//! it live: the site on its branch, the records under `refs/jianfan/`, which no host serves. So a
//! release is live as a whole or not at all, a cut leaves nothing, and of two editors the second is
//! refused by the repository itself. It touches no working copy and no setting of git.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::error::RemoteError;
use super::program::{self, Answer};
use super::target::{Area, Claim, LIVE, Operation, PENDING, Target};

/// A branch as a target.
#[derive(Debug)]
pub(crate) struct GitTarget {
    url: String,
    branch: String,
    /// The bare repository, removed in the end.
    folder: PathBuf,
    trees: Mutex<Trees>,
}

/// The files as they will be: object and size, by path.
#[derive(Debug, Default)]
struct Trees {
    site: Tree,
    records: Tree,
}

#[derive(Debug, Default)]
struct Tree {
    /// The commit that it was read from.
    parent: Option<String>,
    files: BTreeMap<String, (String, u64)>,
}

impl Trees {
    fn of(&mut self, area: Area) -> &mut Tree {
        match area {
            Area::Site => &mut self.site,
            Area::Records => &mut self.records,
        }
    }
}

impl GitTarget {
    /// Fetches the newest state of a branch into `folder`, which is not there yet and is removed
    /// when this is dropped.
    pub(crate) fn open(url: &str, branch: &str, folder: PathBuf) -> Result<Self, RemoteError> {
        let (url, branch) = (url.to_owned(), branch.to_owned());
        let target = Self { url, branch, folder, trees: Mutex::default() };
        std::fs::create_dir_all(&target.folder)
            .map_err(|error| RemoteError::io(target.folder.to_string_lossy(), &error))?;
        target.git(&["init", "-q", "--bare", "."], &[])?;
        for area in [Area::Site, Area::Records] {
            let tree = target.fetch(area)?;
            *target.trees().of(area) = tree;
        }
        Ok(target)
    }

    fn reference(&self, area: Area) -> String {
        match area {
            Area::Site => format!("refs/heads/{}", self.branch),
            Area::Records => format!("refs/jianfan/{}", self.branch),
        }
    }

    fn fetch(&self, area: Area) -> Result<Tree, RemoteError> {
        let reference = self.reference(area);
        let listed = self.git(&["ls-remote", "--", &self.url, &reference], &[])?;
        let Some(commit) = first_word(&listed) else { return Ok(Tree::default()) };
        let fetched = format!("+{reference}:refs/fetched/{area:?}");
        self.git(&["fetch", "-q", "--depth=1", "--no-tags", "--", &self.url, &fetched], &[])?;
        let listed = self.git(&["ls-tree", "-r", "-l", "-z", &commit], &[])?;
        let files = listed.split(|&byte| byte == 0).filter_map(tree_line).collect();
        Ok(Tree { parent: Some(commit), files })
    }

    fn trees(&self) -> MutexGuard<'_, Trees> {
        self.trees.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs git in our repository and returns what it printed.
    fn git(&self, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, RemoteError> {
        let answer = self.ask(arguments, input)?;
        if answer.succeeded {
            return Ok(answer.out);
        }
        // What a network says of itself; anything else stays as it is.
        let passing = ["Could not resolve host", "timed out", "Connection reset", "early EOF"];
        let may_pass = passing.iter().any(|said| answer.error.contains(said));
        Err(RemoteError::said(self.label(), &answer.error, may_pass))
    }

    fn ask(&self, arguments: &[&str], input: &[u8]) -> Result<Answer, RemoteError> {
        let mut command = Command::new("git");
        command.current_dir(&self.folder).args(arguments).env("LC_ALL", "C");
        for name in ["GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"] {
            command.env_remove(name);
        }
        command.env("GIT_DIR", &self.folder).env("GIT_INDEX_FILE", self.folder.join("index.new"));
        // Whoever has a name in git keeps it.
        for (name, usual) in [
            ("GIT_AUTHOR_NAME", "jianfan"),
            ("GIT_AUTHOR_EMAIL", "jianfan@localhost"),
            ("GIT_COMMITTER_NAME", "jianfan"),
            ("GIT_COMMITTER_EMAIL", "jianfan@localhost"),
        ] {
            if std::env::var_os(name).is_none() {
                command.env(name, usual);
            }
        }
        program::run("git", &mut command, input)
    }

    /// Stores bytes as objects, all at once.
    fn store(&self, all: &[&[u8]]) -> Result<Vec<String>, RemoteError> {
        let folder = self.folder.join("incoming");
        let failed = |error: &std::io::Error| RemoteError::io(folder.to_string_lossy(), error);
        std::fs::create_dir_all(&folder).map_err(|error| failed(&error))?;
        let mut list = String::new();
        for (number, bytes) in all.iter().enumerate() {
            let name = format!("incoming/{number}");
            std::fs::write(self.folder.join(&name), bytes).map_err(|error| failed(&error))?;
            list.push_str(&name);
            list.push('\n');
        }
        let asked = ["hash-object", "-w", "--no-filters", "--stdin-paths"];
        let out = self.git(&asked, list.as_bytes())?;
        let ids: Vec<String> = String::from_utf8_lossy(&out).lines().map(str::to_owned).collect();
        if ids.len() == all.len() { Ok(ids) } else { Err(RemoteError::other("git hash-object")) }
    }

    /// Makes a commit of the files of an area, on top of the one that they were read from.
    fn commit(&self, tree: &Tree, message: &str) -> Result<String, RemoteError> {
        let _ = std::fs::remove_file(self.folder.join("index.new"));
        let mut lines = Vec::new();
        for (path, (id, _)) in &tree.files {
            if path != PENDING {
                lines.extend_from_slice(format!("100644 {id}\t{path}\0").as_bytes());
            }
        }
        self.git(&["update-index", "-z", "--index-info"], &lines)?;
        let written = self.git(&["write-tree"], &[])?;
        let written = first_word(&written).unwrap_or_default();
        let mut arguments = vec!["commit-tree", &written, "-m", message];
        if let Some(parent) = &tree.parent {
            arguments.extend(["-p", parent]);
        }
        Ok(first_word(&self.git(&arguments, &[])?).unwrap_or_default())
    }

    fn push(&self) -> Result<(), RemoteError> {
        let trees = self.trees();
        let site = self.commit(&trees.site, "Publish")?;
        let records = self.commit(&trees.records, "Records of publishing")?;
        drop(trees);
        let sides = [(site, Area::Site), (records, Area::Records)]
            .map(|(commit, area)| format!("{commit}:{}", self.reference(area)));
        let [site, records] = &sides;
        let answer = self.ask(&["push", "-q", "--atomic", "--", &self.url, site, records], &[])?;
        let refused = ["non-fast-forward", "fetch first", "failed to lock", "cannot lock ref"];
        if answer.succeeded {
            Ok(())
        } else if refused.iter().any(|said| answer.error.contains(said)) {
            Err(RemoteError::Changed)
        } else {
            Err(RemoteError::said(self.label(), &answer.error, false))
        }
    }
}

impl Drop for GitTarget {
    fn drop(&mut self) {
        // What stays in a folder for temporary files is the system's to remove.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Target for GitTarget {
    fn label(&self) -> String {
        format!("{} {}", super::without_secrets(&self.url), self.branch)
    }

    fn list(&self, area: Area) -> Result<BTreeMap<String, u64>, RemoteError> {
        let mut trees = self.trees();
        Ok(trees.of(area).files.iter().map(|(path, (_, size))| (path.clone(), *size)).collect())
    }

    fn read(&self, area: Area, paths: &[&str]) -> Result<Vec<Option<Vec<u8>>>, RemoteError> {
        let found: Vec<Option<(String, u64)>> = {
            let mut trees = self.trees();
            paths.iter().map(|path| trees.of(area).files.get(*path).cloned()).collect()
        };
        let ids: String = found.iter().flatten().flat_map(|(id, _)| [id.as_str(), "\n"]).collect();
        let out = if ids.is_empty() {
            Vec::new()
        } else {
            self.git(&["cat-file", "--batch"], ids.as_bytes())?
        };
        let mut rest = out.as_slice();
        // Each is a line that ends in the size, the bytes, and a line break.
        let mut next = |size: u64| {
            let line = rest.iter().position(|&byte| byte == b'\n')?;
            let after = rest.get(line + 1..)?;
            let (bytes, after) = after.split_at_checked(usize::try_from(size).ok()?)?;
            rest = after.get(1..)?;
            Some(bytes.to_vec())
        };
        let torn = || RemoteError::other("git cat-file");
        let take = |found: Option<(String, u64)>| match found {
            Some((_, size)) => next(size).map(Some).ok_or_else(torn),
            None => Ok(None),
        };
        found.into_iter().map(take).collect()
    }

    /// Nobody else sees it; the push decides who was first.
    fn claim(&self, bytes: &[u8]) -> Result<Claim, RemoteError> {
        let path = PENDING.to_owned();
        self.carry_out(&[Operation::Put { area: Area::Records, path, bytes: bytes.to_vec() }])?;
        Ok(Claim::Made)
    }

    fn carry_out(&self, operations: &[Operation]) -> Result<(), RemoteError> {
        let puts = operations.iter().filter_map(|operation| match operation {
            Operation::Put { bytes, .. } => Some(bytes.as_slice()),
            _ => None,
        });
        let puts: Vec<&[u8]> = puts.collect();
        let mut ids = self.store(&puts)?.into_iter();
        let mut trees = self.trees();
        for operation in operations {
            match operation {
                Operation::Put { area, path, bytes } => {
                    let id = ids.next().unwrap_or_default();
                    trees.of(*area).files.insert(path.clone(), (id, bytes.len() as u64));
                }
                Operation::Keep { path, to } => {
                    if let Some(file) = trees.site.files.get(path).cloned() {
                        trees.records.files.insert(to.clone(), file);
                    }
                }
                Operation::Delete { area, path } => {
                    trees.of(*area).files.remove(path);
                }
            }
        }
        Ok(())
    }

    fn replace_live(&self, before: Option<&[u8]>, bytes: &[u8]) -> Result<(), RemoteError> {
        let there = self.read(Area::Records, &[LIVE])?.into_iter().next().flatten();
        if there.as_deref() != before {
            return Err(RemoteError::Changed);
        }
        let path = LIVE.to_owned();
        self.carry_out(&[Operation::Put { area: Area::Records, path, bytes: bytes.to_vec() }])?;
        self.push()
    }

    fn batch(&self) -> usize {
        1024
    }
}

fn first_word(out: &[u8]) -> Option<String> {
    String::from_utf8_lossy(out).split_whitespace().next().map(str::to_owned)
}

/// `100644 blob ID SIZE<tab>PATH`; nothing for what is no file.
fn tree_line(line: &[u8]) -> Option<(String, (String, u64))> {
    let (about, path) = str::from_utf8(line).ok()?.split_once('\t')?;
    let mut about = about.split_whitespace();
    let (mode, kind) = (about.next()?, about.next()?);
    let (id, size) = (about.next()?.to_owned(), about.next()?.parse().ok()?);
    (kind == "blob" && mode.starts_with("100")).then(|| (path.to_owned(), (id, size)))
}
