//! A table as Markdown where Markdown can hold it: one row of names above rows of short cells. Merged
//! cells and tables without such a row become HTML, which the site's allow-list lets through. It never
//! leaves a cell out.

use std::fmt::Write as _;

use super::inline::{Within, markdown as inline};
use crate::import::document::{Cell, Head, Table};
use crate::import::text::Style;

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
    let mut notes: Vec<usize> = Vec::new();
    for (at, row) in table.rows.iter().enumerate() {
        let tag =
            if at == 0 && table.head == Head::Row && table.rows.len() > 1 { "th" } else { "td" };
        out.push_str("<tr>");
        for cell in row.iter().filter(|cell| cell.columns > 0) {
            html_cell(&mut out, cell, tag);
            notes.extend(cell.text.marks.iter().filter_map(|mark| match mark.style {
                Style::Note(number) => Some(number),
                _ => None,
            }));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>");
    // What stands in HTML refers to no footnote: the line under the table does.
    if !notes.is_empty() {
        out.push_str("\n\n表内注释：");
        for number in notes {
            let _ = write!(out, "[^{}]", number + 1);
        }
    }
    out
}

fn html_cell(out: &mut String, cell: &Cell, tag: &str) {
    let _ = write!(out, "<{tag}");
    for (name, count) in [("colspan", cell.columns), ("rowspan", cell.rows)] {
        if count > 1 {
            let _ = write!(out, " {name}=\"{count}\"");
        }
    }
    out.push('>');
    // What names a column is bold by being that.
    if tag == "th" && cell.text.is_bold() {
        let mut text = cell.text.clone();
        text.marks.retain(|mark| mark.style != Style::Bold);
        super::html::inline(out, &text);
    } else {
        super::html::inline(out, &cell.text);
    }
    let _ = write!(out, "</{tag}>");
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
    fn what_is_marked_in_html_stays_marked() {
        let mut own = table(&[1, 1]);
        own.head = Head::None;
        let cell = &mut own.rows[0][0].text;
        *cell = Text::plain("甲<乙见网", 1);
        cell.mark(0..7, Style::Bold);
        cell.mark(10..13, Style::Link("https://example.org/?a=1&b=\"2".to_owned()));
        cell.mark(13..13, Style::Note(2));
        assert_eq!(
            markdown(&own),
            "<table>\n<tr><td><strong>甲&lt;乙</strong>见<a href=\"https://example.org/?a=1&amp;b=&quot;2\">网</a></td></tr>\n<tr><td>一</td></tr>\n</table>\n\n表内注释：[^3]"
        );
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
