//! A folder of a server, through the program `rsync`, over ssh or to a server of its own
//! (`rsync://`). It asks nobody anything and knows no password.
//!
//! The program writes each file beside its place and renames it. It has nothing that of two at once
//! only one can do: a claim is put if there is none, and looked at again after a while, so that two who
//! begin in the same instant may both believe that it is theirs. Earlier files come here and go back
//! to be kept.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::error::RemoteError;
use super::program::{self, Answer};
use super::target::{Area, Claim, LIVE, Operation, PENDING, Target};

/// How long is waited before a claim is looked at again.
const SETTLES: Duration = Duration::from_secs(2);
/// What the records are called inside of what has nothing beside it.
const INSIDE: &str = ".jianfan-publish";

/// A folder of a server as a target.
#[derive(Debug)]
pub(crate) struct RsyncTarget {
    site: String,
    records: String,
    /// Files on their way, here.
    folder: PathBuf,
    options: Vec<String>,
    desks: AtomicUsize,
}

impl RsyncTarget {
    /// A folder of a server: `user@host:/folder` or `rsync://host/module/folder`. `folder` is for files
    /// on their way; it is removed when this is dropped.
    pub(crate) fn new(site: &str, timeout: Duration, folder: PathBuf) -> Self {
        let site = site.trim_end_matches('/').to_owned();
        let mut options =
            vec![format!("--timeout={}", timeout.as_secs()), "-8".to_owned(), "--no-h".to_owned()];
        if !is_of_daemon(&site) {
            let own = std::env::var("JIANFAN_SSH_OPTIONS").unwrap_or_default();
            options.push(format!("--rsh=ssh -o BatchMode=yes -o ConnectTimeout=20 {own}"));
            options.push("--protect-args".to_owned());
        }
        Self { records: records(&site), site, folder, options, desks: AtomicUsize::new(0) }
    }

    fn root(&self, area: Area) -> String {
        match area {
            Area::Site => format!("{}/", self.site),
            Area::Records => format!("{}/", self.records),
        }
    }

    /// Runs the program once. `list` names files, each ended by a zero byte.
    fn run(
        &self,
        arguments: &[&str],
        from: &str,
        to: &str,
        list: &[u8],
    ) -> Result<Answer, RemoteError> {
        let mut command = Command::new("rsync");
        command.args(&self.options).args(arguments).args(["--", from, to]).env("LC_ALL", "C.UTF-8");
        program::run("rsync", &mut command, list)
    }

    fn accept(&self, answer: Answer) -> Result<Vec<u8>, RemoteError> {
        if answer.succeeded {
            return Ok(answer.out);
        }
        // Ends of sockets, streams and patience; ssh's own is 255.
        let codes = ["code 10)", "code 12)", "code 30)", "code 35)", "code 255)"];
        let is_refused = ["Permission denied", "auth failed", "No space left", "Host key"].iter();
        let may_pass = codes.iter().any(|code| answer.error.contains(code))
            && !is_refused.clone().any(|said| answer.error.contains(said));
        Err(RemoteError::said(self.label(), &answer.error, may_pass))
    }

    /// A folder here for the files of one run.
    fn desk(&self) -> Result<Desk, RemoteError> {
        let number = self.desks.fetch_add(1, Ordering::Relaxed);
        let desk = Desk(self.folder.join(number.to_string()));
        std::fs::create_dir_all(&desk.0).map_err(|error| desk.failed(&error))?;
        Ok(desk)
    }

    /// Sends files to an area, all in one run.
    fn put(&self, area: Area, files: &[(&str, &[u8])], more: &[&str]) -> Result<(), RemoteError> {
        if files.is_empty() {
            return Ok(());
        }
        let desk = self.desk()?;
        for (path, bytes) in files {
            desk.write(path, bytes).map_err(|error| desk.failed(&error))?;
        }
        let list = list(files.iter().flat_map(|(path, _)| [*path, "\0"]));
        let mut arguments = vec!["--files-from=-", "--from0", "--ignore-times"];
        // As a web server wants them, whatever is usual here.
        arguments.extend(["--perms", "--chmod=D755,F644"]);
        arguments.extend(more);
        let answer = self.run(&arguments, &desk.path(), &self.root(area), &list)?;
        self.accept(answer).map(drop)
    }

    fn keep(&self, kept: &[(&str, &str)]) -> Result<(), RemoteError> {
        let paths: Vec<&str> = kept.iter().map(|(path, _)| *path).collect();
        let there = self.read(Area::Site, &paths)?;
        let files: Vec<(&str, &[u8])> = kept
            .iter()
            .zip(&there)
            .filter_map(|((_, to), bytes)| Some((*to, bytes.as_deref()?)))
            .collect();
        if files.len() < kept.len() {
            return Err(RemoteError::said(self.label(), "a file is gone that was live", false));
        }
        self.put(Area::Records, &files, &[])
    }

