//! Tables of Word files, new and old: cells that reach over columns and rows are put where they begin.
//! Whether the first row names the columns is told by its mark, by bold, or by rows of numbers below
//! it. It knows neither of the formats.

use crate::import::document::{Block, Cell, Head, Shape, Table};
use crate::import::pattern::Pattern;
use crate::import::text::Text;

/// A table while it is read.
#[derive(Debug, Default)]
pub(super) struct Grid {
    rows: Vec<Vec<Slot>>,
    has_head: bool,
}

/// A cell while it is read.
#[derive(Debug, Default)]
struct Slot {
    text: Text,
    columns: usize,
    /// It goes on with the cell above it.
    goes_on: bool,
}

/// What columns of lists are called.
static NAMES_A_COLUMN: Pattern = Pattern::new(
    r"^\p{Han}{0,4}(序号|序號|编号|姓名|名称|名稱|时间|時間|日期|时限|内容|內容|项目|項目|单位|單位|部门|数量|數量|地点|地點|备注|備註|职务|職務|类别|類別|指标|人|事项|议题|題目|题目|界别|界別|性别|等次|情况|进度|电话)$",
);
/// No table has more columns.
const WIDEST: usize = 64;

impl Grid {
    pub(super) fn begin_row(&mut self) {
        self.rows.push(Vec::new());
    }

    /// The row that is open names the columns, as its mark says.
    pub(super) fn has_head(&mut self) {
        self.has_head = true;
    }

    pub(super) fn begin_cell(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.push(Slot { columns: 1, ..Slot::default() });
        }
    }

    /// The cell that is open reaches over so many columns.
    pub(super) fn reach(&mut self, columns: usize) {
        if let Some(slot) = self.last() {
            slot.columns = columns.clamp(1, WIDEST);
        }
    }

    /// The cell that is open goes on with the one above it.
    pub(super) fn go_on(&mut self) {
        if let Some(slot) = self.last() {
            slot.goes_on = true;
        }
    }

    fn last(&mut self) -> Option<&mut Slot> {
        self.rows.last_mut()?.last_mut()
    }

    /// Adds a paragraph to the cell that is open.
    pub(super) fn add(&mut self, text: Text) {
        let Some(slot) = self.last().filter(|_| !text.is_empty()) else { return };
        if !slot.text.is_empty() {
            slot.text.push("\n", &[], text.line());
        }
        slot.text.append(text);
    }

    /// The texts of all cells.
    pub(super) fn texts(self) -> Vec<Text> {
        self.rows.into_iter().flatten().map(|slot| slot.text).collect()
    }

    /// The table as a block; a frame around one text is that text.
    pub(super) fn block(self, line: usize) -> Vec<Block> {
        if self.rows.iter().map(Vec::len).sum::<usize>() <= 1 {
            return self
                .texts()
                .into_iter()
                .map(|text| Block::new(Shape::Paragraph, text))
                .collect();
        }
        let has_head = self.has_head;
        let rows = reaches(self.rows);
        let head = if has_head || looks_like_head(&rows) { Head::Row } else { Head::None };
        vec![Block::new(Shape::Table(Table { rows, head }), Text::plain("", line))]
    }
}

/// Gives each cell its reach; what goes on with the cell above has none.
fn reaches(rows: Vec<Vec<Slot>>) -> Vec<Vec<Cell>> {
    let mut cells: Vec<Vec<Cell>> = Vec::with_capacity(rows.len());
    // For each column the row and the cell that reach down in it.
    let mut above: Vec<(usize, usize)> = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        let mut own: Vec<Cell> = Vec::new();
        let mut column = 0;
        for slot in row {
            let begun = above.get(column).copied().filter(|_| slot.goes_on);
            if above.len() < column + slot.columns {
                above.resize(column + slot.columns, (at, 0));
            }
            if let Some((row, cell)) = begun {
                if let Some(cell) = cells.get_mut(row).and_then(|row| row.get_mut(cell)) {
                    cell.rows = at + 1 - row;
                }
                own.push(Cell { text: Text::default(), columns: 0, rows: 0 });
            } else {
                for place in above.iter_mut().skip(column).take(slot.columns) {
                    *place = (at, own.len());
                }
                own.push(Cell { text: slot.text, columns: slot.columns, rows: 1 });
            }
            column += slot.columns;
        }
        cells.push(own);
    }
    cells
}

fn looks_like_head(rows: &[Vec<Cell>]) -> bool {
    let Some((first, rest)) = rows.split_first() else { return false };
    let is_number = |cell: &Cell| {
        let text = cell.text.as_str().trim();
        !text.is_empty()
            && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | '+' | '-'))
    };
    let named =
        !first.is_empty() && first.iter().all(|cell| !cell.text.is_empty() && !is_number(cell));
    let bold = first.iter().all(|cell| cell.text.is_bold());
    // In a form (姓名 张三 性别 男) names of fields and what is filled in take turns.
    let fields =
        first.iter().filter(|cell| NAMES_A_COLUMN.is_in(cell.text.as_str().trim())).count();
    let listed = first.len() >= 3 && rest.len() >= 2 && fields * 2 > first.len();
    named && (bold || listed || rest.iter().flatten().any(is_number))
}
