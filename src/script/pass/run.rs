//! One text of a document, a block's or a value's, collected across the markup inside it: it is
//! converted as one string, because words cross markup (`头<b>发</b>`), and written back around
//! it. It never looks at what it is given: the passes say what is text and what is not.

use std::ops::Range;

use super::Quotes;
use super::editor::Editor;
use super::quotes;
use crate::script::Script;

/// What a piece of a document is to the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Text, in this script.
    Text(Script),
    /// Markup that the text runs through.
    Clear,
    /// Not to be changed, and seen by the text around it as this character.
    Wall(char),
}

/// What stands for something whose text is nobody's business: no word reaches across it.
pub(super) const OPAQUE: Role = Role::Wall('\u{FFFC}');

/// The pieces of one text, in the order of the document.
#[derive(Debug, Default)]
pub(super) struct Run {
    pieces: Vec<Piece>,
    /// The bytes of the pieces that are not in the input as they are written.
    own: String,
    /// The part of the input that the pieces stand for, without gaps.
    covers: Range<usize>,
    holds: Holds,
    base: Composer,
    note: Composer,
}

#[derive(Debug)]
pub(super) struct Piece {
    pub(super) role: Role,
    pub(super) note: usize,
    pub(super) source: Source,
    range: Range<usize>,
}

/// Where a piece's bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    Input,
    Own,
}

/// How much must be done to write the run.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Holds {
    /// Nothing: it is in the input as it is.
    #[default]
    Nothing,
    /// Pieces of its own, but no text to convert.
    Own,
    /// Text beyond ASCII.
    Words,
}

impl Run {
    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The part of the input that is to be replaced by what [`Run::write`] writes; `None` when
    /// it may stay as it is.
    pub(super) fn replaces(&self) -> Option<Range<usize>> {
        (self.holds != Holds::Nothing).then(|| self.covers.clone())
    }

    /// A piece that is in the input at `range`. Pieces come in order and without gaps.
    pub(super) fn push(&mut self, input: &str, range: Range<usize>, role: Role, note: usize) {
        if range.is_empty() {
            return;
        }
        if let Role::Text(_) = role
            && input.get(range.clone()).is_some_and(|text| !text.is_ascii())
        {
            self.holds = Holds::Words;
        }
        self.cover(&range);
        self.pieces.push(Piece { role, note, source: Source::Input, range });
    }

    /// A piece that stands at `range` in the input and is written by `write`.
    pub(super) fn push_own(
        &mut self,
        range: Range<usize>,
        role: Role,
        note: usize,
        write: impl FnOnce(&mut String),
    ) {
        let start = self.own.len();
        write(&mut self.own);
        self.cover(&range);
        self.holds = self.holds.max(match role {
            Role::Text(_) => Holds::Words,
            Role::Clear | Role::Wall(_) => Holds::Own,
        });
        self.pieces.push(Piece { role, note, source: Source::Own, range: start..self.own.len() });
    }

    fn cover(&mut self, range: &Range<usize>) {
        if self.pieces.is_empty() {
            self.covers.start = range.start;
        }
        self.covers.end = range.end;
    }

    /// Where it begins in the input.
    pub(super) fn begins(&self) -> usize {
        self.covers.start
    }

    pub(super) fn pieces(&self) -> impl Iterator<Item = &Piece> {
        self.pieces.iter()
    }

    /// The bytes of pieces that are not in the input.
    pub(super) fn own(&self) -> &str {
        &self.own
    }

    pub(super) fn clear(&mut self) {
        self.pieces.clear();
        self.own.clear();
        self.holds = Holds::Nothing;
    }

    /// Appends the run as readers of the edition get it, and forgets it.
    pub(super) fn write(&mut self, input: &str, editor: &Editor<'_>, out: &mut String) {
        if let Some(list) = editor.heard()
            && self.holds == Holds::Words
        {
            self.tell(input, &mut list.borrow_mut());
        }
        match (self.holds, self.pieces.as_slice()) {
            (
                Holds::Words,
                [Piece { role: Role::Text(script), range, source: Source::Input, .. }],
            ) if editor.quotes() == Quotes::Keep => {
                let text = input.get(range.clone()).unwrap_or_default();
                self.base.convert(text, *script, editor, out);
            }
            (Holds::Words, _) => self.weave(input, editor, out),
            (Holds::Nothing | Holds::Own, pieces) => {
                for piece in pieces {
                    out.push_str(piece.bytes(input, &self.own));
                }
            }
        }
        self.clear();
    }

