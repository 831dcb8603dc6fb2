//! Publishing by the real program to real targets: a folder, a bare repository, and servers that the
//! tests start. What visitors meet meanwhile is looked at after kills. It never leaves this machine.

mod clouds;
mod cuts;
mod faults;
mod local;
mod nginx;
mod programs;
mod proxy;
mod rivals;
mod rsync;
mod s3;
mod secure;
mod served;
mod webdav;

use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::program::{self, Run};
use crate::tree::{self, Files};
use crate::wanting::wanting;

const TEMPLATE: &str = "<!DOCTYPE html>\n<html lang=\"{{ config.script }}\">\n<head><link rel=\"stylesheet\" href=\"{{ get_url(path='css/NAME.css') }}\"></head>\n<body><main>{{ config.title }}</main></body>\n</html>\n";
const ARTICLE: &str = "<!DOCTYPE html>\n<html lang=\"{{ config.script }}\">\n<head><link rel=\"stylesheet\" href=\"{{ get_url(path='css/NAME.css') }}\"></head>\n<body>\n<main><h1>{{ page.title }}</h1>\n{{ page.content | safe }}</main></body>\n</html>\n";

/// A site in one folder and the place that it is published to in another.
struct Stage {
    folder: TempDir,
}

impl Stage {
    /// `target` is the line of `site.yaml`; `HERE` in it is the folder of the stage.
    fn new(target: &str) -> Self {
        let stage = Self { folder: tempfile::tempdir().unwrap() };
        let here = stage.folder.path().to_string_lossy().replace('\\', "/");
        let target = target.replace("HERE", &here);
        let settings = format!(
            "title: 某市政协\nbase_url: https://example.org/\ntheme: plain\neditions: [{{script: zh-Hans}}]\n{target}\n"
        );
        tree::write(&stage.site(), "site.yaml", settings);
        tree::write(&stage.site(), "themes/plain/kinds/news.yaml", "name: news\nlabel: 要闻\n");
        stage.theme("first");
        for number in 0..12 {
            stage.article(number, "二十人");
        }
        tree::write(&stage.site(), "content/news/图 一.svg", "<svg></svg>");
        stage
    }

    fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn www(&self) -> PathBuf {
        self.folder.path().join("www")
    }

    /// All pages name this style sheet, and there is no other.
    fn theme(&self, name: &str) {
        let _ = std::fs::remove_dir_all(self.site().join("themes/plain/static"));
        tree::write(&self.site(), &format!("themes/plain/static/css/{name}.css"), name);
        for template in ["index", "section", "taxonomy", "term", "404", "article"] {
            let text = if template == "article" { ARTICLE } else { TEMPLATE };
            let path = format!("themes/plain/templates/{template}.html");
            tree::write(&self.site(), &path, text.replace("NAME", name));
        }
        let feed = "<feed><title>{{ feed.title }}</title></feed>\n";
        tree::write(&self.site(), "themes/plain/templates/atom.xml", feed);
    }

    fn article(&self, number: usize, words: &str) {
        let text = format!(
            "---\n标题: 第{number}期简报\n日期: 2026-01-{:02}\n---\n\n会议听取了{words}发言。\n",
            number % 28 + 1
        );
        tree::write(&self.site(), &format!("content/news/n{number}.md"), text);
    }

    /// Another site that goes to the same place: its own style, and another word in each article.
    fn rival(&self) -> Self {
        let rival = Self::new("");
        let settings = std::fs::read(self.site().join("site.yaml")).unwrap();
        tree::write(&rival.site(), "site.yaml", settings);
        rival.theme("rival");
        for number in 0..12 {
            rival.article(number, "九十人");
        }
        rival
    }

    fn run(&self, arguments: &[&str]) -> Run {
        program::run(&self.site(), arguments)
    }

    fn publish(&self) -> String {
        program::succeed(&self.site(), &["publish", "--yes", "--as-of", "2026-03-01"])
    }

    /// What a build makes.
    fn built(&self) -> Files {
        program::succeed(&self.site(), &["build", "--as-of", "2026-03-01"]);
        tree::read(&self.site().join("public"))
    }
}

/// Pages are whole, and every style sheet that one names is there.
fn check_visitors(files: &Files, versions: &[&Files]) {
    for (path, bytes) in files.iter().filter(|(path, _)| !path.starts_with(".jianfan-new/")) {
        let is_whole = versions.iter().any(|version| version.get(path) == Some(bytes));
        assert!(is_whole, "{path} is of no version");
        let text = String::from_utf8_lossy(bytes);
        for link in text.split("href=\"/css/").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(
                files.contains_key(&format!("css/{link}")),
                "{path} names {link}, which is gone"
            );
        }
    }
}

/// A server of our own on this machine; it ends with the test.
struct Server(Child);

impl Server {
    /// Starts a program and waits until it listens.
    fn start(command: &mut Command, port: u16) -> Self {
        let server = Self(command.spawn().unwrap());
        let deadline = Instant::now() + Duration::from_secs(20);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < deadline, "{command:?} did not start");
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }
}

/// A port of this machine that nobody listens at.
fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn has(program: &'static str, arguments: &[&str]) -> bool {
    let found = Command::new(program).args(arguments).output().is_ok();
    if !found {
        wanting(program);
    }
    found
}
