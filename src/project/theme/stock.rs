//! All files of the themes in use, for whoever wants to look at them or have one of their own: where
//! each comes from, and what it is. It changes nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::chain::{Chain, THEMES};
use super::layer::{Files, LayerFile, REPLACED};
use super::{SCRIPT, StaticFile, ejected};
use crate::diagnostic::{Diagnostic, nearest};
use crate::project::source::{self, SourceFile};
use crate::project::{ProjectError, glossary, read_config};
use crate::script::{Lexicon, Readings, Script};

/// A file of the themes in use.
#[derive(Debug)]
pub(crate) struct StockFile {
    /// Its path within a theme, and within the site if that has one of its own: `templates/base.html`.
    pub(crate) path: String,
    /// The themes that have it, the nearest first; never empty.
    pub(crate) themes: Vec<String>,
    /// The nearest theme's.
    file: LayerFile,
    /// Where the site's own is, or would be.
    own: PathBuf,
}

impl StockFile {
    /// Whether the site has one of its own.
    pub(crate) fn is_replaced(&self) -> bool {
        self.own.is_file()
    }

    /// The theme whose file it is.
    pub(crate) fn theme(&self) -> &str {
        self.themes.first().map_or("", String::as_str)
    }

    /// The site's own file as a text.
    fn own_text(&self) -> Result<(Arc<str>, Option<Diagnostic>), ProjectError> {
        let shown = Arc::from(self.path.as_str());
        source::read_text(&SourceFile { path: self.own.clone(), shown })
    }

    /// Where the theme's file lies, as messages show it.
    pub(crate) fn shown(&self) -> &str {
        &self.file.shown
    }
}

/// See the module.
pub(crate) struct Stock {
    /// By path.
    pub(crate) files: Vec<StockFile>,
    chain: Chain,
    layers: Vec<Files>,
    script: Script,
    words: Lexicon,
}

impl Stock {
    /// Looks through the themes of the site at `root`; what is wrong with the settings, the chain and
    /// the folders is returned beside it.
    pub(crate) fn load(root: &Path) -> Result<(Self, Vec<Diagnostic>), ProjectError> {
        let (config, mut faults) = read_config(root, &Readings::new())?;
        let (chain, own) = Chain::read(root, &config.theme)?;
        faults.extend(own);
        let (glossary, own) = glossary::load(root, &config, &chain, None)?;
        faults.extend(own);
        let mut layers = Vec::new();
        let mut files: BTreeMap<String, StockFile> = BTreeMap::new();
        for link in &chain.links {
            let (of_link, own) = link.files(root, &REPLACED)?;
            faults.extend(own);
            for (path, file) in &of_link {
                let stock = files.entry(path.clone()).or_insert_with(|| StockFile {
                    path: path.clone(),
                    themes: Vec::new(),
                    file: file.clone(),
                    own: root.join(path),
                });
                stock.themes.push(link.name.clone());
            }
            layers.push(of_link);
        }
        if files.is_empty() {
            faults.push(crate::project::no_theme(&config));
        }
        let words = Lexicon::new(glossary.words().cloned());
        let files = files.into_values().collect();
        Ok((Self { files, chain, layers, script: config.script, words }, faults))
    }

    /// The file that somebody means: by its path, by what templates and pages call it, or by a name
    /// that no other file has.
    pub(crate) fn find(&self, name: &str) -> Result<&StockFile, Box<Diagnostic>> {
        let asked = name.replace('\\', "/");
        let asked = asked.trim_start_matches("./").trim_start_matches('/');
        let asked = asked.strip_prefix(THEMES).map_or(asked, |rest| rest.trim_start_matches('/'));
        let (first, rest) = asked.split_once('/').unwrap_or(("", asked));
        // Templates name the theme before a file of it, and so do messages.
        let asked = if self.chain.find(first).is_some() { rest } else { asked };
        let exact = std::iter::once(String::new())
            .chain(REPLACED.iter().map(|folder| format!("{folder}/")))
            .flat_map(|folder| [format!("{folder}{asked}"), format!("{folder}{asked}.html")])
            .find_map(|path| self.at(&path));
        let mut alone = self.files.iter().filter(|file| {
            file.path.strip_suffix(asked).is_some_and(|folder| folder.ends_with('/'))
        });
        let by_name = || match (alone.next(), alone.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        };
        exact.or_else(by_name).ok_or_else(|| Box::new(self.unknown(name, asked)))
    }

    fn at(&self, path: &str) -> Option<&StockFile> {
        let found = self.files.binary_search_by(|file| file.path.as_str().cmp(path));
        found.ok().and_then(|index| self.files.get(index))
    }

    fn unknown(&self, name: &str, asked: &str) -> Diagnostic {
        let names = self.files.iter().flat_map(|file| {
            let (_, inner) = file.path.split_once('/').unwrap_or_default();
            let last = file.path.rsplit('/').next().unwrap_or_default();
            [file.path.as_str(), inner, last]
        });
        let (zh, en) = match nearest(asked, names) {
            Some(near) => (format!("是不是想写“{near}”？"), format!("Did you mean `{near}`?")),
            None => (
                "运行 jianfan theme list，看主题有哪些文件。".to_owned(),
                "See what the theme has with `jianfan theme list`.".to_owned(),
            ),
        };
        Diagnostic::error(
            "unknown-theme-file",
            format!("主题里没有“{name}”这个文件"),
            format!("the theme has no file `{name}`"),
        )
        .help(zh, en)
    }

    /// A file as the site would have it: a template in the script that the site is written in, with
    /// a first line that tells where it came from.
    pub(crate) fn copy(&self, file: &StockFile) -> Result<Vec<u8>, ProjectError> {
        let bytes = match &file.file.body {
            StaticFile::Disk(path) => {
                std::fs::read(path).map_err(|error| ProjectError::read(path, error))?
            }
            StaticFile::Embedded(bytes) => bytes.to_vec(),
        };
        if std::str::from_utf8(&bytes).is_err() {
            return Ok(bytes);
        }
        let (original, _) = file.file.text()?;
        let text = self.as_site_writes(file, original.clone());
        Ok(ejected::marked(file.theme(), &file.path, &text, &original).into_bytes())
    }

    fn as_site_writes(&self, file: &StockFile, original: Arc<str>) -> Arc<str> {
        if self.script == SCRIPT || !file.path.starts_with("templates/") {
            return original;
        }
        Arc::from(self.words.convert(&original, SCRIPT, self.script))
    }

    /// The theme's version of a file and the site's own, as texts and without the line that tells
    /// where it was copied from; none when one of them is no text.
    pub(crate) fn versions(
        &self,
        file: &StockFile,
    ) -> Result<Option<(Arc<str>, String)>, ProjectError> {
        let (own, no_text) = file.own_text()?;
        let (original, no_original) = file.file.text()?;
        let is_error =
            |fault: &Option<Diagnostic>| fault.as_ref().is_some_and(Diagnostic::is_error);
        // A theme inside the binary is not read as a text before it is asked for as one.
        if is_error(&no_text) || is_error(&no_original) || original.contains('\0') {
            return Ok(None);
        }
        Ok(Some((self.as_site_writes(file, original), ejected::unmarked(&own).to_owned())))
    }

    /// That the theme's file has changed since the site's own was copied from it.
    pub(crate) fn outdated(&self, file: &StockFile) -> Result<Option<Diagnostic>, ProjectError> {
        let (own, _) = file.own_text()?;
        let shown = Arc::from(file.path.as_str());
        Ok(ejected::outdated(&shown, &own, &self.chain, &self.layers))
    }
}
