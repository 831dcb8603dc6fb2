//! What servers are to say of each file that is sent: its media type with the charset, and how long
//! it may be kept. It follows from the path alone.

use super::host::{ASK, FOR_GOOD};
use crate::deliver::remote::Headers;
use crate::render::asset::media_type;

/// Styles and scripts, which pages ask for with their hash (`?h=…`): whoever asks so never gets an old
/// one; whoever asks without gets one that is an hour old at the most.
const A_WHILE: &str = "public, max-age=3600";

/// Folders whose files have their hash in their names.
const HASHED: [&str; 2] = ["resized/", "webfonts/"];

/// The headers of a file.
pub(super) fn headers(path: &str) -> Headers {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    let media_type = match (name, media_type(path)) {
        ("atom.xml", _) => "application/atom+xml; charset=utf-8",
        (_, "image/svg+xml") => "image/svg+xml; charset=utf-8",
        (_, usual) => usual,
    };
    let is_hashed = HASHED.iter().any(|folder| path.starts_with(folder));
    let cache_control = match path.rsplit_once('.').map(|(_, ending)| ending) {
        _ if is_hashed => FOR_GOOD,
        Some("css" | "js" | "mjs" | "woff2") => A_WHILE,
        _ => ASK,
    };
    Headers { media_type, cache_control }
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
            ("resized/0123-480x360q80.webp", "image/webp", FOR_GOOD),
            ("webfonts/a.woff2", "font/woff2", FOR_GOOD),
        ] {
            assert_eq!(headers(path), Headers { media_type, cache_control }, "{path}");
        }
    }
}
