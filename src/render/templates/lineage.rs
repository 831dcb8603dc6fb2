//! What is wrong between templates rather than in one: a parent that is not there, a circle of
//! parents or of included templates, a component that two files of one layer define. It finds the
//! place that Tera does not tell.

use tera::ErrorKind;

use super::FAILED;
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::project::Template;

/// The error as a diagnostic, if it is one of these.
pub(super) fn fault(error: &ErrorKind, templates: &[Template]) -> Option<Diagnostic> {
    match error {
        ErrorKind::MissingParent { current, parent } => {
            let place = place(templates, current, "extends", parent);
            Some(placed(no_parent(parent, templates), place))
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain: chain } => {
            let parent = chain.first().map_or("", String::as_str);
            let place = place(templates, tpl, "extends", parent);
            Some(placed(circle("继承", "extend", tpl, chain, templates), place))
        }
        ErrorKind::CircularInclude { tpl, include_chain: chain } => {
            // Tera begins this chain with the template itself.
            let chain = chain.get(1..).unwrap_or_default();
            let included = chain.first().map_or("", String::as_str);
            let place = place(templates, tpl, "include", included);
            Some(placed(circle("包含", "include", tpl, chain, templates), place))
        }
        ErrorKind::Msg(message) => twice(message, templates),
        _ => None,
    }
}

fn placed(fault: Diagnostic, place: Option<Place>) -> Diagnostic {
    Diagnostic { place, ..fault }
}

/// The name of a template in the tag of another one: as it is written there, with or without the
/// theme before it.
fn place(templates: &[Template], name: &str, tag: &str, named: &str) -> Option<Place> {
    let file = &templates.iter().find(|file| file.name == name)?.marked;
    let (_, without_theme) = named.split_once('/').unwrap_or(("", named));
    let mut tags = file.text.match_indices(tag).filter_map(|(at, _)| {
        let rest = file.text.get(at + tag.len()..)?.split("%}").next()?;
        let found = |written: &str| {
            ['"', '\'', '`'].iter().find_map(|quote| rest.find(&format!("{quote}{written}{quote}")))
        };
        let (start, length) = found(named)
            .map(|start| (start, named.len()))
            .or_else(|| found(without_theme).map(|start| (start, without_theme.len())))?;
        let start = at + tag.len() + start + 1;
        Some(file.place(&(start..start + length)))
    });
    tags.next().or_else(|| Some(Place::file(file.path.clone())))
}

fn no_parent(parent: &str, templates: &[Template]) -> Diagnostic {
    let names = templates
        .iter()
        .flat_map(|file| [Some(file.name.as_str()), file.name.split_once('/').map(|(_, own)| own)]);
    let (zh, en) = match nearest(parent, names.flatten()) {
        Some(near) => (format!("是不是想写“{near}”？"), format!("Did you mean `{near}`?")),
        None => (
            "写一个已有的模板；要指明主题的，写成 tongxin/article.html。".to_owned(),
            "Name a template that there is; with its theme, write tongxin/article.html.".to_owned(),
        ),
    };
    Diagnostic::error(
        FAILED,
        format!("模板读不懂：没有可以继承的模板“{parent}”"),
        format!("the template cannot be read: there is no template `{parent}` to extend"),
    )
    .help(zh, en)
}

fn circle(
    zh_what: &str,
    en_what: &str,
    first: &str,
    chain: &[String],
    templates: &[Template],
) -> Diagnostic {
    let names: Vec<&str> = std::iter::once(first).chain(chain.iter().map(String::as_str)).collect();
    let way = names.join(" → ");
    // What most people want who extend a template of the same name is the theme's.
    let below = templates.iter().find(|file| file.name.ends_with(&format!("/{first}")));
    let (zh, en) = match below {
        Some(Template { name, .. }) => (
            format!("要用主题里的同名模板，前面写上主题的名字：“{name}”。"),
            format!("To get the theme's template of that name, write `{name}`."),
        ),
        None => (
            "去掉其中一处。要用另一个主题里的同名模板，前面写上那个主题的名字。".to_owned(),
            "Remove one of them. Another theme's template of that name is called by its theme first."
                .to_owned(),
        ),
    };
    Diagnostic::error(
        FAILED,
        format!("模板读不懂：{zh_what}绕成了一圈：{way}"),
        format!("the template cannot be read: templates {en_what} one another in a circle: {way}"),
    )
    .help(zh, en)
}

/// A component that is defined in two files of one layer, neither of which is above the other.
fn twice(message: &str, templates: &[Template]) -> Option<Diagnostic> {
    let rest = message.strip_prefix("Component `")?;
    let (component, rest) = rest.split_once("` is defined in both `")?;
    let (one, other) = rest.strip_suffix('`')?.split_once("` and `")?;
    let path = |name: &str| Some(&templates.iter().find(|file| file.name == name)?.marked);
    let (one, other) = (path(one)?, path(other)?);
    let defined = format!("component {component}");
    let at = other.text.find(&defined).map_or(0, |at| at + "component ".len());
    let fault = Diagnostic::error(
        FAILED,
        format!("模板读不懂：组件“{component}”在 {} 里已经有了", one.path),
        format!(
            "the template cannot be read: the component `{component}` is in {} already",
            one.path
        ),
    );
    let fault = fault.help(
        "留下一处，或者换一个名字。要盖过主题的组件，在网站的 templates 里只写一处。",
        "Keep one of them, or give it another name.",
    );
    Some(fault.at(other.place(&(at..at + component.len()))))
}
