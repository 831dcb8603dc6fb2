//! What templates see of the site, under Zola's names. Values for lists are made once an article
//! and shared; nothing here holds a body, so a list costs the same however long its articles are.

mod feed;
mod fields;
mod list;
mod page;
mod value;

pub(crate) use feed::{feed, feed_item};
pub(crate) use list::{Listing, pager, section, subsections, taxonomy_ancestors, terms};
pub(crate) use page::page;
pub(crate) use value::{list, table, texts};

use std::borrow::Cow;

use tera::Value;

use self::value::{raw, words};
use super::link::{edition_path, href, locate, locate_file, on_site, permalink, scheme};
use super::shelf::{Shelf, Way};
use crate::address::Address;
use crate::article::Moment;
use crate::project::{Color, MenuItem};
use crate::script::{Script, converter};
use crate::site::{Entry, Section, Site};

/// `config`: the same for every page.
pub(crate) fn config(site: &Site) -> Value {
    let config = &site.config;
    let editions = config.editions.iter().map(|edition| {
        let home = edition_path(site, &edition.path, &Address::home());
        table([
            ("script", edition.script.tag().into()),
            ("path", edition.path.as_str().into()),
            ("label", edition.label.as_str().into()),
            ("home", home.into()),
        ])
    });
    let menu = if config.menu.is_empty() { usual_menu(site) } else { menu(site, &config.menu) };
    let menus =
        config.menus.iter().map(|(name, lines)| (name.clone().into(), menu_value(site, lines)));
    let newest = site.latest.first().and_then(|&index| site.entries.get(index));
    let year = newest
        .and_then(|entry| entry.article.meta.date("date"))
        .map_or_else(String::new, |moment| moment.day.year().to_string());
    let police = config.police.as_ref().map(|police| {
        table([("text", police.text.as_str().into()), ("code", police.code.as_str().into())])
    });
    table([
        ("title", config.title.as_str().into()),
        ("description", config.description.as_str().into()),
        ("base_url", config.base_url.as_str().into()),
        ("base_path", config.base_path().into()),
        ("script", config.script.tag().into()),
        ("editions", list(editions)),
        ("editions_count", config.editions.len().into()),
        ("menu", menu.into()),
        ("menus", menus.collect::<tera::Map>().into()),
        ("organizer", config.organizer.as_str().into()),
        ("contact", config.contact.as_str().into()),
        ("site_code", config.site_code.as_str().into()),
        ("icp", config.icp.as_str().into()),
        ("police", police.into()),
        ("copyright_note", config.copyright_note.as_str().into()),
        ("logo", on_site(site, &config.logo).into()),
        ("color", config.color.as_ref().map(Color::css).into()),
        ("has_fonts", (!config.fonts.is_empty()).into()),
        ("feed", href(site, &Address::new("/atom.xml")).into()),
        ("theme", config.theme.as_str().into()),
        ("build_year", year.into()),
        ("extra", raw(&serde_yaml::Value::Mapping(config.extra.clone()))),
    ])
}

/// A menu that the site declares. Every line has its lines below it, if only none.
fn menu(site: &Site, lines: &[MenuItem]) -> Vec<Value> {
    let line = |line: &MenuItem| {
        table([
            ("title", line.title.as_str().into()),
            ("path", on_site(site, &line.path).into()),
            ("children", menu(site, &line.children).into()),
        ])
    };
    lines.iter().map(line).collect()
}

fn menu_value(site: &Site, lines: &[MenuItem]) -> Value {
    menu(site, lines).into()
}

/// The menu of a site that declares none: its top sections.
fn usual_menu(site: &Site) -> Vec<Value> {
    let home = site.sections.first();
    let children = home.map_or(&[][..], |home| home.children.as_slice());
    children
        .iter()
        .filter_map(|&child| site.sections.get(child))
        .map(|section| {
            table([
                ("title", section.title.as_str().into()),
                ("path", href(site, &section.address).into()),
                ("children", list([])),
            ])
        })
        .collect()
}

/// An article as lists show it; made once.
pub(crate) fn item(shelf: &Shelf, index: usize) -> Value {
    let Some(entry) = shelf.site.entries.get(index) else { return Value::none() };
    let make = || make_item(&shelf.site, entry);
    shelf.items.get(index).map_or_else(make, |slot| slot.get_or_init(make).clone())
}

