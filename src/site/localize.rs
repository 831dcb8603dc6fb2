//! What readers see of an article's front matter where it differs between editions by hand: each
//! such text becomes one private-use character that stands for a reading per script. It changes
//! no article; it makes what is shown.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::pairing::Pairing;
use crate::article::{Article, Meta};
use crate::diagnostic::Diagnostic;
use crate::script::{Frozen, Lexicon, Reading, Readings, Script};

/// Front matter and summary as lists and pages show them.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) meta: Arc<Meta>,
    pub(crate) summary: Arc<str>,
}

/// What localizing takes.
pub(super) struct Localizer<'a> {
    /// The site's script.
    pub(super) site: Script,
    /// The fixed text of the sources.
    pub(super) so_far: &'a Frozen,
    pub(super) words: &'a Lexicon,
    pub(super) readings: &'a Readings,
}

impl Localizer<'_> {
    /// Makes what is shown of an article that was written once or by hand in several scripts.
    /// `written` holds all of them, the main one first. Lists that do not pair are added to `faults`.
    pub(super) fn localize(
        &self,
        written: &[Arc<Article>],
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Shown> {
        let main = written.first()?;
        if written.len() == 1 && main.meta.script == self.site {
            return Some(Shown { meta: main.meta.clone(), summary: main.summary.clone() });
        }
        let mut meta = Meta::clone(&main.meta);
        let mut summary = main.summary.to_string();
        let pairing = Pairing { site: self.site, readings: self.so_far, words: self.words };
        let by_edition = |article: &Arc<Article>| {
            let aligned = pairing.align(main, article, faults);
            (article.meta.script, texts(aligned, &article.summary))
        };
        let others: Vec<(Script, BTreeMap<String, String>)> =
            written.iter().map(by_edition).collect();
        let mut replace = |path: &str, text: &mut String| {
            let by_hand: Vec<(Script, &str)> = others
                .iter()
                .filter_map(|(script, texts)| Some((*script, texts.get(path)?.as_str())))
                .collect();
            *text = self.readings.intern(self.reading(&by_hand)).to_string();
        };
        meta.each_text(&mut replace);
        replace(SUMMARY, &mut summary);
        Some(Shown { meta: Arc::new(meta), summary: Arc::from(summary) })
    }

    /// A text that was written in some scripts, in all of them. What is fixed in it is put in after
    /// the rest was converted.
    fn reading(&self, by_hand: &[(Script, &str)]) -> Reading {
        let scripts: Vec<Script> = by_hand.iter().map(|(script, _)| *script).collect();
        let texts = Script::ALL.map(|script| {
            let Some(&(from, text)) = by_hand.get(nearest_written(&scripts, script)) else {
                return Arc::from("");
            };
            let converted = self.words.convert(text, from, script);
            Arc::from(&*self.so_far.plain(&converted, script))
        });
        let raw = by_hand.first().map_or("", |(_, text)| text);
        Reading::new(raw, texts)
    }
}

/// The one of `written` that a reader of `script` should get: the one written for them, else the
/// nearest in script.
pub(crate) fn nearest_written(written: &[Script], script: Script) -> usize {
    script
        .kin()
        .iter()
        .find_map(|wanted| written.iter().position(|have| have == wanted))
        .unwrap_or(0)
}

/// No field is called so: a field's name is never empty.
const SUMMARY: &str = "";

fn texts(mut meta: Meta, summary: &str) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    meta.each_text(&mut |path, text| {
        texts.insert(path.to_owned(), text.clone());
    });
    texts.insert(SUMMARY.to_owned(), summary.to_owned());
    texts
}
