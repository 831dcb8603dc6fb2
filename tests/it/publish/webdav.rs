//! Publishing by WebDAV to a real nginx, through a proxy that does what networks do: with the module
//! that lists folders, and without.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use super::nginx::{Nginx, dav_ext};
use super::proxy::{Asked, Fate, Proxy};
use super::s3::Said;
use super::{Stage, check_visitors};
use crate::program;
use crate::tree;
use crate::wanting::wanting;

/// Whether the server lists folders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lists {
    Folders,
    Nothing,
}

/// A site, a server, and the proxy between.
struct Scene {
    stage: Stage,
    _nginx: Nginx,
    proxy: Proxy,
}

impl Scene {
    fn new(lists: Lists) -> Option<Self> {
        let stage = Stage::new("");
        let here = stage.folder.path().to_path_buf();
        std::fs::create_dir_all(here.join("dav")).unwrap();
        let (module, methods) = match (lists, dav_ext()) {
            (Lists::Folders, Some(module)) => {
                (format!("load_module {module};\n"), "dav_ext_methods PROPFIND OPTIONS;")
            }
            (Lists::Folders, None) => {
                wanting("nginx's module dav_ext");
                return None;
            }
            (Lists::Nothing, _) => (String::new(), ""),
        };
        // The words `secret` and `editor`.
        tree::write(&here, "words", "editor:{PLAIN}secret\n");
        let server = format!(
            "    location /dav/ {{\n      root {here};\n      dav_methods PUT DELETE MKCOL COPY MOVE;\n      {methods}\n      client_max_body_size 1m;\n      auth_basic site;\n      auth_basic_user_file {here}/words;\n    }}\n",
            here = here.display()
        );
        let nginx = Nginx::start(&here, &module, &server)?;
        let proxy = Proxy::new(nginx.port);
        let settings = stage.site().join("site.yaml");
        let text = std::fs::read_to_string(&settings).unwrap();
        let target = format!(
            "publish: {{webdav: 'http://127.0.0.1:{}/dav/www/', timeout: 2}}\n",
            proxy.port
        );
        std::fs::write(&settings, text + &target).unwrap();
        Some(Self { stage, _nginx: nginx, proxy })
    }

    fn www(&self) -> PathBuf {
        self.stage.folder.path().join("dav/www")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program::jianfan(&self.stage.site());
        command.args(arguments).args(["--as-of", "2026-03-01"]);
        for name in ["http_proxy", "HTTP_PROXY", "ALL_PROXY"] {
            command.env_remove(name);
        }
        command.env("NETRC", self.stage.folder.path().join("no-such-file"));
        command.env("JIANFAN_WEBDAV_USER", "editor").env("JIANFAN_WEBDAV_PASSWORD", "secret");
        command
    }

    fn run(&self, arguments: &[&str]) -> Said {
        Said::of(self.command(arguments).output().unwrap())
    }

    fn publish(&self) -> String {
        let said = self.run(&["publish", "--yes"]);
        assert_eq!(said.exit, 0, "{}", said.text);
        said.text
    }

    /// What is there is what a build makes, and nothing is left of the way there.
    fn check(&self, when: &str) {
        let built = self.stage.built();
        assert_eq!(tree::difference(&built, &tree::read(&self.www())), "", "{when}");
    }
}

fn a_folder_gets_what_changed(lists: Lists) {
    let Some(scene) = Scene::new(lists) else { return };
    let first = scene.stage.built();
    assert!(scene.publish().contains("新增 12"));
    scene.check("at first");
    tree::write(&scene.www(), "notes-of-somebody.txt", "not ours");

    scene.stage.article(3, "三十人");
    std::fs::remove_file(scene.stage.site().join("content/news/n4.md")).unwrap();
    let said = scene.publish();
    assert!(said.contains("更改 1，删除 1") && said.contains("“二”→“三”"), "{said}");
    assert!(scene.publish().contains("与线上一样"));
    assert_eq!(std::fs::read(scene.www().join("notes-of-somebody.txt")).unwrap(), b"not ours");
    std::fs::remove_file(scene.www().join("notes-of-somebody.txt")).unwrap();
    scene.check("after a change");

    let back = scene.run(&["publish", "--rollback", "--yes"]);
    assert_eq!(back.exit, 0, "{}", back.text);
    assert_eq!(tree::difference(&first, &tree::read(&scene.www())), "");
    // What was lost on the server is noticed when all is read.
    std::fs::remove_file(scene.www().join("news/n5/index.html")).unwrap();
    let verified = scene.run(&["publish", "--yes", "--verify"]);
    assert_eq!(verified.exit, 0, "{}", verified.text);
    scene.check("after --verify");

    // A file of somebody else where a new article is to go.
    scene.stage.article(20, "二十人");
    tree::write(&scene.www(), "news/n20/index.html", "of somebody else");
    let refused = scene.run(&["publish", "--yes"]);
    assert!(refused.text.contains("publish-strangers"), "{}", refused.text);
    assert_eq!(scene.run(&["publish", "--yes", "--adopt"]).exit, 0);
    scene.check("after --adopt");
}

