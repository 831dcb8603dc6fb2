//! Front matter as templates see it, read after the declarations of its fields: files are
//! addresses, articles are list items, dates are words. It knows types, and no field's name.

use tera::{Map, Value};

use super::value::{self, list, table};
use super::{file, item, words};
use crate::article::{FieldValue, Meta, Origin};
use crate::project::{Field, FieldType, Kind};
use crate::render::Shelf;
use crate::render::link::{article_of, href};
use crate::site::Entry;

/// What values are shown with.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub(super) shelf: &'a Shelf,
    pub(super) entry: &'a Entry,
}

impl Shown<'_> {
    /// A declared field of the article; nothing, or an empty list, when it is not given.
    pub(super) fn field(&self, name: &str, declared: &Field) -> Value {
        let given = self.entry.shown.meta.field(name).map(|field| &field.value);
        given.map_or_else(|| absent(declared), |given| self.value(given, declared))
    }

    /// A value, after its declaration.
    fn value(&self, given: &FieldValue, declared: &Field) -> Value {
        match (given, declared.kind) {
            (FieldValue::Key(path), FieldType::File) => {
                file(&self.shelf.site, self.entry, path).into()
            }
            (FieldValue::Key(path), FieldType::Page) => {
                let found = article_of(&self.shelf.site, path);
                found.map_or_else(Value::none, |index| item(self.shelf, index))
            }
            (FieldValue::List(items), FieldType::Pages) => {
                let sources = items.iter().filter_map(FieldValue::as_text);
                let found = sources.filter_map(|path| article_of(&self.shelf.site, path));
                list(found.map(|index| item(self.shelf, index)))
            }
            (FieldValue::List(items), _) => {
                list(items.iter().map(|item| self.value(item, declared)))
            }
            (FieldValue::Map(entries), _) => self.map(entries, declared),
            (plain, _) => value::field(plain),
        }
    }

    /// A small table. What it may hold and does not is there too, as nothing, so that a template
    /// may ask for it. A day `date` has its number form beside it, as `date_day`.
    fn map(&self, entries: &[(String, FieldValue)], declared: &Field) -> Value {
        let mut map = Map::new();
        for (name, own) in declared.of.iter() {
            let given = entries.iter().find(|(key, _)| key == name).map(|(_, value)| value);
            if own.kind == FieldType::Date {
                let day = match given {
                    Some(FieldValue::Date(moment)) => moment.iso_day(),
                    _ => String::new(),
                };
                map.insert(format!("{name}_day").into(), day.into());
            }
            let shown = given.map_or_else(|| absent(own), |given| self.value(given, own));
            map.insert(name.to_owned().into(), shown);
        }
        for (name, given) in entries.iter().filter(|(name, _)| declared.of.find(name).is_none()) {
            map.insert(name.clone().into(), value::field(given));
        }
        map.into()
    }
}

/// What stands for a field that is not given: templates go over lists without asking.
fn absent(declared: &Field) -> Value {
    match declared.kind {
        FieldType::List | FieldType::People | FieldType::Pages => list([]),
        _ => Value::none(),
    }
}

/// The kind's own fields, all of them under `own`, and those whose names are nobody else's under
/// their own as well; the names of people in them as links.
pub(super) fn put_own(map: &mut Map, shown: Shown<'_>, kind: &Kind) {
    let mut linked = Map::new();
    let mut own = Map::new();
    for (name, declared) in kind.fields.iter() {
        let value = shown.field(name, declared);
        map.entry(name.to_owned().into()).or_insert_with(|| value.clone());
        own.insert(name.to_owned().into(), value);
        if declared.kind == FieldType::People {
            let names = shown.entry.shown.meta.list(name);
            let people = names.into_iter().map(|name| person(shown.shelf, name));
            linked.insert(name.to_owned().into(), list(people));
        }
    }
    map.insert("linked_people".into(), linked.into());
    map.insert("own".into(), own.into());
}

/// A name, and the page of the person if there is one.
fn person(shelf: &Shelf, name: &str) -> Value {
    let site = &shelf.site;
    let key = site.readings.plain(name, site.config.script);
    let term = site.taxonomy("people").and_then(|people| people.find(&key));
    let path = term.map_or_else(String::new, |term| href(site, &term.address));
    table([("name", name.into()), ("path", path.into())])
}

/// The kind's own fields that say something in one line, by name, for lists of such articles.
pub(super) fn in_lists(meta: &Meta, kind: &Kind) -> Value {
    let fields = kind.fields.iter().filter(|(_, declared)| {
        !matches!(
            declared.kind,
            FieldType::File | FieldType::Page | FieldType::Pages | FieldType::Map | FieldType::Any
        ) && declared.of.is_empty()
    });
    let said = fields.map(|(name, _)| {
        let given = meta.field(name).filter(|field| field.origin == Origin::Kind);
        (name.to_owned().into(), given.map_or_else(String::new, |f| words(&f.value)).into())
    });
    said.collect::<Map>().into()
}

/// The kind's own fields that were filled, as words, in declared order.
pub(super) fn in_words(meta: &Meta, kind: &Kind) -> Value {
    let given = kind.fields.iter().filter_map(|(name, _)| meta.field(name));
    let own = given.filter(|field| field.origin == Origin::Kind);
    list(own.filter(|field| !words(&field.value).is_empty()).map(|field| {
        table([
            ("name", field.name.as_str().into()),
            ("label", field.label.as_str().into()),
            ("value", words(&field.value).into()),
            ("type", format!("{:?}", field.kind).to_lowercase().into()),
        ])
    }))
}

/// What nobody declared, as the author wrote it.
pub(super) fn extra(meta: &Meta) -> Value {
    let extra = meta.fields.iter().filter(|field| field.origin == Origin::Extra);
    extra
        .map(|field| (field.name.clone().into(), value::field(&field.value)))
        .collect::<Map>()
        .into()
}
