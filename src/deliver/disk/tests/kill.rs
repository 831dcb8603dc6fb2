//! Builds that are cut after every single step, and the next build's recovery too: what is found
//! afterwards is exactly the old site or the new one.

use std::io::Write;

use proptest::prelude::*;

use super::super::files::{counting, cutting_after, refusing_after};
use super::super::journal::{Journal, Operation};
use super::*;

/// Pairs of sites whose change takes every kind of operation.
fn changes() -> Vec<(Site, Site)> {
    let nothing = Site::new();
    let home = site(&[("/", "home")]);
    let small = site(&[("/", "home"), ("/a/", "a"), ("/css/x.css", "x"), ("/n/1/", "1")]);
    let edited = site(&[("/", "home 2"), ("/a/", "a 2"), ("/css/x.css", "x 2"), ("/n/2/", "2")]);
    let files = site(&[("/", "home"), ("/a", "file"), ("/b/c", "file"), ("/b/d/e/", "page")]);
    let folders = site(&[("/", "home"), ("/a/b/c/", "page"), ("/a/x", "x"), ("/b", "file")]);
    vec![
        (nothing.clone(), small.clone()),
        (home, small.clone()),
        (small.clone(), edited),
        (small, nothing),
        (files.clone(), folders.clone()),
        (folders, files),
    ]
}

/// What may be found after a cut, before anything was recovered: a mix only if a journal says how
/// it ends.
fn assert_whole_or_decided(sandbox: &Sandbox, old: &Site, new: &Site) {
    let found = sandbox.picture();
    if !sandbox.state().join("journal").exists() {
        assert!(found == expected(old) || found == expected(new), "a mix: {found:?}");
    }
}

fn assert_whole(sandbox: &Sandbox, old: &Site, new: &Site) {
    let found = sandbox.picture();
    assert!(found == expected(old) || found == expected(new), "a mix: {found:?}");
    sandbox.assert_tidy();
}

#[test]
fn a_build_cut_after_any_step_leaves_the_old_site_or_the_new_one() {
    for (old, new) in changes() {
        let start = || {
            let sandbox = Sandbox::new();
            sandbox.build(&old).unwrap();
            sandbox
        };
        let sandbox = start();
        let (built, steps) = counting(|| sandbox.build(&new));
        built.unwrap();
        assert_eq!(sandbox.picture(), expected(&new));
        let mut seen = [false, false];
        for cut in 0..steps {
            let sandbox = start();
            let _ = cutting_after(cut, || sandbox.build(&new));
            assert_whole_or_decided(&sandbox, &old, &new);
            sandbox.reopen();
            assert_whole(&sandbox, &old, &new);
            let is_new = sandbox.picture() == expected(&new);
            assert!(!seen[1] || is_new, "the old site came back after the decision");
            seen[usize::from(is_new)] = true;
            // And the next build is an ordinary one.
            sandbox.build(&new).unwrap();
            assert_eq!(sandbox.picture(), expected(&new));
        }
        assert_eq!(seen, [true, true], "cuts fell on both sides of the decision");
    }
}

#[test]
fn a_system_that_refuses_any_one_step_leaves_the_old_site_or_an_unfinished_new_one() {
    for (old, new) in changes() {
        let mut steps = 0;
        loop {
            let sandbox = Sandbox::new();
            sandbox.build(&old).unwrap();
            let (result, taken) = counting(|| refusing_after(steps, || sandbox.build(&new)));
            let whole = match result {
                Ok(_) => &new,
                Err(DiskError::Unfinished { .. }) => {
                    sandbox.reopen();
                    &new
                }
                Err(error) => {
                    assert!(error.is_disk_full(), "{error:?}");
                    &old
                }
            };
            assert_eq!(sandbox.picture(), expected(whole), "step {steps}");
            sandbox.reopen();
            assert_whole(&sandbox, whole, whole);
            if taken <= steps {
                break;
            }
            steps += 1;
        }
    }
}

/// A sandbox whose build was cut right after the decision, and nothing of it carried out.
fn decided(old: &Site, new: &Site) -> Sandbox {
    for cut in 0.. {
        let sandbox = Sandbox::new();
        sandbox.build(old).unwrap();
        let _ = cutting_after(cut, || sandbox.build(new));
        if sandbox.state().join("journal").exists() {
            assert_eq!(sandbox.picture(), expected(old));
            return sandbox;
        }
    }
    unreachable!()
}

