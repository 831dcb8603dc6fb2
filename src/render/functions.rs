//! The functions that templates may call, under Zola's names. Each looks something up on the
//! finished site; none changes anything.

use std::sync::Arc;

use tera::{Error, Kwargs, State, TeraResult, Value};

use super::context::{self, item, table};
use super::offer::Offer;
use super::{Shelf, data, file, link, linked_data, query, resize};
use crate::address::Address;
use crate::site::{Route, Section, Site, Term};

/// Makes the functions known; this must happen before templates are read.
pub(super) fn register(tera: &mut Offer, shelf: &Arc<Shelf>) {
    let mut add = |name: &'static str, function: fn(&Shelf, &Kwargs) -> TeraResult<Value>| {
        let shelf = shelf.clone();
        tera.register_function(name, move |kwargs: Kwargs, _: &State| function(&shelf, &kwargs));
    };
    add("get_url", get_url);
    add("asset", asset_url);
    add("get_hash", file::get_hash);
    add("get_image_metadata", file::get_image_metadata);
    add("resize_image", resize::resize_image);
    add("picture_set", resize::picture_set);
    add("load_data", data::load_data);
    add("get_section", get_section);
    add("linked_data", linked_data::linked_data);
    add("get_page", get_page);
    add("get_taxonomy", get_taxonomy);
    add("get_taxonomy_url", get_taxonomy_url);
    add("get_taxonomy_term", get_taxonomy_term);
}

/// A link to a page or a file of the site; with `cachebust` it changes with the file's content.
fn get_url(shelf: &Shelf, kwargs: &Kwargs) -> TeraResult<Value> {
    let path: &str = kwargs.must_get("path")?;
    if kwargs.get("cachebust")?.unwrap_or(false) {
        return Ok(file::fingerprinted(shelf, path)?.into());
    }
    if let Some(source) = path.strip_prefix("@/") {
        let address = shelf.site.of_source(source).ok_or_else(|| missing("page", path))?;
        return Ok(link::href(&shelf.site, address).into());
    }
    Ok(link::on_site(&shelf.site, path).into())
}

/// A file of the theme or the site, with a hash of its content after it.
fn asset_url(shelf: &Shelf, kwargs: &Kwargs) -> TeraResult<Value> {
    Ok(file::fingerprinted(shelf, kwargs.must_get("path")?)?.into())
}

fn get_section(shelf: &Shelf, kwargs: &Kwargs) -> TeraResult<Value> {
    let path: &str = kwargs.must_get("path")?;
    let limit: Option<usize> = kwargs.get("limit")?;
    let limit = if kwargs.get("metadata_only")?.unwrap_or(false) { Some(0) } else { limit };
    let site = &shelf.site;
    let section = section(site, path)?;
    let pages = section.all.iter().take(limit.unwrap_or(usize::MAX));
    Ok(table([
        ("title", section.title.as_str().into()),
        ("description", section.description.as_str().into()),
        ("path", link::href(site, &section.address).into()),
        ("permalink", link::permalink(site, &section.address).into()),
        ("pages", pages.map(|&index| item(shelf, index)).collect::<Vec<_>>().into()),
        ("subsections", context::subsections(site, section)),
        ("count", section.all.len().into()),
    ]))
}

/// The section that a path on the site, a folder or a source means.
pub(super) fn section<'s>(site: &'s Site, path: &str) -> TeraResult<&'s Section> {
    let folder = path.trim_start_matches("@/").trim_end_matches("_index.md").trim_matches('/');
    let wanted = Address::new(&format!("/{folder}/"));
    let inner = path.strip_prefix(site.config.base_path()).unwrap_or(path);
    site.section_of_folder(folder)
        .and_then(|index| site.sections.get(index))
        .or_else(|| site.sections.iter().find(|s| s.address == wanted || s.address.href() == inner))
        .or_else(|| site.sections.iter().find(|s| s.title == path))
        .ok_or_else(|| missing("section", path))
}

fn get_page(shelf: &Shelf, kwargs: &Kwargs) -> TeraResult<Value> {
    let path: &str = kwargs.must_get("path")?;
    let site = &shelf.site;
    let source = path.strip_prefix("@/").or_else(|| path.strip_suffix(".md").map(|_| path));
    let address = if let Some(source) = source {
        site.of_source(source).cloned()
    } else {
        Address::from_href(path.strip_prefix(site.config.base_path()).unwrap_or(path))
    };
    match address.and_then(|address| site.routes.find(&address)) {
        Some(&Route::Article(index)) => Ok(item(shelf, index)),
        _ => Err(missing("page", path)),
    }
}

fn get_taxonomy(shelf: &Shelf, kwargs: &Kwargs) -> TeraResult<Value> {
    let kind: &str = kwargs.must_get("kind")?;
    let limit: Option<usize> = kwargs.get("limit")?;
    // A site may do without a taxonomy that its theme knows.
    Ok(match shelf.site.taxonomy(kind) {
        Some(taxonomy) => context::terms(&shelf.site, taxonomy, limit.unwrap_or(usize::MAX)),
        None => Vec::<Value>::new().into(),
    })
}

fn get_taxonomy_term(shelf: &Shelf, kwargs: &Kwargs) -> TeraResult<Value> {
    let limit: Option<usize> = kwargs.get("limit")?;
    Ok(query::term_value(shelf, term(shelf, kwargs)?, limit.unwrap_or(usize::MAX)))
}

fn get_taxonomy_url(shelf: &Shelf, kwargs: &Kwargs) -> TeraResult<Value> {
    Ok(link::href(&shelf.site, &term(shelf, kwargs)?.address).into())
}

fn term<'s>(shelf: &'s Shelf, kwargs: &Kwargs) -> TeraResult<&'s Term> {
    let kind: &str = kwargs.must_get("kind")?;
    let name: &str = kwargs.must_get("name")?;
    let site = &shelf.site;
    let taxonomy = site.taxonomy(kind).ok_or_else(|| missing("taxonomy", kind))?;
    let key = site.readings.plain(name, site.config.script);
    taxonomy.find(&key).ok_or_else(|| missing("term", name))
}

pub(super) fn missing(what: &str, name: &str) -> Error {
    Error::message(format!("There is no {what} `{name}` on this site."))
}
