//! The preview as a browser meets it: the real program on a port of its own, and requests over a
//! bare socket. It asserts nothing but that there is an answer.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::program;

/// How long anything may take before a test gives up; far more than a slow machine needs.
pub(crate) const PATIENCE: Duration = Duration::from_mins(2);

/// A running preview; dropped, it ends.
#[derive(Debug)]
pub(crate) struct Preview {
    child: Child,
    /// `127.0.0.1:40123`
    host: String,
    said: Arc<Mutex<String>>,
}

/// One answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: String,
    pub(crate) body: Vec<u8>,
}

/// Asks a host, such as `127.0.0.1:40123`, for a path, which is sent as it is.
pub(crate) fn get(host: &str, path: &str) -> Answer {
    say(host, path, &format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"))
}

/// Asks a host to do something, as a page of its own does that knows the token.
pub(crate) fn post(host: &str, path: &str, token: &str, body: &str) -> Answer {
    let length = body.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nContent-Type: application/json\r\n\
         X-Jianfan-Token: {token}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    say(host, path, &(head + body))
}

fn say(host: &str, path: &str, request: &str) -> Answer {
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    let mut piece = [0; 1 << 13];
    // A browser's own server keeps the connection open, whatever it is asked.
    while Answer::read(&bytes).is_none() {
        match stream.read(&mut piece) {
            Ok(0) => break,
            Ok(length) => bytes.extend_from_slice(&piece[..length]),
            // A test that was held and let go on.
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => panic!("{path}: {error}"),
        }
    }
    Answer::read(&bytes).unwrap_or_else(|| panic!("{path}: {}", String::from_utf8_lossy(&bytes)))
}

impl Preview {
    /// Starts `jianfan serve` in a folder, on a free port, and waits until it listens.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = program::jianfan(folder);
        command.args(["serve", "--port", "0"]).args(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        let errors = BufReader::new(child.stderr.take().unwrap());
        let heard = said.clone();
        std::thread::spawn(move || {
            for line in errors.lines().map_while(Result::ok) {
                heard.lock().unwrap().push_str(&(line + "\n"));
            }
        });
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let host = line.split_once("http://").and_then(|(_, rest)| rest.split('/').next());
        let Some(host) = host.map(str::to_owned) else {
            let _ = child.kill();
            panic!("no address in {line:?}; {}", said.lock().unwrap());
        };
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        Self { child, host, said }
    }

    /// The system's number of the process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Waits until the process has ended.
    pub(crate) fn wait_for_the_end(&mut self) -> std::process::ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(start.elapsed() < PATIENCE, "it does not end; {}", self.said());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// `127.0.0.1:40123`
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Everything on its error stream so far.
    pub(crate) fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Asks for a path, which is sent as it is.
    pub(crate) fn get(&self, path: &str) -> Answer {
        get(&self.host, path)
    }

    /// Where a browser finds a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.host)
    }

    /// Asks again and again until the answer is what is waited for.
    pub(crate) fn wait_for(&self, path: &str, is_there: impl Fn(&Answer) -> bool) {
        let start = Instant::now();
        while !is_there(&self.get(path)) {
            assert!(start.elapsed() < PATIENCE, "{path} never came; {}", self.said());
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Answer {
    fn read(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let headers = String::from_utf8(bytes[..end].to_vec()).ok()?;
        let status = headers.split(' ').nth(1)?.parse().ok()?;
        let answer = Self { status, headers, body: bytes[end + 4..].to_vec() };
        let length = answer.header("content-length").and_then(|length| length.parse().ok());
        (length == Some(answer.body.len())).then_some(answer)
    }

    /// The value of a header, by its name in small letters.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let line = |line: &str| line.to_ascii_lowercase().starts_with(&format!("{name}:"));
        let line = self.headers.lines().find(|l| line(l))?;
        Some(line.split_once(':')?.1.trim())
    }

    pub(crate) fn contains(&self, text: &str) -> bool {
        String::from_utf8_lossy(&self.body).contains(text)
    }
}

/// A path as it is sent: everything but unreserved signs and `/` is percent-encoded.
pub(crate) fn encoded(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
