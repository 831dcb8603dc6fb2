//! What stands behind the question mark of an address. It never looks at what it means.

use std::borrow::Cow;

use crate::address;

/// The pairs of a query, read.
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn new(query: &str) -> Self {
        let read = |text: &str| address::decode(&text.replace('+', "%20")).map(Cow::into_owned);
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((read(name)?, read(value)?))
        };
        Self(query.split('&').filter_map(pair).collect())
    }

    /// The text of that name.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone())
    }

    /// The number of that name.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.text(name)?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_read_and_what_is_none_is_nothing() {
        let query = Query::new("path=content%2F%E8%8A%9D.md&most=20&text=a+b&left=&%E8=x");
        assert_eq!(query.text("path").as_deref(), Some("content/芝.md"));
        assert_eq!(
            (query.number("most"), query.number("left"), query.number("right")),
            (Some(20), None, None)
        );
        assert_eq!(query.text("text").as_deref(), Some("a b"));
    }
}
