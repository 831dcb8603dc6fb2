//! `theme.yaml`: the theme that a theme extends, and the pages that it has beside those of the content.
//! What else stands there is for people. It never looks at another file.

use std::path::Path;

use serde::Deserialize;

use super::bad_name;
use super::chain::{Link, OwnText};
use crate::address::Address;
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::project::ProjectError;
use crate::project::source;
use crate::project::yaml::{Entry, YamlText, duplicate, scalar, simplified};

/// The name of the file.
pub(crate) const FILE: &str = "theme.yaml";

/// English and Chinese names of its keys.
const KEYS: [(&str, &str); 9] = [
    (EXTENDS, "继承"),
    (PAGES, "页面"),
    ("name", "名称"),
    ("label", "显示名称"),
    ("version", "版本"),
    ("description", "简介"),
    ("author", "作者"),
    ("license", "许可"),
    ("homepage", "主页"),
];

const EXTENDS: &str = "extends";
const PAGES: &str = "pages";

/// A page that a theme makes of a template alone, such as a map of the site.
#[derive(Debug, Clone)]
pub(crate) struct ThemePage {
    pub(crate) address: Address,
    /// The name of its template.
    pub(crate) template: String,
    pub(crate) title: String,
    /// Where it is declared.
    pub(crate) place: Place,
}

/// A page as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[serde(alias = "网址")]
    path: String,
    #[serde(alias = "模板")]
    template: String,
    #[serde(alias = "标题")]
    title: String,
}

/// What a theme says of itself.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    /// The theme that it extends, with the place where it says so.
    pub(super) extends: Option<(String, Place)>,
    pub(super) pages: Vec<ThemePage>,
    /// What is wrong with its pages; the others can be made all the same.
    pub(super) page_faults: Vec<Diagnostic>,
}

impl Manifest {
    /// Reads that of a theme; a theme without one says nothing. `faults` are those that leave it open
    /// what it extends.
    pub(super) fn of(
        theme: &Link,
        root: &Path,
        faults: &mut Vec<Diagnostic>,
    ) -> Result<Self, ProjectError> {
        let mut manifest = Self::default();
        let Some(OwnText { shown, text, fault }) = theme.text(root, FILE)? else {
            return Ok(manifest);
        };
        faults.extend(fault);
        if text.trim().is_empty() {
            return Ok(manifest);
        }
        let (entries, own) = YamlText::whole(shown, source::without_private(text)).entries();
        faults.extend(own);
        let mut given: Vec<(&str, Entry)> = Vec::new();
        for entry in entries {
            let zh_key = simplified(&entry.key);
            let known = KEYS.iter().find(|(en, zh)| entry.key == *en || zh_key == *zh);
            let Some(&(name, _)) = known else {
                faults.extend(unknown(&entry));
                continue;
            };
            if let Some((_, earlier)) = given.iter().find(|(given, _)| *given == name) {
                let places = [&earlier.key_place, &entry.key_place].map(Clone::clone);
                faults.push(duplicate(&earlier.key, &entry.key, places));
                continue;
            }
            match name {
                EXTENDS => {
                    let name = scalar(&entry.value).unwrap_or_default();
                    match bad_name(&name) {
                        Some(fault) => faults.push(fault.at(entry.value_place.clone())),
                        None => manifest.extends = Some((name, entry.value_place.clone())),
                    }
                }
                PAGES => manifest.pages = pages(&entry, &mut manifest.page_faults),
                _ => {}
            }
            given.push((name, entry));
        }
        Ok(manifest)
    }
}

fn pages(entry: &Entry, faults: &mut Vec<Diagnostic>) -> Vec<ThemePage> {
    let lines: Vec<Line> = match serde_yaml::from_value(entry.value.clone()) {
        Ok(lines) => lines,
        Err(error) => {
            faults.push(bad_pages(&entry.key, &error.to_string()).at(entry.value_place.clone()));
            return Vec::new();
        }
    };
    let mut pages = Vec::new();
    for (index, Line { path, template, title }) in lines.into_iter().enumerate() {
        let place = entry.item_place(index);
        // A host serves nothing else as a page.
        let is_page = path.ends_with('/') || path.split('.').next_back() == Some("html");
        let is_page = is_page && path.starts_with('/') && !path.contains(['?', '#']);
        let address = Address::from_href(&path).filter(|_| is_page);
        if let Some(address) = address {
            pages.push(ThemePage { address, template, title, place });
        } else {
            let reason = format!("`{path}` is no address of a page");
            faults.push(bad_pages(&entry.key, &reason).at(place));
        }
    }
    pages
}

fn bad_pages(key: &str, reason: &str) -> Diagnostic {
    Diagnostic::error(
        "bad-setting",
        format!("“{key}”的写法不对"),
        format!("`{key}` is not written as it should be ({reason})"),
    )
    .help(
        "每页一行，网址从 / 写起，以 / 或 .html 结尾：- {path: /sitemap/, template: sitemap.html, title: 网站地图}",
        "One line each, with a path that begins with / and ends with / or .html: - {path: /sitemap/, template: sitemap.html, title: Sitemap}",
    )
}

fn unknown(entry: &Entry) -> Option<Diagnostic> {
    let key = &entry.key;
    let near = nearest(key, KEYS.iter().flat_map(|&(en, zh)| [en, zh]))?;
    let fault = Diagnostic::warning(
        "unknown-key",
        format!("没有“{key}”这一项设置"),
        format!("there is no setting `{key}`"),
    );
    let fault = fault.help(format!("是不是想写“{near}”？"), format!("Did you mean `{near}`?"));
    Some(fault.at(entry.key_place.clone()))
}
