//! What a commit has still to do, written down before it is done. Every operation may be carried
//! out again after it was, wholly or in part. It never carries them out; see `commit`.

use std::io;
use std::path::Path;

use super::{names, sealed};

/// The operations of one commit, in order.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Journal {
    pub(super) operations: Vec<Operation>,
}

/// One operation. Paths are from the output folder, `/`-joined; `""` is the folder itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Operation {
    /// Gives a file or folder the upper and lower case it now has, on a file system that takes
    /// both spellings for the same.
    Respell { from: Box<str>, to: Box<str> },
    /// Moves a file or a folder from the staged tree to its place.
    Move { path: Box<str> },
    /// Moves a file that is staged under a number to its place.
    MoveSingle { path: Box<str>, number: Box<str> },
    /// Removes a file that the site no longer has. A folder that has taken its name stays.
    Remove { path: Box<str> },
    /// Removes a folder that the site no longer has, if nothing is in it. A file that has taken its
    /// name stays.
    RemoveFolder { path: Box<str> },
}

impl Journal {
    /// The journal in a file; `None` when there is none that is whole and in our format.
    pub(super) fn read(path: &Path) -> io::Result<Option<Self>> {
        sealed::read(path, Self::parse)
    }

    /// The journal as it stands in its file: a line for each operation, its parts between tabs.
    /// No path holds a tab: `names::check` lets no control character through.
    pub(super) fn text(&self) -> String {
        let mut body = String::with_capacity(self.operations.len() * 64);
        for operation in &self.operations {
            let (verb, first, second) = operation.parts();
            for part in [verb, "\t", first, "\t", second, "\n"] {
                body.push_str(part);
            }
        }
        sealed::seal("journal", &body)
    }

    fn parse(text: &str) -> Option<Self> {
        let body = sealed::unseal("journal", text)?;
        let operations = body.lines().map(Operation::parse).collect::<Option<_>>()?;
        Some(Self { operations })
    }
}

impl Operation {
    /// Whether it brings something from the staging area.
    pub(super) fn is_move(&self) -> bool {
        matches!(self, Self::Move { .. } | Self::MoveSingle { .. })
    }

    fn parts(&self) -> (&'static str, &str, &str) {
        match self {
            Self::Respell { from, to } => ("respell", from, to),
            Self::Move { path } => ("move", path, ""),
            Self::MoveSingle { number, path } => ("move-single", path, number),
            Self::Remove { path } => ("remove", path, ""),
            Self::RemoveFolder { path } => ("remove-folder", path, ""),
        }
    }

    fn parse(line: &str) -> Option<Self> {
        let mut parts = line.split('\t');
        let (verb, first, second) = (parts.next()?, parts.next()?, parts.next()?);
        let inside = |path: &str| names::check(path).is_ok().then(|| Box::from(path));
        Some(match verb {
            "respell" => Self::Respell { from: inside(first)?, to: inside(second)? },
            "move" if first.is_empty() => Self::Move { path: Box::from("") },
            "move" => Self::Move { path: inside(first)? },
            "move-single" => Self::MoveSingle { path: inside(first)?, number: inside(second)? },
            "remove" => Self::Remove { path: inside(first)? },
            "remove-folder" => Self::RemoveFolder { path: inside(first)? },
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_reads_back_as_it_was_written() {
        let path = || Box::from("新闻/某 市/index.html");
        let operations = vec![
            Operation::Respell { from: "News".into(), to: "news".into() },
            Operation::Move { path: "".into() },
            Operation::Move { path: path() },
            Operation::MoveSingle { number: "7".into(), path: path() },
            Operation::Remove { path: path() },
            Operation::RemoveFolder { path: path() },
        ];
        let journal = Journal { operations };
        assert_eq!(Journal::parse(&journal.text()), Some(journal));
    }

    #[test]
    fn a_journal_that_reaches_elsewhere_is_refused() {
        for path in ["../x", "/x", "a//b", ""] {
            let journal = Journal { operations: vec![Operation::Remove { path: path.into() }] };
            assert_eq!(Journal::parse(&journal.text()), None, "{path}");
        }
    }
}
