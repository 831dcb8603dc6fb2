//! How the preview begins, how much it does at once, and how it ends.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use super::super::{Options, Port, PreviewError};
use super::support::{PATIENCE, fixed, html, small_site, start, try_start, until};

/// A port that is taken, with those after it free or not, as the machine will.
fn taken() -> (TcpListener, u16) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

#[test]
fn a_port_in_use_is_told_with_what_to_do() {
    let (_holds, port) = taken();
    let Err(error) = try_start(fixed(port), small_site) else { panic!("it started") };
    assert!(matches!(error, PreviewError::PortInUse(_)));
    let diagnostic = error.diagnostic();
    assert_eq!(diagnostic.code, "port-in-use");
    assert_eq!(diagnostic.what.zh, format!("端口 {port} 已被别的程序占用，预览没有启动"));
    let help = diagnostic.help.unwrap();
    for text in [help.zh, help.en] {
        assert!(text.contains("--port auto"), "{text}");
        assert!(text.contains(&port.to_string()), "{text}");
    }
}

#[test]
fn with_auto_the_next_free_port_is_taken() {
    let (_holds, port) = taken();
    let auto = Options { port: Port::Auto { from: port }, ..fixed(0) };
    let preview = try_start(auto, small_site).unwrap();
    assert!((port + 1..=port.saturating_add(20)).contains(&preview.at.port()));
    assert_eq!(preview.ask("GET", "/").status, 200);
}

#[test]
fn an_address_of_another_machine_is_an_error() {
    // 192.0.2.0/24 is kept for documentation (RFC 5737).
    let elsewhere = Options { host: IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), ..fixed(0) };
    let Err(error) = try_start(elsewhere, small_site) else { panic!("it started") };
    assert_eq!(error.diagnostic().code, "preview-address");
}

#[test]
fn it_ends_at_once_with_pages_open_and_in_the_making() {
    let (begun, begins) = mpsc::channel();
    let (release, held) = mpsc::channel::<()>();
    let gate = std::sync::Mutex::new((begun, held));
    let mut preview = start(move |_| {
        let gate = gate.lock().unwrap();
        gate.0.send(()).unwrap();
        // Held until the test is over.
        let _ = gate.1.recv_timeout(PATIENCE * 4);
        html(200, "")
    });
    let mut pages: Vec<_> = (0..4).map(|_| preview.listen()).collect();
    for page in &mut pages {
        page.hear().unwrap();
    }
    let at = preview.at;
    let asks = thread::spawn(move || {
        use std::io::{Read, Write};
        let mut stream = TcpStream::connect(at).unwrap();
        write!(stream, "GET / HTTP/1.1\r\nHost: {at}\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        answer
    });
    begins.recv_timeout(PATIENCE).unwrap();
    assert!(preview.stop() < PATIENCE, "it waited for the page");
    for page in &mut pages {
        assert!(page.hear().is_none());
    }
    assert_eq!(asks.join().unwrap(), b"");
    until("nobody listens there", || TcpStream::connect(at).is_err());
    drop(release);
}

#[test]
fn no_more_pages_are_made_at_once_than_there_are_processors() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (counts, keeps) = (Arc::clone(&now), Arc::clone(&most));
    let preview = start(move |_| {
        keeps.fetch_max(counts.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        thread::sleep(Duration::from_millis(5));
        counts.fetch_sub(1, Ordering::SeqCst);
        html(200, "")
    });
    thread::scope(|scope| {
        for _ in 0..48 {
            scope.spawn(|| assert_eq!(preview.ask("GET", "/").status, 200));
        }
    });
    let processors = thread::available_parallelism().unwrap().get();
    assert!(most.load(Ordering::SeqCst) <= processors);
}

#[test]
fn a_thousand_requests_on_few_connections_are_all_answered() {
    use std::io::{BufRead, BufReader, Read, Write};
    let preview = start(small_site);
    let ask = |at: SocketAddr| {
        let request = format!("GET / HTTP/1.1\r\nHost: {at}\r\n\r\n");
        let stream = preview.connect();
        let mut reader = BufReader::new(&stream);
        for _ in 0..250 {
            (&stream).write_all(request.as_bytes()).unwrap();
            let (mut length, mut line) = (0, String::new());
            while reader.read_line(&mut line).unwrap() > 2 {
                if let Some(value) = line.strip_prefix("content-length: ") {
                    length = value.trim().parse().unwrap();
                }
                line.clear();
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            assert!(body.ends_with(b"</body></html>\n"));
        }
    };
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| ask(preview.at));
        }
    });
}
