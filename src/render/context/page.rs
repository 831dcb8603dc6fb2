//! `page`: an article on its own page.

use std::borrow::Cow;

use tera::{Map, Value};

use super::fields::{self, Shown};
use super::value::{self, list, table, texts};
use super::{file, item, kind_label, own_words, translations, way};
use crate::article::{Article, Body, FieldValue, Heading, Moment, Status};
use crate::render::Shelf;
use crate::render::link::{href, locate, locate_file};
use crate::script::Script;
use crate::site::{Entry, Site};

/// Han characters that people read in a minute, for the reading time.
const CHARACTERS_A_MINUTE: usize = 400;

/// The context of an article whose body was rendered as `body` from `written`, one of the
/// article's hand-written editions.
pub(crate) fn page(shelf: &Shelf, index: usize, written: &Article, body: &Body) -> Value {
    let site = &shelf.site;
    let Some(entry) = site.entries.get(index) else { return Value::none() };
    let shown = Shown { shelf, entry };
    let meta = &entry.shown.meta;
    let own = Own { site, script: written.meta.script };
    let mut map = Map::with_capacity(64);
    let mut put = |key: &'static str, value: Value| {
        map.insert(key.into(), value);
    };
    for name in ["title", "subtitle", "kicker", "source", "editor", "reviewed_by", "rights"] {
        put(name, meta.text(name).into());
    }
    let (date, updated) = (meta.date("date"), meta.date("updated"));
    let (status, status_label) = entry.status();
    // The page of a withdrawn article stays, as a notice; what it said does not.
    let withdrawn = meta.status == Status::Withdrawn;
    let (summary, html) = if withdrawn { ("", "") } else { (&*entry.shown.summary, &*body.html) };
    put("summary", summary.into());
    put("description", if withdrawn { "" } else { meta.text("description") }.into());
    put("content", Value::safe_string(&own.text(html)));
    put("kind", meta.kind.as_str().into());
    put("kind_label", kind_label(site, &meta.kind).into());
    put("status", status.into());
    put("status_label", status_label.into());
    put("date", value::date(date, |d| d.rfc3339(&site.config.timezone)));
    put("date_text", value::date(date, Moment::han));
    put("day", value::date(date, Moment::iso_day));
    put("time_text", value::date(date, Moment::day_and_time));
    put("updated", value::date(updated, |d| d.rfc3339(&site.config.timezone)));
    put("updated_text", value::date(updated, Moment::han));
    put("authors", texts(meta.list("authors")));
    put("keywords", texts(meta.list("keywords")));
    put("people", texts(meta.list("people")));
    put("term", meta.text("term").into());
    put("session", meta.text("session").into());
    put("terms", if withdrawn { no_terms(site) } else { terms(shelf, entry) });
    put("image", file(site, entry, meta.text("image")).into());
    put("image_alt", meta.text("image_alt").into());
    let path = href(site, &entry.address);
    let permalink = Value::from([site.config.origin(), &path].concat());
    put("path", path.into());
    put("permalink", permalink.clone());
    put("default_permalink", permalink);
    put("slug", last_segment(entry).into());
    let way = way(shelf, entry.section);
    put("section", way.map(|way| way.link.clone()).into());
    put("ancestors", way.map_or_else(|| list([]), |way| way.ancestors.clone()));
    put("toc", list(body.toc.iter().map(|heading| own.heading(heading))));
    put("parts", list(body.parts.iter().map(|part| own.part(part))));
    put("lower", entry.older.map(|index| item(shelf, index)).into());
    put("higher", entry.newer.map(|index| item(shelf, index)).into());
    put("translations", translations(site, &entry.address, &entry.scripts()));
    put("characters", body.characters.into());
    put("reading_minutes", body.characters.div_ceil(CHARACTERS_A_MINUTE).into());
    put("word_count", body.characters.into());
    put("reading_time", body.characters.div_ceil(CHARACTERS_A_MINUTE).into());
    put("corrections", dated_texts(shown, "corrections"));
    put("video", video(shown));
    put("attachments", attachments(site, entry));
    let kind = site.kinds.find(&meta.kind);
    put("fields", kind.map_or_else(|| list([]), |kind| fields::in_words(meta, kind)));
    put("extra", fields::extra(meta));
    put("described", described(shelf, index, entry));
    put("linked_people", Map::new().into());
    put("own", Map::new().into());
    if let Some(kind) = kind {
        fields::put_own(&mut map, shown, kind);
    }
    // Every theme may ask for pictures, whatever the kind.
    map.entry("photos".into()).or_insert_with(|| list([]));
    if withdrawn {
        empty_all_but_the_notice(&mut map);
    }
    Value::from(map)
}

/// What is left of a withdrawn article: its title, its dates and its place on the site.
fn empty_all_but_the_notice(map: &mut Map) {
    const KEPT: [&str; 26] = [
        "title",
        "subtitle",
        "kicker",
        "source",
        "editor",
        "summary",
        "description",
        "content",
        "kind",
        "kind_label",
        "status",
        "status_label",
        "date",
        "date_text",
        "day",
        "time_text",
        "updated",
        "updated_text",
        "path",
        "permalink",
        "slug",
        "section",
        "ancestors",
        "translations",
        "default_permalink",
        "terms",
    ];
    for (key, value) in map.iter_mut() {
        if KEPT.contains(&key.as_str().unwrap_or_default()) {
            continue;
        }
        *value = if value.is_array() {
            list([])
        } else if value.is_map() {
            Map::new().into()
        } else if value.is_string() {
            "".into()
        } else if value.is_number() {
            0.into()
        } else {
            Value::none()
        };
    }
}

