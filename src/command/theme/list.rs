//! `jianfan theme list`: every file of the themes in use, whose it is, and whose it stands over.

use super::{Stop, failed, stock};
use crate::command::table::{Cell, Column, Table};
use crate::command::{Global, Report};
use crate::diagnostic::Text;
use crate::project::StockFile;

pub(super) fn run(global: &Global, report: &Report) -> Result<(), Stop> {
    let stock = stock(global, report)?;
    let mut outdated = Vec::new();
    for file in stock.files.iter().filter(|file| file.is_replaced()) {
        outdated.extend(stock.outdated(file).map_err(|error| failed(&error))?);
    }
    report.diagnostics(&outdated);
    let columns = vec![
        Column::new("path", "文件", "file"),
        Column::new("from", "用的是", "from"),
        Column::new("over", "盖过", "over"),
    ];
    let rows = stock.files.iter().map(row).collect();
    report.table(&Table { columns, rows }, &Text::new("主题里没有文件。", "The theme is empty."));
    Ok(())
}

fn row(file: &StockFile) -> Vec<Cell> {
    let (from, below) = if file.is_replaced() {
        (Cell::Said("site", Text::new("网站", "site")), file.themes.as_slice())
    } else {
        let below = file.themes.get(1..).unwrap_or_default();
        (Cell::Word(file.theme().to_owned()), below)
    };
    vec![Cell::Word(file.path.clone()), from, Cell::Several(below.to_vec(), below.into())]
}