    /// Deletes files, and the folders above them where nothing is in them any more.
    fn delete(&self, area: Area, paths: &[&str]) -> Result<(), RemoteError> {
        if paths.is_empty() {
            return Ok(());
        }
        let desk = self.desk()?;
        let arguments = ["--files-from=-", "--from0", "--delete-missing-args", "--dirs"];
        let list_of_files = list(paths.iter().flat_map(|path| [*path, "\0"]));
        let answer = self.run(&arguments, &desk.path(), &self.root(area), &list_of_files)?;
        // That they are not here is what it says of them.
        if !answer.error.contains("code 24)") {
            self.accept(answer)?;
        }
        // The deepest first, since a folder is looked at before what it holds.
        let mut folders: BTreeMap<Reverse<usize>, BTreeSet<&str>> = BTreeMap::new();
        for path in paths {
            for (depth, (at, _)) in path.match_indices('/').enumerate() {
                folders.entry(Reverse(depth)).or_default().extend(path.get(..at));
            }
        }
        for folders in folders.into_values() {
            // One that holds something stays, and is complained of.
            drop(self.run(
                &arguments,
                &desk.path(),
                &self.root(area),
                &list(folders.into_iter()),
            )?);
        }
        Ok(())
    }
}

impl Drop for RsyncTarget {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Files on their way, for one run.
struct Desk(PathBuf);

impl Desk {
    fn path(&self) -> String {
        format!("{}/", self.0.to_string_lossy())
    }

    fn write(&self, path: &str, bytes: &[u8]) -> std::io::Result<()> {
        let place = self.0.join(path);
        place.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        std::fs::write(place, bytes)
    }

