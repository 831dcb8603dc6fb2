//! The target that is asked for: found in the settings, opened, and kept to one release at a time on
//! this machine. It sends nothing by itself.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::bench::{Bench, serial};
use super::{Options, Stop, served};
use crate::command::Ending;
use crate::deliver::remote::{
    Addressing, FolderTarget, GitTarget, Notes, RemoteError, RsyncTarget, S3Settings, S3Target,
    SftpTarget, Target, Vendor, WebDavTarget, without_secrets,
};
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::project::{
    self, BucketAddress, CONFIG_FILE, Destination, ObjectStorage, Provider, PublishTarget,
};

/// A target that is open.
pub(super) struct Reached {
    pub(super) target: Box<dyn Target>,
    keep: usize,
    /// When the command began: what comes due from then on is for the next release.
    started: String,
    bench: Bench,
}

/// The settings of the target of that name; of the first one when none is asked for.
pub(super) fn settings(root: &Path, name: Option<&str>) -> Result<PublishTarget, Stop> {
    let (config, mut faults) =
        project::read_settings(root).map_err(|error| (Ending::Failed, vec![error.diagnostic()]))?;
    faults.retain(Diagnostic::is_error);
    if !faults.is_empty() {
        return Err((Ending::Faults, faults));
    }
    let targets = config.publish;
    let found = match name {
        None => targets.first(),
        Some(name) => targets.iter().find(|target| target.name == name),
    };
    if let Some(found) = found {
        return Ok(found.clone());
    }
    let names: Vec<&str> = targets.iter().map(|target| target.name.as_str()).collect();
    let fault = match name {
        Some(name) if !names.is_empty() => {
            let near = nearest(name, names.iter().copied());
            let help = near.map_or_else(
                || {
                    (
                        format!("可以写：{}。", names.join("、")),
                        format!("Write one of {}.", names.join(", ")),
                    )
                },
                |near| (format!("是不是想写“{near}”？"), format!("Did you mean `{near}`?")),
            );
            Diagnostic::error(
                "publish-no-target",
                format!("没有叫“{name}”的发布目标"),
                format!("there is no target `{name}`"),
            )
            .help(help.0, help.1)
        }
        _ => Diagnostic::error(
            "publish-no-target",
            "site.yaml 里还没有写发布到哪里",
            "site.yaml does not say where the site is published",
        )
        .help(
            "加一项，如：发布: [{名称: 正式, 文件夹: /var/www/site}]。手册“发布”一页有全部写法。",
            "Add one, such as publish: [{name: live, folder: /var/www/site}].",
        ),
    };
    Err((Ending::Usage, vec![fault.at(Place::file(CONFIG_FILE))]))
}

/// A target inside the sources would be read as one of them, and one that holds them would lose them;
/// records inside the site would be read by its readers.
pub(super) fn refuse_sources(settings: &PublishTarget, root: &Path) -> Result<(), Stop> {
    let Destination::Folder { path, records } = &settings.destination else { return Ok(()) };
    let (folder, own) = (whole(&root.join(path)), records.as_ref().map(|it| whole(&root.join(it))));
    if own.is_some_and(|own| own.starts_with(&folder) || folder.starts_with(&own)) {
        let fault = Diagnostic::error(
            "bad-publish",
            format!("“{path}”的发布记录会放在读者打得开的地方"),
            format!("the records of `{path}` would lie where readers come"),
        )
        .help(
            "“记录”写网站文件夹外面的另一个文件夹；不写也可以，就放在它旁边。",
            "Name a folder outside of the site for `records`, or leave it out.",
        );
        return Err((Ending::Usage, vec![fault.at(Place::file(CONFIG_FILE))]));
    }
    let root = whole(root);
    let sources = ["content", "themes", "templates", "static", "kinds", "data"];
    let is_inside = sources.iter().any(|source| folder.starts_with(root.join(source)));
    if !is_inside && !root.starts_with(&folder) {
        return Ok(());
    }
    let fault = Diagnostic::error(
        "bad-publish",
        format!("不能发布到“{path}”：那里是网站的稿件"),
        format!("cannot publish to `{path}`: the site's sources are there"),
    )
    .help("另写一个文件夹。", "Name another folder.")
    .at(Place::file(CONFIG_FILE));
    Err((Ending::Usage, vec![fault]))
}

/// A path from the root of the disk, without `.` and `..`, as it is written.
fn whole(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut whole = PathBuf::new();
    for part in path.components() {
        if part == std::path::Component::ParentDir {
            whole.pop();
        } else {
            whole.push(part);
        }
    }
    whole
}

