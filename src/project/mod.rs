//! A site's folder as it lies on disk: settings, theme, and the tree of content.
//!
//! The only reader of content and themes. It hands out texts and paths; it never looks inside a
//! front matter, never parses Markdown, and writes nothing.

mod color;
mod config;
mod data;
mod edition;
mod encoding;
mod fonts;
mod glossary;
mod incoming;
mod kind;
mod ledger;
mod marked;
mod menu;
mod pictures;
mod publish;
mod source;
mod taxonomy;
mod theme;
mod tree;
mod words;
mod yaml;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) use color::Color;
pub(crate) use config::{Config, FILE as CONFIG_FILE, is_base_url};
pub(crate) use data::{Data, DataFault, DataFolder, DataFormat};
pub(crate) use edition::{Edition, unknown_script};
pub(crate) use fonts::{FontChoice, FontRole, FontSources};
pub(crate) use glossary::{
    FILE as GLOSSARY_FILE, Glossary, kind_of as glossary_list, list_names as glossary_names,
};
pub(crate) use incoming::{Incoming, incoming, too_large_to_import};
pub(crate) use kind::{Field, FieldType, Fields, Kind, Kinds};
pub(crate) use ledger::{
    FOLDER as REVIEW, Ledger, MERGE as REVIEW_MERGE, Seen, path as ledger_path,
    read as read_ledger, strays as stray_ledgers, with_seen,
};
pub(crate) use marked::{MarkedText, bad_mark};
pub(crate) use menu::MenuItem;
pub(crate) use publish::{
    BucketAddress, Destination, ObjectStorage, Provider, PublishTarget, Review, StopAt,
};
pub(crate) use source::{ContentTree, Source, SourceFile, decoded, read_lines, unchanged};
pub(crate) use taxonomy::{MemberOrder, TaxonomyRule, TermOrder};
pub(crate) use theme::{
    Chain, FILE as THEME_FILE, StaticFile, Stock, StockFile, Template, Theme, ThemePage, bad_name,
    refuse_parent,
};
pub(crate) use tree::{Stamp, TreeFile};
pub(crate) use words::{
    ListOfWords, WordItem, contradictions, read as read_words, script_named, unpadded,
};
pub(crate) use yaml::{
    Entry, YamlText, duplicate, full_width_colon, scalar, simplified, written, written_item,
};

use crate::diagnostic::{Diagnostic, Place};
use crate::script::{Lexicon, Readings, Script};

/// The folder that holds the articles.
pub(crate) const CONTENT: &str = "content";

/// Everything of a site but the texts of its articles.
#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) config: Arc<Config>,
    pub(crate) kinds: Arc<Kinds>,
    /// How articles are gathered beside their sections.
    pub(crate) taxonomies: Vec<TaxonomyRule>,
    pub(crate) theme: Theme,
    /// The editors' own words.
    pub(crate) glossary: Glossary,
    pub(crate) content: ContentTree,
    /// What templates may read besides.
    pub(crate) data: DataFolder,
    /// What its fonts are made from.
    pub(crate) fonts: Arc<FontSources>,
}

/// What held before, and holds on while its file cannot be read as it stands.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct LastGood<'a> {
    pub(crate) config: Option<&'a Config>,
    pub(crate) kinds: Option<&'a Kinds>,
    pub(crate) glossary: Option<&'a Glossary>,
}

/// The disk would not be read.
#[derive(Debug)]
pub(crate) enum ProjectError {
    /// A file or folder that could not be opened.
    Read { path: PathBuf, error: io::Error },
    /// No folder above this one holds a `site.yaml`.
    NoSite { from: PathBuf },
}

impl ProjectError {
    fn read(path: &Path, error: io::Error) -> Self {
        Self::Read { path: path.to_path_buf(), error }
    }

    /// The error in an editor's words.
    pub(crate) fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::Read { path, error } => {
                tree::unreadable(error).at(Place::file(path.to_string_lossy()))
            }
            Self::NoSite { from } => Diagnostic::error(
                "no-site",
                "这里没有网站：找不到 site.yaml",
                "there is no site here: no site.yaml was found",
            )
            .help(
                "换到网站所在的文件夹，或用 --root 指明它。",
                "Change to the site's folder, or name it with --root.",
            )
            .at(Place::file(from.to_string_lossy())),
        }
    }
}

/// The site's root: `given`, or the nearest folder at or above the current one that holds a
/// `site.yaml`, or the current one when it holds a `content` folder.
pub(crate) fn find_root(given: Option<&Path>) -> Result<PathBuf, ProjectError> {
    if let Some(root) = given {
        let usable = root.join(CONFIG_FILE).is_file() || root.join(CONTENT).is_dir();
        return if usable {
            Ok(root.to_path_buf())
        } else {
            Err(ProjectError::NoSite { from: root.to_path_buf() })
        };
    }
    let here =
        std::env::current_dir().map_err(|error| ProjectError::read(Path::new("."), error))?;
    let with_settings = here.ancestors().find(|folder| folder.join(CONFIG_FILE).is_file());
    // A folder of articles is a site, too, with the usual settings.
    let found = with_settings.or_else(|| Some(&*here).filter(|here| here.join(CONTENT).is_dir()));
    found.map(Path::to_path_buf).ok_or(ProjectError::NoSite { from: here })
}

