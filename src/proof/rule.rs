//! A choice on the desk as a word that somebody tells the program: which word, written how in every edition,
//! listed where. It makes sure that the word would be found at the very place that was looked at. It never
//! writes.

use std::ops::Range;

use serde::Deserialize;

use super::note::decisions;
use super::passage::Side;
use super::subject::{Subject, texts};
use crate::diagnostic::Text;
use crate::project::WordItem;
use crate::render::Studio;
use crate::script::han::is_han;
use crate::script::lexicon::{Origin, WordKind};
use crate::script::pass::Heard;
use crate::script::{Decision, Lexicon, Script, Word, converter};
use crate::site::Site;

/// Where a word is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Scope {
    /// In this article: its `conversion:`.
    Article,
    /// Everywhere: the site's glossary.
    Site,
    /// It is somebody's name: the article's `people:`.
    Person,
}

/// A choice that somebody made.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    /// Which text of the article, and what it says.
    pub(crate) passage: usize,
    pub(crate) source: String,
    /// The character, counted in characters.
    pub(crate) at: usize,
    /// How it is to be written.
    pub(crate) choice: char,
    /// The word around it: its first character and how many it has.
    pub(crate) word: [usize; 2],
    pub(crate) scope: Scope,
}

/// Which list a word goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// `conversion:` of the article.
    Conversion,
    /// `people:` of the article.
    People,
    /// A list of the site's glossary.
    Glossary(WordKind),
}

/// A word to be listed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) place: Place,
    pub(crate) item: WordItem,
}

/// Makes the word, or says why there is none.
pub(crate) fn rule(
    studio: &Studio,
    subject: &Subject<'_>,
    side: Side<'_>,
    asked: &Asked,
) -> Result<Rule, Text> {
    let (texts, _) = texts(&studio.shelf, side.article, subject.address);
    let told = texts.told(studio.site(), side.edition);
    let heard = told.get(asked.passage).map(|told| &told.heard);
    let heard = heard.filter(|heard| heard.text == asked.source).ok_or_else(moved)?;
    of_text(studio.site(), heard, side.edition.script, asked)
}

pub(super) fn moved() -> Text {
    Text::new("文章刚才改过了，请看看新的文字再选。", "The article has changed; look again.")
}

fn of_text(site: &Site, heard: &Heard, to: Script, asked: &Asked) -> Result<Rule, Text> {
    let own = heard.script;
    let place = bytes(&heard.text, asked.at, 1).ok_or_else(moved)?;
    let [start, length] = asked.word;
    let word = bytes(&heard.text, start, length).ok_or_else(moved)?;
    let text = heard.text.get(word.clone()).unwrap_or_default();
    let count = text.chars().count();
    if !(word.start <= place.start && place.end <= word.end)
        || count < 2
        || !text.chars().all(is_han)
    {
        return Err(Text::new(
            "词要包住这个字，至少两个字，只能是汉字。",
            "The word must hold the character and have two or more, all of them Han.",
        ));
    }
    let scripts: Vec<Script> = site.config.editions.iter().map(|edition| edition.script).collect();
    let mut others: Vec<(Script, String)> = Vec::new();
    for script in Script::ALL.into_iter().filter(|it| *it != own && scripts.contains(it)) {
        let all = decisions(&site.words, heard, script);
        let here = all.iter().find(|one| one.place == place);
        let choice = choice_in(here, asked.choice, to, script)
            .ok_or_else(|| Text::new("没有这种写法可选。", "The character has no such form."))?;
        others.push((script, written(&heard.text, &all, &word, &place, choice)));
    }
    let (kind, rule) = place_of(own, text, &others, asked.scope);
    let mut forms = [const { None }; 4];
    for (slot, script) in forms.iter_mut().zip(Script::ALL) {
        let other = others.iter().find(|(it, _)| *it == script).map(|(_, form)| form.as_str());
        *slot = other.or((script == own).then_some(text)).map(std::sync::Arc::from);
    }
    let is_found = Word::written(&forms, kind, Origin::Site).is_some_and(|word_there| {
        let mut found = false;
        Lexicon::new([word_there]).words_in(own, &heard.text, |it| {
            found |= it.start == word.start && it.end == word.end;
        });
        found
    });
    if is_found {
        Ok(rule)
    } else {
        Err(Text::new(
            format!("“{text}”在这句话里像是别的词的一部分，程序认不出来；把词放宽一两个字再试。"),
            format!("{text} looks like a part of other words here; take a longer one."),
        ))
    }
}

/// Where a word goes, and as what it is read there.
fn place_of(
    own: Script,
    text: &str,
    others: &[(Script, String)],
    scope: Scope,
) -> (WordKind, Rule) {
    let item = WordItem::new((own, text), others);
    match scope {
        Scope::Article => (WordKind::Term, Rule { place: Place::Conversion, item }),
        Scope::Site => (WordKind::Term, Rule { place: Place::Glossary(WordKind::Term), item }),
        Scope::Person => {
            let person = Word::person(text, own, Origin::People);
            let is_usual = others.iter().all(|(script, form)| person.text(*script) == form);
            let rule = if is_usual {
                Rule { place: Place::People, item: WordItem::Name(text.to_owned()) }
            } else {
                // A name alone would be written the usual way (宁 for 甯): how it is spelt is for the glossary.
                Rule { place: Place::Glossary(WordKind::Name), item }
            };
            (WordKind::Name, rule)
        }
    }
}

/// The form that a choice, made in one edition, has in another; `None` when it is none of the character's.
fn choice_in(here: Option<&Decision>, choice: char, from: Script, to: Script) -> Option<char> {
    let decision = here?;
    let is_one = |c: char| decision.others.contains(&c) || decision.to.chars().eq([c]);
    if from == to {
        return is_one(choice).then_some(choice);
    }
    let form = converter(from, to).map(|it| it.convert(&choice.to_string()));
    let form = form.and_then(|form| form.chars().next()).unwrap_or(choice);
    Some(if is_one(form) { form } else { choice })
}

/// A word as an edition writes it, but for one character.
fn written(
    text: &str,
    all: &[Decision],
    word: &Range<usize>,
    place: &Range<usize>,
    choice: char,
) -> String {
    let mut out = String::new();
    let mut at = word.start;
    for one in all.iter().filter(|one| one.place.start >= word.start && one.place.end <= word.end) {
        out.push_str(text.get(at..one.place.start).unwrap_or_default());
        if one.place == *place {
            out.push(choice);
        } else {
            out.push_str(&one.to);
        }
        at = one.place.end;
    }
    out.push_str(text.get(at..word.end).unwrap_or_default());
    out
}

/// So many characters of a text, in bytes; `None` when it has not as many.
fn bytes(text: &str, start: usize, length: usize) -> Option<Range<usize>> {
    let mut ends = text.char_indices().map(|(at, _)| at).chain([text.len()]).skip(start);
    let from = ends.next()?;
    let to = if length == 0 { from } else { ends.nth(length - 1)? };
    Some(from..to)
}
