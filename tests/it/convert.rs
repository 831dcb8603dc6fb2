//! `jianfan convert` in a pipeline: what it reads and writes comes and goes line by line. What it
//! says about texts is in `tests/commands/convert*`.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Stdio};

use crate::program;

fn start(folder: &std::path::Path, arguments: &[&str]) -> Child {
    let mut command = program::jianfan(folder);
    command.arg("convert").args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// The other side of a conversation would wait for ever otherwise.
#[test]
fn a_line_is_answered_before_the_next_one_is_written() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["--to", "zh-Hant", "--from", "zh-Hans"][..], &["--to", "zh-Hant"]] {
        let mut child = start(folder.path(), arguments);
        let mut input = child.stdin.take().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        for (line, answer) in [("头发发展\n", "頭髮發展\n"), ("后来\n", "後來\n"), ("\n", "\n")]
        {
            input.write_all(line.as_bytes()).unwrap();
            let mut answered = String::new();
            output.read_line(&mut answered).unwrap();
            assert_eq!(answered, answer);
        }
        drop(input);
        assert!(child.wait().unwrap().success());
    }
}

/// `jianfan convert … | head -1` is no fault of anybody's.
#[test]
fn a_reader_that_leaves_is_no_fault() {
    let folder = tempfile::tempdir().unwrap();
    let text = "头发\n".repeat(1 << 20);
    std::fs::write(folder.path().join("in.txt"), text).unwrap();
    let mut child = start(folder.path(), &["--from", "zh-Hans", "--to", "zh-Hant", "in.txt"]);
    drop(child.stdin.take());
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    output.read_line(&mut first).unwrap();
    assert_eq!(first, "頭髮\n");
    drop(output);
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), &*ended.stderr), (Some(0), &b""[..]));
}
