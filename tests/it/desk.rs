//! The proofreading desk: who may write and what comes of it, over a bare socket; and one full correction in a real
//! browser (`desk.js` walks, what it waits for is written here). The browser is Chromium, as in `browser`.

mod told;

use std::fs;
use std::net::UdpSocket;
use std::path::Path;

use serde_json::{Value, json};

use crate::browser::chromium;
use crate::http::{Answer, PATIENCE, Preview, encoded, get, post};
use crate::served::Sample;

const PATH: &str = "content/news/county/boatman.md";
const PAGE: &str = "/hant/news/county/boatman/";

/// In the first paragraph a character of which the program is sure and wrong, in the second one that it is not
/// sure of.
const ARTICLE: &str = "---\n标题: 撑船人\n日期: 2026-03-01   # 写稿的日子\n类型: 要闻\n---\n\n\
                       老范头说了一句话。\n\n村里的范大嫂来了。\n";

struct Desk {
    preview: Preview,
    sample: Sample,
    token: String,
}

impl Desk {
    fn new() -> Self {
        Self::of(|_| {})
    }

    /// The sample site, changed in some way.
    fn of(change: impl FnOnce(&Path)) -> Self {
        Self::speaking("zh", change)
    }

    /// The same in a language.
    fn speaking(language: &str, change: impl FnOnce(&Path)) -> Self {
        let sample = Sample::new();
        fs::write(sample.root().join(PATH), ARTICLE).unwrap();
        change(&sample.root());
        let preview = Preview::start(&sample.root(), &["--lang", language]);
        let token = token_in(&preview.get("/_desk/"));
        Self { preview, sample, token }
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.sample.root().join(path)).unwrap()
    }

    fn article(&self, path: &str) -> (u16, Value) {
        let answer = self.preview.get(&format!("/_desk/article?path={}", encoded(path)));
        (answer.status, serde_json::from_slice(&answer.body).unwrap())
    }

    fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let answer =
            post(self.preview.host(), &format!("/_desk/{path}"), &self.token, &body.to_string());
        (answer.status, serde_json::from_slice(&answer.body).unwrap())
    }

    /// Chooses 范 for the character of the first paragraph.
    fn choose(&self, word: [usize; 2], scope: &str) -> (u16, Value) {
        self.choose_in("a", word, scope)
    }

    /// The same in a window.
    fn choose_in(&self, window: &str, word: [usize; 2], scope: &str) -> (u16, Value) {
        let (passage, key) = passage(&self.article(PATH).1, "老范头说了一句话。");
        self.post(
            &format!("choose?window={window}"),
            &json!({
                "article": PATH, "edition": 1, "passage": passage, "key": key, "at": 1,
                "choice": "范", "word": word, "scope": scope,
            }),
        )
    }

    /// What is said to mark the question of the second paragraph as seen.
    fn look(&self) -> Value {
        let (passage, key) = passage(&self.article(PATH).1, "村里的范大嫂来了。");
        let looked = json!([{ "passage": passage, "key": key, "at": [3] }]);
        json!({ "article": PATH, "edition": 1, "looked": looked })
    }

    /// How many questions the list counts in an article.
    fn listed(&self, path: &str) -> u64 {
        let there = format!("/_desk/list?text={}", encoded(path));
        let row = |answer: &Answer| -> Value {
            serde_json::from_slice::<Value>(&answer.body).unwrap()["rows"][0].clone()
        };
        self.preview.wait_for(&there, |answer| {
            let list: Value = serde_json::from_slice(&answer.body).unwrap();
            list["waiting"] == 0 && list["rows"][0]["path"] == path
        });
        row(&self.preview.get(&there))["open"].as_u64().unwrap()
    }

    /// Waits until a page says something.
    fn says(&self, page: &str, text: &str) {
        self.preview.wait_for(page, |answer| answer.contains(text));
    }
}

/// The number of a text of an article, and what it says in short.
fn passage(sheet: &Value, source: &str) -> (usize, String) {
    let passages = sheet["passages"].as_array().unwrap();
    let number = passages.iter().position(|one| one["sources"][0] == source).unwrap();
    (number, passages[number]["keys"][1].as_str().unwrap().to_owned())
}

