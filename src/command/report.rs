//! Prints what a command has to say: diagnostics to the error stream, results to the output. It
//! decides nothing.

use std::io::{IsTerminal, Write};

use super::Format;
use super::table::Table;
use crate::diagnostic::{Diagnostic, Language, Paint, Text, render};

/// How many diagnostics people are shown at once: nobody reads thousands, and a file that is all
/// wrong has thousands.
const SHOWN: usize = 100;

/// Where and how a command speaks.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    pub(crate) language: Language,
    format: Format,
    paint: Paint,
}

impl Report {
    pub(crate) fn new(language: Language, format: Format) -> Self {
        let coloured = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let paint = if coloured { Paint::Coloured } else { Paint::Plain };
        Self { language, format, paint }
    }

    /// Whether a program reads what is printed.
    pub(crate) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Prints diagnostics, errors and warnings alike.
    pub(crate) fn diagnostics(&self, diagnostics: &[Diagnostic]) {
        let mut out = std::io::stderr().lock();
        let shown = diagnostics.len().min(self.most());
        for diagnostic in diagnostics.iter().take(shown) {
            let line = match self.format {
                Format::Text => format!("{}\n", render(diagnostic, self.language, self.paint)),
                Format::Json => json(diagnostic, self.language),
            };
            // A closed error stream is no reason to stop building.
            let _ = writeln!(out, "{line}");
        }
        drop(out);
        self.left_out(diagnostics.len() - shown);
    }

    /// How many diagnostics are shown.
    pub(super) fn most(&self) -> usize {
        match self.format {
            Format::Text => SHOWN,
            Format::Json => usize::MAX,
        }
    }

    /// Says how many diagnostics were not shown.
    pub(super) fn left_out(&self, rest: usize) {
        if rest > 0 {
            let more = Text::new(
                format!("还有 {rest} 处没有列出；先改上面这些，再看一次。"),
                format!("{rest} more are not shown; mend these first, then look again."),
            );
            let _ = writeln!(std::io::stderr().lock(), "{}\n", self.language.pick(&more));
        }
    }

    /// Prints a result.
    pub(crate) fn say(&self, zh: &str, en: &str) {
        print_line(&self.language.pick(&Text::new(zh, en)));
    }

    /// Prints a result: words for people, an object for programs.
    pub(crate) fn result(&self, object: &serde_json::Value, text: &Text) {
        match self.format {
            Format::Text => print_line(&self.language.pick(text)),
            Format::Json => print_line(&object.to_string()),
        }
    }

    /// Prints a list; people are told when there is nothing in it.
    pub(super) fn table(&self, table: &Table, none: &Text) {
        match (self.format, table.rows.is_empty()) {
            (Format::Text, true) => print_line(&self.language.pick(none)),
            (Format::Text, false) => print_line(&table.text(self.language)),
            (Format::Json, true) => {}
            (Format::Json, false) => print_line(&table.json_lines()),
        }
    }
}

fn print_line(text: &str) {
    // A closed output is no reason to fail: nobody is there to read it.
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// One diagnostic as one line of JSON.
fn json(diagnostic: &Diagnostic, language: Language) -> String {
    let place = diagnostic.place.as_ref().map(|place| {
        let (line, column) = place.line_column();
        serde_json::json!({ "path": &*place.path, "line": line, "column": column })
    });
    serde_json::json!({
        "code": diagnostic.code,
        "severity": if diagnostic.is_error() { "error" } else { "warning" },
        "message": language.pick(&diagnostic.what),
        "help": diagnostic.help.as_ref().map(|help| language.pick(help)),
        "place": place,
    })
    .to_string()
}
