//! Stands between the program and a server, and does to each request what a test tells it: refuses,
//! loses the answer, cuts it in half, waits, or tells the test. It knows no protocol above HTTP.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::time::Duration;

/// A request as it came.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// Counted from 0.
    pub(super) number: usize,
    pub(super) method: String,
    pub(super) path: String,
    /// Each on a line, as they came.
    pub(super) headers: String,
}

/// What becomes of a request.
#[derive(Debug, Clone)]
pub(super) enum Fate {
    Pass,
    /// Passed on without headers of that name.
    Without(&'static str),
    /// Passed on under this line instead of its first one.
    As(String),
    /// Kept until the other has come, too; then this.
    Together(Arc<Gate>, Box<Fate>),
    /// Never passed on; this is the answer: a status, headers, and a body.
    Answer(u16, String, String),
    /// Never passed on, and the connection is closed.
    Cut,
    /// Passed on and done; the answer never comes.
    LoseAnswer,
    /// Passed on and done; the answer is cut in half.
    HalfAnswer,
    /// Passed on after a while.
    Late(Duration),
    /// Passed on; the answer comes in pieces, with so long between them.
    Slow(Duration),
    /// Kept, and nothing is answered.
    Silence,
    /// Half of it is passed on, then nothing more in either direction.
    Half,
}

/// Where the first waits for the second, so that both go on in the same instant.
#[derive(Debug, Default)]
pub(super) struct Gate {
    here: Mutex<usize>,
    changed: Condvar,
}

impl Gate {
    fn pass(&self) {
        let mut here = self.here.lock().unwrap();
        *here += 1;
        self.changed.notify_all();
        // Whoever waits in vain goes on, and the test finds out.
        let patience = Duration::from_secs(20);
        drop(self.changed.wait_timeout_while(here, patience, |here| *here < 2).unwrap());
    }
}

type Rule = Box<dyn FnMut(&Asked) -> Fate + Send>;

/// A proxy in threads of its own.
pub(super) struct Proxy {
    pub(super) port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    to: u16,
    rule: Mutex<Rule>,
    count: AtomicUsize,
    /// Bytes that came from the program.
    bytes: AtomicU64,
    /// Requests that the server is at.
    passing: AtomicUsize,
}

impl Proxy {
    /// A proxy to a port of this machine.
    pub(super) fn new(to: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let rule: Mutex<Rule> = Mutex::new(Box::new(|_| Fate::Pass));
        let [count, passing] = [0; 2].map(AtomicUsize::new);
        let shared = Arc::new(Shared { to, rule, count, bytes: AtomicU64::new(0), passing });
        let own = shared.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let shared = own.clone();
                std::thread::spawn(move || shared.serve(stream));
            }
        });
        Self { port, shared }
    }

    /// From now on this decides, and requests are counted from 0.
    pub(super) fn rule(&self, rule: impl FnMut(&Asked) -> Fate + Send + 'static) {
        let mut own = self.shared.rule.lock().unwrap();
        *own = Box::new(rule);
        self.shared.count.store(0, Ordering::SeqCst);
        self.shared.bytes.store(0, Ordering::SeqCst);
    }

    /// Runs a program until so many requests were let through, and kills it there. It may come to its
    /// end before.
    pub(super) fn cut(&self, command: &mut Command, requests: usize) {
        self.cut_at(command, Fate::Silence, move |asked| asked.number >= requests);
    }

    /// Runs a program until a request comes that is to be the last, gives that one its fate, holds all
    /// others, and kills the program. The request, or nothing where the program came to its end before.
    pub(super) fn cut_at(
        &self,
        command: &mut Command,
        fate: Fate,
        mut is_last: impl FnMut(&Asked) -> bool + Send + 'static,
    ) -> Option<Asked> {
        let (tell, told) = mpsc::channel();
        let mut is_cut = false;
        self.rule(move |asked| {
            if is_cut {
                return Fate::Silence;
            }
            if !is_last(asked) {
                return Fate::Pass;
            }
            is_cut = true;
            let _ = tell.send(asked.clone());
            fate.clone()
        });
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let last = loop {
            if let Ok(asked) = told.recv_timeout(Duration::from_millis(10)) {
                break Some(asked);
            }
            if let Some(status) = child.try_wait().unwrap() {
                let last = told.try_recv().ok();
                assert!(last.is_some() || status.success(), "{command:?} failed uncut");
                break last;
            }
        };
        let _ = child.kill();
        child.wait().unwrap();
        // What the server had been told by then it does.
        while self.shared.passing.load(Ordering::SeqCst) > 0 {
            std::thread::sleep(Duration::from_millis(2));
        }
        self.rule(|_| Fate::Pass);
        last
    }

    /// How many requests came since the last rule.
    pub(super) fn count(&self) -> usize {
        self.shared.count.load(Ordering::SeqCst)
    }

    /// How many bytes they had.
    pub(super) fn bytes(&self) -> u64 {
        self.shared.bytes.load(Ordering::SeqCst)
    }
}

