//! The functions of templates that offer pictures in other sizes than their own. What a page asks
//! for is made after it; nothing is decoded here.

use tera::{Error, Kwargs, TeraResult, Value};

use super::context::{list, table};
use super::functions::missing;
use super::link::{href, is_safe, scheme};
use super::{Shelf, file};
use crate::address::Address;
use crate::picture::{BEST, Facts, Fit, Output, Shape, height_at, width_at};

/// A picture in another size, under Zola's name and with its operations: where it stands, how large
/// it is, and how large the original. What cannot be resized (drawings, films, pictures of other
/// sites) is given as it is.
pub(super) fn resize_image(shelf: &Shelf, kwargs: &Kwargs) -> TeraResult<Value> {
    let path: &str = kwargs.must_get("path")?;
    let width: Option<u32> = kwargs.get("width")?;
    let height: Option<u32> = kwargs.get("height")?;
    let operation: &str = kwargs.get("op")?.unwrap_or("fill");
    let format: &str = kwargs.get("format")?.unwrap_or("auto");
    let quality: u8 = kwargs.get("quality")?.unwrap_or(shelf.site.config.pictures.quality);
    let output = match format {
        "auto" | "webp" => Output::Webp,
        "avif" if Output::Avif.can_be_made() => Output::Avif,
        _ => return Err(Error::message("`format` is `webp` or `auto`; no other is made.")),
    };
    if !(1..=BEST).contains(&quality) {
        return Err(Error::message("`quality` is from 1 to 100."));
    }
    let frame = |facts: &Facts| frame(facts, operation, width, height);
    if is_elsewhere(path) {
        return Ok(described(path.to_owned(), (width, height), None));
    }
    let address = on_site(shelf, path).ok_or_else(|| missing("picture", path))?;
    let whole = href(&shelf.site, &address);
    let Some(facts) = shelf.album.facts(&shelf.site, &address) else {
        return Ok(described(whole, (width, height), None));
    };
    let (fit, (width, height)) = frame(&facts)?;
    let shape = Shape { width, height, fit, quality, output };
    let own = (facts.width, facts.height);
    let (link, size) = match shelf.album.want(&shelf.site, &address, shape) {
        Some(made) => (href(&shelf.site, &made), (width, height)),
        None => (whole, own),
    };
    Ok(described(link, (Some(size.0), Some(size.1)), Some(own)))
}

/// What a template says of a picture's size, brought to what the picture has.
fn frame(
    facts: &Facts,
    operation: &str,
    width: Option<u32>,
    height: Option<u32>,
) -> TeraResult<(Fit, (u32, u32))> {
    if width == Some(0) || height == Some(0) {
        return Err(Error::message("`width` and `height` are at least 1."));
    }
    let needs = |what: &str| Error::message(format!("`op=\"{operation}\"` needs {what}."));
    let both = || width.zip(height).ok_or_else(|| needs("`width` and `height`"));
    let at_width = |width: u32| {
        let width = width.min(facts.width);
        (width, height_at(facts, width))
    };
    let at_height = |height: u32| {
        let height = height.min(facts.height);
        (width_at(facts, height), height)
    };
    Ok(match operation {
        "fit_width" => (Fit::Whole, at_width(width.ok_or_else(|| needs("`width`"))?)),
        "fit_height" => (Fit::Whole, at_height(height.ok_or_else(|| needs("`height`"))?)),
        "scale" => {
            let (width, height) = both()?;
            (Fit::Whole, (width.min(facts.width), height.min(facts.height)))
        }
        "fit" => {
            let (width, height) = both()?;
            let by_width = at_width(width);
            (Fit::Whole, if by_width.1 <= height { by_width } else { at_height(height) })
        }
        "fill" => (Fit::Fill, within(both()?, facts)),
        _ => {
            return Err(Error::message(format!(
                "There is no `op=\"{operation}\"`: write scale, fit_width, fit_height, fit or fill."
            )));
        }
    })
}

/// A frame as large as the picture can fill, in the same form.
fn within((width, height): (u32, u32), facts: &Facts) -> (u32, u32) {
    let frame = Facts { width, height, ..*facts };
    let (width, height) = if width > facts.width {
        (facts.width, height_at(&frame, facts.width))
    } else {
        (width, height)
    };
    if height > facts.height {
        (width_at(&frame, facts.height), facts.height)
    } else {
        (width, height)
    }
}

