//! A target in memory that is cut at any operation: what visitors then see, and what the next
//! release makes of it.

mod memory;
mod places;

use std::collections::BTreeMap;
use std::io;

use blake3::Hash;

use self::memory::{Cut, Memory, State};
use super::target::{Area, PENDING, Target};
use super::*;

type Texts = BTreeMap<String, String>;

/// A site whose pages name their assets as `[path]`.
struct Site {
    texts: Texts,
    files: Files,
}

impl Site {
    fn new(pages: &[(&str, &str, Rank)]) -> Self {
        let texts: Texts =
            pages.iter().map(|(path, text, _)| ((*path).into(), (*text).into())).collect();
        let item = |&(path, text, rank): &(&str, &str, Rank)| {
            (path.to_owned(), Item::of(text.as_bytes(), rank))
        };
        Self { files: pages.iter().map(item).collect(), texts }
    }

    fn first() -> Self {
        Self::new(&[
            ("css/a.css", "a", Rank::Asset),
            ("css/b.css", "b1", Rank::Asset),
            ("news/one/图 一.png", "picture", Rank::Asset),
            ("news/one/index.html", "one [css/a.css] [news/one/图 一.png]", Rank::Page),
            ("news/two/index.html", "two [css/a.css]", Rank::Page),
            ("news/index.html", "list 1 [css/b.css]", Rank::List),
            ("atom.xml", "feed 1", Rank::Index),
            ("index.html", "home 1 [css/a.css]", Rank::Home),
        ])
    }

    /// A style sheet under a new name, one page changed, one gone with its picture, one new.
    fn second() -> Self {
        Self::new(&[
            ("css/a2.css", "a2", Rank::Asset),
            ("css/b.css", "b2", Rank::Asset),
            ("news/two/index.html", "two, changed [css/a2.css]", Rank::Page),
            ("news/three/index.html", "three [css/a2.css]", Rank::Page),
            ("news/index.html", "list 2 [css/b.css]", Rank::List),
            ("atom.xml", "feed 2", Rank::Index),
            ("index.html", "home 2 [css/a2.css]", Rank::Home),
        ])
    }

    /// What somebody wrote after a release was cut: neither what was live nor what was cut.
    fn third() -> Self {
        Self::new(&[
            ("css/a.css", "a", Rank::Asset),
            ("css/a3.css", "a3", Rank::Asset),
            ("news/one/index.html", "one again [css/a3.css]", Rank::Page),
            ("news/two/index.html", "two [css/a.css]", Rank::Page),
            ("index.html", "home 3 [css/a3.css]", Rank::Home),
        ])
    }
}

