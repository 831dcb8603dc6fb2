//! The editions of a site: one for each script that readers get. It only declares them; making
//! them is the pass's work.

use serde::Deserialize;

use super::yaml::Entry;
use crate::diagnostic::{Diagnostic, Place};
use crate::script::{Quotes, Script};

/// One edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edition {
    /// The script of its pages.
    pub(crate) script: Script,
    /// The folder it is served from, without `/`; empty for the first.
    pub(crate) path: String,
    /// What the switch between editions calls it, in its own script.
    pub(crate) label: String,
    /// Whether “ ” become 「 」.
    pub(crate) quotes: Quotes,
}

/// The editions of a site that declares none: the script it is written in at `/`, and the other
/// of Simplified and Traditional beside it.
pub(crate) fn usual(script: Script) -> Vec<Edition> {
    let other = if script == Script::Hans { Script::Hant } else { Script::Hans };
    [script, other]
        .into_iter()
        .enumerate()
        .map(|(index, script)| Edition {
            script,
            path: if index == 0 { String::new() } else { usual_path(script).to_owned() },
            label: usual_label(script).to_owned(),
            quotes: Quotes::Keep,
        })
        .collect()
}

/// Reads the `editions` of `site.yaml`.
pub(crate) fn read(entry: &Entry) -> (Vec<Edition>, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let raw: Vec<Raw> = match serde_yaml::from_value(entry.value.clone()) {
        Ok(raw) => raw,
        Err(error) => {
            faults.push(
                Diagnostic::error(
                    "bad-edition",
                    format!("版本的写法不对（{error}）"),
                    format!("the editions are not written as they should be ({error})"),
                )
                .help(
                    "每个版本一行：- {script: zh-Hant, path: hant, label: 繁體}",
                    "One line each: - {script: zh-Hant, path: hant, label: 繁體}",
                )
                .at(entry.value_place.clone()),
            );
            return (Vec::new(), faults);
        }
    };
    let mut editions: Vec<Edition> = Vec::new();
    for raw in raw {
        let Some(script) = Script::from_tag(&raw.script) else {
            faults.push(unknown_script(entry.value_place.clone()));
            continue;
        };
        let usual = if editions.is_empty() { "" } else { usual_path(script) };
        let path = raw.path.as_deref().unwrap_or(usual).trim_matches('/').to_owned();
        let wrong = path.contains(['/', '\\', '%', '?', '#']) || path.starts_with(['.', '_']);
        if wrong || editions.iter().any(|other| other.path == path) {
            faults.push(
                Diagnostic::error(
                    "bad-edition",
                    format!("版本的路径“{path}”不能用，或和别的版本重复"),
                    format!("the edition's path `{path}` cannot be used, or is used twice"),
                )
                .help("用一个简短的英文名，如 hant。", "Use one short name such as hant.")
                .at(entry.value_place.clone()),
            );
            continue;
        }
        editions.push(Edition {
            script,
            path,
            label: raw.label.unwrap_or_else(|| usual_label(script).to_owned()),
            quotes: if raw.quotes.as_deref() == Some("corner") {
                Quotes::Corner
            } else {
                Quotes::Keep
            },
        });
    }
    (editions, faults)
}

/// The fault of naming a script that is not known.
pub(crate) fn unknown_script(place: Place) -> Diagnostic {
    let known = Script::ALL.map(Script::tag).join("、");
    Diagnostic::error("unknown-script", "没有这种文字", "this script is not known")
        .help(format!("可以写：{known}。"), format!("Write one of {}.", known.replace('、', ", ")))
        .at(place)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(alias = "文字")]
    script: String,
    #[serde(alias = "路径")]
    path: Option<String>,
    #[serde(alias = "名称")]
    label: Option<String>,
    #[serde(alias = "引号")]
    quotes: Option<String>,
}

fn usual_path(script: Script) -> &'static str {
    match script {
        Script::Hans => "hans",
        Script::Hant => "hant",
        Script::HantTw => "tw",
        Script::HantHk => "hk",
    }
}

fn usual_label(script: Script) -> &'static str {
    match script {
        Script::Hans => "简体",
        Script::Hant => "繁體",
        Script::HantTw => "臺灣正體",
        Script::HantHk => "香港繁體",
    }
}