impl Shared {
    /// All requests of one connection, until one side closes it.
    fn serve(&self, stream: TcpStream) -> Option<()> {
        let mut out = stream.try_clone().ok()?;
        let mut input = BufReader::new(stream);
        let mut server = None;
        loop {
            let (head, body) = read(&mut input)?;
            self.bytes.fetch_add((head.len() + body.len()) as u64, Ordering::SeqCst);
            let (line, headers) = head.split_once("\r\n")?;
            let mut parts = line.split(' ');
            let mut asked = Asked {
                number: 0,
                method: parts.next()?.to_owned(),
                path: parts.next()?.to_owned(),
                headers: headers.to_owned(),
            };
            let (fate, _passing) = {
                let mut rule = self.rule.lock().unwrap();
                asked.number = self.count.fetch_add(1, Ordering::SeqCst);
                let fate = rule(&asked);
                let is_held = matches!(fate, Fate::Silence | Fate::Cut);
                (fate, (!is_held).then(|| Passing::new(&self.passing)))
            };
            let fate = match fate {
                Fate::Together(gate, then) => {
                    gate.pass();
                    *then
                }
                other => other,
            };
            let answer = match fate {
                Fate::Cut => return None,
                Fate::Silence => {
                    // Until the other side gives up.
                    let _ = input.read(&mut [0]);
                    return None;
                }
                Fate::Half => {
                    self.pass_half(&head, &body);
                    return None;
                }
                Fate::Answer(status, headers, body) => {
                    let length = body.len();
                    format!(
                        "HTTP/1.1 {status} Told\r\n{headers}content-length: {length}\r\n\r\n{body}"
                    )
                    .into_bytes()
                }
                Fate::Late(time) => {
                    std::thread::sleep(time);
                    self.pass(&mut server, &head, &body)?
                }
                Fate::Without(name) => {
                    let named = |line: &&str| !line.to_ascii_lowercase().starts_with(name);
                    let head: Vec<&str> = head.split("\r\n").filter(named).collect();
                    self.pass(&mut server, &head.join("\r\n"), &body)?
                }
                Fate::As(line) => self.pass(&mut server, &format!("{line}\r\n{headers}"), &body)?,
                Fate::LoseAnswer => {
                    self.pass(&mut server, &head, &body)?;
                    return None;
                }
                Fate::HalfAnswer => {
                    let answer = self.pass(&mut server, &head, &body)?;
                    out.write_all(&answer[..answer.len() / 2]).ok()?;
                    return None;
                }
                Fate::Slow(time) => {
                    let answer = self.pass(&mut server, &head, &body)?;
                    for piece in answer.chunks(answer.len().div_ceil(4)) {
                        std::thread::sleep(time);
                        out.write_all(piece).ok()?;
                    }
                    continue;
                }
                Fate::Pass | Fate::Together(..) => self.pass(&mut server, &head, &body)?,
            };
            out.write_all(&answer).ok()?;
        }
    }

    /// Passes a request on, by the connection of the one before if it is open, and returns the whole answer.
    fn pass(
        &self,
        server: &mut Option<BufReader<TcpStream>>,
        head: &str,
        body: &[u8],
    ) -> Option<Vec<u8>> {
        let open = server.take().filter(|server| is_open(server.get_ref()));
        let mut input = match open {
            Some(open) => open,
            None => BufReader::new(TcpStream::connect(("127.0.0.1", self.to)).ok()?),
        };
        let whole = [head.trim_end().as_bytes(), b"\r\n\r\n", body].concat();
        input.get_mut().write_all(&whole).ok()?;
        let is_head = head.starts_with("HEAD ");
        let (head, body) =
            if is_head { (read_head(&mut input)?, Vec::new()) } else { read(&mut input)? };
        *server = Some(input);
        Some([head.as_bytes(), &body].concat())
    }

    /// Passes half of a request on, of its body if it has one, and waits until the server has given up.
    fn pass_half(&self, head: &str, body: &[u8]) -> Option<()> {
        let mut server = TcpStream::connect(("127.0.0.1", self.to)).ok()?;
        let whole = [head.as_bytes(), body].concat();
        let half = if body.is_empty() { head.len() / 2 } else { head.len() + body.len() / 2 };
        server.write_all(&whole[..half]).ok()?;
        server.shutdown(std::net::Shutdown::Write).ok()?;
        server.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
        server.read_to_end(&mut Vec::new()).ok().map(drop)
    }
}

/// Whether the other side has neither closed a connection nor said more than it was asked.
fn is_open(stream: &TcpStream) -> bool {
    let peeked = stream.set_nonblocking(true).and_then(|()| stream.peek(&mut [0]));
    let is_waiting = peeked.is_err_and(|it| it.kind() == ErrorKind::WouldBlock);
    is_waiting && stream.set_nonblocking(false).is_ok()
}

/// Counts a request for as long as it lives.
struct Passing<'c>(&'c AtomicUsize);

impl<'c> Passing<'c> {
    fn new(count: &'c AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count)
    }
}

impl Drop for Passing<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// The head of a message, with the empty line that ends it.
fn read_head(input: &mut impl BufRead) -> Option<String> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if input.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    Some(head)
}

/// A message: its head, and as many bytes as it says.
fn read(input: &mut impl BufRead) -> Option<(String, Vec<u8>)> {
    let head = read_head(input)?;
    let lower = head.to_ascii_lowercase();
    let value = |name: &str| {
        lower.lines().find_map(|line| line.strip_prefix(name)).map(|it| it.trim().to_owned())
    };
    let mut body = vec![0; value("content-length:").and_then(|it| it.parse().ok()).unwrap_or(0)];
    if value("transfer-encoding:").as_deref() == Some("chunked") {
        // As it came, to the last part, which is empty.
        loop {
            let mut line = String::new();
            input.read_line(&mut line).ok()?;
            let size = usize::from_str_radix(line.trim(), 16).ok()?;
            let mut part = vec![0; size + 2];
            input.read_exact(&mut part).ok()?;
            body.extend_from_slice(line.as_bytes());
            body.extend_from_slice(&part);
            if size == 0 {
                return Some((head, body));
            }
        }
    }
    input.read_exact(&mut body).ok()?;
    Some((head, body))
}
