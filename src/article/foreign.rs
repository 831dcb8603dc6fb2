//! Warns when a text does not look like the script it is taken for. It never switches by itself:
//! an article that quotes old prints is no Traditional article.

use crate::diagnostic::Diagnostic;
use crate::script::{Script, detect};

use super::Article;

/// How much of a body is looked at, in bytes: some 300 characters tell enough.
const LOOKED_AT: usize = 1_000;

/// The warning, if the body is in the other script than the article says.
pub(super) fn warn(article: &Article) -> Option<Diagnostic> {
    let body = article.markdown();
    let mut end = body.len().min(LOOKED_AT);
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    let seen = detect(body.get(..end)?)?;
    let taken_for = article.meta.script;
    if seen.is_traditional() == taken_for.is_traditional() {
        return None;
    }
    let first = body.len() - body.trim_start().len();
    let line = body.get(first..)?.lines().next().map_or(0, str::len);
    let place = article.body_place(first..first + line);
    Some(message(seen, taken_for).at(place))
}

fn message(seen: Script, taken_for: Script) -> Diagnostic {
    let zh = |script: Script| if script.is_traditional() { "繁体" } else { "简体" };
    let en = |script: Script| if script.is_traditional() { "Traditional" } else { "Simplified" };
    let tag = if seen.is_traditional() { Script::Hant } else { Script::Hans };
    Diagnostic::warning(
        "script-mismatch",
        format!("正文看起来是{}，这篇却按{}处理", zh(seen), zh(taken_for)),
        format!("the text looks {}, but is taken for {}", en(seen), en(taken_for)),
    )
    .help(
        format!("如果稿件就是用{}写的，在文章信息里加一行“文字: {tag}”。", zh(seen)),
        format!("If it was written so, add `script: {tag}` to the front matter."),
    )
}
