//! What open pages are told.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::super::Change;
use super::support::{html, small_site, start, until};

#[test]
fn sixty_four_pages_are_all_told_of_one_change() {
    let preview = start(small_site);
    let mut pages: Vec<_> = (0..64).map(|_| preview.listen()).collect();
    let before: Vec<_> = pages.iter_mut().map(|page| page.hear().unwrap()).collect();
    preview.reload.changed(Change::Content);
    for (page, before) in pages.iter_mut().zip(before) {
        let after = page.hear().unwrap();
        assert_ne!(after["content"], before["content"]);
        assert_eq!(after["style"], before["style"]);
        assert_eq!(after["fault"], serde_json::Value::Null);
    }
}

#[test]
fn a_page_that_does_not_read_delays_nobody() {
    let preview = start(small_site);
    let mut deaf = preview.connect();
    let request = format!("GET /_jianfan/events HTTP/1.1\r\nHost: {}\r\n\r\n", preview.at);
    deaf.write_all(request.as_bytes()).unwrap();
    let mut page = preview.listen();
    page.hear().unwrap();
    until("both listen", || preview.reload.listeners() == 2);
    // Far more than the system holds for a socket that is not read.
    for round in 0..16 {
        let fault = format!("{round}:{}", "错".repeat(400_000));
        preview.reload.changed(Change::Fault(fault.clone()));
        while page.hear().unwrap()["fault"] != fault.as_str() {}
        assert_eq!(preview.ask("GET", "/").status, 200);
    }
    assert_eq!(preview.reload.listeners(), 2, "the deaf page is still there");
}

#[test]
fn a_fault_is_told_also_to_those_who_come_late_until_it_is_healed() {
    let preview = start(small_site);
    preview.reload.changed(Change::Fault("第三行：缺标题".into()));
    let mut page = preview.listen();
    assert_eq!(page.hear().unwrap()["fault"], "第三行：缺标题");
    preview.reload.changed(Change::Healed);
    assert_eq!(page.hear().unwrap()["fault"], serde_json::Value::Null);
}

#[test]
fn a_saved_article_is_told_with_its_links_until_another_one_is_saved() {
    let preview = start(small_site);
    let links = |path: &str| vec![format!("/{path}/"), format!("/hant/{path}/")];
    let mut page = preview.listen();
    assert_eq!(page.hear().unwrap()["saved"], serde_json::Value::Null);
    preview.reload.changed(Change::Article(links("a")));
    let first = page.hear().unwrap()["saved"].clone();
    assert_eq!(first["hrefs"], serde_json::json!(["/a/", "/hant/a/"]));
    preview.reload.changed(Change::Content);
    assert_eq!(page.hear().unwrap()["saved"], first);
    preview.reload.changed(Change::Article(links("a")));
    assert_ne!(page.hear().unwrap()["saved"]["number"], first["number"]);
}

#[test]
fn what_is_told_together_is_one_event() {
    let preview = start(small_site);
    let mut page = preview.listen();
    let before = page.hear().unwrap();
    preview.reload.all_changed([Change::Content, Change::Fault("坏了".into())]);
    let after = page.hear().unwrap();
    assert_ne!(after["content"], before["content"]);
    assert_eq!(after["fault"], "坏了");
}

#[test]
fn a_style_is_not_content() {
    let preview = start(small_site);
    let mut page = preview.listen();
    let before = page.hear().unwrap();
    preview.reload.changed(Change::Style);
    let after = page.hear().unwrap();
    assert_ne!(after["style"], before["style"]);
    assert_eq!(after["content"], before["content"]);
}

/// The stamp is "content.style.hash": the first two are compared with events, the third tells
/// whether the page is another one.
#[test]
fn a_page_carries_what_it_was_made_from() {
    let edited = Arc::new(AtomicBool::new(false));
    let reads = Arc::clone(&edited);
    let preview = start(move |_| html(200, if reads.load(Ordering::SeqCst) { "新" } else { "旧" }));
    let stamp = || {
        let answer = preview.ask("GET", "/");
        let value = answer.header("server-timing").unwrap();
        let stamp = value.strip_prefix("jianfan;desc=\"").unwrap().strip_suffix('"').unwrap();
        <[String; 3]>::try_from(stamp.split('.').map(String::from).collect::<Vec<_>>()).unwrap()
    };
    let state = preview.listen().hear().unwrap();
    let [content, style, hash] = stamp();
    assert_eq!((&state["content"], &state["style"]), (&content.into(), &style.into()));

    preview.reload.changed(Change::Content);
    let [later, _, same] = stamp();
    assert_eq!(same, hash);
    assert_eq!(preview.listen().hear().unwrap()["content"], later.as_str());

    edited.store(true, Ordering::SeqCst);
    assert_ne!(stamp()[2], hash);
}

#[test]
fn pages_that_are_closed_are_forgotten() {
    let preview = start(small_site);
    let mut pages: Vec<_> = (0..8).map(|_| preview.listen()).collect();
    for page in &mut pages {
        page.hear().unwrap();
    }
    assert_eq!(preview.reload.listeners(), 8);
    drop(pages);
    until("nobody listens", || preview.reload.listeners() == 0);
}
