//! What the preview shows is what a build makes: every byte but the reload script. It serves the
//! sample site, from a copy.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::http::{Preview, encoded};
use crate::{program, tree};

/// The one thing that the preview adds to a page.
const SCRIPT: &str = "<script src=\"/_jianfan/reload.js\"></script>";

/// What a site is made of.
const PARTS: [&str; 5] = ["content", "themes", "templates", "static", "kinds"];

/// A copy of the sample site, which nobody else edits.
pub(crate) struct Sample {
    folder: TempDir,
}

impl Sample {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for part in PARTS {
            tree::copy(&root.join(part), &folder.path().join("site").join(part));
        }
        for file in ["site.yaml", "glossary.yaml"] {
            fs::copy(root.join(file), folder.path().join("site").join(file)).unwrap();
        }
        Self { folder }
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    pub(crate) fn build(&self, arguments: &[&str]) -> tree::Files {
        let mut all = vec!["build", "--out", "../built"];
        all.extend(arguments);
        program::succeed(&self.root(), &all);
        tree::read(&self.folder.path().join("built"))
    }
}

#[test]
fn every_byte_served_is_a_byte_built() {
    for (build, serve) in [(&[][..], &["--published"][..]), (&["--drafts"], &[])] {
        compare("", build, serve);
    }
}

#[test]
fn every_byte_served_is_a_byte_built_below_a_folder() {
    let url = ["--base-url", "https://example.org/a/zhengxie/"];
    compare("/a/zhengxie", &url, &[url[0], url[1], "--published"]);
}

#[test]
fn a_page_is_found_under_its_files_name_and_a_file_of_that_name_is_itself() {
    let sample = Sample::new();
    let folder = sample.root().join("static/old");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("index.html"), "<body>an old page</body>").unwrap();
    let built = sample.build(&[]);
    let preview = Preview::start(&sample.root(), &["--published"]);
    for file in ["index.html", "hant/news/index.html", "old/index.html"] {
        let answer = preview.get(&format!("/{file}"));
        assert_eq!(answer.status, 200, "{file}");
        assert_eq!(without_script(file, answer.body).as_ref(), built.get(file), "{file}");
    }
}

fn compare(base: &str, to_build: &[&str], to_serve: &[&str]) {
    let sample = Sample::new();
    let built = sample.build(to_build);
    assert!(built.len() > 100, "the sample has only {} files", built.len());
    let preview = Preview::start(&sample.root(), to_serve);
    let mut wrong = String::new();
    for (file, bytes) in &built {
        let path = file.strip_suffix("index.html").unwrap_or(file);
        let answer = preview.get(&format!("{base}/{}", encoded(path)));
        let body = without_script(file, answer.body);
        if answer.status != 200 || body.as_ref() != Some(bytes) {
            let length = body.map(|body| body.len());
            let _ =
                writeln!(wrong, "{file}: {}, {length:?} bytes, not {}", answer.status, bytes.len());
        }
    }
    assert!(wrong.is_empty(), "build {to_build:?}, serve {to_serve:?}:\n{wrong}");
}

/// A page without the script, which must stand in it exactly once; anything else as it is, and it
/// must not have one.
pub(crate) fn without_script(file: &str, body: Vec<u8>) -> Option<Vec<u8>> {
    let Ok(text) = String::from_utf8(body.clone()) else { return Some(body) };
    let count = text.matches(SCRIPT).count();
    let expected = usize::from(file.ends_with(".html"));
    (count == expected).then(|| text.replacen(SCRIPT, "", 1).into_bytes())
}

#[test]
fn what_is_not_there_is_answered_as_a_host_would() {
    let sample = Sample::new();
    let built = sample.build(&[]);
    let preview = Preview::start(&sample.root(), &["--published"]);
    for path in [
        "/nowhere/",
        "/news/nowhere.html",
        "/hant/nowhere",
        // Shared files stand at one address only, as in the folder of a host.
        "/hant/css/site.css",
        "/hant/robots.txt",
        // Under review: seen in the preview, but not by the public.
        "/speeches/lianluowei/",
        // Sources are not served.
        "/site.yaml",
        "/content/news/_index.md",
    ] {
        let answer = preview.get(path);
        assert_eq!(answer.status, 404, "{path}");
        let body = without_script("404.html", answer.body);
        assert_eq!(body.as_ref(), built.get("404.html"), "{path}");
    }
    for path in
        ["/..%2fsite.yaml", "/%2e%2e/site.yaml", "/../site.yaml", "/news/..%5c..%5csite.yaml"]
    {
        let answer = preview.get(path);
        assert!(matches!(answer.status, 400 | 404) && !answer.contains("base_url"), "{path}");
    }
    for (path, to) in [
        ("/news", "/news/"),
        ("/hant/news/county", "/hant/news/county/"),
        ("/hant", "/hant/"),
        ("/news/county/hechi-tizhi", "/news/county/hechi-tizhi/"),
    ] {
        let answer = preview.get(path);
        assert_eq!((answer.status, answer.header("location")), (301, Some(to)), "{path}");
    }
}

