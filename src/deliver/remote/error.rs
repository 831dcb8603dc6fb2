//! What can go wrong between here and a target, and how an editor is told. It never shows a
//! credential: whatever a program says passes [`without_secrets`].

use std::io;

use super::web::WebFault;
use crate::diagnostic::{Diagnostic, refusal};

/// Why a release did not come to its end. What is live is still whole, page by page.
#[derive(Debug)]
pub(crate) enum RemoteError {
    /// Somebody else is at it, or was cut.
    Busy { by: String, since: String },
    /// Somebody else published since it was planned.
    Changed,
    /// What the records say cannot be read.
    Records,
    /// There is no release of that number, or it cannot be had any more.
    NoRelease { number: u64 },
    /// The bytes that are to be sent are not those that were hashed.
    Torn { path: String },
    /// A file that is to be sent cannot be read.
    Source { path: String, why: (String, String) },
    /// A bundle that is not one of ours, or not whole.
    Bundle { path: String },
    /// A program that is needed is not here.
    NoProgram { program: &'static str },
    /// A server that is reached by HTTP, or the way to it.
    Web(Box<WebFault>),
    /// The target, or the way to it, refused.
    Refused { at: String, why: (String, String), may_pass: bool },
}

impl From<WebFault> for RemoteError {
    fn from(fault: WebFault) -> Self {
        Self::Web(Box::new(fault))
    }
}

impl RemoteError {
    /// The system refused at `at`.
    pub(crate) fn io(at: impl Into<String>, error: &io::Error) -> Self {
        let text = refusal(error);
        let may_pass = matches!(
            error.kind(),
            io::ErrorKind::Interrupted | io::ErrorKind::TimedOut | io::ErrorKind::ConnectionReset
        );
        Self::Refused { at: at.into(), why: (text.zh, text.en), may_pass }
    }

    pub(super) fn source(path: &str, error: &io::Error) -> Self {
        let text = refusal(error);
        Self::Source { path: path.to_owned(), why: (text.zh, text.en) }
    }

    /// What a program said, and whether it may say otherwise a little later.
    pub(super) fn said(at: impl Into<String>, said: &str, may_pass: bool) -> Self {
        let said = without_secrets(said.trim());
        Self::Refused { at: at.into(), why: (format!("对方说“{said}”"), said), may_pass }
    }

    pub(super) fn other(what: &str) -> Self {
        Self::said("", what, false)
    }

    /// Whether it is worth trying again.
    pub(super) fn may_pass(&self) -> bool {
        matches!(self, Self::Refused { may_pass: true, .. })
    }

    /// Whether it is for people to sort out, and not the fault of a disk or the network.
    pub(crate) fn is_for_people(&self) -> bool {
        match self {
            Self::Busy { .. } | Self::Changed | Self::NoRelease { .. } => true,
            Self::Web(fault) => fault.is_for_people(),
            _ => false,
        }
    }