    fn weave(&mut self, input: &str, editor: &Editor<'_>, out: &mut String) {
        let Self { pieces, own, base, note, .. } = self;
        let of_base = pieces.iter().filter(|piece| piece.note == 0);
        base.compose(of_base, input, own, editor);
        let mut noted = 0;
        for (place, piece) in pieces.iter().enumerate() {
            if piece.note != 0 && piece.note != noted {
                noted = piece.note;
                let rest = pieces.get(place..).unwrap_or_default().iter();
                let of_note =
                    rest.filter(|piece| piece.note != 0).take_while(|it| it.note == noted);
                note.compose(of_note, input, own, editor);
            }
            let composer = if piece.note == 0 { &mut *base } else { &mut *note };
            let bytes = piece.bytes(input, own);
            out.push_str(match piece.role {
                Role::Text(_) => composer.hand_out().unwrap_or(bytes),
                Role::Clear => bytes,
                Role::Wall(_) => {
                    composer.hand_out();
                    bytes
                }
            });
        }
    }
}

impl Piece {
    pub(super) fn bytes<'t>(&self, input: &'t str, own: &'t str) -> &'t str {
        let text = match self.source {
            Source::Input => input,
            Source::Own => own,
        };
        text.get(self.range.clone()).unwrap_or_default()
    }
}

/// Puts the text of some pieces together, converts it and hands it out again, piece by piece.
#[derive(Debug, Default)]
struct Composer {
    /// The text in one script that is being put together.
    text: String,
    /// Where each of its pieces ends in it.
    ends: Vec<usize>,
    converted: String,
    /// Where each piece ends in `converted`.
    placed: Vec<usize>,
    handed: usize,
    from: usize,
}

impl Composer {
    fn compose<'p>(
        &mut self,
        pieces: impl Iterator<Item = &'p Piece>,
        input: &str,
        own: &str,
        editor: &Editor<'_>,
    ) {
        self.converted.clear();
        self.placed.clear();
        (self.handed, self.from) = (0, 0);
        let mut script = None;
        for piece in pieces {
            match piece.role {
                Role::Text(of) => {
                    if script.is_some_and(|before| before != of) {
                        self.stretch(script, editor);
                    }
                    script = Some(of);
                    self.text.push_str(piece.bytes(input, own));
                }
                Role::Wall(seen) => self.text.push(seen),
                Role::Clear => continue,
            }
            self.ends.push(self.text.len());
        }
        self.stretch(script, editor);
        if editor.quotes() == Quotes::Corner {
            quotes::corner(&mut self.converted);
        }
    }

    /// Converts what was put together so far, all of it in one script.
    fn stretch(&mut self, script: Option<Script>, editor: &Editor<'_>) {
        let last = self.ends.pop();
        let Self { text, ends, converted, placed, .. } = self;
        let converter = script.and_then(|script| Some((script, editor.converter(script)?)));
        if let Some((script, converter)) = converter {
            let fixed = editor.fixed(script, text);
            converter.convert_into(text, &fixed, ends, converted, placed);
        } else {
            let before = converted.len();
            converted.push_str(text);
            placed.extend(ends.iter().map(|end| before + end));
        }
        if last.is_some() {
            self.placed.push(self.converted.len());
        }
        self.text.clear();
        self.ends.clear();
    }

    /// The next piece as it is now.
    fn hand_out(&mut self) -> Option<&str> {
        let end = self.placed.get(self.handed).copied()?;
        let start = std::mem::replace(&mut self.from, end);
        self.handed += 1;
        self.converted.get(start..end)
    }

    /// Converts a text that has no markup inside.
    fn convert(&mut self, text: &str, script: Script, editor: &Editor<'_>, out: &mut String) {
        match editor.converter(script) {
            Some(converter) => editor.once(script, text, out, |out| {
                let fixed = editor.fixed(script, text);
                converter.convert_into(text, &fixed, &[], out, &mut self.placed);
            }),
            None => out.push_str(text),
        }
        self.placed.clear();
    }
}
