//! The proofreading desk behind `/_desk/`: asks `proof` what there is to see, `edit` to write what was chosen,
//! and keeps what was written so that it can be taken back. It decides about no character.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Deserialize;
use serde_json::{Value, json};

use super::query::Query;
use super::tally::Tally;
use crate::article::Article;
use crate::deliver::preview::{Answer, Request};
use crate::diagnostic::{Diagnostic, Language, Text};
use crate::edit::{self, Change, WordList};
use crate::pipeline;
use crate::project::{self, GLOSSARY_FILE, Ledger};
use crate::proof::{self, Fault, Looked, Side, Subject, Wish};
use crate::render::Studio;

/// How many changes can be taken back.
const KEPT: usize = 100;

/// The desk.
pub(super) struct Room {
    root: PathBuf,
    language: Language,
    tally: Mutex<Tally>,
    done: Mutex<Vec<Done>>,
    /// One change at a time.
    turn: Mutex<()>,
}

/// A change that was made, and what it was.
struct Done {
    change: Change,
    what: String,
}

/// What the desk looks at.
pub(super) struct View<'v> {
    pub(super) studio: &'v Studio,
    pub(super) faults: &'v [Diagnostic],
}

/// Why something is not done: a sentence, and the status that goes with it.
struct Refused(u16, Text);

impl From<Text> for Refused {
    fn from(text: Text) -> Self {
        Self(409, text)
    }
}

impl From<edit::EditError> for Refused {
    fn from(error: edit::EditError) -> Self {
        let fault = error.diagnostic();
        let path = fault.place.as_ref().map(|place| place.path.to_string()).unwrap_or_default();
        let help = fault.help.unwrap_or_else(|| Text::new("", ""));
        let zh = format!("{path}：{}。{}", fault.what.zh, help.zh);
        Self(409, Text::new(zh, format!("{path}: {}. {}", fault.what.en, help.en)))
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

impl Room {
    pub(super) fn new(root: &Path, language: Language) -> Self {
        Self {
            root: root.to_path_buf(),
            language,
            tally: Mutex::default(),
            done: Mutex::default(),
            turn: Mutex::default(),
        }
    }

    /// Answers one request.
    pub(super) fn answer(&self, view: &View<'_>, request: &Request<'_>) -> Answer {
        let query = Query::new(request.query);
        let _turn = request.body.map(|_| lock(&self.turn));
        let answer = match (request.path, request.body) {
            ("", None) => {
                let page = proof::page(self.language, request.token);
                return bytes("text/html; charset=utf-8", page.into_bytes());
            }
            ("desk.css", None) => return bytes("text/css", proof::STYLE.into()),
            ("desk.js", None) => return bytes("text/javascript", proof::SCRIPT.into()),
            ("list", None) => Ok(self.list(view, &query)),
            ("article", None) => self.article(view, &query),
            ("choose", Some(body)) => self.choose(view, body),
            ("seen", Some(body)) => self.seen(view, body),
            ("undo", Some(_)) => self.undo(),
            _ => Err(Refused(404, Text::new("校对台里没有这一页。", "The desk has no such page."))),
        };
        match answer {
            Ok(value) => bytes("application/json", value.to_string().into_bytes()),
            Err(Refused(status, text)) => {
                let body = json!({ "error": self.language.pick(&text) }).to_string().into_bytes();
                Answer { status, ..bytes("application/json", body) }
            }
        }
    }

    /// What was seen is to be looked up again.
    pub(super) fn forget(&self) {
        lock(&self.tally).forget_ledgers();
    }

    fn list(&self, view: &View<'_>, query: &Query) -> Value {
        let mut tally = lock(&self.tally);
        tally.count(view.studio, |article| self.ledger(article));
        let counted = |subject: &Subject<'_>| tally.of(subject).cloned();
        let rows = proof::rows(view.studio, view.faults, counted, self.language);
        drop(tally);
        let text = |name: &str| query.text(name).unwrap_or_default();
        let most = query.number("most").unwrap_or(200);
        let wish = Wish { text: text("text"), only: text("only"), sort: text("sort"), most };
        let mut value = json!(proof::list(rows, &wish));
        self.add_undo(&mut value);
        value
    }

    fn ledger(&self, article: &str) -> Ledger {
        project::read_ledger(&self.root, article)
    }

    fn article(&self, view: &View<'_>, query: &Query) -> Result<Value, Refused> {
        let studio = view.studio;
        let path = query.text("path").unwrap_or_default();
        let subject = find(studio, &path)?;
        let editions = &studio.site().config.editions;
        let main = subject.written.first().ok_or_else(no_article)?;
        let is_made = |edition: &project::Edition| {
            subject.for_edition(edition).is_some_and(|from| from.meta.script != edition.script)
        };
        let right = query.number("right").filter(|at| *at < editions.len());
        let right =
            right.or_else(|| editions.iter().position(is_made)).unwrap_or(editions.len() - 1);
        let left = query.number("left").filter(|at| *at < editions.len()).unwrap_or_default();
        let sides = [left, right].map(|at| side(studio, &subject, at));
        let [Some((left_edition, left_of)), Some((right_edition, right_of))] = sides else {
            return Err(no_article());
        };
        let (left_seen, right_seen) = (self.ledger(&left_of.path), self.ledger(&right_of.path));
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
        let mut value = json!({
            "path": subject.path(), "title": title, "editions": editions, "left": left, "right": right,
            "faults": faults, "passages": sheet.passages, "open": sheet.open, "choices": sheet.choices,
        });
        self.add_undo(&mut value);
        Ok(value)
    }

    fn choose(&self, view: &View<'_>, body: &[u8]) -> Result<Value, Refused> {
        let Wanted { article, edition, what: asked } = parse::<proof::Asked>(body)?;
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
                (WordList::Conversion(&source.path), "转换规则".to_owned(), "conversion".to_owned())
            }
            proof::Place::People => {
                (WordList::People(&source.path), "人物".to_owned(), "people".to_owned())
            }
            proof::Place::Glossary(kind) => {
                let (zh, en) = project::glossary_names(kind);
                (WordList::Glossary(kind), zh.to_owned(), en.to_owned())
            }
        };
        let change = edit::add_word(&self.root, list, &rule.item, &studio.site().kinds)?;
        let (path, word) = (change.path.clone(), rule.item.line());
        let what = Text::new(
            format!("{path} 的“{zh}”加上 {word}"),
            format!("{word} added to `{en}` in {path}"),
        );
        self.carry_out(change, &what)
    }

