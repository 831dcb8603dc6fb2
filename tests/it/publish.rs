//! Publishing by the real program to real targets: a folder, a bare repository, a server with sftp.
//! What visitors meet meanwhile is looked at after kills. It never leaves this machine.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::program::{self, Run};
use crate::tree::{self, Files};

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
            number + 1
        );
        tree::write(&self.site(), &format!("content/news/n{number}.md"), text);
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

#[test]
fn a_folder_gets_what_changed_and_goes_back() {
    let stage = Stage::new("publish: {folder: HERE/www}");
    let first = stage.built();
    let dry = stage.run(&["publish", "--dry-run", "--as-of", "2026-03-01"]);
    assert_eq!((dry.exit, stage.www().exists()), (0, false), "{}", dry.said);
    let unasked = stage.run(&["publish", "--as-of", "2026-03-01"]);
    assert_eq!((unasked.exit, stage.www().exists()), (2, false), "{}", unasked.said);
    assert!(stage.publish().contains("新增 12"));
    assert_eq!(tree::difference(&first, &tree::read(&stage.www())), "");
    tree::write(&stage.www(), "robots-of-somebody.txt", "not ours");

    stage.article(3, "三十人");
    std::fs::remove_file(stage.site().join("content/news/n4.md")).unwrap();
    let second = stage.built();
    let said = stage.publish();
    for part in ["更改 1，删除 1", "第3期简报", "“二”→“三”", "第 2 次"] {
        assert!(said.contains(part), "{part} is missing:\n{said}");
    }
    assert!(stage.publish().contains("与线上一样"));
    assert_eq!(std::fs::read(stage.www().join("robots-of-somebody.txt")).unwrap(), b"not ours");
    std::fs::remove_file(stage.www().join("robots-of-somebody.txt")).unwrap();
    assert_eq!(tree::difference(&second, &tree::read(&stage.www())), "");

    program::succeed(&stage.site(), &["publish", "--rollback", "--yes"]);
    assert_eq!(tree::difference(&first, &tree::read(&stage.www())), "");
    let log = program::succeed(&stage.site(), &["publish", "--log", "--format", "json"]);
    assert_eq!(log.lines().count(), 3, "{log}");

    // A page that somebody changed on the server, in the same length, and one that is lost.
    let index = stage.www().join("news/n3/index.html");
    let text = std::fs::read_to_string(&index).unwrap();
    std::fs::write(&index, text.replace("二十人", "九十人")).unwrap();
    std::fs::remove_file(stage.www().join("css/first.css")).unwrap();
    stage.article(3, "二十人");
    stage.article(4, "二十人");
    program::succeed(&stage.site(), &["publish", "--yes", "--verify", "--as-of", "2026-03-01"]);
    assert_eq!(tree::difference(&first, &tree::read(&stage.www())), "");
}

#[test]
fn a_folder_of_somebody_else_is_not_written_over() {
    let stage = Stage::new("publish: {folder: HERE/www}");
    tree::write(&stage.www(), "index.html", "another site");
    let refused = stage.run(&["publish", "--yes", "--as-of", "2026-03-01"]);
    assert!(refused.exit == 1 && refused.said.contains("publish-strangers"), "{}", refused.said);
    assert_eq!(tree::read(&stage.www()).len(), 1);
    let own = Stage::new("publish: {folder: content/www}");
    assert_eq!(own.run(&["publish", "--yes"]).exit, 2);
    program::succeed(&stage.site(), &["publish", "--yes", "--adopt", "--as-of", "2026-03-01"]);
    assert_eq!(tree::difference(&stage.built(), &tree::read(&stage.www())), "");
}

#[test]
fn killed_at_any_moment_visitors_meet_whole_pages_and_the_next_run_ends_it() {
    let stage = Stage::new("publish: {folder: HERE/www}");
    let first = stage.built();
    stage.publish();
    let start = Instant::now();
    stage.publish();
    let whole = start.elapsed() * 3 / 2;
    stage.theme("second");
    let second = stage.built();
    let mut at_second = false;
    for kill in 0..24 {
        at_second = !at_second;
        stage.theme(if at_second { "second" } else { "first" });
        let mut child = program::jianfan(&stage.site());
        child.args(["publish", "--yes", "--as-of", "2026-03-01"]);
        let mut child = child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole * kill / 24);
        let _ = child.kill();
        child.wait().unwrap();
        check_visitors(&tree::read(&stage.www()), &[&first, &second]);
        stage.publish();
        let now = if at_second { &second } else { &first };
        assert_eq!(tree::difference(now, &tree::read(&stage.www())), "", "kill {kill}");
    }
}

