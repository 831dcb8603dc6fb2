//! What is answered to those who may ask.

use super::super::with_reload_script;
use super::support::{LOST, PAGE, Response, html, small_site, start};

fn assert_headers(answer: &Response, content_type: &str, length: usize) {
    for (name, value) in [
        ("content-type", content_type),
        ("content-length", &length.to_string()),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{}", answer.head);
    }
}

fn served(built: &str) -> String {
    String::from_utf8(with_reload_script(built.as_bytes())).unwrap()
}

#[test]
fn a_page_is_the_sites_bytes_and_the_script() {
    let preview = start(small_site);
    for path in ["/", "/?a=b", "/%E6%96%B0%E9%97%BB/"] {
        let answer = preview.ask("GET", path);
        assert_eq!((answer.status, &answer.body), (200, &served(PAGE)));
        assert_headers(&answer, "text/html; charset=utf-8", answer.body.len());
    }
}

#[test]
fn a_file_is_the_sites_bytes() {
    let preview = start(small_site);
    for (path, body, content_type) in
        [("/site.css", "a{}", "text/css; charset=utf-8"), ("/logo.png", "</body>", "image/png")]
    {
        let answer = preview.ask("GET", path);
        assert_eq!((answer.status, answer.body.as_str()), (200, body));
        assert_headers(&answer, content_type, body.len());
        assert_eq!(answer.header("server-timing"), None);
    }
}

#[test]
fn head_answers_what_get_does_without_the_body() {
    let preview = start(small_site);
    for path in ["/", "/site.css", "/nowhere", "/_jianfan/reload.js"] {
        let (head, get) = (preview.ask("HEAD", path), preview.ask("GET", path));
        assert_eq!((head.status, head.body.as_str()), (get.status, ""));
        assert_headers(&head, get.header("content-type").unwrap(), get.body.len());
    }
}

#[test]
fn what_is_not_there_gets_the_sites_own_page_and_keeps_listening() {
    let preview = start(small_site);
    let answer = preview.ask("GET", "/nowhere");
    assert_eq!((answer.status, answer.body), (404, served(LOST)));
}

#[test]
fn a_redirect_is_passed_on_as_it_is() {
    let preview = start(small_site);
    let answer = preview.ask("GET", "/news");
    assert_eq!((answer.status, answer.body.as_str()), (301, ""));
    assert_eq!(answer.header("location"), Some("/news/"));
}

#[test]
fn a_redirect_cannot_write_headers() {
    let preview = start(small_site);
    let answer = preview.ask("GET", "/split");
    assert_eq!(answer.status, 500);
    assert_eq!(answer.header("set-cookie"), None);
}

#[test]
fn the_script_is_served() {
    let preview = start(small_site);
    let answer = preview.ask("GET", "/_jianfan/reload.js");
    assert_eq!((answer.status, answer.body.as_str()), (200, super::super::client::CLIENT));
    assert_headers(&answer, "text/javascript; charset=utf-8", answer.body.len());
}

#[test]
fn what_is_to_be_known_of_a_page_is_asked_by_its_path() {
    let preview = start(small_site);
    // The path as the browser has it, percent-encoded once more.
    let answer = preview.ask("GET", "/_jianfan/about?at=%2F%25E6%2596%25B0%25E9%2597%25BB%2F");
    assert_eq!(answer.status, 200);
    assert_headers(&answer, "application/json", answer.body.len());
    let about: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(about["badge"][0], "/%E6%96%B0%E9%97%BB/");
    for query in [
        "",
        "?",
        "?at",
        "?at=",
        "?to=/",
        "?at=%2F..%2Fsite.yaml",
        "?at=%2F%252e%252e%2F",
        "?at=%FF",
    ] {
        assert_eq!(preview.ask("GET", &format!("/_jianfan/about{query}")).status, 400, "{query}");
    }
}

#[test]
fn a_page_that_panics_is_told_and_the_next_one_is_served() {
    let preview = start(small_site);
    let answer = preview.ask("GET", "/panic");
    assert_eq!(answer.status, 500);
    assert!(answer.body.contains("/_jianfan/reload.js"), "it must heal by itself");
    assert_eq!(preview.ask("GET", "/").status, 200);
}

#[test]
fn a_status_that_is_none_is_an_error() {
    let preview = start(|_| html(7, "?"));
    assert_eq!(preview.ask("GET", "/").status, 500);
}