fn token_in(page: &Answer) -> String {
    let page = String::from_utf8_lossy(&page.body).into_owned();
    let rest = page.split_once("name=\"token\" content=\"").unwrap().1;
    rest.split_once('"').unwrap().0.to_owned()
}

/// What an article says of a character: where it stands and how sure it is.
fn standing(sheet: &Value, source: &str, from: &str) -> String {
    let passages = sheet["passages"].as_array().unwrap();
    let passage = passages.iter().find(|one| one["sources"][0] == source).unwrap();
    let mut notes = passage["sides"][1].as_array().unwrap().iter().map(|piece| &piece["note"]);
    let note = notes.find(|note| note["from"] == from).unwrap_or_else(|| panic!("{passage}"));
    format!("{} {} {}", note["to"], note["standing"], note["level"]).replace('"', "")
}

#[test]
fn a_choice_becomes_a_word_in_the_right_file_and_can_be_taken_back() {
    let desk = Desk::new();
    desk.says(PAGE, "老範頭");
    let glossary = desk.read("glossary.yaml");
    // In the glossary, with what others wrote there untouched.
    let (status, done) = desk.choose([0, 3], "site");
    assert_eq!(status, 200, "{done}");
    assert_eq!(
        desk.read("glossary.yaml"),
        glossary.trim_end().to_owned() + "\n  - 老范头=老范頭\n"
    );
    assert!(done["diff"].as_str().unwrap().contains("\n+  - 老范头=老范頭"), "{done}");
    desk.says(PAGE, "老范頭");
    let (_, sheet) = desk.article(PATH);
    assert_eq!(standing(&sheet, "老范头说了一句话。", "老范头"), "老范頭 told sure");
    assert_eq!(desk.choose([0, 3], "site").0, 409);
    let (status, undone) = desk.post("undo?window=a", &json!({}));
    assert_eq!((status, &undone["undo"]), (200, &Value::Null));
    assert_eq!(desk.read("glossary.yaml"), glossary);
    desk.says(PAGE, "老範頭");
    // In the article.
    assert_eq!(desk.choose([0, 2], "article").0, 200);
    let with = |line: &str| ARTICLE.replace("类型: 要闻\n", &format!("类型: 要闻\n{line}\n"));
    assert_eq!(desk.read(PATH), with("转换规则:\n  - 老范=老范"));
    desk.says(PAGE, "老范頭");
    assert_eq!(desk.post("undo?window=a", &json!({})).0, 200);
    desk.says(PAGE, "老範頭");
    // As a name.
    assert_eq!(desk.choose([1, 2], "person").0, 200);
    assert_eq!(desk.read(PATH), with("人物:\n  - 范头"));
    desk.says(PAGE, "老范頭");
    // What somebody else has changed since is not taken back.
    let ours = desk.read(PATH);
    let theirs = ours.replace("撑船人", "摆渡人");
    fs::write(desk.sample.root().join(PATH), &theirs).unwrap();
    let (status, refused) = desk.post("undo?window=a", &json!({}));
    assert_eq!(status, 409, "{refused}");
    assert_eq!(desk.read(PATH), theirs);
    // It is the last one still, and what was done before it is not taken back instead.
    let id = &refused["undo"]["id"];
    assert!(id.is_u64(), "{refused}");
    fs::write(desk.sample.root().join(PATH), ours).unwrap();
    assert_eq!(desk.post("undo?window=a", &json!({ "id": id })).0, 200);
    assert_eq!(desk.read(PATH), ARTICLE);
    // Whoever means that one again gets no other.
    assert_eq!(desk.post("undo?window=a", &json!({ "id": id })).0, 409);
}

#[test]
fn a_window_takes_back_what_was_done_in_it_and_nothing_else() {
    let desk = Desk::new();
    assert_eq!(desk.choose_in("a", [0, 3], "article").0, 200);
    let with_rule = desk.read(PATH);
    assert_eq!(desk.post("seen?window=b", &desk.look()).0, 200);
    let ledger = "review/news/county/boatman.md.tsv";
    let (status, undone) = desk.post("undo?window=a", &json!({}));
    assert_eq!((status, desk.read(PATH)), (200, ARTICLE.to_owned()), "{undone}");
    assert!(desk.sample.root().join(ledger).is_file());
    assert_eq!(desk.post("undo?window=a", &json!({})).0, 409);
    assert_ne!(with_rule, ARTICLE);
    assert_eq!(desk.post("undo?window=b", &json!({})).0, 200);
    assert!(!desk.sample.root().join(ledger).exists());
}

