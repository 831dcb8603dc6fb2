//! The edition pass: a finished page, in the script its site is written in, becomes the page of
//! one edition, in one walk. There is a pass for each kind of document: [`html()`], [`json()`] and
//! [`xml()`].
//!
//! It changes text in Han characters, links to the site's own routes, the names of the language,
//! and the private-use characters that stand for fixed text. Every other byte is copied, whatever
//! the document looks like: the pass never repairs, reformats or rejects anything, and it never
//! looks at a file, a template or another page.
//!
//! # What is converted
//! - Text between tags. A block's text is converted as one string through inline markup,
//!   references (`&nbsp;`) and `code`, and written back around it: words cross markup. The text of
//!   `rt` and `rp` is a text of its own and does not part the one around it. No word reaches
//!   across a reference, a `br`, an image or what is left as it is, but quotation marks pair.
//! - The attributes `alt`, `title`, `aria-label`, `aria-description`, `placeholder`, `label` and
//!   `summary`; `value` of an `input` that is a button; `content` of a textual `meta`.
//! - In JSON and XML, the values of a listed set of keys and elements.
//! - A numeric reference to a Han character, as the character it is.
//!
//! # What is left as it is
//! - `code`, `pre`, `script` (but JSON-LD), `style`, `xmp`, `iframe`; comments and declarations;
//! - elements below the root with `translate="no"` or with a Chinese `lang` of their own, and
//!   links that carry `hreflang`, attributes included. Links inside the first two still lead to
//!   routes of the same edition.
//!
//! # What is put in
//! - A reading, wherever its character stands, as it must be written there: in text, in any
//!   attribute, script, style sheet or comment, in a name, and percent-encoded where the character
//!   was. `code` and `pre` show the notation.
//! - `<page-address></page-address>` and `<page-qr></page-qr>`, the former in values too.
//!
//! - The words of the editors' own ([`Lexicon`]), in text that is converted, across markup like all
//!   others.
//!
//! A span in another script ([`super::span`]) is converted from that script; its ends are taken
//! out. One that is never ended ends with the element it began in, or with the document.

mod attribute;
mod editor;
mod element;
mod escape;
mod facts;
mod heard;
mod html;
mod json;
mod line;
mod link;
mod memo;
mod name;
mod open;
mod plain;
mod quotes;
mod reference;
mod rewrite;
mod run;
mod scan;
mod sheet;
mod spans;
mod text;
mod xml;

use super::{Frozen, Lexicon, Script};
use editor::Editor;
pub use heard::{Heard, WALL, Wall, heard, quoted};
pub use memo::Lasting;

/// What a pass makes of a page.
#[derive(Clone, Copy)]
pub struct Edition<'a> {
    /// The script of the page as it comes.
    pub from: Script,
    /// The script of the page as it goes.
    pub to: Script,
    /// What happens to “ ” and ‘ ’.
    pub quotes: Quotes,
    /// The site's fixed text.
    pub readings: &'a Frozen,
    /// The editors' own words.
    pub words: &'a Lexicon,
    /// The site's routes, and this page's own address.
    pub links: &'a dyn Links,
    /// What holds for other pages, too; `None` for a document by itself.
    pub lasting: Option<Lasting<'a>>,
}

/// The quotation marks of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Quotes {
    /// As they are written.
    #[default]
    Keep,
    /// Pairs of “ ” and ‘ ’ become 「 」 and 『 』.
    Corner,
}

/// What the pass asks the site.
pub trait Links {
    /// Where a link leads in this edition: `Some` when `href` is a route of the site and the
    /// edition serves it elsewhere than the page says. `href` has its references read
    /// (`&amp;` is `&`); the answer is escaped by the pass.
    fn link(&self, href: &str) -> Option<String>;

    /// Whether [`Links::link`] may ever answer with an address. One that never does saves the
    /// pass from asking for every link.
    fn lead_elsewhere(&self) -> bool {
        true
    }

    /// The page's own address, as HTML to put in place of a placeholder.
    fn own_address(&self, form: OwnAddress) -> String;
}

/// How a page's own address is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnAddress {
    /// `<page-address></page-address>`: the absolute URL, escaped for HTML.
    Url,
    /// `<page-qr></page-qr>`: a QR code, as SVG.
    Qr,
}

/// Appends a page of HTML, or a part of one, as the edition's readers get it.
pub fn html(input: &str, edition: &Edition<'_>, out: &mut String) {
    html::pass(input, &Editor::new(edition, input), out);
}

/// Appends a document in JSON, such as JSON-LD or a JSON feed.
///
/// The keys whose strings are converted, led through the routes or set to the edition's tag are
/// those of `json/key.rs`; a list is what its key is.
pub fn json(input: &str, edition: &Edition<'_>, out: &mut String) {
    json::pass(input, &Editor::new(edition, input), out);
}

/// Appends a document in XML, such as an Atom or RSS feed.
///
/// The elements whose text is converted or led through the routes are those of `xml/element.rs`.
/// Text that says it is HTML is passed as HTML and escaped again; `xml:lang` of the root is set.
pub fn xml(input: &str, edition: &Edition<'_>, out: &mut String) {
    xml::pass(input, &Editor::new(edition, input), out);
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod remembered;
#[cfg(test)]
mod tests;
