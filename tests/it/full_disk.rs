//! A disk that is full, or a file that may not grow: the build says so, and the old site stays.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::tree::{self, Files};
use crate::wanting::wanting;

/// What these tests want of a system.
const MOUNTS: &str = "leave to make a disk in memory";

/// A site, and beside it what is added to it later: a picture of three megabytes.
fn stage() -> TempDir {
    let stage = tempfile::tempdir().unwrap();
    let site = "title: 某市政协\nbase_url: https://example.org/\n";
    tree::write(stage.path(), "first/site.yaml", site);
    let article = "---\n标题: 市政协召开主席会议\n日期: 2026-02-03\n---\n\n正文。\n";
    tree::write(stage.path(), "first/content/news/huiyi.md", article);
    tree::write(stage.path(), "added/content/news/huiyi.md", article.replace("正文", "改过的"));
    tree::write(stage.path(), "added/content/news/big.bin", vec![b'x'; 3 << 20]);
    stage
}

/// What the script of a test left beside the site for us to look at.
struct Left {
    before: Files,
    after: Files,
    said: String,
    exit: String,
    state: String,
}

/// Builds the first site in `disk`, adds to it, and builds again, as `build` says; then takes what
/// was added away, and builds once more.
const SCRIPT: &str = r#"
set -eu
stage=$1 program=$2
cp -R "$stage/first/." "$stage/disk"
cd "$stage/disk"
"$program" build
cp -R public "$stage/before"
cp -R "$stage/added/." .
exit=0
( build ) >"$stage/said" 2>&1 || exit=$?
echo "$exit" >"$stage/exit"
ls .public.jianfan >"$stage/state"
cp -R public "$stage/after"
rm content/news/big.bin
cp -R "$stage/first/." .
"$program" build
"#;

fn run(mut shell: Command, stage: &Path, before: &str, build: &str) -> Left {
    fs::create_dir(stage.join("disk")).unwrap();
    let script = format!("build() {{ {build}; }}\n{before}\n{SCRIPT}");
    let program = env!("CARGO_BIN_EXE_jianfan");
    let output = shell.arg("-c").arg(script).arg("sh").arg(stage).arg(program).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = |name: &str| fs::read_to_string(stage.join(name)).unwrap();
    Left {
        before: tree::read(&stage.join("before")),
        after: tree::read(&stage.join("after")),
        said: text("said"),
        exit: text("exit"),
        state: text("state"),
    }
}

fn expect_the_old_site(left: &Left, says: &[&str]) {
    assert_eq!(left.exit, "3\n", "{}", left.said);
    for words in says {
        assert!(left.said.contains(words), "{words}: {}", left.said);
    }
    assert!(!left.before.is_empty());
    assert_eq!(tree::difference(&left.before, &left.after), "");
    assert_eq!(left.state, "lock\nmanifest\n", "something was left behind");
}

/// Half a megabyte is enough for every page, and not for the picture.
#[test]
fn a_file_that_may_not_grow_leaves_the_old_site() {
    let stage = stage();
    let build = r#"trap '' XFSZ; ulimit -f 1024; exec "$program" build"#;
    let left = run(Command::new("sh"), stage.path(), "", build);
    expect_the_old_site(&left, &["output-failed", "文件太大，系统不许写", "旧网站没有改动"]);
}

/// On a disk of its own in memory, which only this test sees.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_leaves_the_old_site() {
    let Some(shell) = with_mounts() else {
        wanting(MOUNTS);
        return;
    };
    let stage = stage();
    let mount = r#"mount -t tmpfs -o size=5m jianfan "$1/disk""#;
    let left = run(shell, stage.path(), mount, r#""$program" build"#);
    expect_the_old_site(&left, &["disk-full", "磁盘满了，旧网站没有改动", "腾出空间"]);
}

/// The folder that is published to is on the full disk: what is live stays whole, and more room ends it.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_leaves_what_is_live() {
    let Some(mut shell) = with_mounts() else {
        wanting(MOUNTS);
        return;
    };
    let stage = stage();
    let site = stage.path().join("first");
    let settings = fs::read_to_string(site.join("site.yaml")).unwrap();
    fs::write(site.join("site.yaml"), settings + "publish: {folder: ../full/www}\n").unwrap();
    fs::create_dir(stage.path().join("full")).unwrap();
    let script = r#"
cd "$1"
mount -t tmpfs -o size=200k jianfan ../full
"$2" publish --yes 2>&1; echo "exit $?"
mount -o remount,size=200m ../full
"$2" publish --yes 2>&1; echo "exit $?"
"$2" build --out ../built >/dev/null 2>&1
diff -r ../built ../full/www && echo alike
"#;
    shell.args(["-c", script, "sh"]).arg(&site).arg(env!("CARGO_BIN_EXE_jianfan"));
    let output = shell.output().unwrap();
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    for part in ["publish-failed", "磁盘满了", "exit 3", "exit 0", "alike"] {
        assert!(said.contains(part), "{part} is missing:\n{said}");
    }
}

/// A shell that may mount what nobody else sees: as root, or as root of a world of its own.
fn with_mounts() -> Option<Command> {
    ["-m", "-rm"].iter().find_map(|how| {
        let mut shell = Command::new("unshare");
        shell.args([how, "sh"]);
        let probe = "mount -t tmpfs jianfan /mnt";
        let probed = Command::new("unshare").args([how, "sh", "-c", probe]).output();
        probed.is_ok_and(|output| output.status.success()).then_some(shell)
    })
}
