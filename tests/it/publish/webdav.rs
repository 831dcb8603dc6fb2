//! Publishing by WebDAV to a real nginx, through a proxy that does what networks do: with the module
//! that lists folders, and without.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex};

use super::nginx::{Nginx, dav_ext};
use super::proxy::{Asked, Fate, Proxy};
use super::{Stage, check_visitors};
use crate::program::{self, Run};
use crate::tree;
use crate::wanting::wanting;

/// Whether the server lists folders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lists {
    Folders,
    Nothing,
}

/// A site, a server, and the proxy between.
pub(super) struct Scene {
    pub(super) stage: Stage,
    _nginx: Nginx,
    pub(super) proxy: Proxy,
}

impl Scene {
    pub(super) fn new(lists: Lists) -> Option<Self> {
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

    pub(super) fn www(&self) -> PathBuf {
        self.stage.folder.path().join("dav/www")
    }

    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        self.command_of(&self.stage, arguments)
    }

    /// The same for another site.
    pub(super) fn command_of(&self, stage: &Stage, arguments: &[&str]) -> Command {
        let mut command = program::jianfan(&stage.site());
        command.args(arguments).args(["--as-of", "2026-03-01"]);
        for name in ["http_proxy", "HTTP_PROXY", "ALL_PROXY", "JIANFAN_WEBDAV_HOST"] {
            command.env_remove(name);
        }
        command.env("NETRC", self.stage.folder.path().join("no-such-file"));
        command.env("JIANFAN_WEBDAV_USER", "editor").env("JIANFAN_WEBDAV_PASSWORD", "secret");
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).output().unwrap())
    }

    fn publish(&self) -> String {
        let said = self.run(&["publish", "--yes"]);
        assert_eq!(said.exit, 0, "{}", said.said);
        said.said
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
    assert_eq!(back.exit, 0, "{}", back.said);
    assert_eq!(tree::difference(&first, &tree::read(&scene.www())), "");
    // What was lost on the server is noticed when all is read.
    std::fs::remove_file(scene.www().join("news/n5/index.html")).unwrap();
    let verified = scene.run(&["publish", "--yes", "--verify"]);
    assert_eq!(verified.exit, 0, "{}", verified.said);
    scene.check("after --verify");

    // What is of another length is noticed without.
    tree::write(&scene.www(), "news/n6/index.html", "cut");
    std::fs::remove_file(scene.www().join("news/n7/index.html")).unwrap();
    scene.stage.article(8, "三十人");
    scene.publish();
    scene.check("after another length");

    // A file of somebody else where a new article is to go.
    scene.stage.article(20, "二十人");
    tree::write(&scene.www(), "news/n20/index.html", "of somebody else");
    let refused = scene.run(&["publish", "--yes"]);
    assert!(refused.said.contains("publish-strangers"), "{}", refused.said);
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
        scene.proxy.cut(&mut scene.command(&["publish", "--yes"]), kill);
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
        assert!(said.exit == 3 && said.said.contains(code), "{code}: {}", said.said);
    }
    scene.proxy.rule(|_| Fate::Pass);
    scene.publish();
    scene.check("in the end");
    let mut wrong = scene.command(&["publish", "--yes"]);
    wrong.env("JIANFAN_WEBDAV_PASSWORD", "hunter2");
    let said = Run::of(wrong.output().unwrap());
    assert!(said.exit == 3 && said.said.contains("publish-denied"), "{}", said.said);
    assert!(!said.said.contains("hunter2"));
    let mut none = scene.command(&["publish", "--yes"]);
    none.env_remove("JIANFAN_WEBDAV_USER");
    let said = Run::of(none.output().unwrap());
    assert!(said.said.contains("publish-no-credentials"), "{}", said.said);
    let words = format!("machine {} login editor password secret\n", "127.0.0.1");
    tree::write(scene.stage.folder.path(), "netrc", words);
    let mut netrc = scene.command(&["publish", "--yes"]);
    netrc.env_remove("JIANFAN_WEBDAV_USER");
    netrc.env("NETRC", scene.stage.folder.path().join("netrc"));
    let said = Run::of(netrc.output().unwrap());
    assert_eq!(said.exit, 0, "{}", said.said);
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
    let said = Run::of(other.output().unwrap());
    assert!(said.exit == 1 && said.said.contains("publish-busy"), "{}", said.said);
    scene.publish();
    scene.check("in the end");
}