#[test]
fn below_a_folder_only_that_folder_is_served() {
    let sample = Sample::new();
    let preview = Preview::start(&sample.root(), &["--base-url", "https://example.org/sub/"]);
    assert_eq!(preview.get("/sub").header("location"), Some("/sub/"));
    assert_eq!(preview.get("/sub/news").header("location"), Some("/sub/news/"));
    assert_eq!(preview.get("/sub/hant/news/").status, 200);
    assert_eq!(preview.get("/subway/").status, 404);
    assert_eq!(preview.get("/news/").status, 404);
}

#[test]
fn what_is_saved_is_served_and_what_is_broken_leaves_the_last_good_page() {
    let sample = Sample::new();
    let article = sample.root().join("content/news/county/night-school.md");
    let preview = Preview::start(&sample.root(), &["--lang", "zh"]);
    let (page, converted) = ("/news/county/night-school/", "/hant/news/county/night-school/");
    assert_eq!(preview.get(page).status, 200);

    let edited = "---\n标题: 夜校改期\n日期: 2026-03-01\n类型: 要闻\n---\n\n头发与后来，改好了。\n";
    fs::write(&article, edited).unwrap();
    preview.wait_for(page, |answer| answer.contains("头发与后来，改好了。"));
    preview.wait_for(converted, |answer| answer.contains("頭髮與後來，改好了。"));
    assert!(preview.get("/news/county/").contains("夜校改期"), "lists are of the same moment");

    fs::write(&article, edited.replace("标题: ", "标题：")).unwrap();
    preview.wait_for(page, |_| preview.said().contains("yaml-full-width-colon"));
    let answer = preview.get(page);
    assert!(answer.status == 200 && answer.contains("头发与后来，改好了。"), "{answer:?}");

    fs::write(&article, edited.replace("改好了", "又改好了")).unwrap();
    preview.wait_for(page, |answer| answer.contains("头发与后来，又改好了。"));

    let new = "---\n标题: 新写的一篇\n日期: 2026-03-02\n---\n\n新的正文。\n";
    fs::write(sample.root().join("content/news/county/new-one.md"), new).unwrap();
    preview.wait_for("/hant/news/county/new-one/", |answer| answer.contains("新寫的一篇"));
    fs::remove_file(&article).unwrap();
    preview.wait_for(page, |answer| answer.status == 404);
}

#[test]
fn an_article_goes_live_and_ends_by_itself_when_its_time_comes() {
    let sample = Sample::new();
    let after = |seconds: i64| jiff::Timestamp::now() + jiff::SignedDuration::from_secs(seconds);
    let article = |key: &str, seconds: i64| {
        let at = after(seconds);
        format!("---\n标题: 有时候的\n日期: 2026-03-02\n{key}: {at}\n---\n\n有时候的正文。\n")
    };
    let folder = sample.root().join("content/news/county");
    fs::write(folder.join("soon.md"), article("发布于", 8)).unwrap();
    fs::write(folder.join("over.md"), article("到期", 9)).unwrap();
    let preview = Preview::start(&sample.root(), &["--published", "--lang", "zh"]);
    preview.wait_for("/hant/news/county/soon/", |answer| answer.status == 200);
    preview.wait_for("/news/county/over/", |answer| answer.status == 404);
    preview.wait_for("/news/county/", |answer| {
        answer.contains("/news/county/soon/") && !answer.contains("/news/county/over/")
    });
}

#[test]
fn a_data_file_that_is_saved_shows_and_a_broken_one_is_told_at_its_line() {
    let sample = Sample::new();
    let data = sample.root().join("data/offices.yaml");
    fs::create_dir(data.parent().unwrap()).unwrap();
    fs::write(&data, "- {name: 提案办}\n").unwrap();
    let article = "---\n标题: 名录\n日期: 2026-03-01\n类型: 通知公告\n模板: offices\n---\n";
    fs::write(sample.root().join("content/notices/offices.md"), article).unwrap();
    let template =
        "{% for o in load_data(path=\"data/offices.yaml\") %}<p>{{ o.name }}</p>{% endfor %}\n";
    fs::create_dir_all(sample.root().join("templates")).unwrap();
    fs::write(sample.root().join("templates/offices.html"), template).unwrap();
    let preview = Preview::start(&sample.root(), &["--lang", "zh"]);
    let page = "/hant/notices/offices/";
    preview.wait_for(page, |answer| answer.contains("<p>提案辦</p>"));
    fs::write(&data, "- {name: 文史办}\n").unwrap();
    preview.wait_for(page, |answer| answer.contains("<p>文史辦</p>"));
    fs::write(&data, "- name: 文史办\n  tel: \"0000\n").unwrap();
    preview.wait_for(page, |answer| answer.contains("data/offices.yaml:2:8"));
    fs::write(&data, "- {name: 文史办}\n- {name: 研究室}\n").unwrap();
    preview.wait_for(page, |answer| answer.contains("<p>研究室</p>"));
}

