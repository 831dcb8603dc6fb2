//! Tables of a page. One of short cells is a table; one that only arranges the page is nothing, and
//! what stands in it stays blocks. Which of the two it is shows at its end.

use super::page::Piece;
use crate::import::document::{Block, Cell, Head, Shape, Table};
use crate::import::text::Text;

/// A longer cell is text that was arranged, in characters.
const LONGEST: usize = 200;
/// No page has tables deeper in one another.
const DEEPEST: usize = 60;

/// The tables that are open, the innermost last.
#[derive(Debug, Default)]
pub(super) struct Tables {
    open: Vec<Open>,
    /// Tables that were opened beyond the deepest.
    beyond: usize,
}

#[derive(Debug, Default)]
struct Open {
    /// Its first piece.
    from: usize,
    rows: Vec<Vec<Place>>,
    head: Head,
    holds_tables: bool,
}

/// A cell: where its pieces begin, and how far it reaches.
#[derive(Debug)]
struct Place {
    from: usize,
    reach: (usize, usize),
}

impl Tables {
    pub(super) fn open(&mut self, from: usize) {
        if let Some(outer) = self.open.last_mut() {
            outer.holds_tables = true;
        }
        if self.open.len() >= DEEPEST {
            self.beyond += 1;
            return;
        }
        self.open.push(Open { from, head: Head::None, ..Open::default() });
    }

    pub(super) fn row(&mut self) {
        if let Some(table) = self.open.last_mut() {
            table.rows.push(Vec::new());
        }
    }

    pub(super) fn cell(&mut self, name: &str, reach: (usize, usize), from: usize) {
        let Some(table) = self.open.last_mut() else { return };
        if name == "th" && table.rows.len() == 1 {
            table.head = Head::Row;
        }
        if let Some(row) = table.rows.last_mut() {
            row.push(Place { from, reach });
        }
    }

    /// Ends a table. The pieces of one that is a table become one.
    pub(super) fn close(&mut self, pieces: &mut Vec<Piece>, inside: usize) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let Some(table) = self.open.pop() else { return };
        let own = pieces.get(table.from..).unwrap_or_default();
        let text =
            |piece: &Piece| matches!(piece.block.shape, Shape::Paragraph | Shape::Item { .. });
        let length: usize = own.iter().map(|piece| piece.block.text.length()).sum();
        let linked: usize = own.iter().map(|piece| piece.linked).sum();
        let rows = table.rows.iter().filter(|row| !row.is_empty());
        let is_data = !table.holds_tables
            && rows.clone().count() > 1
            && rows.clone().any(|row| row.len() > 1)
            && own.iter().all(|piece| text(piece) && piece.block.text.length() <= LONGEST)
            && linked * 2 <= length
            && length > 0;
        if !is_data {
            return;
        }
        let mut rest = pieces.split_off(table.from);
        let mut made: Vec<Vec<Cell>> = Vec::new();
        for row in table.rows.into_iter().rev().filter(|row| !row.is_empty()) {
            let mut cells: Vec<Cell> = Vec::new();
            for Place { from, reach: (columns, rows) } in row.into_iter().rev() {
                let own = rest.split_off(from.saturating_sub(table.from).min(rest.len()));
                cells.push(Cell { text: joined(own), columns, rows });
            }
            cells.reverse();
            made.push(cells);
        }
        made.reverse();
        let line = made.first().and_then(|row| row.first()).map_or(0, |cell| cell.text.line());
        let shape = Shape::Table(Table { rows: made, head: table.head });
        // What stands before the first cell is the table's caption.
        pieces.append(&mut rest);
        pieces.push(Piece { block: Block::new(shape, Text::plain("", line)), inside, linked: 0 });
    }
}

/// The lines of a cell as one text.
fn joined(pieces: Vec<Piece>) -> Text {
    let mut texts = pieces.into_iter().map(|piece| piece.block.text);
    let mut whole = texts.next().unwrap_or_default();
    for text in texts {
        whole.push("\n", &[], text.line());
        whole.append(text);
    }
    whole
}
