//! The stretches of a Markdown source that are words for readers: not code, not addresses, not tags,
//! not what links and notes are called by, and nothing that is said to stay as it is. It changes
//! nothing.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::{chart, container, token};

/// Elements of raw HTML that hold no words.
const SILENT: [&str; 7] = ["script", "style", "pre", "code", "kbd", "samp", "textarea"];

/// Elements that hold nothing, and never end.
const VOID: [&str; 6] = ["br", "hr", "img", "input", "source", "wbr"];

/// The stretches, in order and apart from one another.
pub(crate) fn stretches(markdown: &str) -> Vec<Range<usize>> {
    let source = container::mask(markdown);
    let mut finder = Finder {
        source: &source.text,
        found: Vec::new(),
        open: Vec::new(),
        tag: None,
        silent: None,
    };
    for (event, span) in token::events(&source.text) {
        finder.event(&event, span);
    }
    finder.found
}

/// Whether what is inside something is words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Words,
    NoWords,
}

struct Finder<'s> {
    source: &'s str,
    found: Vec<Range<usize>>,
    /// The links, pictures and code blocks that are open here.
    open: Vec<Holds>,
    /// Where the tag of raw HTML begins that is open here.
    tag: Option<usize>,
    /// The element of raw HTML whose text stays as it is, and how many of its name are open.
    silent: Option<(String, usize)>,
}

impl Finder<'_> {
    fn event(&mut self, event: &Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(Tag::Link { link_type, .. } | Tag::Image { link_type, .. }) => {
                self.open.push(of_link(*link_type));
            }
            Event::Start(Tag::CodeBlock(kind)) => self.open.push(of_code(kind)),
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => _ = self.open.pop(),
            Event::End(TagEnd::HtmlBlock) => self.tag = None,
            Event::Text(_) => self.words(span),
            Event::Html(_) | Event::InlineHtml(_) => self.html(span),
            _ => {}
        }
    }

    /// Takes a stretch, unless something around it says no. The parser cuts text at many signs;
    /// what touches is one stretch.
    fn words(&mut self, span: Range<usize>) {
        if span.is_empty() || self.silent.is_some() || self.open.contains(&Holds::NoWords) {
            return;
        }
        match self.found.last_mut().filter(|last| last.end == span.start) {
            Some(last) => last.end = span.end,
            None => self.found.push(span),
        }
    }

    /// Goes through raw HTML: what stands between its tags is words.
    fn html(&mut self, span: Range<usize>) {
        let source = self.source;
        let mut from = span.start;
        for (at, sign) in source.get(span.clone()).unwrap_or_default().match_indices(['<', '>']) {
            let at = span.start + at;
            match (sign, self.tag) {
                ("<", None) => {
                    self.words(from..at);
                    self.tag = Some(at);
                }
                (">", Some(start)) => {
                    self.element(source.get(start..at).unwrap_or_default());
                    self.tag = None;
                    from = at + 1;
                }
                _ => {}
            }
        }
        if self.tag.is_none() {
            self.words(from..span.end);
        }
    }

    /// Sees whether a tag, without its last sign, begins or ends what stays as it is.
    fn element(&mut self, tag: &str) {
        let tag = tag.to_ascii_lowercase();
        let (tag, begins) = match tag.strip_prefix("</") {
            Some(rest) => (rest, false),
            None => (tag.trim_start_matches('<'), true),
        };
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        match &mut self.silent {
            Some((silent, count)) if silent == name && begins => *count += 1,
            Some((silent, count)) if silent == name => *count -= 1,
            None if begins
                && !VOID.contains(&name)
                && !tag.ends_with('/')
                && is_silent(name, tag) =>
            {
                self.silent = Some((name.to_owned(), 1));
            }
            _ => {}
        }
        self.silent.take_if(|(_, count)| *count == 0);
    }
}

/// A link that is called by its own words is found by them, and one that is an address has none.
fn of_link(kind: LinkType) -> Holds {
    match kind {
        LinkType::Inline | LinkType::Reference | LinkType::ReferenceUnknown => Holds::Words,
        _ => Holds::NoWords,
    }
}

fn of_code(kind: &CodeBlockKind<'_>) -> Holds {
    match kind {
        CodeBlockKind::Fenced(info) if chart::is_chart(info) => Holds::Words,
        _ => Holds::NoWords,
    }
}

/// Whether an element keeps its text as it is: by its name, or by what it says of itself.
fn is_silent(name: &str, tag: &str) -> bool {
    let said: String =
        tag.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'')).collect();
    SILENT.contains(&name) || said.contains("translate=no") || said.contains("lang=zh")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(markdown: &str) -> String {
        let stretches = stretches(markdown).into_iter();
        let texts = stretches.filter_map(|stretch| markdown.get(stretch));
        texts.map(str::trim).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn words_are_what_readers_read() {
        for (markdown, expected) in [
            ("# 甲{#a}\n\n乙*丙*，丁", "甲|乙|丙|，丁"),
            ("甲`乙`丙\n\n    丁\n\n```\n戊\n```", "甲|丙"),
            ("[甲](/乙/ \"丙\")和![丁](戊.jpg)", "甲|和|丁"),
            ("[甲]，[乙][丙]，<https://丁.cn>\n\n[甲]: /x/\n[丙]: /y/", "，|乙|，"),
            ("甲[^乙]\n\n[^乙]: 丙", "甲|丙"),
            ("::: 甲\n乙\n:::", "乙"),
            ("<div title=\"甲\">\n乙<b>丙</b>\n</div>", "乙|丙"),
            ("甲<span translate=\"no\">乙<span>丙</span></span>丁", "甲|丁"),
            ("<div lang=zh-Hant>\n\n甲\n\n</div>\n\n乙<br translate=no>丙", "乙|丙"),
            ("|甲|乙|\n|-|-|\n|丙|丁|", "甲|乙|丙|丁"),
            ("```chart\n甲: 1\n```", "甲: 1"),
            ("甲&amp;乙", "甲&amp;乙"),
            ("", ""),
        ] {
            assert_eq!(words(markdown), expected, "{markdown}");
        }
    }
}
