//! The files of a theme, layered: what the site keeps under `templates/`, `static/` and `kinds/`
//! wins over `themes/NAME/` on disk, which wins over the theme inside the binary. It reads and
//! layers; it never compiles a template.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::ProjectError;
use super::config::{Config, EMBEDDED_THEME};
use super::marked::MarkedText;
use super::source::{self, SourceFile};
use super::tree::{self, DotFiles, Tree};
use crate::diagnostic::Diagnostic;
use crate::script::{Lexicon, Readings, Script};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/tongxin");

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
#[derive(Debug, Clone)]
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
    /// Templates by name. Those of the theme are called `THEME/NAME`, so that one that the site
    /// replaces can still be extended; `NAME` alone means the site's, else the theme's.
    pub(crate) templates: Vec<Template>,
    /// Declarations of kinds, in the order in which they apply.
    pub(crate) kinds: Vec<ThemeFile>,
    /// Static files by their path from the site's root.
    pub(crate) statics: BTreeMap<String, StaticFile>,
}

impl Theme {
    /// Gathers the layers of the theme that the settings name; `words` are those of the glossary.
    pub(crate) fn load(
        root: &Path,
        config: &Config,
        words: &Lexicon,
        readings: &Readings,
    ) -> Result<(Self, Vec<Diagnostic>), ProjectError> {
        let name = config.theme.as_str();
        let mut layers = Layers::default();
        if name == EMBEDDED_THEME {
            layers.embedded(&EMBEDDED);
        }
        let theme_root = root.join("themes").join(name);
        layers.disk(root, &theme_root)?;
        let of_theme = std::mem::take(&mut layers.templates);
        layers.disk(root, root)?;
        let of_theme = of_theme
            .into_values()
            .map(|file| ThemeFile { name: format!("{name}/{}", file.name), ..file });
        let mut faults = std::mem::take(&mut layers.faults);
        // A theme speaks Simplified; a site that is written in another script reads it in its own.
        let of_theme = of_theme.map(|file| match config.script {
            SCRIPT => file,
            script => {
                let text = words.convert(&file.text, SCRIPT, script);
                ThemeFile { text: Arc::from(text), ..file }
            }
        });
        let templates = layers.templates.into_values().chain(of_theme).map(|file| {
            let (marked, marks) = MarkedText::read(file.path, file.text, config.script, readings);
            faults.extend(marks);
            Template { name: file.name, marked }
        });
        let templates = templates.collect();
        let kinds = layers.kinds.into_values().collect();
        Ok((Self { templates, kinds, statics: layers.statics }, faults))
    }
}

/// A text file of the theme inside the binary, if that is the one of this name, with its path as
/// messages show it.
pub(super) fn embedded(theme: &str, file: &str) -> Option<(Arc<str>, &'static str)> {
    let found = EMBEDDED.get_file(file).filter(|_| theme == EMBEDDED_THEME)?;
    Some((Arc::from(format!("themes/{theme}/{file}")), found.contents_utf8()?))
}

/// A theme is a folder of `themes/`, so its name is one name and no path out of there.
pub(super) fn bad_name(name: &str) -> Option<Diagnostic> {
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

#[derive(Default)]
struct Layers {
    templates: BTreeMap<String, ThemeFile>,
    kinds: BTreeMap<String, ThemeFile>,
    statics: BTreeMap<String, StaticFile>,
    faults: Vec<Diagnostic>,
}

impl Layers {
    fn embedded(&mut self, dir: &'static Dir<'static>) {
        for entry in dir.entries() {
            if let Some(dir) = entry.as_dir() {
                self.embedded(dir);
            } else if let Some(file) = entry.as_file()
                && let Some(path) = file.path().to_str()
            {
                let path = path.replace('\\', "/");
                if let Some(name) = path.strip_prefix("static/") {
                    self.statics.insert(name.to_owned(), StaticFile::Embedded(file.contents()));
                } else if let Some(text) = file.contents_utf8() {
                    let shown = Arc::from(format!("themes/{EMBEDDED_THEME}/{path}"));
                    self.text(&path, shown, Arc::from(text));
                }
            }
        }
    }

    fn disk(&mut self, root: &Path, folder: &Path) -> Result<(), ProjectError> {
        for part in ["templates", "kinds", "static"] {
            let dots = if part == "static" { DotFiles::Published } else { DotFiles::PassedOver };
            let Tree { files, faults } = tree::walk(root, &folder.join(part), dots)?;
            self.faults.extend(faults);
            for file in files {
                if part == "static" {
                    self.statics.insert(file.relative.clone(), StaticFile::Disk(file.path));
                    continue;
                }
                let name = format!("{part}/{}", file.relative);
                if is_read(&name) {
                    let shown = tree::shown(root, &file.path);
                    let source = SourceFile { path: file.path, shown: shown.clone() };
                    let (text, fault) = source::read_text(&source)?;
                    self.faults.extend(fault);
                    self.text(&name, shown, text);
                }
            }
        }
        Ok(())
    }

    fn text(&mut self, path: &str, shown: Arc<str>, text: Arc<str>) {
        let (part, name) = path.split_once('/').unwrap_or((path, ""));
        if !is_read(path) {
            return;
        }
        let (layer, text) = match part {
            "templates" => (&mut self.templates, text),
            // Declarations hold no fixed text, so that nothing in them may be taken for it.
            _ => (&mut self.kinds, source::without_private(text)),
        };
        layer.insert(name.to_owned(), ThemeFile { name: name.to_owned(), path: shown, text });
    }
}

/// Whether a file of a theme is one of the texts that it is made of.
fn is_read(path: &str) -> bool {
    match path.split_once('/') {
        Some(("templates", _)) => true,
        Some(("kinds", name)) => has_ending(name, "yaml") || has_ending(name, "yml"),
        _ => false,
    }
}

fn has_ending(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|own| own.eq_ignore_ascii_case(ending))
}
