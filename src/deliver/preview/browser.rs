//! Opens the home page in the browser the editor uses. It never waits for the browser and never
//! fails: whoever has none still has the address on the terminal.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::{Command, Stdio};
use std::thread;

/// Asks the desktop to show the home page of the server that listens at `bound`.
pub(super) fn open(bound: SocketAddr) {
    let mut command = opener(&home(bound));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // The thread takes the opener's exit code, so that no dead process is left in the table.
    let _ = thread::Builder::new().spawn(move || command.status());
}

/// The home page as a browser on this machine asks for it.
fn home(bound: SocketAddr) -> String {
    format!("http://{}/", here(bound))
}

/// The address at which a browser on this machine finds the server. "Every interface" (0.0.0.0) is an
/// address to listen on, not one to go to.
pub(crate) fn here(bound: SocketAddr) -> SocketAddr {
    let ip = match bound.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, bound.port())
}

fn opener(url: &str) -> Command {
    let words: &[&str] = if cfg!(target_os = "windows") {
        // `start` takes its first quoted word for a window title, hence the empty one.
        &["cmd", "/C", "start", ""]
    } else if cfg!(target_os = "macos") {
        &["open"]
    } else {
        &["xdg-open"]
    };
    let (program, arguments) = words.split_first().unwrap_or((&"xdg-open", &[]));
    let mut command = Command::new(program);
    command.args(arguments).arg(url);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_sent_to_an_address_it_can_reach() {
        for (bound, expected) in [
            ("127.0.0.1:4000", "http://127.0.0.1:4000/"),
            ("0.0.0.0:4000", "http://127.0.0.1:4000/"),
            ("[::]:80", "http://[::1]:80/"),
            ("192.168.1.5:4000", "http://192.168.1.5:4000/"),
        ] {
            assert_eq!(home(bound.parse().unwrap()), expected);
        }
    }

    #[test]
    fn the_address_is_the_openers_last_word() {
        let command = opener("http://127.0.0.1:4000/");
        assert_eq!(command.get_args().last().unwrap(), "http://127.0.0.1:4000/");
    }
}
