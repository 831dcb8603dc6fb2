//! Reads the crate's own sources as far as the house rules need it: files, and their tokens
//! without comments, strings and tests. It is no parser, and knows no rule.

use std::fs;
use std::path::Path;

use crate::tree;

/// A file of `src/`, tests left out.
#[derive(Debug)]
pub(crate) struct SourceFile {
    /// From the crate's root: `src/site/route.rs`.
    pub(crate) path: String,
    pub(crate) tokens: Vec<Token>,
}

/// A word, `::`, or one sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) text: String,
    /// Counted from 1.
    pub(crate) line: usize,
}

/// Every file of `src/` that is not a test.
pub(crate) fn sources() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let all: Vec<(String, String)> = tree::paths(&root.join("src"))
        .into_iter()
        .filter(|path| path.ends_with(".rs"))
        .map(|path| {
            (format!("src/{path}"), fs::read_to_string(root.join("src").join(path)).unwrap())
        })
        .collect();
    let tests: Vec<String> = all.iter().flat_map(|(path, text)| test_modules(path, text)).collect();
    let is_test = |path: &str| {
        tests.iter().any(|test| {
            path.strip_prefix(&**test).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
        })
    };
    all.into_iter()
        .filter(|(path, _)| !is_test(path))
        .map(|(path, text)| SourceFile { path, tokens: without_tests(&tokens(&text)) })
        .collect()
}

/// The modules above a file: `src/a/b.rs` and `src/a/b/mod.rs` are `["a", "b"]`.
pub(crate) fn module_path(path: &str) -> Vec<&str> {
    let inner = path.strip_prefix("src/").unwrap_or(path);
    let inner = inner.strip_suffix(".rs").unwrap_or(inner);
    let inner = inner.strip_suffix("/mod").unwrap_or(inner);
    inner.split('/').filter(|name| *name != "lib").collect()
}

/// The tokens of Rust text without comments, strings and characters.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut line = 1;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = skipped(rest).unwrap_or_else(|| {
            let length = token_length(rest, first);
            if !first.is_whitespace() {
                tokens.push(Token { text: rest[..length].to_owned(), line });
            }
            length
        });
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    tokens
}

fn token_length(rest: &str, first: char) -> usize {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    if is_word(first) {
        rest.find(|c| !is_word(c)).unwrap_or(rest.len())
    } else if rest.starts_with("::") {
        2
    } else {
        first.len_utf8()
    }
}

/// The length of a comment, string or character that stands here.
fn skipped(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(block_comment(rest));
    }
    // `br##"` is about as long as a prefix gets.
    let mut start = rest.char_indices().take(6);
    let (quote, _) = start.find(|(_, c)| matches!(c, '"' | '\''))?;
    let (prefix, quoted) = rest.split_at(quote);
    if quoted.starts_with('\'') {
        return (prefix.is_empty() || prefix == "b")
            .then(|| character(quoted))
            .flatten()
            .map(|n| quote + n);
    }
    let hashes = prefix.trim_start_matches(['b', 'c']).strip_prefix('r').map(str::len);
    match (prefix, hashes) {
        ("" | "b" | "c", _) => Some(quote + string(quoted)),
        (_, Some(count)) if prefix.ends_with(&"#".repeat(count)) && prefix.len() <= count + 2 => {
            let end = format!("\"{}", "#".repeat(count));
            Some(quote + 1 + quoted[1..].find(&end).map_or(quoted.len() - 1, |at| at + end.len()))
        }
        _ => None,
    }
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

fn string(quoted: &str) -> usize {
    let mut chars = quoted.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            '"' => return at + 1,
            _ => {}
        }
    }
    quoted.len()
}

/// The length of a character literal; `None` for a lifetime.
fn character(quoted: &str) -> Option<usize> {
    let inner = quoted.get(1..)?;
    let first = inner.chars().next()?;
    if first == '\\' {
        return inner.get(2..)?.find('\'').map(|at| at + 4);
    }
    inner[first.len_utf8()..].starts_with('\'').then(|| first.len_utf8() + 2)
}

/// The tokens without the items that are only there for tests.
pub(crate) fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if is_for_tests(&tokens[at..]) {
            at += item_length(&tokens[at..]);
        } else {
            kept.push(token.clone());
            at += 1;
        }
    }
    kept
}

/// Whether `#[cfg(test)]`, alone or with other conditions, stands here.
fn is_for_tests(tokens: &[Token]) -> bool {
    let is = |at: usize, text: &str| tokens.get(at).is_some_and(|token: &Token| token.text == text);
    if !(is(0, "#") && is(1, "[") && is(2, "cfg")) {
        return false;
    }
    let condition = tokens.iter().take_while(|token| token.text != "]");
    let words: Vec<&str> = condition.map(|token| &*token.text).collect();
    words.contains(&"test") && !words.contains(&"not")
}

/// The length of an item with the attributes before it.
fn item_length(tokens: &[Token]) -> usize {
    let mut depth = 0_usize;
    let is_use =
        tokens.iter().map(|token| &*token.text).find(|text| matches!(*text, "use" | "{" | ";"))
            == Some("use");
    for (at, token) in tokens.iter().enumerate() {
        match &*token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => {
                depth -= 1;
                if depth == 0 && token.text == "}" && !is_use {
                    return at + 1;
                }
            }
            ";" if depth == 0 => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

/// The modules that a file declares for tests only, as paths without `.rs`.
fn test_modules(path: &str, text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let folder = match path.rsplit_once('/') {
        Some((folder, "mod.rs" | "lib.rs" | "main.rs")) => folder.to_owned(),
        _ => path.trim_end_matches(".rs").to_owned(),
    };
    let mut modules = Vec::new();
    for at in 0..tokens.len() {
        if is_for_tests(&tokens[at..]) {
            let item = &tokens[at..at + item_length(&tokens[at..])];
            if let [.., word, name, end] = item
                && word.text == "mod"
                && end.text == ";"
            {
                modules.push(format!("{folder}/{}", name.text));
            }
        }
    }
    modules
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        without_tests(&tokens(text)).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn comments_strings_and_characters_are_no_tokens() {
        let text = r##"a // crate::b
            /* crate::c /* nested */ still */ d "crate::e \" f" 'g' '\'' 'h: 'static r#"i " j"# br"k" l"##;
        assert_eq!(words(text), ["a", "d", "'", "h", ":", "'", "static", "l"]);
    }

    #[test]
    fn items_for_tests_are_left_out() {
        let text = "use a; #[cfg(test)] use crate::{b, c}; fn d() { #[cfg(test)] if e { f; } g } \
                    #[cfg(all(test, unix))] #[allow(x)] mod tests { fn h() {} } #[cfg(not(test))] i";
        let kept = words(text).join(" ");
        assert_eq!(kept, "use a ; fn d ( ) { g } # [ cfg ( not ( test ) ) ] i");
        assert_eq!(test_modules("src/a/mod.rs", "#[cfg(test)]\nmod tests;"), ["src/a/tests"]);
        assert_eq!(test_modules("src/a/b.rs", "#[cfg(test)]\nmod tests;"), ["src/a/b/tests"]);
    }

    #[test]
    fn a_token_knows_its_line() {
        let found = tokens("\"one\ntwo\"\n/*\n*/ x");
        assert_eq!(found, [Token { text: "x".to_owned(), line: 4 }]);
    }
}