#[test]
fn a_password_is_sent_to_the_host_that_it_is_for() {
    let Some(scene) = Scene::new(Lists::Nothing) else { return };
    let run = |host: &str| {
        let mut command = scene.command(&["publish", "--yes"]);
        Run::of(command.env("JIANFAN_WEBDAV_HOST", host).output().unwrap())
    };
    let other = run("dav.example.org");
    assert!(other.exit == 1 && other.said.contains("publish-other-host"), "{}", other.said);
    assert_eq!(scene.proxy.count(), 0, "somebody else was asked");
    assert_eq!(run("127.0.0.1").exit, 0);
    // Whoever changes the settings names a server of their own; nobody is asked there either.
    let settings = scene.stage.site().join("site.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let text = text.replace("http://127.0.0.1", "https://dav.invalid");
    std::fs::write(&settings, text).unwrap();
    let said = scene.run(&["publish", "--yes"]);
    assert!(said.exit == 1 && said.said.contains("publish-other-host"), "{}", said.said);
    assert!(said.said.contains("JIANFAN_WEBDAV_HOST=dav.invalid") && !said.said.contains("secret"));
    // What a file has for all hosts is for none.
    let words = "default login editor password secret\n";
    tree::write(scene.stage.folder.path(), "netrc", words);
    let mut netrc = scene.command(&["publish", "--yes"]);
    netrc.env("NETRC", scene.stage.folder.path().join("netrc"));
    assert!(Run::of(netrc.output().unwrap()).said.contains("publish-other-host"));
}

#[test]
fn of_several_answers_in_one_a_refusal_counts() {
    let Some(scene) = Scene::new(Lists::Nothing) else { return };
    scene.publish();
    scene.stage.theme("second");
    let several = |status: &str| {
        let text = format!(
            "<d:multistatus xmlns:d=\"DAV:\"><d:response><d:href>/x</d:href><d:status>HTTP/1.1 {status}</d:status></d:response></d:multistatus>"
        );
        Fate::Answer(207, String::new(), text)
    };
    for method in ["MOVE", "DELETE"] {
        scene.proxy.rule(move |asked| {
            if asked.method == method { several("507 Insufficient Storage") } else { Fate::Pass }
        });
        let said = scene.run(&["publish", "--yes"]);
        assert!(said.exit == 3 && said.said.contains("publish-full"), "{method}: {}", said.said);
    }
    // Several that all went well: the delete of a folder of ours.
    scene.proxy.rule(move |asked| match &*asked.method {
        "DELETE" if asked.path.ends_with("/.jianfan-new/") => several("204 No Content"),
        _ => Fate::Pass,
    });
    scene.publish();
    let built = scene.stage.built();
    let mut there = tree::read(&scene.www());
    there.retain(|path, _| !path.starts_with(".jianfan-new/"));
    assert_eq!(tree::difference(&built, &there), "");
}

#[test]
fn where_nobody_lists_each_kept_file_is_asked_for_once() {
    let Some(scene) = Scene::new(Lists::Nothing) else { return };
    scene.publish();
    scene.stage.theme("second");
    scene.publish();
    scene.stage.article(3, "三十人");
    let asked_for = Arc::new(Mutex::new(BTreeMap::<String, usize>::new()));
    let own = asked_for.clone();
    scene.proxy.rule(move |asked| {
        if asked.method == "HEAD" && asked.path.contains("/objects/") {
            *own.lock().unwrap().entry(asked.path.clone()).or_default() += 1;
        }
        Fate::Pass
    });
    scene.publish();
    let asked_for = asked_for.lock().unwrap();
    let twice = asked_for.values().filter(|&&count| count > 1).count();
    // But for what was kept in between: the article and its lists.
    assert!(asked_for.len() > 20 && twice < 8, "{twice} of {}", asked_for.len());
    assert!(asked_for.values().all(|&count| count < 3));
}

/// For one article: how many bytes went up, and how often each method was used.
fn one_article(
    scene: &Scene,
    mut rule: impl FnMut(&Asked) -> Fate + Send + 'static,
) -> (u64, BTreeMap<String, usize>) {
    let methods = Arc::new(Mutex::new(BTreeMap::<String, usize>::new()));
    let own = methods.clone();
    scene.proxy.rule(move |asked| {
        *own.lock().unwrap().entry(asked.method.clone()).or_default() += 1;
        rule(asked)
    });
    scene.publish();
    let bytes = scene.proxy.bytes();
    scene.proxy.rule(|_| Fate::Pass);
    scene.check("one article");
    let methods = methods.lock().unwrap().clone();
    (bytes, methods)
}

#[test]
fn each_file_of_ours_is_asked_for_in_a_line_and_the_list_is_sent_once() {
    let Some(scene) = Scene::new(Lists::Folders) else { return };
    for number in 12..212 {
        scene.stage.article(number, "二十人");
    }
    scene.publish();
    scene.stage.article(3, "三十人");
    let files = scene.stage.built().len() as u64;
    let (bytes, methods) = one_article(&scene, |_| Fate::Pass);
    // A list of the folders of the records, not of the site; the claim, the article, and the list of the
    // release, which then becomes that of what is live.
    assert!(methods["PROPFIND"] < 20 && methods["HEAD"] >= 200, "{methods:?}");
    assert_eq!((methods["PUT"], methods["COPY"]), (3, 2), "{methods:?}");
    // With its password.
    assert!(bytes < files * 210 + (16 << 10), "{bytes} bytes for {files} files");

    // Who may not copy sends it once more; who is told no length asks for the folders.
    scene.stage.article(3, "四十人");
    let refused = |asked: &Asked, method| asked.method == method;
    let status = |status| Fate::Answer(status, String::new(), String::new());
    let (_, methods) =
        one_article(
            &scene,
            move |asked| {
                if refused(asked, "COPY") { status(405) } else { Fate::Pass }
            },
        );
    assert_eq!(methods["PUT"], 5, "{methods:?}");
    for unusual in [301, 405] {
        scene.stage.article(3, &format!("{unusual}人"));
        let (_, methods) =
            one_article(
                &scene,
                move |asked| {
                    if refused(asked, "HEAD") { status(unusual) } else { Fate::Pass }
                },
            );
        assert!(methods["PROPFIND"] > 200 && methods["HEAD"] <= 32, "{methods:?}");
    }
}
