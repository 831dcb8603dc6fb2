//! Files and links that somebody else made: none is lost, none is followed.

use super::super::place::Place;
use super::*;

#[test]
fn a_folder_with_foreign_files_is_refused_and_nothing_is_left_beside_it() {
    let sandbox = Sandbox::new();
    sandbox.write("thesis.doc", "years of work");
    let before = picture(sandbox.root.path());
    assert!(matches!(sandbox.build(&site(&[("/", "x")])), Err(DiskError::NotOurs { .. })));
    assert_eq!(picture(sandbox.root.path()), before);
}

#[test]
fn a_folder_that_replaced_ours_is_refused() {
    let sandbox = Sandbox::new();
    let old = site(&[("/", "home"), ("/a/", "a"), ("/b/", "b")]);
    sandbox.build(&old).unwrap();
    fs::remove_dir_all(sandbox.out()).unwrap();
    sandbox.write("index.html", "another program's");
    sandbox.write("thesis.doc", "years of work");
    let before = sandbox.picture();
    assert!(matches!(sandbox.build(&old), Err(DiskError::NotOurs { .. })));
    assert_eq!(sandbox.picture(), before);
}

#[test]
fn a_folder_that_holds_one_page_as_we_left_it_is_still_ours() {
    let sandbox = Sandbox::new();
    let old: Site = (0..9).map(|n| (format!("/{n}/"), format!("page {n}"))).collect();
    sandbox.build(&old).unwrap();
    for n in 0..8 {
        fs::remove_dir_all(sandbox.out().join(n.to_string())).unwrap();
    }
    sandbox.write("CNAME", "mine");
    assert_eq!(sandbox.build(&old).unwrap().added, 8);
}

#[test]
fn a_folder_all_of_whose_pages_another_program_went_over_is_still_ours() {
    let sandbox = Sandbox::new();
    let old = site(&[("/", "home"), ("/a/", "a")]);
    sandbox.build(&old).unwrap();
    sandbox.write("index.html", "minified");
    sandbox.write("a/index.html", "minified too");
    let new = site(&[("/", "home")]);
    sandbox.build(&new).unwrap();
    assert_eq!(sandbox.picture(), expected(&new));
}

#[test]
fn traces_of_version_control_and_desktops_do_not_make_a_folder_foreign() {
    let sandbox = Sandbox::new();
    for path in [".git/HEAD", ".gitignore", ".DS_Store", "Thumbs.db"] {
        sandbox.write(path, "kept");
    }
    let mut expected = expected(&site(&[("/", "home")]));
    expected.extend(sandbox.picture());
    for _ in 0..2 {
        sandbox.build(&site(&[("/", "home")])).unwrap();
        assert_eq!(sandbox.picture(), expected);
    }
    sandbox.assert_tidy();
}

#[test]
fn foreign_files_stay_and_so_do_their_folders() {
    let sandbox = Sandbox::new();
    sandbox.build(&site(&[("/", "home"), ("/a/b/", "b"), ("/c/", "c")])).unwrap();
    sandbox.write("a/b/mine.txt", "mine");
    sandbox.write("mine/empty/x", "");
    fs::remove_file(sandbox.out().join("mine/empty/x")).unwrap();
    let new = site(&[("/", "home")]);
    sandbox.build(&new).unwrap();
    let mut kept = expected(&new);
    kept.extend(site(&[("a/", ""), ("a/b/", ""), ("a/b/mine.txt", "mine")]));
    kept.extend(site(&[("mine/", ""), ("mine/empty/", "")]));
    assert_eq!(sandbox.picture(), kept);
}

#[test]
fn a_foreign_file_with_the_same_bytes_becomes_ours() {
    let sandbox = Sandbox::new();
    sandbox.build(&site(&[("/", "home")])).unwrap();
    sandbox.write("CNAME", "x");
    let with = site(&[("/", "home"), ("/CNAME", "x")]);
    assert_eq!(sandbox.build(&with).unwrap(), Summary { unchanged: 2, ..Summary::default() });
    assert_eq!(sandbox.build(&site(&[("/", "home")])).unwrap().removed, 1);
}

#[test]
fn a_page_is_not_put_where_foreign_files_would_have_to_go() {
    for (foreign, address) in [("a/mine.txt", "/a"), ("a/deep/mine.txt", "/a"), ("a", "/a/b/")] {
        let sandbox = Sandbox::new();
        let old = site(&[("/", "home"), ("/old/", "old")]);
        sandbox.build(&old).unwrap();
        sandbox.write(foreign, "mine");
        let before = sandbox.picture();
        let error = sandbox.build(&site(&[("/", "home"), (address, "new")])).unwrap_err();
        assert!(matches!(error, DiskError::Blocked { .. }), "{error}");
        assert_eq!(sandbox.picture(), before);
        sandbox.assert_tidy();
    }
}

#[test]
fn an_empty_foreign_folder_gives_way_to_a_file() {
    let sandbox = Sandbox::new();
    sandbox.build(&site(&[("/", "home")])).unwrap();
    fs::create_dir_all(sandbox.out().join("a/b/c")).unwrap();
    let new = site(&[("/", "home"), ("/a", "file")]);
    sandbox.build(&new).unwrap();
    assert_eq!(sandbox.picture(), expected(&new));
}

