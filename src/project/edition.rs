//! The editions of a site: one for each script that readers get. It only declares them; making
//! them is the pass's work.

use serde::Deserialize;

use super::yaml::Entry;
use crate::address::is_device;
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
                    "版本的写法不对",
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
    for (index, raw) in raw.into_iter().enumerate() {
        match raw.edition(&editions, &entry.item_place(index)) {
            Ok(edition) => editions.push(edition),
            Err(fault) => faults.push(*fault),
        }
    }
    (editions, faults)
}

/// The fault of naming a script that is not known.
pub(crate) fn unknown_script(tag: &str, place: Place) -> Diagnostic {
    let zh = Script::ALL.map(|script| format!("{}（{}）", script.tag(), name(script))).join("、");
    let en = Script::ALL.map(Script::tag).join(", ");
    Diagnostic::error(
        "unknown-script",
        format!("没有“{tag}”这种文字"),
        format!("there is no script `{tag}`"),
    )
    .help(format!("可以写：{zh}。"), format!("Write one of {en}."))
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

impl Raw {
    /// Checks what was written, beside the editions before it.
    fn edition(self, before: &[Edition], place: &Place) -> Result<Edition, Box<Diagnostic>> {
        let Self { script: tag, path, label, quotes } = self;
        let script =
            Script::from_tag(&tag).ok_or_else(|| Box::new(unknown_script(&tag, place.clone())))?;
        let usual = if before.is_empty() { "" } else { usual_path(script) };
        let path = path.as_deref().unwrap_or(usual).trim_matches('/').to_owned();
        let quotes = match quotes.as_deref() {
            None | Some("keep") => Quotes::Keep,
            Some("corner") => Quotes::Corner,
            Some(other) => return Err(Box::new(unknown_quotes(other).at(place.clone()))),
        };
        if !path.is_empty() && !is_folder_name(&path) {
            return Err(Box::new(bad_path(&path).at(place.clone())));
        }
        if before.iter().any(|other| other.path == path) {
            return Err(Box::new(
                Diagnostic::error(
                    "bad-edition",
                    format!("版本的路径“{path}”和前面的版本重复"),
                    format!("the edition's path `{path}` is already that of another edition"),
                )
                .help(
                    format!("每个版本用不同的路径，如 path: {}。", usual_path(script)),
                    format!("Give each its own, such as `path: {}`.", usual_path(script)),
                )
                .at(place.clone()),
            ));
        }
        let label = label.unwrap_or_else(|| usual_label(script).to_owned());
        Ok(Edition { script, path, label, quotes })
    }
}

/// Whether an edition can be served from a folder of that name, on every host and at every address.
fn is_folder_name(path: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    path.bytes().all(is_plain) && !path.starts_with('-') && path.len() <= 30 && !is_device(path)
}

fn bad_path(path: &str) -> Diagnostic {
    let what = if is_device(path) {
        (
            format!("版本的路径不能叫“{path}”，这个名称 Windows 另有用处"),
            format!("the edition's path cannot be `{path}`, which Windows keeps for itself"),
        )
    } else {
        (
            format!("版本的路径“{path}”里有不能用的符号，或者太长"),
            format!("the edition's path `{path}` holds a sign that it cannot have, or is too long"),
        )
    };
    Diagnostic::error("bad-edition", what.0, what.1).help(
        "第一个版本的路径留空（\"\"），其余各用一个简短的名称，只用英文字母、数字和减号，如 hant。",
        "Leave the first edition's path empty; give each other one a short name of letters, digits and hyphens, such as hant.",
    )
}

fn unknown_quotes(written: &str) -> Diagnostic {
    Diagnostic::error(
        "bad-edition",
        format!("引号没有“{written}”这种用法"),
        format!("`{written}` is no way of setting quotes"),
    )
    .help("写 corner，引号换成「 」；写 keep 或不写，照原样。", "Write corner for 「 」, or keep.")
}

/// What messages call a script.
fn name(script: Script) -> &'static str {
    match script {
        Script::Hans => "简体",
        Script::Hant => "繁体",
        Script::HantTw => "台湾",
        Script::HantHk => "香港",
    }
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
