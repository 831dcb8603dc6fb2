//! Front matter out of the text: what stands above and below the article (title, date, source, who
//! wrote or spoke it) and what it says of its kind. Lines that only say this are taken off; each field
//! is a guess that the report lists. It never asks, and never makes a value up.

mod day;
mod form;
mod kind;
mod lines;
mod names;

use super::Asked;
use super::document::{Block, Document, Properties, Shape};
use super::letters::has_end;
use super::pattern::Pattern;
use super::report::{Deed, Notes, Sure};
use super::rule::Rule;
use super::structure::{Byline, byline, is_part_title, join_lines, split_under};
use super::text::Edit;
use crate::script::{Script, detect};

pub(super) use day::of_name;

/// A field of the front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) key: &'static str,
    pub(super) values: Vec<String>,
    pub(super) line: usize,
    pub(super) sure: Sure,
    /// Where it is from, when that is not the text.
    from: &'static str,
}

/// Fields in the order in which they were found; the first of a key counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Front {
    fields: Vec<Field>,
}

impl Front {
    pub(super) fn get(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    pub(super) fn text(&self, key: &str) -> &str {
        self.get(key).and_then(|field| field.values.first()).map_or("", String::as_str)
    }

    fn set(&mut self, key: &'static str, value: impl Into<String>, line: usize, sure: Sure) {
        self.set_all(key, vec![value.into()], line, sure);
    }

    fn set_all(&mut self, key: &'static str, values: Vec<String>, line: usize, sure: Sure) {
        let values: Vec<String> =
            values.into_iter().filter(|value| !value.trim().is_empty()).collect();
        if self.get(key).is_none() && !values.is_empty() {
            self.fields.push(Field { key, values, line, sure, from: "" });
        }
    }

    /// Adds names to a list that is there already.
    fn add(&mut self, key: &'static str, values: Vec<String>, line: usize, sure: Sure) {
        match self.fields.iter_mut().find(|field| field.key == key) {
            Some(field) => {
                for value in values {
                    if !field.values.contains(&value) {
                        field.values.push(value);
                    }
                }
            }
            None => self.set_all(key, values, line, sure),
        }
    }

    /// The same, from elsewhere than the text; `from` says it in the report.
    fn set_from(&mut self, key: &'static str, value: impl Into<String>, from: &'static str) {
        let known = self.get(key).is_some();
        self.set(key, value, 0, Sure::Guess);
        if let Some(field) = self.fields.last_mut().filter(|_| !known) {
            field.from = from;
        }
    }

    /// Writes the guesses down.
    pub(super) fn tell(&self, notes: &mut Notes) {
        for Field { key, values, line, sure, from } in &self.fields {
            let told = format!("{key}: {}{from}", values.join("、"));
            notes.note(*line, Rule::FrontMatter, Deed::Guessed, "", told, *sure);
        }
    }
}

static SUBTITLE: Pattern = Pattern::new(r"^(——|—|--+|－－)\s*\S");
/// A title with its subtitle on one line: `…的“田教授”——记县政协委员周大川`.
static WITH_SUBTITLE: Pattern = Pattern::new(
    r"^([^—]{4,40}?)\s*(——(?:(?:记|記|访|訪|写在|寫在|来自|來自|献给|獻給|在|纪念|紀念)[^—]{3,40}|[^—]{2,36}(?:侧记|側記|纪实|紀實|综述|綜述|掠影|述评|述評|纪略|纪事)))$",
);
static IN_BRACKETS: Pattern = Pattern::new(r"^[（(](.{2,60})[）)]$");
static EXCERPT: Pattern =
    Pattern::new(r"^(发言|發言|讲话|講話)?(摘登|摘要|摘编|節選|节选|选登|選登|实录|實錄)$");
static OCCASION: Pattern = Pattern::new(
    r"[在于於](.{4,60}?)上的?(发言|發言|讲话|講話|报告|報告|致辞|致詞|主持词|大会发言)",
);
static AT_MEETING: Pattern = Pattern::new(r"[在于於](.{4,60}?(会议|會議|会|會))上$");
static MEETING_EXCERPTS: Pattern = Pattern::new(
    r"^(.{4,60}?(会议|會議|交流会|座谈会|协商会|研讨会|推进会|大会|會))(上的)?(发言|發言)(摘登|摘要|摘编|选登|選登|摘編)$",
);

/// Takes the lines above and below the text off and reads them.
pub(super) fn take(document: &mut Document, asked: &Asked, notes: &mut Notes) -> Front {
    let mut front = Front::default();
    if !notes.is_on(Rule::FrontMatter) {
        return front;
    }
    form::take(document, &mut front, asked, notes);
    take_lines(document, &mut front, notes);
    take_title(document, &mut front, notes);
    take_lines(document, &mut front, notes);
    under_title(document, &mut front, notes);
    take_lines(document, &mut front, notes);
    lines::below(document, &mut front, notes);
    names::signature(document, &mut front, notes);
    names::opening(document, &mut front);
    front
}

/// What is known once the structure is: kind, script, occasion, year; and what properties say.
pub(super) fn complete(
    front: &mut Front,
    document: &Document,
    name: &str,
    speeches: usize,
    asked: &Asked,
    notes: &Notes,
) {
    if !notes.is_on(Rule::FrontMatter) {
        if let Some(kind) = &asked.kind {
            front.set("kind", kind.clone(), 0, Sure::Certain);
        }
        return;
    }
    of_properties(front, &document.properties, name);
    let whole: Vec<&str> = document.blocks.iter().map(|block| block.text.as_str()).collect();
    let whole = whole.join("\n");
    kind::guess(front, &whole, speeches, asked);
    speaker(front);
    let (title, subtitle) = (front.text("title").to_owned(), front.text("subtitle").to_owned());
    let line = front.get("title").map_or(0, |field| field.line);
    if let Some(meeting) = MEETING_EXCERPTS.group(&title, 1) {
        front.set("meeting", meeting, line, Sure::Likely);
    } else if let Some(occasion) =
        OCCASION.group(&title, 1).or_else(|| AT_MEETING.group(&subtitle, 1))
    {
        let key = if front.text("kind") == "speech" { "occasion" } else { "meeting" };
        front.set(key, occasion, line, Sure::Likely);
    }
    if let Some(script) = detect(&whole).filter(|script| *script != asked.script) {
        let same_family = script.is_traditional() && asked.script.is_traditional();
        if !same_family {
            front.set("script", script.tag(), 0, Sure::Likely);
        }
    } else if detect(&whole).is_none()
        && asked.script == Script::Hans
        && notes.entries.iter().any(|entry| entry.rule == Rule::PinyinNotes)
    {
        front.set("script", Script::Hant.tag(), 0, Sure::Guess);
    }
    if kind::is_report(front.text("kind")) {
        kind::year(front, &whole);
        kind::title_of_report(front, &whole);
    }
}

/// Who alone signs a speech, under its title, is who speaks.
fn speaker(front: &mut Front) {
    if front.text("kind") != "speech" || front.get("speaker").is_some() {
        return;
    }
    let alone = |field: &&mut Field| {
        field.key == "authors" && field.values.len() == 1 && field.sure == Sure::Likely
    };
    if let Some(field) = front.fields.iter_mut().find(alone) {
        field.key = "speaker";
    }
}

fn of_properties(front: &mut Front, properties: &Properties, name: &str) {
    if let Some(title) = properties.title.as_deref().filter(|title| kind::is_told(title)) {
        front.set("title", title, 0, Sure::Likely);
    }
    if let Some((date, _)) = properties.published.as_deref().and_then(day::split) {
        front.set("date", date, 0, Sure::Likely);
    }
    if let Some(date) = of_name(name) {
        front.set("date", date, 0, Sure::Likely);
    }
    if let Some(date) = properties.uploaded.as_deref().and_then(day::iso) {
        front.set_from("date", date, "（上传到文档网站的日期，不一定是成文的日期）");
    }
    if let Some(date) = properties.date.as_deref().and_then(day::iso) {
        front.set_from("date", date, "（文件属性里的日期，不一定是成文的日期）");
    }
    if let Some(source) = &properties.source {
        front.set("source", source.clone(), 0, Sure::Likely);
    }
    if let Some(author) = properties.author.as_deref().filter(|author| names::is_author(author)) {
        front.set_from("authors", author, "（文件属性里的作者，可能只是录入的人）");
    }
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if kind::is_told(stem) {
        front.set_from("title", stem, "（文件名）");
    }
}

/// Lines at the top that hold nothing but date, source and the like.
fn take_lines(document: &mut Document, front: &mut Front, notes: &mut Notes) {
    const HIGHEST: usize = 3;
    let mut kept: Vec<Block> = Vec::new();
    let mut taken = 0;
    while let Some(block) = document.blocks.get(taken).filter(|_| kept.len() < HIGHEST) {
        let line = block.text.as_str();
        let told = block.is_paragraph() && lines::read(line, block.text.line(), front);
        let begins_minutes = told && lines::is_of_minutes(&document.blocks, taken);
        if told && !begins_minutes {
            notes.dropped(Rule::FrontMatter, Sure::Certain, &block.text);
        } else {
            kept.push(block.clone());
        }
        taken += 1;
        if begins_minutes || kept.last().is_some_and(|block| has_end(block.text.as_str())) {
            break;
        }
    }
    document.blocks.splice(..taken, kept);
}

/// The title: what is marked as one, else the first line when it is none of the text.
fn take_title(document: &mut Document, front: &mut Front, notes: &mut Notes) {
    if front.get("title").is_some() {
        return;
    }
    let marked =
        document.blocks.iter().take(6).position(|block| matches!(block.shape, Shape::Title));
    let at = marked.or_else(|| plain_title(document));
    let Some(mut block) = at.map(|at| document.blocks.remove(at)) else { return };
    if let Some(under) = split_under(&mut block.text) {
        let below = at.unwrap_or(0);
        document.blocks.insert(below, Block::new(Shape::Paragraph, under));
    }
    join_lines(&mut block.text, notes);
    let (line, mut title) = (block.text.line(), names::unspaced(block.text.as_str().trim()));
    // A title that was broken into two lines: the first ends with what the second is about.
    let next = document.blocks.first().filter(|_| marked.is_none());
    let continues = next.is_some_and(|next| {
        let second = next.text.as_str();
        let open = title.ends_with(['会', '會', '于', '於', '的', '、'])
            || (second.starts_with(['关', '關'])
                && title.ends_with(['室', '厅', '廳', '组', '組', '议', '議']));
        open && !has_end(second)
            && kind::is_document_word(second)
            && second.chars().count() <= LONGEST_TITLE
    });
    if continues {
        title.push_str(document.blocks.remove(0).text.as_str());
    }
    if let Some(groups) = WITH_SUBTITLE.groups(&title) {
        let part = |at: usize| groups.get(at).map_or("", |part| part.as_str());
        front.set("title", part(1), line, Sure::Certain);
        front.set("subtitle", part(2), line, Sure::Likely);
    } else {
        front.set("title", title, line, Sure::Certain);
    }
}

/// A longer line is no title, in characters.
const LONGEST_TITLE: usize = 60;

fn plain_title(document: &Document) -> Option<usize> {
    let block = document.blocks.first()?;
    let line = block.text.as_str();
    let is_title = (block.is_paragraph() || matches!(block.shape, Shape::Heading(_)))
        && !has_end(line)
        && line.chars().count() <= LONGEST_TITLE
        && !line.ends_with(['：', ':', '，'])
        && !IN_BRACKETS.is_in(line)
        && !line.starts_with(['-', '•', '·', '●', '■'])
        && document.blocks.len() > 1
        && (document.origin == super::document::Origin::Marked
            || document.properties.title.as_deref().is_none_or(|title| title == line));
    // The first of several speeches has a title of its own.
    let begins_speeches = is_part_title(&document.blocks, 0)
        && (1..document.blocks.len()).any(|at| is_part_title(&document.blocks, at));
    (is_title && !begins_speeches && !kind::is_section(line)).then_some(0)
}

/// Subtitle, brackets and a speaker's line under the title.
fn under_title(document: &mut Document, front: &mut Front, notes: &mut Notes) {
    if front.get("title").is_none() {
        return;
    }
    let mut taken = 0;
    while let Some(block) = document.blocks.get(taken).filter(|block| block.is_paragraph()) {
        let (text, line) = (block.text.as_str().trim(), block.text.line());
        let next = document.blocks.get(taken + 1).map_or("", |block| block.text.as_str().trim());
        let told = if SUBTITLE.is_in(text) && !text.ends_with('。') {
            subtitle(text, line, front)
        } else if let Some(inner) = IN_BRACKETS.group(text, 1) {
            brackets(inner, line, front)
        } else if let Some(Byline { office, name }) = byline(text) {
            // Several of them are a list of people, and the text itself.
            let alone = byline(next).is_none() && front.get("speaker").is_none();
            let told = alone && !is_part_title(&document.blocks, taken);
            if told {
                front.set("speaker", name, line, Sure::Likely);
                front.set("office", office, line, Sure::Likely);
            }
            told
        } else if let Some(people) = names::line_of_names(text) {
            let alone = names::line_of_names(next).is_none() && front.get("authors").is_none();
            if alone {
                front.set_all("authors", people, line, Sure::Likely);
            }
            alone
        } else {
            false
        };
        if !told {
            break;
        }
        taken += 1;
    }
    for block in document.blocks.drain(..taken) {
        notes.dropped(Rule::FrontMatter, Sure::Likely, &block.text);
    }
}

/// `——在县政协全会上的发言` under a title; tells whether it is in the front matter now.
fn subtitle(text: &str, line: usize, front: &mut Front) -> bool {
    if front.get("subtitle").is_some() {
        return false;
    }
    let bare = text.trim_start_matches(['—', '-', '－']).trim();
    front.set("subtitle", format!("——{bare}"), line, Sure::Certain);
    if let Some((date, _)) = day::split(bare) {
        front.set("date", date, line, Sure::Likely);
    }
    true
}

/// `（发言摘登）`, `（2023年1月5日）`, `（记者 某某）` under a title.
fn brackets(inner: &str, line: usize, front: &mut Front) -> bool {
    if EXCERPT.is_in(inner) {
        if let Some(title) = front.fields.iter_mut().find(|field| field.key == "title")
            && let Some(value) = title.values.first_mut()
            && !value.ends_with(inner)
        {
            value.push_str(inner);
        }
        return true;
    }
    let rest = match day::split(inner) {
        Some((date, rest)) => {
            front.set("date", date, line, Sure::Certain);
            rest.trim()
        }
        None => inner,
    };
    if let Some(meeting) = AT_MEETING.group(rest, 1) {
        let is_first = front.get("meeting").is_none();
        front.set("meeting", meeting, line, Sure::Likely);
        return is_first;
    }
    if let Some(people) = names::signed(rest) {
        let is_first = front.get("authors").is_none();
        front.set_all("authors", people, line, Sure::Likely);
        return is_first;
    }
    rest.is_empty()
}

/// Cuts a stretch off the end of a text.
fn cut(text: &mut super::text::Text, from: usize) {
    let end = text.as_str().len();
    text.edit(&[Edit::drop(from..end)]);
    text.trim();
}
