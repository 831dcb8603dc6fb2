//! What goes wrong on the way to object storage, each thing once: what is told of it, that the site
//! stays whole, and that another run ends what was begun.

use std::net::TcpListener;
use std::time::Duration;

use super::proxy::{Asked, Fate};
use super::s3::Scene;
use crate::program::Run;
use crate::tree;

/// A fault as such servers write it.
fn told(code: &str) -> String {
    format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>no</Message></Error>")
}

/// What is told, which requests meet it, and what they meet.
type Trouble = (&'static str, fn(&Asked) -> bool, fn() -> Fate);

fn moved() -> Fate {
    let far = "location: http://elsewhere.example/\r\n";
    Fate::Answer(301, far.into(), told("PermanentRedirect"))
}

fn answer(status: u16, code: &str) -> Fate {
    Fate::Answer(status, String::new(), told(code))
}

#[test]
fn what_passes_by_itself_is_tried_again_and_nothing_is_lost() {
    let Some(mut scene) = Scene::new("site", ", timeout: 1", &[]) else { return };
    // Some requests of each 35 meet something else.
    scene.proxy.rule(|asked: &Asked| match asked.number % 35 {
        3 => answer(500, "InternalError"),
        10 => answer(503, "SlowDown"),
        14 => Fate::Answer(429, "retry-after: 1\r\n".into(), told("TooManyRequests")),
        17 => Fate::Cut,
        24 => Fate::LoseAnswer,
        28 => Fate::Silence,
        31 => Fate::HalfAnswer,
        32 => Fate::Slow(Duration::from_millis(500)),
        33 => Fate::Late(Duration::from_millis(400)),
        _ => Fate::Pass,
    });
    for theme in ["second", "first"] {
        scene.publish();
        let built = scene.stage.built();
        assert_eq!(tree::difference(&built, &scene.storage.site("site")), "");
        scene.stage.theme(theme);
    }
}

#[test]
fn what_does_not_pass_is_told_in_plain_words_and_the_next_run_goes_on() {
    let Some(mut scene) = Scene::new("site", ", timeout: 1", &[]) else { return };
    let first = scene.stage.built();
    scene.publish();
    scene.stage.theme("second");
    let second = scene.stage.built();
    let rules: [Trouble; 7] = [
        ("publish-server", is_page, || answer(503, "SlowDown")),
        ("publish-denied", is_page, || answer(403, "AccessDenied")),
        ("publish-no-place", |_| true, || answer(404, "NoSuchBucket")),
        ("publish-region", |_| true, moved),
        ("publish-timeout", is_page, || Fate::Silence),
        ("publish-unreachable", is_page, || Fate::Cut),
        ("publish-failed", is_page, || answer(400, "InvalidArgument")),
    ];
    for (code, meets, fate) in rules {
        scene.proxy.rule(move |asked| if meets(asked) { fate() } else { Fate::Pass });
        let said = scene.run(&["publish", "--yes"]);
        assert!(said.exit == 3 && said.said.contains(code), "{code}: {}", said.said);
        assert!(!said.said.contains(&scene.storage.secret), "the key is shown");
        super::check_visitors(&scene.storage.site("site"), &[&first, &second]);
    }
    scene.proxy.rule(|_| Fate::Pass);
    scene.publish();
    assert_eq!(tree::difference(&second, &scene.storage.site("site")), "");
}

/// A page on its way.
fn is_page(asked: &Asked) -> bool {
    asked.method == "PUT" && asked.path.ends_with("/index.html")
}

#[test]
fn keys_that_are_wrong_or_missing_are_told_and_never_shown() {
    // This server checks signatures, but only where nothing in an address is encoded.
    let Some(scene) = Scene::new("site", ", records: records", &["--keys"]) else { return };
    std::fs::remove_file(scene.stage.site().join("content/news/图 一.svg")).unwrap();
    scene.publish();
    let mut wrong = scene.command(&["publish", "--yes"]);
    wrong.env("AWS_SECRET_ACCESS_KEY", "hunter2hunter2");
    let said = Run::of(wrong.output().unwrap());
    assert!(said.exit == 3 && said.said.contains("publish-denied"), "{}", said.said);
    assert!(said.said.contains("SignatureDoesNotMatch"), "{}", said.said);
    assert!(!said.said.contains("hunter2") && !said.said.contains(&scene.storage.id));
    let mut none = scene.command(&["publish", "--yes"]);
    none.env_remove("AWS_ACCESS_KEY_ID");
    let said = Run::of(none.output().unwrap());
    assert!(said.exit == 1 && said.said.contains("publish-no-credentials"), "{}", said.said);
    // The file of keys does as well.
    let keys = format!(
        "[default]\naws_access_key_id = {}\naws_secret_access_key = {}\n",
        scene.storage.id, scene.storage.secret
    );
    tree::write(scene.stage.folder.path(), "keys", keys);
    let mut file = scene.command(&["publish", "--yes"]);
    file.env_remove("AWS_ACCESS_KEY_ID");
    file.env("AWS_SHARED_CREDENTIALS_FILE", scene.stage.folder.path().join("keys"));
    let said = Run::of(file.output().unwrap());
    assert_eq!(said.exit, 0, "{}", said.said);
}

#[test]
fn a_key_is_used_for_the_host_that_it_is_for_and_never_follows_a_redirection() {
    let Some(scene) = Scene::new("site", "", &[]) else { return };
    let here = format!("127.0.0.1:{}", scene.proxy.port);
    let run = |host: &str| {
        let mut command = scene.command(&["publish", "--yes"]);
        Run::of(command.env("JIANFAN_S3_HOST", host).output().unwrap())
    };
    let other = run("s3.oss-cn-hangzhou.aliyuncs.com");
    assert!(other.exit == 1 && other.said.contains("publish-other-host"), "{}", other.said);
    assert_eq!(scene.proxy.count(), 0, "somebody else was asked");
    assert_eq!(run(&format!("minio.example.org, {here}")).exit, 0);
    // A section that says whom it is for.
    let keys = format!(
        "[default]\naws_access_key_id = a\naws_secret_access_key = b\nendpoint_url = http://{here}1\n"
    );
    tree::write(scene.stage.folder.path(), "keys", keys);
    let mut file = scene.command(&["publish", "--yes"]);
    file.env_remove("AWS_ACCESS_KEY_ID");
    file.env("AWS_SHARED_CREDENTIALS_FILE", scene.stage.folder.path().join("keys"));
    let said = Run::of(file.output().unwrap());
    assert!(said.exit == 1 && said.said.contains("publish-other-host"), "{}", said.said);
    // Who is sent elsewhere stays.
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let to = format!("location: http://{}/\r\n", elsewhere.local_addr().unwrap());
    scene.proxy.rule(move |_| Fate::Answer(307, to.clone(), told("TemporaryRedirect")));
    let said = scene.run(&["publish", "--yes"]);
    assert!(said.exit == 3 && said.said.contains("publish-region"), "{}", said.said);
    assert!(elsewhere.accept().is_err(), "the redirection was followed");
}

#[test]
fn a_clock_that_is_wrong_is_set_by_the_servers_or_told() {
    let Some(scene) = Scene::new("site", "", &[]) else { return };
    // It is an hour later there, and what was signed before is refused.
    let ahead = jiff::SignedDuration::from_hours(1);
    let theirs = move || jiff::Timestamp::now() + ahead;
    let of_another_time = move || {
        let date = jiff::fmt::rfc2822::DateTimePrinter::new();
        let date = date.timestamp_to_rfc9110_string(&theirs()).unwrap();
        Fate::Answer(403, format!("date: {date}\r\n"), told("RequestTimeTooSkewed"))
    };
    scene.proxy.rule(move |asked| {
        let line = asked.headers.lines().find_map(|line| line.strip_prefix("x-amz-date: "));
        let Some(signed) = line else { return Fate::Pass };
        let day_and_hour = theirs().strftime("%Y%m%dT%H").to_string();
        if signed.starts_with(&day_and_hour) { Fate::Pass } else { of_another_time() }
    });
    scene.publish();
    // Where the header is wrong, too, the answer itself tells.
    scene.stage.article(2, "三十人");
    scene.proxy.rule(move |asked| {
        let line = asked.headers.lines().find_map(|line| line.strip_prefix("x-amz-date: "));
        let Some(signed) = line else { return Fate::Pass };
        let there = theirs();
        if signed.starts_with(&there.strftime("%Y%m%dT%H").to_string()) {
            return Fate::Pass;
        }
        let text = told("RequestTimeTooSkewed")
            .replace("</Error>", &format!("<ServerTime>{there:.3}</ServerTime></Error>"));
        Fate::Answer(403, "date: Thu, 01 Jan 1970 12:52:37 GMT\r\n".into(), text)
    });
    scene.publish();
    scene.stage.article(3, "三十人");
    scene.proxy.rule(move |_| of_another_time());
    let said = scene.run(&["publish", "--yes"]);
    assert!(said.exit == 3 && said.said.contains("publish-clock"), "{}", said.said);
}

#[test]
fn of_two_editors_the_second_is_told_also_where_no_condition_is_heeded() {
    for ignored in [None, Some("if-none-match")] {
        let Some(mut scene) = Scene::new("site", "", &[]) else { return };
        scene.proxy.rule(move |_| ignored.map_or(Fate::Pass, Fate::Without));
        scene.publish();
        let first = scene.storage.site("site");
        // Somebody else's claim is there.
        scene.stage.theme("second");
        scene.publish_until(20);
        let left = scene.storage.site("site");
        let mut other = scene.command(&["publish", "--yes"]);
        other.env("USER", "somebody-else");
        let said = Run::of(other.output().unwrap());
        assert!(said.exit == 1 && said.said.contains("publish-busy"), "{}", said.said);
        assert_eq!(tree::difference(&left, &scene.storage.site("site")), "");
        scene.publish();
        assert_ne!(tree::difference(&first, &scene.storage.site("site")), "");
        assert_eq!(tree::difference(&scene.stage.built(), &scene.storage.site("site")), "");
    }
}

#[test]
fn who_published_in_between_is_not_overwritten() {
    let Some(mut scene) = Scene::new("site", "", &[]) else { return };
    scene.publish();
    scene.stage.theme("second");
    // The list of what is live is somebody else's at the moment when it is to be replaced.
    scene.proxy.rule(|asked| {
        let is_list = asked.method == "PUT" && asked.path.ends_with("/live");
        // The server could not know without being asked.
        let compares = asked.headers.contains("if-match: \"");
        if is_list && compares { answer(412, "PreconditionFailed") } else { Fate::Pass }
    });
    let said = scene.run(&["publish", "--yes"]);
    assert!(said.exit == 1 && said.said.contains("publish-changed"), "{}", said.said);
    scene.proxy.rule(|_| Fate::Pass);
    scene.publish();
    assert_eq!(tree::difference(&scene.stage.built(), &scene.storage.site("site")), "");
}