#[test]
fn what_changes_nothing_is_nothing_to_take_back() {
    let desk = Desk::new();
    let nothing = json!({ "article": PATH, "edition": 1, "looked": [] });
    let (status, said) = desk.post("seen", &nothing);
    assert_eq!((status, &said["undo"]), (200, &Value::Null));
    assert!(!desk.sample.root().join("review/news").exists());
    let look = desk.look();
    let first = desk.post("seen", &look).1["undo"]["id"].clone();
    assert_eq!(desk.post("seen", &look).1["undo"]["id"], first);
}

#[test]
fn a_glossary_that_begins_on_the_desk_stays_when_its_word_is_taken_back() {
    let desk = Desk::of(|root| fs::remove_file(root.join("glossary.yaml")).unwrap());
    assert_eq!(desk.choose([0, 3], "site").0, 200);
    assert_eq!(desk.read("glossary.yaml"), "用语:\n  - 老范头=老范頭\n");
    desk.says(PAGE, "老范頭");
    assert_eq!(desk.post("undo?window=a", &json!({})).0, 200);
    desk.says(PAGE, "老範頭");
    assert_eq!(desk.read("glossary.yaml"), "# glossary\n");
    assert!(!desk.preview.said().contains("glossary-gone"), "{}", desk.preview.said());
}

#[test]
fn what_was_seen_is_kept_until_the_text_around_it_changes() {
    let desk = Desk::new();
    let source = "村里的范大嫂来了。";
    let (_, sheet) = desk.article(PATH);
    assert_eq!(standing(&sheet, source, "范"), "范 open unsure");
    assert_eq!(sheet["open"], 1);
    let look = desk.look();
    assert_eq!(desk.post("seen", &look).0, 200);
    let ledger = desk.read("review/news/county/boatman.md.tsv");
    assert!(ledger.ends_with("。\n村里的\t范\t大嫂来了。\t范\n"), "{ledger}");
    assert_eq!(desk.read("review/.gitattributes"), "*.tsv merge=union\n");
    let (_, sheet) = desk.article(PATH);
    assert_eq!(standing(&sheet, source, "范"), "范 seen unsure");
    assert_eq!(sheet["open"], 0);
    // The list counts the same.
    desk.preview.wait_for("/_desk/list?text=boatman", |list| {
        list.contains("\"open\":0,\"faults\":[]}],\"found\":1")
    });
    let file = desk.sample.root().join(PATH);
    fs::write(&file, ARTICLE.replace("老范头", "范头")).unwrap();
    desk.says(PAGE, "<p>范頭");
    assert_eq!(standing(&desk.article(PATH).1, source, "范"), "范 seen unsure");
    fs::write(&file, ARTICLE.replace("大嫂来了", "大嫂走了")).unwrap();
    desk.says(PAGE, "走了");
    assert_eq!(standing(&desk.article(PATH).1, "村里的范大嫂走了。", "范"), "范 open unsure");
    // An old page of the desk is told so.
    assert_eq!(desk.post("seen", &look).0, 409);
}

#[test]
fn nothing_outside_the_sites_articles_is_read_or_written() {
    let desk = Desk::new();
    for path in [
        "../../etc/passwd",
        "/etc/passwd",
        "content/../site.yaml",
        "site.yaml",
        "review/x",
        "",
        "content",
    ] {
        assert_eq!(desk.article(path).0, 404, "{path}");
        let asked = json!({
            "article": path, "edition": 1, "passage": 0, "key": "", "at": 0, "choice": "范", "word": [0, 2],
            "scope": "article",
        });
        assert_eq!(desk.post("choose", &asked).0, 404, "{path}");
    }
    for broken in [json!({}), json!([]), json!({ "article": PATH, "edition": 99, "looked": [] })] {
        assert!(matches!(desk.post("seen", &broken).0, 400 | 404), "{broken}");
    }
    // A word must hold the character, and be found at its place.
    for word in [[0, 1], [1, 1], [0, 99], [5, 2], [7, 2], [usize::MAX, 2]] {
        assert_eq!(desk.choose(word, "site").0, 409, "{word:?}");
    }
    assert_eq!(desk.read(PATH), ARTICLE);
}

