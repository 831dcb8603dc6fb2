//! Where a target is: the one setting that says it, and those that go with it. It checks how they
//! are written, and asks nobody whether they are true.

use super::{EXAMPLE, KEYS, Raw, Reader};
use crate::address::decode;
use crate::diagnostic::Place;

/// Where a target is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Destination {
    /// A folder here, from the site's folder when it is relative; its records lie beside it or there.
    Folder { path: String, records: Option<String> },
    /// A branch of a git repository.
    Git { url: String, branch: String },
    /// A folder of a server: `user@host:/folder`.
    Sftp { host: String, path: String, port: Option<u16> },
    /// A bucket.
    S3(Box<ObjectStorage>),
    /// A folder of a server with WebDAV; its records lie beside it or there.
    WebDav { url: String, records: Option<String>, timeout: u64 },
    /// A folder of a server, through rsync.
    Rsync { place: String, timeout: u64 },
}

/// A bucket of object storage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ObjectStorage {
    pub(crate) provider: Provider,
    /// `BUCKET` or `BUCKET/FOLDER`.
    pub(crate) bucket: String,
    pub(crate) region: Option<String>,
    pub(crate) endpoint: Option<String>,
    pub(crate) addressing: Option<BucketAddress>,
    /// Where the records are, when not in that bucket.
    pub(crate) records: Option<String>,
    /// The section of the file of keys.
    pub(crate) profile: Option<String>,
    /// How many seconds nothing may happen.
    pub(crate) timeout: u64,
}

/// Who runs the storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Provider {
    Amazon,
    Aliyun,
    Tencent,
    Huawei,
    Other,
}

/// Where the name of the bucket stands in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BucketAddress {
    Virtual,
    Path,
    Domain,
}

/// The branch that hosts of pages serve.
const BRANCH: &str = "pages";
/// How many seconds nothing may happen, unless a target says otherwise.
const TIMEOUT: u64 = 60;
const LONGEST: u64 = 3600;

const PROVIDERS: [(&str, &str, Provider); 5] = [
    ("oss", "阿里云", Provider::Aliyun),
    ("cos", "腾讯云", Provider::Tencent),
    ("obs", "华为云", Provider::Huawei),
    ("aws", "亚马逊", Provider::Amazon),
    ("other", "其他", Provider::Other),
];

const ADDRESSES: [(&str, &str, Option<BucketAddress>); 3] = [
    ("virtual", "子域名", Some(BucketAddress::Virtual)),
    ("path", "路径", Some(BucketAddress::Path)),
    ("domain", "自有域名", Some(BucketAddress::Domain)),
];

