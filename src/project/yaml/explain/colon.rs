//! The slips that are made at the colon itself: the Chinese one, and no space behind it. It looks
//! at one line that begins with a key.

use std::ops::Range;

use crate::diagnostic::Diagnostic;

/// What is wrong with the colon behind a line's key, and where in the line.
pub(super) fn slip(line: &str) -> Option<(Diagnostic, Range<usize>)> {
    chinese(line).or_else(|| missing_space(line))
}

fn chinese(line: &str) -> Option<(Diagnostic, Range<usize>)> {
    let at = line.find('：').filter(|at| line.get(..*at).is_some_and(|key| !key.contains(':')))?;
    Some((full_width(), at..at + '：'.len_utf8()))
}

/// The fault of a Chinese colon where an ASCII one should be.
pub(crate) fn full_width() -> Diagnostic {
    Diagnostic::error("yaml-full-width-colon", "用了中文冒号“：”", "a full-width colon stands here")
        .help("改成英文冒号，后面空一格，如“标题: 内容”。", "Write `: ` (ASCII colon and a space).")
}

fn missing_space(line: &str) -> Option<(Diagnostic, Range<usize>)> {
    let (key, value) = line.split_once(':')?;
    if value.is_empty() || value.starts_with([' ', '/']) || key.contains(' ') {
        return None;
    }
    let fault = Diagnostic::error(
        "yaml-missing-space",
        "冒号后面少一个空格",
        "a space is missing after the colon",
    );
    let fault = fault.help(format!("写成“{key}: {value}”。"), format!("Write `{key}: {value}`."));
    Some((fault, key.len()..key.len() + 1))
}
