//! Two editions of an article side by side, text by text, each cut at the same characters, so that what is
//! looked at in one is found in the other. It never makes markup.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

use super::note::{Note, Noted, Notes, decisions};
use super::steps::Steps;
use super::subject::{Part, Subject, Told, key, texts};
use crate::article::{Article, Status};
use crate::diagnostic::Language;
use crate::project::{Edition, Ledger};
use crate::render::Studio;
use crate::script::pass::{Heard, WALL, quoted};
use crate::script::{Decision, Lexicon};

/// Two editions of an article.
#[derive(Debug, Serialize)]
pub(crate) struct Sheet {
    pub(crate) passages: Vec<Passage>,
    /// Characters that had a choice.
    pub(crate) choices: usize,
}

/// One text in two editions.
#[derive(Debug, Serialize)]
pub(crate) struct Passage {
    /// `title`, `field`, `heading` or `body`.
    part: &'static str,
    /// What a field is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    /// The text as it was written, a box for what is no text; both where each side was written by hand.
    sources: Vec<String>,
    /// What the text of each side says, in short.
    keys: [String; 2],
    sides: [Vec<Piece>; 2],
}

/// A piece of a text as readers of an edition see it.
#[derive(Debug, PartialEq, Serialize)]
struct Piece {
    text: String,
    /// Where it stands in the source, in characters.
    at: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<Note>,
    /// Whether it is what an author fixed, or code: nothing is converted in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed: Option<bool>,
}

/// One of the two editions, with the article that its readers get.
#[derive(Clone, Copy)]
pub(crate) struct Side<'s> {
    pub(crate) edition: &'s Edition,
    pub(crate) article: &'s Arc<Article>,
    pub(crate) ledger: &'s Ledger,
}

/// Lays two editions of a subject side by side.
pub(crate) fn sheet(
    studio: &Studio,
    subject: &Subject<'_>,
    sides: [Side<'_>; 2],
    language: Language,
) -> Sheet {
    let [left, right] = sides.map(|side| {
        let (texts, _) = texts(&studio.shelf, side.article, subject.address);
        texts.told(studio.site(), side.edition).into_iter()
    });
    let words = &studio.site().words;
    let mut sheet = Sheet { passages: Vec::new(), choices: 0 };
    // Editions that were written by hand may have texts that the other one lacks.
    let (mut left, mut right) = (left, right);
    loop {
        let pair = [left.next(), right.next()];
        if pair.iter().all(Option::is_none) {
            return sheet;
        }
        let passage = passage(words, &pair, sides, language);
        sheet.choices += passage.choices();
        sheet.passages.push(passage);
    }
}

impl Passage {
    /// Characters that had a choice; one that had it on both sides is one.
    fn choices(&self) -> usize {
        let had = |side: &Vec<Piece>| -> BTreeSet<usize> {
            let had = side.iter().filter(|it| it.note.as_ref().is_some_and(Note::is_choice));
            had.map(|piece| piece.at).collect()
        };
        let [left, right] = self.sides.each_ref().map(had);
        let is_one = self.sources.len() == 1;
        if is_one { left.union(&right).count() } else { left.len() + right.len() }
    }
}

fn passage(
    words: &Lexicon,
    pair: &[Option<Told>; 2],
    sides: [Side<'_>; 2],
    language: Language,
) -> Passage {
    let noted = [0, 1].map(|at| {
        let told = pair.get(at).and_then(Option::as_ref)?;
        let side = sides.get(at)?;
        let decisions = decisions(words, &told.heard, side.edition.script);
        let is_read = side.article.meta.status != Status::Withdrawn;
        let eye = Notes { words, ledger: side.ledger, language, is_read };
        let noted = eye.of(&told.heard, &decisions);
        Some(Half { heard: &told.heard, edition: side.edition, decisions, noted })
    });
    let is_one = match pair {
        [Some(left), Some(right)] => left.heard.text == right.heard.text,
        _ => false,
    };
    let all = |half: &Half<'_>| half.cuts().collect::<Vec<_>>();
    let cuts = noted.each_ref().map(|half| half.as_ref().map(all).unwrap_or_default());
    // The same text in both: each is cut where either has something to say.
    let [left, right] = if is_one {
        let both = apart(cuts.concat());
        [both.clone(), both]
    } else {
        cuts.map(apart)
    };
    let [first, second] = noted;
    let pieces = |half: Option<Half<'_>>, cuts: &[Range<usize>]| {
        half.map(|half| half.pieces(cuts)).unwrap_or_default()
    };
    let text_of = |told: &Option<Told>| told.as_ref().map(|told| told.heard.text.clone());
    let both = pair.each_ref().map(|told| text_of(told).unwrap_or_default());
    let keys = both.each_ref().map(|text| key(text));
    let sources = both.into_iter().take(if is_one { 1 } else { 2 }).collect();
    let told = pair.iter().flatten().next();
    let (part, label) = told.map_or(("body", None), |told| match &told.part {
        Part::Title => ("title", None),
        Part::Field(label) => ("field", Some(label.clone())),
        Part::Heading => ("heading", None),
        Part::Body => ("body", None),
    });
    Passage { part, label, sources, keys, sides: [pieces(first, &left), pieces(second, &right)] }
}

/// Ranges in order, without those that reach into an earlier one.
fn apart(mut cuts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    cuts.sort_by_key(|cut| (cut.start, cut.end));
    cuts.dedup();
    let mut end = 0;
    cuts.retain(|cut| {
        let fits = cut.start >= end;
        end = if fits { cut.end } else { end };
        fits
    });
    cuts
}

/// One side of a passage.
struct Half<'t> {
    heard: &'t Heard,
    edition: &'t Edition,
    decisions: Vec<Decision>,
    noted: Vec<Noted>,
}