impl Reader<'_> {
    pub(super) fn destination(
        &mut self,
        raw: &Raw,
        place: &Place,
    ) -> Option<(&'static str, Destination)> {
        let given: Vec<(&'static str, String)> = ["folder", "git", "sftp", "s3", "webdav", "rsync"]
            .into_iter()
            .filter_map(|key| raw.take(key).map(|value| (key, value)))
            .collect();
        let [(key, value)] = given.as_slice() else {
            self.fault(
                place.clone(),
                (
                    "一个发布目标要写“文件夹”“仓库”“服务器”“存储桶”“WebDAV”“rsync”当中的一项"
                        .into(),
                    "a target has one of `folder`, `git`, `sftp`, `s3`, `webdav` and `rsync`"
                        .into(),
                ),
                EXAMPLE,
            );
            return None;
        };
        if value.is_empty() || value.starts_with('-') {
            self.fault(
                place.clone(),
                (format!("“{value}”不能作发布目标"), format!("`{value}` cannot be a target")),
                EXAMPLE,
            );
            return None;
        }
        let (always, with) = (["name", "stop_at", "review", "keep"], settings_of(key));
        let is_ours = |own: &&str| own == key || always.contains(own) || with.contains(own);
        if let Some(own) = raw.0.iter().map(|(own, _)| own).find(|own| !is_ours(own)) {
            let zh_of = |own: &str| KEYS.iter().find(|(en, _)| *en == own).map_or("", |(_, zh)| zh);
            let (own_zh, key_zh) = (zh_of(own), zh_of(key));
            self.fault(
                place.clone(),
                (
                    format!("“{key_zh}”的发布目标没有“{own_zh}”这一项"),
                    format!("a target with `{key}` has no setting `{own}`"),
                ),
                (
                    "删去这一项，或者看看是不是写错了目标。",
                    "Remove it, or look at the kind of target.",
                ),
            );
            return None;
        }
        let destination = match *key {
            "folder" => Destination::Folder { path: value.clone(), records: raw.take("records") },
            "git" => {
                let branch = raw.take("branch").unwrap_or_else(|| BRANCH.to_owned());
                Destination::Git { url: value.clone(), branch }
            }
            "sftp" => self.sftp(value, raw, place)?,
            "s3" => Destination::S3(Box::new(self.storage(value, raw, place)?)),
            "webdav" => self.webdav(value, raw, place)?,
            _ => self.rsync(value, raw, place)?,
        };
        Some((key, destination))
    }

    fn sftp(&mut self, value: &str, raw: &Raw, place: &Place) -> Option<Destination> {
        let port = self.number(raw, "port").and_then(|port| u16::try_from(port).ok());
        let Some((host, path)) = value.split_once(':').filter(|(_, path)| path.len() > 1) else {
            self.fault(
                place.clone(),
                (
                    format!("“{value}”里没有服务器上的文件夹"),
                    format!("`{value}` names no folder of the server"),
                ),
                ("写成 用户@服务器:/网站文件夹。", "Write user@host:/folder."),
            );
            return None;
        };
        Some(Destination::Sftp { host: host.to_owned(), path: path.to_owned(), port })
    }

    fn webdav(&mut self, value: &str, raw: &Raw, place: &Place) -> Option<Destination> {
        let (timeout, records) = (self.timeout(raw), raw.take("records"));
        let (scheme, rest) = value.split_once("://").unwrap_or_default();
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let is_whole = is_server(&format!("{scheme}://{host}")) && !rest.contains(['?', '#']);
        let own = records.as_deref().unwrap_or_default();
        // A path that does not begin at the root would lie in the site.
        let own_is_apart = records.is_none() || own.starts_with('/') && are_apart(path, own);
        let wrong = if !is_whole || !is_usual_path(path) || !is_usual_path(own) {
            (
                format!("“{value}”不是网址"),
                format!("`{value}` is no address"),
                (
                    "写成 https://服务器/文件夹/，里面没有 . 和 ..。",
                    "Write https://host/folder/, without . and .. in it.",
                ),
            )
        } else if scheme != "https" && !is_loopback(host) {
            (
                format!("“{value}”不加密，密码会被路上的人看到"),
                format!("`{value}` is not encrypted: anybody on the way would see the password"),
                (
                    "写成 https://…；服务器只有 http 的，请管理员配上证书。",
                    "Write https://; where there is only http, ask for a certificate.",
                ),
            )
        } else if path.trim_matches('/').is_empty() && records.is_none() || !own_is_apart {
            (
                format!("“{value}”的发布记录会放在读者打得开的地方"),
                format!("the records of `{value}` would lie where readers come"),
                (
                    "网站在服务器的一个文件夹里，或者写上“记录”：网站外面的文件夹，如 /private/。",
                    "Name a folder for the site, or `records` outside of it, such as /private/.",
                ),
            )
        } else {
            return Some(Destination::WebDav { url: value.to_owned(), records, timeout });
        };
        let (zh, en, help) = wrong;
        self.fault(place.clone(), (zh, en), help);
        None
    }

    fn rsync(&mut self, value: &str, raw: &Raw, place: &Place) -> Option<Destination> {
        let timeout = self.timeout(raw);
        // What lies in a module itself has nothing beside it but what readers get, too.
        let inside = value.strip_prefix("rsync://").map_or_else(
            || value.split_once("::").map(|(_, path)| path),
            |rest| Some(rest.split_once('/').map_or("", |(_, path)| path)),
        );
        let is_deep = inside.is_none_or(|path| path.trim_matches('/').contains('/'));
        let rest = value.strip_prefix("rsync://").unwrap_or(value);
        let is_whole = rest.split_once([':', '/']).is_some_and(|(host, path)| {
            !host.is_empty() && !path.trim_matches(['/', ':']).is_empty()
        });
        if !is_whole || !is_deep || value.starts_with('/') {
            self.fault(
                place.clone(),
                (
                    format!("“{value}”里没有服务器上的文件夹"),
                    format!("`{value}` names no folder of the server"),
                ),
                (
                    "写成 用户@服务器:/网站文件夹，或 rsync://服务器/模块/文件夹。",
                    "Write user@host:/folder or rsync://host/module/folder.",
                ),
            );
            return None;
        }
        Some(Destination::Rsync { place: value.to_owned(), timeout })
    }

    fn storage(&mut self, bucket: &str, raw: &Raw, place: &Place) -> Option<ObjectStorage> {
        let (region, endpoint) = (raw.take("region"), raw.take("endpoint"));
        let provider = self.choice(raw, "provider", Provider::Other, &PROVIDERS);
        let addressing = self.choice(raw, "addressing", None, &ADDRESSES);
        let timeout = self.timeout(raw);
        let records = raw.take("records");
        let wrong = match &endpoint {
            Some(endpoint) if !is_server(endpoint) => Some((
                format!("接入点“{endpoint}”写得不对"),
                format!("the endpoint `{endpoint}` is no address of a server"),
                "写成 https://主机名，后面不写桶名和路径。",
                "Write https://host, without the bucket.",
            )),
            None if provider == Provider::Other => Some((
                "没有写存储桶在哪里".to_owned(),
                "it is not said where the bucket is".to_owned(),
                "写上“服务商”（阿里云、腾讯云、华为云、亚马逊）和“地域”，或者写上“接入点”。",
                "Add `provider` (oss, cos, obs, aws) and `region`, or `endpoint`.",
            )),
            None if region.is_none() => Some((
                "没有写存储桶的地域".to_owned(),
                "the region of the bucket is missing".to_owned(),
                "写上“地域”，如 cn-hangzhou。",
                "Add `region`, such as cn-hangzhou.",
            )),
            None if addressing == Some(BucketAddress::Domain) => Some((
                "寻址是自有域名的，要在“接入点”里写这个域名".to_owned(),
                "the domain of the bucket is missing".to_owned(),
                "写上“接入点”，如 https://files.example.org。",
                "Add `endpoint`, such as https://files.example.org.",
            )),
            _ if addressing == Some(BucketAddress::Domain) && records.is_some() => Some((
                "寻址是自有域名的，记录只能放在同一个存储桶里".to_owned(),
                "a bucket with its own domain keeps its records itself".to_owned(),
                "删去“记录”，或者改用“子域名”寻址。",
                "Remove `records`, or use `virtual` addresses.",
            )),
            _ if records.as_deref().is_some_and(|own| is_below(bucket, own)) => Some((
                "记录和网站放在了一处".to_owned(),
                "the records would lie in the site".to_owned(),
                "“记录”写另一个存储桶，或者同一个桶里的另一个文件夹；不写也可以。",
                "Name another bucket or another folder for `records`, or leave it out.",
            )),
            _ if [Some(bucket), records.as_deref()]
                .into_iter()
                .flatten()
                .any(|it| !is_bucket(it)) =>
            {
                Some((
                    format!("存储桶“{bucket}”写得不对"),
                    format!("`{bucket}` is no bucket"),
                    "写桶名，或者 桶名/文件夹；桶名只有小写字母、数字、点和短横。",
                    "Write the bucket, or bucket/folder.",
                ))
            }
            _ => None,
        };
        if let Some((zh, en, zh_help, en_help)) = wrong {
            self.fault(place.clone(), (zh, en), (zh_help, en_help));
            return None;
        }
        let (bucket, profile) = (bucket.to_owned(), raw.take("profile"));
        Some(ObjectStorage {
            provider,
            bucket,
            region,
            endpoint,
            addressing,
            records,
            profile,
            timeout,
        })
    }

    fn timeout(&mut self, raw: &Raw) -> u64 {
        self.number(raw, "timeout").unwrap_or(TIMEOUT).clamp(1, LONGEST)
    }
}