#[cfg(unix)]
#[test]
fn a_glossary_that_is_a_link_is_left_alone() {
    let desk = Desk::new();
    let (here, there) =
        (desk.sample.root().join("glossary.yaml"), desk.sample.root().join("../elsewhere.yaml"));
    fs::rename(&here, &there).unwrap();
    std::os::unix::fs::symlink(&there, &here).unwrap();
    let before = fs::read_to_string(&there).unwrap();
    let (status, refused) = desk.choose([0, 3], "site");
    assert_eq!(status, 409, "{refused}");
    assert!(refused["error"].as_str().unwrap().contains("链接"), "{refused}");
    assert_eq!(fs::read_to_string(&there).unwrap(), before);
}

#[test]
fn whoever_sits_elsewhere_may_look_and_with_the_token_write() {
    // No packet is sent: the system only says from which address it would be.
    let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
    let Some(ip) = socket.connect("192.0.2.1:9").ok().and_then(|()| socket.local_addr().ok())
    else {
        return;
    };
    let sample = Sample::new();
    fs::write(sample.root().join(PATH), ARTICLE).unwrap();
    let preview = Preview::start(&sample.root(), &["--host", "0.0.0.0"]);
    let port = preview.host().rsplit(':').next().unwrap();
    let elsewhere = format!("{}:{port}", ip.ip());
    let token = token_in(&preview.get("/_desk/"));
    assert_eq!(token.len(), 32);
    assert_eq!(token_in(&get(&elsewhere, "/_desk/")), "");
    assert_eq!(token_in(&get(&elsewhere, "/_desk/?token=0")), "");
    assert_eq!(token_in(&get(&elsewhere, &format!("/_desk/?token={token}"))), token);
    assert_eq!(get(&elsewhere, "/_desk/list").status, 200);
    assert_eq!(post(&elsewhere, "/_desk/undo", "", "{}").status, 403);
    // Nothing to undo: whoever knows the token is heard.
    assert_eq!(post(&elsewhere, "/_desk/undo", &token, "{}").status, 409);
    // Where it listens at that address alone, whoever calls from there sits at this machine.
    let preview = Preview::start(&sample.root(), &["--host", &ip.ip().to_string()]);
    assert_eq!(token_in(&preview.get("/_desk/")).len(), 32);
}

#[test]
fn a_correction_from_the_list_to_the_page_and_back() {
    let Some(chromium) = chromium() else { return };
    let desk = Desk::new();
    let files = desk.sample.root().join("static");
    fs::create_dir_all(&files).unwrap();
    let page = format!(
        "<!doctype html><title>on the way</title><iframe id=desk width=1200 height=800 src=about:blank></iframe>\
         <iframe id=page width=800 height=800 src=\"{PAGE}\"></iframe><script src=desk.js></script>"
    );
    fs::write(files.join("desk.html"), page).unwrap();
    fs::write(files.join("desk.js"), include_str!("desk.js")).unwrap();
    desk.preview.wait_for("/desk.html", |answer| answer.status == 200);
    let glossary = desk.read("glossary.yaml");
    let open = chromium.open(&desk.preview.url("/desk.html"));
    let said = open.wait_for_title_or("wants the files", "arrived");
    assert!(said.contains("wants the files"), "{said}");
    assert_eq!(
        desk.read("glossary.yaml"),
        glossary.trim_end().to_owned() + "\n  - 老范头=老范頭\n"
    );
    assert!(Path::new(&desk.sample.root().join("review/news/county/boatman.md.tsv")).is_file());
    fs::write(files.join("go-on.txt"), "").unwrap();
    let said = open.wait_for_title("arrived");
    assert!(said.contains("all is well"), "{said}; {}", desk.preview.said());
    let start = std::time::Instant::now();
    while desk.read("glossary.yaml") != glossary {
        assert!(start.elapsed() < PATIENCE, "it is not taken back");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}
