//! The rows of a table of an old Word document. Cells say where they lie across the page; how many
//! columns each reaches over follows from where those of all rows lie.

use super::properties::CellPlace;
use crate::import::document::Block;
use crate::import::reader::grid::Grid;
use crate::import::text::Text;

/// Edges closer than this, in twentieths of a point, are one.
const TOLERANCE: i16 = 20;

/// A table while it is read.
#[derive(Debug, Default)]
pub(super) struct Rows {
    done: Vec<(Vec<Text>, Vec<CellPlace>)>,
    row: Vec<Text>,
    cell: Text,
}

impl Rows {
    /// Adds a paragraph to the cell that is open.
    pub(super) fn line(&mut self, text: Text) {
        if text.is_empty() {
            return;
        }
        if !self.cell.is_empty() {
            self.cell.push("\n", &[], text.line());
        }
        self.cell.append(text);
    }

    pub(super) fn end_cell(&mut self) {
        self.row.push(std::mem::take(&mut self.cell));
    }

    pub(super) fn end_row(&mut self, places: Vec<CellPlace>) {
        if !self.cell.is_empty() {
            self.end_cell();
        }
        self.done.push((std::mem::take(&mut self.row), places));
    }

    /// The table, with what stands in a row that has no end.
    pub(super) fn blocks(mut self, line: usize) -> Vec<Block> {
        if !self.row.is_empty() || !self.cell.is_empty() {
            self.end_row(Vec::new());
        }
        let edges = edges(&self.done);
        let mut grid = Grid::default();
        for (cells, places) in self.done {
            grid.begin_row();
            let mut places = places.into_iter();
            for text in cells {
                let place = places.next();
                if place.is_none_or(|place| !place.merged) {
                    grid.begin_cell();
                    grid.reach(place.map_or(1, |place| columns(&edges, place)));
                }
                if place.is_some_and(|place| place.goes_on) {
                    grid.go_on();
                }
                grid.add(text);
            }
        }
        grid.block(line)
    }
}

/// Where columns begin and end, ascending.
fn edges(rows: &[(Vec<Text>, Vec<CellPlace>)]) -> Vec<i16> {
    let places = rows.iter().flat_map(|(_, places)| places);
    let mut edges: Vec<i16> = places.flat_map(|place| [place.left, place.right]).collect();
    edges.sort_unstable();
    edges.dedup_by(|next, before| next.saturating_sub(*before) < TOLERANCE);
    edges
}

/// How many columns a cell reaches over.
fn columns(edges: &[i16], place: CellPlace) -> usize {
    let (from, to) =
        (place.left.saturating_add(TOLERANCE / 2), place.right.saturating_sub(TOLERANCE / 2));
    let before = |place: i16| edges.partition_point(|edge| *edge < place);
    1 + before(to).saturating_sub(before(from))
}