fn make_item(site: &Site, entry: &Entry) -> Value {
    let meta = &entry.shown.meta;
    let date = meta.date("date");
    let section = site.sections.get(entry.section);
    let kind = site.kinds.find(&meta.kind);
    let (status, status_label) = entry.status();
    table([
        ("title", meta.text("title").into()),
        ("subtitle", meta.text("subtitle").into()),
        ("path", href(site, &entry.address).into()),
        ("permalink", permalink(site, &entry.address).into()),
        ("date", value::date(date, |d| d.rfc3339(&site.config.timezone))),
        ("day", value::date(date, Moment::iso_day)),
        ("date_text", value::date(date, Moment::han)),
        ("month_day", value::date(date, Moment::month_day)),
        ("year", value::date(date, |d| d.day.year().to_string())),
        ("session", meta.text("session").into()),
        ("summary", (&*entry.shown.summary).into()),
        ("kind", meta.kind.as_str().into()),
        ("kind_label", kind_label(site, &meta.kind).into()),
        ("section_title", section.map_or("", |section| section.title.as_str()).into()),
        ("section_path", section.map_or_else(String::new, |s| href(site, &s.address)).into()),
        ("image", file(site, entry, meta.text("image")).into()),
        ("authors", texts(meta.list("authors"))),
        ("source", meta.text("source").into()),
        ("status", status.into()),
        ("status_label", status_label.into()),
        ("pinned", meta.flag("pinned").into()),
        ("fields", kind.map_or_else(Value::none, |kind| fields::in_lists(meta, kind))),
    ])
}

/// A title and where it leads.
pub(crate) fn link(title: &str, path: String) -> Value {
    table([("title", title.into()), ("path", path.into())])
}

/// The way to the section of an article; made once.
fn way(shelf: &Shelf, section: usize) -> Option<&Way> {
    let site = &shelf.site;
    let own = site.sections.get(section)?;
    Some(shelf.ways.get(section)?.get_or_init(|| Way {
        link: link(&own.title, href(site, &own.address)),
        ancestors: ancestors(site, section),
    }))
}

/// The way down to a section, as breadcrumbs.
pub(crate) fn ancestors(site: &Site, section: usize) -> Value {
    list(site.path_to(section).into_iter().map(|s| link(&crumb(site, s), href(site, &s.address))))
}

/// The home is called so in breadcrumbs, whatever its title.
pub(crate) fn crumb(site: &Site, section: &Section) -> String {
    if section.folder.is_empty() { home_word(site) } else { section.title.clone() }
}

/// “Home page” in the site's own script, like the templates around it.
fn home_word(site: &Site) -> String {
    let word = "首页";
    let to_site = converter(Script::Hans, site.config.script);
    to_site.map_or_else(|| word.to_owned(), |to_site| to_site.convert(word))
}

/// All editions of an address, for the switch and for search engines. `by_hand` tells which
/// scripts somebody wrote.
pub(crate) fn translations(site: &Site, address: &Address, by_hand: &[Script]) -> Value {
    list(site.config.editions.iter().map(|edition| {
        let path = edition_path(site, &edition.path, address);
        table([
            ("lang", edition.script.tag().into()),
            ("label", edition.label.as_str().into()),
            ("permalink", [site.config.origin(), &path].concat().into()),
            ("path", path.into()),
            ("written", by_hand.contains(&edition.script).into()),
        ])
    }))
}

/// A file that a field names: beside the article, or anywhere on the site or the web.
pub(crate) fn file(site: &Site, entry: &Entry, path: &str) -> String {
    if path.is_empty() || scheme(path).is_some() {
        return if path.is_empty() { String::new() } else { on_site(site, path) };
    }
    match locate_file(path, |path| locate(site, &entry.folder(), path)) {
        Some((address, tail)) => format!("{}{tail}", href(site, &address)),
        None => on_site(site, path),
    }
}

/// The Chinese name of a kind.
pub(crate) fn kind_label<'a>(site: &'a Site, kind: &str) -> &'a str {
    site.kinds.find(kind).map_or("", |kind| kind.label.as_str())
}

/// Text or HTML that was written in `script`, as it may stand in a page of this site: the pass
/// has to know when it is not in the script of the templates around it.
pub(crate) fn own_words<'t>(site: &Site, script: Script, text: &'t str) -> Cow<'t, str> {
    if script == site.config.script {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(crate::script::span(script, text))
    }
}
