//! `{漢字|hàn zì}`: readings above characters.
//!
//! The base holds at least one Han character; anything else in braces stays as it is, as does what
//! stands behind a backslash and in code. The bar may be the full-width `｜` that Chinese keyboards
//! type, and in a table `\|`.

use std::mem;

use memchr::memchr;
use pulldown_cmark::{CowStr, Event};

use super::cjk::is_ideograph;
use super::token::{Piece, Token};

/// Finds the readings in all text.
pub(super) fn find(tokens: &mut Vec<Token<'_>>, source: &str) {
    if memchr(b'{', source.as_bytes()).is_none() {
        return;
    }
    let mut found = Vec::with_capacity(tokens.len() + 4);
    let mut group = Vec::new();
    for token in mem::take(tokens) {
        if matches!(token.piece, Piece::Event(Event::Text(_))) {
            group.push(token);
        } else {
            flush(&mut group, source, &mut found);
            found.push(token);
        }
    }
    flush(&mut group, source, &mut found);
    *tokens = found;
}

/// Moves a group of neighbouring texts over. The parser cuts text at many signs, so a reading may
/// be spread over several.
fn flush<'a>(group: &mut Vec<Token<'a>>, source: &str, found: &mut Vec<Token<'a>>) {
    let mut all = String::new();
    let mut literal = Vec::new();
    for token in group.iter() {
        if let Piece::Event(Event::Text(text)) = &token.piece {
            if text.starts_with('{') && is_escaped(source, token.span.start) {
                literal.push(all.len());
            }
            all.push_str(text);
        }
    }
    let mut pieces = Vec::new();
    let mut done = 0;
    while let Some(ruby) = next_ruby(&all, done, &literal) {
        push_text(&all, done, ruby.start, &mut pieces);
        let (base, reading) = (ruby.base.to_owned().into(), ruby.reading.to_owned().into());
        pieces.push(Piece::Ruby { base, reading });
        done = ruby.end;
    }
    if done == 0 {
        found.append(group);
        return;
    }
    push_text(&all, done, all.len(), &mut pieces);
    let start = group.first().map_or(0, |token| token.span.start);
    let end = group.last().map_or(start, |token| token.span.end);
    found.extend(pieces.into_iter().map(|piece| Token { piece, span: start..end }));
    group.clear();
}

fn push_text(all: &str, from: usize, to: usize, pieces: &mut Vec<Piece<'_>>) {
    if let Some(text) = all.get(from..to).filter(|text| !text.is_empty()) {
        pieces.push(Piece::Event(Event::Text(CowStr::from(text.to_owned()))));
    }
}

fn is_escaped(source: &str, at: usize) -> bool {
    let before = source.as_bytes().get(..at).unwrap_or_default();
    before.iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1
}

struct Found<'a> {
    start: usize,
    end: usize,
    base: &'a str,
    reading: &'a str,
}

/// The next reading from `from` on. `literal`: places of braces that mean themselves, ascending.
fn next_ruby<'a>(all: &'a str, from: usize, literal: &[usize]) -> Option<Found<'a>> {
    let mut at = from;
    loop {
        let end = at + all.get(at..)?.find('}')?;
        let before = all.get(at..end)?;
        at = end + 1;
        let Some((_, inside)) = before.rsplit_once('{') else { continue };
        let start = end - inside.len() - 1;
        let Some((base, reading)) = inside.split_once(['|', '｜']) else { continue };
        let (base, reading) = (base.trim(), reading.trim());
        let readable = !reading.is_empty() && !reading.contains(['|', '｜']);
        if readable && base.chars().any(is_ideograph) && literal.binary_search(&start).is_err() {
            return Some(Found { start, end: at, base, reading });
        }
    }
}

/// Writes a reading through `escape`: one for each character when there are as many, else one
/// for the whole.
pub(super) fn write(base: &str, reading: &str, out: &mut String, escape: fn(&mut String, &str)) {
    let mut pair = |base: &str, reading: &str| {
        escape(out, base);
        out.push_str("<rt>");
        escape(out, reading);
        out.push_str("</rt>");
    };
    if base.chars().count() == reading.split_whitespace().count() {
        for (c, reading) in base.chars().zip(reading.split_whitespace()) {
            pair(c.encode_utf8(&mut [0; 4]), reading);
        }
    } else {
        pair(base, reading);
    }
}
