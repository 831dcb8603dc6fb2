//! Whether the rest of a page may be copied as it is, for an edition that keeps all words and
//! links: most of a first edition. It looks at the beginnings of tags only and says no when in
//! doubt; the walk from tag to tag then goes on.

use memchr::memchr_iter;

/// What an edition changes in a page of which it keeps all words and links, each as the beginning
/// of a tag: the root, the page's own address, the locale, and the language of linked data.
const CHANGED: [&[u8]; 4] = [b"html", b"page-", b"meta", b"script"];

/// Whether a part of a page holds nothing that such an edition changes.
pub(super) fn is_untouched(part: &[u8]) -> bool {
    memchr_iter(b'<', part).all(|at| {
        let name = part.get(at + 1..).unwrap_or_default();
        !CHANGED.iter().any(|changed| begins(name, changed))
    })
}

fn begins(text: &[u8], word: &[u8]) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_something_of_the_edition_is_seen_wherever_it_stands() {
        for touched in
            ["<HTML>", "a<page-qr>", "<a title=\"<page-address>\">", "<!--<meta>", "<Script"]
        {
            assert!(!is_untouched(touched.as_bytes()), "{touched}");
        }
        for untouched in ["", "html", "<p>头发</p><h1>", "<", "< script", "<pages>"] {
            assert!(is_untouched(untouched.as_bytes()), "{untouched}");
        }
    }
}
