//! Every address of a site and what stands there.

use std::collections::HashMap;
use std::sync::Arc;

use super::alias::Alias;
use super::claim::{Claimant, Claims, Refused};
use super::{Site, pagination};
use crate::address::Address;
use crate::diagnostic::Diagnostic;
use crate::project::{Edition, StaticFile};

/// Where what the program itself makes comes from, as messages show it.
const SETTINGS: &str = "site.yaml";

/// What stands at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Route {
    /// A page of a section's list; the home is section 0.
    Section {
        section: usize,
        page: usize,
    },
    Article(usize),
    /// All terms of a taxonomy.
    Taxonomy(usize),
    /// A page of one term's list.
    Term {
        taxonomy: usize,
        term: usize,
        page: usize,
    },
    /// A page that a theme makes of a template alone.
    ThemePage(usize),
    /// A former address, which leads to this one.
    Alias(Address),
    /// The Atom feed.
    Feed,
    Sitemap,
    Robots,
    /// The page for addresses where nothing stands.
    NotFound,
    /// The colours of highlighted code.
    HighlightStyle,
    /// The colour that the site gives its theme.
    ColorStyle,
    /// The fonts that the site sends its readers.
    FontStyle,
    /// A file that is served as it is.
    File(StaticFile),
}

/// Whether every edition has its own, or all share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    Edition,
    Shared,
}

impl Route {
    /// Pages and feeds are made for every edition; the rest is shared.
    pub(crate) fn scope(&self) -> Scope {
        match self {
            Self::Section { .. }
            | Self::Article(_)
            | Self::Taxonomy(_)
            | Self::Term { .. }
            | Self::ThemePage(_)
            | Self::Alias(_)
            | Self::Feed => Scope::Edition,
            Self::Sitemap
            | Self::Robots
            | Self::NotFound
            | Self::HighlightStyle
            | Self::ColorStyle
            | Self::FontStyle
            | Self::File(_) => Scope::Shared,
        }
    }

    /// Whether it is there because articles are.
    fn is_of_articles(&self) -> bool {
        matches!(
            self,
            Self::Section { .. }
                | Self::Article(_)
                | Self::Alias(_)
                | Self::Taxonomy(_)
                | Self::Term { .. }
        )
    }

    /// Whether it is a page that search engines should be told of.
    pub(crate) fn is_page(&self) -> bool {
        match self {
            // What stands on the later pages of a list changes with every new article, and is found
            // from the first.
            Self::Section { page, .. } | Self::Term { page, .. } => *page == 1,
            Self::Feed | Self::Alias(_) => false,
            _ => self.scope() == Scope::Edition,
        }
    }
}

/// The routes of a site, in a fixed order, and found by address.
#[derive(Debug, Default)]
pub(crate) struct Routes {
    all: Vec<(Address, Route)>,
    /// Where each stands in `all`, with its scope: the pass asks for that of every link.
    by_address: HashMap<Address, (usize, Scope), foldhash::fast::RandomState>,
}

impl Routes {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Address, &Route)> {
        self.all.iter().map(|(address, route)| (address, route))
    }

    pub(crate) fn find(&self, address: &Address) -> Option<&Route> {
        let (place, _) = self.by_address.get(address)?;
        self.all.get(*place).map(|(_, route)| route)
    }

    /// The scope of what stands at a path that is an address as it is: decoded, in NFC.
    pub(crate) fn scope_at(&self, path: &str) -> Option<Scope> {
        self.by_address.get(path).map(|(_, scope)| *scope)
    }

    pub(crate) fn contains(&self, address: &Address) -> bool {
        self.by_address.contains_key(address)
    }

    /// Whether the same files are served as they are, at the same addresses.
    pub(crate) fn have_same_files<'r>(&'r self, other: &'r Self) -> bool {
        if std::ptr::eq(self, other) {
            return true;
        }
        let file = |(address, route): &'r (Address, Route)| match route {
            Route::File(file) => Some((address, file)),
            _ => None,
        };
        self.all.iter().filter_map(file).eq(other.all.iter().filter_map(file))
    }

    fn add(&mut self, address: Address, route: Route) {
        self.by_address.insert(address.clone(), (self.all.len(), route.scope()));
        self.all.push((address, route));
    }
}

/// The routes while they are gathered. One that cannot be a file beside those before it is a fault.
struct Register<'a> {
    editions: &'a [Edition],
    claims: Claims,
    routes: Vec<(Claimant, Route)>,
    faults: Vec<Diagnostic>,
}

impl Register<'_> {
    /// Adds a route. `origin` is the file that it comes from, as messages show it.
    fn add(&mut self, address: Address, route: Route, origin: Arc<str>) {
        let claimant = Claimant { address, origin };
        match self.claims.claim(&claimant, route.scope()) {
            Ok(()) => self.routes.push((claimant, route)),
            Err(Refused(fault)) => self.faults.extend(fault.map(|fault| *fault)),
        }
    }

    fn holds(&self, address: &Address) -> bool {
        self.routes.iter().any(|(claimant, _)| claimant.address == *address)
    }

    /// Leaves out what lies where another edition has its pages, which is known only now.
    fn finish(self) -> (Routes, Vec<Diagnostic>) {
        let Self { editions, claims, routes: gathered, mut faults } = self;
        let others: Vec<&str> =
            editions.iter().map(|edition| &*edition.path).filter(|path| !path.is_empty()).collect();
        let mut routes = Routes::default();
        for (claimant, route) in gathered {
            match others.iter().find_map(|edition| claims.in_edition(&claimant, edition)) {
                Some(fault) => faults.push(fault),
                None => routes.add(claimant.address, route),
            }
        }
        (routes, faults)
    }
}

