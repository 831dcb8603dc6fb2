//! Where a site is published: the targets that `site.yaml` declares. It knows their settings, never
//! reaches them, and refuses a credential that somebody wrote down here.

mod destination;

use std::sync::Arc;

use serde_yaml::{Mapping, Value};

use super::yaml::{Entry, scalar, simplified};
use crate::diagnostic::{Diagnostic, Place, nearest};

pub(crate) use destination::{BucketAddress, Destination, ObjectStorage, Provider};

/// How many releases are kept on a target unless it says otherwise.
const KEPT: usize = 20;

/// A target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublishTarget {
    /// What it is asked for by.
    pub(crate) name: String,
    pub(crate) destination: Destination,
    /// What keeps the site from being published there.
    pub(crate) stop_at: StopAt,
    /// Whether articles need the name of who approved them.
    pub(crate) review: Review,
    /// How many releases can be gone back to.
    pub(crate) keep: usize,
}

/// The gravest faults that may still be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StopAt {
    Errors,
    Warnings,
}

/// Whether an article must say who approved it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Review {
    NotAsked,
    Required,
}

/// The settings of a target, English and Chinese.
const KEYS: [(&str, &str); 19] = [
    ("name", "名称"),
    ("folder", "文件夹"),
    ("records", "记录"),
    ("git", "仓库"),
    ("branch", "分支"),
    ("sftp", "服务器"),
    ("port", "端口"),
    ("s3", "存储桶"),
    ("provider", "服务商"),
    ("region", "地域"),
    ("endpoint", "接入点"),
    ("addressing", "寻址"),
    ("profile", "凭据"),
    ("timeout", "等待"),
    ("webdav", "WebDAV"),
    ("rsync", "同步"),
    ("stop_at", "止于"),
    ("review", "审核"),
    ("keep", "保留"),
];

/// Reads the `publish` of `site.yaml`: one target, or a list of them.
pub(super) fn read(entry: &Entry) -> (Vec<PublishTarget>, Vec<Diagnostic>) {
    let mut reader = Reader { entry, faults: Vec::new() };
    let items: Vec<(&Value, Place)> = match &entry.value {
        Value::Sequence(items) => {
            items.iter().enumerate().map(|(at, item)| (item, entry.item_place(at))).collect()
        }
        Value::Null => Vec::new(),
        one => vec![(one, entry.value_place.clone())],
    };
    let mut targets: Vec<PublishTarget> = Vec::new();
    for (item, place) in items {
        let Some(target) = reader.target(item, &place) else { continue };
        if targets.iter().any(|other| other.name == target.name) {
            let name = &target.name;
            reader.fault(
                place,
                (format!("有两个发布目标都叫“{name}”"), format!("two targets are called `{name}`")),
                ("给每个目标写不同的“名称”。", "Give each a `name` of its own."),
            );
            continue;
        }
        targets.push(target);
    }
    let mut faults = reader.faults;
    if faults.iter().any(|fault| fault.code == SECRET) {
        // The others may be on its line, and would show it.
        faults.retain(|fault| fault.code == SECRET);
    }
    (targets, faults)
}

struct Reader<'e> {
    entry: &'e Entry,
    faults: Vec<Diagnostic>,
}

