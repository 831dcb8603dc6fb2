//! The preview under load, as the real program: many open pages, many requests, and an end at once. It
//! measures no time.
//!
//! `JIANFAN_REQUESTS` says how many requests.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Command;

use crate::http::{PATIENCE, Preview};
use crate::served::Sample;

/// How many pages are open.
const CLIENTS: usize = 64;

#[test]
fn many_pages_that_load_again_at_once_are_all_answered_in_bounded_memory() {
    let requests = std::env::var("JIANFAN_REQUESTS").map_or(768, |given| given.parse().unwrap());
    let sample = Sample::new();
    let article = sample.root().join("content/news/county/night-school.md");
    let good = fs::read_to_string(&article).unwrap();
    let preview = Preview::start(&sample.root(), &["--published"]);
    let rounds = 6;
    let mut most = Vec::new();
    for round in 0..rounds {
        // All hear of one save, then all load.
        let mut pages: Vec<Listener> =
            (0..CLIENTS).map(|_| Listener::open(preview.host())).collect();
        for page in &mut pages {
            page.hear();
        }
        fs::write(&article, format!("{good}\n第 {round} 次改。\n")).unwrap();
        for page in &mut pages {
            page.hear();
        }
        std::thread::scope(|scope| {
            for client in 0..CLIENTS {
                let preview = &preview;
                scope.spawn(move || load(preview, client, requests / CLIENTS / rounds));
            }
        });
        most.push(peak_memory(preview.process()));
    }
    if let [first, .., last] = most[..]
        && last > 0
    {
        let grown = last.saturating_sub(first);
        assert!(grown < 48 << 10, "it has grown by {grown} KiB: {most:?}");
    }
}

/// Loads pages over one connection, as a browser does.
fn load(preview: &Preview, client: usize, count: usize) {
    let paths = [
        "/",
        "/hant/news/",
        "/news/county/night-school/",
        "/nowhere/",
        "/css/site.css",
        "/hant/atom.xml",
    ];
    let stream = TcpStream::connect(preview.host()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut reader = BufReader::new(&stream);
    for number in 0..count {
        let path = paths[(client + number) % paths.len()];
        write!(
            &stream,
            "GET {path}?{client}.{number} HTTP/1.1\r\nHost: {}\r\n\r\n",
            preview.host()
        )
        .unwrap();
        let (mut status, mut length, mut line) = (String::new(), 0, String::new());
        while reader.read_line(&mut line).unwrap() > 2 {
            if status.is_empty() {
                status.clone_from(&line);
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length: ") {
                length = value.trim().parse().unwrap();
            }
            line.clear();
        }
        let expected = if path == "/nowhere/" { " 404 " } else { " 200 " };
        assert!(status.contains(expected) && length > 0, "{path}: {status}");
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
    }
}

/// The most memory that a process has had so far, in KiB; 0 where the system does not tell.
fn peak_memory(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

/// A page that listens.
struct Listener(BufReader<TcpStream>);

impl Listener {
    fn open(host: &str) -> Self {
        let mut stream = TcpStream::connect(host).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "GET /_jianfan/events HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
        Self(BufReader::new(stream))
    }

    /// The next event.
    fn hear(&mut self) -> String {
        let mut line = String::new();
        while !line.starts_with("data: ") {
            line.clear();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the preview has gone");
        }
        line
    }
}

#[cfg(unix)]
#[test]
fn it_ends_at_once_when_it_is_told_to_whoever_listens() {
    let sample = Sample::new();
    let mut preview = Preview::start(&sample.root(), &[]);
    let mut page = Listener::open(preview.host());
    page.hear();
    let told =
        Command::new("kill").args(["-INT", &preview.process().to_string()]).status().unwrap();
    assert!(told.success());
    assert!(preview.wait_for_the_end().success());
}

#[test]
fn a_phone_is_told_where_to_look() {
    let sample = Sample::new();
    let mut command = crate::program::jianfan(&sample.root());
    command.args(["serve", "--port", "0", "--host", "0.0.0.0", "--lang", "zh"]);
    let mut child = command.stdout(std::process::Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let said: Vec<String> = lines.by_ref().take_while(|line| !line.contains("Ctrl+C")).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(said[0].starts_with("预览：http://127.0.0.1:"), "{said:?}");
    let phone = said[1].strip_prefix("手机：").unwrap();
    if let Some(url) = phone.strip_prefix("http://") {
        assert!(!url.starts_with("127.") && !url.starts_with("0."), "{url}");
        let code: Vec<&String> = said[3..].iter().collect();
        let width = code[0].chars().count();
        assert!(code.len() * 2 >= width && code.iter().all(|line| line.chars().count() == width));
        assert!(code.iter().any(|line| line.contains('▄')), "{said:?}");
    }
}