/// The settings that go with the one that says where a target is.
fn settings_of(key: &str) -> &'static [&'static str] {
    match key {
        "folder" => &["records"],
        "git" => &["branch"],
        "sftp" => &["port"],
        "s3" => &["provider", "region", "endpoint", "addressing", "records", "profile", "timeout"],
        "webdav" => &["records", "timeout"],
        _ => &["timeout"],
    }
}

/// Whether neither of two folders of a server lies in the other. All lies in the root, which may have
/// folders that readers are not let into.
fn are_apart(site: &str, records: &str) -> bool {
    let is_root = site.trim_matches('/').is_empty();
    let (site, records) = (decode(site).unwrap_or(site.into()), records);
    !is_below(&site, records) && (is_root || !is_below(records, &site))
}

/// Whether a path is that folder, or lies in it.
fn is_below(path: &str, folder: &str) -> bool {
    let (path, folder) = (path.trim_matches('/'), folder.trim_matches('/'));
    path.strip_prefix(folder)
        .is_some_and(|rest| folder.is_empty() || rest.is_empty() || rest.starts_with('/'))
}

/// Whether a path of a server neither climbs nor stands still.
fn is_usual_path(path: &str) -> bool {
    let path = decode(path).unwrap_or(path.into());
    path.split('/').all(|part| part != "." && part != "..")
}

/// Whether a host, perhaps with a port, is this machine.
fn is_loopback(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name == "localhost" || name.parse().is_ok_and(|it: std::net::Ipv4Addr| it.is_loopback())
}

/// `https://host`, perhaps with a port.
fn is_server(address: &str) -> bool {
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    host.is_some_and(|host| {
        let host = host.trim_end_matches('/');
        let is_of_hosts = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '_');
        !host.is_empty() && host.chars().all(is_of_hosts)
    })
}

/// The name of a bucket, perhaps with a folder behind it.
fn is_bucket(text: &str) -> bool {
    let (name, folder) = text.split_once('/').unwrap_or((text, ""));
    let is_of_names =
        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
    let is_usual = |part: &str| !part.is_empty() && part != "." && part != "..";
    let folder = folder.trim_end_matches('/');
    name.len() > 2
        && name.chars().all(is_of_names)
        && (folder.is_empty() || folder.split('/').all(is_usual))
}
