//! Publishing to a folder, what stops it, what a timer does, and bundles.

use std::process::Stdio;
use std::time::Instant;

use super::{Stage, check_visitors};
use crate::program;
use crate::tree;

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

    let said = program::succeed(&stage.site(), &["publish", "--rollback", "--yes"]);
    for part in ["新增 1，更改 1，删除 0", "“三”→“二”"] {
        assert!(said.contains(part), "{part} is missing:\n{said}");
    }
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
    for records in ["HERE/www/.records", "../www", "HERE"] {
        let open = Stage::new(&format!("publish: {{folder: ../www, records: '{records}'}}"));
        let refused = open.run(&["publish", "--yes"]);
        assert!(refused.exit == 2 && refused.said.contains("bad-publish"), "{}", refused.said);
        assert!(!open.www().exists(), "something was sent");
    }
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
fn a_password_in_the_settings_is_refused_and_never_printed() {
    let stage = Stage::new("publish: {git: 'https://someone:hunter2@127.0.0.1:9/x.git', x: 1}");
    for arguments in [&["publish", "--yes"][..], &["build"], &["publish", "--format", "json"]] {
        let run = stage.run(arguments);
        assert!(run.said.contains("publish-secret"), "{}", run.said);
        assert!(!run.said.contains("hunter2"), "{}", run.said);
    }
}