impl Reached {
    /// Opens a target. Relative folders are taken from the site's.
    pub(super) fn open(settings: &PublishTarget, root: &Path) -> Result<Self, RemoteError> {
        let started = now();
        // Who waits longer, or has another name there, publishes to the same place.
        let bench = Bench::take(&place(&settings.destination))?;
        let target: Box<dyn Target> = match &settings.destination {
            Destination::Folder { path, records } => {
                let records = records.as_ref().map(|records| root.join(records));
                Box::new(FolderTarget::new(root.join(path), records))
            }
            Destination::Git { url, branch } => {
                // A repository beside the site is named from the site's folder.
                let beside = root.join(url);
                let is_local = !url.contains("://") && beside.is_dir();
                let beside = std::path::absolute(&beside).unwrap_or(beside);
                let url =
                    if is_local { beside.to_string_lossy().into_owned() } else { url.clone() };
                Box::new(GitTarget::open(&url, branch, bench.folder.join("git"))?)
            }
            Destination::Sftp { host, path, port } => {
                Box::new(SftpTarget::new(host, *port, path, bench.folder.join("sftp")))
            }
            Destination::S3(storage) => {
                let patience = Duration::from_secs(storage.timeout);
                Box::new(S3Target::new(&bucket(storage), patience, served::headers)?)
            }
            Destination::WebDav { url, records, timeout } => {
                let patience = Duration::from_secs(*timeout);
                Box::new(WebDavTarget::new(url, records.as_deref(), patience, served::headers)?)
            }
            Destination::Rsync { place, timeout } => {
                let patience = Duration::from_secs(*timeout);
                Box::new(RsyncTarget::new(place, patience, bench.folder.join("rsync"))?)
            }
        };
        Ok(Self { target, keep: settings.keep, started, bench })
    }

    /// Where the bytes of the site may wait.
    pub(super) fn spool(&self) -> PathBuf {
        self.bench.folder.join("spool")
    }

    /// What is written down of a release.
    pub(super) fn notes(&self, options: &Options, note: &str) -> Notes {
        let (by, at) = (who(), self.started.clone());
        let id = format!("{by} {} {} {}", now(), std::process::id(), serial());
        Notes {
            id: blake3::hash(id.as_bytes()).to_hex().to_string(),
            by,
            at,
            note: note.to_owned(),
            takes_over: options.take_over,
            keep: self.keep,
        }
    }
}

/// What tells a place from others, without how it is reached.
fn place(destination: &Destination) -> String {
    let mut place = destination.clone();
    match &mut place {
        Destination::S3(storage) => (storage.timeout, storage.profile) = (0, None),
        Destination::WebDav { timeout, .. } | Destination::Rsync { timeout, .. } => *timeout = 0,
        Destination::Folder { .. } | Destination::Git { .. } | Destination::Sftp { .. } => {}
    }
    format!("{place:?}")
}

/// A bucket as the target wants it told.
fn bucket(storage: &ObjectStorage) -> S3Settings {
    let ObjectStorage { provider, bucket, region, endpoint, addressing, .. } = storage.clone();
    S3Settings {
        vendor: match provider {
            Provider::Amazon => Vendor::Aws,
            Provider::Aliyun => Vendor::Oss,
            Provider::Tencent => Vendor::Cos,
            Provider::Huawei => Vendor::Obs,
            Provider::Other => Vendor::Other,
        },
        bucket,
        region,
        endpoint,
        addressing: addressing.map(|addressing| match addressing {
            BucketAddress::Virtual => Addressing::Virtual,
            BucketAddress::Path => Addressing::Path,
            BucketAddress::Domain => Addressing::Domain,
        }),
        records: storage.records.clone(),
        profile: storage.profile.clone(),
    }
}

/// Now, in UTC.
pub(super) fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// `user@machine`, as far as the system tells.
pub(super) fn who() -> String {
    static WHO: std::sync::OnceLock<Arc<str>> = std::sync::OnceLock::new();
    let who = WHO.get_or_init(|| {
        let named = |names: &[&str]| {
            names.iter().find_map(|name| std::env::var(name).ok().filter(|name| !name.is_empty()))
        };
        let user = named(&["USER", "USERNAME", "LOGNAME"]).unwrap_or_else(|| "editor".to_owned());
        let asked = || {
            let output = Command::new("hostname").output().ok()?;
            let name = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            (!name.is_empty()).then_some(name)
        };
        let machine =
            named(&["COMPUTERNAME"]).or_else(asked).unwrap_or_else(|| "computer".to_owned());
        Arc::from(without_secrets(&format!("{user}@{machine}")))
    });
    who.to_string()
}
