//! A preview of a small site on a port of its own, and a browser made of one socket.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::super::*;

/// How long anything may take before a test gives up: far longer than it ever takes.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

pub(super) const PAGE: &str = "<!DOCTYPE html><html><body><h1>芝罘</h1></body></html>\n";
pub(super) const LOST: &str = "<html><body>没有这一页</body></html>";

pub(super) fn html(status: u16, body: &str) -> Answer {
    let content_type = "text/html; charset=utf-8";
    Answer { status, content_type, body: body.into(), location: None }
}

/// A site that is one function.
pub(super) struct Pages<F>(pub(super) F);

impl<F: Fn(&str) -> Answer + Send + Sync> Site for Pages<F> {
    fn answer(&self, path: &str) -> Answer {
        (self.0)(path)
    }

    fn about(&self, path: &str) -> About {
        About { badge: vec![path.to_owned()], ..About::default() }
    }
}

pub(super) fn small_site(path: &str) -> Answer {
    match path {
        "/" | "/%E6%96%B0%E9%97%BB/" => html(200, PAGE),
        "/site.css" => Answer { content_type: "text/css", ..html(200, "a{}") },
        "/logo.png" => Answer { content_type: "image/png", ..html(200, "</body>") },
        "/news" => Answer { location: Some("/news/".into()), ..html(301, "") },
        "/split" => Answer { location: Some("/\r\nSet-Cookie: a=b".into()), ..html(301, "") },
        "/panic" => panic!("a page that cannot be made (this is part of the test)"),
        _ => html(404, LOST),
    }
}

/// A running preview, which stops when it is dropped.
pub(super) struct Running {
    pub(super) at: SocketAddr,
    pub(super) reload: Reload,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<Result<(), PreviewError>>>,
}

pub(super) fn fixed(port: u16) -> Options {
    let host = IpAddr::V4(Ipv4Addr::LOCALHOST);
    Options { host, port: Port::Fixed(port), open: OpenBrowser::No, token: Token::new() }
}

pub(super) fn start(site: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Running {
    try_start(fixed(0), site).unwrap()
}

pub(super) fn try_start(
    options: Options,
    site: impl Fn(&str) -> Answer + Send + Sync + 'static,
) -> Result<Running, PreviewError> {
    try_start_site(options, Arc::new(Pages(site)))
}

pub(super) fn try_start_site(
    options: Options,
    site: Arc<dyn Site>,
) -> Result<Running, PreviewError> {
    let reload = Reload::new();
    let (stop, stopped) = oneshot::channel::<()>();
    let (ready, listens) = mpsc::channel();
    let tells = reload.clone();
    let thread = thread::spawn(move || {
        let ready = move |at| ready.send(at).unwrap();
        run_until(options, site, tells, ready, async { drop(stopped.await) })
    });
    match listens.recv_timeout(PATIENCE) {
        Ok(at) => Ok(Running { at, reload, stop: Some(stop), thread: Some(thread) }),
        Err(_) => Err(thread.join().unwrap().unwrap_err()),
    }
}

impl Running {
    /// Asks for a path as a browser does, and reads the answer to its end.
    pub(super) fn ask(&self, method: &str, path: &str) -> Response {
        self.say(&format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.at))
    }

    /// Sends a request as it is written, but for `Connection: close`.
    pub(super) fn say(&self, request: &str) -> Response {
        let mut stream = self.connect();
        let request = request.replacen("\r\n\r\n", "\r\nConnection: close\r\n\r\n", 1);
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").expect(&answer);
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Response { status, head: head.to_owned(), body: body.to_owned() }
    }

    /// Listens as an open page does.
    pub(super) fn listen(&self) -> Listener {
        let mut stream = self.connect();
        let request = format!("GET /_jianfan/events HTTP/1.1\r\nHost: {}\r\n\r\n", self.at);
        stream.write_all(request.as_bytes()).unwrap();
        Listener(BufReader::new(stream))
    }

    pub(super) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.at).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Stops, and tells how long that took.
    pub(super) fn stop(&mut self) -> Duration {
        let began = Instant::now();
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap().unwrap();
        }
        began.elapsed()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

pub(super) struct Response {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: String,
}

impl Response {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find_map(|(key, value)| key.eq_ignore_ascii_case(name).then_some(value))
    }
}

/// An open page's ear.
pub(super) struct Listener(BufReader<TcpStream>);

impl Listener {
    /// The next state it is told, or `None` when the server has gone.
    pub(super) fn hear(&mut self) -> Option<serde_json::Value> {
        let mut line = String::new();
        loop {
            line.clear();
            match self.0.read_line(&mut line) {
                Ok(0) | Err(_) => return None,
                Ok(_) => {}
            }
            if let Some(data) = line.strip_prefix("data: ") {
                return Some(serde_json::from_str(data).unwrap());
            }
        }
    }
}

/// Waits until something holds.
pub(super) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "it never came to this: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}
