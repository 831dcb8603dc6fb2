//! Tables: framed so that wide ones scroll, without a head when its cells are all empty.
//!
//! It never merges cells: Markdown has no way to say so.

use pulldown_cmark::{Alignment, Event, TagEnd};

use super::Writer;
use crate::article::markdown::token::{Nesting, Piece, Token};

/// A table that is being written.
pub(super) struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    part: Part,
}

#[derive(PartialEq, Eq)]
enum Part {
    Head,
    BeforeBody,
    Body,
}

impl Writer<'_, '_> {
    pub(super) fn table(&mut self, alignments: &[Alignment]) {
        // Wide tables scroll within their frame, also by keyboard.
        self.block("<div class=\"table-wrap\" tabindex=\"0\">\n<table>\n");
        let alignments = alignments.to_vec();
        self.tables.push(Table { alignments, column: 0, part: Part::Head });
    }

    pub(super) fn table_end(&mut self) {
        if self.tables.pop().is_some_and(|table| table.part == Part::Body) {
            self.block("</tbody>\n");
        }
        self.block("</table>\n</div>\n");
    }

    /// Opens the head, or skips it when no cell of it holds anything: that is how a table without
    /// one is written.
    pub(super) fn table_head(&mut self, rest: &[Token<'_>]) -> usize {
        let is_end =
            |token: &Token<'_>| matches!(token.piece, Piece::Event(Event::End(TagEnd::TableHead)));
        let length = rest.iter().position(is_end).unwrap_or_default();
        let cells = rest.get(..length).unwrap_or_default();
        if cells
            .iter()
            .any(|token| token.piece.is_inline() || token.piece.nesting() == Nesting::Leaf)
        {
            self.out.push_str("<thead>\n<tr>");
            return 0;
        }
        length + 1
    }

    fn table_part(&mut self, part: Part) {
        if let Some(table) = self.tables.last_mut() {
            table.part = part;
        }
    }

    pub(super) fn row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.column = 0;
            if table.part != Part::Body {
                table.part = Part::Body;
                self.out.push_str("<tbody>\n");
            }
        }
        self.out.push_str("<tr>");
    }

    pub(super) fn cell(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        let head = table.part == Part::Head;
        self.out.push_str(if head { "<th scope=\"col\"" } else { "<td" });
        self.out.push_str(match table.alignments.get(table.column) {
            Some(Alignment::Left) => " class=\"cell-left\">",
            Some(Alignment::Center) => " class=\"cell-center\">",
            Some(Alignment::Right) => " class=\"cell-right\">",
            Some(Alignment::None) | None => ">",
        });
        table.column += 1;
    }

    pub(super) fn table_head_end(&mut self) {
        self.out.push_str("</tr>\n</thead>\n");
        self.table_part(Part::BeforeBody);
    }

    pub(super) fn cell_end(&mut self) {
        let head = self.tables.last().is_some_and(|table| table.part == Part::Head);
        self.out.push_str(if head { "</th>" } else { "</td>" });
    }
}
