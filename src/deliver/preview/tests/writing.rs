//! Who may have something done: whoever knows the token and asks from a page of this very address, in JSON.

use std::sync::{Arc, Mutex};

use super::super::{About, Answer, Options, Request, Site};
use super::support::{Running, fixed, html, small_site, start, try_start_site};

/// A site with a room that keeps what it was asked to do.
struct House(Arc<Mutex<Vec<String>>>);

impl Site for House {
    fn answer(&self, path: &str) -> Answer {
        small_site(path)
    }

    fn about(&self, _path: &str) -> About {
        About::default()
    }

    fn room(&self, request: &Request<'_>) -> Answer {
        let Request { path, query, body, token } = *request;
        if let Some(body) = body {
            self.0.lock().unwrap().push(format!("{path} {}", String::from_utf8_lossy(body)));
        }
        html(200, &format!("{path}|{query}|{}", token.unwrap_or("no token")))
    }
}

fn house(options: Options) -> (Running, Arc<Mutex<Vec<String>>>) {
    let done: Arc<Mutex<Vec<String>>> = Arc::default();
    let running = try_start_site(options, Arc::new(House(done.clone()))).unwrap();
    (running, done)
}

fn post(preview: &Running, path: &str, headers: &str) -> u16 {
    let headers = headers.replace("PORT", &preview.at.port().to_string());
    preview.say(&format!("POST {path} HTTP/1.1\r\n{headers}Content-Length: 2\r\n\r\n{{}}")).status
}

#[test]
fn the_room_is_seen_with_its_policy_and_without_the_script_for_pages() {
    let options = fixed(0);
    let (preview, _) = house(options);
    let seen = preview.ask("GET", "/_desk/list?a=%E8%8A%9D");
    assert_eq!(
        (seen.status, seen.body.as_str()),
        (200, &*format!("list|a=%E8%8A%9D|{}", options.token.text()))
    );
    let policy = seen.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(seen.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(seen.header("cache-control"), Some("no-store"));
    assert_eq!(preview.ask("GET", "/_desk").header("location"), Some("/_desk/"));
    assert_eq!(preview.ask("GET", "/_desk/..%2fx").status, 400);
    assert_eq!(start(small_site).ask("GET", "/_desk/").status, 404);
}

#[test]
fn something_is_done_only_with_the_token_from_a_page_of_this_address_in_json() {
    let options = fixed(0);
    let (preview, done) = house(options);
    let host = "Host: 127.0.0.1:PORT\r\n";
    let origin = "Origin: http://127.0.0.1:PORT\r\n";
    let json = "Content-Type: application/json\r\n";
    let token = format!("X-Jianfan-Token: {}\r\n", options.token.text());
    for (status, headers) in [
        (403, [host, "", json, &token]),
        (403, [host, "Origin: http://localhost:PORT\r\n", json, &token]),
        (403, [host, "Origin: http://evil.example\r\n", json, &token]),
        (403, [host, "Origin: null\r\n", json, &token]),
        (
            403,
            ["Host: evil.example:PORT\r\n", "Origin: http://evil.example:PORT\r\n", json, &token],
        ),
        (403, [host, origin, "", &token]),
        (403, [host, origin, "Content-Type: text/plain\r\n", &token]),
        (403, [host, origin, json, ""]),
        (403, [host, origin, json, "X-Jianfan-Token: 0\r\n"]),
        (200, [host, origin, json, &token]),
    ] {
        assert_eq!(post(&preview, "/_desk/undo", &headers.concat()), status, "{headers:?}");
    }
    let whole = [host, origin, json, &token].concat();
    assert_eq!(post(&preview, "/", &whole), 405);
    assert_eq!(post(&preview, "/_deskx/undo", &whole), 405);
    assert_eq!(post(&preview, "/_desk/a%2f..%2fb", &whole), 400);
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
        assert_eq!(preview.ask(method, "/_desk/undo").status, 405, "{method}");
    }
    assert_eq!(*done.lock().unwrap(), ["undo {}"]);
}

#[test]
fn what_is_too_long_is_not_even_read() {
    let options = fixed(0);
    let (preview, done) = house(options);
    let (at, token) = (preview.at, options.token.text());
    let head = format!(
        "POST /_desk/seen HTTP/1.1\r\nHost: {at}\r\nOrigin: http://{at}\r\nContent-Type: application/json\r\n\
         X-Jianfan-Token: {token}\r\nContent-Length: 9000000\r\n\r\n"
    );
    assert_eq!(preview.say(&head).status, 413);
    assert!(done.lock().unwrap().is_empty());
}
