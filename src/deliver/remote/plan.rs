//! What a release has to do: by hash, against what is live. Pure but for the files that it has to
//! look at itself, because a cut release may have been there.

use std::collections::{BTreeMap, BTreeSet};

use blake3::Hash;

use super::error::RemoteError;
use super::portions::portions;
use super::release::{Files, Item, Rank};
use super::target::{Area, Standing, Target};

/// How much of the list of what is live is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    /// What has the length that it should have.
    Lengths,
    /// Nothing: every file is read and hashed.
    Nothing,
}

/// How a file differs from what is live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    New,
    Changed,
    /// As in the list, but not as it is on the target.
    Repaired,
}

/// A file to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Send {
    pub(crate) path: String,
    pub(crate) item: Item,
    pub(crate) change: Change,
}

/// A file to be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gone {
    pub(crate) path: String,
    pub(crate) rank: Rank,
}

/// What has to be done.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// In the order of sending.
    pub(crate) send: Vec<Send>,
    /// Ours, and gone from the site: what refers to others before what is referred to.
    pub(crate) delete: Vec<Gone>,
    /// Files of the site to be kept before anything else, with the hash that they have.
    pub(super) keep: BTreeMap<String, Hash>,
    /// Not in the list of what is live, but there by their hash: a cut release sent them.
    pub(crate) already: usize,
    /// As they were.
    pub(crate) unchanged: usize,
    /// Files that nobody sent from here and that the site would overwrite with other bytes.
    pub(crate) strangers: Vec<String>,
}

impl Plan {
    /// Whether the target is already as the site is.
    pub(crate) fn is_empty(&self) -> bool {
        self.send.is_empty() && self.delete.is_empty() && self.already == 0
    }

    /// How many bytes are sent.
    pub(crate) fn bytes(&self) -> u64 {
        self.send.iter().map(|send| send.item.size).sum()
    }
}

/// Plans a release of `next`.
pub(crate) fn plan(
    target: &dyn Target,
    standing: &Standing,
    next: &Files,
    trust: Trust,
) -> Result<Plan, RemoteError> {
    let nothing = (Files::new(), BTreeMap::new());
    let live = standing.live.as_ref().map_or(&nothing.0, |live| &live.files);
    let touched = standing.pending.as_ref().map_or(&nothing.1, |pending| &pending.touched);
    let is_doubtful = |path: &&String| {
        let listed = standing.listed.get(*path);
        let known = live.get(*path);
        listed.is_some()
            && (trust == Trust::Nothing
                || touched.contains_key(*path)
                || known.map(|item| &item.size) != listed)
    };
    // What a list cannot show may be anybody's.
    let is_unseen = |path: &&String| {
        !target.sees_strangers() && !live.contains_key(*path) && !touched.contains_key(*path)
    };
    let ours: BTreeSet<&String> = next.keys().chain(live.keys()).chain(touched.keys()).collect();
    let doubtful: Vec<&str> = ours
        .iter()
        .copied()
        .filter(|path| is_doubtful(path) || is_unseen(path))
        .map(String::as_str)
        .collect();
    // What no list shows is about as long as what is to be there.
    let size = |path: &&str| {
        let there = standing.listed.get(*path).copied();
        there.or_else(|| next.get(*path).map(|item| item.size)).unwrap_or(0)
    };
    let seen = hashes(target, &doubtful, size)?;
    let stands = |path: &str| match seen.get(path) {
        Some(hash) => *hash,
        None => standing.listed.get(path).and_then(|_| Some(live.get(path)?.hash)),
    };
    Ok(compare(live, touched, next, stands))
}

/// The hashes of files as they are on the target; none where there is no file.
fn hashes(
    target: &dyn Target,
    paths: &[&str],
    size: impl Fn(&&str) -> u64,
) -> Result<BTreeMap<String, Option<Hash>>, RemoteError> {
    let mut seen = BTreeMap::new();
    for paths in portions(paths, target.batch() * target.at_once(), size) {
        for (path, bytes) in paths.iter().zip(target.read(Area::Site, paths)?) {
            seen.insert((*path).to_owned(), bytes.map(|bytes| blake3::hash(&bytes)));
        }
    }
    Ok(seen)
}

