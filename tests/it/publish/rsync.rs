//! Publishing through the program `rsync`, to a server of its own.

use std::process::{Command, Stdio};
use std::time::Duration;

use super::nginx::is_root;
use super::{Server, Stage, check_visitors, free_port, has};
use crate::program::{self, Run};
use crate::tree;

#[test]
fn a_server_of_rsync_gets_what_changed_and_a_cut_is_made_good() {
    if !has("rsync", &["--version"]) {
        return;
    }
    let port = free_port();
    let stage = Stage::new(&format!("publish: {{rsync: 'rsync://127.0.0.1:{port}/web/www'}}"));
    let here = stage.folder.path();
    std::fs::create_dir_all(here.join("web/www")).unwrap();
    std::fs::create_dir(here.join("temporary")).unwrap();
    let config = format!(
        "port = {port}\naddress = 127.0.0.1\nuse chroot = no\n{user}[web]\npath = {0}/web\nread only = no\nauth users = editor\nsecrets file = {0}/secrets\n",
        here.display(),
        // Whom it is started by; without root there is no other.
        user = if is_root() { "uid = root\ngid = root\n" } else { "" }
    );
    tree::write(here, "rsyncd.conf", config);
    tree::write(here, "secrets", "editor:secret\n");
    restrict(&here.join("secrets"));
    let start = || {
        let mut command = Command::new("rsync");
        command.args(["--daemon", "--no-detach", "--config"]).arg(here.join("rsyncd.conf"));
        Server::start(
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()),
            port,
        )
    };
    let www = here.join("web/www");
    let command = |arguments: &[&str]| {
        let mut command = program::jianfan(&stage.site());
        command.args(arguments).args(["--as-of", "2026-03-01"]);
        command.env("USER", "editor").env("RSYNC_PASSWORD", "secret");
        command.env("TMPDIR", here.join("temporary")).env_remove("JIANFAN_RSYNC_HOST");
        command
    };
    let run = |arguments: &[&str]| Run::of(command(arguments).output().unwrap());
    let publish = || {
        let said = run(&["publish", "--yes"]);
        assert_eq!(said.exit, 0, "{}", said.said);
        said.said
    };
    let server = start();
    let first = stage.built();
    publish();
    assert_eq!(tree::difference(&first, &tree::read(&www)), "");
    tree::write(&www, "notes-of-somebody.txt", "not ours");
    stage.article(3, "三十人");
    std::fs::remove_file(stage.site().join("content/news/n4.md")).unwrap();
    assert!(publish().contains("更改 1，删除 1"));
    assert!(!www.join("news/n4").exists(), "an empty folder stayed");
    assert_eq!(std::fs::read(www.join("notes-of-somebody.txt")).unwrap(), b"not ours");
    std::fs::remove_file(www.join("notes-of-somebody.txt")).unwrap();
    assert_eq!(tree::difference(&stage.built(), &tree::read(&www)), "");
    assert_eq!(run(&["publish", "--rollback", "--yes"]).exit, 0);
    assert_eq!(tree::difference(&first, &tree::read(&www)), "");
    publish();

    // Everything changes, and the program is killed on its way, a little later each time.
    let first = stage.built();
    stage.theme("second");
    let second = stage.built();
    for kill in 1..8 {
        let mut command = command(&["publish", "--yes"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(400 * kill));
        let _ = child.kill();
        child.wait().unwrap();
        // What is on its way is beside its place, under a name that begins with a dot.
        let mut there = tree::read(&www);
        there.retain(|path, _| !path.rsplit('/').next().unwrap().starts_with('.'));
        check_visitors(&there, &[&first, &second]);
    }
    publish();
    assert_eq!(tree::difference(&second, &tree::read(&www)), "");

    let temporary = tree::read(&here.join("temporary"));
    assert!(temporary.keys().all(|name| name.ends_with(".lock")), "{:?}", temporary.keys());

    // A word that is for somebody else, a wrong word, no server.
    let mut other = command(&["publish", "--yes"]);
    other.env("JIANFAN_RSYNC_HOST", "rsync.example.org");
    let said = Run::of(other.output().unwrap());
    assert!(said.exit == 1 && said.said.contains("publish-other-host"), "{}", said.said);
    let mut wrong = command(&["publish", "--yes", "--verify"]);
    wrong.env("RSYNC_PASSWORD", "hunter2");
    let said = Run::of(wrong.output().unwrap());
    assert!(said.exit == 3 && said.said.contains("publish-failed"), "{}", said.said);
    assert!(!said.said.contains("hunter2"));
    drop(server);
    stage.article(5, "三十人");
    assert_eq!(run(&["publish", "--yes"]).exit, 3);
    let _server = start();
    publish();
    assert_eq!(tree::difference(&stage.built(), &tree::read(&www)), "");
}

#[cfg(unix)]
fn restrict(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

#[cfg(not(unix))]
fn restrict(_: &std::path::Path) {}
