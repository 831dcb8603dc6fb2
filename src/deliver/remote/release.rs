//! A release as it is written down on its target: every file with its hash, and who made it when.
//! It says what was sent, not what is there now.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use blake3::Hash;

use super::packed;
use crate::deliver::disk::{is_usual_path, seal, unseal};

/// The place of a file in the order of sending: what others refer to comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Rank {
    Asset,
    Page,
    List,
    /// Feeds and the map of the site.
    Index,
    Home,
}

impl Rank {
    /// All of them in order, each with the letter that stands for it in a list.
    pub(crate) const ALL: [(Self, &'static str); 5] = [
        (Self::Asset, "a"),
        (Self::Page, "p"),
        (Self::List, "l"),
        (Self::Index, "i"),
        (Self::Home, "h"),
    ];

    fn of(letter: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, own)| *own == letter).map(|&(rank, _)| rank)
    }

    fn letter(self) -> &'static str {
        Self::ALL.iter().find(|(rank, _)| *rank == self).map_or("a", |(_, letter)| letter)
    }
}

/// One file of a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) hash: Hash,
    /// In bytes.
    pub(crate) size: u64,
    pub(crate) rank: Rank,
}

impl Item {
    /// The item of a file with these bytes.
    pub(crate) fn of(bytes: &[u8], rank: Rank) -> Self {
        Self { hash: blake3::hash(bytes), size: bytes.len() as u64, rank }
    }
}

/// The files of a site by their path, `/`-joined.
pub(crate) type Files = BTreeMap<String, Item>;

/// A release.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Release {
    /// Counted from 1 on each target.
    pub(crate) number: u64,
    /// When it was made, in UTC: `2026-03-02T08:00:00Z`.
    pub(crate) at: String,
    /// Who made it: `user@machine`.
    pub(crate) by: String,
    /// What it was for, if that was said.
    pub(crate) note: String,
    pub(crate) files: Files,
}

impl Release {
    /// The release as it stands among the records.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        packed::pack(&self.text())
    }

    /// The release as a text: who and when, then a line for each file.
    pub(crate) fn text(&self) -> String {
        let Self { number, at, by, note, files } = self;
        let head = serde_json::json!({ "number": number, "at": at, "by": by, "note": note });
        let mut body = format!("{head}\n");
        for (path, Item { hash, size, rank }) in files {
            // Writing to a string cannot fail.
            let _ = writeln!(body, "{} {size} {} {path}", hash.to_hex(), rank.letter());
        }
        seal("release", &body)
    }

    /// `None` when it is not whole, or names a file that could lie elsewhere.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let text = packed::unpack(bytes)?;
        let body = unseal("release", &text)?;
        let mut lines = body.lines();
        let head: serde_json::Value = serde_json::from_str(lines.next()?).ok()?;
        let text = |key: &str| head.get(key)?.as_str().map(str::to_owned);
        let file = |line: &str| {
            let mut parts = line.splitn(4, ' ');
            let hash = Hash::from_hex(parts.next()?).ok()?;
            let size = parts.next()?.parse().ok()?;
            let rank = Rank::of(parts.next()?)?;
            let path = parts.next().filter(|path| is_usual_path(path))?;
            Some((path.to_owned(), Item { hash, size, rank }))
        };
        Some(Self {
            number: head.get("number")?.as_u64()?,
            at: text("at")?,
            by: text("by")?,
            note: text("note")?,
            files: lines.map(file).collect::<Option<_>>()?,
        })
    }
}

/// A release that has begun and not ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Pending {
    /// Differs between any two.
    pub(crate) id: String,
    pub(crate) by: String,
    pub(crate) since: String,
    /// Every path that it, or one before it that was cut too, may have put or deleted.
    pub(crate) touched: BTreeMap<String, Rank>,
}

impl Pending {
    /// The claim as it stands in its file.
    pub(crate) fn text(&self) -> String {
        let Self { id, by, since, touched } = self;
        let mut body = format!("{}\n", serde_json::json!({ "id": id, "by": by, "since": since }));
        for (path, rank) in touched {
            let _ = writeln!(body, "{} {path}", rank.letter());
        }
        seal("pending", &body)
    }

    /// `None` when it is not whole.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let body = unseal("pending", str::from_utf8(bytes).ok()?)?;
        let mut lines = body.lines();
        let head: serde_json::Value = serde_json::from_str(lines.next()?).ok()?;
        let text = |key: &str| head.get(key)?.as_str().map(str::to_owned);
        let file = |line: &str| {
            let (letter, path) = line.split_once(' ').filter(|(_, path)| is_usual_path(path))?;
            Some((path.to_owned(), Rank::of(letter)?))
        };
        let touched = lines.map(file).collect::<Option<_>>()?;
        Some(Self { id: text("id")?, by: text("by")?, since: text("since")?, touched })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_reads_back_as_it_was_written() {
        let mut release = Release { number: 7, note: "回到 3".into(), ..Release::default() };
        for (path, rank) in [("index.html", Rank::Home), ("新闻/某 市/index.html", Rank::Page)]
        {
            release.files.insert(path.into(), Item::of(path.as_bytes(), rank));
        }
        for bytes in [release.text().into_bytes(), release.bytes()] {
            assert_eq!(Release::parse(&bytes), Some(release.clone()));
            for cut in 0..bytes.len() {
                assert_eq!(Release::parse(&bytes[..cut]), None, "cut at {cut}");
            }
        }
    }

    #[test]
    fn a_list_that_names_files_elsewhere_is_refused() {
        for path in ["../x", "/etc/passwd", "a/../../x"] {
            let mut release = Release::default();
            release.files.insert(path.into(), Item::of(b"", Rank::Page));
            assert_eq!(Release::parse(release.text().as_bytes()), None, "{path}");
            let pending =
                Pending { touched: [(path.to_owned(), Rank::Page)].into(), ..Pending::default() };
            assert_eq!(Pending::parse(pending.text().as_bytes()), None, "{path}");
        }
    }
}
