//! A site is a function from an address to bytes. A page is rendered once, in the site's own
//! script; every edition is made from it in one pass.
//!
//! Build and preview both come through [`Studio::render`] and [`Studio::edition`], so that what an
//! editor sees is what readers get. It never reads content files and writes nothing.

mod anchor;
pub(crate) mod asset;
pub(crate) mod body;
mod context;
mod data;
mod edition;
mod file;
mod filters;
mod finished;
mod font;
mod functions;
mod gathered;
mod link;
mod linked_data;
mod names;
mod offer;
mod picture;
pub(crate) mod qr;
mod query;
mod redirect;
mod resize;
mod shelf;
mod sitemap;
mod templates;

use std::sync::Arc;

use tera::{Context, Tera};

pub(crate) use edition::Markup;
pub(crate) use finished::{Page, Sheet};
pub(crate) use names::{Names, TemplateName};
pub(crate) use picture::Batch;
pub(crate) use shelf::Shelf;
pub(crate) use templates::fold_repeats;

use self::context::Listing;
use self::font::FontCase;
use self::offer::Offered;
use self::picture::Album;
use self::templates::Compiled;
use crate::address::Address;
use crate::article::{Article, Body, Status};
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::font::Foundry;
use crate::picture::Cabinet;
use crate::project::{CONTENT, Edition, Project, Template};
use crate::script::Script;
use crate::site::{Entry, Route, Site, nearest_written};
use crate::stopwatch::{Stage, Stopwatch};

/// How many articles the feed holds.
const FEED_LENGTH: usize = 20;

/// What is made of files is made with, and kept in, from one site to the next.
#[derive(Debug, Clone)]
pub(crate) struct Tools {
    /// Smaller pictures.
    pub(crate) cabinet: Arc<Cabinet>,
    /// Parts of fonts.
    pub(crate) foundry: Arc<Foundry>,
}

/// A site with its templates, ready to answer for any address.
pub(crate) struct Studio {
    pub(crate) shelf: Arc<Shelf>,
    tera: Tera,
    offered: Offered,
    templates: Arc<[Template]>,
    /// Why the templates could not be read, if so; every page that needs one then says so.
    unreadable: Vec<Diagnostic>,
    stopwatch: Arc<Stopwatch>,
}

impl Studio {
    /// Makes a site ready. Templates that cannot be read are told by the pages that need them.
    pub(crate) fn new(
        site: Site,
        project: &Project,
        tools: Tools,
        stopwatch: Arc<Stopwatch>,
    ) -> Self {
        let (theme, data) = (&project.theme, project.data.clone());
        let fonts = FontCase::new(project.fonts.clone(), tools.foundry);
        let shelf = Arc::new(Shelf::new(site, data, Album::new(tools.cabinet), fonts));
        let compile = || templates::compile(theme, &shelf);
        let Compiled { tera, offered, faults } = stopwatch.time(Stage::Templates, compile);
        let (templates, unreadable) = (theme.templates.as_slice().into(), faults);
        Self { shelf, tera, offered, templates, unreadable, stopwatch }
    }

    /// The same templates and files with a site in which articles say something else.
    pub(crate) fn revised(&self, site: Site) -> Self {
        let fresh = Arc::new(self.shelf.revised(site));
        let (tera, offered) = templates::again(&self.tera, &fresh);
        let (templates, unreadable) = (self.templates.clone(), self.unreadable.clone());
        let stopwatch = self.stopwatch.clone();
        Self { shelf: fresh, tera, offered, templates, unreadable, stopwatch }
    }

    /// The site that is answered for.
    pub(crate) fn site(&self) -> &Site {
        &self.shelf.site
    }

    /// Where an address is found in each edition.
    pub(crate) fn links(&self, address: &Address) -> Vec<String> {
        let editions = self.site().config.editions.iter();
        editions.map(|edition| link::edition_path(self.site(), &edition.path, address)).collect()
    }

    /// Why no page can be made from the templates, if so.
    pub(crate) fn template_faults(&self) -> &[Diagnostic] {
        &self.unreadable
    }

    /// What the stages of its work are measured with.
    pub(crate) fn stopwatch(&self) -> &Stopwatch {
        &self.stopwatch
    }

    /// Which of an article's hand-written bodies readers of an edition get; 0 for everything else.
    pub(crate) fn written_for(&self, route: &Route, edition: &Edition) -> usize {
        let site = self.site();
        let written = match route {
            Route::Article(index) => site.entries.get(*index).map(|entry| &entry.written),
            Route::Section { section, .. } => {
                site.sections.get(*section).map(|section| &section.written)
            }
            _ => None,
        };
        // Most are written once.
        let Some(written) = written.filter(|written| written.len() > 1) else { return 0 };
        let scripts: Vec<Script> = written.iter().map(|article| article.meta.script).collect();
        nearest_written(&scripts, edition.script)
    }

