//! Why there is no preview: no port to listen on, or sources that cannot be watched. These are
//! failures of the machine; what is wrong with the site is never an error here.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use crate::diagnostic::Diagnostic;

/// A failure of the network or of the watching of files.
#[derive(Debug)]
pub(crate) enum PreviewError {
    /// Somebody else listens there.
    PortInUse(SocketAddr),
    /// None of the ports from the first to the second was free.
    NoFreePort(u16, u16),
    /// The system does not let this user listen there.
    PortForbidden(SocketAddr),
    /// The address is not one of this machine's, or another failure of listening.
    CannotListen(SocketAddr, io::Error),
    /// The server could not be started at all.
    CannotStart(io::Error),
    /// Neither the path to watch nor the folder it should stand in is there.
    NothingToWatch(PathBuf),
    /// The system watches no more folders for this user.
    TooManyFolders,
    /// Another failure of watching.
    CannotWatch(String),
}

impl PreviewError {
    /// The failure as an editor should read it.
    pub(crate) fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::PortInUse(at) => port_in_use(at.port()),
            Self::NoFreePort(first, last) => no_free_port(*first, *last),
            Self::PortForbidden(at) => port_forbidden(at.port()),
            Self::CannotListen(at, error) => cannot_listen(*at, error),
            Self::CannotStart(error) => Diagnostic::error(
                "preview-failed",
                format!("预览服务启动不了：{error}"),
                format!("the preview server cannot start: {error}"),
            ),
            Self::NothingToWatch(path) => nothing_to_watch(&path.display().to_string()),
            Self::TooManyFolders => too_many_folders(),
            Self::CannotWatch(reason) => Diagnostic::error(
                "watch-failed",
                format!("无法监视文件的改动：{reason}"),
                format!("files cannot be watched for changes: {reason}"),
            )
            .help(
                "页面仍可预览，但保存后不会自动更新，要重新运行预览",
                "pages can still be seen, but a save is not noticed: start the preview again",
            ),
        }
    }
}

fn port_in_use(port: u16) -> Diagnostic {
    let (other, who) = (next(port), who_listens(port));
    Diagnostic::error(
        "port-in-use",
        format!("端口 {port} 已被别的程序占用，预览没有启动"),
        format!("port {port} is in use by another program; the preview has not started"),
    )
    .help(
        format!(
            "多半是另一个预览还开着：关掉它，或用 `--port auto` 自动换一个空闲端口，\
             或用 `--port {other}` 指定一个。想知道是谁占用，请运行 `{who}`，\
             还不清楚就请教管理这台电脑的人"
        ),
        format!(
            "most likely another preview is still open: close it, or let `--port auto` find a \
             free port, or choose one with `--port {other}`. `{who}` tells who uses it; if that \
             does not help, ask whoever looks after this machine"
        ),
    )
}

fn no_free_port(first: u16, last: u16) -> Diagnostic {
    let (other, who) = (next(last), who_listens(first));
    Diagnostic::error(
        "port-in-use",
        format!("从 {first} 到 {last} 的端口都不能用，预览没有启动"),
        format!("no port from {first} to {last} can be used; the preview has not started"),
    )
    .help(
        format!(
            "用 `--port {other}` 另选一个端口。想知道是谁占用，请运行 `{who}`，\
             还不清楚就请教管理这台电脑的人"
        ),
        format!(
            "choose another port with `--port {other}`. `{who}` tells who uses it; if that does \
             not help, ask whoever looks after this machine"
        ),
    )
}

fn port_forbidden(port: u16) -> Diagnostic {
    Diagnostic::error(
        "port-forbidden",
        format!("系统不允许使用端口 {port}，预览没有启动"),
        format!("the system does not allow port {port}; the preview has not started"),
    )
    .help(
        "1024 以下的端口要管理员权限，另一些由系统保留：用 `--port 4000` 或 `--port auto` 换一个",
        "ports below 1024 need an administrator and others are reserved by the system: choose \
         another with `--port 4000` or `--port auto`",
    )
}

fn cannot_listen(at: SocketAddr, error: &io::Error) -> Diagnostic {
    Diagnostic::error(
        "preview-address",
        format!("无法在 {at} 上启动预览：{error}"),
        format!("the preview cannot listen at {at}: {error}"),
    )
    .help(
        "`--host` 要写这台电脑自己的地址；只在本机看，就不要写 `--host`",
        "`--host` takes an address of this machine; leave it out to look from this machine only",
    )
}

fn nothing_to_watch(path: &str) -> Diagnostic {
    Diagnostic::error(
        "watch-missing",
        format!("要监视的 {path} 不存在，它所在的文件夹也不存在"),
        format!("{path} is to be watched, but neither it nor the folder it stands in exists"),
    )
    .help("检查 `--root` 是不是写对了", "check whether `--root` is right")
}

fn too_many_folders() -> Diagnostic {
    Diagnostic::error(
        "watch-limit",
        "文件夹太多，超过了系统允许监视的数目，保存后页面不会自动更新",
        "there are more folders than the system watches for one user; a save may go unnoticed",
    )
    .help(
        "请管理员调高上限：`sudo sysctl fs.inotify.max_user_watches=524288`，再重新运行预览",
        "ask an administrator to raise the limit: `sudo sysctl \
         fs.inotify.max_user_watches=524288`, then start the preview again",
    )
}

/// A port to suggest instead of one that is taken.
fn next(port: u16) -> u16 {
    port.checked_add(1).unwrap_or(4000)
}

/// The command that tells, on this system, which program listens on a port.
fn who_listens(port: u16) -> String {
    if cfg!(target_os = "windows") {
        format!("netstat -ano | findstr :{port}")
    } else if cfg!(target_os = "macos") {
        format!("lsof -nP -iTCP:{port} -sTCP:LISTEN")
    } else {
        format!("ss -ltnp sport = :{port}")
    }
}

impl fmt::Display for PreviewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.diagnostic().what.en)
    }
}

impl std::error::Error for PreviewError {}

impl From<notify::Error> for PreviewError {
    fn from(error: notify::Error) -> Self {
        let path = error.paths.first();
        match (&error.kind, path) {
            (notify::ErrorKind::MaxFilesWatch, _) => Self::TooManyFolders,
            (notify::ErrorKind::PathNotFound, Some(path)) => Self::NothingToWatch(path.clone()),
            _ => Self::CannotWatch(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, SocketAddr};

    use super::*;

    #[test]
    fn every_failure_is_told_in_both_languages() {
        let at = SocketAddr::from((Ipv4Addr::LOCALHOST, u16::MAX));
        let other = || io::Error::other("?");
        for error in [
            PreviewError::PortInUse(at),
            PreviewError::NoFreePort(4000, 4020),
            PreviewError::PortForbidden(at),
            PreviewError::CannotListen(at, other()),
            PreviewError::CannotStart(other()),
            PreviewError::NothingToWatch("content".into()),
            PreviewError::TooManyFolders,
            PreviewError::CannotWatch("?".into()),
        ] {
            let diagnostic = error.diagnostic();
            assert!(diagnostic.is_error());
            assert!(!diagnostic.what.zh.is_ascii(), "{error}");
            assert!(diagnostic.what.en.is_ascii(), "{error}");
            if let Some(help) = diagnostic.help {
                assert!(!help.zh.is_ascii() && help.en.is_ascii(), "{error}");
            }
        }
    }

    #[test]
    fn the_port_that_is_suggested_is_one() {
        assert_eq!(next(4000), 4001);
        assert_eq!(next(u16::MAX), 4000);
    }
}
