//! Elements whose whole content is one value: HTML, XHTML, an address, a language. Each function
//! gives the new content, or `None` when it stays as it is written.

use std::ops::Range;

use memchr::memmem;

use crate::script::pass::editor::Editor;
use crate::script::pass::escape::{self, Place};
use crate::script::pass::facts;
use crate::script::pass::html;
use crate::script::pass::link;
use crate::script::pass::reference;
use crate::script::pass::scan::Tag;
use crate::script::pass::text::Syntax;

const CDATA: &str = "<![CDATA[";
const CDATA_END: &str = "]]>";

/// The content of the element that a tag opens, up to its end tag; none of the elements that are
/// read as a whole holds one of its own kind.
pub(super) fn range(input: &str, tag: &Tag) -> Range<usize> {
    let start = tag.span.end;
    let name = input.get(tag.named.clone()).unwrap_or_default();
    let rest = input.get(start..).unwrap_or_default();
    let end = memmem::find(rest.as_bytes(), format!("</{name}").as_bytes());
    start..start + end.unwrap_or(rest.len())
}

/// The range of the text in a CDATA section that is whole.
pub(super) fn cdata(section: &str) -> Option<Range<usize>> {
    let text = section.strip_prefix(CDATA)?.strip_suffix(CDATA_END)?;
    Some(CDATA.len()..CDATA.len() + text.len())
}

/// HTML that is escaped, or in CDATA: undone, passed, and done again.
pub(super) fn of_html(written: &str, editor: &Editor<'_>) -> Option<String> {
    let page = plain(written);
    let mut passed = String::new();
    html::pass(&page, editor, &mut passed);
    if passed == page {
        return None;
    }
    let space = |text: &str| text.len() - text.trim_start().len();
    let is_cdata = cdata(written.trim())
        .is_some_and(|text| !written.trim().get(text).unwrap_or_default().contains(CDATA_END));
    if !is_cdata {
        let mut new = String::with_capacity(passed.len() + passed.len() / 4);
        escape::write(&passed, Place::Text, &mut new);
        return Some(new);
    }
    let mut new = String::with_capacity(passed.len() + CDATA.len() + CDATA_END.len());
    new.push_str(CDATA);
    // The space around the section is part of the text that was passed.
    let start = space(written);
    let end = passed.len() - (written.len() - written.trim_end().len());
    escape::write(passed.get(start..end)?, Place::Cdata, &mut new);
    new.push_str(CDATA_END);
    Some(new)
}

/// XHTML, which is markup already.
pub(super) fn of_markup(written: &str, editor: &Editor<'_>) -> Option<String> {
    let mut passed = String::new();
    html::pass(written, editor, &mut passed);
    (passed != written).then_some(passed)
}

/// An address, when it is a route of the site.
pub(super) fn of_link(written: &str, editor: &Editor<'_>) -> Option<String> {
    let mut new = String::new();
    link::route(editor, plain(written).trim(), Syntax::Verbatim, Place::Text, &mut new)
        .then_some(new)
}

/// The tag of a Chinese feed.
pub(super) fn of_language(written: &str, editor: &Editor<'_>) -> Option<String> {
    facts::own_tongue(written.trim())?;
    Some(editor.edition.to.tag().to_owned())
}

/// Text as it is meant: references read, CDATA sections opened.
fn plain(written: &str) -> String {
    let mut plain = String::with_capacity(written.len());
    let mut rest = written;
    while let Some((before, section)) = rest.split_once(CDATA) {
        plain.push_str(&reference::decode(before, Syntax::Markup));
        let (text, after) = section.split_once(CDATA_END).unwrap_or((section, ""));
        plain.push_str(text);
        rest = after;
    }
    plain.push_str(&reference::decode(rest, Syntax::Markup));
    plain
}
