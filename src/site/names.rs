//! The names of people that articles give, for the whole site: a name that one article lists is right
//! in every other one, in titles, lists and feeds. It never looks into a body but for the bylines that
//! are known already.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::article::{Article, FieldValue, Origin as Declared};
use crate::project::{Field, FieldType, Glossary, Kinds};
use crate::script::han::is_han;
use crate::script::lexicon::{Origin, Word, WordKind, is_name};
use crate::script::{Frozen, Lexicon, Script, is_private};

/// The field that names people for their own sake: whatever stands there is a name.
const PEOPLE: &str = "people";
/// Texts of one line in which people sign.
const SIGNED: [&str; 2] = ["editor", "reviewed_by"];
/// The taxonomy of people; a field that makes terms of it holds names.
const TAXONOMY: &str = "people";

/// What a body that signs an article ends in, and hardly any name does: 文史委, 党校.
const BODIES: &str = "局委办校社部党组厅科处室站报盟协联所馆辦黨組廳處報協聯館";

/// What names are read with.
pub(super) struct Source<'a> {
    pub(super) kinds: &'a Kinds,
    /// The fixed text of the sources: an author may have fixed a part of a name.
    pub(super) readings: &'a Frozen,
}

/// A name as an article gives it. Those of Traditional articles come first, for they say how a name
/// is spelt there, and those that an author fixed before others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    script: Reverse<Script>,
    text: String,
    fixed: Reverse<Option<[Arc<str>; 4]>>,
}

/// The words of a site, in the order of their authority: people whom articles list, the glossaries,
/// and those who signed an article or speak in one.
pub(super) fn lexicon(
    groups: &[Vec<Arc<Article>>],
    glossary: &Glossary,
    source: &Source<'_>,
) -> Lexicon {
    let none = || Names { source, listed: BTreeSet::new(), signed: BTreeSet::new() };
    // Sets are the same whoever finds what is in them.
    let groups = groups.par_iter().map(Vec::as_slice);
    let names = groups.fold(none, Names::of_group).reduce(none, Names::and);
    let spelt = glossary.words().filter(|word| word.kind() == WordKind::Name);
    let spelt = Lexicon::new(spelt.cloned());
    let listed = names.listed.into_iter().map(|name| {
        // Whom a glossary spells is spelt so.
        match spelt.whole(name.script.0, &name.text).filter(|_| name.fixed.0.is_none()) {
            Some(known) => Word::new(known.texts().clone(), WordKind::Name, Origin::People),
            None => name.word(Origin::People),
        }
    });
    let signed = names.signed.into_iter().map(|name| name.word(Origin::Signed));
    Lexicon::new(listed.chain(glossary.words().cloned()).chain(signed))
}

/// The names that one article gives.
#[derive(Debug, PartialEq)]
pub(super) struct Given {
    listed: BTreeSet<Name>,
    signed: BTreeSet<Name>,
}

/// The names that an article brings to the words of its site.
pub(super) fn given(article: &Article, source: &Source<'_>) -> Given {
    let mut names = Names { source, listed: BTreeSet::new(), signed: BTreeSet::new() };
    names.read(article);
    Given { listed: names.listed, signed: names.signed }
}

impl Name {
    fn word(self, origin: Origin) -> Word {
        match self.fixed.0 {
            Some(texts) => Word::new(texts, WordKind::Name, origin),
            None => Word::person(&self.text, self.script.0, origin),
        }
    }

    /// Whether nothing but Han characters and dots is in it; other names are the same in all scripts.
    fn is_of_han(&self) -> bool {
        self.text.chars().all(|c| is_han(c) || c == '·')
    }
}

/// The names that were read so far.
struct Names<'a> {
    source: &'a Source<'a>,
    listed: BTreeSet<Name>,
    signed: BTreeSet<Name>,
}

impl Names<'_> {
    fn of_group(mut self, group: &[Arc<Article>]) -> Self {
        for article in group {
            self.read(article);
        }
        self
    }

    fn and(mut self, other: Self) -> Self {
        self.listed.extend(other.listed);
        self.signed.extend(other.signed);
        self
    }

    fn read(&mut self, article: &Article) {
        let kinds = self.source.kinds;
        let script = article.meta.script;
        let kind = kinds.find(&article.meta.kind);
        for field in &article.meta.fields {
            let declared = match field.origin {
                Declared::Common => kinds.common().find(&field.name),
                Declared::Kind => kind.and_then(|kind| kind.fields.find(&field.name)),
                Declared::Extra => None,
            };
            let Some((name, declared)) = declared else { continue };
            if name == PEOPLE && field.origin == Declared::Common {
                for text in article.meta.list(PEOPLE) {
                    self.listed.extend(self.name(text.trim(), script).filter(Name::is_of_han));
                }
            } else if SIGNED.contains(&name) && field.origin == Declared::Common {
                self.signatures(field.value.as_text().unwrap_or_default(), script);
            } else {
                self.value(&field.value, declared, script);
            }
        }
        let bylines = article.parts.iter().filter_map(|part| part.byline.as_ref());
        bylines.for_each(|byline| self.signatures(&byline.name, script));
    }

    /// The names in a value of a declared field.
    fn value(&mut self, value: &FieldValue, declared: &Field, script: Script) {
        let names_people =
            declared.kind == FieldType::People || declared.taxonomy.as_deref() == Some(TAXONOMY);
        match value {
            FieldValue::Text(text) if names_people => self.signatures(text, script),
            FieldValue::List(items) => {
                for item in items {
                    self.value(item, declared, script);
                }
            }
            FieldValue::Map(entries) => {
                for (name, item) in entries {
                    if let Some((_, inner)) = declared.of.find(name) {
                        self.value(item, inner, script);
                    }
                }
            }
            _ => {}
        }
    }

    /// The names in a line that somebody signed with: 本报记者 余年, 文/余年.
    fn signatures(&mut self, line: &str, script: Script) {
        let parts_names = |c: char| !is_han(c) && c != '·' && !is_private(c);
        for part in line.split(parts_names) {
            let name = self.name(part, script);
            self.signed.extend(name.filter(|name| {
                is_name(&name.text, script) && !name.text.ends_with(|c| BODIES.contains(c))
            }));
        }
    }

    /// A name; `None` when it is none. Parts that the author fixed stay what they are.
    fn name(&self, text: &str, script: Script) -> Option<Name> {
        let plain = self.source.readings.plain(text, script);
        if plain.chars().count() < 2 {
            return None;
        }
        let fixed = text.contains(is_private).then(|| {
            let word = Word::person(text, script, Origin::People);
            Script::ALL.map(|to| Arc::from(&*self.source.readings.plain(word.text(to), to)))
        });
        let script = Reverse(script);
        Some(Name { script, text: plain.into_owned(), fixed: Reverse(fixed) })
    }
}