    fn seen(&self, view: &View<'_>, body: &[u8]) -> Result<Value, Refused> {
        let Wanted { article, edition, what: Look { looked } } = parse::<Look>(body)?;
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
        // Git then keeps the lines of both sides. Where it cannot be written, a merge asks.
        let (settings, text) = project::REVIEW_MERGE;
        if let Ok(before @ None) = edit::read(&self.root, settings) {
            let after = Some(text.as_bytes().to_vec());
            let _ = Change { path: settings.to_owned(), before, after }.carry_out(&self.root);
        }
        let path = project::ledger_path(&source.path);
        let before = edit::read(&self.root, &path)?;
        let text = String::from_utf8(before.clone().unwrap_or_default()).map_err(|_| {
            let word = lines.len().to_string();
            edit::EditError::Shape { path: PathBuf::from(&path), word }
        })?;
        let after = Some(project::with_seen(&text, &lines).into_bytes());
        let count = lines.len();
        let what = Text::new(
            format!("{count} 个字记为看过（{path}）"),
            format!("{count} marked as seen in {path}"),
        );
        let said = self.carry_out(Change { path, before, after }, &what);
        self.forget();
        said
    }

    fn undo(&self) -> Result<Value, Refused> {
        let mut done = lock(&self.done);
        let Some(last) = done.pop() else {
            return Err(Refused(409, Text::new("没有可以撤销的。", "There is nothing to undo.")));
        };
        // Of a file that somebody changed since, nothing can be taken back later either.
        let mut back = last.change.back();
        if back.path == GLOSSARY_FILE {
            // A glossary that is gone would be missed.
            back.after.get_or_insert_with(|| b"# glossary\n".to_vec());
        }
        back.carry_out(&self.root)?;
        drop(done);
        self.forget();
        let said = Text::new(format!("已撤销：{}", last.what), format!("Undone: {}", last.what));
        let mut value = json!({ "said": self.language.pick(&said) });
        self.add_undo(&mut value);
        Ok(value)
    }

    /// Carries out a change and keeps it, so that it can be taken back.
    fn carry_out(&self, change: Change, what: &Text) -> Result<Value, Refused> {
        change.carry_out(&self.root)?;
        let text = |bytes: &Option<Vec<u8>>| {
            String::from_utf8_lossy(bytes.as_deref().unwrap_or_default()).into_owned()
        };
        let difference = edit::difference(&text(&change.before), &text(&change.after));
        let what = self.language.pick(what);
        let mut value = json!({ "said": what, "path": change.path, "diff": difference.hunks });
        let mut done = lock(&self.done);
        if done.len() >= KEPT {
            done.remove(0);
        }
        done.push(Done { change, what });
        drop(done);
        self.add_undo(&mut value);
        Ok(value)
    }

    /// Adds what can be taken back.
    fn add_undo(&self, value: &mut Value) {
        if let Some(table) = value.as_object_mut() {
            let last = lock(&self.done).last().map(|done| done.what.clone());
            table.insert("undo".to_owned(), json!(last));
        }
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
    Refused(404, Text::new("没有这篇文章，或者它刚才移走了。", "There is no such article."))
}

fn parse<'b, T: Deserialize<'b>>(body: &'b [u8]) -> Result<Wanted<T>, Refused> {
    let wrong = |error: serde_json::Error| {
        Refused(
            400,
            Text::new(format!("看不懂这个请求：{error}"), format!("not understood: {error}")),
        )
    };
    serde_json::from_slice(body).map_err(wrong)
}

fn bytes(content_type: &'static str, body: Vec<u8>) -> Answer {
    Answer { status: 200, content_type, body, location: None }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
