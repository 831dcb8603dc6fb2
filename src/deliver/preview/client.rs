//! The part of the preview that runs in open pages: one script of several pieces, and the tag that a page
//! gets for it. It is never part of a build.

use memchr::memmem;

/// Where the script for pages stands.
pub(super) const SCRIPT: &str = "/_jianfan/reload.js";

/// The script itself. Its pieces share their names with one another and with nobody else.
pub(super) const CLIENT: &str = concat!(
    "(() => {\n'use strict';\n",
    include_str!("client/style.js"),
    include_str!("client/morph.js"),
    include_str!("client/panel.js"),
    include_str!("client/main.js"),
    "})();\n"
);

/// The one thing the preview adds to a page. It runs where it stands, before what waits for the end of
/// the page: so it sees the page as it was sent.
const TAG: &[u8] = b"<script src=\"/_jianfan/reload.js\"></script>";

/// A page as the preview answers it: the built bytes with the script before the last `</body>`,
/// or at the end where there is none.
pub(crate) fn with_reload_script(body: &[u8]) -> Vec<u8> {
    let at = last_body_end(body).unwrap_or(body.len());
    let (before, after) = body.split_at_checked(at).unwrap_or((body, &[]));
    [before, TAG, after].concat()
}

fn last_body_end(body: &[u8]) -> Option<usize> {
    memmem::rfind_iter(body, b"</").find(|&at| {
        let name = body.get(at + 2..).and_then(|rest| rest.split_first_chunk::<5>());
        name.is_some_and(|([name @ .., end], _)| {
            name.eq_ignore_ascii_case(b"body") && matches!(end, b'>' | b' ' | b'\t' | b'\n' | b'\r')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deliver::preview::reload::{ABOUT, EVENTS};

    #[test]
    fn the_script_stands_before_the_last_end_of_the_body() {
        let tag = std::str::from_utf8(TAG).unwrap();
        for (before, after) in [
            ("<html><body><p>一</p>", "</body></html>\n"),
            ("<pre>&lt;/body> </body> </pre>", "</BODY\n></html>"),
            ("<p>没有</p></bodyx>", ""),
            ("</bod", ""),
            ("", ""),
        ] {
            let built = format!("{before}{after}");
            let served = with_reload_script(built.as_bytes());
            assert_eq!(String::from_utf8(served).unwrap(), format!("{before}{tag}{after}"));
        }
    }

    #[test]
    fn the_script_is_small_and_holds_no_words_of_its_own() {
        assert!(CLIENT.len() < 20_000, "{}", CLIENT.len());
        assert!(CLIENT.is_ascii());
        assert!(!CLIENT.contains("innerHTML"));
        assert!(CLIENT.contains(EVENTS) && CLIENT.contains(ABOUT));
        assert!(std::str::from_utf8(TAG).unwrap().contains(SCRIPT));
    }
}
