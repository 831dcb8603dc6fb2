//! What servers are to say of each file that is sent: its media type with the charset, and how long
//! it may be kept. It follows from the path alone.

use super::host::{ASK, FOR_GOOD};
use crate::deliver::remote::Headers;
use crate::picture::Shape;
use crate::render::asset::media_type;

/// Styles and scripts, which pages ask for with their hash (`?h=…`): whoever asks so never gets an old
/// one; whoever asks without gets one that is an hour old at the most.
const A_WHILE: &str = "public, max-age=3600";

/// Digits of a hash in a name.
const DIGITS: usize = 16;

/// The headers of a file.
pub(super) fn headers(path: &str) -> Headers {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    let media_type = match (name, media_type(path)) {
        ("atom.xml", _) => "application/atom+xml; charset=utf-8",
        (_, "image/svg+xml") => "image/svg+xml; charset=utf-8",
        (_, usual) => usual,
    };
    let cache_control = match path.rsplit_once('.').map(|(_, ending)| ending) {
        _ if is_hashed(path) => FOR_GOOD,
        Some("css" | "js" | "mjs" | "woff2") => A_WHILE,
        _ => ASK,
    };
    Headers { media_type, cache_control }
}

/// Whether the name of a file says what is in it: that of a smaller picture or of a part of a font. What an
/// author puts into the same folders does not.
fn is_hashed(path: &str) -> bool {
    let hash = if let Some(name) = path.strip_prefix("resized/") {
        Shape::of_name(name).map(|(hash, _)| hash)
    } else {
        path.strip_prefix("webfonts/").and_then(|name| name.strip_suffix(".woff2"))
    };
    let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    hash.is_some_and(|hash| hash.len() == DIGITS && hash.chars().all(is_digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sort_of_file_has_its_headers() {
        for (path, media_type, cache_control) in [
            ("index.html", "text/html; charset=utf-8", ASK),
            ("hant/news/新闻/index.html", "text/html; charset=utf-8", ASK),
            ("atom.xml", "application/atom+xml; charset=utf-8", ASK),
            ("hant/atom.xml", "application/atom+xml; charset=utf-8", ASK),
            ("sitemap.xml", "application/xml; charset=utf-8", ASK),
            ("css/site.css", "text/css; charset=utf-8", A_WHILE),
            ("news/图.svg", "image/svg+xml; charset=utf-8", ASK),
            ("news/photo.jpg", "image/jpeg", ASK),
            ("resized/702a556eefc20e75-480x360q80.webp", "image/webp", FOR_GOOD),
            ("resized/map.jpg", "image/jpeg", ASK),
            ("resized/map-480x360q80.webp", "image/webp", ASK),
            ("webfonts/702a556eefc20e75.woff2", "font/woff2", FOR_GOOD),
            ("webfonts/logo.woff2", "font/woff2", A_WHILE),
        ] {
            assert_eq!(headers(path), Headers { media_type, cache_control }, "{path}");
        }
    }
}