    fn failed(&self, error: &std::io::Error) -> RemoteError {
        RemoteError::io(self.0.to_string_lossy(), error)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Target for RsyncTarget {
    fn label(&self) -> String {
        super::without_secrets(&self.site)
    }

    fn list(&self, area: Area) -> Result<BTreeMap<String, u64>, RemoteError> {
        let desk = self.desk()?;
        let arguments = ["--recursive", "--dry-run", "--out-format=%l %n"];
        let answer = self.run(&arguments, &self.root(area), &desk.path(), &[])?;
        if !answer.succeeded && is_missing(&answer.error) {
            return Ok(BTreeMap::new());
        }
        let out = self.accept(answer)?;
        let inside = format!("{INSIDE}/");
        let mut files = BTreeMap::new();
        for line in String::from_utf8_lossy(&out).lines() {
            let Some((size, path)) = line.split_once(' ') else { continue };
            let is_of_records = area == Area::Site && path.starts_with(&inside);
            if let (Ok(size), false) = (size.parse(), path.ends_with('/') || is_of_records) {
                files.insert(path.to_owned(), size);
            }
        }
        Ok(files)
    }

    fn read(&self, area: Area, paths: &[&str]) -> Result<Vec<Option<Vec<u8>>>, RemoteError> {
        let desk = self.desk()?;
        // Servers of rsync 3.5 find listed files from the root of a module only.
        let root = self.root(area);
        let (base, inside) = split(&root);
        let list = list(paths.iter().flat_map(|path| [inside, path, "\0"]));
        let arguments = ["--files-from=-", "--from0"];
        let answer = self.run(&arguments, base, &desk.path(), &list)?;
        if !is_missing(&answer.error) {
            self.accept(answer)?;
        }
        let there = desk.0.join(inside);
        paths.iter().map(|path| read_if_there(&there.join(path))).collect()
    }

    fn claim(&self, bytes: &[u8]) -> Result<Claim, RemoteError> {
        let there = || {
            let read = self.read(Area::Records, &[PENDING]);
            read.map(|read| read.into_iter().next().flatten())
        };
        if there()?.is_some() {
            return Ok(Claim::Taken);
        }
        self.put(Area::Records, &[(PENDING, bytes)], &["--ignore-existing"])?;
        std::thread::sleep(SETTLES);
        Ok(if there()?.as_deref() == Some(bytes) { Claim::Made } else { Claim::Taken })
    }

    /// Each sort of operation in one run.
    fn carry_out(&self, operations: &[Operation]) -> Result<(), RemoteError> {
        let mut kept = Vec::new();
        let (mut puts, mut deletes) = (BTreeMap::new(), BTreeMap::new());
        for operation in operations {
            match operation {
                Operation::Put { area, path, bytes } => {
                    let files: &mut Vec<(&str, &[u8])> = puts.entry(*area).or_default();
                    files.push((path, bytes));
                }
                Operation::Keep { path, to } => kept.push((path.as_str(), to.as_str())),
                Operation::Delete { area, path } => {
                    let paths: &mut Vec<&str> = deletes.entry(*area).or_default();
                    paths.push(path);
                }
            }
        }
        if !kept.is_empty() {
            self.keep(&kept)?;
        }
        puts.iter().try_for_each(|(area, files)| self.put(*area, files, &[]))?;
        deletes.iter().try_for_each(|(area, paths)| self.delete(*area, paths))
    }

    /// The claim keeps others out; between looking and replacing there is an instant.
    fn replace_live(&self, before: Option<&[u8]>, bytes: &[u8]) -> Result<(), RemoteError> {
        let there = self.read(Area::Records, &[LIVE])?.into_iter().next().flatten();
        if there.as_deref() == Some(bytes) {
            return Ok(());
        }
        if there.as_deref() != before {
            return Err(RemoteError::Changed);
        }
        self.put(Area::Records, &[(LIVE, bytes)], &[])
    }

    fn batch(&self) -> usize {
        256
    }

    fn at_once(&self) -> usize {
        4
    }
}

fn is_of_daemon(site: &str) -> bool {
    site.starts_with("rsync://") || site.contains("::")
}

/// Where the records of a site lie: beside it, or inside of what has nothing beside it.
fn records(site: &str) -> String {
    let (head, path) = head_and_path(site);
    match path.rsplit_once('/') {
        _ if path.is_empty() => format!("{site}/{INSIDE}"),
        Some((above, name)) => format!("{head}{above}/.{name}.jianfan-publish"),
        None => format!("{head}.{path}.jianfan-publish"),
    }
}

/// A folder of a server's module as the module and the way on from there; any other as it is.
fn split(root: &str) -> (&str, &str) {
    if is_of_daemon(root) { head_and_path(root) } else { (root, "") }
}

/// What comes first is a host, or a host and its module.
fn head_and_path(place: &str) -> (&str, &str) {
    let scheme = if place.starts_with("rsync://") { "rsync://".len() } else { 0 };
    let rest = place.get(scheme..).unwrap_or_default();
    let start = match rest.split_once("::") {
        Some((host, path)) => host.len() + 2 + path.find('/').map_or(path.len(), |at| at + 1),
        None if scheme == 0 => rest.find(':').map_or(0, |at| at + 1),
        None => rest.match_indices('/').nth(1).map_or(rest.len(), |(at, _)| at + 1),
    };
    place.split_at_checked(scheme + start).unwrap_or((place, ""))
}

/// The parts of names, each name ended by a zero byte.
fn list<'p>(parts: impl Iterator<Item = &'p str>) -> Vec<u8> {
    parts.flat_map(str::bytes).collect()
}

/// Whether a run missed files, and nothing else. How the connection ended after that says nothing.
fn is_missing(said: &str) -> bool {
    let mut codes = said.split("(code ").skip(1).filter_map(|rest| rest.split(')').next());
    let ends_so =
        codes.clone().next().is_some() && codes.all(|code| ["3", "23", "24"].contains(&code));
    let mut failures = said.lines().filter(|line| line.contains("failed:"));
    ends_so && failures.all(|line| line.contains("No such file or directory"))
}

fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, RemoteError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(RemoteError::io(path.to_string_lossy(), &error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_lie_beside_the_site_or_inside_where_there_is_no_beside() {
        for (site, place) in [
            ("web@h:/var/www/site", "web@h:/var/www/.site.jianfan-publish"),
            ("h:site", "h:.site.jianfan-publish"),
            ("rsync://h:873/module/zx", "rsync://h:873/module/.zx.jianfan-publish"),
            ("rsync://h/module", "rsync://h/module/.jianfan-publish"),
            ("h::module/a/b", "h::module/a/.b.jianfan-publish"),
            ("h::module", "h::module/.jianfan-publish"),
        ] {
            assert_eq!(records(site), place);
        }
    }

    #[test]
    fn what_is_missing_is_told_from_what_is_refused() {
        let missing = "rsync: [sender] link_stat \"/x\" failed: No such file or directory (2)\nrsync error: some files/attrs were not transferred (see previous errors) (code 23) at main.c";
        assert!(is_missing(missing));
        assert!(!is_missing(
            "rsync: [sender] opendir \"/x\" failed: Permission denied (13)\nrsync error: some files (code 23)"
        ));
        assert!(!is_missing(""));
    }
}
