//! The proofreading desk as plain values: what every article reads like in two editions, passage by passage;
//! which characters had a choice, how sure it was and why; what is still to be looked at.
//!
//! - `subject` finds an article and makes its texts, as readers get them; `passage` lays two editions side by
//!   side; `note` says of each character what there is to say; `sure` when it is a question;
//! - `count` counts an article's questions, `roll` is the list of all articles;
//! - `rule` makes a word out of a choice, `seen` a line of the ledger out of a look;
//! - `page` is the desk's own page, style and script.
//!
//! It never reads or writes a file, and never answers a browser.

mod count;
mod note;
mod page;
mod passage;
mod roll;
mod rule;
mod seen;
mod steps;
mod subject;
mod sure;

pub(crate) use count::{Count, count};
pub(crate) use page::{SCRIPT, STYLE, page};
pub(crate) use passage::{Side, sheet};
pub(crate) use roll::{Fault, Known, List, Row, Wish, list, next, rows};
pub(crate) use rule::{Asked, Place, rule};
pub(crate) use seen::{Looked, seen};
pub(crate) use subject::{Subject, all, find};
