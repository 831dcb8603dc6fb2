//! The short way after a save: when articles were edited that were there before, and nothing else, the
//! folder is not walked, and settings, theme and templates are not read again. Where what they tell the
//! site is what they told before ([`crate::site::Site::revised`]), it is not put together again either.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Assembled, Last, Memo, Pipeline, read_one};
use crate::article::{Article, Desk};
use crate::diagnostic::Diagnostic;
use crate::project::TreeFile;
use crate::render::Studio;
use crate::site::Site;

/// What a save comes to.
pub(crate) enum Revision {
    /// More than articles may have changed: everything has to be looked at.
    Whole,
    /// Nothing has changed.
    Nothing,
    /// What is wrong with articles may have changed, and nothing that is shown.
    Faults(Vec<Diagnostic>),
    /// Articles have changed.
    Articles(Box<Assembled>),
}

/// More files than this are a checkout and no save.
const FEW: usize = 8;

impl Pipeline {
    /// Brings `studio`, which was made from this driver's last site, up to date with files that were
    /// touched, if they are articles that were there before.
    pub(crate) fn revise(&mut self, studio: &Studio, paths: &[PathBuf]) -> Revision {
        let Some(mut last) = self.last.take() else { return Revision::Whole };
        let Some(files) = known(&last, paths) else { return Revision::Whole };
        let (config, kinds) = (&last.project.config, &last.project.kinds);
        let desk = Desk { config, kinds, readings: &self.readings };
        let read: Vec<(String, Memo)> =
            files.iter().map(|file| (file.relative.clone(), read_one(file, &desk))).collect();
        let mut changed: Vec<Arc<Article>> = Vec::new();
        let mut has_faults = false;
        for (relative, memo) in read {
            let before = self.memo.get(&relative);
            has_faults |= !memo.faults.is_empty() || last.article_faults.contains_key(&relative);
            let known = before.and_then(|before| before.article.as_deref());
            let says_more = |now: &&Arc<Article>| known.is_none_or(|it| !now.says_the_same(it));
            changed.extend(memo.article.iter().filter(says_more).cloned());
            last.tell(&relative, &memo.faults);
            self.learn(relative, memo);
        }
        let site = (!changed.is_empty()).then(|| self.revised(studio.site(), &changed, &mut last));
        let faults = last.faults();
        self.last = Some(last);
        match site {
            Some(site) => {
                let studio = studio.revised(site);
                Revision::Articles(Box::new(Assembled { studio, faults }))
            }
            None if has_faults => Revision::Faults(faults),
            None => Revision::Nothing,
        }
    }

    /// The site with these articles as they are now.
    fn revised(&self, site: &Site, changed: &[Arc<Article>], last: &mut Last) -> Site {
        // Faults of the site as a whole show the text they stand in.
        let shown = |fault: &Diagnostic| {
            let path = fault.place.as_ref().map(|place| &place.path);
            path.is_some_and(|path| changed.iter().any(|article| article.path == *path))
        };
        let as_of = self.as_of(&last.project.config);
        let stays = !last.site_faults.iter().any(shown);
        let revised = stays.then(|| site.revised(changed, &self.readings, as_of));
        revised.flatten().unwrap_or_else(|| {
            let words = site.words_with(changed, &self.readings, as_of);
            let before = last.site_faults.is_empty().then_some(site);
            let (site, faults) = self.put_together(&last.project, before, words);
            last.site_faults = faults;
            site
        })
    }

    /// Where readers of each edition find the one article among paths that were touched.
    pub(crate) fn links(&self, studio: &Studio, paths: &[PathBuf]) -> Option<Vec<String>> {
        let texts = &self.last.as_ref()?.project.content.texts;
        let is_touched =
            |file: &&TreeFile| paths.iter().any(|path| path.as_os_str() == file.path.as_os_str());
        let mut touched = texts.iter().filter(is_touched);
        let file = touched.next()?;
        let address = studio.site().of_source(&file.relative)?;
        touched.next().is_none().then(|| studio.links(address))
    }
}

impl Last {
    /// Takes in what is wrong with an article now.
    fn tell(&mut self, relative: &str, faults: &[Diagnostic]) {
        self.article_faults.remove(relative);
        if !faults.is_empty() {
            self.article_faults.insert(relative.to_owned(), faults.to_vec());
        }
    }
}

/// The files as they are now, when all of them are articles that were there before.
fn known(last: &Last, paths: &[PathBuf]) -> Option<Vec<TreeFile>> {
    let content = &last.project.content;
    if content.has_links || paths.len() > FEW {
        return None;
    }
    let one = |path: &PathBuf| {
        // Byte by byte: taking paths apart would take longer than all the rest.
        content.texts.iter().find(|file| file.path.as_os_str() == path.as_os_str())?.again()
    };
    paths.iter().map(one).collect()
}
