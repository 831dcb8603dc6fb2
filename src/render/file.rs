//! The functions of templates that look at files of the site: their hashes, and how large a
//! picture is. Only what the site serves can be looked at.

use tera::{Error, Kwargs, TeraResult, Value};

use super::context::table;
use super::functions::missing;
use super::{Shelf, asset, link};
use crate::address::Address;
use crate::site::Route;

/// The address of a file: from the site's root, with or without its first slash and the site's
/// own folder, as it is or as it stands in a link, or from the folder of content (`@/news/x.jpg`).
pub(super) fn address(shelf: &Shelf, path: &str) -> TeraResult<Address> {
    let site = &shelf.site;
    if let Some(source) = path.strip_prefix("@/") {
        return site.of_source(source).cloned().ok_or_else(|| missing("file", path));
    }
    let inner = path.strip_prefix(site.config.base_path()).filter(|rest| rest.starts_with('/'));
    let inner = inner.unwrap_or(path);
    let plain = Address::new(inner);
    if site.routes.contains(&plain) {
        return Ok(plain);
    }
    let written = Address::from_href(inner).filter(|written| site.routes.contains(written));
    Ok(written.unwrap_or(plain))
}

/// The hash of what a file holds.
fn hash(shelf: &Shelf, address: &Address, path: &str) -> TeraResult<String> {
    match shelf.site.routes.find(address) {
        Some(Route::HighlightStyle) => Ok(asset::hash(shelf.highlight().as_bytes())),
        Some(Route::ColorStyle) => Ok(asset::hash(asset::color_style(&shelf.site).as_bytes())),
        Some(Route::FontStyle) => Ok(asset::hash(shelf.fonts.plan(&shelf.site).css.as_bytes())),
        Some(Route::File(file)) => shelf.hash(address, file),
        _ => Err(missing("file", path)),
    }
}

/// A link to a file that changes with its content, so that browsers may keep it for good.
pub(super) fn fingerprinted(shelf: &Shelf, path: &str) -> TeraResult<String> {
    let address = address(shelf, path)?;
    let hash = hash(shelf, &address, path)?;
    Ok(format!("{}?h={}", link::href(&shelf.site, &address), asset::short(&hash)))
}

/// The BLAKE3 hash of a file (`path`) or of a text (`literal`), in hexadecimal digits.
pub(super) fn get_hash(shelf: &Shelf, kwargs: &Kwargs) -> TeraResult<Value> {
    let path: Option<&str> = kwargs.get("path")?;
    let literal: Option<&str> = kwargs.get("literal")?;
    let kind: Option<Value> = kwargs.get("sha_type")?;
    if kind.is_some() {
        return Err(Error::message("There is no `sha_type` here; hashes are BLAKE3."));
    }
    match (path, literal) {
        (Some(path), None) => Ok(hash(shelf, &address(shelf, path)?, path)?.into()),
        (None, Some(text)) => Ok(asset::hash(text.as_bytes()).into()),
        _ => Err(Error::message("Give either `path` or `literal`.")),
    }
}

/// What a picture's file says of itself; none for a missing one with `allow_missing`.
pub(super) fn get_image_metadata(shelf: &Shelf, kwargs: &Kwargs) -> TeraResult<Value> {
    let path: &str = kwargs.must_get("path")?;
    let allow_missing: bool = kwargs.get("allow_missing")?.unwrap_or(false);
    let facts =
        address(shelf, path).ok().and_then(|address| shelf.album.facts(&shelf.site, &address));
    match facts {
        Some(facts) => Ok(table([
            ("width", facts.width.into()),
            ("height", facts.height.into()),
            ("format", facts.format.name().into()),
            ("mime", facts.format.mime().into()),
        ])),
        None if allow_missing => Ok(Value::none()),
        None => Err(missing("picture", path)),
    }
}
