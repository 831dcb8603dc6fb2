//! The sitemap, with every edition of every page and its alternates, and robots.txt. The format
//! is that of sitemaps.org with Google's `xhtml:link`; a sitemap holds at most 50,000 addresses.

use std::fmt::Write as _;

use super::link::edition_path;
use crate::address::Address;
use crate::site::{Route, Site};

/// All pages of all editions in one file.
pub(super) fn sitemap(site: &Site) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    let pages = site.routes.iter().filter(|(_, route)| route.is_page() && is_public(site, route));
    for (address, route) in pages {
        let alternates = alternates(site, address);
        for edition in &site.config.editions {
            out.push_str("<url><loc>");
            push_url(site, &edition.path, address, &mut out);
            out.push_str("</loc>");
            if let Some(day) = last_change(site, route) {
                // Writing to a String cannot fail.
                let _ = write!(out, "<lastmod>{day}</lastmod>");
            }
            out.push_str(&alternates);
            out.push_str("</url>\n");
        }
    }
    out.push_str("</urlset>\n");
    out
}

/// What tells search engines where the sitemap is. Nothing is closed to them.
pub(super) fn robots(site: &Site) -> String {
    let base = format!("{}{}", site.config.origin(), site.config.base_path());
    format!("User-agent: *\nAllow: /\n\nSitemap: {base}/sitemap.xml\n")
}

/// What is not published, but shown in the preview, has no place in a sitemap.
fn is_public(site: &Site, route: &Route) -> bool {
    match route {
        Route::Article(index) => site
            .entries
            .get(*index)
            .is_some_and(|entry| entry.status() == crate::article::Status::Published.names()),
        _ => true,
    }
}

fn last_change(site: &Site, route: &Route) -> Option<String> {
    let Route::Article(index) = route else { return None };
    let meta = &site.entries.get(*index)?.article.meta;
    meta.date("updated").or_else(|| meta.date("date")).map(crate::article::Moment::iso_day)
}

fn alternates(site: &Site, address: &Address) -> String {
    let mut out = String::new();
    let mut add = |lang: &str, edition: &str| {
        let _ = write!(out, "<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"");
        push_url(site, edition, address, &mut out);
        out.push_str("\"/>");
    };
    for edition in &site.config.editions {
        add(edition.script.tag(), &edition.path);
    }
    if let Some(first) = site.config.editions.first() {
        add("x-default", &first.path);
    }
    out
}

fn push_url(site: &Site, edition: &str, address: &Address, out: &mut String) {
    let path = edition_path(site, edition, address);
    out.push_str(&site.config.origin().replace('&', "&amp;"));
    out.push_str(&path.replace('&', "&amp;").replace('\'', "&apos;"));
}
