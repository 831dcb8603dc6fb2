//! From what offices have to a Markdown source with front matter: pure functions from the bytes of a
//! file to an article and a report of everything that was done to it.
//!
//! A reader makes a [`document::Document`]; repairs, each a rule with a name, mend its text; its
//! structure and its front matter are found in its words; what is doubtful is told and left; one writer
//! writes it. Nothing here touches a disk or knows the time.

mod document;
mod flag;
mod guess;
#[cfg(test)]
mod hostile;
mod letters;
mod pattern;
mod reader;
mod repair;
mod report;
mod rule;
mod structure;
#[cfg(test)]
mod tests;
mod text;
mod write;

pub(crate) use document::Picture;
pub(crate) use reader::{ENDINGS, Input, Neighbours};
pub(crate) use report::{Deed, Entry, Notes};
pub(crate) use rule::{Rule, Rules};

use crate::diagnostic::Diagnostic;
use crate::script::Script;
use write::Standing;

/// What the importer is to know of the site, and of the wishes of whoever imports.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) rules: Rules,
    /// The kind that all articles are of.
    pub(crate) kind: Option<String>,
    /// The names of the kinds that the site has.
    pub(crate) kinds: Vec<String>,
    /// The script that the site is written in.
    pub(crate) script: Script,
}

/// An article that was made of a file.
#[derive(Debug)]
pub(crate) struct Imported {
    /// Front matter and Markdown.
    pub(crate) markdown: String,
    /// Empty when none was found.
    pub(crate) title: String,
    pub(crate) kind: String,
    pub(crate) date: String,
    /// Files to lie beside the article.
    pub(crate) pictures: Vec<Picture>,
    pub(crate) entries: Vec<Entry>,
    /// What is to be said of the file itself.
    pub(crate) warnings: Vec<Diagnostic>,
    /// How many words are hidden in it; it must not be published before they are filled in.
    pub(crate) masks: usize,
}

/// Makes an article of a file.
pub(crate) fn import(input: Input<'_>, asked: &Asked) -> Result<Imported, Box<Diagnostic>> {
    let mut notes = Notes::new(asked.rules.clone());
    let reader::Read { mut document, warnings } = reader::read(input, &mut notes)?;
    repair::text(&mut document, &mut notes);
    let has_front = document.front.is_some();
    structure::paragraphs(&mut document, &mut notes);
    let mut front = if has_front {
        guess::Front::default()
    } else {
        guess::take(&mut document, asked, &mut notes)
    };
    let speeches = structure::outline(&mut document, &mut notes);
    repair::pair_quotes(&mut document, &mut notes);
    if !has_front {
        guess::complete(&mut front, &document, input.name, speeches, asked, &notes);
        front.tell(&mut notes);
    }
    let masks = flag::all(&document, &mut notes);
    let standing = if masks > 0 { Standing::Review } else { Standing::Usual };
    // By line, and in the order in which the rules are done where they met one line.
    notes.entries.sort_by_key(|entry| (entry.rule, entry.line));
    let markdown = write::article(&document, &front, standing, &notes);
    Ok(Imported {
        markdown,
        title: front.text("title").to_owned(),
        kind: front.text("kind").to_owned(),
        date: front.text("date").to_owned(),
        pictures: document.pictures,
        entries: notes.finish(),
        warnings,
        masks,
    })
}
