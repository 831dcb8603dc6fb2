//! One word and its form in every script. It never looks for itself in a text.

use std::sync::Arc;

use super::name;
use crate::script::convert::converter;
use crate::script::{Reading, Script};

/// What stands between the characters of a name that is padded.
const PADS: &[&str] = &[" ", "\u{3000}"];

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WordKind {
    /// A person's name.
    Name,
    /// The name of a place.
    Place,
    /// A set term, or any other word.
    Term,
}

/// Who said how a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A rule of one article.
    Article,
    /// An article names the person.
    People,
    /// The site's list of words.
    Site,
    /// The theme's list of words.
    Theme,
    /// An article is signed so, or has a speaker of that name.
    Signed,
}

/// A word: how it is written in each script.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Word {
    texts: [Arc<str>; 4],
    kind: WordKind,
    origin: Origin,
}

impl Word {
    /// A word from its four texts, in the order of [`Script::ALL`].
    #[must_use]
    pub fn new(texts: [Arc<str>; 4], kind: WordKind, origin: Origin) -> Self {
        Self { texts, kind, origin }
    }

    /// A person's name as it is written in one script. The surname has the form that it has at the
    /// beginning of a name, and what follows stays near to what was written.
    #[must_use]
    pub fn person(name: &str, script: Script, origin: Origin) -> Self {
        let texts = Script::ALL.map(|to| Arc::from(name::form(name, script, to)));
        Self::new(texts, WordKind::Name, origin)
    }

    /// A word from the texts that somebody wrote, in the order of [`Script::ALL`]. A script without
    /// one takes its nearest kin's (see [`Reading::from_written`]); when all of those are silent, it
    /// is converted. `None` when nobody wrote anything.
    #[must_use]
    pub fn written(
        written: &[Option<Arc<str>>; 4],
        kind: WordKind,
        origin: Origin,
    ) -> Option<Self> {
        let mut given = Script::ALL.into_iter().zip(written);
        let (base, text) = given.find_map(|(script, text)| Some((script, text.as_ref()?)))?;
        let text_of = |script: Script| {
            let own = Script::ALL.into_iter().zip(written).find(|(other, _)| *other == script);
            own.and_then(|(_, text)| text.clone())
        };
        let texts = Script::ALL.map(|to| {
            let kin = to.kin().iter().find_map(|script| text_of(*script));
            kin.unwrap_or_else(|| match kind {
                WordKind::Name => Arc::from(name::form(text, base, to)),
                WordKind::Place | WordKind::Term => match converter(base, to) {
                    Some(converter) => Arc::from(converter.convert(text)),
                    None => text.clone(),
                },
            })
        });
        Some(Self::new(texts, kind, origin))
    }

    /// A name of two characters with what print puts between them; nothing for other words.
    pub(super) fn padded(&self) -> impl Iterator<Item = Self> {
        let pads = if self.kind == WordKind::Name { PADS } else { &[] };
        pads.iter().filter_map(|pad| {
            let [simplified, traditional, taiwan, hong_kong] =
                self.texts.each_ref().map(|text| spread(text, pad));
            let texts = [simplified?, traditional?, taiwan?, hong_kong?];
            Some(Self::new(texts, self.kind, self.origin))
        })
    }

    /// The word in a script.
    #[must_use]
    pub fn text(&self, script: Script) -> &str {
        self.texts.get(script as usize).map_or("", AsRef::as_ref)
    }

    /// Its texts, in the order of [`Script::ALL`].
    #[must_use]
    pub fn texts(&self) -> &[Arc<str>; 4] {
        &self.texts
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> WordKind {
        self.kind
    }

    /// Who said how it is written.
    #[must_use]
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// As fixed text that an author wrote in `script`; code shows the word itself.
    pub(super) fn reading(&self, script: Script) -> Reading {
        Reading::new(self.text(script), self.texts.clone())
    }
}

/// A text of two characters with a pad between them.
fn spread(text: &str, pad: &str) -> Option<Arc<str>> {
    let mut chars = text.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some(first), Some(second), None) => Some(Arc::from(format!("{first}{pad}{second}"))),
        _ => None,
    }
}
