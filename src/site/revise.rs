//! The site after the bodies of some articles were edited. What a site is put together from is what is
//! known of an article without its body, so all of it but these articles stays. Whatever else may
//! have changed is refused: then the site is put together anew.

use std::sync::Arc;

use super::{Entry, Route, Shown, Site};
use crate::article::{Article, Moment};
use crate::project::CONTENT;
use crate::script::Readings;

impl Site {
    /// The same site with other bodies and summaries, at another moment. Nothing when that is not
    /// what [`super::assemble()`] would make.
    pub(crate) fn revised(
        &self,
        articles: &[Arc<Article>],
        readings: &Readings,
        as_of: Moment,
    ) -> Option<Self> {
        if self.turns.first().is_some_and(|turn| turn.at <= as_of) || readings.is_full() {
            return None;
        }
        let mut site = Self { readings: readings.freeze(), as_of, ..self.clone() };
        for article in articles {
            let index = self.index_of(article)?;
            let slot = site.entries.get_mut(index)?;
            *slot = Arc::new(slot.revised(article, self)?);
        }
        Some(site)
    }

    fn index_of(&self, article: &Article) -> Option<usize> {
        let inner = article.path.strip_prefix(CONTENT)?.strip_prefix('/')?;
        match self.routes.find(self.sources.get(inner)?)? {
            Route::Article(index) => Some(*index),
            _ => None,
        }
    }
}

impl Entry {
    fn revised(&self, article: &Arc<Article>, site: &Site) -> Option<Self> {
        // What was written in several scripts, or in another one than the site's, is shown as fixed text.
        let is_plain = self.written.len() == 1 && article.meta.script == site.config.script;
        if !is_plain || !self.article.is_told_alike(article) {
            return None;
        }
        let shown = Shown { meta: article.meta.clone(), summary: article.summary.clone() };
        Some(Self {
            article: article.clone(),
            written: vec![article.clone()],
            shown,
            ..self.clone()
        })
    }
}
