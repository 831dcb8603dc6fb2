//! The site after an edit that tells it nothing new: bodies, titles, summaries, whatever is only shown.
//! All of it but these articles stays. Where an article tells anything else than before, the edit is
//! refused: then the site is put together anew.

use std::sync::Arc;

use super::told::Told;
use super::{Entry, Route, Shown, Site};
use crate::article::{Article, Moment};
use crate::project::CONTENT;
use crate::script::{Lexicon, Readings};

impl Site {
    /// The same site with these articles as they are now, at another moment. Nothing when that is not
    /// what [`super::assemble()`] would make.
    pub(crate) fn revised(
        &self,
        articles: &[Arc<Article>],
        readings: &Readings,
        as_of: Moment,
    ) -> Option<Self> {
        if self.has_turned(as_of) || readings.is_full() {
            return None;
        }
        let mut site = Self { readings: readings.freeze(), as_of, ..self.clone() };
        for article in articles {
            let index = self.index_of(article)?;
            let entry = self.entries.get(index)?.revised(article, &site)?;
            *site.entries.get_mut(index)? = Arc::new(entry);
        }
        Some(site)
    }

    /// The words of the site, if with these articles they are the same at that moment.
    pub(crate) fn words_with(
        &self,
        articles: &[Arc<Article>],
        readings: &Readings,
        as_of: Moment,
    ) -> Option<Lexicon> {
        let site = Self { readings: readings.freeze(), ..self.clone() };
        let is_known = |article: &Arc<Article>| {
            let known = self.index_of(article).and_then(|index| self.entries.get(index));
            let mut written = known.iter().flat_map(|entry| &entry.written);
            written.find(|it| it.path == article.path).is_some_and(|before| {
                Told::of(before, &site).names_the_same(&Told::of(article, &site))
            })
        };
        (!self.has_turned(as_of) && articles.iter().all(is_known)).then(|| self.words.clone())
    }

    /// Whether a moment has come at which an article goes live or ends.
    fn has_turned(&self, as_of: Moment) -> bool {
        self.turns.first().is_some_and(|turn| turn.at <= as_of)
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
        if !is_plain || Told::of(&self.article, site) != Told::of(article, site) {
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
