//! Every name that a template of the site may use: functions, filters and tests, the components and
//! blocks of its themes and of its own. It lists; what a page's variables are, the page knows.

use std::collections::BTreeMap;

use tera::ComponentInfo;

use super::Studio;
use super::offer::{TERA_FILTERS, TERA_FUNCTIONS, TERA_TESTS};

/// A name with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TemplateName {
    pub(crate) name: String,
    /// The file that defines it, else the program or Tera.
    pub(crate) from: String,
    /// What it takes; what need not be given ends in `?`.
    pub(crate) takes: Vec<String>,
}

/// See the module. Every list is in the order of names.
#[derive(Debug)]
pub(crate) struct Names {
    pub(crate) functions: Vec<TemplateName>,
    pub(crate) filters: Vec<TemplateName>,
    pub(crate) tests: Vec<TemplateName>,
    pub(crate) components: Vec<TemplateName>,
    /// A block once for every file that it stands in.
    pub(crate) blocks: Vec<TemplateName>,
}

impl Studio {
    /// The names that templates of this site may use.
    pub(crate) fn names(&self) -> Names {
        let mut defined: BTreeMap<String, &str> = BTreeMap::new();
        let mut blocks = Vec::new();
        for file in self.templates.iter() {
            for (tag, name) in tags(&file.marked.text) {
                match tag {
                    // The site's files come first, then the nearest theme's.
                    "component" => {
                        defined.entry(name.to_owned()).or_insert(&file.marked.path);
                    }
                    "block" => blocks.push(named(name, &file.marked.path)),
                    _ => {}
                }
            }
        }
        let components = self.tera.get_component_names().filter_map(|name| {
            let found = self.tera.get_component_definition(name)?;
            let from = defined.get(name).copied().unwrap_or_default().to_owned();
            Some(TemplateName { name: name.to_owned(), from, takes: arguments(&found) })
        });
        Names {
            functions: both(&self.offered.functions, &TERA_FUNCTIONS),
            filters: both(&self.offered.filters, &TERA_FILTERS),
            tests: both(&[], &TERA_TESTS),
            components: sorted(components.collect()),
            blocks: sorted(blocks),
        }
    }
}

fn named(name: &str, from: &str) -> TemplateName {
    TemplateName { name: name.to_owned(), from: from.to_owned(), takes: Vec::new() }
}

fn both(own: &[&str], of_tera: &[&str]) -> Vec<TemplateName> {
    // What the program calls as Tera does stands in for it.
    let of_tera = of_tera.iter().filter(|name| !own.contains(name));
    let of_tera = of_tera.map(|name| named(name, "tera"));
    sorted(own.iter().map(|name| named(name, "jianfan")).chain(of_tera).collect())
}

fn sorted(mut names: Vec<TemplateName>) -> Vec<TemplateName> {
    names.sort();
    names.dedup();
    names
}

/// The arguments of a component. What it takes from around it by itself is left out.
fn arguments(component: &ComponentInfo) -> Vec<String> {
    let given = component.args().iter().filter(|argument| !argument.is_implicit());
    let shown = given.map(|argument| {
        let optional = if argument.is_required() { "" } else { "?" };
        format!("{}{optional}", argument.name())
    });
    shown.collect()
}

/// The first two words of every tag of a template that stands in no comment.
fn tags(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("{%").into_iter().chain(rest.find("{#")).min() {
        let is_comment = rest.get(at..).is_some_and(|tag| tag.starts_with("{#"));
        let end = if is_comment { "#}" } else { "%}" };
        let inner = rest.get(at + 2..).unwrap_or_default();
        let (tag, after) = inner.split_once(end).unwrap_or((inner, ""));
        let mut words = tag.trim_matches('-').split(|c: char| c.is_whitespace() || c == '(');
        let mut word = || words.by_ref().find(|word| !word.is_empty());
        if let (false, Some(first), Some(second)) = (is_comment, word(), word()) {
            found.push((first, second));
        }
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_and_comments_are_not() {
        let text = "{#- {% block a %} -#}{%- block b -%}{{ x }}{% component c.d(e = {}) %}{% endblock b %}";
        assert_eq!(tags(text), [("block", "b"), ("component", "c.d"), ("endblock", "b")]);
    }
}
