//! Characters that an editor looked at and found right, as lines of the ledger. It never writes.

use serde::Deserialize;

use super::note::decisions;
use super::passage::Side;
use super::rule::moved;
use super::subject::{Subject, texts};
use crate::diagnostic::Text;
use crate::project::Seen;
use crate::render::Studio;

/// A character that was looked at.
#[derive(Debug, Deserialize)]
pub(crate) struct Looked {
    /// Which text of the article, and what it says.
    passage: usize,
    source: String,
    /// The character, counted in characters.
    at: usize,
}

/// The lines that say so; an error when the article says something else by now.
pub(crate) fn seen(
    studio: &Studio,
    subject: &Subject<'_>,
    side: Side<'_>,
    looked: &[Looked],
) -> Result<Vec<Seen>, Text> {
    let (texts, _) = texts(&studio.shelf, side.article, subject.address);
    let told = texts.told(studio.site(), side.edition);
    let line = |looked: &Looked| {
        let heard = told.get(looked.passage).map(|told| &told.heard);
        let heard = heard.filter(|heard| heard.text == looked.source)?;
        let (start, _) = heard.text.char_indices().nth(looked.at)?;
        let all = decisions(&studio.site().words, heard, side.edition.script);
        let one = all.into_iter().find(|one| one.place.start == start && !one.others.is_empty())?;
        Some(Seen::new(&heard.text, one.place, &one.to))
    };
    looked.iter().map(|one| line(one).ok_or_else(moved)).collect()
}
