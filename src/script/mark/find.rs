//! Finds the marks of a text, in one walk and without looking at anything twice. It never reads
//! what a mark says.

use std::ops::Range;

use memchr::{memchr2, memchr3_iter};

use super::{MarkProblem, MarkProblemKind, forged};
use crate::script::private;

pub(super) const OPEN: &str = "-{";

/// A stretch that becomes one character.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) span: Range<usize>,
    pub(super) what: What,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A mark, and the range of what stands between its ends.
    Mark(Range<usize>),
    /// `\-{`
    Literal,
    /// A private-use character of the author's own, as itself or in other clothes.
    Private(char),
}

/// Every stretch to replace, in order and apart from one another, and every faulty mark.
pub(super) fn all(text: &str) -> (Vec<Found>, Vec<MarkProblem>) {
    let bytes = text.as_bytes();
    if !may_hold_any(bytes) {
        return (Vec::new(), Vec::new());
    }
    let mut finder = Finder { text, open: Vec::new(), found: Vec::new(), problems: Vec::new() };
    finder.walk();
    let Finder { mut found, mut problems, .. } = finder;
    problems.sort_by_key(|problem| problem.span.start);
    // What stands inside a mark is part of it.
    found.sort_by_key(|found| found.span.start);
    let mut end = 0;
    found.retain(|found| {
        let apart = found.span.start >= end;
        end = end.max(found.span.end);
        apart
    });
    (found, problems)
}

/// A quick look: most texts hold nothing of the kind.
fn may_hold_any(bytes: &[u8]) -> bool {
    let [plane_15, plane_16] = private::LEADS;
    let begins_one = |at: usize| match bytes.get(at) {
        Some(b'{') => at.checked_sub(1).is_some_and(|before| bytes.get(before) == Some(&b'-')),
        Some(b'&') => bytes.get(at + 1) == Some(&b'#'),
        _ => matches!(bytes.get(at + 1..at + 3), Some([b'F' | b'f', b'3' | b'4'])),
    };
    // Most texts are a line or less, and setting a search up costs more than making it.
    memchr3_iter(b'{', b'&', b'%', bytes).any(begins_one)
        || memchr2(plane_15, plane_16, bytes).is_some()
}

struct Finder<'t> {
    text: &'t str,
    /// Marks that are open here, outermost first.
    open: Vec<Opened>,
    found: Vec<Found>,
    problems: Vec<MarkProblem>,
}

struct Opened {
    at: usize,
    holds: Holds,
    /// How many had been found before it.
    before: usize,
}

#[derive(Clone, Copy)]
enum Holds {
    Text,
    Nested,
}

impl Finder<'_> {
    fn walk(&mut self) {
        // Bytes before this belong to an end that was already taken: the `-` of `}-{` is one.
        let mut taken = 0;
        let mut line = 0;
        for (at, byte) in self.text.bytes().enumerate() {
            match byte {
                b'\n' => {
                    if self.is_blank(line..at) {
                        self.give_up();
                    }
                    line = at + 1;
                }
                b'{' if at > taken && self.byte(at - 1) == Some(b'-') => self.open(at - 1, taken),
                b'{' | b'%' if at.checked_sub(1).and_then(|it| self.byte(it)) == Some(b'{') => {
                    self.nest();
                    self.forged(at);
                }
                b'}' if self.byte(at + 1) == Some(b'-') && !self.open.is_empty() => {
                    self.close(at);
                    taken = at + 2;
                }
                b'&' | b'%' => self.forged(at),
                _ if private::LEADS.contains(&byte) => self.private(at),
                _ => {}
            }
        }
        self.give_up();
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// Whether a line, without its end, holds nothing. Only asked while a mark is open, so that
    /// the text as a whole is walked once.
    fn is_blank(&self, line: Range<usize>) -> bool {
        !self.open.is_empty()
            && self.text.get(line).is_some_and(|line| line.bytes().all(|b| b.is_ascii_whitespace()))
    }

    fn open(&mut self, at: usize, taken: usize) {
        if matches!(self.byte(at + 2), Some(b'{' | b'%' | b'#')) {
            return;
        }
        let before = self.text.as_bytes().get(taken..at).unwrap_or_default();
        let backslashes = before.iter().rev().take_while(|&&b| b == b'\\').count();
        if backslashes % 2 == 1 {
            self.found.push(Found { span: at - 1..at + 2, what: What::Literal });
        } else {
            let before = self.found.len();
            self.open.push(Opened { at, holds: Holds::Text, before });
        }
    }

    fn nest(&mut self) {
        if let Some(innermost) = self.open.last_mut() {
            innermost.holds = Holds::Nested;
        }
    }

    fn close(&mut self, at: usize) {
        let Some(Opened { at: start, holds, before }) = self.open.pop() else { return };
        let span = start..at + 2;
        match holds {
            Holds::Text => {
                let inner = start + OPEN.len()..at;
                self.found.push(Found { span, what: What::Mark(inner) });
            }
            Holds::Nested => {
                let inside = self.found.split_off(before.min(self.found.len()));
                let stays = |found: &Found| !matches!(found.what, What::Mark(_));
                self.found.extend(inside.into_iter().filter(stays));
                self.problems.push(MarkProblem { span, kind: MarkProblemKind::Nested });
            }
        }
        // If the one around it is closed too, this one was nested; if not, it stands by itself.
        self.nest();
    }

    /// The paragraph is over: whatever is open stays as it is written.
    fn give_up(&mut self) {
        let kind = MarkProblemKind::Unclosed;
        for Opened { at, .. } in self.open.drain(..) {
            self.problems.push(MarkProblem { span: at..at + OPEN.len(), kind });
        }
    }

    fn private(&mut self, at: usize) {
        let c = self.text.get(at..).and_then(|rest| rest.chars().next());
        if let Some(c) = c.filter(|&c| private::of(c).is_some()) {
            self.found.push(Found { span: at..at + c.len_utf8(), what: What::Private(c) });
        }
    }

    fn forged(&mut self, at: usize) {
        let rest = self.text.get(at..).unwrap_or_default();
        if let Some((c, length)) = forged::reference(rest).or_else(|| forged::encoded(rest)) {
            self.found.push(Found { span: at..at + length, what: What::Private(c) });
        }
    }
}
