//! Where converted text goes: the standard output, in large pieces. It tells a reader who has left
//! from a disk that is full.

use std::io::{self, BufWriter, StdoutLock, Write};

use crate::command::Ending;
use crate::diagnostic::{Diagnostic, refusal};

/// How much is written at once, unless somebody waits for it.
const ROOM: usize = 64 << 10;

/// Why the command ends before the input does.
pub(super) enum Stop {
    /// Nobody reads what comes out (`| head`), which is no fault.
    Unread,
    /// Something that was not told yet.
    Told(Ending, Box<Diagnostic>),
}

impl Stop {
    pub(super) fn failed(diagnostic: Diagnostic) -> Self {
        Self::Told(Ending::Failed, Box::new(diagnostic))
    }

    fn unwritten(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::Unread;
        }
        let why = refusal(error);
        Self::failed(Diagnostic::error(
            "write-failed",
            format!("结果写不出去：{}", why.zh),
            format!("cannot write the result: {}", why.en),
        ))
    }
}

/// See the module.
pub(super) struct Output(BufWriter<StdoutLock<'static>>);

impl Output {
    pub(super) fn new() -> Self {
        Self(BufWriter::with_capacity(ROOM, io::stdout().lock()))
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        self.0.write_all(bytes).map_err(|error| Stop::unwritten(&error))
    }

    /// Everything so far reaches the reader.
    pub(super) fn flush(&mut self) -> Result<(), Stop> {
        self.0.flush().map_err(|error| Stop::unwritten(&error))
    }
}