#[test]
fn nothing_is_moved_before_what_it_links_to_and_deletions_come_last() {
    let old =
        site(&[("/", "old"), ("/a/", "old"), ("/a/b/", "old"), ("/x.css", "old"), ("/z", "")]);
    let mut new: Site = old.keys().map(|address| (address.clone(), "new".into())).collect();
    new.remove("/z");
    new.insert("/n/".into(), "new page".into());
    new.insert("/pic/1.jpg".into(), "new picture".into());
    new.insert("/sitemap.xml".into(), "new".into());
    let sandbox = decided(&old, &new);
    let journal = Journal::read(&sandbox.state().join("journal")).unwrap().unwrap();
    let order: Vec<_> = journal
        .operations
        .iter()
        .map(|operation| match operation {
            Operation::Move { path } | Operation::MoveSingle { path, .. } => &**path,
            Operation::Remove { .. } => "removal",
            other => panic!("{other:?}"),
        })
        .collect();
    let assets = ["pic", "x.css"];
    let pages = ["a/b/index.html", "n", "a/index.html", "sitemap.xml", "index.html"];
    assert_eq!(order, [&assets[..], &pages[..], &["removal"]].concat());
}

#[test]
fn a_roll_forward_meets_folders_that_were_made_in_the_meantime() {
    let old = site(&[("/", "old")]);
    let new = site(&[("/", "new"), ("/a/b/", "page"), ("/a/b/c/d", "file")]);
    let sandbox = decided(&old, &new);
    sandbox.write("a/b/c/mine.txt", "mine");
    sandbox.reopen();
    let mut expected = expected(&new);
    expected.insert("a/b/c/mine.txt".into(), "mine".into());
    assert_eq!(sandbox.picture(), expected);
    sandbox.assert_tidy();
}

#[test]
fn a_roll_forward_makes_an_output_folder_that_was_removed_in_the_meantime() {
    let old = site(&[("/", "old"), ("/a/", "same"), ("/gone/", "old")]);
    let sandbox = decided(&old, &site(&[("/", "new"), ("/a/", "same"), ("/b/", "new")]));
    fs::remove_dir_all(sandbox.out()).unwrap();
    sandbox.reopen();
    assert_eq!(sandbox.picture(), expected(&site(&[("/", "new"), ("/b/", "new")])));
}

#[test]
#[cfg(unix)]
fn a_roll_forward_follows_no_link_that_was_laid_in_the_meantime() {
    let old = site(&[("/", "old"), ("/a/x", "old"), ("/a/y", "old"), ("/b/z", "old")]);
    let new = site(&[("/", "new"), ("/a/x", "new"), ("/a/n/", "new"), ("/a/y", "old")]);
    let sandbox = decided(&old, &new);
    let elsewhere = sandbox.root.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    for folder in ["a", "b"] {
        let link = sandbox.out().join(folder);
        fs::rename(&link, elsewhere.join(folder)).unwrap();
        if std::os::unix::fs::symlink(elsewhere.join(folder), link).is_err() {
            return;
        }
    }
    let before = picture(&elsewhere);
    sandbox.reopen();
    assert_eq!(picture(&elsewhere), before);
    let found = sandbox.picture();
    assert_eq!(found.get("a/x").map(String::as_str), Some("new"));
    assert_eq!(found.get("a/n/index.html").map(String::as_str), Some("new"));
    assert!(found.get("b").is_some_and(|link| link.starts_with('→')), "{found:?}");
}

#[test]
fn a_recovery_cut_after_any_step_is_recovered_too() {
    for (old, new) in changes().into_iter().skip(3).take(2) {
        let cut_twice = |first: usize, second: usize| {
            let sandbox = Sandbox::new();
            sandbox.build(&old).unwrap();
            let _ = cutting_after(first, || sandbox.build(&new));
            // Before the decision every recovery is the same: it forgets.
            if !sandbox.state().join("journal").exists() && !first.is_multiple_of(9) {
                return false;
            }
            let (_, steps) =
                counting(|| cutting_after(second, || Staging::open(&sandbox.out()).map(drop)));
            assert_whole_or_decided(&sandbox, &old, &new);
            sandbox.reopen();
            assert_whole(&sandbox, &old, &new);
            steps > second
        };
        let sandbox = Sandbox::new();
        sandbox.build(&old).unwrap();
        let (_, steps) = counting(|| sandbox.build(&new));
        for first in 0..steps {
            let mut second = 0;
            while cut_twice(first, second) {
                second += 1;
            }
        }
    }
}

#[test]
fn a_torn_journal_is_no_decision() {
    let sandbox = Sandbox::new();
    let old = site(&[("/", "old"), ("/a/", "a")]);
    sandbox.build(&old).unwrap();
    let operations = vec![Operation::Remove { path: "index.html".into() }];
    let text = Journal { operations }.text();
    for end in [0, 1, text.len() / 2, text.len() - 1] {
        fs::write(sandbox.state().join("journal"), &text[..end]).unwrap();
        sandbox.reopen();
        assert_whole(&sandbox, &old, &old);
    }
}

