//! Two editors at two machines who publish two sites to one place, begun in the same moment: one goes
//! live as a whole, the other is told, nothing is mixed, and afterwards the other can publish.

use std::process::{Command, Stdio};
use std::sync::Arc;

use super::proxy::{Asked, Fate, Gate, Proxy};
use super::webdav::{self, Lists};
use super::{Stage, has, s3};
use crate::program::{self, Run};
use crate::tree::{self, Files};

const PUBLISH: [&str; 4] = ["publish", "--yes", "--as-of", "2026-03-01"];

/// Each on a machine of its own, and begun together.
fn race(mut commands: [Command; 2]) -> [Run; 2] {
    let mut number = 0;
    let children = commands.each_mut().map(|command| {
        number += 1;
        command.env("COMPUTERNAME", format!("desk-{number}"));
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    });
    children.map(|child| Run::of(child.wait_with_output().unwrap()))
}

/// Who came through. Both may, one after the other, where nothing keeps them at the same moment.
fn winners(runs: &[Run; 2]) -> Vec<usize> {
    for run in runs {
        let is_told = ["publish-busy", "publish-changed"].iter().any(|it| run.said.contains(it));
        assert!(run.exit == 0 || (run.exit == 1 && is_told), "{}", run.said);
    }
    let winners: Vec<usize> = (0..2).filter(|&number| runs[number].exit == 0).collect();
    assert!(!winners.is_empty(), "nobody came through: {} {}", runs[0].said, runs[1].said);
    winners
}

/// What is live is one of the sites as a whole.
fn is_one_of(live: &Files, built: &[Files; 2], winners: &[usize]) -> bool {
    winners.iter().any(|&number| tree::difference(&built[number], live).is_empty())
}

/// The first two requests that make a claim are kept until both are there.
fn together(proxy: &Proxy, is_claim: fn(&Asked) -> bool, then: fn() -> Fate) {
    let gate = Arc::new(Gate::default());
    let mut seen = 0;
    proxy.rule(move |asked| {
        if !is_claim(asked) {
            return Fate::Pass;
        }
        seen += 1;
        let then = then();
        if seen > 2 { then } else { Fate::Together(gate.clone(), Box::new(then)) }
    });
}

#[test]
fn of_two_in_one_instant_a_bucket_takes_one_also_where_no_condition_is_heeded() {
    for then in [|| Fate::Pass, || Fate::Without("if-none-match")] {
        let Some(mut scene) = s3::Scene::new("site", "", &[]) else { return };
        let rival = scene.stage.rival();
        let built = [scene.stage.built(), rival.built()];
        let of = |scene: &s3::Scene, number: usize| {
            let stage = if number == 0 { &scene.stage } else { &rival };
            scene.command_of(stage, &["publish", "--yes"])
        };
        let is_claim = |asked: &Asked| asked.method == "PUT" && asked.path.ends_with("/pending");
        together(&scene.proxy, is_claim, then);
        let runs = race([of(&scene, 0), of(&scene, 1)]);
        let winners = winners(&runs);
        assert_eq!(winners.len(), 1, "{} {}", runs[0].said, runs[1].said);
        assert!(is_one_of(&scene.storage.site("site"), &built, &winners));
        let other = 1 - winners[0];
        let again = Run::of(of(&scene, other).output().unwrap());
        assert_eq!(again.exit, 0, "{}", again.said);
        assert!(is_one_of(&scene.storage.site("site"), &built, &[other]));
    }
}

#[test]
fn of_two_in_one_instant_a_server_with_webdav_takes_one() {
    for lists in [Lists::Folders, Lists::Nothing] {
        let Some(scene) = webdav::Scene::new(lists) else { return };
        let rival = scene.stage.rival();
        let stages = [&scene.stage, &rival];
        let built = stages.map(Stage::built);
        let of = |stage: &Stage| scene.command_of(stage, &["publish", "--yes"]);
        let is_claim = |asked: &Asked| asked.method == "MKCOL" && asked.path.ends_with("/lock/");
        together(&scene.proxy, is_claim, || Fate::Pass);
        let runs = race(stages.map(of));
        let winners = winners(&runs);
        assert_eq!(winners.len(), 1, "{} {}", runs[0].said, runs[1].said);
        assert!(is_one_of(&tree::read(&scene.www()), &built, &winners));
        let other = 1 - winners[0];
        let again = Run::of(of(stages[other]).output().unwrap());
        assert_eq!(again.exit, 0, "{}", again.said);
        assert!(is_one_of(&tree::read(&scene.www()), &built, &[other]));
    }
}

/// Several times, since here nothing keeps them at the same moment.
fn in_turns(rounds: usize, stages: [&Stage; 2], live: impl Fn() -> Files) {
    let of = |stage: &Stage| {
        let mut command = program::jianfan(&stage.site());
        command.args(PUBLISH);
        command
    };
    for round in 0..rounds {
        // Other words each time, so that there is something to send.
        let words = ["一", "二", "三", "四", "五", "六"][round];
        for (stage, whose) in stages.iter().zip(["甲", "乙"]) {
            for number in 0..12 {
                stage.article(number, &format!("{whose}{words}十人"));
            }
        }
        let built = stages.map(Stage::built);
        let winners = winners(&race(stages.map(of)));
        assert!(is_one_of(&live(), &built, &winners), "mixed in round {round}");
        for (number, stage) in stages.iter().enumerate() {
            let again = Run::of(of(stage).output().unwrap());
            assert_eq!(again.exit, 0, "{}", again.said);
            assert!(is_one_of(&live(), &built, &[number]));
        }
    }
}

#[test]
fn of_two_at_once_a_folder_takes_one() {
    let stage = Stage::new("publish: {folder: HERE/www}");
    let rival = stage.rival();
    in_turns(6, [&stage, &rival], || tree::read(&stage.www()));
}

#[test]
fn of_two_at_once_a_branch_takes_one() {
    if !has("git", &["--version"]) {
        return;
    }
    let stage = Stage::new("publish: {git: 'HERE/pages.git', branch: pages}");
    let rival = stage.rival();
    let here = stage.folder.path();
    let git = |arguments: &[&str]| {
        let done = Command::new("git").current_dir(here).args(arguments).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    git(&["init", "-q", "--bare", "pages.git"]);
    in_turns(3, [&stage, &rival], || {
        let _ = std::fs::remove_dir_all(here.join("live"));
        git(&["clone", "-q", "-b", "pages", "pages.git", "live"]);
        let mut files = tree::read(&here.join("live"));
        files.retain(|path, _| !path.starts_with(".git/"));
        files
    });
}
