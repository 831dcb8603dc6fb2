//! In what the makers of object storage differ, as their documentation and those who use them tell it,
//! before moto's server. None of it was tried with the makers themselves.
//!
//! - Aliyun OSS answers 501 to `If-None-Match` and `If-Match` of a PUT and knows `x-oss-forbid-overwrite`,
//!   which it refuses with 409.
//! - Tencent COS knows `x-cos-forbid-overwrite` in the same way, and neglects the other two.
//! - Huawei OBS lists in the first way only, and with names encoded sends the first part for ever; of
//!   conditions nothing is known, so here it neglects them.
//! - All are told what is in a header of their own by signed headers only.

use std::collections::BTreeSet;

use super::proxy::{Asked, Fate};
use super::s3::Scene;
use crate::tree;

fn refused(status: u16, code: &str) -> Fate {
    let text = format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code></Error>");
    Fate::Answer(status, String::new(), text)
}

fn has(asked: &Asked, header: &str) -> bool {
    asked.headers.lines().any(|line| line.to_ascii_lowercase().starts_with(header))
}

/// The headers that a signature covers.
fn signed(asked: &Asked) -> BTreeSet<String> {
    let lines = asked.headers.lines();
    let mut found = lines.filter_map(|line| line.split_once("SignedHeaders="));
    let names = found.next().and_then(|(_, rest)| rest.split(',').next()).unwrap_or_default();
    names.split(';').map(str::to_owned).collect()
}

/// A maker whose header for not overwriting is that one.
fn forbids(header: &'static str) -> impl FnMut(&Asked) -> Fate {
    let mut there = BTreeSet::new();
    move |asked| {
        match &*asked.method {
            "DELETE" => drop(there.remove(&asked.path)),
            "PUT" if has(asked, header) && !signed(asked).contains(header) => {
                return refused(403, "SignatureDoesNotMatch");
            }
            "PUT" if has(asked, header) && there.contains(&asked.path) => {
                return refused(409, "FileAlreadyExists");
            }
            "PUT" => drop(there.insert(asked.path.clone())),
            _ => {}
        }
        Fate::Pass
    }
}

fn oss() -> impl FnMut(&Asked) -> Fate {
    let mut forbids = forbids("x-oss-forbid-overwrite");
    move |asked| {
        let is_conditional = has(asked, "if-none-match") || has(asked, "if-match");
        if asked.method == "PUT" && is_conditional {
            return refused(501, "NotImplemented");
        }
        forbids(asked)
    }
}

fn cos() -> impl FnMut(&Asked) -> Fate {
    let mut forbids = forbids("x-cos-forbid-overwrite");
    move |asked| {
        if asked.path.contains("list-type=2") {
            return refused(400, "InvalidArgument");
        }
        forbids(asked)
    }
}

/// Its parts of a list have seven names.
fn obs(asked: &Asked) -> Fate {
    let Some((path, query)) = asked.path.split_once('?') else {
        return Fate::Without("if-none-match");
    };
    if query.contains("list-type=2") {
        return refused(405, "MethodNotAllowed");
    }
    let is_encoded = query.contains("encoding-type");
    let heeded = query.split('&').filter(|it| !(is_encoded && it.starts_with("marker=")));
    let query = heeded.collect::<Vec<_>>().join("&");
    Fate::As(format!("GET {path}?{query}&max-keys=7 HTTP/1.1"))
}

/// There and back, with a list of several parts, and nobody's files touched.
fn goes_there_and_back(provider: &str, rule: impl FnMut(&Asked) -> Fate + Send + 'static) {
    let more = format!(", provider: {provider}, region: cn-north-4, addressing: path");
    let Some(mut scene) = Scene::new("site", &more, &[]) else { return };
    scene.proxy.rule(rule);
    let first = scene.stage.built();
    scene.publish();
    assert_eq!(tree::difference(&first, &scene.storage.site("site")), "");
    scene.stage.theme("second");
    std::fs::remove_file(scene.stage.site().join("content/news/n4.md")).unwrap();
    scene.publish();
    assert_eq!(tree::difference(&scene.stage.built(), &scene.storage.site("site")), "");
    assert!(scene.publish().contains("与线上一样"));
    let back = scene.run(&["publish", "--rollback", "--yes"]);
    assert_eq!(back.exit, 0, "{}", back.said);
    assert_eq!(tree::difference(&first, &scene.storage.site("site")), "");
}

#[test]
fn oss_is_told_in_its_own_words_not_to_overwrite() {
    goes_there_and_back("oss", oss());
}

#[test]
fn cos_is_listed_in_the_first_way() {
    goes_there_and_back("cos", cos());
}

#[test]
fn obs_is_listed_part_by_part_without_encoded_names() {
    goes_there_and_back("obs", obs);
}

#[test]
fn storage_that_copies_nothing_gets_earlier_files_from_here() {
    goes_there_and_back("other, records: records", |asked| {
        let copies = has(asked, "x-amz-copy-source");
        if copies { refused(501, "NotImplemented") } else { Fate::Pass }
    });
}
