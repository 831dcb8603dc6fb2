//! Says in an editor's words why YAML could not be read. Every parser is useless on what Chinese
//! authors really type (`标题：…`, a full-width space, a tab), so the usual slips are looked for
//! first; the parser's own words come last. It never repairs anything.

mod bracket;
mod colon;
mod value;

pub(crate) use colon::full_width as full_width_colon;

use std::ops::Range;

use super::{YamlText, hidden};
use crate::diagnostic::Diagnostic;

/// The text is YAML, but no list of `key: value` lines.
pub(super) fn not_a_mapping(yaml: &YamlText) -> Vec<Diagnostic> {
    let slips = usual_slips(yaml, None);
    if !slips.is_empty() {
        return slips;
    }
    let fault = Diagnostic::error(
        "yaml-not-a-table",
        "这里应当每行一项，写成“名称: 内容”",
        "expected one `key: value` on each line",
    )
    .help(
        "例如：title: 要闻。英文冒号后面空一格。",
        "For example `title: News`, with a colon and a space.",
    )
    .at(yaml.place(first_line(yaml.as_str())));
    vec![fault]
}

/// The parser gave up.
pub(super) fn unreadable(yaml: &YamlText, error: &serde_yaml::Error) -> Vec<Diagnostic> {
    let at = error.location().map(|location| location.index().min(yaml.as_str().len()));
    if let Some(slip) = bracket::unclosed(yaml, error) {
        return vec![slip];
    }
    let slips = usual_slips(yaml, at);
    if !slips.is_empty() {
        return slips;
    }
    let span = line_around(yaml.as_str(), at.unwrap_or(0));
    // The parser counts its lines from the top of the YAML, not of the file.
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default();
    let fault = Diagnostic::error(
        "yaml-unreadable",
        "这一行附近的写法读不懂",
        format!("this cannot be read as YAML ({reason})"),
    )
    .help(
        "检查引号是否成对、冒号是否是英文冒号且后面有空格、缩进是否一致；内容里有冒号时，用引号括起来。",
        "Check that quotes are paired, colons are followed by a space and indentation is even; put a value that holds a colon in quotes.",
    )
    .at(yaml.place(span));
    vec![fault]
}

/// Looks for the slips that Chinese authors make, first on the line where the parser stopped,
/// then from the top. A wrong colon is seldom alone: then every line that has one is told.
fn usual_slips(yaml: &YamlText, at: Option<usize>) -> Vec<Diagnostic> {
    let text = yaml.as_str();
    let near = at.map(|at| line_around(text, at));
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        lines.push(start..start + line.trim_end().len());
        start += line.len();
    }
    let is_colon =
        |slip: &Diagnostic| matches!(slip.code, "yaml-full-width-colon" | "yaml-missing-space");
    // The parser stops below a wrong colon in a table within a list.
    let mut inner = near.iter().flat_map(|near| {
        let above = lines.iter().rev().find(|line| line.start < near.start);
        above.into_iter().chain([near])
    });
    if let Some(slip) = inner.find_map(|span| inner_slip(yaml, span)) {
        return vec![slip];
    }
    match near.iter().chain(&lines).find_map(|span| slip_on_line(yaml, span)) {
        Some(slip) if is_colon(&slip) => {
            lines.iter().filter_map(|span| slip_on_line(yaml, span)).filter(is_colon).collect()
        }
        slip => slip.into_iter().collect(),
    }
}

fn slip_on_line(yaml: &YamlText, span: &Range<usize>) -> Option<Diagnostic> {
    let line = yaml.as_str().get(span.clone())?;
    let find = |offset: usize, length: usize| {
        yaml.place(span.start + offset..span.start + offset + length)
    };
    if line.trim_start().starts_with('#') {
        return None;
    }
    if line.starts_with('\t') {
        return Some(
            Diagnostic::error("yaml-tab", "行首用了制表符（Tab）", "a tab indents this line")
                .help("改用空格缩进，每级两个空格。", "Indent with two spaces a level.")
                .at(find(0, 1)),
        );
    }
    let strange = line.char_indices().find(|&(_, c)| hidden::strange_space(c));
    let before_value = line.split([':', '：']).next().map_or(0, str::len);
    if let Some((offset, c)) = strange.filter(|(offset, _)| *offset <= before_value + 4) {
        return Some(hidden::fault(c).at(find(offset, c.len_utf8())));
    }
    if !line.starts_with([' ', '-', '"', '\''])
        && let Some((diagnostic, at)) = colon::slip(line)
    {
        return Some(diagnostic.at(find(at.start, at.len())));
    }
    value::slip(line).map(|(diagnostic, at)| diagnostic.at(find(at.start, at.len())))
}

/// A wrong colon on an indented line, where a colon is otherwise an ordinary sign.
fn inner_slip(yaml: &YamlText, span: &Range<usize>) -> Option<Diagnostic> {
    let line = yaml.as_str().get(span.clone())?;
    let inner = line.trim_start_matches([' ', '-']);
    let indent = line.len() - inner.len();
    if indent == 0 || inner.starts_with(['#', '"', '\'', '[', '{']) {
        return None;
    }
    let (diagnostic, at) = colon::slip(inner)?;
    let start = span.start + indent + at.start;
    Some(diagnostic.at(yaml.place(start..start + at.len())))
}

fn first_line(text: &str) -> Range<usize> {
    line_around(text, text.len() - text.trim_start().len())
}

fn line_around(text: &str, at: usize) -> Range<usize> {
    let before = text.as_bytes().get(..at.min(text.len())).unwrap_or_default();
    let start = before.iter().rposition(|&b| b == b'\n').map_or(0, |newline| newline + 1);
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let length = rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len());
    start..start + length
}
