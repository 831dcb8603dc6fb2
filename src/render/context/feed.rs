//! Contexts of the Atom feed.

use std::borrow::Cow;

use tera::Value;

use super::value::{table, texts};
use super::{item, own_words};
use crate::address::Address;
use crate::article::Body;
use crate::render::Shelf;
use crate::render::link::permalink;
use crate::site::{Entry, Site};

/// What stands where there is no date: a feed must have one (RFC 4287, 4.2.15), and it must be the
/// same at every build.
const EPOCH: &str = "1970-01-01T00:00:00Z";

/// `feed`: the feed as a whole.
pub(crate) fn feed(site: &Site) -> Value {
    let newest = site.latest.first().and_then(|&index| site.entries.get(index));
    table([
        ("title", site.config.title.as_str().into()),
        ("subtitle", site.config.description.as_str().into()),
        ("permalink", permalink(site, &Address::home()).into()),
        ("self_url", permalink(site, &Address::new("/atom.xml")).into()),
        ("updated", newest.map_or_else(|| EPOCH.to_owned(), |entry| updated(site, entry)).into()),
        ("generator", concat!("jianfan ", env!("CARGO_PKG_VERSION")).into()),
    ])
}

/// An article in the feed: what lists show of it, and its body. One that was written by hand in
/// several scripts gives its summary: a feed is rendered once for all editions.
pub(crate) fn feed_item(shelf: &Shelf, index: usize, entry: &Entry, body: &Body) -> Value {
    let site = &shelf.site;
    let content = if entry.written.len() > 1 {
        Cow::Borrowed("")
    } else {
        own_words(site, entry.article.meta.script, &body.html)
    };
    let mut map = item(shelf, index).into_map().unwrap_or_default();
    map.insert("content".into(), content.into());
    map.insert("updated".into(), updated(site, entry).into());
    map.insert("keywords".into(), texts(entry.shown.meta.list("keywords")));
    map.into()
}

fn updated(site: &Site, entry: &Entry) -> String {
    let meta = &entry.article.meta;
    let moment = meta.date("updated").or_else(|| meta.date("date"));
    moment.map_or_else(|| EPOCH.to_owned(), |moment| moment.rfc3339(&site.config.timezone))
}
