//! The first line of a file that was copied out of a theme: which file of which theme it was, and a
//! hash of it, so that the site hears of it when the theme moves on. It never reads a file.

use std::sync::Arc;

use super::chain::Chain;
use super::layer::Files;
use crate::diagnostic::{Diagnostic, Place};

/// What the line begins with, after the sign of a comment.
const WORD: &str = "jianfan eject: ";

/// How many digits of the hash are written down.
const DIGITS: usize = 12;

/// The comment that the line is in, by the ending of the file's name.
fn comment(path: &str) -> Option<(&'static str, &'static str)> {
    if path.starts_with("templates/") {
        // It leaves nothing in the page, not even a line.
        return Some(("{#- ", " -#}"));
    }
    match path.rsplit_once('.').map(|(_, ending)| ending)? {
        "css" => Some(("/* ", " */")),
        "js" | "mjs" => Some(("// ", "")),
        "yaml" | "yml" => Some(("# ", "")),
        _ => None,
    }
}

/// A file of a theme as it is copied into a site. What knows no comments is copied as it is.
/// `text` is as the site shall have it, `original` as the theme has it.
pub(super) fn marked(theme: &str, path: &str, text: &str, original: &str) -> String {
    match comment(path) {
        Some((open, close)) => {
            format!("{open}{WORD}{theme}/{path} {}{close}\n{text}", hash(original))
        }
        None => text.to_owned(),
    }
}

/// A text without that line.
pub(super) fn unmarked(text: &str) -> &str {
    match text.split_once('\n') {
        Some((first, rest)) if first.contains(WORD) => rest,
        _ => text,
    }
}

/// What the line says.
struct Line<'a> {
    theme: &'a str,
    path: &'a str,
    hash: &'a str,
    /// Where the hash stands.
    at: usize,
}

fn line(text: &str) -> Option<Line<'_>> {
    let first = text.lines().next()?;
    let at = first.find(WORD)? + WORD.len();
    let (from, rest) = first.get(at..)?.split_once(' ')?;
    let (theme, path) = from.split_once('/')?;
    let hash = rest.split_whitespace().next()?;
    Some(Line { theme, path, hash, at: at + from.len() + 1 })
}

/// A hash that does not change with the way in which lines end.
fn hash(text: &str) -> String {
    let mut hash = blake3::hash(text.replace("\r\n", "\n").as_bytes()).to_hex().to_string();
    hash.truncate(DIGITS);
    hash
}

/// What a site should know of a file of its own: the theme's has changed since it was copied.
pub(super) fn outdated(
    shown: &Arc<str>,
    text: &Arc<str>,
    chain: &Chain,
    files: &[Files],
) -> Option<Diagnostic> {
    let Line { theme, path, hash: copied, at } = line(text)?;
    let layer = chain.links.iter().position(|link| link.name == theme)?;
    let (original, _) = files.get(layer)?.get(path)?.text().ok()?;
    let now = hash(&original);
    if now == copied {
        return None;
    }
    let fault = Diagnostic::warning(
        "ejected-outdated",
        "这个文件是从主题里复制出来的，主题的那一份后来改过",
        "this file was copied out of the theme, and the theme's has changed since",
    )
    .help(
        format!(
            "运行 jianfan theme diff {shown}，看主题现在是什么样，该改的照着改；然后把这一行的代号换成 {now}，就不再提醒。"
        ),
        format!(
            "Compare with `jianfan theme diff {shown}` and take over what you need; then write {now} here."
        ),
    );
    Some(fault.at(Place::new(shown.clone(), text.clone(), at..at + copied.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for path in ["templates/a b.html", "templates/x.xml", "static/a.css", "kinds/a.yaml"] {
            let path = path.replace(' ', "-");
            let copy = marked("tongxin", &path, "文", "字");
            let Line { theme, path: found, hash: copied, at } = line(&copy).unwrap();
            assert_eq!((theme, found, copied), ("tongxin", &*path, &*hash("字")));
            assert!(copy[at..].starts_with(copied));
            assert_eq!(unmarked(&copy), "文");
        }
        assert_eq!(marked("tongxin", "static/a.svg", "<svg/>", "<svg/>"), "<svg/>");
        assert!(line("<html>\n{#- jianfan eject: a/b 1 -#}").is_none());
        assert_eq!(hash("a\r\nb\r\n"), hash("a\nb\n"));
    }
}