/// Empties one staged file, as a power loss may do to one that was not synced.
fn tear(sandbox: &Sandbox, text: &str) -> bool {
    let mut open = vec![sandbox.state().join("tree"), sandbox.state().join("single")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if fs::read(&path).unwrap() == text.as_bytes() {
                fs::File::create(path).unwrap().write_all(b"").unwrap();
                return true;
            }
        }
    }
    false
}

#[test]
fn staged_files_torn_by_a_power_loss_never_reach_the_site() {
    let old = site(&[("/", "home"), ("/a/", "a"), ("/x.css", "x"), ("/gone/", "g")]);
    let new = site(&[("/", "home 2"), ("/a/", "a 2"), ("/x.css", "x 2"), ("/n/", "n")]);
    let sandbox = Sandbox::new();
    sandbox.build(&old).unwrap();
    let (_, steps) = counting(|| sandbox.build(&new));
    let mut outcomes = [0, 0];
    for cut in 0..steps {
        for torn in ["home 2", "x 2", "n"] {
            let sandbox = Sandbox::new();
            sandbox.build(&old).unwrap();
            let _ = cutting_after(cut, || sandbox.build(&new));
            let decided = sandbox.state().join("journal").exists();
            if !decided || !tear(&sandbox, torn) {
                continue;
            }
            sandbox.reopen();
            let found = sandbox.picture();
            let emptied = found.iter().any(|(path, text)| !path.ends_with('/') && text.is_empty());
            assert!(!emptied, "a torn file was brought in: {found:?}");
            outcomes[usize::from(found != expected(&old))] += 1;
            sandbox.build(&new).unwrap();
            assert_whole(&sandbox, &new, &new);
        }
    }
    assert!(outcomes.iter().all(|&n| n > 0), "given up and gone on: {outcomes:?}");
}

#[test]
fn a_commit_that_has_begun_to_clear_the_way_is_not_given_up() {
    let old = site(&[("/", "home"), ("/a/b", "b"), ("/a/c", "c")]);
    let new = site(&[("/", "home 2"), ("/a", "file")]);
    let sandbox = Sandbox::new();
    sandbox.build(&old).unwrap();
    let (_, steps) = counting(|| sandbox.build(&new));
    for cut in 0..steps {
        let sandbox = Sandbox::new();
        sandbox.build(&old).unwrap();
        let _ = cutting_after(cut, || sandbox.build(&new));
        if sandbox.state().join("journal").exists() && tear(&sandbox, "home 2") {
            sandbox.reopen();
            let found = sandbox.picture();
            let went_on = found.get("a").is_some_and(|text| text == "file");
            assert!(went_on || found == expected(&old), "{found:?}");
        }
    }
}

/// Small sites over few names, so that files and folders change places often. Names that clash
/// within one site are left out.
fn any_site() -> impl Strategy<Value = Site> {
    let segment = prop_oneof!["a", "b", "c", "新"];
    let address = (prop::collection::vec(segment, 0..4), prop::bool::ANY)
        .prop_map(|(path, page)| format!("/{}{}", path.join("/"), if page { "/" } else { "" }));
    prop::collection::btree_map(address, "[xy]{0,2}", 0..8).prop_map(|site| {
        let names = super::super::names::Names::default();
        let fits = |address: &str| {
            let address = Address::new(address);
            names.claim(&address, &address.file()).is_ok()
        };
        site.into_iter().filter(|(address, _)| fits(address)).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// From site to site, each build cut somewhere or not at all, with no build in between to mend:
    /// what is found is always a whole site, and in the end the last one.
    #[test]
    fn any_sequence_of_cut_builds_converges(
        builds in prop::collection::vec((any_site(), prop::option::of(0_usize..60)), 1..6)
    ) {
        let sandbox = Sandbox::new();
        let mut current = Site::new();
        for (site, cut) in &builds {
            let result = match cut {
                Some(cut) => cutting_after(*cut, || sandbox.build(site)),
                None => sandbox.build(site),
            };
            let recovered = Staging::open(&sandbox.out()).map(drop);
            prop_assert!(recovered.is_ok(), "{recovered:?}");
            let found = sandbox.picture();
            prop_assert!(found == expected(&current) || found == expected(site), "{found:?}");
            prop_assert!(result.is_err() || found == expected(site));
            if found == expected(site) {
                current.clone_from(site);
            }
        }
        let Some((last, _)) = builds.last() else { return Ok(()) };
        prop_assert!(sandbox.build(last).is_ok());
        prop_assert_eq!(sandbox.picture(), expected(last));
        sandbox.assert_tidy();
    }
}
