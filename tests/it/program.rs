//! Runs the real program in a folder and gives back all that it said. It knows no test.

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What a run said and how it ended.
#[derive(Debug)]
pub(crate) struct Run {
    /// Everything on the error stream, then everything on the output.
    pub(crate) said: String,
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) exit: i32,
}

impl Run {
    /// What a run said, as it said it.
    pub(crate) fn of(output: Output) -> Self {
        // What is no text was read as such; it is seen as U+FFFD.
        let [out, err] = [output.stdout, output.stderr]
            .map(|stream| String::from_utf8_lossy(&stream).into_owned());
        Self { said: format!("{err}{out}"), out, err, exit: output.status.code().unwrap_or(-1) }
    }
}

/// The program, about to run in `folder`, with nobody's locale or colours.
pub(crate) fn jianfan(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jianfan"));
    command.current_dir(folder).stdin(Stdio::null());
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command
}

/// Runs it to its end. Paths in what it says are told from `folder`, and the time it took is
/// taken out, so that the same run says the same everywhere.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Run {
    run_reading(folder, arguments, Stdio::null())
}

/// Runs it with something to read.
pub(crate) fn run_reading(folder: &Path, arguments: &[&str], input: impl Into<Stdio>) -> Run {
    let output = jianfan(folder).args(arguments).stdin(input).output().unwrap();
    let Run { out, err, exit, .. } = Run::of(output);
    let [out, err] = [out, err].map(|text| from_folder(&without_time(&text), folder));
    Run { said: format!("{err}{out}"), out, err, exit }
}

/// Runs it and expects it to succeed.
pub(crate) fn succeed(folder: &Path, arguments: &[&str]) -> String {
    let Run { said, exit, .. } = run(folder, arguments);
    assert_eq!(exit, 0, "{arguments:?} failed:\n{said}");
    said
}

fn from_folder(said: &str, folder: &Path) -> String {
    let real = folder.canonicalize().unwrap();
    let mut said = said.to_owned();
    for path in [&*real, folder] {
        let path = path.to_string_lossy();
        let path = path.strip_prefix(r"\\?\").unwrap_or(&path).to_owned();
        for slash in ['/', '\\'] {
            said = said.replace(&format!("{path}{slash}"), "");
        }
        said = said.replace(&path, ".");
    }
    said
}

/// `用时 0.45 秒` and `in 0.45 s` without the number.
fn without_time(said: &str) -> String {
    let mut masked = said.to_owned();
    for (before, units) in [("用时 ", [" 秒", " 秒"]), (" in ", [" s.", " s,"])] {
        let mut from = 0;
        while let Some(found) = masked[from..].find(before) {
            from += found + before.len();
            let rest = &masked[from..];
            let number = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(0);
            if number > 0 && units.iter().any(|unit| rest[number..].starts_with(unit)) {
                masked.replace_range(from..from + number, "…");
            }
        }
    }
    masked
}

#[test]
fn only_the_time_is_masked() {
    assert_eq!(
        without_time("新增 19，用时 12.05 秒，2 处提醒。\n1 in 0.1 s, 2 in 3.00 s. in 4 steps"),
        "新增 19，用时 … 秒，2 处提醒。\n1 in … s, 2 in … s. in 4 steps"
    );
}