/// Text of the body, which may be in another script than the templates around it.
struct Own<'a> {
    site: &'a Site,
    script: Script,
}

impl Own<'_> {
    fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        own_words(self.site, self.script, text)
    }

    fn heading(&self, heading: &Heading) -> Value {
        table([
            ("id", heading.id.as_str().into()),
            ("title", self.text(&heading.title).into()),
            ("level", u32::from(heading.level).into()),
            ("children", list(heading.children.iter().map(|child| self.heading(child)))),
        ])
    }

    fn part(&self, part: &crate::article::Part) -> Value {
        let (office, name) = part
            .byline
            .as_ref()
            .map_or(("", ""), |byline| (byline.office.as_str(), byline.name.as_str()));
        table([
            ("id", part.id.as_str().into()),
            ("title", self.text(&part.title).into()),
            ("office", self.text(office).into()),
            ("name", self.text(name).into()),
        ])
    }
}

fn terms(shelf: &Shelf, entry: &Entry) -> Value {
    let site = &shelf.site;
    let mut lists: Vec<Vec<Value>> = site.taxonomies.iter().map(|_| Vec::new()).collect();
    for &at in &entry.terms {
        let shared = shelf.terms.get(at.0).and_then(|terms| terms.get(at.1));
        if let (Some(list), Some((_, term)), Some(shared)) =
            (lists.get_mut(at.0), site.term(at), shared)
        {
            let make = || link_named(&term.name, href(site, &term.address));
            list.push(shared.get_or_init(make).clone());
        }
    }
    let named = site.taxonomies.iter().zip(lists);
    named
        .map(|(taxonomy, list)| (taxonomy.rule.name.clone().into(), list.into()))
        .collect::<Map>()
        .into()
}

fn link_named(name: &str, path: String) -> Value {
    table([("name", name.into()), ("path", path.into())])
}

fn no_terms(site: &Site) -> Value {
    let names = site.taxonomies.iter().map(|taxonomy| taxonomy.rule.name.clone());
    names.map(|name| (name.into(), list([]))).collect::<Map>().into()
}

fn last_segment(entry: &Entry) -> &str {
    entry.address.as_str().trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// A common field that is a list of small tables, each with a `date_text` and a `text`.
fn dated_texts(shown: Shown<'_>, name: &str) -> Value {
    let declared = shown.shelf.site.kinds.common().find(name);
    let Some((_, declared)) = declared else { return list([]) };
    let given = shown.field(name, declared);
    let items = given.as_array().unwrap_or_default();
    list(items.iter().map(|item| {
        let mut map = item.clone().into_map().unwrap_or_default();
        let date = map.iter().find(|(key, _)| key.as_str() == Some("date"));
        let date = date.and_then(|(_, value)| value.as_str()).unwrap_or_default().to_owned();
        map.insert("date_text".into(), date.into());
        Value::from(map)
    }))
}

/// The article's film with the picture that stands for it and its captions.
fn video(shown: Shown<'_>) -> Value {
    let declared = shown.shelf.site.kinds.common().find("video");
    declared.map_or_else(Value::none, |(name, declared)| shown.field(name, declared))
}

/// The term that the article is about, with every other article that names it.
fn described(shelf: &Shelf, index: usize, entry: &Entry) -> Value {
    let site = &shelf.site;
    let terms = entry.terms.iter().filter_map(|&at| site.term(at));
    let about = terms.map(|(_, term)| term).find(|term| term.page == Some(index));
    about
        .map(|term| {
            let others = term.entries.iter().filter(|&&other| other != index);
            let pages: Vec<Value> = others.map(|&other| item(shelf, other)).collect();
            table([
                ("name", term.name.as_str().into()),
                ("path", href(site, &term.address).into()),
                ("offices", texts(term.offices.iter().map(String::as_str))),
                ("count", pages.len().into()),
                ("pages", pages.into()),
            ])
        })
        .into()
}

fn attachments(site: &Site, entry: &Entry) -> Value {
    let Some(field) = entry.shown.meta.field("attachments") else { return list([]) };
    let FieldValue::List(items) = &field.value else { return list([]) };
    list(items.iter().filter_map(|item| {
        let FieldValue::Map(parts) = item else { return None };
        let part = |name: &str| {
            parts.iter().find(|(key, _)| key == name).and_then(|(_, value)| value.as_text())
        };
        let path = part("file")?;
        let name = path.split(['?', '#']).next().unwrap_or(path);
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_uppercase();
        let label = part("label").unwrap_or_else(|| name.rsplit('/').next().unwrap_or(name));
        Some(table([
            ("label", label.into()),
            ("path", file(site, entry, path).into()),
            ("size_text", size_text(site, entry, path).into()),
            ("type", ending.into()),
        ]))
    }))
}

fn size_text(site: &Site, entry: &Entry, path: &str) -> String {
    let found = locate_file(path, |path| locate(site, &entry.folder(), path));
    let route = found.and_then(|(address, _)| site.routes.find(&address).cloned());
    match route {
        Some(crate::site::Route::File(file)) => crate::render::asset::size_text(&file),
        _ => String::new(),
    }
}
