//! One more word in a list of a YAML text, written as the words around it are: a list that has one a line, one in
//! brackets, a table of words, a line of names. Every other byte stays, comments and line ends too.
//!
//! What it made is parsed again and compared with what was meant; where that differs, or where anything that was
//! taken out of the text is not back in it, it refuses. It never touches a file.

use std::ops::Range;

use serde_yaml::{Mapping, Value};

use crate::project::{Entry, WordItem, YamlText, scalar, script_named, written_item};

/// A list among the keys of a text.
pub(super) struct Named<'a> {
    /// Whether a key is the list's.
    pub(super) is: &'a dyn Fn(&str) -> bool,
    /// The key to write where there is none.
    pub(super) key: &'a str,
    /// Whether one line may hold several names.
    pub(super) holds_names: bool,
}

/// Why no word was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unfit {
    /// The text cannot be read as it stands.
    Broken,
    /// The list is written in a way that is not understood.
    Shape,
    /// The word is listed.
    Listed,
}

/// The whole text with the word in its list.
pub(super) fn add(yaml: &YamlText, list: &Named<'_>, item: &WordItem) -> Result<String, Unfit> {
    let (entries, faults) = yaml.entries();
    if faults.iter().any(crate::diagnostic::Diagnostic::is_error) {
        return Err(Unfit::Broken);
    }
    // The body of an article may end its lines otherwise.
    let lines = if yaml.as_str().contains('\n') { yaml.as_str() } else { &yaml.text };
    let eol = if lines.contains("\r\n") { "\r\n" } else { "\n" };
    let found = entries.iter().find(|entry| (list.is)(&entry.key));
    let page = Page { yaml, eol, item };
    let (at, new, meant) = match found {
        None => (page.at_end(list.key), None, Value::Sequence(vec![item.value()])),
        Some(entry) => {
            if is_listed(&entry.value, item.own()) {
                return Err(Unfit::Listed);
            }
            let (edit, meant) = page.within(entry, list.holds_names)?;
            (edit, Some(entry.key.as_str()), meant)
        }
    };
    let Edit { span, text } = at;
    // A parser does not see comments.
    if !text.contains(yaml.text.get(span.clone()).unwrap_or_default()) {
        return Err(Unfit::Shape);
    }
    let mut whole = yaml.text.to_string();
    whole.replace_range(span, &text);
    let grown = yaml.span.start..yaml.span.end + whole.len() - yaml.text.len();
    let after = YamlText { text: whole.as_str().into(), span: grown, path: yaml.path.clone() };
    let key = new.unwrap_or(list.key);
    if says(&after, &entries, key, &meant) { Ok(whole) } else { Err(Unfit::Shape) }
}

/// Whether a text says what it said, and under one key what is meant.
fn says(after: &YamlText, before: &[Entry], key: &str, meant: &Value) -> bool {
    let (now, faults) = after.entries();
    let others = |list: &[Entry]| -> Vec<(String, Value)> {
        let others = list.iter().filter(|entry| entry.key != key);
        others.map(|entry| (entry.key.clone(), entry.value.clone())).collect()
    };
    !faults.iter().any(crate::diagnostic::Diagnostic::is_error)
        && others(&now) == others(before)
        && now.iter().any(|entry| entry.key == key && entry.value == *meant)
}

/// Whether a list holds a word, in whatever way it is written.
fn is_listed(value: &Value, own: &str) -> bool {
    let is_it = |text: &str| {
        let word = text.split(['=', '＝']).next().unwrap_or_default();
        word.split(['、', '，', ',', ';', '；']).any(|part| part.trim() == own)
    };
    match value {
        Value::Sequence(items) => items.iter().any(|item| is_listed(item, own)),
        Value::Mapping(table) => table.iter().any(|(key, value)| match scalar(key) {
            Some(key) if script_named(&key).is_some() => {
                scalar(value).is_some_and(|text| is_it(&text))
            }
            Some(key) => is_it(&key),
            None => false,
        }),
        other => scalar(other).is_some_and(|text| is_it(&text)),
    }
}

/// A text in place of a stretch.
struct Edit {
    span: Range<usize>,
    text: String,
}

impl Edit {
    fn insert(at: usize, text: String) -> Self {
        Self { span: at..at, text }
    }
}

struct Page<'a> {
    yaml: &'a YamlText,
    eol: &'a str,
    item: &'a WordItem,
}

