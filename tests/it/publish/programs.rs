//! Publishing through the programs `git` and `sftp`.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::{Server, Stage, check_visitors, free_port, has};
use crate::program;
use crate::tree;
use crate::wanting::wanting;

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

#[cfg(unix)]
#[test]
fn a_server_with_sftp_gets_what_changed_and_a_cut_is_made_good() {
    let sshd = Path::new("/usr/sbin/sshd");
    if !sshd.exists() {
        wanting("sshd");
        return;
    }
    let port = free_port();
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
        Server::start(command.stdin(Stdio::null()).stderr(Stdio::null()), port)
    };
    let publish = |key: &str| {
        let options = format!(
            "-i {}/{key} -o IdentitiesOnly=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o GlobalKnownHostsFile=/dev/null -F /dev/null",
            here.display()
        );
        let mut command = program::jianfan(&stage.site());
        command.env("JIANFAN_SSH_OPTIONS", options).env("TMPDIR", here.join("temporary"));
        command.args(["publish", "--yes", "--as-of", "2026-03-01"]);
        command
    };
    let said = |output: std::process::Output| {
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    };
    let server = start();
    std::fs::create_dir(here.join("temporary")).unwrap();
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
    let mut left = 0;
    for kill in 1..8 {
        let mut child =
            publish("user").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(150 * kill));
        let _ = child.kill();
        child.wait().unwrap();
        check_visitors(&tree::read(&stage.www()), &[&first, &second]);
        // Of many that were killed only the last has a folder here, beside the lock.
        left = left.max(here.join("temporary").read_dir().unwrap().count());
    }
    assert!(left <= 2, "{left} things lie in the folder for temporary files");
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
    let temporary = tree::read(&here.join("temporary"));
    assert!(temporary.keys().all(|name| name.ends_with(".lock")), "{:?}", temporary.keys());
    let names: BTreeSet<String> = tree::paths(here).into_iter().collect();
    assert!(!names.iter().any(|name| name.contains(".jianfan-new")), "something stayed");
}

fn git(folder: &Path, arguments: &[&str]) {
    let done = Command::new("git").current_dir(folder).args(arguments).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}
