//! The short way after a save: when nothing but bodies of known articles was edited, the folder is not
//! walked, settings and theme are not read, and the site is not put together again. Whether it may be
//! taken is decided here and in [`crate::site::Site::revised`]; whatever is in doubt goes the long way.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Last, Memo, Pipeline, read_one};
use crate::article::{Article, Desk};
use crate::diagnostic::Diagnostic;
use crate::project::TreeFile;
use crate::render::Studio;

/// What a save comes to.
pub(crate) enum Revision {
    /// More than bodies may have changed: the site has to be put together anew.
    Whole,
    /// Nothing has changed.
    Nothing,
    /// Bodies have changed, or what is wrong with articles.
    Bodies {
        /// The site with them; none when it is what it was.
        studio: Option<Box<Studio>>,
        /// All that is wrong now.
        faults: Vec<Diagnostic>,
    },
}

/// More files than this are a checkout and no save.
const FEW: usize = 8;

impl Pipeline {
    /// Brings `studio`, which was made from this driver's last site, up to date with files that were
    /// touched, if that can be done without putting the site together anew.
    pub(crate) fn revise(&mut self, studio: &Studio, paths: &[PathBuf]) -> Revision {
        let Some(last) = &self.last else { return Revision::Whole };
        let Some(files) = known(last, paths) else { return Revision::Whole };
        let desk = Desk { config: &last.config, kinds: &last.kinds, readings: &self.readings };
        let read: Vec<(String, Memo)> =
            files.iter().map(|file| (file.relative.clone(), read_one(file, &desk))).collect();
        let mut changed: Vec<Arc<Article>> = Vec::new();
        let mut has_faults = false;
        for (relative, memo) in &read {
            let Some(before) = self.memo.get(relative) else { return Revision::Whole };
            has_faults |= !memo.faults.is_empty() || !before.faults.is_empty();
            match (&before.article, &memo.article) {
                // An article that comes to be is new to every list.
                (None, Some(_)) => return Revision::Whole,
                (Some(before), Some(now)) if !now.says_the_same(before) => {
                    changed.push(now.clone());
                }
                _ => {}
            }
        }
        // Faults of the site as a whole show the text they stand in.
        let shown = |fault: &Diagnostic| {
            let path = fault.place.as_ref().map(|place| &place.path);
            path.is_some_and(|path| changed.iter().any(|article| article.path == *path))
        };
        if last.site_faults.iter().any(shown) {
            return Revision::Whole;
        }
        let revised = if changed.is_empty() {
            None
        } else {
            let as_of = self.as_of(&last.config);
            match studio.site().revised(&changed, &self.readings, as_of) {
                Some(site) => Some(Box::new(studio.revised(site))),
                None => return Revision::Whole,
            }
        };
        self.take_in(read);
        match (revised, &self.last) {
            (None, _) if !has_faults => Revision::Nothing,
            (studio, Some(last)) => Revision::Bodies { studio, faults: last.faults() },
            (_, None) => Revision::Whole,
        }
    }

    /// Where readers of each edition find the one article among paths that were touched.
    pub(crate) fn links(&self, studio: &Studio, paths: &[PathBuf]) -> Option<Vec<String>> {
        let texts = &self.last.as_ref()?.texts;
        let is_touched =
            |file: &&TreeFile| paths.iter().any(|path| path.as_os_str() == file.path.as_os_str());
        let mut touched = texts.iter().filter(is_touched);
        let file = touched.next()?;
        let address = studio.site().of_source(&file.relative)?;
        touched.next().is_none().then(|| studio.links(address))
    }

    fn take_in(&mut self, read: Vec<(String, Memo)>) {
        for (relative, memo) in read {
            if let Some(last) = &mut self.last {
                last.article_faults.remove(&relative);
                if !memo.faults.is_empty() {
                    last.article_faults.insert(relative.clone(), memo.faults.clone());
                }
            }
            self.learn(relative, memo);
        }
    }
}

/// The files as they are now, when all of them are articles that were there before.
fn known(last: &Last, paths: &[PathBuf]) -> Option<Vec<TreeFile>> {
    if last.has_links || paths.len() > FEW {
        return None;
    }
    let one = |path: &PathBuf| {
        // Byte by byte: taking paths apart would take longer than all the rest.
        last.texts.iter().find(|file| file.path.as_os_str() == path.as_os_str())?.again()
    };
    paths.iter().map(one).collect()
}
