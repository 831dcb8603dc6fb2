//! Says why a text has no front matter: the file is empty, or the lines of `---` are missing, are
//! not quite that, or are not where they should be. It never looks between them.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Place};
use crate::project::Source;

/// What is typed, or made of `---` by a program that means well, in its place.
const DASHES: [char; 9] = ['-', '‐', '–', '—', '―', '─', '－', '=', '_'];

/// The fault of a source whose front matter was not found.
pub(in crate::article) fn fault(source: &Source) -> Diagnostic {
    let text = &*source.text;
    if text.trim().is_empty() {
        return empty(source);
    }
    let place = |span: Range<usize>| Place::new(source.path.clone(), source.text.clone(), span);
    let lines = lines(text);
    let first = lines.iter().find(|(_, line)| !line.trim().is_empty());
    let Some((start, line)) = first.copied() else { return empty(source) };
    if start == 0 && line.trim_end() == "---" {
        let close = lines.iter().skip(1).find(|(_, line)| is_of_dashes(line));
        return match close {
            Some((at, line)) => not_quite("front-matter-unclosed").at(place(*at..at + line.len())),
            None => unclosed().at(place(0..line.len())),
        };
    }
    let span = place(start..start + line.len());
    if line.trim_end() == "---" {
        late().at(span)
    } else if is_of_dashes(line) {
        not_quite("missing-front-matter").at(span)
    } else {
        missing().at(span)
    }
}

/// The lines with their places, without their ends.
fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let start = at;
            at += line.len();
            (start, line.trim_end_matches(['\n', '\r']))
        })
        .collect()
}

fn is_of_dashes(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.chars().all(|c| DASHES.contains(&c))
}

fn empty(source: &Source) -> Diagnostic {
    Diagnostic::error("empty-file", "文件是空的", "the file is empty")
        .help(
            "把稿件写进去；不要了就删去这个文件。",
            "Write the article, or delete the file if it is not needed.",
        )
        .at(Place::file(source.path.clone()))
}

fn unclosed() -> Diagnostic {
    Diagnostic::error(
        "front-matter-unclosed",
        "文章信息没有结束：只有第一行 ---，缺后面的一行",
        "the front matter never ends: the second line of --- is missing",
    )
    .help(
        "在标题、日期等各行的下面，正文的上面，加一行 ---。",
        "Add a line of --- under the last key, before the text.",
    )
}

fn not_quite(code: &'static str) -> Diagnostic {
    let what = "这一行应当正好是三个英文减号 ---，前面没有空格";
    let en = "this line should be exactly three hyphens, with nothing before them";
    let fault = match code {
        "front-matter-unclosed" => Diagnostic::error("front-matter-unclosed", what, en),
        _ => Diagnostic::error("missing-front-matter", what, en),
    };
    fault.help("删去这一行，重新输入 ---。", "Delete the line and type `---`.")
}

fn late() -> Diagnostic {
    Diagnostic::error(
        "missing-front-matter",
        "文章信息要从文件的第一行开始，这一行 --- 的前面有空行",
        "the front matter must begin on the first line; there are empty lines before it",
    )
    .help("删去前面的空行。", "Remove the empty lines before it.")
}

fn missing() -> Diagnostic {
    Diagnostic::error(
        "missing-front-matter",
        "文件开头没有文章信息（两行 --- 之间的部分）",
        "the file has no front matter (the part between two lines of ---)",
    )
    .help(
        "在最前面加上：一行 ---，一行“标题: ……”，一行“日期: 2026-01-31”，再一行 ---。",
        "Begin the file with a line of ---, `title: …`, `date: …`, and another line of ---.",
    )
}
