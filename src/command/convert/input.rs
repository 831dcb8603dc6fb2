//! The text to convert, from a file or the standard input, in lines as they come. What an old program
//! saved in another encoding is read as it was meant where it is a file; a pipe is not held up for
//! that. It never looks at what a text says, but to see in which script it is.

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;

use super::Faults;
use super::output::Stop;
use crate::diagnostic::{Diagnostic, Place};
use crate::project::{self, ProjectError};
use crate::script::han::is_han;
use crate::script::{Script, detect};

/// How much is read at once.
const ROOM: usize = 64 << 10;
/// So much of a text tells its script better than its first line does, if it is there already.
const LOOK: usize = 8 << 10;
/// A text that does not tell its script by then never will.
const MOST: usize = 256 << 10;

/// See the module.
pub(super) struct Input {
    reader: BufReader<Box<dyn Read>>,
    shown: Arc<str>,
    source: Source,
    line: Vec<u8>,
    number: usize,
}

/// Where a text is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    File,
    Pipe,
}

/// What a look at the beginning of a text told.
pub(super) struct Seen {
    pub(super) script: Option<Script>,
    pub(super) holds_han: bool,
}

impl Input {
    /// Opens the file, or the standard input.
    pub(super) fn open(file: Option<&Path>, faults: &mut Faults<'_>) -> Result<Self, Stop> {
        let (read, source): (Box<dyn Read>, Source) = match file {
            None => (Box::new(io::stdin().lock()), Source::Pipe),
            Some(path) => {
                let (bytes, fault) =
                    project::read_lines(path).map_err(|error| Stop::failed(error.diagnostic()))?;
                if let Some(fault) = fault {
                    faults.tell(fault);
                }
                (Box::new(Cursor::new(bytes)), Source::File)
            }
        };
        let reader = BufReader::with_capacity(ROOM, read);
        let shown = super::shown(file);
        Ok(Self { reader, shown, source, line: Vec::new(), number: 0 })
    }

    /// What the input is called in messages.
    pub(super) fn shown(&self) -> &Arc<str> {
        &self.shown
    }

    /// The number of the line that was read last, from 1; that of the first line of the whole text.
    pub(super) fn number(&self) -> usize {
        self.number
    }

    /// The line that was read last, with its end.
    pub(super) fn line(&self) -> &[u8] {
        &self.line
    }

    /// Reads the next line; there is none after the last one.
    pub(super) fn advance(&mut self) -> Result<bool, Stop> {
        self.line.clear();
        let read = self.reader.read_until(b'\n', &mut self.line);
        let length = read.map_err(|error| unread(&self.shown, error))?;
        self.number += 1;
        Ok(length > 0)
    }

    /// Everything, as one text.
    pub(super) fn whole(&mut self) -> Result<Vec<u8>, Stop> {
        let mut bytes = Vec::new();
        self.reader.read_to_end(&mut bytes).map_err(|error| unread(&self.shown, error))?;
        self.number = 1;
        Ok(bytes)
    }

    /// Whether all that has come so far is read: to read on may be to wait for somebody.
    pub(super) fn is_drained(&self) -> bool {
        self.reader.buffer().is_empty()
    }

    /// Looks at the beginning; nothing is taken from the input.
    pub(super) fn look(&mut self) -> Result<Seen, Stop> {
        let mut head = Vec::new();
        let mut enough = LOOK;
        let script = loop {
            let read = self.reader.read_until(b'\n', &mut head);
            let length = read.map_err(|error| unread(&self.shown, error))?;
            if length > 0 && head.len() < enough && !self.is_drained() {
                continue;
            }
            let script = detect(&String::from_utf8_lossy(&head));
            if script.is_some() || length == 0 || head.len() >= MOST {
                break script;
            }
            // Twice as much each time, so that a long look costs no more than its length.
            enough = enough.max(head.len()) * 2;
        };
        let holds_han = String::from_utf8_lossy(&head).chars().any(is_han);
        let rest = std::mem::replace(&mut self.reader, BufReader::new(Box::new(io::empty())));
        self.reader = BufReader::with_capacity(ROOM, Box::new(Cursor::new(head).chain(rest)));
        Ok(Seen { script, holds_han })
    }

    /// The fault of the line that was read last, when it is no UTF-8.
    pub(super) fn damaged(&self) -> Diagnostic {
        let fault = Diagnostic::error(
            "not-utf8",
            "这一行不是 UTF-8 编码，没有转换，照原样输出",
            "this line is not UTF-8; it was not converted",
        );
        let fault = match self.source {
            Source::File => fault.help(
                "把指着的几个字重新输入一遍，再保存。",
                "Type these characters again and save the file.",
            ),
            Source::Pipe => fault.help(
                "如果是 GB18030、Big5 编码的文件，把文件名写在命令里，程序会认出来。",
                "If it is a file in GB18030 or Big5, name it on the command line: it is recognised then.",
            ),
        };
        fault.at(place(&self.shown, &self.line).from_line(self.number))
    }
}

/// The fault of a whole page that is no UTF-8.
pub(super) fn damaged_page(shown: &Arc<str>, bytes: &[u8]) -> Diagnostic {
    Diagnostic::error(
        "not-utf8",
        "网页不是 UTF-8 编码，或者有损坏的字节，没有转换",
        "the page is not UTF-8, or some bytes of it are damaged; it was not converted",
    )
    .help(
        "用当初写它的程序打开，选“另存为”，编码选 UTF-8。",
        "Open it with the program it was written in and save it as UTF-8.",
    )
    .at(place(shown, bytes))
}

/// The first place of some bytes that is not UTF-8.
fn place(shown: &Arc<str>, bytes: &[u8]) -> Place {
    let text = String::from_utf8_lossy(bytes);
    let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    Place::new(shown.clone(), &*text, valid..valid + '\u{FFFD}'.len_utf8())
}

fn unread(shown: &Arc<str>, error: io::Error) -> Stop {
    let path = Path::new(&**shown).to_path_buf();
    Stop::failed(ProjectError::Read { path, error }.diagnostic())
}
