//! Compiles a theme's templates, and says in an editor's words what is wrong with one: which
//! template, which line, and which article was being rendered.

use std::sync::Arc;

use tera::{ErrorKind, ReportError, Tera};

use super::{Shelf, context, filters, functions};
use crate::diagnostic::{Diagnostic, Place};
use crate::project::{Theme, ThemeFile};

/// Reads all templates; if one cannot be read there are none, beside the fault.
pub(super) fn compile(theme: &Theme, shelf: &Arc<Shelf>) -> (Tera, Option<Diagnostic>) {
    let mut tera = Tera::new();
    filters::register(&mut tera, shelf.site.config.script);
    functions::register(&mut tera, shelf);
    tera.autoescape_on([".html", ".xml"]);
    tera.global_context().insert_value("config", context::config(&shelf.site));
    tera.global_context().insert_value("lang", shelf.site.config.script.tag().into());
    let files = theme.templates.iter().map(|file| (file.name.as_str(), &*file.text));
    let prefix = format!("{}/", shelf.site.config.theme);
    let added = tera.set_fallback_prefixes([prefix]).and_then(|()| tera.add_raw_templates(files));
    (tera, added.err().map(|error| fault(&error, &theme.templates, None)))
}

/// A template's error as a diagnostic. `rendering` is the source that was being rendered.
pub(super) fn fault(
    error: &tera::Error,
    templates: &[ThemeFile],
    rendering: Option<&str>,
) -> Diagnostic {
    let (message, report) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            (report.message().to_owned(), Some(report))
        }
        other => (other.to_string(), None),
    };
    let diagnostic = match rendering {
        Some(source) => Diagnostic::error(
            "template-error",
            format!("模板出错：{message}（正在生成 {source}）"),
            format!("the template failed: {message} (while rendering {source})"),
        ),
        None => Diagnostic::error(
            "template-error",
            format!("模板读不懂：{message}"),
            format!("the template cannot be read: {message}"),
        ),
    };
    let diagnostic = diagnostic.help(
        "模板由网站管理员或主题作者维护；把这段提示发给他们。",
        "Templates are the theme author's; send them this message.",
    );
    match report.and_then(|report| place(report, templates)) {
        Some(place) => diagnostic.at(place),
        None => diagnostic,
    }
}

fn place(report: &ReportError, templates: &[ThemeFile]) -> Option<Place> {
    let file = templates.iter().find(|file| file.name == report.filename())?;
    Some(Place::new(file.path.clone(), file.text.clone(), report.span().range.clone()))
}
