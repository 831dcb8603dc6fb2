//! Who is not answered. The site must not even be asked.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::{Answer, Options};
use super::support::{Running, fixed, small_site, start, try_start};

fn counting() -> (Arc<AtomicUsize>, impl Fn(&str) -> Answer + Send + Sync + 'static) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    (asked, move |path: &str| {
        count.fetch_add(1, Ordering::Relaxed);
        small_site(path)
    })
}

fn with_headers(preview: &Running, headers: &str) -> u16 {
    let headers = headers.replace("PORT", &preview.at.port().to_string());
    preview.say(&format!("GET / HTTP/1.1\r\n{headers}\r\n")).status
}

#[test]
fn only_reading_is_allowed() {
    let (asked, site) = counting();
    let preview = start(site);
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"] {
        for path in ["/", "/_jianfan/events", "/_jianfan/reload.js"] {
            let answer = preview.ask(method, path);
            assert_eq!(answer.status, 405, "{method} {path}");
            assert_eq!(answer.header("allow"), Some("GET, HEAD"));
            assert_eq!(answer.header("cache-control"), Some("no-store"));
        }
    }
    assert_eq!(asked.load(Ordering::Relaxed), 0);
}

#[test]
fn a_foreign_host_is_refused() {
    let (asked, site) = counting();
    let preview = start(site);
    for headers in [
        "",
        "Host: \r\n",
        "Host: evil.example\r\n",
        "Host: evil.example:PORT\r\n",
        "Host: localhost\r\n",
        "Host: localhost:1\r\n",
        "Host: localhost.evil.example:PORT\r\n",
        "Host: 127.0.0.1.evil.example:PORT\r\n",
        "Host: user@localhost:PORT\r\n",
        "Host: 192.168.1.5:PORT\r\n",
        "Host: ::1:PORT\r\n",
        "Host: [::1:PORT\r\n",
        "Host: localhost:PORT\r\nHost: evil.example:PORT\r\n",
    ] {
        assert_eq!(with_headers(&preview, headers), 403, "{headers}");
    }
    assert_eq!(asked.load(Ordering::Relaxed), 0);
}

#[test]
fn a_foreign_host_in_the_request_line_is_refused() {
    let preview = start(small_site);
    let at = preview.at;
    let line = |host: &str| format!("GET http://{host}/ HTTP/1.1\r\nHost: {at}\r\n\r\n");
    assert_eq!(preview.say(&line("evil.example")).status, 403);
    assert_eq!(preview.say(&line(&at.to_string())).status, 200);
}

#[test]
fn its_own_names_are_answered() {
    let preview = start(small_site);
    for headers in [
        "Host: localhost:PORT\r\n",
        "Host: LocalHost:PORT\r\n",
        "Host: 127.0.0.1:PORT\r\n",
        "Host: [::1]:PORT\r\n",
    ] {
        assert_eq!(with_headers(&preview, headers), 200, "{headers}");
    }
}

#[test]
fn on_every_interface_any_literal_address_is_answered_but_no_name() {
    let every = Options { host: IpAddr::V4(Ipv4Addr::UNSPECIFIED), ..fixed(0) };
    let mut preview = try_start(every, small_site).unwrap();
    preview.at.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST));
    for (headers, status) in [
        ("Host: 192.168.1.5:PORT\r\n", 200),
        ("Host: [fe80::1]:PORT\r\n", 200),
        ("Host: 192.168.1.5:1\r\n", 403),
        ("Host: evil.example:PORT\r\n", 403),
    ] {
        assert_eq!(with_headers(&preview, headers), status, "{headers}");
    }
}

#[test]
fn a_foreign_origin_is_refused() {
    let preview = start(small_site);
    for (origin, status) in [
        ("http://localhost:PORT", 200),
        ("http://127.0.0.1:PORT", 200),
        ("http://evil.example", 403),
        ("http://localhost:1", 403),
        ("https://localhost:PORT", 403),
        ("http://localhost:PORT.evil.example", 403),
        ("null", 403),
        ("", 403),
    ] {
        let headers = format!("Host: localhost:PORT\r\nOrigin: {origin}\r\n");
        assert_eq!(with_headers(&preview, &headers), status, "{origin}");
    }
}

#[test]
fn a_path_that_is_no_address_is_refused() {
    let (asked, site) = counting();
    let preview = start(site);
    for path in [
        "/../etc/passwd",
        "/a/../../b",
        "/a/..",
        "/./a",
        "/%2e%2e/etc/passwd",
        "/a%2f..%2fb",
        "/..%5Cwindows",
        "/a\\b",
        "/a%5cb",
        "/a%00b",
        "/a%0d%0ab",
        "/a%7Fb",
        "/%",
        "/%4",
        "/%zz",
        "/%FF%FE",
        "//evil.example/",
        "/%2fevil.example/",
    ] {
        let answer = preview.ask("GET", path);
        assert_eq!(answer.status, 400, "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
    assert_eq!(asked.load(Ordering::Relaxed), 0);
}

#[test]
fn what_is_no_request_is_refused() {
    let preview = start(small_site);
    for request in ["GET / HTTP/9.9\r\n\r\n", "\0\0\0\r\n\r\n", "GET /a\0b HTTP/1.1\r\n\r\n"] {
        assert_eq!(preview.say(request).status, 400, "{request:?}");
    }
    assert_eq!(preview.ask("GET", "/").status, 200);
}
