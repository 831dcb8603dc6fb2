//! Publishing to object storage: moto's server, through a proxy that does what networks do.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

use super::proxy::{Fate, Proxy};
use super::{Stage, check_visitors};
use crate::program::{self, Run};
use crate::tree::{self, Files};
use crate::wanting::wanting;

/// Moto's server with its buckets.
pub(super) struct Storage {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    port: u16,
    pub(super) id: String,
    pub(super) secret: String,
}

/// What a server says of an object.
pub(super) struct Object {
    media_type: String,
    cache: String,
}

impl Storage {
    /// Starts it; nothing where it is not installed.
    fn start(arguments: &[&str]) -> Option<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/servers/s3.py");
        let python = ["python3", "python"].into_iter().find(|python| {
            let mut asked = Command::new(python);
            asked.args(["-c", "import moto, boto3, flask"]).stderr(Stdio::null());
            asked.status().is_ok_and(|status| status.success())
        });
        let Some(python) = python else {
            wanting("moto (Python)");
            return None;
        };
        let mut command = Command::new(python);
        command.arg(script).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let told: Value = serde_json::from_str(&line).unwrap();
        let text = |name: &str| told[name].as_str().unwrap().to_owned();
        let port = u16::try_from(told["port"].as_u64().unwrap()).unwrap();
        Some(Self { child, input, output, port, id: text("id"), secret: text("secret") })
    }

    pub(super) fn objects(&mut self, bucket: &str) -> BTreeMap<String, Object> {
        let object = |value: &Value| {
            let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
            Object { media_type: text("type"), cache: text("cache") }
        };
        let told = self.tell(&format!("objects {bucket}"));
        told.iter().map(|(key, value)| (key.clone(), object(value))).collect()
    }

    /// What visitors can get: everything but the records.
    pub(super) fn site(&mut self, bucket: &str) -> Files {
        let bytes = |value: &Value| {
            data_encoding::BASE64.decode(value["bytes"].as_str().unwrap().as_bytes()).unwrap()
        };
        let told = self.tell(&format!("objects {bucket} -.jianfan-publish/"));
        told.into_iter().map(|(key, value)| (key, bytes(&value))).collect()
    }

    /// Somebody else puts an object there.
    pub(super) fn put(&mut self, bucket: &str, key: &str, text: &str) {
        self.tell(&format!("put {bucket} {key} {text}"));
    }

    fn tell(&mut self, line: &str) -> BTreeMap<String, Value> {
        writeln!(self.input, "{line}").unwrap();
        self.input.flush().unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }
}

impl Drop for Storage {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A site, the storage, and the proxy between.
pub(super) struct Scene {
    pub(super) stage: Stage,
    pub(super) storage: Storage,
    pub(super) proxy: Proxy,
}

impl Scene {
    /// `more` are further settings of the target.
    pub(super) fn new(bucket: &str, more: &str, arguments: &[&str]) -> Option<Self> {
        let storage = Storage::start(arguments)?;
        let proxy = Proxy::new(storage.port);
        let target =
            format!("publish: {{s3: {bucket}, endpoint: 'http://127.0.0.1:{}'{more}}}", proxy.port);
        Some(Self { stage: Stage::new(&target), storage, proxy })
    }

    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        self.command_of(&self.stage, arguments)
    }

    /// The same for another site.
    pub(super) fn command_of(&self, stage: &Stage, arguments: &[&str]) -> Command {
        let mut command = program::jianfan(&stage.site());
        command.args(arguments).args(["--as-of", "2026-03-01"]);
        for name in [
            "http_proxy",
            "HTTP_PROXY",
            "ALL_PROXY",
            "AWS_PROFILE",
            "AWS_SESSION_TOKEN",
            "JIANFAN_S3_HOST",
        ] {
            command.env_remove(name);
        }
        command.env("AWS_SHARED_CREDENTIALS_FILE", self.stage.folder.path().join("no-such-file"));
        command.env("AWS_ACCESS_KEY_ID", &self.storage.id);
        command.env("AWS_SECRET_ACCESS_KEY", &self.storage.secret);
        command
    }

