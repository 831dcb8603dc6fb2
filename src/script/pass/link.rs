//! Addresses: which of them lead elsewhere in this edition. It never makes one up; the site does.

use std::borrow::Cow;

use super::editor::{Editor, Show};
use super::escape::{self, Place};
use super::reference;
use super::text::Syntax;

/// Appends where an address leads in this edition, written for its place, marks put in; `false`,
/// and nothing is appended, when it stays as it is.
pub(super) fn route(
    editor: &Editor<'_>,
    written: &str,
    syntax: Syntax,
    place: Place,
    out: &mut String,
) -> bool {
    let mut address = reference::decode(written, syntax);
    if editor.has_marks() {
        let mut filled = String::with_capacity(address.len());
        editor.copy(&address, Show::Text(editor.edition.to), Place::Address, &mut filled);
        address = Cow::Owned(filled);
    }
    let Some(new) = editor.edition.links.link(&address) else { return false };
    escape::write(&new, place, out);
    true
}

/// As [`route`], for the content of `<meta http-equiv="refresh">`: `5; url='/news/'`.
pub(super) fn refresh(editor: &Editor<'_>, content: &str, place: Place, out: &mut String) -> bool {
    let Some(start) = refresh_address(content) else { return false };
    let Some((before, rest)) = content.split_at_checked(start) else { return false };
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let address = quote.map_or(Some(rest), |quote| rest.get(1..)?.split(quote).next());
    let address = address.unwrap_or_default().trim_end();
    let quoted = usize::from(quote.is_some());
    let after = rest.get(quoted + address.len()..).unwrap_or_default();
    let length = out.len();
    out.push_str(before);
    out.extend(quote);
    if route(editor, address, Syntax::Markup, place, out) {
        out.push_str(after);
        return true;
    }
    out.truncate(length);
    false
}

/// Where the address begins, its quotation mark included.
fn refresh_address(content: &str) -> Option<usize> {
    let lower = content.to_ascii_lowercase();
    let word = lower.find("url")?;
    let after = lower.get(word + 3..)?;
    let equals = after.trim_start();
    let address = equals.strip_prefix('=')?.trim_start();
    Some(content.len() - address.len())
}

/// `og:locale` of a script, as Facebook spells it; it knows no locale for plain Traditional.
pub(super) fn locale(editor: &Editor<'_>) -> &'static str {
    use crate::script::Script::{Hans, Hant, HantHk, HantTw};
    match editor.edition.to {
        Hans => "zh_CN",
        Hant | HantTw => "zh_TW",
        HantHk => "zh_HK",
    }
}

/// The placeholder of the page's own address, where only text can stand.
const PLACEHOLDER: &str = "<page-address></page-address>";

/// The value of an attribute, with the page's own address put in for its placeholder: in the middle
/// of another address as one part of it, everywhere else as it is. `None` when there is none.
pub(super) fn own_address(editor: &Editor<'_>, value: &str, place: Place) -> Option<String> {
    use super::OwnAddress::Url;
    if !value.contains('<') {
        return None;
    }
    let first = value.find(PLACEHOLDER)?;
    let address = editor.own_address(Url);
    if place == Place::Address && first > 0 {
        let mut part = String::new();
        escape::write(&reference::decode(&address, Syntax::Markup), place, &mut part);
        return Some(value.replace(PLACEHOLDER, &part));
    }
    Some(value.replace(PLACEHOLDER, &address))
}
