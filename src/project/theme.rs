//! The files of a theme, layered: what the site keeps under `templates/`, `static/` and `kinds/`
//! wins over the theme that it names, which wins over the theme that this one extends, and so on;
//! a theme on disk wins over the one of its name inside the binary. It reads and layers; it never
//! compiles a template.

mod chain;
mod ejected;
mod layer;
mod manifest;
mod stock;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) use chain::{Chain, ThemeData, refuse_parent};
pub(crate) use manifest::{FILE, ThemePage};
pub(crate) use stock::{Stock, StockFile};

use self::layer::{Files, LayerFile, MADE_OF};
use super::ProjectError;
use super::config::Config;
use super::marked::MarkedText;
use super::source::{self, SourceFile};
use crate::diagnostic::Diagnostic;
use crate::script::{Lexicon, Readings, Script};

/// The script that themes are written in.
pub(super) const SCRIPT: Script = Script::Hans;

/// A text file of the theme.
#[derive(Debug, Clone)]
pub(crate) struct ThemeFile {
    /// Its name within its folder: `base.html`, `report.yaml`.
    pub(crate) name: String,
    /// Where it comes from, for messages.
    pub(crate) path: Arc<str>,
    /// Its text.
    pub(crate) text: Arc<str>,
}

/// A file that is served as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum StaticFile {
    /// On disk.
    Disk(PathBuf),
    /// Inside the binary.
    Embedded(&'static [u8]),
}

/// A template.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    /// What other templates call it.
    pub(crate) name: String,
    /// Its text, with what is fixed for each edition marked.
    pub(crate) marked: MarkedText,
}

/// A theme as the site sees it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Theme {
    /// The names of the themes in use, the nearest first.
    pub(crate) names: Vec<String>,
    /// What keeps the themes from being told apart; without them no page can be made.
    pub(crate) broken: Vec<Diagnostic>,
    /// Templates by name. Those of a theme are called `THEME/NAME`, so that one that the site or
    /// another theme replaces can still be extended; `NAME` alone means the nearest.
    pub(crate) templates: Vec<Template>,
    /// Pages that the themes have beside those of the content, with titles in the site's script.
    pub(crate) pages: Vec<ThemePage>,
    /// Declarations of kinds, in the order in which they apply.
    pub(crate) kinds: Vec<ThemeFile>,
    /// Static files by their path from the site's root.
    pub(crate) statics: BTreeMap<String, StaticFile>,
}

impl Theme {
    /// Gathers the layers of the themes in use; `words` are those of the glossary.
    pub(crate) fn load(
        root: &Path,
        config: &Config,
        chain: &Chain,
        words: &Lexicon,
        readings: &Readings,
    ) -> Result<(Self, Vec<Diagnostic>), ProjectError> {
        let mut faults = Vec::new();
        let mut of_themes: Vec<Files> = Vec::with_capacity(chain.links.len());
        for link in &chain.links {
            let (files, own) = link.files(root, &MADE_OF)?;
            of_themes.push(files);
            faults.extend(own);
        }
        let (own_files, own) = layer::on_disk(root, root, &MADE_OF)?;
        faults.extend(own);
        let mut theme = Self {
            names: chain.links.iter().map(|it| it.name.clone()).collect(),
            broken: chain.broken.clone(),
            ..Self::default()
        };
        let mut kinds: BTreeMap<String, ThemeFile> = BTreeMap::new();
        let mut templates = Vec::new();
        for (link, files) in chain.links.iter().zip(&of_themes).rev() {
            let mut of_link = Vec::new();
            for (path, file) in files {
                if let Some(text) = theme.take(path, file, &mut kinds, &mut faults)? {
                    let text = in_script(text, config.script, words);
                    of_link
                        .push(ThemeFile { name: format!("{}/{}", link.name, text.name), ..text });
                }
            }
            templates.push(of_link);
        }
        let mut of_site = Vec::new();
        for (path, file) in &own_files {
            of_site.extend(theme.take(path, file, &mut kinds, &mut faults)?);
            let is_ours = || of_themes.iter().any(|files| files.contains_key(path));
            if (!path.starts_with("static/") || is_ours())
                && let Ok((text, _)) = file.text()
            {
                faults.extend(ejected::outdated(&file.shown, &text, chain, &of_themes));
            }
        }
        let files = of_site.into_iter().chain(templates.into_iter().rev().flatten());
        let templates = files.map(|file| {
            let (marked, marks) = MarkedText::read(file.path, file.text, config.script, readings);
            faults.extend(marks);
            Template { name: file.name, marked }
        });
        theme.templates = templates.collect();
        theme.pages.clone_from(&chain.pages);
        for page in &mut theme.pages {
            page.title = words.convert(&page.title, SCRIPT, config.script).into_owned();
        }
        theme.kinds = kinds.into_values().collect();
        Ok((theme, faults))
    }

    /// Puts a file over those below it; a template is given back.
    fn take(
        &mut self,
        path: &str,
        file: &LayerFile,
        kinds: &mut BTreeMap<String, ThemeFile>,
        faults: &mut Vec<Diagnostic>,
    ) -> Result<Option<ThemeFile>, ProjectError> {
        let (folder, name) = path.split_once('/').unwrap_or((path, ""));
        if folder == "static" {
            self.statics.insert(name.to_owned(), file.body.clone());
            return Ok(None);
        }
        let (text, fault) = file.text()?;
        faults.extend(fault);
        let text = ThemeFile { name: name.to_owned(), path: file.shown.clone(), text };
        if folder == "templates" {
            return Ok(Some(text));
        }
        // Declarations hold no fixed text, so that nothing in them may be taken for it.
        let text = ThemeFile { text: source::without_private(text.text), ..text };
        kinds.insert(name.to_owned(), text);
        Ok(None)
    }
}

impl LayerFile {
    /// Its text, beside what is wrong with it as one.
    fn text(&self) -> Result<(Arc<str>, Option<Diagnostic>), ProjectError> {
        match &self.body {
            StaticFile::Disk(path) => {
                source::read_text(&SourceFile { path: path.clone(), shown: self.shown.clone() })
            }
            // What is inside the binary was text when it was put there, or is never asked for as one.
            StaticFile::Embedded(bytes) => Ok((Arc::from(String::from_utf8_lossy(bytes)), None)),
        }
    }
}

/// A theme speaks Simplified; a site that is written in another script reads it in its own.
fn in_script(file: ThemeFile, script: Script, words: &Lexicon) -> ThemeFile {
    match script {
        SCRIPT => file,
        script => ThemeFile { text: Arc::from(words.convert(&file.text, SCRIPT, script)), ..file },
    }
}

/// A theme is a folder of `themes/`, so its name is one name and no path out of there.
pub(crate) fn bad_name(name: &str) -> Option<Diagnostic> {
    let is_name = !name.trim().is_empty() && !name.starts_with('.');
    if is_name && !name.contains(['/', '\\', ':']) {
        return None;
    }
    let fault = Diagnostic::error(
        "bad-theme",
        format!("主题“{name}”不是一个文件夹名"),
        format!("the theme `{name}` is not the name of a folder"),
    );
    Some(fault.help(
        "把主题放进 themes 文件夹，这里只写它的文件夹名，如 tongxin。",
        "Put the theme into the themes folder and write its folder's name only, such as tongxin.",
    ))
}
