//! The same releases with a folder, a branch and a bundle.

use super::*;

#[test]
fn a_folder_takes_the_same_releases_and_leaves_strangers_alone() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("www");
    let target = FolderTarget::new(root.clone(), None);
    let (first, second) = (Site::first(), Site::second());
    assert_eq!(release(&target, &first, "a").unwrap().number, 1);
    assert!(is_site(&target, &first));
    std::fs::write(root.join("foreign.txt"), "not ours").unwrap();
    let sent = release(&target, &second, "a").unwrap();
    assert_eq!((sent.number, sent.files, sent.deleted), (2, 7, 3));
    assert_eq!(std::fs::read_to_string(root.join("foreign.txt")).unwrap(), "not ours");
    assert!(!root.join("news/one").exists() && !root.join(".jianfan-new").exists());
    std::fs::remove_file(root.join("foreign.txt")).unwrap();
    roll_back(&target, &first);
}

#[test]
fn a_bundle_reads_back_and_a_damaged_one_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("site.zip");
    let site = Site::first();
    let release = Release { number: 0, files: site.files.clone(), ..Release::default() };
    write_bundle(&path, &release, &site).unwrap();
    let bundle = Bundle::open(&path).unwrap();
    bundle.check().unwrap();
    assert_eq!(bundle.release, release);
    let bytes = std::fs::read(&path).unwrap();
    write_bundle(&path, &release, &site).unwrap();
    assert!(bytes == std::fs::read(&path).unwrap(), "the same site made another bundle");
    // Files that are not those of the list.
    let mut other = Site::first();
    other.texts.insert("index.html".into(), "another home".into());
    write_bundle(&path, &release, &other).unwrap();
    let damaged = Bundle::open(&path).and_then(|bundle| bundle.check());
    assert!(matches!(damaged, Err(RemoteError::Torn { .. })), "{damaged:?}");
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    assert!(Bundle::open(&path).is_err());
}

#[test]
fn of_two_who_push_to_a_branch_the_second_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let repository = place.path().join("pages.git");
    let made =
        std::process::Command::new("git").args(["init", "-q", "--bare"]).arg(&repository).status();
    let Ok(made) = made else {
        assert!(std::env::var_os("JIANFAN_ALL_TESTS").is_none(), "git is not here");
        eprintln!("left out: git is not here");
        return;
    };
    assert!(made.success());
    let url = repository.to_string_lossy().into_owned();
    let open = |name: &str| GitTarget::open(&url, "pages", place.path().join(name)).unwrap();
    let (first, second, third) = (Site::first(), Site::second(), Site::third());
    release(&open("one"), &first, "a").unwrap();
    // Both see the first release; one is quicker.
    let (quick, slow) = (open("quick"), open("slow"));
    release(&quick, &second, "a").unwrap();
    let refused = release(&slow, &third, "b");
    assert!(matches!(refused, Err(RemoteError::Changed)), "{refused:?}");
    let after = open("after");
    assert!(is_site(&after, &second), "what is live was mixed");
    roll_back(&after, &first);
    assert!(is_site(&open("last"), &first));
}