/// Compares what is live, what a cut release may have touched, and what the site is now;
/// `stands` tells the hash of what is at a path of the target.
fn compare(
    live: &Files,
    touched: &BTreeMap<String, Rank>,
    next: &Files,
    stands: impl Fn(&str) -> Option<Hash>,
) -> Plan {
    let mut plan = Plan::default();
    for (path, item) in next {
        let (known, there) = (live.get(path), stands(path));
        let is_known = known.is_some_and(|known| known.hash == item.hash);
        if there == Some(item.hash) {
            let count = if is_known { &mut plan.unchanged } else { &mut plan.already };
            *count += 1;
            continue;
        }
        if known.is_none() && !touched.contains_key(path) && there.is_some() {
            plan.strangers.push(path.clone());
        }
        let change = match known {
            _ if is_known => Change::Repaired,
            Some(_) => Change::Changed,
            None => Change::New,
        };
        plan.send.push(Send { path: path.clone(), item: *item, change });
    }
    let ours = live.keys().chain(touched.keys()).collect::<BTreeSet<_>>();
    let is_gone = |path: &&&String| !next.contains_key(**path);
    // Also what is gone already: its folder may not be, and the list must forget it.
    let gone = ours
        .iter()
        .filter(is_gone)
        .filter(|path| stands(path).is_some() || live.contains_key(**path));
    let rank = |path: &str| {
        let known = live.get(path).map(|item| item.rank);
        known.or_else(|| touched.get(path).copied()).unwrap_or(Rank::Asset)
    };
    plan.delete = gone.map(|&path| Gone { path: path.clone(), rank: rank(path) }).collect();
    plan.delete.sort_by(|a, b| (b.rank, &a.path).cmp(&(a.rank, &b.path)));
    let leaving =
        plan.send.iter().map(|send| &send.path).chain(plan.delete.iter().map(|gone| &gone.path));
    for path in leaving {
        let Some(there) = stands(path) else { continue };
        // What a cut release put there was never live; it need not be kept.
        let was_live = live.get(path).is_some_and(|item| item.hash == there);
        if was_live || !touched.contains_key(path) {
            plan.keep.insert(path.clone(), there);
        }
    }
    // The deepest first, so that within a rank a page stands before what leads to it.
    let depth = |path: &str| std::cmp::Reverse(path.matches('/').count());
    plan.send.sort_by(|a, b| {
        (a.item.rank, depth(&a.path), &a.path).cmp(&(b.item.rank, depth(&b.path), &b.path))
    });
    plan
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str, Rank)]) -> Files {
        list.iter()
            .map(|(path, text, rank)| ((*path).into(), Item::of(text.as_bytes(), *rank)))
            .collect()
    }

    fn deleted(plan: &Plan) -> Vec<&str> {
        plan.delete.iter().map(|gone| gone.path.as_str()).collect()
    }

    fn paths(plan: &Plan) -> Vec<&str> {
        plan.send.iter().map(|send| send.path.as_str()).collect()
    }

    #[test]
    fn what_is_referred_to_is_sent_before_what_refers_to_it() {
        let next = files(&[
            ("index.html", "home", Rank::Home),
            ("atom.xml", "feed", Rank::Index),
            ("news/index.html", "list", Rank::List),
            ("news/a/index.html", "a", Rank::Page),
            ("css/a.css", "style", Rank::Asset),
        ]);
        let plan = compare(&Files::new(), &BTreeMap::new(), &next, |_| None);
        assert_eq!(
            paths(&plan),
            ["css/a.css", "news/a/index.html", "news/index.html", "atom.xml", "index.html"]
        );
        assert!(plan.keep.is_empty() && plan.strangers.is_empty());
    }

    #[test]
    fn only_what_changed_is_sent_and_only_what_is_ours_is_deleted() {
        let live = files(&[("a", "1", Rank::Page), ("b", "1", Rank::Page), ("c", "1", Rank::Page)]);
        let next = files(&[("a", "1", Rank::Page), ("b", "2", Rank::Page)]);
        let stands = |path: &str| live.get(path).map(|item| item.hash);
        let plan = compare(&live, &BTreeMap::new(), &next, stands);
        assert_eq!((paths(&plan), deleted(&plan)), (vec!["b"], vec!["c"]));
        assert_eq!(plan.keep.keys().collect::<Vec<_>>(), ["b", "c"]);
        assert_eq!(plan.unchanged, 1);
    }

    #[test]
    fn a_page_is_deleted_before_its_picture() {
        let live = files(&[("a.png", "1", Rank::Asset), ("b/index.html", "1", Rank::Page)]);
        let stands = |path: &str| live.get(path).map(|item| item.hash);
        let plan = compare(&live, &BTreeMap::new(), &Files::new(), stands);
        assert_eq!(deleted(&plan), ["b/index.html", "a.png"]);
    }

    #[test]
    fn what_a_cut_release_sent_is_ours_but_was_never_live() {
        let live = files(&[("a", "1", Rank::Page)]);
        let touched = ["a", "new"].map(|path| (path.to_owned(), Rank::Page)).into();
        let next = files(&[("a", "3", Rank::Page)]);
        let stands = |path: &str| match path {
            "a" | "new" => Some(blake3::hash(b"2")),
            _ => None,
        };
        let plan = compare(&live, &touched, &next, stands);
        assert_eq!((paths(&plan), deleted(&plan)), (vec!["a"], vec!["new"]));
        assert!(plan.keep.is_empty());
    }

    #[test]
    fn a_foreign_file_is_told_when_it_differs_and_lost_ones_are_sent_again() {
        let live = files(&[("lost", "1", Rank::Page)]);
        let next =
            files(&[("lost", "1", Rank::Page), ("x", "1", Rank::Page), ("y", "1", Rank::Page)]);
        let stands = |path: &str| match path {
            "x" => Some(blake3::hash(b"foreign")),
            "y" => Some(blake3::hash(b"1")),
            _ => None,
        };
        let plan = compare(&live, &BTreeMap::new(), &next, stands);
        assert_eq!(plan.strangers, ["x"]);
        assert_eq!(paths(&plan), ["lost", "x"]);
        assert_eq!(plan.send[0].change, Change::Repaired);
        assert_eq!(plan.already, 1);
    }
}
