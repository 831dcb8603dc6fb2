//! `**中文。**中文`: strong text and strikethrough beside Han characters and their punctuation.
//!
//! `CommonMark` decides by spaces whether a `**` opens or closes, and Chinese has none: after `。`
//! and before a character it takes a closing `**` for an opening one, leaves both as they are, and in
//! `**一。**甲**二。**乙` even pairs the wrong ones. Here the markers of such a line, those that failed
//! and those that paired, are paired once more by a rule that knows Han text; the result is taken
//! only if it leaves fewer markers unpaired.
//!
//! Only runs of exactly two, `**` and `~~`, are paired. It never touches a single `*`, which in
//! Chinese official text as often hides a name or a number (`*余条`, `\*余件`) as it stresses a
//! word; nor runs of three or more (`***`, `138****1234`), nor anything behind a backslash. Where
//! `CommonMark` itself took two such hidden names for emphasis, it only says so.

use std::mem;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::cjk::{is_ideograph, is_wide};
use super::fault::{self, BodyFault};
use super::token::{self, Nesting, Piece, Token};
use crate::script::han::is_han_punctuation;

/// A `**` or a `~~` in a line.
struct Run {
    /// Its token, the first one when it failed, for then each sign is a token.
    token: usize,
    /// Its place in the source.
    at: usize,
    sign: u8,
    failed: bool,
    role: Role,
}

#[derive(Clone, Copy)]
enum Role {
    Unpaired,
    /// Opens a pair that is closed at this place of the source.
    Opens(usize),
    /// Closes a pair that was opened there.
    Closes(usize),
}

/// Pairs the markers again in every line that has some left over.
pub(super) fn repair(tokens: &mut Vec<Token<'_>>, source: &str) {
    if !tokens.windows(2).any(|pair| failed_run(pair, source).is_some()) {
        return;
    }
    let mut edits = Vec::new();
    for line in token::lines(tokens) {
        let Some(inside) = tokens.get(line.clone()) else { continue };
        if !inside.windows(2).any(|pair| failed_run(pair, source).is_some()) {
            continue;
        }
        let runs = pair_up(inside, source);
        let before = runs.iter().filter(|run| run.failed).count();
        let after = runs.iter().filter(|run| matches!(run.role, Role::Unpaired)).count();
        if after < before {
            for run in &runs {
                edit(run, line.start, source, &mut edits);
            }
        }
    }
    apply(tokens, edits);
}

/// A failed `**` or `~~`: two tokens of one sign each, side by side.
fn failed_run(pair: &[Token<'_>], source: &str) -> Option<(usize, u8)> {
    let [first, second] = pair else { return None };
    let sign = sign_of(first)?;
    let together = sign_of(second) == Some(sign) && first.span.end == second.span.start;
    (together && is_run(source, first.span.start, sign)).then_some((first.span.start, sign))
}

fn sign_of(token: &Token<'_>) -> Option<u8> {
    match &token.piece {
        Piece::Event(Event::Text(text)) => match text.as_bytes() {
            [sign @ (b'*' | b'~')] => Some(*sign),
            _ => None,
        },
        _ => None,
    }
}

/// Whether exactly two signs stand here, and no backslash before them.
fn is_run(source: &str, at: usize, sign: u8) -> bool {
    let bytes = source.as_bytes();
    let Some((before, run)) = bytes.split_at_checked(at) else { return false };
    let backslashes = before.iter().rev().take_while(|&&byte| byte == b'\\').count();
    run.starts_with(&[sign, sign])
        && run.get(2) != Some(&sign)
        && before.last() != Some(&sign)
        && backslashes % 2 == 0
}

/// What one token is to the pairing.
enum Seen {
    Run {
        at: usize,
        sign: u8,
        failed: bool,
    },
    /// The inside of a link or of other emphasis: no pair reaches across its ends.
    In,
    Out,
    Nothing,
}

fn see(token: &Token<'_>, pair: Option<&[Token<'_>]>, source: &str) -> Seen {
    if let Some((at, sign)) = pair.and_then(|pair| failed_run(pair, source)) {
        return Seen::Run { at, sign, failed: true };
    }
    let sign = match &token.piece {
        Piece::Event(Event::Start(Tag::Strong) | Event::End(TagEnd::Strong)) => b'*',
        Piece::Event(Event::Start(Tag::Strikethrough) | Event::End(TagEnd::Strikethrough)) => b'~',
        _ => 0,
    };
    let (open, close) = (token.span.start, token.span.end.saturating_sub(2));
    let paired = sign != 0 && is_run(source, open, sign) && is_run(source, close, sign);
    match token.piece.nesting() {
        Nesting::In if paired => Seen::Run { at: open, sign, failed: false },
        Nesting::Out if paired => Seen::Run { at: close, sign, failed: false },
        Nesting::In => Seen::In,
        Nesting::Out => Seen::Out,
        Nesting::Leaf => Seen::Nothing,
    }
}

/// The runs that are still open, by sign, as indices of a line's runs. Two lists, so that no
/// line of many signs makes a search long.
#[derive(Default)]
struct Open {
    strong: Vec<usize>,
    strike: Vec<usize>,
}

impl Open {
    fn of(&mut self, sign: u8) -> &mut Vec<usize> {
        if sign == b'*' { &mut self.strong } else { &mut self.strike }
    }

