//! The size of a drawing: what its root says, else what its view box says. It never reads further
//! than the root's start tag.

use html5gum::{Token, Tokenizer};

/// The width and the height, in CSS pixels.
pub(super) fn size(svg: &str) -> Option<(u32, u32)> {
    let root = Tokenizer::new(svg).find_map(|Ok(token)| match token {
        Token::StartTag(tag) if &*tag.name == b"svg" => Some(tag),
        _ => None,
    })?;
    // The tokenizer is HTML's: it writes names in small letters.
    let attribute = |name: &[u8]| {
        let value = root.attributes.get(name)?;
        Some(String::from_utf8_lossy(value).trim().to_owned())
    };
    let length = |name: &[u8]| attribute(name).as_deref().and_then(pixels);
    let view = attribute(b"viewbox").as_deref().and_then(view_box);
    let (width, height) = match (length(b"width"), length(b"height"), view) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((w, h))) => (width, width * h / w),
        (None, Some(height), Some((w, h))) => (height * w / h, height),
        (None, None, Some(view)) => view,
        _ => return None,
    };
    Some((whole(width)?, whole(height)?))
}

/// A length in pixels; one in another unit depends on where the drawing stands.
fn pixels(length: &str) -> Option<f64> {
    length.strip_suffix("px").unwrap_or(length).trim().parse().ok().filter(|n: &f64| *n > 0.0)
}

fn view_box(text: &str) -> Option<(f64, f64)> {
    let numbers = text.split([' ', ',', '\t', '\n', '\r']).filter(|part| !part.is_empty());
    let numbers: Vec<f64> = numbers.map(str::parse).collect::<Result<_, _>>().ok()?;
    match numbers.as_slice() {
        &[_, _, width, height] if width > 0.0 && height > 0.0 => Some((width, height)),
        _ => None,
    }
}

fn whole(length: f64) -> Option<u32> {
    format!("{length:.0}").parse().ok().filter(|length| *length > 0)
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn the_root_says_how_large_a_drawing_is() {
        for (svg, expected) in [
            (
                "<?xml version='1.0'?><!-- <svg width='9'> --><svg width='100' height='50px'>",
                Some((100, 50)),
            ),
            ("<svg viewBox=\"0 0 24 12\"><svg width='1' height='1'>", Some((24, 12))),
            ("<svg width='100%' height='100%' viewBox='0,0,30.4,40.5'>", Some((30, 40))),
            ("<svg width='48' viewBox='0 0 24 12'>", Some((48, 24))),
            ("<svg width='48'>", None),
            ("<svg viewBox='0 0 0 0'>", None),
            ("<svg viewBox='a b c d'>", None),
            ("<html><p>", None),
        ] {
            assert_eq!(size(svg), expected, "{svg}");
        }
    }
}
