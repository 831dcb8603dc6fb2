//! Named containers: `::: verse` … `:::` becomes `<div class="verse">` … `</div>`.
//!
//! The parser knows nothing of them, so before it reads, each line that opens or closes one is
//! overwritten by a rule of the same length (`___`), which Markdown keeps as a block of its own
//! wherever it stands: offsets stay those of the source. Where the parser made no rule of such a
//! line, it stood in code or in raw HTML, and gets its own text back.
//!
//! It never looks at names: `verse` alone means something here (its lines stay lines), every other
//! one is only a class.

use std::borrow::Cow;
use std::mem;
use std::ops::Range;

use memchr::memmem;
use pulldown_cmark::Event;

use super::fault::{self, BodyFault};
use super::token::{self, Nesting, Piece, Token};

/// The class whose lines stay lines.
const VERSE: &str = "verse";
/// A container's line names at most so many classes; a longer one is prose.
const MAX_CLASSES: usize = 4;
/// How often the source is parsed to find lines that stand in code. Each round but adversarial
/// ones is the last.
const ROUNDS: usize = 4;

/// A source whose container lines are rules.
#[derive(Debug)]
pub(super) struct Masked<'a> {
    pub text: Cow<'a, str>,
    /// The container lines, in order.
    pub markers: Vec<Marker>,
}

/// A line that opens or closes a container.
#[derive(Debug)]
pub(super) struct Marker {
    /// From the first colon to the end of the line.
    span: Range<usize>,
    act: Act,
}

#[derive(Debug)]
enum Act {
    /// Opens a container of these classes.
    Open(String),
    Close,
}

/// Whether lines stay lines in a container of these classes.
pub(super) fn keeps_lines(classes: &str) -> bool {
    classes.split(' ').any(|class| class == VERSE)
}

/// Overwrites the lines that open and close containers.
pub(super) fn mask(markdown: &str) -> Masked<'_> {
    let mut markers = Vec::new();
    if memmem::find(markdown.as_bytes(), b":::").is_some() {
        markers = markers_of(markdown);
    }
    for _ in 0..ROUNDS {
        if markers.is_empty() {
            break;
        }
        let text = overwrite(markdown, &markers);
        let rules: Vec<usize> = token::events(&text)
            .filter_map(|(event, span)| (event == Event::Rule).then_some(span.start))
            .collect();
        let known = |marker: &Marker| rules.binary_search(&marker.span.start).is_ok();
        if markers.iter().all(known) {
            return Masked { text: Cow::Owned(text), markers };
        }
        markers.retain(known);
    }
    Masked { text: Cow::Borrowed(markdown), markers: Vec::new() }
}

fn markers_of(markdown: &str) -> Vec<Marker> {
    let mut markers = Vec::new();
    let mut start = 0;
    for line in markdown.split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '\t', '>']);
        if content.starts_with(":::") {
            let at = start + line.len() - content.len();
            let content = content.trim_end();
            if let Some(act) = act_of(content) {
                markers.push(Marker { span: at..at + content.len(), act });
            }
        }
        start += line.len();
    }
    markers
}

/// What a line says from its colons on; nothing when it is prose that happens to begin with them.
fn act_of(content: &str) -> Option<Act> {
    let names: Vec<&str> = content.trim_matches(':').split_whitespace().collect();
    let plain = |name: &&str| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if names.is_empty() {
        Some(Act::Close)
    } else if names.len() <= MAX_CLASSES && names.iter().all(plain) {
        Some(Act::Open(names.join(" ")))
    } else {
        None
    }
}

fn overwrite(markdown: &str, markers: &[Marker]) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut done = 0;
    for Marker { span, .. } in markers {
        text.push_str(markdown.get(done..span.start).unwrap_or_default());
        text.push_str("___");
        text.extend(std::iter::repeat_n(' ', span.len().saturating_sub(3)));
        done = span.end;
    }
    text.push_str(markdown.get(done..).unwrap_or_default());
    text
}

/// Turns the rules that stand for container lines into elements. One that is not closed where the
/// block around it ends is closed there.
pub(super) fn place(tokens: &mut Vec<Token<'_>>, markers: &[Marker], faults: &mut Vec<BodyFault>) {
    if markers.is_empty() {
        return;
    }
    let mut markers = markers.iter().peekable();
    let mut open: Vec<(usize, &Marker)> = Vec::new();
    let mut depth = 0usize;
    let mut placed = Vec::with_capacity(tokens.len() + 4);
    for token in mem::take(tokens) {
        match token.piece.nesting() {
            Nesting::In => depth += 1,
            Nesting::Out => {
                while let Some((_, marker)) = open.pop_if(|(inside, _)| *inside == depth) {
                    close_early(marker, token.span.end, &mut placed, faults);
                }
                depth = depth.saturating_sub(1);
            }
            Nesting::Leaf => {}
        }
        let here = markers.next_if(|marker| {
            matches!(token.piece, Piece::Event(Event::Rule))
                && marker.span.start == token.span.start
        });
        let Some(marker) = here else {
            placed.push(token);
            continue;
        };
        let piece = match &marker.act {
            Act::Open(classes) => {
                open.push((depth, marker));
                Piece::ContainerStart { classes: classes.clone() }
            }
            Act::Close if open.pop_if(|(inside, _)| *inside == depth).is_some() => {
                Piece::ContainerEnd
            }
            Act::Close => {
                faults.push(fault::stray_container_end(marker.span.clone()));
                Piece::Joint
            }
        };
        placed.push(Token { piece, span: marker.span.clone() });
    }
    let end = placed.last().map_or(0, |last| last.span.end);
    while let Some((_, marker)) = open.pop() {
        close_early(marker, end, &mut placed, faults);
    }
    *tokens = placed;
}

fn close_early(
    marker: &Marker,
    end: usize,
    placed: &mut Vec<Token<'_>>,
    faults: &mut Vec<BodyFault>,
) {
    if let Act::Open(name) = &marker.act {
        faults.push(fault::unclosed_container(marker.span.clone(), name));
    }
    placed.push(Token { piece: Piece::ContainerEnd, span: end..end });
}