impl Half<'_> {
    /// The places with something to say, and what is no text.
    fn cuts(&self) -> impl Iterator<Item = Range<usize>> {
        let noted = self.noted.iter().map(|noted| noted.place.clone());
        noted.chain(self.heard.walls.iter().map(|wall| wall.at..wall.at + WALL.len_utf8()))
    }

    fn pieces(self, cuts: &[Range<usize>]) -> Vec<Piece> {
        let text = &self.heard.text;
        let mut places = Vec::new();
        let mut from = 0;
        for cut in cuts {
            places.push((from..cut.start, false));
            places.push((cut.clone(), true));
            from = cut.end;
        }
        places.push((from..text.len(), false));
        let mut whole = String::new();
        let mut made: Vec<(Range<usize>, Piece)> = Vec::new();
        let mut steps = Steps::of(text);
        for (place, is_cut) in places.into_iter().filter(|(place, _)| !place.is_empty()) {
            let at = steps.to(place.start);
            // Both are in the order of the text.
            let wall = self.heard.walls.binary_search_by_key(&place.start, |wall| wall.at).ok();
            let wall = wall.and_then(|at| self.heard.walls.get(at)).filter(|_| is_cut);
            let note = self.noted.binary_search_by_key(&place.start, |it| it.place.start).ok();
            let note = note.and_then(|at| self.noted.get(at));
            let note = note.filter(|noted| is_cut && noted.place == place);
            let start = whole.len();
            match wall {
                Some(wall) => whole.push_str(&wall.shown),
                None => self.convert(place, &mut whole),
            }
            let piece = Piece {
                text: String::new(),
                at,
                note: note.map(|noted| noted.note.clone()),
                fixed: wall.map(|wall| wall.fixed),
            };
            made.push((start..whole.len(), piece));
        }
        quoted(&mut whole, self.edition.quotes);
        let filled = made.into_iter().map(|(place, piece)| Piece {
            text: whole.get(place).unwrap_or_default().to_owned(),
            ..piece
        });
        filled.filter(|piece| !piece.text.is_empty()).collect()
    }

    /// Appends what a stretch of the text becomes.
    fn convert(&self, place: Range<usize>, out: &mut String) {
        let first = self.decisions.partition_point(|one| one.place.end <= place.start);
        let mut at = place.start;
        for one in self.decisions.iter().skip(first).take_while(|one| one.place.start < place.end) {
            out.push_str(self.heard.text.get(at..one.place.start).unwrap_or_default());
            // What a word began before this stretch was written with it.
            if one.place.start >= place.start {
                out.push_str(&one.to);
            }
            at = at.max(one.place.end);
        }
        out.push_str(self.heard.text.get(at..place.end).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::pass::Wall;
    use crate::script::{Quotes, Script};

    fn pieces(text: &str, walls: Vec<Wall>, to: Script, quotes: Quotes) -> String {
        let heard =
            Heard { script: Script::Hans, element: String::new(), text: text.to_owned(), walls };
        let words = Lexicon::default();
        let edition = Edition { script: to, path: String::new(), label: String::new(), quotes };
        let decisions = decisions(&words, &heard, to);
        let ledger = Ledger::default();
        let language = Language::ZhHans;
        let eye = Notes { words: &words, ledger: &ledger, language, is_read: true };
        let noted = eye.of(&heard, &decisions);
        let half = Half { heard: &heard, edition: &edition, decisions, noted };
        let cuts = apart(half.cuts().collect());
        let shown = half.pieces(&cuts).into_iter().map(|piece| {
            let sign = if piece.note.is_some() { "*" } else { "" };
            let fixed = if piece.fixed == Some(true) { "!" } else { "" };
            format!("{}{}{sign}{fixed}", piece.at, piece.text)
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_text_is_cut_where_there_was_a_choice_and_reads_as_its_edition() {
        let cut = pieces("政协的“范围”之内", Vec::new(), Script::Hant, Quotes::Corner);
        assert_eq!(cut, "0政協的「 4範* 5圍」之內");
        assert_eq!(pieces("政协的范围", Vec::new(), Script::Hans, Quotes::Keep), "0政协的范围");
    }

    #[test]
    fn what_an_author_fixed_is_seen_as_readers_see_it() {
        let at = "由".len();
        let wall = Wall { at, shown: "范".to_owned(), fixed: true };
        let cut = pieces("由\u{FFFC}先生设计", vec![wall], Script::Hant, Quotes::Keep);
        assert_eq!(cut, "0由 1范! 2先生設計");
    }

    #[test]
    fn cuts_that_reach_into_an_earlier_one_are_left_out() {
        assert_eq!(apart(vec![3..6, 0..3, 0..9, 3..6, 6..7]), [0..3, 3..6, 6..7]);
    }
}
