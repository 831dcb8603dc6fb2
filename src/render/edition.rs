//! Makes an edition of a finished page: the pass of `script`, told where this site's links lead
//! and what its marks stand for. It never sees how the page came to be.

use super::link::edition_path;
use crate::address::Address;
use crate::project::Edition;
use crate::script::{self, Lasting, Links, OwnAddress};
use crate::site::{Scope, Site};

/// What a finished page is made of, which decides what the pass converts in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Markup {
    Html,
    Xml,
}

/// Writes the edition of a page that stands at `address` to the end of `out`.
pub(crate) fn write(
    site: &Site,
    edition: &Edition,
    address: &Address,
    markup: Markup,
    page: &str,
    out: &mut String,
) {
    let links = EditionLinks { site, edition, address };
    let number =
        site.config.editions.iter().position(|it| it.path == edition.path).unwrap_or_default();
    let pass = script::Edition {
        from: site.config.script,
        to: edition.script,
        quotes: edition.quotes,
        readings: &site.readings,
        words: &site.words,
        links: &links,
        lasting: Some(Lasting { site: &site.once, edition: number }),
    };
    match markup {
        Markup::Html => script::pass::html(page, &pass, out),
        Markup::Xml => script::pass::xml(page, &pass, out),
    }
}

struct EditionLinks<'a> {
    site: &'a Site,
    edition: &'a Edition,
    address: &'a Address,
}

impl Links for EditionLinks<'_> {
    fn link(&self, href: &str) -> Option<String> {
        if self.edition.path.is_empty() {
            return None;
        }
        let config = &self.site.config;
        let rest = href.strip_prefix(config.origin()).unwrap_or(href);
        let inner = rest.strip_prefix(config.base_path())?;
        let path = inner.find(['?', '#']).map_or(Some(inner), |end| inner.get(..end))?;
        if !path.starts_with('/') {
            return None;
        }
        let routes = &self.site.routes;
        let scope = match routes.scope_at(path) {
            Some(scope) => scope,
            None => routes.find(&Address::from_href(path)?)?.scope(),
        };
        (scope == Scope::Edition).then(|| {
            let before = href.get(..href.len() - inner.len()).unwrap_or_default();
            [before, "/", &self.edition.path, inner].concat()
        })
    }

    fn lead_elsewhere(&self) -> bool {
        !self.edition.path.is_empty()
    }

    fn own_address(&self, form: OwnAddress) -> String {
        let path = edition_path(self.site, &self.edition.path, self.address);
        let url = format!("{}{path}", self.site.config.origin());
        match form {
            OwnAddress::Url => url.replace('&', "&amp;").replace('<', "&lt;"),
            OwnAddress::Qr => super::qr::svg(&url),
        }
    }
}
