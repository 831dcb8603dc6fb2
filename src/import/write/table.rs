//! A table as Markdown where Markdown can hold it: one row of names above rows of short cells. Merged
//! cells and tables without such a row become HTML, which the site's allow-list lets through. It never
//! leaves a cell out.

use super::inline::{Within, markdown as inline};
use crate::import::document::{Cell, Head, Table};

/// So many times as many cells as there are may a table have in Markdown.
const RAGGED: usize = 4;

pub(super) fn markdown(table: &Table) -> String {
    let merged = table.rows.iter().flatten().any(|cell| cell.columns > 1 || cell.rows > 1);
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    if columns == 0 {
        return String::new();
    }
    // Where rows are of very different lengths, Markdown would be mostly empty cells.
    let cells: usize = table.rows.iter().map(Vec::len).sum();
    let is_ragged = columns.saturating_mul(table.rows.len()) > cells.saturating_mul(RAGGED);
    if merged || is_ragged || table.head == Head::None || table.rows.len() < 2 {
        return html(table);
    }
    let mut lines = Vec::new();
    for (at, row) in table.rows.iter().enumerate() {
        let mut cells: Vec<String> = row
            .iter()
            .map(|cell| inline(&cell.text, Within::Cell).replace("\\\n", "<br>").replace('\n', " "))
            .collect();
        cells.resize(columns, String::new());
        lines.push(format!("| {} |", cells.join(" | ")));
        if at == 0 {
            lines.push(format!("|{}", " --- |".repeat(columns)));
        }
    }
    lines.join("\n")
}

fn html(table: &Table) -> String {
    let mut out = String::from("<table>\n");
    for (at, row) in table.rows.iter().enumerate() {
        let tag =
            if at == 0 && table.head == Head::Row && table.rows.len() > 1 { "th" } else { "td" };
        let cells: String =
            row.iter().filter(|cell| cell.columns > 0).map(|cell| html_cell(cell, tag)).collect();
        out.push_str("<tr>");
        out.push_str(&cells);
        out.push_str("</tr>\n");
    }
    out.push_str("</table>");
    out
}

fn html_cell(cell: &Cell, tag: &str) -> String {
    let reach = |name: &str, count: usize| {
        if count > 1 { format!(" {name}=\"{count}\"") } else { String::new() }
    };
    let text = cell.text.as_str().replace('&', "&amp;").replace('<', "&lt;").replace('\n', "<br>");
    format!(
        "<{tag}{}{}>{text}</{tag}>",
        reach("colspan", cell.columns),
        reach("rowspan", cell.rows)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::Text;

    fn table(widths: &[usize]) -> Table {
        let cell = || Cell { text: Text::plain("一", 1), columns: 1, rows: 1 };
        let rows = widths.iter().map(|&width| (0..width).map(|_| cell()).collect());
        Table { rows: rows.collect(), head: Head::Row }
    }

    #[test]
    fn rows_of_different_lengths_are_not_filled_up_for_ever() {
        assert_eq!(markdown(&table(&[2, 1])), "| 一 | 一 |\n| --- | --- |\n| 一 |  |");
        let widths: Vec<usize> = std::iter::once(400).chain([1; 400]).collect();
        let ragged = markdown(&table(&widths));
        assert!(ragged.starts_with("<table>") && ragged.matches("一").count() == 800);
        assert!(ragged.len() < 20_000, "{}", ragged.len());
    }
}