/// Files with the address they are served at and the name that messages show.
pub(super) type Files = Vec<(Address, StaticFile, String)>;

/// The routes that articles make, in order: sections, articles, former addresses, terms. Each with the
/// file that it comes from, as messages show it.
fn of_articles<'s>(
    site: &'s Site,
    aliases: &'s [Alias],
) -> impl Iterator<Item = (Address, Route, Arc<str>)> + 's {
    let sections = site.sections.iter().enumerate().flat_map(|(index, section)| {
        let origin = section
            .written
            .first()
            .map_or_else(|| format!("content/{}", section.folder).into(), |own| own.path.clone());
        (1..=pagination::pages(section.all.len(), section.paginate_by)).map(move |page| {
            let address = pagination::address(&section.address, page);
            (address, Route::Section { section: index, page }, origin.clone())
        })
    });
    let articles = site.entries.iter().enumerate().map(|(index, entry)| {
        (entry.address.clone(), Route::Article(index), entry.article.path.clone())
    });
    let former = aliases
        .iter()
        .map(|Alias { from, to, origin }| (from.clone(), Route::Alias(to.clone()), origin.clone()));
    // A list of nothing would be a page that nobody needs.
    let used = site.taxonomies.iter().enumerate().filter(|(_, it)| !it.terms.is_empty());
    let terms = used.flat_map(move |(index, taxonomy)| {
        let whole = (taxonomy.address.clone(), Route::Taxonomy(index), SETTINGS.into());
        let terms = taxonomy.terms.iter().enumerate();
        std::iter::once(whole).chain(terms.flat_map(move |(at, term)| {
            let first = term.entries.first().and_then(|&index| site.entries.get(index));
            let origin = first.map_or_else(|| SETTINGS.into(), |entry| entry.article.path.clone());
            let pages = pagination::pages(term.entries.len(), site.config.paginate_by);
            (1..=pages).map(move |page| {
                let route = Route::Term { taxonomy: index, term: at, page };
                (pagination::address(&term.address, page), route, origin.clone())
            })
        }))
    });
    sections.chain(articles).chain(former).chain(terms)
}

/// Whether a site has just the routes that one with the same settings had, of which none was refused.
pub(super) fn are_those(before: &Routes, site: &Site, aliases: &[Alias], files: &Files) -> bool {
    let mut known = before.iter();
    let of_articles = of_articles(site, aliases)
        .all(|(address, route, _)| known.next() == Some((&address, &route)));
    // What follows are pages of the theme and of the program, and files.
    let mut files = files.iter();
    let others = |(address, route): (&Address, &Route)| match route {
        Route::File(file) => files.next().is_some_and(|own| (&own.0, &own.1) == (address, file)),
        other => !other.is_of_articles(),
    };
    of_articles && known.all(others) && files.next().is_none()
}

/// Lists every route of a site.
pub(super) fn all(site: &Site, aliases: &[Alias], files: &Files) -> (Routes, Vec<Diagnostic>) {
    let (claims, editions) = (Claims::default(), site.config.editions.as_slice());
    let mut register = Register { editions, claims, routes: Vec::new(), faults: Vec::new() };
    for (address, route, origin) in of_articles(site, aliases) {
        register.add(address, route, origin);
    }
    // What the site has there itself, the site means.
    for (index, page) in site.theme_pages.iter().enumerate() {
        let is_taken = files.iter().any(|(own, _, _)| *own == page.address);
        if !is_taken && !register.holds(&page.address) {
            register.add(page.address.clone(), Route::ThemePage(index), page.place.path.clone());
        }
    }
    let color = site.config.color.as_ref().map(|_| ("/css/color.css", Route::ColorStyle));
    let has_fonts = !site.config.fonts.is_empty();
    let fonts = has_fonts.then_some(("/css/fonts.css", Route::FontStyle));
    for (address, route) in [
        ("/atom.xml", Route::Feed),
        ("/sitemap.xml", Route::Sitemap),
        ("/robots.txt", Route::Robots),
        ("/404.html", Route::NotFound),
        ("/css/highlight.css", Route::HighlightStyle),
    ]
    .into_iter()
    .chain(color)
    .chain(fonts)
    {
        let address = Address::new(address);
        // A site that brings its own file under that name means it.
        if !files.iter().any(|(own, _, _)| *own == address) {
            register.add(address, route, SETTINGS.into());
        }
    }
    for (address, file, origin) in files {
        register.add(address.clone(), Route::File(file.clone()), origin.as_str().into());
    }
    register.finish()
}