#[test]
fn state_may_lie_in_the_output_folder_when_it_must() {
    let sandbox = Sandbox::new();
    fs::create_dir_all(sandbox.out().join(".jianfan")).unwrap();
    for text in ["first", "second"] {
        let site = site(&[("/", text), ("/a/", text)]);
        let staging = Staging::open(&sandbox.out()).unwrap();
        assert!(staging.notice().is_some());
        put_all(&staging, &site).unwrap();
        staging.commit().unwrap();
        let mut picture = sandbox.picture();
        assert!(picture.remove(".jianfan/manifest").is_some());
        let mut expected = expected(&site);
        expected.extend(super::site(&[(".jianfan/", ""), (".jianfan/lock", "")]));
        assert_eq!(picture, expected);
        assert!(!sandbox.state().exists());
    }
}

#[test]
fn state_lies_beside_the_output_folder_when_it_can() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.out()).unwrap();
    assert!(Staging::open(&sandbox.out()).unwrap().notice().is_none());
    assert_eq!(sandbox.picture(), Picture::new());
    sandbox.assert_tidy();
    assert!(!Place::find(&sandbox.out()).unwrap().is_state_inside());
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    /// A sandbox with a built site and a folder elsewhere that holds one file; `None` where the
    /// file system has no links.
    fn linked(link: &str, target: &str) -> Option<Sandbox> {
        let sandbox = Sandbox::new();
        sandbox.build(&site(&[("/", "home"), ("/a/x.txt", "old"), ("/a/y.txt", "old")])).unwrap();
        let elsewhere = sandbox.root.path().join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        for name in ["x.txt", "y.txt", "z.txt"] {
            fs::write(elsewhere.join(name), "old").unwrap();
        }
        let link = sandbox.out().join(link);
        fs::remove_dir_all(&link).or_else(|_| fs::remove_file(&link)).unwrap();
        symlink(sandbox.root.path().join(target), link).ok()?;
        Some(sandbox)
    }

    fn assert_elsewhere_untouched(sandbox: &Sandbox) {
        let files = site(&[("x.txt", "old"), ("y.txt", "old"), ("z.txt", "old")]);
        assert_eq!(picture(&sandbox.root.path().join("elsewhere")), files);
    }

    #[test]
    fn a_link_in_place_of_a_file_is_replaced_and_not_written_through() {
        for text in ["old", "new"] {
            let Some(sandbox) = linked("a/x.txt", "elsewhere/x.txt") else { return };
            let new = site(&[("/", "home"), ("/a/x.txt", text), ("/a/y.txt", "old")]);
            assert_eq!(sandbox.build(&new).unwrap().changed, 1);
            assert_eq!(sandbox.picture(), expected(&new));
            assert_elsewhere_untouched(&sandbox);
        }
    }

    #[test]
    fn a_link_in_place_of_a_folder_is_replaced_and_not_written_through() {
        let Some(sandbox) = linked("a", "elsewhere") else { return };
        let new = site(&[("/", "home"), ("/a/x.txt", "old"), ("/a/z.txt", "new")]);
        sandbox.build(&new).unwrap();
        assert_eq!(sandbox.picture(), expected(&new));
        assert_elsewhere_untouched(&sandbox);
    }

    #[test]
    fn a_link_in_place_of_a_folder_further_up_is_replaced_too() {
        let sandbox = Sandbox::new();
        let old = site(&[("/", "home"), ("/a/b/c/x", "old"), ("/a/b/c/gone", "old")]);
        sandbox.build(&old).unwrap();
        let (link, elsewhere) = (sandbox.out().join("a"), sandbox.root.path().join("elsewhere"));
        fs::rename(&link, &elsewhere).unwrap();
        if symlink(&elsewhere, &link).is_err() {
            return;
        }
        let before = picture(&elsewhere);
        let new = site(&[("/", "home"), ("/a/b/c/x", "old"), ("/a/b/c/n/", "new")]);
        assert_eq!(sandbox.build(&new).unwrap().added, 2);
        assert_eq!(sandbox.picture(), expected(&new));
        assert_eq!(picture(&elsewhere), before);
    }

    #[test]
    fn nothing_is_deleted_through_a_link() {
        let Some(sandbox) = linked("a", "elsewhere") else { return };
        assert_eq!(sandbox.build(&site(&[("/", "home")])).unwrap().removed, 0);
        assert_elsewhere_untouched(&sandbox);
        assert!(sandbox.picture().contains_key("a"));
    }

    #[test]
    fn a_link_whose_file_the_site_no_longer_has_goes_and_its_target_stays() {
        let Some(sandbox) = linked("a/x.txt", "elsewhere/x.txt") else { return };
        let new = site(&[("/", "home"), ("/a/y.txt", "old")]);
        assert_eq!(sandbox.build(&new).unwrap().removed, 1);
        assert_eq!(sandbox.picture(), expected(&new));
        assert_elsewhere_untouched(&sandbox);
    }

    #[test]
    fn an_output_folder_that_is_itself_a_link_is_followed() {
        let sandbox = Sandbox::new();
        let real = sandbox.root.path().join("real");
        fs::create_dir(&real).unwrap();
        if symlink(&real, sandbox.out()).is_err() {
            return;
        }
        let new = site(&[("/", "home")]);
        sandbox.build(&new).unwrap();
        assert_eq!(picture(&real), expected(&new));
        assert!(sandbox.root.path().join(".real.jianfan/manifest").exists());
        fs::remove_dir_all(&real).unwrap();
        assert!(matches!(sandbox.build(&new), Err(DiskError::NotAFolder { .. })));
    }
}
