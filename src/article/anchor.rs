//! The places of a body that a link can name behind its `#`. It is asked for seldom, and never
//! without a link that names one.

use std::collections::BTreeSet;

use super::markdown::{Body, Heading};

/// What can be linked to in one body.
#[derive(Debug)]
pub(crate) struct Anchors {
    ids: BTreeSet<String>,
    /// The title of every heading in the outline, with its anchor.
    pub(crate) headings: Vec<(String, String)>,
}

impl Anchors {
    /// Whether there is a place of that name.
    pub(crate) fn holds(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Reads them from a rendered body.
    pub(super) fn of(body: &Body) -> Self {
        let mut headings = Vec::new();
        gather(&body.toc, &mut headings);
        Self {
            ids: [" id=", " name="].iter().flat_map(|it| ids(&body.html, it)).collect(),
            headings,
        }
    }
}

fn gather(outline: &[Heading], headings: &mut Vec<(String, String)>) {
    for heading in outline {
        headings.push((heading.title.clone(), heading.id.clone()));
        gather(&heading.children, headings);
    }
}

/// The values of an attribute. Looked for as text: a body that talks of markup may be taken to have
/// it, which at worst costs a warning.
fn ids<'h>(html: &'h str, attribute: &'h str) -> impl Iterator<Item = String> + 'h {
    html.match_indices(attribute).filter_map(move |(at, _)| {
        let value = html.get(at + attribute.len()..)?;
        let value = match value.chars().next()? {
            quote @ ('"' | '\'') => value.get(1..)?.split(quote).next()?,
            _ => value.split(|c: char| c.is_whitespace() || c == '>').next()?,
        };
        let plain = value.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<");
        Some(plain.replace("&gt;", ">").replace("&amp;", "&"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_found_however_it_is_written() {
        let html =
            "<h2 id=\"h-1\">a</h2><a name='old'></a><p id=x>&lt;p id=\"no\"&gt;<b id=\"a&amp;b\">";
        let body = Body { html: html.to_owned(), ..Body::default() };
        let anchors = Anchors::of(&body);
        for id in ["h-1", "old", "x", "a&b"] {
            assert!(anchors.holds(id), "{id}");
        }
        assert!(!anchors.holds("h-2"));
    }
}