    /// The error in an editor's words.
    pub(crate) fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::Busy { by, since } => {
                let (by, since) = (without_secrets(by), without_secrets(since));
                let (zh_by, en_by) = if by.is_empty() {
                    ("有人".to_owned(), "somebody".to_owned())
                } else {
                    (by.clone(), by)
                };
                Diagnostic::error(
                    "publish-busy",
                    format!("{zh_by} 从 {since} 开始发布，还没有结束"),
                    format!("{en_by} began to publish at {since} and has not ended"),
                )
                .help(
                    "等对方发布完再来；确认对方已经停了（断电、断网），加 --take-over 接着发布。",
                    "Wait for them; if you know that they stopped, go on with --take-over.",
                )
            }
            Self::Changed => Diagnostic::error(
                "publish-changed",
                "核对以后，别人又发布了一次；这次没有发布",
                "somebody published after this was looked at; nothing was published",
            )
            .help("再运行一次，重新核对。", "Run it again, and look again."),
            Self::Records => Diagnostic::error(
                "publish-records",
                "发布目标上的记录读不懂，不知道哪些文件是以前发布的",
                "the target's records cannot be read: which files are ours is not known",
            )
            .help(
                "可能是新版程序写的：升级程序。记录坏了的，移走目标旁边的记录，再用 --adopt 发布。",
                "A newer version may have written them. If they are broken, move them away and publish with --adopt.",
            ),
            Self::NoRelease { number: 0 } => Diagnostic::error(
                "publish-no-release",
                "没有更早的发布可以退回",
                "there is no earlier release",
            )
            .help("用 --log 看有哪几次。", "See with --log which there are."),
            Self::NoRelease { number } => Diagnostic::error(
                "publish-no-release",
                format!("第 {number} 次发布不在记录里，或者留存的文件不全"),
                format!("release {number} is not in the records, or what was kept of it is not whole"),
            )
            .help("用 --log 看可以退回到哪几次。", "See with --log which there are."),
            Self::Torn { path } | Self::Bundle { path } => Diagnostic::error(
                "publish-torn",
                format!("“{path}”与清单对不上：不是发布包，或者传输中损坏了"),
                format!("`{path}` is not what its list says: no bundle, or a damaged one"),
            )
            .help("重新生成、重新拷贝发布包。", "Make the bundle again, or copy it again."),
            Self::Source { path, why } => Diagnostic::error(
                "publish-source",
                format!("读不出“{path}”：{}", why.0),
                format!("`{path}` cannot be read: {}", why.1),
            )
            .help("检查磁盘，再运行一次。", "Look at the disk, and run it again."),
            Self::NoProgram { program } => Diagnostic::error(
                "publish-no-program",
                format!("这台电脑上没有 {program} 这个程序"),
                format!("there is no program `{program}` on this machine"),
            )
            .help(
                match *program {
                    "git" => "安装 Git（Debian：apt install git；Windows：Git for Windows）。",
                    "rsync" => "安装 rsync（Debian：apt install rsync）；Windows 上没有，改用“服务器”（sftp）。",
                    _ => "安装 OpenSSH 客户端（Debian：apt install openssh-client；Windows：可选功能“OpenSSH 客户端”）。",
                },
                match *program {
                    "git" => "Install Git.",
                    "rsync" => "Install rsync; on Windows use `sftp` instead.",
                    _ => "Install the OpenSSH client.",
                },
            ),
            Self::Web(fault) => fault.diagnostic(),
            Self::Refused { at, why, .. } => {
                let at = without_secrets(at);
                Diagnostic::error(
                    "publish-failed",
                    format!("发布没有完成：{at}：{}", without_secrets(&why.0)),
                    format!("publishing did not end: {at}: {}", without_secrets(&why.1)),
                )
                .help(
                    "线上的网页都还完整。检查网络、磁盘和密钥，再运行一次，会从断开的地方接着发布。",
                    "All pages that are live are whole. Look at the network, the disk and the keys; another run goes on from here.",
                )
            }
        }
    }
}

/// A text without what stands before the `@` of an address with a password or a token in it.
pub(crate) fn without_secrets(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("://") {
        clean.push_str(before);
        clean.push_str("://");
        let is_end = |c: char| c.is_whitespace() || matches!(c, '/' | '\'' | '"' | '”' | '`');
        let host = after.find(is_end).unwrap_or(after.len());
        rest = match after.get(..host).and_then(|host| host.rfind('@')) {
            Some(at) => {
                clean.push_str("***");
                after.get(at..).unwrap_or_default()
            }
            None => after,
        };
    }
    clean.push_str(rest);
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_secret_in_an_address_is_not_told() {
        for (said, shown) in [
            ("https://u:p@host/x.git", "https://***@host/x.git"),
            (
                "fatal: 'https://tok@en@h/x' and ssh://git@h",
                "fatal: 'https://***@h/x' and ssh://***@h",
            ),
            ("https://host/a@b", "https://host/a@b"),
            ("no address", "no address"),
        ] {
            assert_eq!(without_secrets(said), shown);
            let told = RemoteError::said(said, said, false).diagnostic();
            assert!(!format!("{told:?}").contains("u:p") && !format!("{told:?}").contains("tok@"));
        }
    }
}
