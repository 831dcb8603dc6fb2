//! The review ledger: which characters editors have looked at and found right, in files beside the content
//! (`review/`), one an article, a line each, sorted, so that git merges them line by line.
//!
//! A line is known by the characters around it and by what was found right, so it holds until the text there
//! changes. It never looks at an article.

use std::collections::BTreeSet;
use std::path::Path;

use super::{CONTENT, encoding};

/// The folder of the ledgers.
pub(crate) const FOLDER: &str = "review";

/// Characters of the text on each side that a line keeps.
const AROUND: usize = 8;

/// What a new ledger begins with: git's own words for "keep the lines of both sides", in the folder's settings.
pub(crate) const MERGE: (&str, &str) = ("review/.gitattributes", "*.tsv merge=union\n");

/// The sign that some programs begin a text in UTF-8 with.
const MARK: char = '\u{FEFF}';

/// What stands on top of each file.
const HEAD: &str =
    "# 校对台里看过的字。每行四栏：前文、字、后文、写作。周围的文字改了，就会重新问。\n";

/// One character that was found right.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seen {
    before: String,
    from: String,
    after: String,
    written: String,
}

/// What was found right in one article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Ledger(BTreeSet<Seen>);

impl Seen {
    /// The character at `place` of a text (in bytes), written so in the edition that was looked at.
    pub(crate) fn new(text: &str, place: std::ops::Range<usize>, written: &str) -> Self {
        let part = |text: &str| -> String { text.chars().map(plain).collect() };
        let before = text.get(..place.start).unwrap_or_default();
        let start = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
        let after = text.get(place.end..).unwrap_or_default();
        let end = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
        Self {
            before: part(before.get(start..).unwrap_or_default()),
            from: part(text.get(place).unwrap_or_default()),
            after: part(after.get(..end).unwrap_or_default()),
            written: part(written),
        }
    }

    fn line(&self) -> String {
        let Self { before, from, after, written } = self;
        format!("{before}\t{from}\t{after}\t{written}")
    }

    fn of_line(line: &str) -> Option<Self> {
        let line = line.trim_start_matches(MARK).trim_end_matches(['\r', '\n']);
        let mut columns = line.split('\t').map(str::to_owned);
        let (before, from, after) = (columns.next()?, columns.next()?, columns.next()?);
        let written = columns.next().filter(|_| columns.next().is_none())?;
        Some(Self { before, from, after, written })
    }
}

/// A character as it stands in a column: what parts lines and columns does not part them here, and what
/// stands for something else (a picture, fixed text) is seen as a box.
fn plain(c: char) -> char {
    match c {
        '\u{FFFC}' => '□',
        c if c.is_control() || c.is_whitespace() => ' ',
        c => c,
    }
}

impl Ledger {
    /// Reads a ledger. What has not its four columns (a comment, what a merge left) says nothing.
    pub(crate) fn parse(text: &str) -> Self {
        Self(text.lines().filter_map(Seen::of_line).collect())
    }

    pub(crate) fn holds(&self, seen: &Seen) -> bool {
        self.0.contains(seen)
    }

    /// The same, and what another one says.
    pub(crate) fn with(mut self, other: &Self) -> Self {
        self.0.extend(other.0.iter().cloned());
        self
    }
}

/// The text of a ledger with more lines in it, each once and in its place; all else stays as it is.
pub(crate) fn with_seen(text: &str, more: &[Seen]) -> String {
    let known = Ledger::parse(text);
    let new: BTreeSet<&Seen> = more.iter().filter(|seen| !known.holds(seen)).collect();
    if new.is_empty() {
        return text.to_owned();
    }
    let text = if text.is_empty() { HEAD } else { text };
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    if let Some(last) = lines.last_mut().filter(|last| !last.ends_with('\n')) {
        last.push_str(end);
    }
    for line in new.into_iter().map(Seen::line) {
        // A sign that some programs begin a text with keeps its place, too.
        let is_later = |other: &String| {
            Seen::of_line(other).is_some() && !other.starts_with(MARK) && *other > line
        };
        let at = lines.iter().position(is_later).unwrap_or(lines.len());
        lines.insert(at, format!("{line}{end}"));
    }
    lines.concat()
}

/// Where the ledger of an article lies, from the site's root: `review/news/x.md.tsv`.
pub(crate) fn path(article: &str) -> String {
    let inner = article.strip_prefix(CONTENT).and_then(|rest| rest.strip_prefix('/'));
    format!("{FOLDER}/{}.tsv", inner.unwrap_or(article))
}

