//! `jianfan theme names`: every name that templates of the site may use, for theme authors and for
//! the editors that complete what they type.

use std::sync::Arc;

use super::{Stop, failed};
use crate::command::table::{Cell, Column, Table};
use crate::command::{Ending, Global, Report};
use crate::diagnostic::{Diagnostic, Text};
use crate::pipeline::{Order, Pipeline, Touched};
use crate::project::{self, CONTENT};
use crate::render::{Names, TemplateName};
use crate::site::Visibility;

pub(super) fn run(global: &Global, report: &Report) -> Result<(), Stop> {
    let root = project::find_root(global.root.as_deref()).map_err(|error| failed(&error))?;
    let order = Order { root, visibility: Visibility::Everything, base_url: None, as_of: None };
    let mut pipeline = Pipeline::new(order, Arc::default());
    let assembled = pipeline.assemble(&Touched::Nothing).map_err(|error| failed(&error))?;
    let mut faults = assembled.studio.template_faults().to_vec();
    // What is wrong with articles is no matter of templates.
    faults.extend(assembled.faults.into_iter().filter(|fault| {
        let place = fault.place.as_ref();
        !place.is_some_and(|place| place.path.starts_with(&format!("{CONTENT}/")))
    }));
    crate::diagnostic::sort(&mut faults);
    if faults.iter().any(Diagnostic::is_error) {
        return Err((Ending::Faults, faults));
    }
    report.diagnostics(&faults);
    let columns = vec![
        Column::new("what", "种类", "what"),
        Column::new("name", "名字", "name"),
        Column::new("takes", "参数", "takes"),
        Column::new("from", "来自", "from"),
    ];
    let Names { functions, filters, tests, components, blocks } = assembled.studio.names();
    let mut rows = Vec::new();
    for (what, zh, names) in [
        ("function", "函数", functions),
        ("filter", "过滤器", filters),
        ("test", "判断", tests),
        ("component", "组件", components),
        ("block", "块", blocks),
    ] {
        rows.extend(names.into_iter().map(|TemplateName { name, from, takes }| {
            let takes_json = takes.clone().into();
            vec![
                Cell::Said(what, Text::new(zh, what)),
                Cell::Word(name),
                Cell::Several(takes, takes_json),
                Cell::Word(from),
            ]
        }));
    }
    report.table(&Table { columns, rows }, &Text::new("没有名字。", "There are no names."));
    Ok(())
}