#[test]
fn settings_that_cannot_be_read_leave_the_last_good_site() {
    let sample = Sample::new();
    let settings = sample.root().join("site.yaml");
    let good = fs::read_to_string(&settings).unwrap();
    let (_, old) = good.lines().find_map(|line| line.split_once("title: ")).unwrap();
    let preview = Preview::start(&sample.root(), &["--lang", "zh"]);
    assert!(preview.get("/").contains(old));
    let broken: [(&str, Option<Vec<u8>>); 4] = [
        ("yaml-full-width-colon", Some(good.replace(": ", "：").into_bytes())),
        ("not-utf8", Some(b"title: \xff\xff\xff\n".to_vec())),
        ("no-theme", Some(good.replace("theme: tongxin", "theme: nowhere").into_bytes())),
        ("settings-gone", None),
    ];
    for (code, bytes) in broken {
        match bytes {
            Some(bytes) => fs::write(&settings, bytes).unwrap(),
            None => fs::remove_file(&settings).unwrap(),
        }
        preview.wait_for("/", |_| preview.said().contains(code));
        for path in ["/", "/hant/news/"] {
            assert_eq!(preview.get(path).status, 200, "{code}: {path}");
        }
        assert!(preview.get("/").contains(old), "{code}");
    }
    // What is written meanwhile is shown all the same.
    let new = "---\n标题: 新写的一篇\n日期: 2026-03-02\n---\n\n新的正文。\n";
    fs::write(sample.root().join("content/news/county/new-one.md"), new).unwrap();
    preview.wait_for("/news/county/new-one/", |answer| answer.contains("新的正文"));

    fs::write(&settings, good.replace(old, "改名后的网站")).unwrap();
    preview.wait_for("/", |answer| answer.contains("改名后的网站"));
}

#[test]
fn a_kind_that_cannot_be_read_leaves_the_last_good_one() {
    let sample = Sample::new();
    let kind = sample.root().join("themes/tongxin/kinds/proposal.yaml");
    let good = fs::read_to_string(&kind).unwrap();
    let preview = Preview::start(&sample.root(), &["--lang", "zh"]);
    let page = sample.build(&["--drafts"]).into_keys().find(|path| path.starts_with("proposals/2"));
    let page = format!("/{}", page.unwrap().trim_end_matches("index.html"));
    let whole = preview.get(&page);
    assert_eq!(whole.status, 200, "{page}");
    let broken: [Vec<u8>; 3] = [
        good.replace(": ", "：").into_bytes(),
        b"label: \xff\xff\xff\n".to_vec(),
        good.replace("label: ", "lable: ").into_bytes(),
    ];
    for (number, bytes) in broken.into_iter().enumerate() {
        fs::write(&kind, bytes).unwrap();
        preview.wait_for("/", |_| preview.said().matches("kind-unreadable").count() > number);
        assert!(preview.get(&page).body == whole.body, "{number}: {}", preview.said());
    }
    fs::write(&kind, good.replace("label: 提案", "label: 建议")).unwrap();
    preview.wait_for(&page, |answer| answer.body != whole.body);
    assert_eq!(preview.get(&page).status, 200);
}

#[test]
fn words_that_are_saved_hold_everywhere_and_a_glossary_that_cannot_be_read_leaves_the_last_good_one()
 {
    let sample = Sample::new();
    let glossary = sample.root().join("glossary.yaml");
    fs::write(&glossary, "用语:\n  - 头发=頭毛\n").unwrap();
    let article = "---\n标题: 头发与后来\n日期: 2026-03-02\n---\n\n头发。\n";
    fs::write(sample.root().join("content/news/county/new-one.md"), article).unwrap();
    let preview = Preview::start(&sample.root(), &["--lang", "zh"]);
    let (page, list) = ("/hant/news/county/new-one/", "/hant/news/county/");
    preview.wait_for(page, |answer| answer.contains("頭毛與後來"));
    fs::write(&glossary, "用语:\n  - 头发=頭絲\n").unwrap();
    preview.wait_for(page, |answer| answer.contains("頭絲與後來"));
    assert!(preview.get(list).contains("頭絲與後來"));
    let broken: [(&str, Option<&str>); 3] = [
        ("word-one-script", Some("用语:\n  - 头发\n")),
        ("yaml-full-width-colon", Some("用语：\n  - 头发=頭髮\n")),
        ("glossary-gone", None),
    ];
    for (code, text) in broken {
        match text {
            Some(text) => fs::write(&glossary, text).unwrap(),
            None => fs::remove_file(&glossary).unwrap(),
        }
        preview.wait_for(page, |_| preview.said().contains(code));
        assert!(preview.get(page).contains("頭絲與後來"), "{code}");
    }
    fs::write(&glossary, "人名:\n").unwrap();
    preview.wait_for(page, |answer| answer.contains("頭髮與後來"));
}
