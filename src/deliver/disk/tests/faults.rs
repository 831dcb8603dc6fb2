//! Faults: each is a value with a message, and the old site stands.

use std::io;

use super::super::error::{ClashKind, NameFault};
use super::*;
use crate::diagnostic::Diagnostic;

#[test]
fn addresses_that_clash_fail_the_build_and_leave_the_old_site() {
    let old = site(&[("/", "old")]);
    for (first, second, expected_kind) in [
        ("/a/", "/a/index.html", ClashKind::Same),
        ("/a", "/a/b/", ClashKind::FileAndFolder),
        ("/a/b/", "/a", ClashKind::FileAndFolder),
        ("/A/", "/a/", ClashKind::Case),
    ] {
        let sandbox = Sandbox::new();
        sandbox.build(&old).unwrap();
        let staging = Staging::open(&sandbox.out()).unwrap();
        staging.put(&Address::new(first), b"1").unwrap();
        let error = staging.put(&Address::new(second), b"2").unwrap_err();
        assert!(matches!(error, DiskError::Clash { kind, .. } if kind == expected_kind), "{error}");
        assert!(matches!(staging.commit(), Err(DiskError::Incomplete { .. })));
        assert_eq!(sandbox.picture(), expected(&old));
        sandbox.assert_tidy();
    }
}

#[test]
fn addresses_that_cannot_be_files_are_named() {
    let sandbox = Sandbox::new();
    let staging = Staging::open(&sandbox.out()).unwrap();
    let long = format!("/news/{}/", "汉".repeat(86));
    for (address, expected) in [
        (&*long, NameFault::TooLong),
        ("/.jianfan/manifest", NameFault::Reserved),
        ("/a\u{0}b", NameFault::Character),
    ] {
        let address = Address::new(address);
        match staging.put(&address, b"") {
            Err(DiskError::Name { address: named, fault }) => {
                assert_eq!((named, fault), (address, expected));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_second_build_into_the_same_folder_is_refused_while_the_first_runs() {
    let sandbox = Sandbox::new();
    let first = Staging::open(&sandbox.out()).unwrap();
    assert!(matches!(Staging::open(&sandbox.out()), Err(DiskError::Busy { .. })));
    put_all(&first, &site(&[("/", "first")])).unwrap();
    first.commit().unwrap();
    sandbox.build(&site(&[("/", "second")])).unwrap();
}

#[test]
fn roots_homes_and_files_are_no_output_folders() {
    let sandbox = Sandbox::new();
    assert!(matches!(Staging::open(Path::new("/")), Err(DiskError::Forbidden { .. })));
    // A machine that only runs tests may have no home.
    if let Some(home) = std::env::home_dir().filter(|home| home.is_dir()) {
        assert!(matches!(Staging::open(&home), Err(DiskError::Forbidden { .. })));
    }
    let file = sandbox.root.path().join("bystander");
    assert!(matches!(Staging::open(&file), Err(DiskError::NotAFolder { .. })));
    assert!(matches!(Staging::open(&file.join("below")), Err(DiskError::NotAFolder { .. })));
    assert_eq!(picture(sandbox.root.path()), site(&[("bystander", "untouched")]));
}

#[test]
fn a_folder_holds_what_lies_in_it() {
    let sandbox = Sandbox::new();
    let root = sandbox.root.path();
    assert!(super::super::holds(root, root));
    assert!(super::super::holds(root, &root.join("bystander")));
    assert!(!super::super::holds(&root.join("public"), root));
}

/// One of each kind.
fn all_errors() -> Vec<DiskError> {
    let path = || PathBuf::from("public");
    let io = |kind: io::ErrorKind| io::Error::from(kind);
    let (first, second) = (Address::new("/b"), Address::new("/a/"));
    let mut errors = vec![
        DiskError::NotOurs { path: path() },
        DiskError::NotAFolder { path: path() },
        DiskError::Forbidden { path: path() },
        DiskError::Busy { path: path() },
        DiskError::Blocked { path: path(), by: path() },
        DiskError::Incomplete { path: path() },
        DiskError::Unfinished { path: path(), source: io(io::ErrorKind::PermissionDenied) },
        DiskError::Io { path: path(), source: io(io::ErrorKind::StorageFull) },
        DiskError::Io { path: path(), source: io(io::ErrorKind::PermissionDenied) },
    ];
    for kind in [ClashKind::Same, ClashKind::FileAndFolder, ClashKind::Case] {
        errors.push(DiskError::Clash { first: first.clone(), second: second.clone(), kind });
    }
    for fault in [NameFault::Empty, NameFault::TooLong, NameFault::Character, NameFault::Reserved] {
        errors.push(DiskError::Name { address: first.clone(), fault });
    }
    errors
}

#[test]
fn every_error_names_its_place_and_says_what_to_do_in_both_languages() {
    for error in all_errors() {
        let Diagnostic { what, help, .. } = error.diagnostic();
        for text in [&what.zh, &what.en] {
            assert!(["public", "/b"].iter().any(|place| text.contains(place)), "{text}");
        }
        let is_han = |text: &str| text.chars().any(|c| ('一'..='鿿').contains(&c));
        assert!(is_han(&what.zh) && !is_han(&what.en), "{what:?}");
        if !matches!(error, DiskError::Incomplete { .. }) {
            let help = help.unwrap();
            assert!(is_han(&help.zh) && !is_han(&help.en), "{help:?}");
        }
    }
}

#[test]
fn a_full_disk_is_told_from_other_errors() {
    let codes: Vec<_> = all_errors().iter().map(|error| error.diagnostic().code).collect();
    assert_eq!(codes.iter().filter(|&&code| code == "disk-full").count(), 1);
}

#[test]
fn the_message_of_a_clash_does_not_depend_on_who_came_first() {
    let clash = |first, second| {
        let (first, second) = (Address::new(first), Address::new(second));
        DiskError::Clash { first, second, kind: ClashKind::Case }.diagnostic().what
    };
    assert_eq!(clash("/a", "/A"), clash("/A", "/a"));
}
