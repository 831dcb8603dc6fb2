//! The table of floors: imports go strictly downwards. Whoever needs an import that fails here
//! has found the wrong place for a piece of code, or an exception to be written down with its
//! reason.

use crate::rust_source::{self, SourceFile, Token};

/// Every module right under `src/` and its floor. Modules of one floor do not know one another.
const FLOORS: [(&str, u8); 23] = [
    ("kept", 0),
    // Only tests ask for it.
    ("dice", 0),
    ("script", 1),
    ("address", 1),
    ("diagnostic", 1),
    ("stopwatch", 1),
    ("picture", 1),
    ("font", 1),
    ("project", 2),
    ("article", 3),
    ("site", 4),
    ("import", 4),
    ("render", 5),
    ("check", 5),
    ("pipeline", 6),
    ("proof", 6),
    ("deliver", 6),
    ("edit", 6),
    ("command", 7),
    ("lib", 8),
    ("main", 8),
    // The library's interface, which only `main` asks for.
    ("run", 8),
    ("jianfan", 8),
];

/// Who may import a neighbour on the same floor, and why.
const SIDEWAYS: [(&str, &str, &str); 1] =
    [("diagnostic", "script", "messages are shown in Traditional Chinese, too")];

/// Who may import less than what lies below, and why.
const ONLY: [(&str, &[&str], &str); 3] = [
    (
        "deliver",
        &["address", "diagnostic"],
        "what is delivered is addresses and bytes; it must not learn what an article is",
    ),
    (
        "edit",
        &["address", "article", "diagnostic", "project", "script", "site"],
        "it writes sources; it must not render",
    ),
    (
        "proof",
        &["address", "article", "diagnostic", "project", "render", "script", "site"],
        "it makes values of what is there; it must not write, nor know who asks",
    ),
];

#[test]
fn imports_go_down_the_floors() {
    let sources = rust_source::sources();
    assert!(sources.len() > 50, "the sources were not found");
    let wrong: Vec<String> = sources.iter().flat_map(faults).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_module_has_a_floor() {
    for SourceFile { path, .. } in rust_source::sources() {
        assert!(floor(top(&path)).is_some(), "{path}: its module is not in the table of floors");
    }
}

/// The imports of a file that the table forbids, as `FILE:LINE: why`.
fn faults(file: &SourceFile) -> Vec<String> {
    let own = top(&file.path);
    imports(file)
        .into_iter()
        .filter_map(|(target, line)| {
            Some(format!("{}:{line}: {}", file.path, fault(own, &target)?))
        })
        .collect()
}

fn fault(own: &str, target: &str) -> Option<String> {
    if own == target {
        return None;
    }
    let (Some(here), Some(there)) = (floor(own), floor(target)) else {
        return Some(format!("`{target}` is not in the table of floors"));
    };
    if let Some((_, allowed, reason)) = ONLY.iter().find(|(module, ..)| *module == own)
        && !allowed.contains(&target)
    {
        return Some(format!("`{own}` imports `{target}`, but {reason}"));
    }
    let listed = SIDEWAYS.iter().any(|&(from, to, _)| (from, to) == (own, target));
    if there < here || (there == here && listed) {
        return None;
    }
    let way = if there == here { "sideways" } else { "upwards" };
    Some(format!("`{own}` (floor {here}) imports {way} from `{target}` (floor {there})"))
}

fn floor(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|&(_, floor)| floor)
}

/// The module right under `src/` that a file belongs to.
fn top(path: &str) -> &str {
    rust_source::module_path(path).first().copied().unwrap_or("lib")
}

/// The modules right under `src/` that a file names, each with its line: by `crate::…`, by a
/// group `crate::{…}`, by as many `super::` as lead to the top.
fn imports(file: &SourceFile) -> Vec<(String, usize)> {
    let tokens = &file.tokens;
    let depth = rust_source::module_path(&file.path).len();
    let mut inline: Vec<usize> = Vec::new();
    let mut braces = 0_usize;
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        match text(tokens, at) {
            "{" => {
                if at >= 2 && text(tokens, at - 2) == "mod" {
                    inline.push(braces);
                }
                braces += 1;
            }
            "}" => {
                braces = braces.saturating_sub(1);
                if inline.last() == Some(&braces) {
                    inline.pop();
                }
            }
            "crate" if text(tokens, at + 1) == "::" => found.extend(named(tokens, at + 2)),
            "super" if at == 0 || text(tokens, at - 1) != "::" => {
                let climbs =
                    (0..tokens.len()).take_while(|n| text(tokens, at + 2 * n) == "super").count();
                if climbs >= depth + inline.len() {
                    found.extend(named(tokens, at + 2 * climbs));
                }
            }
            _ => {}
        }
    }
    found
}

/// The name that stands at `at`, or all names of the group that begins there.
fn named(tokens: &[Token], at: usize) -> Vec<(String, usize)> {
    let Some(first) = tokens.get(at) else { return Vec::new() };
    if first.text != "{" {
        return vec![(first.text.clone(), first.line)];
    }
    let mut names = Vec::new();
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate().skip(at) {
        match &*token.text {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ if depth == 1 && matches!(text(tokens, index - 1), "{" | ",") => {
                names.push((token.text.clone(), token.line));
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

fn text(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| &token.text)
}

/// What the table says of a file with that path and text.
fn verdict(path: &str, text: &str) -> Vec<String> {
    let tokens = rust_source::without_tests(&rust_source::tokens(text));
    faults(&SourceFile { path: path.to_owned(), tokens })
}

#[test]
fn an_import_upwards_is_found_however_it_is_written() {
    for (path, text) in [
        ("src/site/mod.rs", "use crate::render::Page;"),
        ("src/site/mod.rs", "fn f() { crate::render::page() }"),
        ("src/site/route.rs", "use crate::{address::Address, render::{Page, Studio}};"),
        ("src/site/route.rs", "use crate::{project, render};"),
        ("src/site/route.rs", "use super::super::render::Page;"),
        ("src/site/mod.rs", "use super::render;"),
        ("src/site/mod.rs", "mod inner { use super::super::render::Page; }"),
        ("src/address.rs", "use crate::script::Script;"),
        ("src/pipeline.rs", "use crate::deliver::disk::Staging;"),
        ("src/deliver/disk/mod.rs", "use crate::project::Project;"),
        ("src/edit/mod.rs", "use crate::render::Studio;"),
        ("src/site/mod.rs", "use crate::*;"),
        ("src/site/mod.rs", "use crate::nowhere::X;"),
    ] {
        let found = verdict(path, &format!("\n{text}"));
        assert_eq!(found.len(), 1, "{path}: {text}: {found:?}");
        assert!(found[0].starts_with(&format!("{path}:2: ")), "{found:?}");
    }
}

#[test]
fn an_import_downwards_or_within_is_allowed() {
    for (path, text) in [
        ("src/site/mod.rs", "use crate::{address::Address, project::{self, Config}};"),
        (
            "src/site/route.rs",
            "use super::render; pub(crate) fn f() {} pub(in crate::site) fn g() {}",
        ),
        ("src/diagnostic/render.rs", "use crate::script::Script;"),
        ("src/site/mod.rs", "// use crate::render;\nconst X: &str = \"crate::render\";"),
        ("src/site/mod.rs", "#[cfg(test)] mod tests { use crate::render::Page; }"),
        ("src/site/mod.rs", "mod inner { use super::render; }"),
        ("src/lib.rs", "pub use crate::command::run;"),
    ] {
        assert_eq!(verdict(path, text), Vec::<String>::new(), "{path}: {text}");
    }
}
