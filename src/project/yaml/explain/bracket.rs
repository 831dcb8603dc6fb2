//! A bracket that is never closed: the parser reads on, and stops lines below. It looks at what the
//! parser said, and never at the text around.

use crate::diagnostic::Diagnostic;
use crate::project::yaml::YamlText;

/// The fault, when the parser was inside brackets and had left the line where they begin.
pub(super) fn unclosed(yaml: &YamlText, error: &serde_yaml::Error) -> Option<Diagnostic> {
    let said = error.to_string();
    let (_, begun) = said.split_once("while parsing a flow ")?;
    let mut numbers = begun.split(|c: char| !c.is_ascii_digit()).filter(|word| !word.is_empty());
    let mut number = || numbers.next()?.parse::<usize>().ok();
    let (line, column) = (number()?, number()?);
    if error.location()?.line() <= line {
        return None;
    }
    let text = yaml.as_str();
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let (at, open) = text.get(start..)?.char_indices().nth(column.checked_sub(1)?)?;
    let close = match open {
        '[' => ']',
        '{' => '}',
        _ => return None,
    };
    let fault = Diagnostic::error(
        "yaml-unclosed-bracket",
        format!("括号“{open}”没有成对"),
        format!("this `{open}` is never closed"),
    );
    let fault = fault.help(
        format!("在这一行末尾补上英文的“{close}”。"),
        format!("Close it with `{close}` at the end of the line."),
    );
    Some(fault.at(yaml.place(start + at..start + at + 1)))
}
