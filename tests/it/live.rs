//! The preview in a real browser while an editor edits: the page changes in place, faults come and go, it
//! follows what is saved. `live.js` looks; what it waits for is written here. It needs Chromium, as
//! `browser` does.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::browser::chromium;
use crate::http::Preview;
use crate::served::Sample;

#[test]
fn an_open_page_changes_in_place_tells_of_faults_and_follows_what_is_saved() {
    let Some(chromium) = chromium() else { return };
    let sample = Sample::new();
    let root = sample.root();
    let article = root.join("content/news/county/live.md");
    let good = article_of_many_paragraphs();
    fs::write(&article, &good).unwrap();
    fs::create_dir_all(root.join("static")).unwrap();
    let page = "<!doctype html><title>on the way</title>\
                <iframe width=1440 height=780 src=about:blank></iframe><script src=live.js></script>";
    fs::write(root.join("static/live.html"), page).unwrap();
    fs::write(root.join("static/live.js"), include_str!("live.js")).unwrap();
    let preview = Preview::start(&root, &["--lang", "zh"]);
    let open = chromium.open(&preview.url("/live.html"));

    let edited =
        good.replace("\n第1段", "\n新的一段。\n\n第1段").replace("第20段", "第20段，改好了");
    let ferry = root.join("content/history/ferry.md");
    let other = |path: &Path| {
        let text = fs::read_to_string(path).unwrap();
        fs::write(path, text + "\n再添一段。\n").unwrap();
    };
    let write = |text: &str| fs::write(&article, text).unwrap();
    let steps: [(&str, &dyn Fn()); 8] = [
        ("the body", &|| write(&edited)),
        ("the style", &|| {
            let style = root.join("themes/tongxin/static/css/site.css");
            let text = fs::read_to_string(&style).unwrap();
            fs::write(style, text + "\n.prose p { letter-spacing: 3px; }\n").unwrap();
        }),
        ("another article", &|| other(&ferry)),
        ("a fault", &|| write(&edited.replace("标题: ", "标题："))),
        ("another fault", &|| write(&edited.replace("日期: ", "日期："))),
        ("mending", &|| write(&edited)),
        ("a note", &|| write(&edited.replace("新的一段", "新的一段[无处](@/nowhere.md)"))),
        ("to be followed", &|| other(&ferry)),
    ];
    for (name, edit) in steps {
        let said = open.wait_for_title_or(&format!("waits for {name}\""), "arrived");
        assert!(!said.contains("arrived"), "before {name}: {said}; {}", preview.said());
        edit();
    }
    let said = open.wait_for_title("arrived");
    assert!(said.contains("all is well"), "{said}; {}", preview.said());
}

fn article_of_many_paragraphs() -> String {
    let mut text = "---\n标题: 看着改的一篇\n日期: 2026-03-01\n类型: 要闻\n状态: 草稿\n发布于: 2099-01-01\n---\n\n".to_owned();
    for number in 1..=40 {
        let _ = writeln!(text, "第{number}段，[首页](/)。{}\n", "头发与后来。".repeat(20));
    }
    text + "<details><summary>更多</summary>\n\n里面的话。\n\n</details>\n"
}
