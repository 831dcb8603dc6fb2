//! A choice on the desk as a word that somebody tells the program: which word, written how in every edition,
//! listed where. It makes sure that the word would be found at the very place that was looked at. It never
//! writes.

use std::ops::Range;

use serde::Deserialize;

use super::note::decisions;
use super::passage::Side;
use super::subject::{Subject, heard_at, moved, texts};
use crate::diagnostic::Text;
use crate::project::WordItem;
use crate::render::Studio;
use crate::script::han::is_han;
use crate::script::lexicon::{Origin, WordKind};
use crate::script::pass::Heard;
use crate::script::{Decision, Lexicon, Reason, Script, Word, converter};

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
    /// Which text of the article, and what it says, in short.
    pub(crate) passage: usize,
    pub(crate) key: String,
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
    let heard = heard_at(&told, asked.passage, &asked.key)?;
    let editions = studio.site().config.editions.iter();
    let told = Known {
        words: &studio.site().words,
        editions: editions.map(|edition| edition.script).collect(),
    };
    told.rule(heard, side.edition.script, asked)
}

/// What of a site a rule depends on.
struct Known<'s> {
    words: &'s Lexicon,
    editions: Vec<Script>,
}

impl Known<'_> {
    fn rule(&self, heard: &Heard, to: Script, asked: &Asked) -> Result<Rule, Text> {
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
        let mut others: Vec<(Script, String)> = Vec::new();
        for script in Script::ALL.into_iter().filter(|it| *it != own && self.editions.contains(it))
        {
            let all = decisions(self.words, heard, script);
            let holds =
                |one: &Decision| one.place.start <= place.start && one.place.end >= place.end;
            if all.iter().any(|one| one.reason == Reason::Told && holds(one)) {
                return Err(Text::new(
                    "这个字已经由词表或规则写明了，没有再写一条；要改，改那一条。",
                    "A list or a rule says already how this is written; change it there.",
                ));
            }
            let here = all.iter().find(|one| one.place == place);
            let choice = choice_in(here, asked.choice, to, script).ok_or_else(|| {
                Text::new("没有这种写法可选。", "The character has no such form.")
            })?;
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
                "这个词在这句话里像是别的词的一部分，程序认不出来；把词放宽一两个字再试。",
                "The word looks like a part of other words here; take a longer one.",
            ))
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(text: &str) -> Heard {
        let (element, walls) = (String::new(), Vec::new());
        Heard { script: Script::Hans, element, text: text.to_owned(), walls }
    }

    /// Chooses `choice` for the first 范, 党 or 里 of a text.
    fn chosen(text: &str, choice: char, word: [usize; 2], scope: Scope, to: &[Script]) -> String {
        let at = text.chars().position(|c| "范党里宁".contains(c)).unwrap();
        let asked = Asked { passage: 0, key: String::new(), at, choice, word, scope };
        let known = Known { words: &Lexicon::default(), editions: [&[Script::Hans], to].concat() };
        match known.rule(&heard(text), to[0], &asked) {
            Ok(Rule { place, item }) => format!("{place:?} {}", item.line()),
            Err(text) => text.en,
        }
    }

    #[test]
    fn a_choice_becomes_a_word_for_the_list_that_was_asked_for() {
        let hant = &[Script::Hant][..];
        let text = "切实落实党风廉政责任";
        assert_eq!(chosen(text, '黨', [4, 2], Scope::Article, hant), "Conversion 党风=黨風");
        assert_eq!(
            chosen(text, '黨', [4, 4], Scope::Site, hant),
            "Glossary(Term) 党风廉政=黨風廉政"
        );
        assert_eq!(
            chosen("村里的范大嫂来了", '里', [0, 2], Scope::Site, hant),
            "Glossary(Term) 村里=村里"
        );
    }

    #[test]
    fn a_name_is_listed_alone_unless_it_is_spelt_otherwise() {
        let hant = &[Script::Hant][..];
        let text = "老范头说了一句话";
        assert_eq!(chosen(text, '范', [1, 2], Scope::Person, hant), "People 范头");
        assert_eq!(chosen(text, '範', [1, 2], Scope::Person, hant), "Glossary(Name) 范头=範頭");
    }

    #[test]
    fn every_edition_gets_its_own_form() {
        let all = &[Script::Hant, Script::HantHk][..];
        let forms = chosen("村里的范大嫂来了", '裡', [0, 2], Scope::Site, all);
        assert_eq!(forms, "Glossary(Term) {简体: 村里, 繁体: 村裡, 香港: 村裏}");
        let tw_only = chosen("切实落实党风廉政", '黨', [4, 2], Scope::Site, &[Script::HantTw]);
        assert_eq!(tw_only, "Glossary(Term) 党风=黨風");
    }

    #[test]
    fn a_word_must_hold_the_character_and_be_found_where_it_stands() {
        let hant = &[Script::Hant][..];
        for word in [[3, 1], [3, 0], [4, 2], [0, 3], [3, 4], [2, 99], [8, 2]] {
            let said = chosen("村头人范大嫂，来", '范', word, Scope::Site, hant);
            assert!(
                said.starts_with("The word must hold") || said.contains("changed"),
                "{word:?}: {said}"
            );
        }
        assert!(chosen("范围内", '犯', [0, 2], Scope::Site, hant).contains("no such form"));
    }
}