impl Page<'_> {
    fn text(&self, span: Range<usize>) -> &str {
        self.yaml.text.get(span).unwrap_or_default()
    }

    /// A new list at the end.
    fn at_end(&self, key: &str) -> Edit {
        let Self { yaml, eol, item } = self;
        let before = self.text(yaml.span.clone());
        let gap = if before.is_empty() || before.ends_with('\n') { "" } else { eol };
        Edit::insert(yaml.span.end, format!("{gap}{key}:{eol}  - {}{eol}", item.line()))
    }

    /// One more in a list that is there, and what the list then says.
    fn within(&self, entry: &Entry, holds_names: bool) -> Result<(Edit, Value), Unfit> {
        let line_end = self.line_end(entry.key_place.span.end);
        match &entry.value {
            Value::Null => {
                let edit = self.after_line(line_end, "  - ", &self.item.line());
                Ok((edit, Value::Sequence(vec![self.item.value()])))
            }
            Value::Sequence(items) => {
                let mut items = items.clone();
                items.push(self.item.value());
                let edit = match self.opening(entry, '[') {
                    Some(at) => self.in_brackets(at, &self.item.bracketed())?,
                    None => self.below(line_end, "- ", &self.item.line())?,
                };
                Ok((edit, Value::Sequence(items)))
            }
            Value::Mapping(table) => {
                let WordItem::Pair { own, other } = self.item else { return Err(Unfit::Shape) };
                let mut keys = table.keys().filter_map(scalar);
                if keys.any(|key| script_named(&key).is_some()) {
                    return Err(Unfit::Shape);
                }
                let mut table: Mapping = table.clone();
                table.insert(own.as_str().into(), other.as_str().into());
                let pair = format!("{}: {}", written_item(own), written_item(other));
                let edit = match self.opening(entry, '{') {
                    Some(at) => self.in_brackets(at, &pair)?,
                    None => self.below(line_end, "", &pair)?,
                };
                Ok((edit, Value::Mapping(table)))
            }
            Value::String(text) => self.beside(entry, text, holds_names),
            _ => Err(Unfit::Shape),
        }
    }

    /// A line of names gets one more; one word becomes a list of two.
    fn beside(&self, entry: &Entry, text: &str, holds_names: bool) -> Result<(Edit, Value), Unfit> {
        let start = entry.value_place.span.start;
        let rest = self.text(start..self.yaml.span.end);
        let raw = rest.get(..scalar_length(rest).ok_or(Unfit::Shape)?).unwrap_or_default();
        if raw.is_empty() || raw.starts_with(['|', '>', '&', '*', '!']) {
            return Err(Unfit::Shape);
        }
        let written = start..start + raw.len();
        let is_quoted = raw.starts_with(QUOTES);
        match self.item {
            WordItem::Name(name) if holds_names && (!is_quoted || text.contains(BETWEEN)) => {
                let known = text.chars().find(|c| BETWEEN.contains(c) && *c != '、');
                let sign = known.unwrap_or('、').to_string();
                let sign = if text.trim_end().ends_with(BETWEEN) { "" } else { &sign };
                let edit =
                    Edit::insert(written.end - usize::from(is_quoted), format!("{sign}{name}"));
                Ok((edit, Value::String(format!("{text}{sign}{name}"))))
            }
            item => {
                let one = if is_quoted { raw.to_owned() } else { written_item(text) };
                let list = format!("[{one}, {}]", item.bracketed());
                let meant = Value::Sequence(vec![text.into(), item.value()]);
                Ok((Edit { span: written, text: list }, meant))
            }
        }
    }

    /// Where the value opens with a bracket, if it does.
    fn opening(&self, entry: &Entry, bracket: char) -> Option<usize> {
        let span = &entry.value_place.span;
        let here = span.start;
        self.text(here..self.yaml.span.end).starts_with(bracket).then_some(here)
    }

    /// Before the bracket that closes the one at `open`.
    fn in_brackets(&self, open: usize, new: &str) -> Result<Edit, Unfit> {
        let body = self.text(open..self.yaml.span.end);
        let close = closing(body).ok_or(Unfit::Shape)?;
        let inner = body.get(..close).unwrap_or_default().trim_end();
        let text = match inner.chars().next_back() {
            // Nothing but the bracket itself.
            _ if inner.chars().count() == 1 => new.to_owned(),
            Some(',') => format!(" {new}"),
            _ => format!(", {new}"),
        };
        Ok(Edit::insert(open + inner.len(), text))
    }

    /// After the last item of a list that has one a line and begins below `from`.
    fn below(&self, from: usize, mark: &str, new: &str) -> Result<Edit, Unfit> {
        let mut at = from;
        let mut indent: Option<&str> = None;
        let mut last = None;
        for line in self.text(from..self.yaml.span.end).split_inclusive('\n') {
            at += line.len();
            let content = line.trim();
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            let lead = line.get(..line.len() - line.trim_start().len()).unwrap_or_default();
            let is_item = mark.is_empty() || content == "-" || content.starts_with("- ");
            match indent {
                None if is_item && !(mark.is_empty() && lead.is_empty()) => indent = Some(lead),
                None => return Err(Unfit::Shape),
                Some(first)
                    if lead.len() > first.len()
                        || (lead == first && is_item && !(lead.is_empty() && mark.is_empty())) => {}
                Some(_) => break,
            }
            last = Some(at);
        }
        let (Some(indent), Some(last)) = (indent, last) else { return Err(Unfit::Shape) };
        Ok(self.after_line(last, &format!("{indent}{mark}"), new))
    }

    /// A line after the one that ends at `at`.
    fn after_line(&self, at: usize, before: &str, new: &str) -> Edit {
        let eol = self.eol;
        let gap = if self.text(0..at).ends_with('\n') { "" } else { eol };
        Edit::insert(at, format!("{gap}{before}{new}{eol}"))
    }

    /// Where the line that `at` is in ends, with its line break.
    fn line_end(&self, at: usize) -> usize {
        let rest = self.text(at..self.yaml.span.end);
        at + rest.find('\n').map_or(rest.len(), |end| end + 1)
    }
}

