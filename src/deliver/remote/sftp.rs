//! A folder of a server, through the program `sftp` of OpenSSH, which brings its own keys, agent and
//! list of known hosts. It asks nobody anything and knows no password.
//!
//! Files are sent beside the site and renamed into place (`posix-rename`), earlier ones are kept by
//! hard links, and a claim is made by one, which of two at once only one can make: all three are
//! extensions that OpenSSH's server has. Another server may refuse them; then nothing is published.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::error::RemoteError;
use super::program::{self, read_if_there};
use super::target::{Area, Claim, Operation, PENDING, Target};

/// Where files wait on the server, on the same disk as the site.
const INCOMING: &str = ".jianfan-new";

/// A folder of a server as a target.
#[derive(Debug)]
pub(crate) struct SftpTarget {
    /// `user@host`, or a name of the settings of ssh.
    host: String,
    port: Option<u16>,
    site: String,
    records: String,
    /// Files on their way, here.
    folder: PathBuf,
    /// Further options of ssh, as a site's administrator gives them in the environment.
    options: Vec<String>,
    batches: AtomicUsize,
}

impl SftpTarget {
    /// A folder of a server. `folder` is for files on their way; it is removed when this is dropped.
    pub(crate) fn new(host: &str, port: Option<u16>, site: &str, folder: PathBuf) -> Self {
        let site = site.trim_end_matches('/').to_owned();
        let (above, name) = site.rsplit_once('/').unwrap_or((".", &site));
        let records = format!("{above}/.{name}.jianfan-publish");
        let options = std::env::var("JIANFAN_SSH_OPTIONS").unwrap_or_default();
        let options = options.split_whitespace().map(str::to_owned).collect();
        let batches = AtomicUsize::new(0);
        Self { host: host.to_owned(), port, site, records, folder, options, batches }
    }

    fn root(&self, area: Area) -> &str {
        match area {
            Area::Site => &self.site,
            Area::Records => &self.records,
        }
    }

    fn at(&self, area: Area, path: &str) -> String {
        quoted(&format!("{}/{path}", self.root(area)))
    }

    /// Runs the commands of one connection. A command with `-` before it may fail.
    fn run(&self, script: &str) -> Result<(Outcome, Vec<u8>), RemoteError> {
        let mut command = Command::new("sftp");
        // Han names are shown as they are only in such a locale.
        command.args(["-q", "-b", "-", "-o", "BatchMode=yes", "-o", "ConnectTimeout=20"]);
        command.args(&self.options).env("LC_ALL", "C.UTF-8");
        if let Some(port) = self.port {
            command.args(["-P", &port.to_string()]);
        }
        command.args(["--", &self.host]);
        let answer = program::run("sftp", &mut command, script.as_bytes())?;
        if answer.succeeded {
            return Ok((Outcome::Done, answer.out));
        }
        let cut = ["timed out", "Connection reset", "Connection closed", "Broken pipe", "lost"];
        if cut.iter().any(|said| answer.error.contains(said)) {
            let is_refused = answer.error.contains("Permission denied");
            return Err(RemoteError::said(self.label(), &answer.error, !is_refused));
        }
        Ok((Outcome::Refused(answer.error), answer.out))
    }

    fn succeed(&self, script: &str) -> Result<Vec<u8>, RemoteError> {
        match self.run(script)? {
            (Outcome::Done, out) => Ok(out),
            (Outcome::Refused(said), _) => Err(RemoteError::said(self.label(), &said, false)),
        }
    }

    /// A folder here for the files of one connection.
    fn desk(&self) -> Result<Desk, RemoteError> {
        let number = self.batches.fetch_add(1, Ordering::Relaxed);
        let folder = self.folder.join(number.to_string());
        std::fs::create_dir_all(&folder)
            .map_err(|error| RemoteError::io(folder.to_string_lossy(), &error))?;
        Ok(Desk { folder, number })
    }

    /// The commands that make the folders above these paths, the upper ones first.
    fn folders(&self, paths: impl Iterator<Item = (Area, String)>) -> String {
        let mut folders = BTreeSet::new();
        for (area, path) in paths {
            let above = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
            let above = above.map(|folder| format!("{}/{folder}", self.root(area)));
            folders.extend([self.root(area).to_owned()].into_iter().chain(above));
        }
        let mut commands = String::new();
        for folder in folders {
            let _ = writeln!(commands, "-mkdir {}", quoted(&folder));
        }
        commands
    }

    /// The commands of one operation; what is to be sent is laid on the desk.
    fn commands(
        &self,
        operation: &Operation,
        desk: &Desk,
        number: usize,
    ) -> std::io::Result<String> {
        Ok(match operation {
            Operation::Put { area, path, bytes } => {
                let here = desk.folder.join(number.to_string());
                std::fs::write(&here, bytes)?;
                let waiting = self.at(*area, &format!("{INCOMING}/{}-{number}", desk.number));
                let (here, place) = (quoted(&here.to_string_lossy()), self.at(*area, path));
                format!("put {here} {waiting}\nrename {waiting} {place}\n")
            }
            Operation::Keep { path, to } => {
                let (from, to) = (self.at(Area::Site, path), self.at(Area::Records, to));
                // It may be kept already; in the end it must be there.
                format!("-ln {from} {to}\nls {to}\n")
            }
            Operation::Delete { area, path } => {
                let mut commands = format!("-rm {}\n", self.at(*area, path));
                let above = path.rmatch_indices('/').filter_map(|(at, _)| path.get(..at));
                for folder in above {
                    let _ = writeln!(commands, "-rmdir {}", self.at(*area, folder));
                }
                if (*area, &**path) == (Area::Records, PENDING) {
                    let _ = writeln!(commands, "-rmdir {}", self.at(Area::Site, INCOMING));
                }
                commands
            }
        })
    }
}

