//! A word as an editor would write it into a list: the way back from what [`super::read`] reads. It never
//! touches a file.

use serde_yaml::{Mapping, Value};

use crate::project::yaml::{written, written_item};
use crate::script::Script;

/// One item of a list of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WordItem {
    /// A person's name, which says enough by itself.
    Name(String),
    /// The word in the editor's script, and in the other one.
    Pair { own: String, other: String },
    /// The word by what editors call the scripts.
    Forms(Vec<(&'static str, String)>),
}

impl WordItem {
    /// The item for a word that was written in `own` and has another form for each of these scripts.
    pub(crate) fn new(own: (Script, &str), others: &[(Script, String)]) -> Self {
        let one = others.first().filter(|(_, first)| others.iter().all(|(_, text)| text == first));
        match one {
            Some((script, text)) if own.0.is_traditional() != script.is_traditional() => {
                Self::Pair { own: own.1.to_owned(), other: text.clone() }
            }
            _ => {
                let own = [(own.0, own.1.to_owned())];
                let all = own.iter().chain(others);
                Self::Forms(all.map(|(script, text)| (name_of(*script), text.clone())).collect())
            }
        }
    }

    /// The text in the editor's script.
    pub(crate) fn own(&self) -> &str {
        match self {
            Self::Name(own) | Self::Pair { own, .. } => own,
            Self::Forms(forms) => forms.first().map_or("", |(_, text)| text),
        }
    }

    /// As an item of a list that has one a line.
    pub(crate) fn line(&self) -> String {
        match self.text() {
            Some(text) => written(&text),
            None => self.table(),
        }
    }

    /// As an item of a list in brackets.
    pub(crate) fn bracketed(&self) -> String {
        match self.text() {
            Some(text) => written_item(&text),
            None => self.table(),
        }
    }

    /// What the item is to a parser.
    pub(crate) fn value(&self) -> Value {
        match (self, self.text()) {
            (Self::Forms(forms), _) => {
                let pair = |(name, text): &(&str, String)| ((*name).into(), text.as_str().into());
                Value::Mapping(forms.iter().map(pair).collect::<Mapping>())
            }
            (_, text) => Value::String(text.unwrap_or_default()),
        }
    }

    fn text(&self) -> Option<String> {
        match self {
            Self::Name(name) => Some(name.clone()),
            Self::Pair { own, other } => Some(format!("{own}={other}")),
            Self::Forms(_) => None,
        }
    }

    fn table(&self) -> String {
        let Self::Forms(forms) = self else { return String::new() };
        let pairs: Vec<String> =
            forms.iter().map(|(name, text)| format!("{name}: {}", written_item(text))).collect();
        format!("{{{}}}", pairs.join(", "))
    }
}

/// What editors call a script in a list of words.
fn name_of(script: Script) -> &'static str {
    match script {
        Script::Hans => "简体",
        Script::Hant => "繁体",
        Script::HantTw => "台湾",
        Script::HantHk => "香港",
    }
}
