//! An article's own rules of conversion (`conversion:` in its front matter): wherever one of their
//! words stands in the article, it becomes fixed text, as if the author had written `-{…}-` around it.
//! So it holds in lists, feeds and on other pages, too, wherever that text goes.
//!
//! It never touches code, addresses and tags.

use std::ops::Range;

use super::meta::Meta;
use super::{Desk, markdown};
use crate::project::MarkedText;
use crate::script::{Lexicon, Script};

/// Fields whose texts are addresses.
const ADDRESSES: &str = "aliases";

/// The rules of one article.
pub(super) struct Rules<'a> {
    pub(super) words: &'a Lexicon,
    /// The article's script.
    pub(super) script: Script,
    pub(super) desk: &'a Desk<'a>,
}

impl Rules<'_> {
    /// Marks the words in what the front matter says and in the body, which stands at `body`. Returns
    /// where it stands now.
    pub(super) fn apply(
        &self,
        meta: &mut Meta,
        marked: &mut MarkedText,
        body: Range<usize>,
    ) -> Range<usize> {
        if self.words.is_empty() {
            return body;
        }
        meta.each_text(&mut |path, text| {
            if path.split('.').next() != Some(ADDRESSES) && !is_address(text) {
                self.value(text);
            }
        });
        let markdown = marked.text.get(body.clone()).unwrap_or_default();
        let mut stretches = self.stretches(markdown);
        for (stretch, _) in &mut stretches {
            *stretch = body.start + stretch.start..body.start + stretch.end;
        }
        marked.mark(&stretches);
        body.start..marked.text.len()
    }

    fn value(&self, text: &mut String) {
        for (stretch, mark) in self.stretches(text).into_iter().rev() {
            text.replace_range(stretch, mark.encode_utf8(&mut [0; 4]));
        }
    }

    /// Where words stand in a text that may be Markdown, each with its mark.
    fn stretches(&self, markdown: &str) -> Vec<(Range<usize>, char)> {
        let mut found = Vec::new();
        for words in markdown::words(markdown) {
            let text = markdown.get(words.clone()).unwrap_or_default();
            let marks = self.words.marks(self.script, text, self.desk.readings);
            found.extend(marks.into_iter().map(|(stretch, mark)| {
                (words.start + stretch.start..words.start + stretch.end, mark)
            }));
        }
        found
    }
}

/// Whether a text is an address and no words.
fn is_address(text: &str) -> bool {
    (text.starts_with('/') || text.contains("://")) && !text.contains(char::is_whitespace)
}