    /// Renders what stands at a route, from the `written`th hand-written body. What is wrong is
    /// returned beside it; without a page there is at least one error.
    pub(crate) fn render(
        &self,
        address: &Address,
        route: &Route,
        written: usize,
    ) -> (Option<Page>, Vec<Diagnostic>) {
        self.finish(address, route, written, self.begin(route, written))
    }

    /// Renders the body of what stands at a route, before any template: that of an article.
    pub(crate) fn begin(&self, route: &Route, written: usize) -> body::Begun {
        let Route::Article(index) = route else { return body::Begun::default() };
        let mut faults = Vec::new();
        let body = self.article_body(*index, written, &mut faults).unwrap_or_default();
        body::Begun { body, faults }
    }

    /// Renders the rest of what stands at a route; see [`Studio::render`].
    pub(crate) fn finish(
        &self,
        address: &Address,
        route: &Route,
        written: usize,
        begun: body::Begun,
    ) -> (Option<Page>, Vec<Diagnostic>) {
        let body::Begun { body, mut faults } = begun;
        let page = match route {
            Route::Section { section, page } => self.section(*section, *page, written, &mut faults),
            Route::Article(index) => self.article(*index, written, &body, &mut faults),
            Route::Taxonomy(index) => self.taxonomy(*index, address, &mut faults),
            Route::Term { taxonomy, term, page } => {
                self.term(*taxonomy, *term, *page, address, &mut faults)
            }
            Route::ThemePage(index) => self.theme_page(*index, address, &mut faults),
            Route::Alias(to) => {
                let text = redirect::page(self.site(), to).into_bytes();
                Some(Page::Text { markup: Markup::Html, text })
            }
            Route::Feed => self.feed(&mut faults),
            Route::NotFound => self
                .template("404.html", &Context::new(), "404.html", &mut faults)
                .map(|text| Page::Text { markup: Markup::Html, text }),
            Route::Sitemap => Some(Page::Shared(sitemap::sitemap(self.site()))),
            Route::Robots => Some(Page::Shared(sitemap::robots(self.site()))),
            Route::HighlightStyle => Some(Page::Shared(self.shelf.highlight().to_owned())),
            Route::ColorStyle => Some(Page::Shared(asset::color_style(self.site()))),
            Route::FontStyle => {
                let plan = self.shelf.fonts.plan(self.site());
                faults.extend(plan.faults.iter().cloned());
                Some(Page::Shared(plan.css.clone()))
            }
            Route::File(file) => Some(Page::File(file.clone())),
        };
        (page, faults)
    }

