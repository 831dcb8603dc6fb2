//! What goes wrong between here and a server that speaks HTTP, in an editor's words. It never shows a
//! credential, and of what a server says only its own sentence.

use std::io;
use std::time::Duration;

use crate::deliver::remote::error::without_secrets;
use crate::diagnostic::{Diagnostic, refusal};

/// Why a server could not be asked, or what it refused.
#[derive(Debug)]
pub(crate) enum WebFault {
    /// There is neither a user nor a key; where they were looked for.
    NoCredentials { at: String, looked: (String, String) },
    /// There is a credential, and it was not said to be for this host: nothing was sent. The hosts that
    /// it is for, and the variable that names them.
    OtherHost { host: String, known: String, variable: &'static str },
    /// There is no way there.
    Unreachable { at: String, why: (String, String), may_pass: bool },
    /// Who answers is not proved to be who was asked.
    Certificate { at: String, why: String },
    /// Nothing happened for so many seconds.
    TimedOut { at: String, seconds: u64 },
    /// The key is not known there, or may not do this.
    Denied { at: String, said: String },
    /// There is no such bucket or folder.
    NoPlace { at: String, said: String },
    /// The bucket is in another region.
    Elsewhere { at: String, said: String },
    /// The clocks differ by too much.
    Clock { at: String },
    /// What should be hidden from visitors is not.
    Open { at: String },
    /// The server has a fault or too much to do, and went on having it.
    Overloaded { at: String, status: u16 },
    /// A file is larger than it takes.
    TooLarge { at: String },
    /// Its disk is full, or what was allotted.
    Full { at: String },
    /// It says something else.
    Other { at: String, status: u16, said: String },
}

impl WebFault {
    /// What a client says of a request that had no answer.
    pub(super) fn of(at: &str, patience: Duration, error: &ureq::Error) -> Self {
        let at = at.to_owned();
        let timed_out = |at| Self::TimedOut { at, seconds: patience.as_secs() };
        let unreachable = |at, zh: String, en: String, may_pass| Self::Unreachable {
            at,
            why: (zh, en),
            may_pass,
        };
        match error {
            ureq::Error::Timeout(_) => timed_out(at),
            ureq::Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => timed_out(at),
            ureq::Error::Rustls(why) => Self::Certificate { at, why: why.to_string() },
            ureq::Error::Tls(why) => Self::Certificate { at, why: (*why).to_owned() },
            ureq::Error::Io(error) => match tls_fault(error) {
                Some(why) => Self::Certificate { at, why },
                None if is_cut(error.kind()) => {
                    unreachable(at, "连接断了".into(), error.to_string(), true)
                }
                None => {
                    let text = refusal(error);
                    unreachable(at, text.zh, text.en, true)
                }
            },
            ureq::Error::HostNotFound => {
                unreachable(at, "没有这个主机名".into(), "no such host".into(), false)
            }
            ureq::Error::ConnectionFailed => {
                unreachable(at, "连不上".into(), "no connection".into(), true)
            }
            // Half an answer is a cut.
            ureq::Error::Protocol(error) => {
                unreachable(at, "连接断了".into(), error.to_string(), true)
            }
            other => {
                let said = other.to_string();
                unreachable(at, format!("“{said}”"), said, false)
            }
        }
    }

    /// Whether it is worth asking again.
    pub(super) fn may_pass(&self) -> bool {
        matches!(self, Self::TimedOut { .. } | Self::Unreachable { may_pass: true, .. })
    }

    /// Whether a person has to do something, and no network or disk has a fault.
    pub(in crate::deliver::remote) fn is_for_people(&self) -> bool {
        matches!(self, Self::NoCredentials { .. } | Self::OtherHost { .. } | Self::Open { .. })
    }