/// The signs that a text in quotes stands between.
const QUOTES: [char; 2] = ['"', '\''];

/// What parts the names of a line.
const BETWEEN: [char; 5] = ['、', '，', ',', '；', ';'];

/// How many bytes the text has that a value begins with, in quotes or without; what follows is a comment. `None` when
/// its quotes are not closed.
fn scalar_length(rest: &str) -> Option<usize> {
    if let Some(quote) = rest.chars().next().filter(|c| QUOTES.contains(c)) {
        let mut signs = rest.char_indices().skip(1).peekable();
        return after_quote(quote, &mut signs);
    }
    let (mut length, mut start) = (0, 0);
    for line in rest.split_inclusive('\n') {
        let content = line.trim_start();
        // Later lines belong to it when they are indented.
        if start > 0 && (content.len() == line.len() || content.is_empty()) {
            break;
        }
        let is_comment =
            |at: &usize| line.get(..*at).is_some_and(|own| own.is_empty() || own.ends_with(BLANK));
        let comment = line.match_indices('#').map(|(at, _)| at).find(is_comment);
        let own = line.get(..comment.unwrap_or(line.len())).unwrap_or_default().trim_end();
        length = if own.trim_start().is_empty() { length } else { start + own.len() };
        if comment.is_some() {
            break;
        }
        start += line.len();
    }
    Some(length)
}

/// What YAML takes for a space between words of a line.
const BLANK: [char; 2] = [' ', '\t'];

/// Behind the quote that closes a text in quotes; the one that opens it is read already.
fn after_quote(
    quote: char,
    signs: &mut std::iter::Peekable<impl Iterator<Item = (usize, char)>>,
) -> Option<usize> {
    while let Some((at, c)) = signs.next() {
        if c == '\\' && quote == '"' {
            signs.next();
        } else if c == quote {
            // Two of them are one within single quotes.
            if quote == '"' || signs.next_if(|(_, next)| *next == quote).is_none() {
                return Some(at + quote.len_utf8());
            }
        }
    }
    None
}

/// Where the bracket that a text begins with is closed.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut before = ' ';
    let mut signs = text.char_indices().peekable();
    while let Some((at, c)) = signs.next() {
        if before.is_whitespace() && c == '#' {
            while signs.next_if(|(_, next)| *next != '\n').is_some() {}
        } else if QUOTES.contains(&c) && (before.is_whitespace() || ",[{:".contains(before)) {
            after_quote(c, &mut signs)?;
        } else if matches!(c, '[' | '{') {
            depth += 1;
        } else if matches!(c, ']' | '}') {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(at);
            }
        }
        before = c;
    }
    None
}

#[cfg(test)]
mod tests;