    pub(super) fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).output().unwrap())
    }

    pub(super) fn publish(&self) -> String {
        let said = self.run(&["publish", "--yes"]);
        assert_eq!(said.exit, 0, "{}", said.said);
        said.said
    }

    /// Publishes until so many requests were let through, and kills it there.
    pub(super) fn publish_until(&self, requests: usize) {
        self.proxy.cut(&mut self.command(&["publish", "--yes"]), requests);
    }
}

#[test]
fn a_bucket_gets_what_changed_with_its_headers_and_goes_back() {
    let Some(mut scene) = Scene::new("site", "", &[]) else { return };
    let first = scene.stage.built();
    assert!(scene.publish().contains("新增 12"));
    assert_eq!(tree::difference(&first, &scene.storage.site("site")), "");
    let objects = scene.storage.objects("site");
    for (key, media_type, cache) in [
        ("index.html", "text/html; charset=utf-8", "no-cache"),
        ("news/图 一.svg", "image/svg+xml; charset=utf-8", "no-cache"),
        ("css/first.css", "text/css; charset=utf-8", "public, max-age=3600"),
        ("atom.xml", "application/atom+xml; charset=utf-8", "no-cache"),
        (".jianfan-publish/live", "application/octet-stream", "no-store"),
    ] {
        let object = &objects[key];
        assert_eq!((&*object.media_type, &*object.cache), (media_type, cache), "{key}");
    }

    // One word of one article: what goes over the line is that article, its lists, and the records.
    scene.stage.article(3, "三十人");
    scene.proxy.rule(|_| Fate::Pass);
    let said = scene.publish();
    assert!(said.contains("“二”→“三”") && said.contains("第 2 次"), "{said}");
    assert!(scene.proxy.bytes() < 64 << 10, "{} bytes were sent", scene.proxy.bytes());
    assert_eq!(tree::difference(&scene.stage.built(), &scene.storage.site("site")), "");
    assert!(scene.publish().contains("与线上一样"));

    let back = scene.run(&["publish", "--rollback", "--yes"]);
    assert_eq!(back.exit, 0, "{}", back.said);
    assert_eq!(tree::difference(&first, &scene.storage.site("site")), "");
    let log = scene.run(&["publish", "--log"]);
    assert!(log.said.contains("回到第 1 次"), "{}", log.said);
}

#[test]
fn a_folder_of_a_bucket_leaves_the_rest_alone() {
    let Some(mut scene) = Scene::new("site/zx", ", records: records/zx", &[]) else { return };
    let built = scene.stage.built();
    scene.publish();
    let site: Files = scene
        .storage
        .site("site")
        .into_iter()
        .map(|(key, bytes)| (key.strip_prefix("zx/").unwrap().to_owned(), bytes))
        .collect();
    assert_eq!(tree::difference(&built, &site), "");
    assert!(scene.storage.objects("records").keys().all(|key| key.starts_with("zx/")));
}

#[test]
fn records_that_everybody_could_read_stop_it() {
    let Some(mut scene) = Scene::new("open", "", &[]) else { return };
    let said = scene.run(&["publish", "--yes"]);
    assert!(said.exit == 1 && said.said.contains("publish-records-open"), "{}", said.said);
    assert!(scene.storage.objects("open").is_empty(), "something was sent");
}

#[test]
fn killed_after_every_request_visitors_meet_whole_pages_and_the_next_run_ends_it() {
    let Some(mut scene) = Scene::new("site", "", &[]) else { return };
    for number in 4..12 {
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
    assert!(requests >= 35, "only {requests} requests");
    // All of them once: from the first version to the second, and back from there.
    let mut at_second = true;
    for kill in 1..requests {
        at_second = !at_second;
        scene.stage.theme(if at_second { "second" } else { "first" });
        scene.publish_until(kill);
        check_visitors(&scene.storage.site("site"), &[&first, &second]);
        scene.publish();
        let now = if at_second { &second } else { &first };
        let site = scene.storage.site("site");
        assert_eq!(tree::difference(now, &site), "", "killed after {kill} requests");
    }
}
