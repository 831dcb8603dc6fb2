//! Pages that have no source of their own: what a taxonomy gathers, and what a theme makes of a
//! template alone. They never hold a body.

use tera::{Context, Value};

use super::context::{self, Listing};
use super::{Markup, Page, Studio, link, missing_template};
use crate::address::Address;
use crate::diagnostic::Diagnostic;

impl Studio {
    pub(super) fn taxonomy(
        &self,
        index: usize,
        address: &Address,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Page> {
        let site = self.site();
        let taxonomy = site.taxonomies.get(index)?;
        let mut context = Context::new();
        let own = context::table([
            ("name", taxonomy.rule.name.as_str().into()),
            ("label", taxonomy.rule.label.as_str().into()),
            ("path", link::href(site, address).into()),
            ("permalink", link::permalink(site, address).into()),
        ]);
        context.insert_value("taxonomy", own);
        context.insert_value("terms", context::terms(site, taxonomy, usize::MAX));
        self.place(&mut context, address, context::taxonomy_ancestors(site, None));
        let text = self.template("taxonomy.html", &context, &taxonomy.rule.label, faults)?;
        Some(Page::Text { markup: Markup::Html, text })
    }

    pub(super) fn term(
        &self,
        taxonomy: usize,
        term: usize,
        page: usize,
        address: &Address,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Page> {
        let site = self.site();
        let taxonomy = site.taxonomies.get(taxonomy)?;
        let term = taxonomy.terms.get(term)?;
        let listing = Listing {
            entries: &term.entries,
            per_page: site.config.paginate_by,
            first: &term.address,
            page,
        };
        let mut context = Context::new();
        let above = context::table([
            ("name", taxonomy.rule.name.as_str().into()),
            ("label", taxonomy.rule.label.as_str().into()),
            ("path", link::href(site, &taxonomy.address).into()),
        ]);
        let own = context::table([
            ("name", term.name.as_str().into()),
            ("label", taxonomy.rule.label.as_str().into()),
            ("path", link::href(site, &term.address).into()),
            ("permalink", link::permalink(site, address).into()),
            ("count", term.entries.len().into()),
            ("page", term.page.map(|index| context::item(&self.shelf, index)).into()),
            ("offices", context::texts(term.offices.iter().map(String::as_str))),
        ]);
        context.insert_value("taxonomy", above);
        context.insert_value("term", own);
        context.insert_value("paginator", context::pager(&self.shelf, &listing));
        self.place(&mut context, address, context::taxonomy_ancestors(site, Some(taxonomy)));
        let text = self.template("term.html", &context, &term.key, faults)?;
        Some(Page::Text { markup: Markup::Html, text })
    }

    /// Where a page without front matter stands.
    fn place(&self, context: &mut Context, address: &Address, ancestors: Value) {
        let site = self.site();
        context.insert_value("ancestors", ancestors);
        context.insert_value("translations", context::translations(site, address, &[]));
        context.insert_value("default_permalink", link::permalink(site, address).into());
    }

    /// A page of the theme's own: the template decides what is on it.
    pub(super) fn theme_page(
        &self,
        index: usize,
        address: &Address,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Page> {
        let site = self.site();
        let page = site.theme_pages.get(index)?;
        if self.unreadable.is_empty() && !self.tera.contains_template(&page.template) {
            let place = Some(page.place.clone());
            faults.push(missing_template(&page.template, &self.templates, place));
            return None;
        }
        let mut context = Context::new();
        let own = context::table([
            ("title", page.title.as_str().into()),
            ("path", link::href(site, address).into()),
            ("permalink", link::permalink(site, address).into()),
        ]);
        context.insert_value("theme_page", own);
        self.place(&mut context, address, context::taxonomy_ancestors(site, None));
        let text = self.template(&page.template, &context, &page.title, faults)?;
        Some(Page::Text { markup: Markup::Html, text })
    }
}