/// The settings of one target as they were written.
#[derive(Default)]
struct Raw(Vec<(&'static str, String)>);

impl Raw {
    fn take(&self, key: &str) -> Option<String> {
        self.0.iter().find(|(own, _)| *own == key).map(|(_, value)| value.clone())
    }
}

impl Reader<'_> {
    fn target(&mut self, item: &Value, place: &Place) -> Option<PublishTarget> {
        let Value::Mapping(mapping) = item else {
            self.fault(
                place.clone(),
                ("发布目标的写法不对".into(), "a target is not written as it should be".into()),
                EXAMPLE,
            );
            return None;
        };
        let before = self.faults.len();
        let raw = self.raw(mapping);
        let destination = self.destination(&raw, place);
        let stop_at = self.choice(
            &raw,
            "stop_at",
            StopAt::Errors,
            &[("error", "错误", StopAt::Errors), ("warning", "提醒", StopAt::Warnings)],
        );
        let review = self.choice(
            &raw,
            "review",
            Review::NotAsked,
            &[("required", "必须", Review::Required), ("not_asked", "不问", Review::NotAsked)],
        );
        let keep = self.number(&raw, "keep").unwrap_or(KEPT as u64);
        let (usual, destination) = destination?;
        let name = raw.take("name").unwrap_or_else(|| usual.to_owned());
        let keep = usize::try_from(keep).unwrap_or(KEPT).max(1);
        // A target with a fault is none: it could lead elsewhere than was meant.
        (self.faults.len() == before).then_some(PublishTarget {
            name,
            destination,
            stop_at,
            review,
            keep,
        })
    }

    fn raw(&mut self, mapping: &Mapping) -> Raw {
        let mut raw = Raw::default();
        for (key, value) in mapping {
            let key = scalar(key).unwrap_or_default();
            let zh_key = simplified(&key);
            let known = KEYS.iter().find(|(en, zh)| key == *en || zh_key == *zh);
            let place = self.place_of(&key);
            match (known, scalar(value)) {
                (Some(&(name, _)), Some(text)) => {
                    if has_secret(&text) {
                        self.faults.push(secret(&place));
                    }
                    raw.0.push((name, text));
                }
                (Some(_), None) => self.fault(
                    place,
                    (
                        format!("“{key}”的写法不对"),
                        format!("`{key}` is not written as it should be"),
                    ),
                    ("写成一行文字。", "Write one line of text."),
                ),
                (None, _) if is_secret_name(&key) => self.faults.push(secret(&place)),
                (None, _) => self.unknown(&key, place),
            }
        }
        raw
    }

    fn unknown(&mut self, key: &str, place: Place) {
        let near = nearest(key, KEYS.iter().flat_map(|&(en, zh)| [en, zh]));
        let (zh, en) = match near {
            Some(near) => (format!("是不是想写“{near}”？"), format!("Did you mean `{near}`?")),
            None => (
                format!("可以写：{}。", KEYS.map(|(_, zh)| zh).join("、")),
                format!("Write one of {}.", KEYS.map(|(en, _)| en).join(", ")),
            ),
        };
        self.fault(
            place,
            (format!("发布目标没有“{key}”这一项"), format!("a target has no setting `{key}`")),
            (&zh, &en),
        );
    }

    fn choice<T: Copy>(&mut self, raw: &Raw, key: &str, usual: T, all: &[(&str, &str, T)]) -> T {
        let Some(value) = raw.take(key) else { return usual };
        let zh_value = simplified(&value);
        if let Some(&(_, _, choice)) =
            all.iter().find(|(en, zh, _)| value == *en || zh_value == *zh)
        {
            return choice;
        }
        let place = self.place_of(&value);
        let zh = all.iter().map(|(_, zh, _)| *zh).collect::<Vec<_>>().join("、");
        let en = all.iter().map(|(en, _, _)| *en).collect::<Vec<_>>().join(", ");
        self.fault(
            place,
            (format!("这里不能写“{value}”"), format!("`{value}` is no value of `{key}`")),
            (&format!("可以写：{zh}。"), &format!("Write one of {en}.")),
        );
        usual
    }

    fn number(&mut self, raw: &Raw, key: &str) -> Option<u64> {
        let value = raw.take(key)?;
        let number = value.parse().ok().filter(|&number| number > 0);
        if number.is_none() {
            let place = self.place_of(&value);
            self.fault(
                place,
                (format!("“{value}”不是数字"), format!("`{value}` is no number")),
                ("只写数字，如 20。", "Write digits only, such as 20."),
            );
        }
        number
    }

    fn place_of(&self, text: &str) -> Place {
        self.entry.place_of(text).unwrap_or_else(|| self.entry.value_place.clone())
    }

    fn fault(&mut self, place: Place, what: (String, String), help: (&str, &str)) {
        let fault = Diagnostic::error("bad-publish", what.0, what.1).help(help.0, help.1);
        self.faults.push(fault.at(place));
    }
}

const EXAMPLE: (&str, &str) = (
    "写成：- {名称: 正式, 文件夹: /var/www/site}，或 {仓库: …, 分支: pages}，或 {服务器: 用户@服务器:/网站文件夹}，或 {存储桶: 桶名, 服务商: 阿里云, 地域: cn-hangzhou}。",
    "Write - {name: live, folder: /var/www/site}, or {git: …, branch: pages}, or {sftp: user@host:/folder}, or {s3: bucket, provider: oss, region: cn-hangzhou}.",
);

/// Whether an address holds a password or a token: `https://user:word@host`, `https://token@host`.
fn has_secret(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let host = rest.split('/').next().unwrap_or_default();
    let Some((before, _)) = host.rsplit_once('@') else { return false };
    // The user's name of ssh is no secret; whatever stands before a host of the web may be a token.
    before.contains(':') || scheme.starts_with("http")
}

fn is_secret_name(key: &str) -> bool {
    let key = simplified(key).to_lowercase();
    ["password", "passwd", "secret", "token", "access_key", "密码", "口令", "密钥", "令牌"]
        .iter()
        .any(|name| key.contains(name))
}

/// What the fault of a credential is called.
const SECRET: &str = "publish-secret";

fn secret(place: &Place) -> Diagnostic {
    let fault = Diagnostic::error(
        "publish-secret",
        "site.yaml 里不能写密码、密钥，拿到稿件的人都会看到",
        "no password or key may stand in site.yaml, where everybody with the sources sees it",
    )
    .help(
        "删去它，马上更换，改用 ssh 密钥、git 的凭据管理或环境变量。手册“发布”一页有写法。",
        "Remove it, change it at once, and use keys of ssh, git's credential helpers or the environment.",
    );
    hide_secret(fault.at(place.clone()))
}

/// The fault of a credential without its text, other faults as they are: only where it stands is
/// shown.
pub(super) fn hide_secret(mut fault: Diagnostic) -> Diagnostic {
    if fault.code == SECRET {
        let hide = |c: char| if c == '\n' { '\n' } else { '*' };
        // As many bytes as there were, so that the place stays what it was.
        let hidden = |text: &str| -> String {
            text.chars().flat_map(|c| std::iter::repeat_n(hide(c), c.len_utf8())).collect()
        };
        fault.place =
            fault.place.map(|place| Place { text: Arc::from(hidden(&place.text)), ..place });
    }
    fault
}

#[cfg(test)]
mod tests;
