//! What an article says of itself to search engines: schema.org's `NewsArticle` and the way down
//! to it, as JSON-LD. It stands in the site's script; the pass makes its editions. A template that
//! put it together took a quarter of the time of its page.

use serde_json::{Map, Value as Json, json};
use tera::{Kwargs, TeraResult, Value};

use super::link::{absolute, permalink};
use super::{Shelf, context, filters, functions, query};
use crate::article::Status;
use crate::site::{Entry, Site};

/// `linked_data(path=page.path)`: the JSON of an article, safe inside a `script` element.
pub(super) fn linked_data(shelf: &Shelf, kwargs: &Kwargs) -> TeraResult<Value> {
    let path: &str = kwargs.must_get("path")?;
    let site = &shelf.site;
    let found = query::article_at(site, path).and_then(|index| site.entries.get(index));
    let entry = found.ok_or_else(|| functions::missing("page", path))?;
    let graph = json!({
        "@context": "https://schema.org",
        "@graph": [article(site, entry), trail(site, entry)],
    });
    Ok(Value::safe_string(&filters::script_json(&graph)?))
}

fn article(site: &Site, entry: &Entry) -> Json {
    let meta = &entry.shown.meta;
    let own = permalink(site, &entry.address);
    let zone = &site.config.timezone;
    let who = [&site.config.organizer, &site.config.title].into_iter().find(|it| !it.is_empty());
    let section = site.sections.get(entry.section).map_or("", |section| &section.title);
    let mut data = Map::new();
    let mut put = |key: &str, value: Json| {
        data.insert(key.to_owned(), value);
    };
    put("@type", "NewsArticle".into());
    put("headline", meta.text("title").into());
    // What a withdrawn article said goes with it.
    let withdrawn = meta.status == Status::Withdrawn;
    let summary = &*entry.shown.summary;
    if !withdrawn && !summary.is_empty() {
        put("description", summary.into());
    }
    put("inLanguage", site.config.script.tag().into());
    put("articleSection", section.into());
    put("mainEntityOfPage", own.as_str().into());
    put("url", own.into());
    put("publisher", json!({ "@type": "Organization", "name": who }));
    if let Some(date) = meta.date("date") {
        put("datePublished", date.rfc3339(zone).into());
        put("dateModified", meta.date("updated").unwrap_or(date).rfc3339(zone).into());
    }
    if withdrawn {
        return Json::Object(data);
    }
    let authors = meta.list("authors");
    if !authors.is_empty() {
        let person = |name: &&str| json!({ "@type": "Person", "name": name });
        put("author", authors.iter().map(person).collect());
    }
    let image = context::file(site, entry, meta.text("image"));
    if !image.is_empty() {
        put("image", json!([absolute(site, image)]));
    }
    let keywords = meta.list("keywords");
    if !keywords.is_empty() {
        put("keywords", keywords.into());
    }
    Json::Object(data)
}

/// The breadcrumbs again, as data.
fn trail(site: &Site, entry: &Entry) -> Json {
    let above = site.path_to(entry.section).into_iter();
    let above = above.map(|s| (context::crumb(site, s), permalink(site, &s.address)));
    let own = (entry.shown.meta.text("title").to_owned(), permalink(site, &entry.address));
    let steps = above.chain([own]).zip(1_u32..).map(|((name, item), position)| {
        json!({ "position": position, "@type": "ListItem", "name": name, "item": item })
    });
    json!({ "@type": "BreadcrumbList", "itemListElement": steps.collect::<Json>() })
}