/// Reads the ledger of an article, in whatever encoding it was saved; one that is not there, or is no text, says
/// nothing.
pub(crate) fn read(root: &Path, article: &str) -> Ledger {
    read_at(&root.join(path(article)))
}

fn read_at(path: &Path) -> Ledger {
    let bytes = std::fs::read(path).unwrap_or_default();
    encoding::decode(&bytes).map_or_else(|_| Ledger::default(), |(text, _)| Ledger::parse(&text))
}

/// What ledgers say that are no article's by now: whoever gives an article another name has seen it nonetheless. `is_one`
/// tells of a ledger's path whether there is the article.
pub(crate) fn strays(root: &Path, is_one: impl Fn(&str) -> bool) -> Ledger {
    let mut all = Ledger::default();
    let mut folders = vec![FOLDER.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(root.join(&folder)) else { continue };
        for entry in entries.filter_map(Result::ok) {
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = format!("{folder}/{name}");
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(path),
                Ok(kind) if kind.is_file() && !is_one(&path) => {
                    all = all.with(&read_at(&root.join(path)));
                }
                _ => {}
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str, written: &str) -> Seen {
        let at = text.find('范').unwrap();
        Seen::new(text, at..at + '范'.len_utf8(), written)
    }

    #[test]
    fn a_character_stays_seen_until_the_text_around_it_changes() {
        let ledger = Ledger::parse(&with_seen(
            "",
            &[seen("一二三四五六七八九范围之内的工作情况汇报", "範")],
        ));
        assert!(ledger.holds(&seen("零二三四五六七八九范围之内的工作情况汇总", "範")));
        for (text, written) in [
            ("一二三四五六七八 范围之内的工作情况汇报", "範"),
            ("一二三四五六七八九范围之外的工作情况汇报", "範"),
            ("一二三四五六七八九范围之内的工作情况汇报", "范"),
        ] {
            assert!(!ledger.holds(&seen(text, written)), "{text}");
        }
    }

    #[test]
    fn lines_are_added_in_order_and_once_and_nothing_else_is_touched() {
        let (a, b, c) = (seen("甲范", "范"), seen("乙范", "範"), seen("丙范\t末\u{FFFC}", "範"));
        let first = with_seen("", &[a.clone(), c.clone()]);
        assert_eq!(first, format!("{HEAD}丙\t范\t 末□\t範\n甲\t范\t\t范\n"));
        let second = with_seen(&first, &[b, a]);
        assert_eq!(second, format!("{HEAD}丙\t范\t 末□\t範\n乙\t范\t\t範\n甲\t范\t\t范\n"));
        let merged = second.replace("乙\t", "<<<<<<< 我的\n乙\t");
        assert_eq!(with_seen(&merged, &[c]), merged);
        assert_eq!(Ledger::parse(&merged).0.len(), 3);
    }

    #[test]
    fn a_line_that_begins_as_a_comment_does_is_known_by_its_columns() {
        let sign = seen("#村里的范大嫂", "范");
        let first = with_seen("", std::slice::from_ref(&sign));
        assert!(Ledger::parse(&first).holds(&sign), "{first}");
        assert_eq!(with_seen(&first, &[sign]), first);
    }

    #[test]
    fn line_ends_and_the_mark_of_another_program_stay() {
        let (a, b) = (seen("甲范", "范"), seen("乙范", "範"));
        let of_windows = format!("{MARK}{HEAD}甲\t范\t\t范").replace('\n', "\r\n");
        let more = with_seen(&of_windows, &[a, b.clone()]);
        assert_eq!(more, format!("{MARK}{HEAD}乙\t范\t\t範\n甲\t范\t\t范\n").replace('\n', "\r\n"));
        assert!(Ledger::parse(&format!("{MARK}乙\t范\t\t範\r\n")).holds(&b));
        assert_eq!(with_seen("", &[]), "");
    }

    #[test]
    fn a_ledger_that_was_saved_otherwise_is_read() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(FOLDER)).unwrap();
        let seen = seen("村里的范大嫂来了", "范");
        let text = with_seen("", std::slice::from_ref(&seen));
        let (bytes, ..) = encoding_rs::GB18030.encode(&text);
        std::fs::write(folder.path().join(path("content/x.md")), bytes).unwrap();
        assert!(read(folder.path(), "content/x.md").holds(&seen));
    }

    #[test]
    fn a_ledger_lies_where_its_article_does() {
        assert_eq!(path("content/news/县区/x.md"), "review/news/县区/x.md.tsv");
    }
}