#[test]
fn a_folder_that_the_server_lists_gets_what_changed() {
    a_folder_gets_what_changed(Lists::Folders);
}

#[test]
fn a_folder_that_nobody_lists_gets_what_changed() {
    a_folder_gets_what_changed(Lists::Nothing);
}

#[test]
fn killed_after_every_few_requests_visitors_meet_whole_pages() {
    let Some(scene) = Scene::new(Lists::Nothing) else { return };
    for number in 3..12 {
        let path = scene.stage.site().join(format!("content/news/n{number}.md"));
        std::fs::remove_file(path).unwrap();
    }
    let first = scene.stage.built();
    scene.publish();
    scene.stage.theme("second");
    let second = scene.stage.built();
    scene.proxy.rule(|_| Fate::Pass);
    scene.publish();
    let requests = scene.proxy.count();
    assert!(requests > 50, "only {requests} requests");
    let mut at_second = true;
    for kill in (1..requests).step_by(3) {
        at_second = !at_second;
        scene.stage.theme(if at_second { "second" } else { "first" });
        let (tell, told) = mpsc::channel();
        scene.proxy.rule(move |asked| {
            if asked.number < kill {
                return Fate::Pass;
            }
            let _ = tell.send(());
            Fate::Silence
        });
        let mut command = scene.command(&["publish", "--yes"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        while told.recv_timeout(Duration::from_millis(10)).is_err() {
            if child.try_wait().unwrap().is_some() {
                break;
            }
        }
        let _ = child.kill();
        child.wait().unwrap();
        scene.proxy.rule(|_| Fate::Pass);
        check_visitors(&tree::read(&scene.www()), &[&first, &second]);
        scene.publish();
        scene.check(&format!("killed after {kill} requests"));
    }
}

#[test]
fn faults_on_the_way_are_tried_again_or_told() {
    let Some(scene) = Scene::new(Lists::Nothing) else { return };
    scene.proxy.rule(|asked: &Asked| match asked.number % 31 {
        3 => Fate::Answer(500, String::new(), String::new()),
        9 => Fate::Answer(503, "retry-after: 1\r\n".into(), String::new()),
        13 => Fate::Cut,
        19 | 25 => Fate::LoseAnswer,
        28 => Fate::HalfAnswer,
        _ => Fate::Pass,
    });
    scene.publish();
    scene.check("with faults that pass");
    scene.stage.theme("second");
    for (status, code) in [
        (503, "publish-server"),
        (403, "publish-denied"),
        (413, "publish-too-large"),
        (507, "publish-full"),
    ] {
        scene.proxy.rule(move |asked| match &*asked.method {
            "PUT" => Fate::Answer(status, String::new(), String::new()),
            _ => Fate::Pass,
        });
        let said = scene.run(&["publish", "--yes"]);
        assert!(said.exit == 3 && said.text.contains(code), "{code}: {}", said.text);
    }
    scene.proxy.rule(|_| Fate::Pass);
    scene.publish();
    scene.check("in the end");
    let mut wrong = scene.command(&["publish", "--yes"]);
    wrong.env("JIANFAN_WEBDAV_PASSWORD", "hunter2");
    let said = Said::of(wrong.output().unwrap());
    assert!(said.exit == 3 && said.text.contains("publish-denied"), "{}", said.text);
    assert!(!said.text.contains("hunter2"));
    let mut none = scene.command(&["publish", "--yes"]);
    none.env_remove("JIANFAN_WEBDAV_USER");
    let said = Said::of(none.output().unwrap());
    assert!(said.text.contains("publish-no-credentials"), "{}", said.text);
    let words = format!("machine {} login editor password secret\n", "127.0.0.1");
    tree::write(scene.stage.folder.path(), "netrc", words);
    let mut netrc = scene.command(&["publish", "--yes"]);
    netrc.env_remove("JIANFAN_WEBDAV_USER");
    netrc.env("NETRC", scene.stage.folder.path().join("netrc"));
    let said = Said::of(netrc.output().unwrap());
    assert_eq!(said.exit, 0, "{}", said.text);
}

#[test]
fn of_two_editors_the_second_is_told() {
    let Some(scene) = Scene::new(Lists::Nothing) else { return };
    scene.publish();
    scene.stage.theme("second");
    scene.proxy.rule(|asked| match &*asked.method {
        "MOVE" if asked.path.contains("/dav/www/") => {
            Fate::Answer(500, String::new(), String::new())
        }
        _ => Fate::Pass,
    });
    assert_eq!(scene.run(&["publish", "--yes"]).exit, 3);
    scene.proxy.rule(|_| Fate::Pass);
    let mut other = scene.command(&["publish", "--yes"]);
    other.env("USER", "somebody-else");
    let said = Said::of(other.output().unwrap());
    assert!(said.exit == 1 && said.text.contains("publish-busy"), "{}", said.text);
    scene.publish();
    scene.check("in the end");
}
