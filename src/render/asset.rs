//! Files that are served as they are: their bytes, their size in words, and the short hash that
//! lets a browser keep them for good.

use std::borrow::Cow;
use std::io;

use crate::picture;
use crate::project::{Color, StaticFile};
use crate::site::Site;

/// The file's bytes.
pub(crate) fn bytes(file: &StaticFile) -> io::Result<Cow<'static, [u8]>> {
    match file {
        StaticFile::Disk(path) => std::fs::read(path).map(Cow::Owned),
        StaticFile::Embedded(bytes) => Ok(Cow::Borrowed(bytes)),
    }
}

/// The file as readers get it: a picture without what its camera noted.
pub(super) fn published(file: &StaticFile) -> io::Result<Cow<'static, [u8]>> {
    bytes(file).map(picture::published)
}

/// The file's size as readers see it beside a download; empty when it cannot be told.
pub(crate) fn size_text(file: &StaticFile) -> String {
    let length = match file {
        StaticFile::Disk(path) => std::fs::metadata(path).map(|meta| meta.len()).ok(),
        StaticFile::Embedded(bytes) => u64::try_from(bytes.len()).ok(),
    };
    match length {
        None => String::new(),
        Some(bytes) if bytes < 1024 => format!("{bytes} B"),
        Some(bytes) if bytes < 1 << 20 => format!("{} KB", bytes.div_ceil(1024)),
        Some(bytes) => {
            let tenths = bytes.saturating_mul(10) >> 20;
            format!("{}.{} MB", tenths / 10, tenths % 10)
        }
    }
}

/// The style sheet that gives the theme the site's colour: one custom property, in the layer where
/// themes keep theirs.
pub(super) fn color_style(site: &Site) -> String {
    let color = site.config.color.as_ref().map(Color::css).unwrap_or_default();
    format!("@layer tokens {{ :root {{ --main: {color}; }} }}\n")
}

/// The hash of a file's content, in hexadecimal digits.
pub(super) fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// As many digits of a hash as an address needs to change with the content.
pub(super) fn short(hash: &str) -> &str {
    hash.get(..10).unwrap_or(hash)
}

/// The media type of a file by its ending, as it is sent to browsers.
pub(crate) fn media_type(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "doc" => "application/msword",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xls" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "zip" => "application/zip",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "vtt" => "text/vtt; charset=utf-8",
        _ => "application/octet-stream",
    }
}
