//! What the desk tells: the same in its list and on its sheets, however many editions there are; paths and words as they
//! are written, in whatever language; why nothing came of it.

use std::fs;

use serde_json::{Value, json};

use super::{ARTICLE, Desk, PATH, passage};
use crate::http::encoded;

/// A text as some programs save it.
fn utf16(text: &str) -> Vec<u8> {
    [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

#[test]
fn a_question_that_several_editions_ask_is_one_and_is_answered_once() {
    let desk = Desk::of(|root| {
        let settings = fs::read_to_string(root.join("site.yaml")).unwrap();
        let more = "label: 繁體}\n  - {script: zh-Hant-HK, path: hk, label: 香港}\n";
        fs::write(root.join("site.yaml"), settings.replace("label: 繁體}\n", more)).unwrap();
        let withdrawn = ARTICLE.replace("类型: 要闻", "类型: 要闻\n状态: 撤稿");
        fs::write(root.join("content/news/county/gone.md"), withdrawn).unwrap();
    });
    assert_eq!(desk.article(PATH).1["editions"].as_array().unwrap().len(), 3);
    assert_eq!(desk.listed(PATH), 1);
    // On whichever two editions the sheet is opened.
    for sides in ["", "&left=1&right=2", "&left=0&right=2"] {
        let answer = desk.preview.get(&format!("/_desk/article?path={}{sides}", encoded(PATH)));
        let sheet: Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!((&sheet["open"], &sheet["asking"]), (&json!(1), &json!([1, 2])), "{sides}");
    }
    assert_eq!(desk.post("seen", &desk.look()).0, 200);
    assert_eq!(desk.article(PATH).1["open"], 0);
    assert_eq!(desk.listed(PATH), 0);
    // Of what was withdrawn nobody is asked, in the list or on the sheet.
    let gone = "content/news/county/gone.md";
    assert_eq!((desk.listed(gone), &desk.article(gone).1["open"]), (0, &json!(0)));
    assert!(!desk.article(gone).1["passages"].to_string().contains("\"open\""));
}

#[test]
fn an_article_in_traditional_stands_as_it_was_written_beside_the_simplified_edition() {
    let path = "content/news/county/hant.md";
    let desk = Desk::of(|root| {
        let article = ARTICLE.replace("类型: 要闻", "类型: 要闻\n文字: zh-Hant");
        fs::write(root.join(path), article).unwrap();
    });
    let (_, sheet) = desk.article(path);
    assert_eq!((&sheet["left"], &sheet["right"]), (&json!(1), &json!(0)));
}

#[test]
fn the_next_article_is_told_when_all_on_the_way_are_counted() {
    let desk = Desk::of(|root| {
        let later = ARTICLE.replace("2026-03-01", "2026-02-28");
        fs::write(root.join("content/news/county/later.md"), later).unwrap();
    });
    let there = format!("/_desk/next?after={}", encoded(PATH));
    desk.preview.wait_for(&there, |answer| answer.contains("\"waiting\":false"));
    assert!(desk.preview.get(&there).contains("content/news/county/later.md"));
}

#[test]
fn a_traditional_interface_tells_paths_and_words_as_they_are_written() {
    let path = "content/news/county/范里通讯.md";
    let desk = Desk::speaking("zh-Hant", |root| fs::write(root.join(path), ARTICLE).unwrap());
    let (passage, key) = passage(&desk.article(path).1, "老范头说了一句话。");
    let asked = |path: &str, scope: &str| {
        json!({
            "article": path, "edition": 1, "passage": passage, "key": key, "at": 1, "choice": "范",
            "word": [0, 3], "scope": scope,
        })
    };
    let (_, done) = desk.post("choose", &asked(path, "article"));
    assert_eq!(done["said"], format!("{path} 的“转换规则”加上 老范头=老范頭"));
    assert_eq!(done["undo"]["what"], done["said"]);
    let (_, undone) = desk.post("undo", &json!({}));
    assert_eq!(undone["said"], format!("已撤銷：{path} 的“转换规则”加上 老范头=老范頭"));
    // Nor is a path converted where nothing comes of it.
    let other = "content/news/county/范里公报.md";
    fs::write(desk.sample.root().join(other), utf16(ARTICLE)).unwrap();
    desk.preview.wait_for(&format!("/_desk/article?path={}", encoded(other)), |answer| {
        answer.status == 200
    });
    let (_, refused) = desk.post("choose", &asked(other, "article"));
    let said = refused["error"].as_str().unwrap();
    assert!(said.starts_with(other) && said.contains("編碼"), "{said}");
}

#[test]
fn why_a_file_cannot_be_changed_is_told_in_words_that_help() {
    let path = "content/news/county/utf16.md";
    let desk = Desk::of(|root| {
        fs::write(root.join(path), utf16(ARTICLE)).unwrap();
    });
    let (_, sheet) = desk.article(path);
    let (passage, key) = passage(&sheet, "老范头说了一句话。");
    let asked = json!({
        "article": path, "edition": 1, "passage": passage, "key": key, "at": 1, "choice": "范", "word": [0, 3],
        "scope": "article",
    });
    let (status, refused) = desk.post("choose", &asked);
    assert_eq!(status, 409);
    let said = refused["error"].as_str().unwrap();
    assert!(said.contains("UTF-8") && said.starts_with(path), "{said}");
}

#[test]
fn what_was_seen_stays_seen_when_the_article_is_called_otherwise() {
    let desk = Desk::new();
    assert_eq!(desk.post("seen", &desk.look()).0, 200);
    let other = "content/news/yaowen/ferryman.md";
    fs::rename(desk.sample.root().join(PATH), desk.sample.root().join(other)).unwrap();
    let there = format!("/_desk/article?path={}", encoded(other));
    desk.preview.wait_for(&there, |answer| answer.status == 200);
    assert_eq!((&desk.article(other).1["open"], desk.listed(other)), (&json!(0), 0));
}