#[test]
fn what_is_not_approved_or_masked_is_not_published() {
    let stage = Stage::new("发布: {文件夹: HERE/www, 审核: 必须}");
    let refused = stage.run(&["publish", "--yes"]);
    assert!(refused.exit == 1 && refused.said.contains("publish-unreviewed"), "{}", refused.said);
    let settings = stage.site().join("site.yaml");
    let text = std::fs::read_to_string(&settings).unwrap().replace(", 审核: 必须", "");
    std::fs::write(&settings, text).unwrap();
    stage.publish();
    stage.article(1, r"\*\*余人");
    stage.article(2, r"走访企业20\*余家，");
    let refused = stage.run(&["publish", "--yes"]);
    assert!(refused.exit == 1 && refused.said.contains("publish-masked"), "{}", refused.said);
    assert!(refused.said.contains("n2.md:6:"), "{}", refused.said);
    stage.article(1, "二十人");
    let review = "---\n标题: 第2期简报\n日期: 2026-01-03\n状态: 待审\n---\n\n正文。\n";
    tree::write(&stage.site(), "content/news/n2.md", review);
    let refused = stage.run(&["publish", "--yes"]);
    assert!(refused.exit == 1 && refused.said.contains("publish-review"), "{}", refused.said);
}

#[test]
fn what_is_due_is_published_by_a_timer_and_only_then() {
    let stage = Stage::new("publish: {folder: HERE/www}");
    program::succeed(&stage.site(), &["publish", "--yes"]);
    let later = "---\n标题: 定时的公告\n日期: 2026-01-03\n发布于: 2999-01-01\n---\n\n正文。\n";
    tree::write(&stage.site(), "content/news/later.md", later);
    let nothing = program::succeed(&stage.site(), &["publish", "--due"]);
    assert!(nothing.contains("不用发布"), "{nothing}");
    let due = program::succeed(&stage.site(), &["publish", "--due", "--as-of", "2999-01-02"]);
    assert!(due.contains("定时的公告") && due.contains("第 2 次"), "{due}");
}

#[test]
fn a_bundle_is_carried_to_another_machine() {
    let stage = Stage::new("publish: {folder: HERE/www}");
    let built = stage.built();
    let bundle = ["publish", "--bundle", "../site.zip", "--as-of", "2026-03-01"];
    program::succeed(&stage.site(), &bundle);
    // The other machine has the settings, and no articles.
    let other = stage.folder.path().join("other");
    let settings = std::fs::read(stage.site().join("site.yaml")).unwrap();
    tree::write(&other, "site.yaml", settings);
    program::succeed(&other, &["publish", "--from", "../site.zip", "--yes"]);
    assert_eq!(tree::difference(&built, &tree::read(&stage.www())), "");
    let mut bytes = std::fs::read(stage.folder.path().join("site.zip")).unwrap();
    bytes.truncate(bytes.len() / 2);
    std::fs::write(stage.folder.path().join("torn.zip"), bytes).unwrap();
    let torn = program::run(&other, &["publish", "--from", "../torn.zip", "--yes"]);
    assert!(torn.exit == 3 && torn.said.contains("publish-torn"), "{}", torn.said);
}