impl Source for Site {
    fn bytes(&self, path: &str, _: Hash) -> io::Result<Vec<u8>> {
        self.texts
            .get(path)
            .map(|text| text.clone().into())
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

fn notes(by: &str) -> Notes {
    Notes {
        by: by.into(),
        at: "2026-03-02T08:00:00Z".into(),
        note: String::new(),
        id: by.into(),
        takes_over: false,
        keep: 20,
    }
}

fn release(target: &dyn Target, site: &Site, by: &str) -> Result<Sent, RemoteError> {
    let standing = look(target)?;
    let plan = plan(target, &standing, &site.files, Trust::Lengths)?;
    publish(target, &standing, &plan, &site.files, site, &notes(by), &Progress::default())
}

fn is_site(target: &dyn Target, site: &Site) -> bool {
    let listed = target.list(Area::Site).unwrap();
    let paths: Vec<&str> = listed.keys().map(String::as_str).collect();
    let read = target.read(Area::Site, &paths).unwrap();
    let there: Texts = paths
        .iter()
        .zip(read)
        .map(|(path, bytes)| ((*path).to_owned(), String::from_utf8(bytes.unwrap()).unwrap()))
        .collect();
    there == site.texts
}

/// Every page is one of these sites', and all that it names is there.
fn check_visitors(files: &BTreeMap<String, Vec<u8>>, sites: &[&Site], when: &str) {
    for (path, bytes) in files {
        let text = str::from_utf8(bytes).unwrap();
        let is_known = sites.iter().any(|site| site.texts.get(path).is_some_and(|own| own == text));
        assert!(is_known, "{when}: {path} is of no site: {text}");
        for asset in text.split('[').skip(1).filter_map(|rest| rest.split(']').next()) {
            assert!(files.contains_key(asset), "{when}: {path} names {asset}, which is not there");
        }
    }
}

fn live(site: &Site) -> State {
    let memory = Memory::new(State::default());
    release(&memory, site, "a").unwrap();
    let State { site, records, .. } = memory.state().clone();
    State { site, records, ..State::default() }
}

#[test]
fn cut_at_every_operation_visitors_meet_whole_pages_and_the_next_release_ends_it() {
    let (first, second, third) = (Site::first(), Site::second(), Site::third());
    let start = live(&first);
    let whole = Memory::new(start.clone());
    let sent = release(&whole, &second, "a").unwrap();
    let State { steps, seen, .. } = whole.state().clone();
    assert!(steps > 30 && seen.len() > 12, "{steps} steps");
    for (number, site) in seen.iter().enumerate() {
        check_visitors(site, &[&first, &second], &format!("after operation {number}"));
    }
    for cut in 0..steps {
        for (next, who) in [(&second, "second"), (&third, "third"), (&first, "first")] {
            let memory = Memory::new(State { cut: Some(Cut::After(cut)), ..start.clone() });
            release(&memory, &second, "a").unwrap_err();
            let when = format!("cut at {cut}, then {who}");
            let before = {
                let mut state = memory.state();
                check_visitors(&state.site, &[&first, &second], &when);
                state.cut = None;
                state.seen.clear();
                std::mem::take(&mut state.sent)
            };
            release(&memory, next, "a").unwrap();
            for site in &memory.state().seen {
                check_visitors(site, &[&first, &second, &third], &when);
            }
            assert!(is_site(&memory, next), "{when}: it did not come to its end");
            assert!(!memory.state().records.contains_key(PENDING), "{when}: a claim stayed");
            if who == "second" {
                let all = before + memory.state().sent;
                assert_eq!(all, sent.files, "{when}: files were sent twice");
            }
            roll_back(&memory, &first);
        }
    }
}

#[test]
fn cut_twice_it_still_ends() {
    let (first, second, third) = (Site::first(), Site::second(), Site::third());
    let start = live(&first);
    for cut in 0..60 {
        for again in (0..60).step_by(3) {
            let memory = Memory::new(State { cut: Some(Cut::After(cut)), ..start.clone() });
            let _ = release(&memory, &second, "a");
            memory.state().cut = Some(Cut::After(cut + again));
            let _ = release(&memory, &third, "a");
            memory.state().cut = None;
            check_visitors(&memory.state().site, &[&first, &second, &third], "cut twice");
            release(&memory, &first, "a").unwrap();
            assert!(is_site(&memory, &first), "cut at {cut} and {again} later");
        }
    }
}

#[test]
fn what_passes_by_itself_is_tried_again() {
    let (first, second) = (Site::first(), Site::second());
    let start = live(&first);
    for fault in 4..30 {
        let memory = Memory::new(State { cut: Some(Cut::Passing(fault)), ..start.clone() });
        release(&memory, &second, "a").unwrap();
        assert!(is_site(&memory, &second), "a fault at {fault}");
    }
}

/// The earlier release can be had again, from what was kept.
fn roll_back(target: &dyn Target, site: &Site) {
    let standing = look(target).unwrap();
    let earlier = releases(target).unwrap();
    let earlier = earlier.iter().find(|release| release.number == 1).unwrap();
    assert_eq!(earlier.files, site.files);
    let kept = Kept::new(target, standing.live.as_ref());
    assert!(kept.has(earlier).unwrap(), "something of the first release was lost");
    let plan = plan(target, &standing, &earlier.files, Trust::Lengths).unwrap();
    let progress = Progress::default();
    publish(target, &standing, &plan, &earlier.files, &kept, &notes("a"), &progress).unwrap();
    assert!(is_site(target, site));
}

#[test]
fn the_second_of_two_is_told_and_nothing_is_mixed() {
    let (first, second, third) = (Site::first(), Site::second(), Site::third());
    let memory = Memory::new(State { cut: Some(Cut::After(12)), ..live(&first) });
    release(&memory, &second, "a@desk").unwrap_err();
    memory.state().cut = None;
    let before = memory.state().site.clone();
    match release(&memory, &third, "b@other") {
        Err(RemoteError::Busy { by, .. }) => assert_eq!(by, "a@desk"),
        other => panic!("{other:?}"),
    }
    assert!(memory.state().site == before, "the second touched the site");
    let standing = look(&memory).unwrap();
    let made = plan(&memory, &standing, &third.files, Trust::Lengths).unwrap();
    let notes = Notes { takes_over: true, ..notes("b@other") };
    publish(&memory, &standing, &made, &third.files, &third, &notes, &Progress::default()).unwrap();
    assert!(is_site(&memory, &third));
}

/// Who carries out a plan after another one published is told so.
fn is_told(memory: &Memory, standing: &Standing, made: &Plan, site: &Site) {
    let progress = Progress::default();
    let late = publish(memory, standing, made, &site.files, site, &notes("a"), &progress);
    assert!(matches!(late, Err(RemoteError::Changed)), "{late:?}");
}

#[test]
fn who_planned_before_another_published_is_told() {
    let (first, second, third) = (Site::first(), Site::second(), Site::third());
    let memory = Memory::new(live(&first));
    let standing = look(&memory).unwrap();
    let made = plan(&memory, &standing, &third.files, Trust::Lengths).unwrap();
    release(&memory, &second, "b").unwrap();
    is_told(&memory, &standing, &made, &third);
    assert!(is_site(&memory, &second));
    assert!(!memory.state().records.contains_key(PENDING));
}

#[test]
fn who_looked_while_another_was_at_it_leaves_no_claim_behind() {
    let (first, second, third) = (Site::first(), Site::second(), Site::third());
    let memory = Memory::new(State { cut: Some(Cut::After(12)), ..live(&first) });
    release(&memory, &second, "b").unwrap_err();
    memory.state().cut = None;
    // Half of it is there; then it ends, and only then the other begins.
    let standing = look(&memory).unwrap();
    let made = plan(&memory, &standing, &third.files, Trust::Lengths).unwrap();
    release(&memory, &second, "b").unwrap();
    is_told(&memory, &standing, &made, &third);
    assert!(!memory.state().records.contains_key(PENDING), "nobody else could publish any more");
    assert!(is_site(&memory, &second));
}

#[test]
fn old_releases_are_forgotten_and_only_what_they_alone_had() {
    let sites = [Site::first(), Site::second(), Site::third()];
    let memory = Memory::new(State::default());
    for round in 0..7 {
        let site = &sites[round % 3];
        let standing = look(&memory).unwrap();
        let made = plan(&memory, &standing, &site.files, Trust::Lengths).unwrap();
        let notes = Notes { keep: 2, ..notes("a") };
        publish(&memory, &standing, &made, &site.files, site, &notes, &Progress::default())
            .unwrap();
    }
    let numbers: Vec<u64> = releases(&memory).unwrap().iter().map(|it| it.number).collect();
    assert_eq!(numbers, [7, 6]);
    let kept = Kept::new(&memory, look(&memory).unwrap().live.as_ref());
    assert!(kept.has(&releases(&memory).unwrap()[1]).unwrap());
    let objects = memory.state().records.keys().filter(|path| path.starts_with("objects/")).count();
    assert!(objects < 8, "{objects} objects are kept");
}
