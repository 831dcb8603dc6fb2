//! A piece of text with marks on stretches of it and the lines that it came from. All repairs change
//! it through [`Text::edit`], which keeps marks and lines in their places; it never decides what to
//! change.

use std::ops::Range;

/// See the module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Text {
    string: String,
    pub(crate) marks: Vec<Mark>,
    /// From which byte on which line of the input it is, ascending.
    origins: Vec<(usize, usize)>,
}

/// A stretch that is more than plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) range: Range<usize>,
    pub(crate) style: Style,
}

/// What is marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Style {
    Bold,
    Italic,
    Struck,
    Superscript,
    Subscript,
    Link(String),
    /// A reference to a footnote by its number, on an empty stretch.
    Note(usize),
    /// Markdown that is written as it stands, and in which nothing is repaired: code, addresses.
    Literal,
    /// Markdown that is written as it stands.
    Markdown,
}

/// One change: what stands there becomes that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) range: Range<usize>,
    pub(crate) new: String,
}

impl Edit {
    pub(crate) fn new(range: Range<usize>, new: impl Into<String>) -> Self {
        Self { range, new: new.into() }
    }

    pub(crate) fn drop(range: Range<usize>) -> Self {
        Self::new(range, "")
    }
}

impl Text {
    pub(crate) fn plain(text: impl Into<String>, line: usize) -> Self {
        Self { string: text.into(), marks: Vec::new(), origins: vec![(0, line)] }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.string
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.string.trim().is_empty()
    }

    /// How many characters it has.
    pub(crate) fn length(&self) -> usize {
        self.string.chars().count()
    }

    /// The line of the input that a byte came from.
    pub(crate) fn line_at(&self, at: usize) -> usize {
        let after = self.origins.partition_point(|(from, _)| *from <= at);
        let before = after.checked_sub(1).and_then(|last| self.origins.get(last));
        before.map_or(0, |(_, line)| *line)
    }

    /// The line that it begins in.
    pub(crate) fn line(&self) -> usize {
        self.line_at(0)
    }

    /// The text of a stretch, brought onto character boundaries by being empty where it is not.
    pub(crate) fn slice(&self, range: Range<usize>) -> &str {
        self.string.get(range).unwrap_or_default()
    }

    /// Adds text of one style, or none, at the end.
    pub(crate) fn push(&mut self, text: &str, styles: &[Style], line: usize) {
        let start = self.string.len();
        if self.origins.last().is_none_or(|(_, last)| *last != line) {
            self.origins.push((start, line));
        }
        self.string.push_str(text);
        for style in styles {
            self.mark(start..self.string.len(), style.clone());
        }
    }

    /// Marks a stretch; one that goes on where the last of its style ended becomes one with it.
    pub(crate) fn mark(&mut self, range: Range<usize>, style: Style) {
        // Styles that are open together are few; a text may have any number of links.
        const TOGETHER: usize = 8;
        let before = self.marks.iter_mut().rev().take(TOGETHER).find(|mark| mark.style == style);
        match before {
            Some(mark) if mark.range.end == range.start && !range.is_empty() => {
                mark.range.end = range.end;
            }
            _ => self.marks.push(Mark { range, style }),
        }
    }

    /// Adds another text at the end.
    pub(crate) fn append(&mut self, other: Self) {
        let start = self.string.len();
        self.origins.extend(other.origins.iter().map(|(at, line)| (at + start, *line)));
        self.string.push_str(&other.string);
        for Mark { range, style } in other.marks {
            self.mark(range.start + start..range.end + start, style);
        }
    }

    /// Takes off what stands from a byte on.
    pub(crate) fn split_off(&mut self, at: usize) -> Self {
        let at = if self.string.is_char_boundary(at) {
            at.min(self.string.len())
        } else {
            self.string.len()
        };
        let line = self.line_at(at);
        let mut rest =
            Self { string: self.string.split_off(at), marks: Vec::new(), origins: vec![(0, line)] };
        let later = self.origins.iter().filter(|(from, _)| *from > at);
        rest.origins.extend(later.map(|(from, line)| (from - at, *line)));
        self.origins.retain(|(from, _)| *from == 0 || *from < at);
        for Mark { range, style } in std::mem::take(&mut self.marks) {
            if range.start < at || (range.is_empty() && range.start == at) {
                self.marks
                    .push(Mark { range: range.start..range.end.min(at), style: style.clone() });
            }
            if range.end > at {
                let range = range.start.saturating_sub(at)..range.end - at;
                rest.marks.push(Mark { range, style });
            }
        }
        rest
    }