#[test]
fn a_branch_of_a_bare_repository_is_live_as_a_whole() {
    if !has("git", &["--version"]) {
        return;
    }
    let stage = Stage::new("publish: {git: ../pages.git, branch: pages}");
    let here = stage.folder.path();
    git(here, &["init", "-q", "--bare", "pages.git"]);
    stage.publish();
    let live = |number: usize| {
        let checkout = here.join(format!("checkout{number}"));
        git(here, &["clone", "-q", "-b", "pages", "pages.git", &checkout.to_string_lossy()]);
        let mut files = tree::read(&checkout);
        files.retain(|path, _| !path.starts_with(".git/"));
        files
    };
    let first = stage.built();
    assert_eq!(tree::difference(&first, &live(1)), "");
    stage.article(3, "三十人");
    assert!(stage.publish().contains("“二”→“三”"));
    assert_eq!(tree::difference(&stage.built(), &live(2)), "");
    program::succeed(&stage.site(), &["publish", "--rollback", "--yes"]);
    assert_eq!(tree::difference(&first, &live(3)), "");
    assert!(program::succeed(&stage.site(), &["publish", "--log"]).contains("回到第 1 次"));
    // Refused by the repository: what is live stays, and the password of the address is not told.
    let settings = stage.site().join("site.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, text.replace("../pages.git", "../gone.git")).unwrap();
    let failed = stage.run(&["publish", "--yes"]);
    assert!(failed.exit == 3 && failed.said.contains("publish-failed"), "{}", failed.said);
}

/// A server of our own on this machine; it ends with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(unix)]
#[test]
fn a_server_with_sftp_gets_what_changed_and_a_cut_is_made_good() {
    let sshd = Path::new("/usr/sbin/sshd");
    if !sshd.exists() {
        missing("sshd");
        return;
    }
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let stage = Stage::new(&format!("publish: {{sftp: '127.0.0.1:HERE/www', port: {port}}}"));
    let here = stage.folder.path();
    for key in ["host", "user", "stranger"] {
        let path = here.join(key);
        let made = Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-f"])
            .arg(path)
            .status();
        assert!(made.unwrap().success());
    }
    let config = format!(
        "Port {port}\nListenAddress 127.0.0.1\nHostKey {0}/host\nAuthorizedKeysFile {0}/user.pub\nPidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nMaxStartups 100\nSubsystem sftp internal-sftp\n",
        here.display()
    );
    tree::write(here, "sshd_config", config);
    // Its own folder for the separation of privileges; only root can make it, and only root needs it.
    let _ = std::fs::create_dir_all("/run/sshd");
    let start = || {
        let mut command = Command::new(sshd);
        command.args(["-D", "-e", "-f"]).arg(here.join("sshd_config"));
        let server = Server(command.stdin(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        let deadline = Instant::now() + Duration::from_secs(20);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < deadline, "sshd did not start");
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    };
    let publish = |key: &str| {
        let options = format!(
            "-i {}/{key} -o IdentitiesOnly=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o GlobalKnownHostsFile=/dev/null -F /dev/null",
            here.display()
        );
        let mut command = program::jianfan(&stage.site());
        command.env("JIANFAN_SSH_OPTIONS", options);
        command.args(["publish", "--yes", "--as-of", "2026-03-01"]);
        command
    };
    let said = |output: std::process::Output| {
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    };
    let server = start();
    let refused = publish("stranger").output().unwrap();
    assert_eq!(refused.status.code(), Some(3), "{}", said(refused));
    assert!(!stage.www().exists());
    let first = stage.built();
    let done = publish("user").output().unwrap();
    assert!(done.status.success(), "{}", said(done));
    assert_eq!(tree::difference(&first, &tree::read(&stage.www())), "");

    // Everything changes, and the program is killed on its way, a little later each time.
    stage.theme("second");
    let second = stage.built();
    for kill in 1..8 {
        let mut child =
            publish("user").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(150 * kill));
        let _ = child.kill();
        child.wait().unwrap();
        check_visitors(&tree::read(&stage.www()), &[&first, &second]);
    }
    let done = publish("user").output().unwrap();
    assert!(done.status.success(), "{}", said(done));
    assert_eq!(tree::difference(&second, &tree::read(&stage.www())), "");

    // The server goes away: told as a fault of the network, and nothing is lost.
    drop(server);
    stage.article(3, "三十人");
    let failed = publish("user").output().unwrap();
    assert_eq!(failed.status.code(), Some(3), "{}", said(failed));
    let _server = start();
    let done = publish("user").output().unwrap();
    assert!(done.status.success(), "{}", said(done));
    assert_eq!(tree::difference(&stage.built(), &tree::read(&stage.www())), "");
    let names: BTreeSet<String> = tree::paths(here).into_iter().collect();
    assert!(!names.iter().any(|name| name.contains(".jianfan-new")), "something stayed");
}

#[test]
fn a_password_in_the_settings_is_refused_and_never_printed() {
    let stage = Stage::new("publish: {git: 'https://someone:hunter2@127.0.0.1:9/x.git', x: 1}");
    for arguments in [&["publish", "--yes"][..], &["build"], &["publish", "--format", "json"]] {
        let run = stage.run(arguments);
        assert!(run.said.contains("publish-secret"), "{}", run.said);
        assert!(!run.said.contains("hunter2"), "{}", run.said);
    }
}

fn git(folder: &Path, arguments: &[&str]) {
    let done = Command::new("git").current_dir(folder).args(arguments).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn has(program: &'static str, arguments: &[&str]) -> bool {
    let found = Command::new(program).args(arguments).output().is_ok();
    if !found {
        missing(program);
    }
    found
}

/// Where all tests are asked for, a missing program is a fault.
fn missing(program: &str) {
    assert!(std::env::var_os("JIANFAN_ALL_TESTS").is_none(), "{program} is not here");
    eprintln!("left out: {program} is not here");
}
