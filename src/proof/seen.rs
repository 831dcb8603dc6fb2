//! Characters that an editor looked at and found right, as lines of the ledger. It never writes.

use serde::Deserialize;

use super::note::{decisions, is_asked};
use super::passage::Side;
use super::subject::{Subject, heard_at, moved, texts};
use crate::diagnostic::Text;
use crate::project::Seen;
use crate::render::Studio;

/// Characters of one text that were looked at.
#[derive(Debug, Deserialize)]
pub(crate) struct Looked {
    /// Which text of the article, and what it says, in short.
    passage: usize,
    key: String,
    /// The characters, counted in characters.
    at: Vec<usize>,
}

impl Looked {
    /// How many characters were looked at.
    pub(crate) fn count(&self) -> usize {
        self.at.len()
    }
}

/// The lines that say so; an error when the article says something else by now. A character that was found right in
/// one edition is so in all that are made of the same text: they ask about it once.
pub(crate) fn seen(
    studio: &Studio,
    subject: &Subject<'_>,
    shown: Side<'_>,
    looked: &[Looked],
) -> Result<Vec<Seen>, Text> {
    let site = studio.site();
    let (texts, _) = texts(&studio.shelf, shown.article, subject.address);
    let mut lines = Vec::new();
    for (_, edition) in subject.made_of(shown.article, site) {
        let told = texts.told(site, edition);
        let is_shown = edition.script == shown.edition.script;
        for one in looked {
            let heard = heard_at(&told, one.passage, &one.key)?;
            let starts: Vec<usize> = heard.text.char_indices().map(|(at, _)| at).collect();
            let all = decisions(&site.words, heard, edition.script);
            for at in &one.at {
                let start = *starts.get(*at).ok_or_else(moved)?;
                let found = all.binary_search_by_key(&start, |one| one.place.start).ok();
                match found.and_then(|at| all.get(at)).filter(|one| !one.others.is_empty()) {
                    Some(one) if is_shown || is_asked(one) => {
                        lines.push(Seen::new(&heard.text, one.place.clone(), &one.to));
                    }
                    None if is_shown => return Err(moved()),
                    _ => {}
                }
            }
        }
    }
    Ok(lines)
}
