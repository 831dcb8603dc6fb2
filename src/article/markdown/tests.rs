//! Cases as files: `testdata/NAME.md` beside `testdata/NAME.html`, which holds everything that
//! comes out of it. Set `JIANFAN_BLESS=1` to write the second anew.
//!
//! A name that begins with `parts-` is rendered with parts at level 2, `keep-` with raw HTML kept,
//! `hant-` as written in Traditional.

use std::collections::BTreeSet;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::*;

mod properties;

/// A site where everything is found but what is called `missing`.
struct Shelf;

impl Targets for Shelf {
    fn link(&self, destination: &str) -> Result<String, TargetFault> {
        if destination.contains("missing") {
            let fault = TargetFault::new("broken-link", "没有这个页面", "no such page");
            return Err(fault.help("检查路径。", "Check the path."));
        }
        let path = destination.strip_suffix(".md").map(|stem| format!("/news/{stem}/"));
        Ok(path.unwrap_or_else(|| destination.to_owned()))
    }

    fn picture(&self, destination: &str, _: &Range<usize>) -> Result<Picture, TargetFault> {
        if destination.contains("missing") {
            return Err(TargetFault::new("broken-picture", "没有这张图片", "no such picture"));
        }
        let size = (!link::is_external(destination)).then_some(640);
        let src = if size.is_some() { format!("/img/{destination}") } else { destination.into() };
        Ok(Picture {
            src,
            width: size,
            height: size.map(|width| width * 3 / 4),
            ..Picture::default()
        })
    }

    fn sources(&self, destination: &str) -> Vec<PictureSource> {
        let source = PictureSource {
            mime: "image/webp",
            srcset: "/img/480.webp 480w, /img/640.webp 640w".to_owned(),
            sizes: "100vw".to_owned(),
        };
        if destination.ends_with("large.jpg") { vec![source] } else { Vec::new() }
    }

    fn doubt(&self, _: &str) -> Option<TargetFault> {
        None
    }
}

fn settings_of(name: &str) -> Settings<'static> {
    Settings {
        html: if name.starts_with("keep-") { RawHtml::Keep } else { RawHtml::Sanitize },
        parts: name.starts_with("parts-").then_some(2),
        script: if name.starts_with("hant-") { Script::Hant } else { Script::Hans },
        links: &Shelf,
    }
}

fn folder() -> PathBuf {
    Path::new(file!()).with_file_name("testdata")
}

fn outline(headings: &[Heading], all: &mut String) {
    for Heading { level, id, title, children } in headings {
        writeln!(all, "{:1$}#{id} {title}", "", usize::from(*level)).unwrap();
        outline(children, all);
    }
}

/// Everything that comes out of a case, as text.
fn everything(name: &str, markdown: &str) -> String {
    let body = render(markdown, &settings_of(name));
    let mut all = body.html;
    all.push_str("<!--\n");
    outline(&body.toc, &mut all);
    for Part { id, title, byline } in &body.parts {
        writeln!(all, "part #{id} {title}: {byline:?}").unwrap();
    }
    writeln!(all, "characters: {}", body.characters).unwrap();
    writeln!(all, "summary: {}", summary(markdown)).unwrap();
    for BodyFault { span, code, what, help } in &body.faults {
        let place = &markdown[span.clone()];
        writeln!(all, "{code} at {place:?}: {} / {}", what.zh, what.en).unwrap();
        if let Some(help) = help {
            writeln!(all, "  {} / {}", help.zh, help.en).unwrap();
        }
    }
    all.push_str("-->\n");
    all
}

#[test]
fn every_case_renders_as_expected() {
    let bless = env::var_os("JIANFAN_BLESS").is_some();
    let (mut cases, mut expected) = (BTreeSet::new(), BTreeSet::new());
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("md") => cases.insert(stem),
            Some("html") => expected.insert(stem),
            _ => panic!("a file that belongs to no case: {}", path.display()),
        };
    }
    let mut failures: Vec<String> =
        expected.difference(&cases).map(|name| format!("stale: {name}.html")).collect();
    for name in &cases {
        let markdown = fs::read_to_string(folder().join(format!("{name}.md"))).unwrap();
        let path = folder().join(format!("{name}.html"));
        let found = everything(name, &markdown);
        if bless {
            fs::write(&path, &found).unwrap();
        }
        match fs::read_to_string(&path) {
            Err(_) => failures.push(format!("missing: {name}.html")),
            Ok(wanted) if wanted != found => {
                failures.push(format!("{name}\n--- expected\n{wanted}\n--- found\n{found}"));
            }
            Ok(_) => {}
        }
    }
    assert!(cases.len() > 15, "the cases are gone");
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn lines_may_end_as_on_windows() {
    for name in ["containers", "breaks", "footnotes"] {
        let unix = fs::read_to_string(folder().join(format!("{name}.md"))).unwrap();
        let windows = unix.replace('\n', "\r\n");
        let settings = settings_of(name);
        let (unix, windows) = (render(&unix, &settings), render(&windows, &settings));
        assert_eq!(unix.html.replace("\r\n", "\n"), windows.html.replace("\r\n", "\n"), "{name}");
    }
}

#[test]
fn a_summary_is_found_however_late_it_comes() {
    let late = format!("# 题\n\n{}最后一段。\n", "![图](x.png)\n\n".repeat(300));
    assert_eq!(summary(&late), "最后一段。");
    assert_eq!(summary("- 只有列表\n"), "");
    assert_eq!(summary("首段[^1]。\n\n[^1]: 注。\n"), "首段。");
    assert_eq!(summary("## 题\n\n委员 黄河\n\n正文。\n"), "正文。");
    let far = format!("见[这里][r]。\n\n{}[r]: x.md\n", "正文。\n\n".repeat(100));
    assert_eq!(summary(&far), "见这里。");
    assert_eq!(summary("::: lead\n导语\n:::\n"), "导语");
}
