//! `page`: an article on its own page.

use tera::{Map, Value};

use super::value::{self, list, table, texts, words};
use super::{ancestors, file, kind_label, link, own_words, translations};
use crate::article::{Article, Body, FieldValue, Heading, Moment, Origin, Status};
use crate::render::Shelf;
use crate::render::link::{href, locate, permalink};
use crate::script::Script;
use crate::site::{Entry, Site};

/// Han characters that people read in a minute, for the reading time.
const CHARACTERS_A_MINUTE: usize = 400;

/// The context of an article whose body was rendered as `body` from `written`, one of the
/// article's hand-written editions.
pub(crate) fn page(shelf: &Shelf, entry: &Entry, written: &Article, body: &Body) -> Value {
    let site = &shelf.site;
    let meta = &entry.shown.meta;
    let own = Own { site, script: written.meta.script };
    let mut map = Map::with_capacity(64);
    let mut put = |key: &'static str, value: Value| {
        map.insert(key.into(), value);
    };
    for name in ["title", "subtitle", "kicker", "source", "editor", "rights"] {
        put(name, meta.text(name).into());
    }
    let (date, updated) = (meta.date("date"), meta.date("updated"));
    let (status, status_label) = meta.status.names();
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
    put("terms", if withdrawn { no_terms(site) } else { terms(site, entry) });
    put("image", file(site, entry, meta.text("image")).into());
    put("image_alt", meta.text("image_alt").into());
    put("path", href(site, &entry.address).into());
    put("permalink", permalink(site, &entry.address).into());
    put("slug", last_segment(entry).into());
    let section = site.sections.get(entry.section);
    put("section", section.map(|s| link(&s.title, href(site, &s.address))).into());
    put("ancestors", ancestors(site, entry.section));
    put("toc", list(body.toc.iter().map(|heading| own.heading(heading))));
    put("parts", list(body.parts.iter().map(|part| own.part(part))));
    put("fields", fields(site, entry));
    put("extra", extra(entry));
    put("lower", neighbour(site, entry.older));
    put("higher", neighbour(site, entry.newer));
    put("translations", translations(site, &entry.address, &entry.scripts()));
    put("default_permalink", permalink(site, &entry.address).into());
    put("characters", body.characters.into());
    put("reading_minutes", body.characters.div_ceil(CHARACTERS_A_MINUTE).into());
    put("corrections", field_or_empty(entry, "corrections"));
    put("attachments", attachments(site, entry));
    put("photos", list([]));
    put_kind_fields(&mut map, site, entry);
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
    fn text(&self, text: &str) -> String {
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

fn terms(site: &Site, entry: &Entry) -> Value {
    let mut map = Map::new();
    for taxonomy in &site.taxonomies {
        let names = crate::site::names(entry, &taxonomy.rule.field, site.config.script);
        let terms = names.iter().map(|name| {
            let key = site.readings.plain(name, site.config.script);
            let path = taxonomy.find(&key).map_or_else(String::new, |t| href(site, &t.address));
            table([("name", name.as_str().into()), ("path", path.into())])
        });
        map.insert(taxonomy.rule.name.clone().into(), list(terms));
    }
    map.into()
}

fn no_terms(site: &Site) -> Value {
    let names = site.taxonomies.iter().map(|taxonomy| taxonomy.rule.name.clone());
    names.map(|name| (name.into(), list([]))).collect::<Map>().into()
}

fn last_segment(entry: &Entry) -> &str {
    entry.address.as_str().trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// The kind's own fields that were filled, as words, in declared order.
fn fields(site: &Site, entry: &Entry) -> Value {
    let meta = &entry.shown.meta;
    let kind = site.kinds.find(&meta.kind);
    let declared = kind.into_iter().flat_map(|kind| kind.fields.iter());
    let own = declared
        .filter_map(|(name, _)| meta.field(name))
        .filter(|field| field.origin == Origin::Kind);
    list(own.filter(|field| !words(&field.value).is_empty()).map(|field| {
        table([
            ("name", field.name.as_str().into()),
            ("label", field.label.as_str().into()),
            ("value", words(&field.value).into()),
            ("type", format!("{:?}", field.kind).to_lowercase().into()),
        ])
    }))
}

fn extra(entry: &Entry) -> Value {
    let extra = entry.shown.meta.fields.iter().filter(|field| field.origin == Origin::Extra);
    extra
        .map(|field| (field.name.clone().into(), value::field(&field.value)))
        .collect::<Map>()
        .into()
}

fn field_or_empty(entry: &Entry, name: &str) -> Value {
    let Some(field) = entry.shown.meta.field(name) else { return list([]) };
    let FieldValue::List(items) = &field.value else { return list([]) };
    list(items.iter().map(|item| {
        let mut map = Map::new();
        if let FieldValue::Map(entries) = item {
            for (key, part) in entries {
                if let FieldValue::Date(moment) = part {
                    map.insert("date_text".into(), moment.han().into());
                }
                map.insert(key.clone().into(), value::field(part));
            }
        }
        for key in ["date_text", "text"] {
            map.entry(key.into()).or_insert_with(|| "".into());
        }
        Value::from(map)
    }))
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
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_uppercase();
        let label = part("label").unwrap_or_else(|| path.rsplit('/').next().unwrap_or(path));
        Some(table([
            ("label", label.into()),
            ("path", file(site, entry, path).into()),
            ("size_text", size_text(site, entry, path).into()),
            ("type", ending.into()),
        ]))
    }))
}

fn size_text(site: &Site, entry: &Entry, path: &str) -> String {
    let address = locate(site, &entry.folder(), path);
    let route = address.and_then(|address| site.routes.find(&address).cloned());
    match route {
        Some(crate::site::Route::File(file)) => crate::render::asset::size_text(&file),
        _ => String::new(),
    }
}

fn neighbour(site: &Site, index: Option<usize>) -> Value {
    let entry = index.and_then(|index| site.entries.get(index));
    entry.map(|entry| link(entry.shown.meta.text("title"), href(site, &entry.address))).into()
}

/// The kind's own fields under their own names; the ones that were not given are there too, as
/// nothing, so that a template may ask for them.
fn put_kind_fields(map: &mut Map, site: &Site, entry: &Entry) {
    let meta = &entry.shown.meta;
    let Some(kind) = site.kinds.find(&meta.kind) else { return };
    for (name, _) in kind.fields.iter() {
        let given = meta.field(name).filter(|field| field.origin == Origin::Kind);
        let value = given.map_or_else(Value::none, |field| value::field(&field.value));
        if name == "photos" {
            map.insert("photos".into(), photos(site, entry));
        } else {
            map.insert(name.to_owned().into(), value);
        }
    }
}

fn photos(site: &Site, entry: &Entry) -> Value {
    let Some(field) = entry.shown.meta.field("photos") else { return list([]) };
    let FieldValue::List(items) = &field.value else { return list([]) };
    list(items.iter().filter_map(|item| {
        let FieldValue::Map(parts) = item else { return None };
        let part = |name: &str| {
            let found = parts.iter().find(|(key, _)| key == name);
            found.and_then(|(_, value)| value.as_text()).unwrap_or_default()
        };
        Some(table([
            ("file", file(site, entry, part("file")).into()),
            ("caption", part("caption").into()),
            ("credit", part("credit").into()),
        ]))
    }))
}