/// A picture with the sizes in which it is offered, for `<picture>`: `src`, `width`, `height`, and
/// `sources` with `type`, `srcset` and `sizes` each. A picture that the site does not have is given as
/// it is: articles may name one that the same host has from elsewhere, and are told of any other.
pub(super) fn picture_set(shelf: &Shelf, kwargs: &Kwargs) -> TeraResult<Value> {
    let path: &str = kwargs.must_get("path")?;
    let sizes: Option<&str> = kwargs.get("sizes")?.filter(|sizes: &&str| !sizes.is_empty());
    let site = &shelf.site;
    let address = if is_elsewhere(path) { None } else { on_site(shelf, path) };
    let Some(address) = address else { return Ok(set(path.to_owned(), None, list([]))) };
    let facts = shelf.album.facts(site, &address);
    let sources = sources(shelf, &address).into_iter().map(|source| {
        table([
            ("type", source.0.into()),
            ("srcset", source.1.into()),
            ("sizes", sizes.unwrap_or(&site.config.pictures.sizes).into()),
        ])
    });
    Ok(set(href(site, &address), facts, list(sources)))
}

/// The media type and the `srcset` of each format in which a picture is offered beside its own.
pub(super) fn sources(shelf: &Shelf, address: &Address) -> Vec<(&'static str, String)> {
    let offered = shelf.site.config.pictures.formats.iter().map(|format| {
        let ladder = shelf.album.ladder(&shelf.site, address, *format);
        let step = |(at, width): &(Address, u32)| format!("{} {width}w", href(&shelf.site, at));
        (format.mime(), ladder.iter().map(step).collect::<Vec<_>>().join(", "))
    });
    offered.filter(|(_, steps)| !steps.is_empty()).collect()
}

/// Whether a path means a picture of another site.
fn is_elsewhere(path: &str) -> bool {
    scheme(path).is_some_and(|scheme| is_safe(scheme) || scheme == "data") || path.starts_with("//")
}

/// The address that a template's path means; nothing when the site has no such file.
fn on_site(shelf: &Shelf, path: &str) -> Option<Address> {
    let address = file::address(shelf, path).ok()?;
    shelf.site.routes.contains(&address).then_some(address)
}

fn described(link: String, size: (Option<u32>, Option<u32>), own: Option<(u32, u32)>) -> Value {
    table([
        ("static_path", link.trim_start_matches('/').into()),
        ("url", link.into()),
        ("width", size.0.into()),
        ("height", size.1.into()),
        ("orig_width", own.map(|own| own.0).into()),
        ("orig_height", own.map(|own| own.1).into()),
    ])
}

fn set(src: String, facts: Option<Facts>, sources: Value) -> Value {
    table([
        ("src", src.into()),
        ("width", facts.map(|facts| facts.width).into()),
        ("height", facts.map(|facts| facts.height).into()),
        ("sources", sources),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{Format, Turn};

    #[test]
    fn every_operation_brings_a_picture_into_its_frame_and_none_makes_it_larger() {
        let facts =
            Facts { width: 400, height: 300, format: Format::Png, moves: false, turn: Turn::NONE };
        for (operation, width, height, expected) in [
            ("fit_width", Some(200), None, (200, 150)),
            ("fit_width", Some(800), None, (400, 300)),
            ("fit_height", None, Some(30), (40, 30)),
            ("scale", Some(100), Some(100), (100, 100)),
            ("scale", Some(900), Some(100), (400, 100)),
            ("fit", Some(200), Some(200), (200, 150)),
            ("fit", Some(200), Some(30), (40, 30)),
            ("fill", Some(100), Some(200), (100, 200)),
            ("fill", Some(800), Some(400), (400, 200)),
            ("fill", Some(600), Some(1200), (150, 300)),
        ] {
            let (_, size) = frame(&facts, operation, width, height).unwrap();
            assert_eq!(size, expected, "{operation} {width:?} {height:?}");
        }
        for (operation, width, height) in [
            ("fill", Some(1), None),
            ("fit_width", None, Some(1)),
            ("turn", Some(1), Some(1)),
            ("scale", Some(0), Some(1)),
        ] {
            assert!(frame(&facts, operation, width, height).is_err(), "{operation}");
        }
    }
}
