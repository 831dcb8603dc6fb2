//! Runs the programs that reach a target: what they are given, what they say. It never puts a
//! credential on a command line, where others on the machine could read it.

use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use super::error::RemoteError;

/// What a program said.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) succeeded: bool,
    pub(super) out: Vec<u8>,
    pub(super) error: String,
}

/// Runs a program to its end, with `input` to read.
pub(super) fn run(
    program: &'static str,
    command: &mut Command,
    input: &[u8],
) -> Result<Answer, RemoteError> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let failed = |error: &std::io::Error| match error.kind() {
        ErrorKind::NotFound => RemoteError::NoProgram { program },
        _ => RemoteError::io(program, error),
    };
    let mut child = command.spawn().map_err(|error| failed(&error))?;
    let stdin = child.stdin.take();
    let output = thread::scope(|scope| {
        // A program that ends early does not read to the end; what it says tells why. Where no thread is to be
        // had, it is told nothing, and that is the failure.
        let tell = move || stdin.map(|mut stdin| stdin.write_all(input));
        let telling = thread::Builder::new().spawn_scoped(scope, tell);
        let output = child.wait_with_output();
        telling.and(output)
    });
    let output = output.map_err(|error| failed(&error))?;
    Ok(Answer {
        succeeded: output.status.success(),
        out: output.stdout,
        error: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

/// What a program left here under a name, if it did.
pub(super) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, RemoteError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(RemoteError::io(path.to_string_lossy(), &error)),
    }
}