    /// The fault in an editor's words.
    pub(in crate::deliver::remote) fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::NoCredentials { at, looked: (zh, en) } => Diagnostic::error(
                "publish-no-credentials",
                format!("没有发布到 {at} 用的密钥"),
                format!("there are no credentials for {at}"),
            )
            .help(
                format!("密钥不写在 site.yaml 里。写在{zh}。"),
                format!("They do not stand in site.yaml. Put them into {en}."),
            ),
            Self::Unreachable { at, why: (zh, en), .. } => Diagnostic::error(
                "publish-unreachable",
                format!("连不上 {at}：{}", without_secrets(zh)),
                format!("{at} cannot be reached: {}", without_secrets(en)),
            )
            .help(
                "线上的网页都还完整。看看网络、代理（HTTPS_PROXY）和地址，再运行一次，会接着发布。",
                "All pages that are live are whole. Look at the network, the proxy and the address; another run goes on.",
            ),
            Self::Certificate { at, why } => Diagnostic::error(
                "publish-certificate",
                format!("不能确认对方就是 {at}：证书不受这台电脑信任（{why}）"),
                format!("{at} is not proved by a certificate that this machine trusts ({why})"),
            )
            .help(
                "单位自己发的证书：把根证书装进系统，或用环境变量 SSL_CERT_FILE 指明；不是的话，可能有人冒充，不要发布。",
                "If it is the office's own, install its root in the system or name it in SSL_CERT_FILE. Otherwise do not publish.",
            ),
            Self::TimedOut { at, seconds } => Diagnostic::error(
                "publish-timeout",
                format!("{at} 有 {seconds} 秒没有动静，试了几次都这样"),
                format!("{at} did nothing for {seconds} seconds, several times"),
            )
            .help(
                "网络很慢的，在发布目标里写大“等待”的秒数。线上的网页都还完整，再运行一次，会接着发布。",
                "On a slow link raise the target's `timeout`. All pages that are live are whole; another run goes on.",
            ),
            Self::OtherHost { host, known, variable } => other_host(host, known, variable),
            _ => self.refusal(),
        }
    }

    /// What a server refused, in an editor's words.
    fn refusal(&self) -> Diagnostic {
        match self {
            Self::Denied { at, said } => Diagnostic::error(
                "publish-denied",
                format!("{at} 不许这样做：{said}"),
                format!("{at} refuses: {said}"),
            )
            .help(
                "密钥写错了、过期了，或者没有读、写、列出、删除的权限。看看密钥和授权。",
                "The key is wrong or expired, or may not read, write, list and delete. Look at the key and its rights.",
            ),
            Self::NoPlace { at, said } => Diagnostic::error(
                "publish-no-place",
                format!("没有 {at} 这个地方：{said}"),
                format!("there is no {at}: {said}"),
            )
            .help(
                "看看存储桶、文件夹的名字和地域；没有的先建好。",
                "Look at the name and the region; make the bucket or the folder first.",
            ),
            Self::Elsewhere { at, said } => Diagnostic::error(
                "publish-region",
                format!("{at} 不在这个地域：{said}"),
                format!("{at} is in another region: {said}"),
            )
            .help("改正发布目标的“地域”或“接入点”。", "Mend the target's `region` or `endpoint`."),
            Self::Clock { at } => Diagnostic::error(
                "publish-clock",
                format!("这台电脑的时钟和 {at} 差得太多，对方不认"),
                format!("this machine's clock is too far from that of {at}"),
            )
            .help("把时钟对准，再运行一次。", "Set the clock right, and run it again."),
            Self::Open { at } => Diagnostic::error(
                "publish-records-open",
                format!("发布记录谁都能读：{at}"),
                format!("everybody can read the records: {at}"),
            )
            .help(
                "记录里有撤下的旧文章。在发布目标的“记录”里写一个不公开的存储桶或文件夹，或者用桶策略、服务器设置不让人读它。",
                "They hold articles that were withdrawn. Name a private bucket or folder in `records`, or close this one by policy.",
            ),
            Self::Overloaded { at, status } => Diagnostic::error(
                "publish-server",
                format!("{at} 自己出了故障，或者太忙（{status}），试了几次都这样"),
                format!("{at} has a fault of its own or too much to do ({status}), several times"),
            )
            .help(
                "过一会儿再运行一次，会接着发布。线上的网页都还完整。",
                "Run it again later; it goes on from here. All pages that are live are whole.",
            ),
            Self::TooLarge { at } => Diagnostic::error(
                "publish-too-large",
                format!("有的文件太大，{at} 不收"),
                format!("{at} takes no file that is so large"),
            )
            .help(
                "nginx 要写大 client_max_body_size（不写是 1 MB），别的服务器也有这样的限制。",
                "With nginx raise client_max_body_size, which is 1 MB unless it is told otherwise.",
            ),
            Self::Full { at } => Diagnostic::error(
                "publish-full",
                format!("{at} 的磁盘满了，或者分给的空间用完了"),
                format!("{at} has no room left"),
            )
            .help(
                "腾出空间，再运行一次，会接着发布。线上的网页都还完整。",
                "Make room and run it again; it goes on. All pages that are live are whole.",
            ),
            Self::OtherHost { host: at, .. }
            | Self::NoCredentials { at, .. }
            | Self::Unreachable { at, .. }
            | Self::Certificate { at, .. }
            | Self::TimedOut { at, .. } => other(at, 0, "?"),
            Self::Other { at, status, said } => other(at, *status, said),
        }
    }
}

/// A credential that is kept back.
fn other_host(host: &str, known: &str, variable: &str) -> Diagnostic {
    let (zh, en) = if known.is_empty() {
        (
            format!("没有说明密码是给哪台服务器的，没有发给 {host}"),
            format!("it is not said whom the password is for; it was not sent to {host}"),
        )
    } else {
        (
            format!("密码是给 {known} 的，site.yaml 里写的是 {host}，没有发送"),
            format!("the password is for {known}, and site.yaml names {host}; it was not sent"),
        )
    };
    Diagnostic::error("publish-other-host", zh, en).help(
        format!("看看 site.yaml 是谁改的。{host} 确实是自己的服务器，就在写密码的地方再写上 {variable}={host}。"),
        format!("Look who changed site.yaml. If {host} is yours, set {variable}={host} where the password is set."),
    )
}

/// What has no words of its own.
fn other(at: &str, status: u16, said: &str) -> Diagnostic {
    Diagnostic::error(
        "publish-failed",
        format!("发布没有完成：{at} 说“{said}”（{status}）"),
        format!("publishing did not end: {at}: {said} ({status})"),
    )
    .help(
        "线上的网页都还完整。看看这个目标的设置，再运行一次。",
        "All pages that are live are whole. Look at the target's settings, and run it again.",
    )
}

fn is_cut(kind: io::ErrorKind) -> bool {
    use io::ErrorKind as E;
    matches!(kind, E::UnexpectedEof | E::ConnectionReset | E::ConnectionAborted | E::BrokenPipe)
}

/// What TLS found wrong with who answered, when that is what an error holds.
fn tls_fault(error: &io::Error) -> Option<String> {
    let inner = error.get_ref()?;
    if let Some(fault) = inner.downcast_ref::<rustls::Error>() {
        return Some(fault.to_string());
    }
    inner.downcast_ref::<io::Error>().and_then(tls_fault)
}
