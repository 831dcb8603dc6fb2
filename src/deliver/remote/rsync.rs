//! A folder of a server, through the program `rsync`, over ssh or to a server of its own
//! (`rsync://`). It asks nobody anything and knows no password.
//!
//! The program writes each file beside its place and renames it. It has nothing that of two at once
//! only one can do: a claim is put if there is none, and looked at again after a while, so that two who
//! begin in the same instant may both believe that it is theirs. Earlier files come here and go back
//! to be kept.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::error::RemoteError;
use super::program::{self, Answer, read_if_there};
use super::target::{Area, Claim, Operation, PENDING, Target};
use super::whose::Whose;

/// How long is waited before a claim is looked at again.
const SETTLES: Duration = Duration::from_secs(2);
/// The variable that says whom the password is for.
const HOST: &str = "JIANFAN_RSYNC_HOST";
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
    pub(crate) fn new(site: &str, timeout: Duration, folder: PathBuf) -> Result<Self, RemoteError> {
        let site = site.trim_end_matches('/').to_owned();
        if is_of_daemon(&site) && std::env::var_os("RSYNC_PASSWORD").is_some() {
            let host = host(&site);
            if let whose @ Whose::Others(_) = Whose::told(HOST, host) {
                return Err(whose.fault(HOST, host).into());
            }
        }
        let mut options =
            vec![format!("--timeout={}", timeout.as_secs()), "-8".to_owned(), "--no-h".to_owned()];
        if !is_of_daemon(&site) {
            let own = std::env::var("JIANFAN_SSH_OPTIONS").unwrap_or_default();
            options.push(format!("--rsh=ssh -o BatchMode=yes -o ConnectTimeout=20 {own}"));
            options.push("--protect-args".to_owned());
        }
        Ok(Self { records: records(&site), site, folder, options, desks: AtomicUsize::new(0) })
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
        self.send(area, &desk, files.iter().map(|(path, _)| *path), more)
    }

    /// Sends what lies on a desk, all in one run.
    fn send<'p>(
        &self,
        area: Area,
        desk: &Desk,
        paths: impl Iterator<Item = &'p str>,
        more: &[&str],
    ) -> Result<(), RemoteError> {
        let list = list(paths.flat_map(|path| [path, "\0"]));
        let mut arguments = vec!["--files-from=-", "--from0", "--ignore-times"];
        // As a web server wants them, whatever is usual here.
        arguments.extend(["--perms", "--chmod=D755,F644"]);
        arguments.extend(more);
        let answer = self.run(&arguments, &desk.path(), &self.root(area), &list)?;
        self.accept(answer).map(drop)
    }

    /// Files come here and go back under other names, never through memory: they may be many and large.
    fn keep(&self, kept: &[(&str, &str)]) -> Result<(), RemoteError> {
        let (desk, there) = self.fetch(Area::Site, kept.iter().map(|(path, _)| *path))?;
        let back = self.desk()?;
        for (path, to) in kept {
            let place = back.0.join(to);
            let moved = place.parent().map_or(Ok(()), std::fs::create_dir_all);
            let moved = moved.and_then(|()| std::fs::rename(there.join(path), &place));
            moved.map_err(|error| match error.kind() {
                std::io::ErrorKind::NotFound => {
                    RemoteError::said(self.label(), "a file is gone that was live", false)
                }
                _ => desk.failed(&error),
            })?;
        }
        self.send(Area::Records, &back, kept.iter().map(|(_, to)| *to), &[])
    }

    /// Brings files here, those that are there: into a folder, and where in it.
    fn fetch<'p>(
        &self,
        area: Area,
        paths: impl Iterator<Item = &'p str>,
    ) -> Result<(Desk, PathBuf), RemoteError> {
        let desk = self.desk()?;
        // Servers of rsync 3.5 find listed files from the root of a module only.
        let root = self.root(area);
        let (base, inside) = split(&root);
        let list = list(paths.flat_map(|path| [inside, path, "\0"]));
        let answer = self.run(&["--files-from=-", "--from0"], base, &desk.path(), &list)?;
        if !is_missing(&answer.error) {
            self.accept(answer)?;
        }
        let there = desk.0.join(inside);
        Ok((desk, there))
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
        // A root that is not there lists nothing; what goes while it is listed is only not listed.
        let out = if is_missing(&answer.error) { answer.out } else { self.accept(answer)? };
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
        let (_desk, there) = self.fetch(area, paths.iter().copied())?;
        paths.iter().map(|path| read_if_there(&there.join(path))).collect()
    }

    fn claim(&self, bytes: &[u8]) -> Result<Claim, RemoteError> {
        if self.record(PENDING)?.is_some() {
            return Ok(Claim::Taken);
        }
        self.put(Area::Records, &[(PENDING, bytes)], &["--ignore-existing"])?;
        std::thread::sleep(SETTLES);
        Ok(if self.record(PENDING)?.as_deref() == Some(bytes) { Claim::Made } else { Claim::Taken })
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

    fn batch(&self) -> usize {
        256
    }

    fn at_once(&self) -> usize {
        4
    }
}

/// The host of a server of rsync's own, with its port.
fn host(site: &str) -> &str {
    let rest = site.strip_prefix("rsync://").unwrap_or(site);
    let host = rest.split('/').next().and_then(|it| it.split("::").next()).unwrap_or(rest);
    host.rsplit_once('@').map_or(host, |(_, host)| host)
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
    let is_failure =
        |line: &&str| ["failed", "denied", "errors mapping"].iter().any(|word| line.contains(word));
    let mut failures = said.lines().filter(is_failure);
    ends_so && failures.all(|line| line.contains("No such file or directory"))
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
        assert_eq!(host("rsync://editor@h:873/module/zx"), "h:873");
        assert_eq!(host("editor@h::module/a"), "h");
    }

    #[test]
    fn what_is_missing_is_told_from_what_is_refused() {
        let missing = "rsync: [sender] link_stat \"/x\" failed: No such file or directory (2)\nrsync error: some files/attrs were not transferred (see previous errors) (code 23) at main.c";
        assert!(is_missing(missing));
        for refused in [
            "rsync: [sender] opendir \"/x\" failed: Permission denied (13)",
            "rsync: [sender] send_files failed to open \"/x/live\": Permission denied (13)",
            "rsync: [sender] read errors mapping \"/x/live\": Input/output error (5)",
        ] {
            let said = format!("{missing}\n{refused}\nrsync error: some files (code 23)");
            assert!(!is_missing(&said), "{refused}");
        }
        assert!(!is_missing(""));
    }
}
