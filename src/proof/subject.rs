//! An article on the desk: where it stands on the site, and its texts as readers get them: what its front
//! matter says, then its body, markup taken out. It never converts.

use std::sync::Arc;

use crate::address::Address;
use crate::article::Article;
use crate::diagnostic::{Diagnostic, Text};
use crate::project::Edition;
use crate::render::{Shelf, body};
use crate::script::pass::{Heard, heard};
use crate::script::{self, Links, OwnAddress, Script};
use crate::site::{Entry, Section, Site, nearest_written};

/// An article, or the text of a section.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'s> {
    pub(crate) address: &'s Address,
    /// Every body that somebody wrote, the main one first.
    pub(crate) written: &'s [Arc<Article>],
    /// The article's entry; a section has none.
    pub(crate) entry: Option<&'s Entry>,
}

/// One of its texts.
#[derive(Debug, Clone)]
pub(super) struct Told {
    /// What it is to the article.
    pub(super) part: Part,
    pub(super) heard: Heard,
}

/// What a text is to its article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Title,
    /// A line of the front matter, with its name.
    Field(String),
    Heading,
    Body,
}

/// What a text says, in short: whoever answers a question says with it which text they were looking at.
pub(super) fn key(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().chars().take(16).collect()
}

/// The text of that number, if it still says what it said.
pub(super) fn heard_at<'t>(told: &'t [Told], number: usize, said: &str) -> Result<&'t Heard, Text> {
    let heard = told.get(number).map(|told| &told.heard);
    heard.filter(|heard| key(&heard.text) == said).ok_or_else(moved)
}

/// Why nothing is done about a text that says something else by now.
pub(super) fn moved() -> Text {
    Text::new("文章刚才改过了，请看看新的文字再选。", "The article has changed; look again.")
}

/// The fields that hold addresses, and no words.
const ADDRESSES: &str = "aliases";

/// All subjects of a site: its articles, then the sections that have a text.
pub(crate) fn all(site: &Site) -> impl Iterator<Item = Subject<'_>> {
    let entries = site.entries.iter().map(|entry| Subject::of_entry(entry));
    entries.chain(site.sections.iter().filter_map(Subject::of_section))
}

/// The subject that a source belongs to.
pub(crate) fn find<'s>(site: &'s Site, path: &str) -> Option<Subject<'s>> {
    all(site).find(|subject| subject.written.iter().any(|article| *article.path == *path))
}

impl<'s> Subject<'s> {
    fn of_entry(entry: &'s Entry) -> Self {
        Self { address: &entry.address, written: &entry.written, entry: Some(entry) }
    }

    fn of_section(section: &'s Section) -> Option<Self> {
        let written = section.written.as_slice();
        (!written.is_empty()).then_some(Self { address: &section.address, written, entry: None })
    }

    /// The source that the subject is known by.
    pub(crate) fn path(&self) -> &'s str {
        self.written.first().map_or("", |article| &article.path)
    }

    /// The body that readers of an edition get, or get a conversion of.
    pub(crate) fn for_edition(&self, edition: &Edition) -> Option<&'s Arc<Article>> {
        let scripts: Vec<Script> = self.written.iter().map(|article| article.meta.script).collect();
        self.written.get(nearest_written(&scripts, edition.script))
    }

    /// The editions that are made of one of its bodies by conversion, with their numbers.
    pub(crate) fn made_of<'e>(
        self,
        article: &'e Article,
        site: &'e Site,
    ) -> impl Iterator<Item = (usize, &'e Edition)>
    where
        's: 'e,
    {
        site.config.editions.iter().enumerate().filter(move |(_, edition)| {
            let source = self.for_edition(edition);
            edition.script != article.meta.script
                && source.is_some_and(|source| std::ptr::eq(&raw const **source, article))
        })
    }
}

/// What an article says, before it is made into editions.
pub(super) struct Texts {
    script: Script,
    /// The front matter's texts as HTML.
    fields: Vec<(Part, String)>,
    body: String,
}

/// The texts of an article that stands at `address`, and what is wrong with its body.
pub(super) fn texts(
    shelf: &Shelf,
    article: &Article,
    address: &Address,
) -> (Texts, Vec<Diagnostic>) {
    let mut meta = article.meta.as_ref().clone();
    let labels: Vec<(String, String)> =
        meta.fields.iter().map(|field| (field.name.clone(), field.label.clone())).collect();
    let mut fields = Vec::new();
    meta.each_text(&mut |path, text| {
        let name = path.split('.').next().unwrap_or_default();
        let label = labels.iter().find(|(known, _)| known == name);
        let part = match (name, label) {
            (ADDRESSES, _) => return,
            ("title", _) => Part::Title,
            (_, label) => Part::Field(label.map_or(name, |(_, label)| label).to_owned()),
        };
        fields.push((part, text.replace('&', "&amp;").replace('<', "&lt;")));
    });
    let (body, faults) = body::render(shelf, article, address);
    (Texts { script: article.meta.script, fields, body: body.html }, faults)
}

impl Texts {
    /// The texts as the converter to an edition sees them.
    pub(super) fn told(&self, site: &Site, edition: &Edition) -> Vec<Told> {
        let pass = script::Edition {
            from: self.script,
            to: edition.script,
            quotes: edition.quotes,
            readings: &site.readings,
            words: &site.words,
            lasting: None,
            links: &Nowhere,
        };
        let of_field = |(part, text): &(Part, String)| {
            heard(text, &pass)
                .into_iter()
                .map(|heard| Told { part: part.clone(), heard })
                .collect::<Vec<_>>()
        };
        let of_body = |heard: Heard| {
            let is_heading = matches!(heard.element.as_bytes(), [b'h', b'1'..=b'6']);
            Told { part: if is_heading { Part::Heading } else { Part::Body }, heard }
        };
        let fields = self.fields.iter().flat_map(of_field);
        fields.chain(heard(&self.body, &pass).into_iter().map(of_body)).collect()
    }
}

/// Where links lead does not matter to what is read.
struct Nowhere;

impl Links for Nowhere {
    fn link(&self, _href: &str) -> Option<String> {
        None
    }

    fn lead_elsewhere(&self) -> bool {
        false
    }

    fn own_address(&self, _form: OwnAddress) -> String {
        String::new()
    }
}
