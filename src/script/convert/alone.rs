//! What characters become when nothing is known of their neighbours: the tables of characters of
//! both steps, put together. It knows no words.

use super::dictionary::Cell;
use super::page_table::PageTable;
use super::stage::{self, Stage};
use crate::script::Script;
use std::sync::OnceLock;

/// What a character becomes alone. Cheap from the first call on: no list of words is read.
pub(in crate::script) fn alone(c: char, from: Script, to: Script) -> char {
    static TABLES: [[OnceLock<PageTable<Cell>>; 4]; 4] =
        [const { [const { OnceLock::new() }; 4] }; 4];
    if from == to {
        return c;
    }
    let cell = TABLES.get(from as usize).and_then(|row| row.get(to as usize));
    let cell = cell.map(|cell| cell.get_or_init(|| table(from, to)).get(c));
    cell.and_then(Cell::target).unwrap_or(c)
}

/// The characters of a conversion.
pub(super) fn table(from: Script, to: Script) -> PageTable<Cell> {
    let mut out = PageTable::<Cell>::new();
    for (standard, form) in Stage::out_of_standard(to).characters() {
        out.update(standard, |cell| cell.set_target(standard, form));
    }
    let mut table = out.clone();
    for (c, standard) in Stage::into_standard(from).characters() {
        let form = out.get(standard).target().unwrap_or(standard);
        table.update(c, |cell| cell.set_target(c, form));
    }
    for (c, unified) in stage::characters(stage::COMPATIBILITY) {
        let target = table.get(unified).target().unwrap_or(unified);
        table.update(c, |cell| cell.set_target(c, target));
    }
    table
}

/// The form that a script has of a character of the standard.
pub(super) fn form(standard: char, to: Script) -> char {
    let rows = Stage::out_of_standard(to).characters();
    rows.filter(|(c, _)| *c == standard).last().map_or(standard, |(_, form)| form)
}
