//! Compiles a theme's templates, and says in an editor's words what is wrong with one: which
//! template, which line, and which article was being rendered.

mod lineage;

use std::sync::Arc;

use tera::{ErrorKind, ReportError, Tera};

use super::offer::{Offer, Offered};
use super::{Shelf, context, filters, functions, query};
use crate::diagnostic::{Diagnostic, Place, Text};
use crate::project::{Template, Theme, no_theme};

/// The code of every fault of a template.
const FAILED: &str = "template-error";

/// Templates that were read, and what is wrong with them.
pub(super) struct Compiled {
    pub(super) tera: Tera,
    pub(super) offered: Offered,
    pub(super) faults: Vec<Diagnostic>,
}

/// Reads all templates; if one cannot be read there are none, beside the faults.
pub(super) fn compile(theme: &Theme, shelf: &Arc<Shelf>) -> Compiled {
    let (mut tera, offered) = offer(Offer::default(), shelf);
    tera.autoescape_on([".html", ".xml"]);
    let files = theme.templates.iter().map(|file| (file.name.as_str(), &*file.marked.text));
    let prefixes = theme.names.iter().map(|name| format!("{name}/"));
    if !theme.broken.is_empty() {
        return Compiled { tera, offered, faults: theme.broken.clone() };
    }
    if theme.templates.is_empty() {
        // It was told already; said again by every page, it is still told once.
        let faults = vec![no_theme(&shelf.site.config)];
        return Compiled { tera, offered, faults };
    }
    let added = tera.set_fallback_prefixes(prefixes).and_then(|()| tera.add_raw_templates(files));
    let faults = added.err().map_or_else(Vec::new, |error| unreadable(&error, &theme.templates));
    Compiled { tera, offered, faults }
}

/// The same templates for another site with the same settings: what they call looks there.
pub(super) fn again(tera: &Tera, shelf: &Arc<Shelf>) -> (Tera, Offered) {
    offer(Offer::over(tera.clone()), shelf)
}

fn offer(mut offer: Offer, shelf: &Arc<Shelf>) -> (Tera, Offered) {
    filters::register(&mut offer, shelf);
    functions::register(&mut offer, shelf);
    query::register(&mut offer, shelf);
    let (mut tera, offered) = offer.into_parts();
    let global = tera.global_context();
    global.insert_value("config", context::config(&shelf.site));
    global.insert_value("lang", shelf.site.config.script.tag().into());
    (tera, offered)
}

/// Why templates cannot be read. Tera tells of names that nothing has (filters, functions,
/// components) all at once, as one drawn text; every one of them becomes a diagnostic.
fn unreadable(error: &tera::Error, templates: &[Template]) -> Vec<Diagnostic> {
    if let Some(fault) = lineage::fault(error.kind(), templates) {
        return vec![fault];
    }
    let ErrorKind::Msg(drawn) = error.kind() else { return vec![fault(error, templates, None)] };
    let named: Vec<Diagnostic> = drawn
        .split("error: ")
        .filter_map(|block| {
            let (message, rest) = block.split_once('\n')?;
            let place = drawn_place(rest, templates)?;
            Some(templates_help(cannot_be_read(message)).at(place))
        })
        .collect();
    if named.is_empty() { vec![fault(error, templates, None)] } else { named }
}

/// The place in a report as Tera draws it: `--> NAME:LINE:COLUMN`, and carets below.
fn drawn_place(report: &str, templates: &[Template]) -> Option<Place> {
    let (locus, _) = report.trim_start().strip_prefix("--> ")?.split_once('\n')?;
    let mut parts = locus.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let name = parts.next()?;
    let file = templates.iter().find(|file| file.name == name)?;
    let above: usize = file.marked.text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let rest = file.marked.text.get(above..)?;
    let byte = |column: usize| rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at);
    let length = report.lines().find(|line| line.contains('^'))?.matches('^').count();
    let start = column.checked_sub(1)?;
    let span = above + byte(start)..above + byte(start + length);
    Some(file.marked.place(&span))
}

/// Brings together what one place in a template did to many pages: the first page is named, the
/// others are counted. The faults must be sorted.
pub(crate) fn fold_repeats(faults: &mut Vec<Diagnostic>) {
    let mut folded: Vec<(Diagnostic, usize)> = Vec::with_capacity(faults.len());
    for fault in faults.drain(..) {
        match folded.last_mut() {
            Some((first, others)) if is_same_failure(first, &fault) => *others += 1,
            _ => folded.push((fault, 0)),
        }
    }
    faults.extend(folded.into_iter().map(|(mut fault, others)| {
        if others > 0 {
            let Text { zh, en } = fault.what;
            fault.what = Text::new(
                format!("{zh}，另有 {others} 页也是这样"),
                format!("{en}, and {others} more page(s)"),
            );
        }
        fault
    }));
}

fn is_same_failure(one: &Diagnostic, other: &Diagnostic) -> bool {
    let place = |d: &Diagnostic| d.place.as_ref().map(|p| (p.path.clone(), p.span.clone()));
    one.code == FAILED && other.code == FAILED && one.place.is_some() && place(one) == place(other)
}

/// A template's error as a diagnostic. `rendering` is the source that was being rendered.
pub(super) fn fault(
    error: &tera::Error,
    templates: &[Template],
    rendering: Option<&str>,
) -> Diagnostic {
    let (message, report) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            (report.message().to_owned(), Some(report))
        }
        other => (other.to_string(), None),
    };
    let diagnostic = templates_help(match rendering {
        Some(source) => Diagnostic::error(
            FAILED,
            format!("模板出错：{message}（正在生成 {source}）"),
            format!("the template failed: {message} (while rendering {source})"),
        ),
        None => cannot_be_read(&message),
    });
    match report.and_then(|report| place(report, templates)) {
        Some(place) => diagnostic.at(place),
        None => diagnostic,
    }
}

fn cannot_be_read(message: &str) -> Diagnostic {
    Diagnostic::error(
        FAILED,
        format!("模板读不懂：{message}"),
        format!("the template cannot be read: {message}"),
    )
}

fn templates_help(diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.help(
        "模板由网站管理员或主题作者维护；把这段提示发给他们。",
        "Templates are the theme author's; send them this message.",
    )
}

fn place(report: &ReportError, templates: &[Template]) -> Option<Place> {
    let file = templates.iter().find(|file| file.name == report.filename())?;
    Some(file.marked.place(&report.span().range))
}