    /// Makes changes, which must ascend and lie apart; those that do not are passed over.
    pub(crate) fn edit(&mut self, edits: &[Edit]) {
        let mut changed = String::with_capacity(self.string.len());
        let mut moved: Vec<(Range<usize>, Range<usize>)> = Vec::with_capacity(edits.len());
        let mut done = 0;
        for Edit { range, new } in edits {
            let Some(kept) = self.string.get(done..range.start) else { continue };
            if self.string.get(range.clone()).is_none() {
                continue;
            }
            changed.push_str(kept);
            let start = changed.len();
            changed.push_str(new);
            moved.push((range.clone(), start..changed.len()));
            done = range.end;
        }
        changed.push_str(self.string.get(done..).unwrap_or_default());
        let place = |at: usize, towards: Side| {
            let before = moved.partition_point(|(old, _)| old.start < at);
            let Some((old, new)) = before.checked_sub(1).and_then(|last| moved.get(last)) else {
                return at;
            };
            if at < old.end {
                match towards {
                    Side::Start => new.start,
                    Side::End => new.end,
                }
            } else {
                new.end + (at - old.end)
            }
        };
        for mark in &mut self.marks {
            let range = place(mark.range.start, Side::Start)..place(mark.range.end, Side::End);
            mark.range = range.start..range.end.max(range.start);
        }
        for (at, _) in &mut self.origins {
            *at = place(*at, Side::Start);
        }
        self.marks.retain(|mark| !mark.range.is_empty() || matches!(mark.style, Style::Note(_)));
        self.string = changed;
    }

    /// Takes off what stands around the text.
    pub(crate) fn trim(&mut self) {
        let blank = |c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}';
        let start = self.string.len() - self.string.trim_start_matches(blank).len();
        let end = self.string.trim_end_matches(blank).len();
        let mut edits = Vec::new();
        if end < self.string.len() && end > start {
            edits.push(Edit::drop(end..self.string.len()));
        }
        if start > 0 {
            edits.insert(0, Edit::drop(0..start));
        }
        if !edits.is_empty() {
            self.edit(&edits);
        }
    }

    /// Where nothing may be repaired.
    pub(crate) fn literal(&self) -> Stretches {
        let own = self.marks.iter().filter(|mark| mark.style == Style::Literal);
        Stretches::of(own.map(|mark| mark.range.clone()).collect())
    }

    /// Whether it is Markdown already.
    pub(crate) fn is_markdown(&self) -> bool {
        self.marks.iter().any(|mark| mark.style == Style::Markdown)
    }

    /// Whether all of it is bold.
    pub(crate) fn is_bold(&self) -> bool {
        let end = self.string.trim_end().len();
        let start = self.string.len() - self.string.trim_start().len();
        let bold = |mark: &Mark| {
            mark.style == Style::Bold && mark.range.start <= start && mark.range.end >= end
        };
        end > start && self.marks.iter().any(bold)
    }
}

/// Stretches of a text, to be asked for many places.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stretches(Vec<Range<usize>>);

impl Stretches {
    /// Puts stretches in order; those that overlap become one.
    pub(crate) fn of(mut ranges: Vec<Range<usize>>) -> Self {
        ranges.sort_by_key(|range| range.start);
        let mut all: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match all.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => all.push(range),
            }
        }
        Self(all)
    }

    /// These and others.
    pub(crate) fn with(self, others: Vec<Range<usize>>) -> Self {
        Self::of([self.0, others].concat())
    }

    /// Whether a place lies in one of them.
    pub(crate) fn hold(&self, at: usize) -> bool {
        let after = self.0.partition_point(|range| range.start <= at);
        after.checked_sub(1).and_then(|last| self.0.get(last)).is_some_and(|own| at < own.end)
    }
}

/// Which end of a replaced stretch something inside it goes to.
#[derive(Debug, Clone, Copy)]
enum Side {
    Start,
    End,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_lines_stay_with_their_text() {
        let mut text = Text::plain("一,", 1);
        text.push("二三", &[Style::Bold], 2);
        text.push(",四", &[], 3);
        text.edit(&[Edit::new(3..4, "，"), Edit::new(10..11, "，")]);
        assert_eq!(text.as_str(), "一，二三，四");
        assert_eq!(text.slice(text.marks[0].range.clone()), "二三");
        assert_eq!([0, 6, 12].map(|at| text.line_at(at)), [1, 2, 3]);
        let rest = text.split_off(9);
        assert_eq!((text.as_str(), rest.as_str()), ("一，二", "三，四"));
        assert_eq!(rest.slice(rest.marks[0].range.clone()), "三");
        assert_eq!([rest.line_at(0), rest.line_at(3)], [2, 3]);
    }

    #[test]
    fn edits_that_cannot_be_made_are_passed_over() {
        let mut text = Text::plain("一二三", 1);
        text.edit(&[Edit::drop(1..3), Edit::drop(3..6), Edit::drop(0..3), Edit::drop(9..12)]);
        assert_eq!(text.as_str(), "一三");
    }

    #[test]
    fn what_stands_around_is_taken_off() {
        let mut text = Text::plain("　　一 二 \n", 4);
        text.mark(6..9, Style::Bold);
        text.trim();
        assert_eq!((text.as_str(), text.marks[0].range.clone()), ("一 二", 0..3));
        assert_eq!(text.line(), 4);
    }
}