/// How a connection ended.
enum Outcome {
    Done,
    /// A command failed; what was said of it.
    Refused(String),
}

/// Files on their way, for one connection.
struct Desk {
    folder: PathBuf,
    number: usize,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Drop for SftpTarget {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Target for SftpTarget {
    fn label(&self) -> String {
        format!("{}:{}", self.host, self.site)
    }

    /// Level by level, one connection each.
    fn list(&self, area: Area) -> Result<BTreeMap<String, u64>, RemoteError> {
        let mut files = BTreeMap::new();
        let mut level = vec![String::new()];
        while !level.is_empty() {
            let mut script = String::new();
            for folder in &level {
                let _ = writeln!(script, "-ls -lan {}", self.at(area, folder));
            }
            let out = self.succeed(&script)?;
            let mut next = Vec::new();
            let mut folder = None;
            let mut folders = level.iter();
            for line in String::from_utf8_lossy(&out).lines() {
                if line.starts_with("sftp> ") {
                    folder = folders.next();
                    continue;
                }
                let (Some(folder), Some(found)) = (folder, listed(line)) else { continue };
                let path = if folder.is_empty() {
                    found.name.to_owned()
                } else {
                    format!("{folder}/{}", found.name)
                };
                match found.kind {
                    'd' if !matches!(found.name, "." | ".." | INCOMING) => next.push(path),
                    '-' => drop(files.insert(path, found.size)),
                    _ => {}
                }
            }
            level = next;
        }
        Ok(files)
    }

    fn read(&self, area: Area, paths: &[&str]) -> Result<Vec<Option<Vec<u8>>>, RemoteError> {
        let desk = self.desk()?;
        let here = |number: usize| desk.folder.join(number.to_string());
        let mut script = String::new();
        for (number, path) in paths.iter().enumerate() {
            let to = quoted(&here(number).to_string_lossy());
            let _ = writeln!(script, "-get {} {to}", self.at(area, path));
        }
        self.succeed(&script)?;
        (0..paths.len()).map(|number| read_if_there(&here(number))).collect()
    }

    fn claim(&self, bytes: &[u8]) -> Result<Claim, RemoteError> {
        let draft = format!("claim-{}", blake3::hash(bytes).to_hex());
        let path = draft.clone();
        self.carry_out(&[Operation::Put { area: Area::Records, path, bytes: bytes.to_vec() }])?;
        let [from, to] = [&*draft, PENDING].map(|path| self.at(Area::Records, path));
        let linked = self.run(&format!("ln {from} {to}\n"))?;
        self.succeed(&format!("-rm {from}\n"))?;
        match linked {
            (Outcome::Done, _) => Ok(Claim::Made),
            (Outcome::Refused(said), _) => {
                let there = self.read(Area::Records, &[PENDING])?;
                match there.into_iter().next().flatten() {
                    Some(_) => Ok(Claim::Taken),
                    None => Err(RemoteError::said(self.label(), &said, false)),
                }
            }
        }
    }

    fn carry_out(&self, operations: &[Operation]) -> Result<(), RemoteError> {
        if operations.is_empty() {
            return Ok(());
        }
        let desk = self.desk()?;
        let made = operations.iter().flat_map(|operation| match operation {
            Operation::Put { area, path, .. } => {
                vec![(*area, path.clone()), (*area, format!("{INCOMING}/x"))]
            }
            Operation::Keep { to, .. } => vec![(Area::Records, to.clone())],
            Operation::Delete { .. } => Vec::new(),
        });
        let mut script = self.folders(made);
        for (number, operation) in operations.iter().enumerate() {
            let commands = self.commands(operation, &desk, number);
            script.push_str(
                &commands
                    .map_err(|error| RemoteError::io(desk.folder.to_string_lossy(), &error))?,
            );
        }
        self.succeed(&script).map(drop)
    }

    fn batch(&self) -> usize {
        256
    }

    fn at_once(&self) -> usize {
        4
    }
}

/// A path as the batch language takes it: quoted, and no pattern.
fn quoted(path: &str) -> String {
    let mut text = String::from("\"");
    for c in path.chars() {
        if matches!(c, '"' | '\\' | '*' | '?' | '[') {
            text.push('\\');
        }
        text.push(c);
    }
    text.push('"');
    text
}

/// A line of `ls -lan`.
#[derive(Debug, PartialEq, Eq)]
struct Listed<'l> {
    kind: char,
    size: u64,
    name: &'l str,
}

/// `-rw-r--r--    1 0        0            12 Mar  2 08:00 DIR/NAME`
fn listed(line: &str) -> Option<Listed<'_>> {
    let kind = line.chars().next()?;
    let mut rest = line;
    let mut fields = Vec::with_capacity(8);
    for _ in 0..8 {
        let (field, after) = rest.trim_start().split_once(' ')?;
        fields.push(field);
        rest = after;
    }
    let path = rest.trim_start();
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    Some(Listed { kind, size: fields.get(4)?.parse().ok()?, name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_is_read_whatever_the_name() {
        let line = "-rw-r--r--    1 1000     100           12 Mar  2 08:00 /srv/x/新闻 一.html";
        assert_eq!(listed(line), Some(Listed { kind: '-', size: 12, name: "新闻 一.html" }));
        assert_eq!(listed("Can't ls: not found"), None);
        assert_eq!(quoted("a \"b\" [c]*"), r#""a \"b\" \[c]\*""#);
    }
}
