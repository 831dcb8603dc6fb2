//! The proofreading desk behind `/_desk/`: asks `proof` what there is to see, `edit` to write what was chosen,
//! and keeps what was written so that it can be taken back. It decides about no character.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use serde::Deserialize;
use serde_json::{Value, json};

use super::done::Done;
use super::lock;
use super::query::Query;
use super::tally::Tally;
use crate::article::Article;
use crate::deliver::preview::{Answer, Request};
use crate::diagnostic::{Diagnostic, Language, Text};
use crate::edit::{self, Change, WordList};
use crate::pipeline;
use crate::project::{self, GLOSSARY_FILE, Ledger};
use crate::proof::{self, Fault, List, Looked, Row, Side, Subject, Wish};
use crate::render::Studio;

/// The desk.
pub(super) struct Room {
    root: PathBuf,
    language: Language,
    tally: Mutex<Tally>,
    done: Done,
    /// One change at a time.
    turn: Mutex<()>,
}

/// What the desk looks at.
pub(super) struct View<'v> {
    pub(super) studio: &'v Studio,
    pub(super) faults: &'v [Diagnostic],
}

/// Why something is not done: a status, and the sentence that goes with it, with the names and words that are told as
/// they are written.
struct Refused(u16, Text, Vec<String>);

impl From<Text> for Refused {
    fn from(text: Text) -> Self {
        Self(409, text, Vec::new())
    }
}

impl From<edit::EditError> for Refused {
    fn from(error: edit::EditError) -> Self {
        let fault = error.diagnostic();
        let path = fault.place.as_ref().map(|place| place.path.to_string()).unwrap_or_default();
        let help = fault.help.unwrap_or_else(|| Text::new("", ""));
        let named = |what: String| match error.word() {
            Some(word) => what.replace(word, "$2"),
            None => what,
        };
        let zh = format!("$1：{}。{}", named(fault.what.zh), help.zh);
        let en = format!("$1: {}. {}", named(fault.what.en), help.en);
        let word = error.word().unwrap_or_default().to_owned();
        Self(409, Text::new(zh, en), vec![path, word])
    }
}

/// What is asked for with a body: of which article, in which edition.
#[derive(Deserialize)]
struct Wanted<T> {
    article: String,
    edition: usize,
    #[serde(flatten)]
    what: T,
}

#[derive(Deserialize)]
struct Look {
    looked: Vec<Looked>,
}

/// Which change is to be taken back; the last one unless told.
#[derive(Deserialize)]
struct Back {
    id: Option<u64>,
}

impl Room {
    pub(super) fn new(root: &Path, language: Language) -> Self {
        Self {
            root: root.to_path_buf(),
            language,
            tally: Mutex::default(),
            done: Done::default(),
            turn: Mutex::default(),
        }
    }

    /// Answers one request.
    pub(super) fn answer(&self, view: &View<'_>, request: &Request<'_>) -> Answer {
        let query = Query::new(request.query);
        let window = query.text("window").unwrap_or_default();
        let _turn = request.body.map(|_| lock(&self.turn));
        let answer = match (request.path, request.body) {
            ("", None) => {
                let page = proof::page(self.language, request.token);
                return bytes("text/html; charset=utf-8", page.into_bytes());
            }
            ("desk.css", None) => return bytes("text/css", proof::STYLE.into()),
            ("desk.js", None) => return bytes("text/javascript", proof::SCRIPT.into()),
            ("list", None) => Ok(json!(self.list(view, &query))),
            ("next", None) => Ok(self.next(view, &query)),
            ("article", None) => self.article(view, &query),
            ("choose", Some(body)) => self.choose(view, &window, body),
            ("seen", Some(body)) => self.seen(view, &window, body),
            ("undo", Some(body)) => self.undo(&window, body),
            _ => Err(refused(404, "校对台里没有这一页。", "The desk has no such page.")),
        };
        let (status, mut value) = match answer {
            Ok(value) => (200, value),
            Err(Refused(status, text, own)) => {
                let own: Vec<&str> = own.iter().map(String::as_str).collect();
                (status, json!({ "error": self.language.fill(&text, &own) }))
            }
        };
        if let Some(table) = value.as_object_mut() {
            table.insert("undo".to_owned(), self.done.told(&window));
        }
        Answer { status, ..bytes("application/json", value.to_string().into_bytes()) }
    }

    /// What was seen is to be looked up again.
    pub(super) fn forget(&self) {
        lock(&self.tally).forget_ledgers();
    }

    fn list(&self, view: &View<'_>, query: &Query) -> List {
        let text = |name: &str| query.text(name).unwrap_or_default();
        let most = query.number("most").unwrap_or(200);
        let wish = Wish { text: text("text"), only: text("only"), sort: text("sort"), most };
        let mut tally = lock(&self.tally);
        tally.follow(&view.studio.site().words);
        let list = proof::list(self.rows(view, &tally), &wish);
        if list.waiting == 0 {
            return list;
        }
        // What is in sight comes first.
        let sight: Vec<String> = list.rows.into_iter().map(|row| row.path).collect();
        tally.count(view.studio, &sight, self.ledgers(view));
        proof::list(self.rows(view, &tally), &wish)
    }

