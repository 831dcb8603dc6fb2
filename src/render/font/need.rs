//! Which characters an edition can show, and how many texts show each: counted in the sources, and
//! taken through all that a conversion can make of them. No page is rendered for it.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::project::FontSources;
use crate::script::{Reach, Script, is_private};
use crate::site::Site;

/// What programs and templates write without its being in any source: punctuation, numerals.
const ALWAYS: &str =
    "\u{A0}·×÷‐–—‘’“”…‰※、。〈〉《》「」『』【】〔〕〇零一二三四五六七八九十百千万亿萬億\u{3000}";

/// How much less often a character is looked for that another one becomes only in some words.
const SELDOM: u32 = 8;

/// How many texts hold each character.
#[derive(Debug)]
pub(super) struct Counts {
    texts: BTreeMap<char, u32>,
    /// How many articles there are.
    pub(super) articles: u32,
    /// The scripts that they are written in.
    scripts: BTreeSet<Script>,
}

/// How a character is needed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Need {
    /// How many texts show it, as far as can be told; none when it is only possible.
    pub(super) texts: u32,
    /// Whether a text shows it unless a word says otherwise.
    pub(super) is_usual: bool,
}

impl Counts {
    /// Counts the characters of a site's sources.
    pub(super) fn of(site: &Site, sources: &FontSources) -> Self {
        let entries = site.entries.iter().flat_map(|entry| &entry.written);
        let articles: Vec<_> =
            entries.chain(site.sections.iter().flat_map(|section| &section.written)).collect();
        let number = u32::try_from(articles.len()).unwrap_or(u32::MAX);
        let texts = articles.par_iter().map(|article| article.original());
        let mut all = Self {
            texts: tally(texts.chain(sources.data.par_iter().map(|text| &**text))),
            articles: number,
            scripts: articles.iter().map(|article| article.meta.script).collect(),
        };
        all.scripts.insert(site.config.script);
        for text in &sources.frame {
            all.add(text, number.max(1));
        }
        all.add(&(' '..='~').chain(ALWAYS.chars()).collect::<String>(), 0);
        all
    }

    fn add(&mut self, text: &str, texts: u32) {
        for c in text.chars().filter(|c| is_shown(*c)) {
            let count = self.texts.entry(c).or_default();
            *count = (*count).max(texts);
        }
    }

    /// What an edition in that script needs.
    pub(super) fn needs(&self, to: Script) -> BTreeMap<char, Need> {
        let mut needs: BTreeMap<char, Need> = BTreeMap::new();
        let mut add = |c: char, texts: u32, is_usual: bool| {
            let need = needs.entry(c).or_default();
            need.texts = need.texts.saturating_add(texts);
            need.is_usual |= is_usual;
        };
        for &from in &self.scripts {
            let reach = Reach::new(from, to);
            for (&c, &texts) in &self.texts {
                // What is fixed, or code, stays as it is; nobody can count on it.
                add(c, 0, false);
                for (place, form) in reach.of(c).into_iter().enumerate() {
                    // What was written in several scripts is counted with the site's own.
                    let texts = if place == 0 { texts } else { texts / SELDOM };
                    add(form, texts, place == 0 && texts > 0);
                }
            }
        }
        needs
    }
}

/// How many of the texts hold each character.
fn tally<'t>(texts: impl ParallelIterator<Item = &'t str>) -> BTreeMap<char, u32> {
    let counted = texts.fold(BTreeMap::<char, u32>::new, |mut counts, text| {
        let own: std::collections::HashSet<char, foldhash::fast::RandomState> =
            text.chars().filter(|c| is_shown(*c)).collect();
        for c in own {
            *counts.entry(c).or_default() += 1;
        }
        counts
    });
    counted.reduce(BTreeMap::new, |mut all, counts| {
        for (c, count) in counts {
            *all.entry(c).or_default() += count;
        }
        all
    })
}

/// Whether a font has anything to do with a character.
fn is_shown(c: char) -> bool {
    !c.is_control() && !is_private(c) && !matches!(c, '\u{FEFF}' | '\u{200B}'..='\u{200F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(text: &str, scripts: &[Script]) -> Counts {
        let texts = text.chars().map(|c| (c, 8)).collect();
        Counts { texts, articles: 8, scripts: scripts.iter().copied().collect() }
    }

    fn usual(needs: &BTreeMap<char, Need>) -> String {
        needs.iter().filter(|(_, need)| need.is_usual).map(|(c, _)| *c).collect()
    }

    #[test]
    fn each_edition_has_the_characters_of_its_script() {
        let counts = counts("A发后里。", &[Script::Hans]);
        assert_eq!(usual(&counts.needs(Script::Hans)), "A。发后里");
        let needs = counts.needs(Script::Hant);
        assert_eq!(usual(&needs), "A。後發裡");
        let need = |c: char| needs.get(&c).map(|need| need.texts);
        assert_eq!((need('發'), need('髮'), need('发')), (Some(8), Some(1), Some(0)));
        assert_eq!(usual(&counts.needs(Script::HantTw)), "A。後發裡");
        assert_eq!(usual(&counts.needs(Script::HantHk)), "A。後發裏");
    }

    #[test]
    fn what_somebody_wrote_in_another_script_is_read_as_that() {
        let counts = counts("后發", &[Script::Hans, Script::Hant]);
        let hant = counts.needs(Script::Hant);
        assert!(hant[&'后'].is_usual && hant[&'後'].is_usual, "皇后 and 后面");
        assert!(counts.needs(Script::Hans)[&'发'].is_usual);
    }

    #[test]
    fn texts_are_counted_once_each_and_signs_of_the_program_are_not() {
        let counted = tally(["一一\u{F0000}\n", "一二"].into_par_iter());
        assert_eq!(counted.into_iter().collect::<Vec<_>>(), [('一', 2), ('二', 1)]);
    }
}
