//! What stands in Markdown as it is: code, addresses, elements, notation of our own, references to notes,
//! what a backslash protects. It is found in one go, whatever the text: what opens and is never closed is
//! not looked for twice. It never renders.

use std::ops::Range;

/// The stretches of a text in which nothing is repaired, ascending.
pub(super) fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let own = of_line(line.trim_end_matches('\n'));
        found.extend(own.into_iter().map(|range| range.start + start..range.end + start));
        start += line.len();
    }
    found
}

fn of_line(line: &str) -> Vec<Range<usize>> {
    let mut ahead = Ahead::new(line);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(byte) = line.as_bytes().get(at) {
        let end = if matches!(byte, b'`' | b']' | b'<' | b'{' | b'-' | b'[' | b'\\') {
            ahead.end(at)
        } else {
            None
        };
        if let Some(end) = end {
            found.push(at..end);
        }
        at = end.unwrap_or(at + 1);
    }
    found
}

/// Marks that close something.
const CLOSING: [char; 7] = ['`', ')', '>', '|', '}', ']', '{'];

/// A line, and for each closing mark where the next one stands, as far as it was looked for.
struct Ahead<'l> {
    line: &'l str,
    next: [Option<usize>; CLOSING.len()],
}

impl<'l> Ahead<'l> {
    fn new(line: &'l str) -> Self {
        Self { line, next: [Some(0); CLOSING.len()] }
    }

    /// The first place from `from` on where a mark stands. Places are asked for in ascending order.
    fn find(&mut self, mark: char, from: usize) -> Option<usize> {
        let known =
            CLOSING.iter().position(|own| *own == mark).and_then(|at| self.next.get_mut(at))?;
        let stands = |at: usize| self.line.get(at..).is_some_and(|rest| rest.starts_with(mark));
        if known.is_some_and(|at| at < from || !stands(at)) {
            *known = self.line.get(from..).and_then(|rest| rest.find(mark)).map(|at| at + from);
        }
        *known
    }

    /// Where what begins at a place ends.
    fn end(&mut self, at: usize) -> Option<usize> {
        let rest = self.line.get(at..)?;
        let opens = |mark: &str| rest.starts_with(mark);
        if opens("`") {
            return self.find('`', at + 1).map(|end| end + 1);
        }
        if opens("](") {
            return self.find(')', at + 2).map(|end| end + 1);
        }
        if opens("<") {
            let named = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!');
            let element = rest.get(1..).is_some_and(|rest| rest.starts_with(named));
            return element.then(|| self.find('>', at + 2)).flatten().map(|end| end + 1);
        }
        if opens("{") {
            let bar = self.find('|', at + 1)?;
            let closes = self.find('}', at + 1)?;
            let again = self.find('{', at + 1);
            return (bar < closes && again.is_none_or(|again| again > closes))
                .then_some(closes + 1);
        }
        if opens("-{") {
            let closes = self.find('}', at + 2)?;
            let whole = self.line.get(closes + 1..).is_some_and(|rest| rest.starts_with('-'));
            return whole.then_some(closes + 2);
        }
        if opens("[^") {
            let closes = self.find(']', at + 2)?;
            let is_text = self.line.get(closes + 1..).is_some_and(|rest| rest.starts_with(':'));
            return Some(closes + 1 + usize::from(is_text));
        }
        let protected = rest.strip_prefix('\\')?.chars().next()?;
        Some(at + 1 + protected.len_utf8())
    }
}

#[cfg(test)]
mod tests {
    use super::ranges;

    #[test]
    fn what_stands_as_it_is_is_found() {
        for (text, expected) in [
            ("用 `a,b` 和 `c`", &["`a,b`", "`c`"][..]),
            ("见[网站](https://example.org/?a,b)。", &["](https://example.org/?a,b)"]),
            ("<br>一 < 二 </b> <某>", &["<br>", "</b>"]),
            ("{漢字|hàn zì} {甲} {乙{丙|丁}", &["{漢字|hàn zì}", "{丙|丁}"]),
            ("-{zh-hans:甲;zh-hant:乙}- -{丙}", &["-{zh-hans:甲;zh-hant:乙}-"]),
            ("文[^1]。", &["[^1]"]),
            ("[^1]: 注", &["[^1]:"]),
            ("\\*县\\政", &["\\*", "\\政"]),
            ("`甲\n乙`", &[]),
            ("](](甲) ](", &["](](甲)"]),
        ] {
            let found: Vec<&str> = ranges(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
