//! What the default theme promises of the pages of the sample site: how little they weigh, and that
//! nothing in them needs a laxer policy than the one they carry. It never looks at their appearance.

use crate::served::Sample;
use crate::tree::Files;

/// What the style sheets and scripts of an article's page may weigh together, uncompressed.
const MOST_BYTES: usize = 40 * 1024;

#[test]
fn style_and_script_of_an_article_weigh_little() {
    let built = Sample::new().build(&[]);
    let mut seen = 0;
    for (path, html) in pages(&built).filter(|(_, html)| html.contains("<article class=\"article "))
    {
        seen += 1;
        let files: Vec<&str> = ["<link rel=\"stylesheet\"", "<script "]
            .into_iter()
            .flat_map(|opening| html.split(opening).skip(1))
            .filter_map(|tag| {
                let tag = tag.split('>').next()?;
                let rest = tag.split("href=\"").nth(1).or_else(|| tag.split("src=\"").nth(1))?;
                rest.split(['?', '"']).next()?.strip_prefix('/')
            })
            .collect();
        assert!(files.len() >= 4, "{path} links only {files:?}");
        let total: usize = files.iter().map(|file| built.get(*file).unwrap().len()).sum();
        assert!(total <= MOST_BYTES, "{path}: {total} bytes in {files:?}");
    }
    assert!(seen > 60, "only {seen} articles were looked at");
}

/// A policy without `unsafe-inline` forbids these. Data for search engines is no script.
#[test]
fn no_page_has_style_or_script_inside() {
    let built = Sample::new().build(&[]);
    for (path, html) in pages(&built) {
        let head = html.split("<body").next().unwrap();
        assert!(head.contains("<meta http-equiv=\"Content-Security-Policy\""), "{path}: no policy");
        for script in html.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap();
            let is_data = tag.contains("type=\"application/ld+json\"");
            assert!(is_data || tag.contains(" src=\"/"), "{path}: <script{tag}>");
        }
        for forbidden in ["<style", " style=\"", " onclick=\"", " onload=\"", "javascript:"] {
            let found = html.match_indices(forbidden).find(|(at, _)| !in_code(html, *at));
            assert!(found.is_none(), "{path}: {forbidden} at {found:?}");
        }
    }
}

/// Whether a place of a page is text that is shown, not markup: the handbook shows such things,
/// with `<` written as an entity.
fn in_code(html: &str, at: usize) -> bool {
    let before = &html[..at];
    before.rfind('<') <= before.rfind('>') && !html[at..].starts_with('<')
}

fn pages(built: &Files) -> impl Iterator<Item = (&String, &str)> {
    let html = built.iter().filter(|(path, _)| path.ends_with(".html"));
    html.map(|(path, bytes)| (path, std::str::from_utf8(bytes).unwrap()))
        .filter(|(_, html)| !html.contains("http-equiv=\"refresh\""))
}
