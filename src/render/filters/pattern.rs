//! `regex_replace`. A pattern is compiled once, however many pages use it; matching takes a time
//! that grows with the text only, whatever the pattern.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use regex::Regex;
use tera::{Error, Kwargs, State, TeraResult};

use crate::render::offer::Offer;

pub(super) fn register(tera: &mut Offer) {
    let known = Patterns::default();
    tera.register_filter("regex_replace", move |text: &str, kwargs: Kwargs, _: &State| {
        let rep: &str = kwargs.must_get("rep")?;
        let pattern = known.compiled(kwargs.must_get("pattern")?)?;
        TeraResult::Ok(pattern.replace_all(text, rep).into_owned())
    });
}

/// The patterns of the site's templates.
#[derive(Default)]
struct Patterns(Mutex<HashMap<String, Regex>>);

impl Patterns {
    fn compiled(&self, pattern: &str) -> TeraResult<Regex> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(regex) = known.get(pattern) {
            return Ok(regex.clone());
        }
        let regex = Regex::new(pattern)
            .map_err(|_| Error::message(format!("`{pattern}` is no regular expression.")))?;
        known.insert(pattern.to_owned(), regex.clone());
        Ok(regex)
    }
}
