//! The repairs, each a rule with a name in a file of its own, in the order in which they are done:
//! what is not the article first, then what broke its text apart, then characters, then order.
//! A repair changes a document and notes what it did; it never looks at front matter.

mod boilerplate;
mod columns;
mod doubled;
mod overlap;
mod pages;
mod pinyin;
mod punctuation;
mod quotes;
mod spaces;
mod unconverted;
mod wrap_spaces;

use super::document::Document;
use super::report::Notes;
pub(super) use boilerplate::is_furniture;
pub(super) use columns::in_order;
pub(super) use quotes::pair as pair_quotes;

/// Repairs a document's text. What knows the structure of the article ([`in_order`], [`pair_quotes`]) comes later.
pub(super) fn text(document: &mut Document, notes: &mut Notes) {
    pages::join(document, notes);
    let ill_converted = pinyin::remove(document, notes);
    boilerplate::remove(document, notes);
    doubled::remove(document, ill_converted, notes);
    wrap_spaces::remove(document, notes);
    punctuation::widen(document, notes);
    spaces::remove(document, notes);
    unconverted::mend(document, ill_converted, notes);
}
