//! Where what stands at an address comes from. It never touches the disk.

use super::{Route, Site};
use crate::project::{CONTENT, StaticFile};

impl Site {
    /// The source of a route, as messages name it: the article's file, the section's text or else
    /// its folder, the file that is served, what a former address leads to. `None` for what the program makes itself.
    pub(crate) fn origin(&self, route: &Route) -> Option<String> {
        match route {
            Route::Article(index) => {
                self.entries.get(*index).map(|entry| entry.article.path.to_string())
            }
            Route::Section { section, .. } => self.sections.get(*section).map(|section| {
                let own = section.written.first().map(|own| own.path.to_string());
                own.unwrap_or_else(|| format!("{CONTENT}/{}/", section.folder))
            }),
            Route::File(StaticFile::Disk(path)) => Some(path.to_string_lossy().into_owned()),
            Route::ThemePage(index) => {
                self.theme_pages.get(*index).map(|page| page.place.path.to_string())
            }
            Route::Alias(to) => self.routes.find(to).and_then(|to| self.origin(to)),
            Route::Taxonomy(_)
            | Route::Term { .. }
            | Route::Feed
            | Route::Sitemap
            | Route::Robots
            | Route::NotFound
            | Route::HighlightStyle
            | Route::ColorStyle
            | Route::FontStyle
            | Route::File(StaticFile::Embedded(_)) => None,
        }
    }
}