    fn rows(&self, view: &View<'_>, tally: &Tally) -> Vec<Row> {
        let known = |subject: &Subject<'_>| tally.of(view.studio, subject);
        proof::rows(view.studio, view.faults, known, self.language)
    }

    /// The next article with something to look at; whether somebody has to ask again, because it is not counted yet.
    fn next(&self, view: &View<'_>, query: &Query) -> Value {
        let after = query.text("after").unwrap_or_default();
        let mut tally = lock(&self.tally);
        tally.follow(&view.studio.site().words);
        let mut next = proof::next(self.rows(view, &tally), &after);
        if let Err(uncounted) = &next {
            tally.count(view.studio, uncounted, self.ledgers(view));
            next = proof::next(self.rows(view, &tally), &after);
        }
        json!({ "waiting": next.is_err(), "path": next.ok().flatten() })
    }

    /// What reads what was seen in the article of a path, also by whoever saw it under a former name.
    fn ledgers(&self, view: &View<'_>) -> impl Fn(&str) -> Ledger + use<'_> {
        let written = proof::all(view.studio.site()).flat_map(|subject| subject.written);
        let known: HashSet<String> = written.map(|it| project::ledger_path(&it.path)).collect();
        let strays = project::stray_ledgers(&self.root, |path| known.contains(path));
        move |article| project::read_ledger(&self.root, article).with(&strays)
    }

    fn article(&self, view: &View<'_>, query: &Query) -> Result<Value, Refused> {
        let studio = view.studio;
        let path = query.text("path").unwrap_or_default();
        let subject = find(studio, &path)?;
        let editions = &studio.site().config.editions;
        let main = subject.written.first().ok_or_else(no_article)?;
        let ledger = self.ledgers(view);
        let ledgers: Vec<Ledger> =
            subject.written.iter().map(|article| ledger(&article.path)).collect();
        let count = proof::count(studio, &subject, &ledgers);
        let asked = |name: &str| query.number(name).filter(|at| *at < editions.len());
        // As it was written, beside an edition that asks, or else one that is made of it.
        let is_own = |edition: &project::Edition| edition.script == main.meta.script;
        let own = editions.iter().position(is_own).unwrap_or_default();
        let made = || subject.made_of(main, studio.site()).map(|(at, _)| at).next();
        let right = asked("right").or_else(|| count.asking.first().copied()).or_else(made);
        let right = right.unwrap_or(editions.len() - 1);
        let left = asked("left").unwrap_or(own);
        let sides = [left, right].map(|at| side(studio, &subject, at));
        let [Some((left_edition, left_of)), Some((right_edition, right_of))] = sides else {
            return Err(no_article());
        };
        let (left_seen, right_seen) = (ledger(&left_of.path), ledger(&right_of.path));
        let sheet = proof::sheet(
            studio,
            &subject,
            [
                Side { edition: left_edition, article: left_of, ledger: &left_seen },
                Side { edition: right_edition, article: right_of, ledger: &right_seen },
            ],
            self.language,
        );
        let links = studio.links(subject.address);
        let of_page =
            links.first().map(|link| pipeline::respond(studio, link).1).unwrap_or_default();
        let is_own = |fault: &&Diagnostic| {
            let path = fault.place.as_ref().map(|place| &place.path);
            path.is_some_and(|path| subject.written.iter().any(|it| it.path == *path))
        };
        let mut faults: Vec<Fault> = view
            .faults
            .iter()
            .filter(is_own)
            .chain(&of_page)
            .map(|fault| Fault::new(fault, self.language))
            .collect();
        faults.dedup();
        let editions: Vec<Value> = editions.iter().zip(&links)
            .map(|(edition, link)| json!({ "label": edition.label, "lang": edition.script.tag(), "link": link }))
            .collect();
        let title = studio.site().readings.plain(main.meta.text("title"), main.meta.script);
        Ok(json!({
            "path": subject.path(), "title": title, "editions": editions, "left": left, "right": right,
            "faults": faults, "passages": sheet.passages, "open": count.open, "asking": count.asking,
            "choices": sheet.choices,
        }))
    }

    fn choose(&self, view: &View<'_>, window: &str, body: &[u8]) -> Result<Value, Refused> {
        let Wanted { article, edition, what: asked } = parse::<Wanted<proof::Asked>>(body)?;
        let studio = view.studio;
        let subject = find(studio, &article)?;
        let (edition, source) = side(studio, &subject, edition).ok_or_else(no_article)?;
        let ledger = Ledger::default();
        let rule = proof::rule(
            studio,
            &subject,
            Side { edition, article: source, ledger: &ledger },
            &asked,
        )?;
        let (list, zh, en) = match rule.place {
            proof::Place::Conversion => {
                (WordList::Conversion(&source.path), "转换规则", "conversion")
            }
            proof::Place::People => (WordList::People(&source.path), "人物", "people"),
            proof::Place::Glossary(kind) => {
                let (zh, en) = project::glossary_names(kind);
                (WordList::Glossary(kind), zh, en)
            }
        };
        let change = edit::add_word(&self.root, list, &rule.item, &studio.site().kinds)?;
        let (path, word) = (change.path.clone(), rule.item.line());
        let what = Text::new("$1 的“$2”加上 $3", "$3 added to `$2` in $1");
        // Files call it so whatever the language of the desk.
        let name = if self.language == Language::En { en } else { zh };
        let what = self.language.fill(&what, &[&path, name, &word]);
        self.carry_out(window, change, what)
    }

    fn seen(&self, view: &View<'_>, window: &str, body: &[u8]) -> Result<Value, Refused> {
        let Wanted { article, edition, what: Look { looked } } = parse::<Wanted<Look>>(body)?;
        let studio = view.studio;
        let subject = find(studio, &article)?;
        let (edition, source) = side(studio, &subject, edition).ok_or_else(no_article)?;
        let ledger = Ledger::default();
        let lines = proof::seen(
            studio,
            &subject,
            Side { edition, article: source, ledger: &ledger },
            &looked,
        )?;
        let path = project::ledger_path(&source.path);
        let before = edit::read(&self.root, &path)?;
        let text = String::from_utf8(before.clone().unwrap_or_default())
            .map_err(|_| edit::EditError::Encoding(PathBuf::from(&path)))?;
        let more = project::with_seen(&text, &lines);
        let count: usize = looked.iter().map(Looked::count).sum();
        if more == text {
            let said = Text::new("这里已经记为看过。", "This is marked as seen already.");
            return Ok(json!({ "said": self.language.pick(&said) }));
        }
        // Git then keeps the lines of both sides. Where it cannot be written, a merge asks.
        let (settings, text) = project::REVIEW_MERGE;
        if let Ok(before @ None) = edit::read(&self.root, settings) {
            let after = Some(text.as_bytes().to_vec());
            let _ = Change { path: settings.to_owned(), before, after }.carry_out(&self.root);
        }
        let what = Text::new(
            format!("{count} 个字记为看过（$1）"),
            format!("{count} marked as seen in $1"),
        );
        let what = self.language.fill(&what, &[&path]);
        let after = Some(more.into_bytes());
        let said = self.carry_out(window, Change { path, before, after }, what);
        self.forget();
        said
    }

    /// Takes back the last change of a window. While it cannot be taken back, it stays the last.
    fn undo(&self, window: &str, body: &[u8]) -> Result<Value, Refused> {
        let Back { id } = parse(body)?;
        let Some(last) = self.done.last(window) else {
            return Err(Text::new("没有可以撤销的。", "There is nothing to undo.").into());
        };
        if id.is_some_and(|id| id != last.id) {
            return Err(Text::new(
                "要撤销的改动已经撤销了，没有再动别的。",
                "That change is taken back already; nothing else was.",
            )
            .into());
        }
        let mut back = last.change.back();
        if back.path == GLOSSARY_FILE {
            // A glossary that is gone would be missed.
            back.after.get_or_insert_with(|| b"# glossary\n".to_vec());
        }
        back.carry_out(&self.root)?;
        self.done.forget(last.id);
        self.forget();
        let said = self.language.fill(&Text::new("已撤销：$1", "Undone: $1"), &[&last.what]);
        Ok(json!({ "said": said }))
    }

    /// Carries out a change and keeps it, so that it can be taken back.
    fn carry_out(&self, window: &str, change: Change, what: String) -> Result<Value, Refused> {
        change.carry_out(&self.root)?;
        let text = |bytes: &Option<Vec<u8>>| {
            String::from_utf8_lossy(bytes.as_deref().unwrap_or_default()).into_owned()
        };
        let difference = edit::difference(&text(&change.before), &text(&change.after));
        let value = json!({ "said": what, "path": change.path, "diff": difference.hunks });
        self.done.add(window, change, what);
        Ok(value)
    }
}

fn find<'s>(studio: &'s Studio, path: &str) -> Result<Subject<'s>, Refused> {
    proof::find(studio.site(), path).ok_or_else(no_article)
}

/// An edition by its number, and the article that its readers get.
fn side<'s>(
    studio: &'s Studio,
    subject: &Subject<'s>,
    at: usize,
) -> Option<(&'s project::Edition, &'s Arc<Article>)> {
    let edition = studio.site().config.editions.get(at)?;
    Some((edition, subject.for_edition(edition)?))
}

fn no_article() -> Refused {
    refused(404, "没有这篇文章，或者它刚才移走了。", "There is no such article.")
}

fn refused(status: u16, zh: &str, en: &str) -> Refused {
    Refused(status, Text::new(zh, en), Vec::new())
}

fn parse<'b, T: Deserialize<'b>>(body: &'b [u8]) -> Result<T, Refused> {
    let wrong = |error: serde_json::Error| {
        let text = Text::new("看不懂这个请求：$1", "not understood: $1");
        Refused(400, text, vec![error.to_string()])
    };
    serde_json::from_slice(body).map_err(wrong)
}

fn bytes(content_type: &'static str, body: Vec<u8>) -> Answer {
    Answer { status: 200, content_type, body, location: None }
}