    /// Forgets the runs from this one on: what they stand in has ended.
    fn forget(&mut self, from: usize) {
        for list in [&mut self.strong, &mut self.strike] {
            while list.pop_if(|index| *index >= from).is_some() {}
        }
    }
}

/// Pairs the runs of a line: each that can close takes the nearest open one of its own sign.
fn pair_up(line: &[Token<'_>], source: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open = Open::default();
    let mut floors: Vec<usize> = Vec::new();
    for (index, token) in line.iter().enumerate() {
        match see(token, line.get(index..index + 2), source) {
            Seen::In => floors.push(runs.len()),
            Seen::Out => open.forget(floors.pop().unwrap_or_default()),
            Seen::Run { at, sign, failed } => {
                let mut run = Run { token: index, at, sign, failed, role: Role::Unpaired };
                let (opens, closes) = flanks(source, at);
                let floor = floors.last().copied().unwrap_or_default();
                let mate = open.of(sign).pop_if(|mate| closes && *mate >= floor);
                if let Some(mate) = mate {
                    open.forget(mate);
                    if let Some(opener) = runs.get_mut(mate) {
                        run.role = Role::Closes(opener.at);
                        opener.role = Role::Opens(at);
                    }
                } else if opens {
                    open.of(sign).push(runs.len());
                }
                runs.push(run);
            }
            Seen::Nothing => {}
        }
    }
    runs
}

/// Whether the run at this place may open, and whether it may close.
///
/// `CommonMark`'s rule for `*`, but that a run which touches Han text on either side may also open
/// before a mark that can begin a phrase, and close after one that can end it: `中**《书》**中` and
/// `**好。**5` are strong, `张**、李**` hides two names.
fn flanks(source: &str, at: usize) -> (bool, bool) {
    let before = source.get(..at).and_then(|text| text.chars().next_back());
    let after = source.get(at + 2..).and_then(|text| text.chars().next());
    let before = before.filter(|c| !c.is_whitespace());
    let after = after.filter(|c| !c.is_whitespace());
    let bounded = |c: Option<char>| c.is_none_or(is_mark);
    let beside_han = before.is_some_and(is_wide) || after.is_some_and(is_wide);
    let opens =
        after.is_some_and(|c| !is_mark(c) || bounded(before) || beside_han && !only_ends(c));
    let closes =
        before.is_some_and(|c| !is_mark(c) || bounded(after) || beside_han && !only_begins(c));
    (opens, closes)
}

/// Punctuation and symbols. Those outside ASCII and Han text are given by blocks, which is enough
/// here: the parser's own table has decided wherever no Han text is near.
fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation()
        || is_han_punctuation(c) && !c.is_alphanumeric()
        || matches!(c, '\u{A1}'..='\u{BF}' | '\u{2010}'..='\u{2BFF}') && !c.is_alphanumeric()
}

fn only_ends(c: char) -> bool {
    ",.;:!?)]}%、，。．；：！？％）］｝〕】〗〉》」』”’﹂﹄".contains(c)
}

fn only_begins(c: char) -> bool {
    "([{（［｛〔【〖〈《「『“‘﹁﹃".contains(c)
}

/// What becomes of a token: another one in its place, or nothing.
type Edit<'a> = (usize, Option<Token<'a>>);

/// Notes what a run becomes. `start` is where its line begins among all tokens.
fn edit(run: &Run, start: usize, source: &str, edits: &mut Vec<Edit<'_>>) {
    let strong = run.sign == b'*';
    let (event, span) = match run.role {
        Role::Opens(close) if strong => (Event::Start(Tag::Strong), run.at..close + 2),
        Role::Opens(close) => (Event::Start(Tag::Strikethrough), run.at..close + 2),
        Role::Closes(open) if strong => (Event::End(TagEnd::Strong), open..run.at + 2),
        Role::Closes(open) => (Event::End(TagEnd::Strikethrough), open..run.at + 2),
        Role::Unpaired if run.failed => return,
        Role::Unpaired => {
            let text = source.get(run.at..run.at + 2).unwrap_or_default();
            (Event::Text(CowStr::from(text.to_owned())), run.at..run.at + 2)
        }
    };
    edits.push((start + run.token, Some(Token { piece: Piece::Event(event), span })));
    if run.failed {
        edits.push((start + run.token + 1, None));
    }
}

fn apply<'a>(tokens: &mut Vec<Token<'a>>, edits: Vec<Edit<'a>>) {
    if edits.is_empty() {
        return;
    }
    let mut edits = edits.into_iter().peekable();
    let mut edited = Vec::with_capacity(tokens.len());
    for (index, token) in mem::take(tokens).into_iter().enumerate() {
        match edits.next_if(|(at, _)| *at == index) {
            Some((_, edit)) => edited.extend(edit),
            None => edited.push(token),
        }
    }
    *tokens = edited;
}

/// Tells of emphasis by single `*` that begins within a word and runs over a comma or a stop: more
/// likely two things that the author hid.
pub(super) fn doubt(tokens: &[Token<'_>], source: &str, faults: &mut Vec<BodyFault>) {
    for token in tokens {
        if matches!(token.piece, Piece::Event(Event::Start(Tag::Emphasis)))
            && let Some((before, rest)) = source.split_at_checked(token.span.start)
            && let Some(inside) = rest.get(..token.span.len())
            && inside.starts_with('*')
            && before.ends_with(is_ideograph)
            && inside.contains(['，', '。', '；'])
        {
            faults.push(fault::doubtful_emphasis(token.span.clone()));
        }
    }
}