    /// The bytes of a page in an edition.
    pub(crate) fn edition<'p>(
        &self,
        sheet: &'p Sheet<'_>,
        edition: &Edition,
        address: &Address,
        buffer: &'p mut String,
    ) -> &'p [u8] {
        match sheet {
            Sheet::Text { markup, text } => {
                buffer.clear();
                edition::write(self.site(), edition, address, *markup, text, buffer);
                buffer.as_bytes()
            }
            Sheet::Shared(bytes) => bytes,
        }
    }

    fn template(
        &self,
        name: &str,
        context: &Context,
        source: &str,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Vec<u8>> {
        if !self.unreadable.is_empty() {
            faults.extend(self.unreadable.iter().cloned());
            return None;
        }
        // Most pages fit; one that does not is copied as it grows.
        let mut text = Vec::with_capacity(48 * 1024);
        match self.tera.render_to(name, context, &mut text) {
            Ok(()) => Some(text),
            Err(error) => {
                faults.extend(self.shelf.data.told_by(&error));
                faults.push(templates::fault(&error, &self.templates, Some(source)));
                None
            }
        }
    }

    fn article_body(
        &self,
        index: usize,
        written: usize,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Body> {
        let entry = self.site().entries.get(index)?;
        let article = entry.written.get(written)?;
        // Of a withdrawn article only the notice is left: its body and files are not even looked at.
        (article.meta.status != Status::Withdrawn)
            .then(|| self.checked_body(entry, written, article, faults))
    }

    fn article(
        &self,
        index: usize,
        written: usize,
        body: &Body,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Page> {
        let entry = self.site().entries.get(index)?;
        let article = entry.written.get(written)?;
        let kind = self.site().kinds.find(&entry.article.meta.kind);
        let usual = kind.map_or("article.html", |kind| kind.template.as_str());
        let template = self.template_of(Some(&entry.article), usual, faults)?;
        let mut context = Context::new();
        context.insert_value("page", context::page(&self.shelf, index, article, body));
        let text = self.template(&template, &context, &article.path, faults)?;
        Some(Page::Text { markup: Markup::Html, text })
    }

    /// The body, with all that is wrong around it: files that are missing, headings that do not pair.
    fn checked_body(
        &self,
        entry: &Entry,
        written: usize,
        article: &Article,
        faults: &mut Vec<Diagnostic>,
    ) -> Body {
        let body = self.body(article, &entry.address, faults);
        match entry.written.first() {
            Some(main) if written > 0 => {
                let (main_body, _) = self.markdown(main, &entry.address);
                faults.extend(body::unpaired(main, &main_body, article, &body));
            }
            _ => faults.extend(body::missing_files(&self.shelf, entry)),
        }
        body
    }

    /// The template that an article or a section asks for, else the usual one. What is asked for
    /// may be named without `.html`.
    fn template_of(
        &self,
        article: Option<&Article>,
        usual: &str,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<String> {
        if !self.unreadable.is_empty() {
            faults.extend(self.unreadable.iter().cloned());
            return None;
        }
        let asked = article.map_or("", |article| article.meta.text("template"));
        let name = if asked.is_empty() { usual } else { asked };
        let found = [name.to_owned(), format!("{name}.html")]
            .into_iter()
            .find(|name| self.tera.contains_template(name));
        if found.is_none() {
            let place = article.map(|article| article.field_place("template"));
            faults.push(missing_template(name, &self.templates, place));
        }
        found
    }

    fn body(&self, article: &Article, address: &Address, faults: &mut Vec<Diagnostic>) -> Body {
        let (body, body_faults) = self.markdown(article, address);
        faults.extend(body_faults);
        body
    }

    fn markdown(&self, article: &Article, address: &Address) -> (Body, Vec<Diagnostic>) {
        let render = || body::render(&self.shelf, article, address);
        self.stopwatch.time(Stage::Markdown, render)
    }

    fn section(
        &self,
        index: usize,
        page: usize,
        written: usize,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Page> {
        let section = self.site().sections.get(index)?;
        let own = section.written.get(written);
        let html = own.map_or_else(String::new, |article| {
            let body = self.body(article, &section.address, faults);
            context::own_words(self.site(), article.meta.script, &body.html).into_owned()
        });
        let listing = Listing {
            entries: &section.all,
            per_page: section.paginate_by,
            first: &section.address,
            page,
        };
        let mut context = Context::new();
        context.insert_value("section", context::section(&self.shelf, index, page, &html));
        context.insert_value("paginator", context::pager(&self.shelf, &listing));
        let usual = if index == 0 { "index.html" } else { "section.html" };
        let name = self.template_of(own.map(Arc::as_ref), usual, faults)?;
        let source =
            own.map_or_else(|| format!("{CONTENT}/{}", section.folder), |own| own.path.to_string());
        let text = self.template(&name, &context, &source, faults)?;
        Some(Page::Text { markup: Markup::Html, text })
    }

    fn feed(&self, faults: &mut Vec<Diagnostic>) -> Option<Page> {
        let pages = self.site().latest.iter().take(FEED_LENGTH);
        let pages = pages.filter_map(|&index| {
            let entry = self.site().entries.get(index)?;
            // Faults of bodies are told where the articles' own pages are rendered.
            let (body, _) = self.markdown(&entry.article, &entry.address);
            Some(context::feed_item(&self.shelf, index, entry, &body))
        });
        let mut context = Context::new();
        context.insert_value("pages", pages.collect::<Vec<_>>().into());
        context.insert_value("feed", context::feed(self.site()));
        let text = self.template("atom.xml", &context, "atom.xml", faults)?;
        Some(Page::Text { markup: Markup::Xml, text })
    }
}

fn missing_template(name: &str, known: &[Template], place: Option<Place>) -> Diagnostic {
    // The theme's own names carry the theme's before them.
    let names =
        known.iter().map(|file| file.name.split_once('/').map_or(&*file.name, |(_, own)| own));
    let (zh, en) = match nearest(name, names) {
        Some(near) => (format!("是不是想写“{near}”？"), format!("Did you mean `{near}`?")),
        None => (
            "删去这一行，用这种文章通常的模板；或写主题里已有的模板名。".to_owned(),
            "Remove the line, or name a template that the theme has.".to_owned(),
        ),
    };
    let fault = Diagnostic::error(
        "missing-template",
        format!("没有叫“{name}”的模板"),
        format!("there is no template `{name}`"),
    );
    Diagnostic { place, ..fault.help(zh, en) }
}