impl Project {
    /// Reads settings, theme and tree; what is wrong with them is returned beside it. While settings,
    /// a kind or the glossary cannot be read as they stand, those from `before` hold.
    pub(crate) fn load(
        root: &Path,
        readings: &Readings,
        before: LastGood<'_>,
    ) -> Result<(Self, Vec<Diagnostic>), ProjectError> {
        let (mut config, mut faults) = read_config(root, readings)?;
        if before.config.is_some() && !root.join(CONFIG_FILE).exists() {
            faults.push(settings_gone());
        }
        if let Some(before) = before.config.filter(|_| faults.iter().any(Diagnostic::is_error)) {
            config = before.clone();
        }
        let read = |config: &Config| {
            let (chain, mut faults) = Chain::read(root, &config.theme)?;
            let (glossary, own) = glossary::load(root, config, &chain, before.glossary)?;
            faults.extend(own);
            let words = Lexicon::new(glossary.words().cloned());
            let (theme, own) = Theme::load(root, config, &chain, &words, readings)?;
            faults.extend(own);
            let data = DataFolder::new(root, &chain);
            Ok((glossary, theme, data, faults))
        };
        let (glossary_and_theme, content) =
            rayon::join(|| read(&config), || ContentTree::walk(root));
        let (mut glossary, mut theme, mut data, mut theme_faults) = glossary_and_theme?;
        if theme.templates.is_empty() && theme.broken.is_empty() {
            faults.push(no_theme(&config));
            if let Some(before) = before.config {
                config = before.clone();
                (glossary, theme, data, theme_faults) = read(&config)?;
            }
        }
        faults.extend(theme_faults);
        let (kinds, kind_faults) = Kinds::read(&theme.kinds, before.kinds);
        faults.extend(kind_faults);
        let default = config.default_kind.as_deref().filter(|name| kinds.find(name).is_none());
        faults.extend(default.map(|name| kinds.unknown(name).at(Place::file(CONFIG_FILE))));
        let (taxonomies, unknown) = taxonomy::resolve(config.taxonomies.as_ref(), &kinds);
        faults.extend(unknown);
        let (content, tree_faults) = content?;
        faults.extend(tree_faults);
        let fonts = Arc::new(FontSources::gather(root, &config, &theme)?);
        let (config, kinds) = (Arc::new(config), Arc::new(kinds));
        Ok((Self { config, kinds, taxonomies, theme, glossary, content, data, fonts }, faults))
    }
}

/// The editors' own words of a site, without the rest of it. Of what is wrong with the settings only
/// errors are told: they may name another theme than the one whose words these are.
pub(crate) fn read_glossary(root: &Path) -> Result<(Glossary, Vec<Diagnostic>), ProjectError> {
    let (config, mut faults) = read_config(root, &Readings::new())?;
    faults.retain(Diagnostic::is_error);
    // What is wrong with the chain is no matter of words.
    let (chain, _) = Chain::read(root, &config.theme)?;
    let (glossary, own) = glossary::load(root, &config, &chain, None)?;
    faults.extend(own);
    Ok((glossary, faults))
}

/// The settings of a site, without the rest of it.
pub(crate) fn read_settings(root: &Path) -> Result<(Config, Vec<Diagnostic>), ProjectError> {
    read_config(root, &Readings::new())
}

/// Whether a fault keeps the settings from being taken as they stand.
pub(crate) fn spoils_settings(fault: &Diagnostic) -> bool {
    fault.is_error() && fault.place.as_ref().is_some_and(|place| &*place.path == CONFIG_FILE)
}

fn read_config(
    root: &Path,
    readings: &Readings,
) -> Result<(Config, Vec<Diagnostic>), ProjectError> {
    let path = root.join(CONFIG_FILE);
    if !path.exists() {
        return Ok((Config::default(), Vec::new()));
    }
    let file = SourceFile { path, shown: Arc::from(CONFIG_FILE) };
    let (text, fault) = source::read_text(&file)?;
    // The settings say which script they are written in, so it is not known yet; it only matters
    // to a mark that leaves scripts out.
    let (marked, mut faults) =
        MarkedText::read(Arc::from(CONFIG_FILE), text, Script::Hans, readings);
    let (config, config_faults) = Config::read(&YamlText::whole(CONFIG_FILE, marked.text.clone()));
    faults.extend(fault);
    faults.extend(config_faults.into_iter().map(|mut fault| {
        fault.place = fault.place.map(|place| marked.place(&place.span));
        publish::hide_secret(fault)
    }));
    Ok((config, faults))
}

/// A site may do without settings, but not lose them on the way.
fn settings_gone() -> Diagnostic {
    Diagnostic::error(
        "settings-gone",
        "site.yaml 不见了，先按原来的设置显示",
        "site.yaml is gone; the settings that it had still hold",
    )
    .help(
        "把它放回来；真的不要了，重新运行预览。",
        "Put it back; or, if you mean it, start the preview again.",
    )
    .at(Place::file(CONFIG_FILE))
}

/// The fault of a theme that has no template at all.
pub(crate) fn no_theme(config: &Config) -> Diagnostic {
    let name = &config.theme;
    Diagnostic::error(
        "no-theme",
        format!("找不到主题“{name}”"),
        format!("there is no theme `{name}`"),
    )
    .help(
        "把主题放进 themes 文件夹，或删去 site.yaml 里的 theme 一行，用自带的主题。",
        "Put it under themes/, or remove `theme` from site.yaml to use the built-in one.",
    )
    .at(Place::file(CONFIG_FILE))
}
