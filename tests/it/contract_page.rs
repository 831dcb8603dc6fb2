//! The handbook's page of the theme contract as tables: chapters (`##`), in them shapes (`###`, named
//! by the first code in the heading), in them rows whose first cell gives names. It compares nothing.

use std::collections::BTreeSet;

/// A row of a table.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// The names that its first cell gives.
    pub(crate) names: Vec<String>,
    /// All cells, the first included.
    pub(crate) cells: Vec<String>,
}

impl Row {
    /// What stands as code in a cell.
    pub(crate) fn codes(&self, cell: usize) -> Vec<&str> {
        codes(self.cells.get(cell).map_or("", String::as_str))
    }
}

/// The tables under one heading.
#[derive(Debug)]
struct Shape {
    chapter: String,
    /// Empty for what stands right under the chapter's heading.
    name: String,
    rows: Vec<Row>,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Page(Vec<Shape>);

impl Page {
    /// Reads the page. Every cell of a table must hold something.
    pub(crate) fn read(text: &str) -> Self {
        let mut shapes: Vec<Shape> = Vec::new();
        let mut chapter = String::new();
        let mut add = |chapter: &str, name: &str| {
            shapes.push(Shape {
                chapter: chapter.to_owned(),
                name: name.to_owned(),
                rows: Vec::new(),
            });
        };
        let mut rows: Vec<(usize, Row)> = Vec::new();
        let mut count = 0;
        for line in text.lines() {
            if let Some(heading) = line.strip_prefix("## ") {
                heading.split(" {#").next().unwrap().clone_into(&mut chapter);
                add(&chapter, "");
                count += 1;
            } else if let Some(heading) = line.strip_prefix("### ") {
                add(&chapter, codes(heading).first().copied().unwrap_or_default());
                count += 1;
            } else if line.starts_with("| `") && count > 0 {
                let cells = cells(line);
                assert!(cells.iter().all(|cell| !cell.is_empty()), "an empty cell: {line}");
                let names = codes(&cells[0]).into_iter().map(str::to_owned).collect();
                rows.push((count - 1, Row { names, cells }));
            }
        }
        for (shape, row) in rows {
            shapes[shape].rows.push(row);
        }
        Self(shapes)
    }

    /// The shapes of a chapter with their rows.
    pub(crate) fn shapes(&self, chapter: &str) -> impl Iterator<Item = (&str, &[Row])> {
        let of_chapter = self.0.iter().filter(move |shape| shape.chapter == chapter);
        of_chapter.map(|shape| (&*shape.name, &*shape.rows))
    }

    /// All rows of a chapter.
    pub(crate) fn rows(&self, chapter: &str) -> Vec<Row> {
        self.shapes(chapter).flat_map(|(_, rows)| rows.to_vec()).collect()
    }

    /// All names of a chapter.
    pub(crate) fn names(&self, chapter: &str) -> BTreeSet<String> {
        self.rows(chapter).into_iter().flat_map(|row| row.names).collect()
    }

    /// The row of a name in a shape.
    pub(crate) fn row(&self, chapter: &str, shape: &str, name: &str) -> Option<Row> {
        let mut rows =
            self.shapes(chapter).filter(|(own, _)| *own == shape).flat_map(|(_, rows)| rows);
        rows.find(|row| row.names.iter().any(|own| own == name)).cloned()
    }
}

/// The cells of a row; a bar that is part of one stands after a backslash.
fn cells(line: &str) -> Vec<String> {
    let inner = line.trim().trim_start_matches('|').trim_end_matches('|').replace("\\|", "\0");
    inner.split('|').map(|cell| cell.trim().replace('\0', "|")).collect()
}

/// What stands between pairs of backticks.
fn codes(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

#[test]
fn tables_are_read_with_the_shapes_that_they_stand_under() {
    let page = Page::read(
        "## 变量 {#variables}\n\n### 一篇：`page`\n\n| 名称 | 类型 |\n|---|---|\n| `a` `b` | `x`，可空 |\n\n## 函数\n\n| `f` | `{{ 1 \\| g }}` |\n",
    );
    assert_eq!(page.names("变量"), ["a", "b"].map(str::to_owned).into());
    assert_eq!(page.row("变量", "page", "b").unwrap().codes(1), ["x"]);
    assert!(page.row("变量", "page", "x").is_none());
    assert_eq!(page.rows("函数")[0].codes(1), ["{{ 1 | g }}"]);
}
