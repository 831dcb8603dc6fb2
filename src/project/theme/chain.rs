//! The themes in use: the one that the settings name, the one that it extends, and so on. It finds
//! files right in a theme's folder; it never layers what they hold.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::manifest::{Manifest, ThemePage};
use crate::diagnostic::{Diagnostic, nearest};
use crate::project::config::EMBEDDED_THEME;
use crate::project::source::{self, SourceFile};
use crate::project::{ProjectError, tree};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/tongxin");

/// The folder that holds the themes of a site.
pub(super) const THEMES: &str = "themes";

/// One theme of the chain.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) name: String,
    /// Its folder on disk, whether there is one or not.
    pub(super) folder: PathBuf,
    /// The same theme inside the binary, below that folder.
    pub(super) embedded: Option<&'static Dir<'static>>,
}

/// A data file of a theme.
pub(crate) enum ThemeData {
    /// On disk; a link may have led it out of the theme's folder of data.
    Disk { path: PathBuf, is_inside: bool },
    /// Inside the binary.
    Embedded(&'static str),
}

/// A text file right in a theme's folder.
pub(crate) struct OwnText {
    /// Where it lies, for messages.
    pub(crate) shown: Arc<str>,
    pub(crate) text: Arc<str>,
    /// What is wrong with it as a text.
    pub(crate) fault: Option<Diagnostic>,
}

impl Link {
    fn new(root: &Path, name: &str) -> Self {
        let folder = root.join(THEMES).join(name);
        let embedded = (name == EMBEDDED_THEME).then_some(&EMBEDDED);
        Self { name: name.to_owned(), folder, embedded }
    }

    fn exists(&self) -> bool {
        self.embedded.is_some() || self.folder.is_dir()
    }

    /// A text file of this name: the one on disk, else the one inside the binary.
    pub(crate) fn text(&self, root: &Path, file: &str) -> Result<Option<OwnText>, ProjectError> {
        let path = self.folder.join(file);
        if path.exists() {
            let shown = tree::shown(root, &path);
            let (text, fault) = source::read_text(&SourceFile { path, shown: shown.clone() })?;
            return Ok(Some(OwnText { shown, text, fault }));
        }
        let found = self.embedded.and_then(|dir| dir.get_file(file)?.contents_utf8());
        let shown = Arc::from(format!("{THEMES}/{}/{file}", self.name));
        Ok(found.map(|text| OwnText { shown, text: Arc::from(text), fault: None }))
    }

    /// The data file at a path from the theme's folder.
    pub(crate) fn data(&self, relative: &Path) -> Option<ThemeData> {
        let path = self.folder.join(relative);
        if let Ok(real) = path.canonicalize() {
            let folder = self.folder.join("data").canonicalize();
            let is_inside = folder.is_ok_and(|folder| real.starts_with(folder));
            return Some(ThemeData::Disk { path, is_inside });
        }
        let text = self.embedded?.get_file(relative)?.contents_utf8()?;
        Some(ThemeData::Embedded(text))
    }
}

/// The themes in use, the nearest first; never empty.
#[derive(Debug, Clone)]
pub(crate) struct Chain {
    pub(crate) links: Vec<Link>,
    /// The pages of all of them; of two at one address the nearer theme's.
    pub(super) pages: Vec<ThemePage>,
    /// What keeps the themes from being told apart.
    pub(crate) broken: Vec<Diagnostic>,
}

impl Chain {
    /// Follows the theme of that name to those that it extends, as far as they are there.
    pub(crate) fn read(root: &Path, name: &str) -> Result<(Self, Vec<Diagnostic>), ProjectError> {
        let (mut faults, mut of_pages) = (Vec::new(), Vec::new());
        let (mut links, mut pages): (Vec<Link>, Vec<ThemePage>) = (Vec::new(), Vec::new());
        let mut next = Some(Link::new(root, name));
        while let Some(link) = next.take() {
            let manifest = Manifest::of(&link, root, &mut faults)?;
            links.push(link);
            of_pages.extend(manifest.page_faults);
            for page in manifest.pages {
                if pages.iter().all(|nearer| nearer.address != page.address) {
                    pages.push(page);
                }
            }
            let Some((name, place)) = manifest.extends else { break };
            let parent = Link::new(root, &name);
            if links.iter().any(|link| link.name == name) {
                faults.push(circle(&links, &name).at(place));
            } else if parent.exists() {
                next = Some(parent);
            } else {
                faults.push(no_parent(root, &name).at(place));
            }
        }
        // No page is made while the themes cannot be told apart. The usual one stands in for what is
        // not there, so that articles are not blamed for being of kinds that it would declare.
        let errors = faults.iter().filter(|fault| fault.is_error());
        let broken: Vec<Diagnostic> = errors.cloned().collect();
        if !broken.is_empty() && links.iter().all(|link| link.name != EMBEDDED_THEME) {
            links.push(Link::new(root, EMBEDDED_THEME));
        }
        faults.extend(of_pages);
        Ok((Self { links, pages, broken }, faults))
    }

    /// The theme of that name, if it is one of these.
    pub(super) fn find(&self, name: &str) -> Option<&Link> {
        self.links.iter().find(|link| link.name == name)
    }
}

/// A new theme that is to extend another one; why that cannot be, if so.
pub(crate) fn refuse_parent(root: &Path, name: &str, parent: &str) -> Option<Diagnostic> {
    if name == parent {
        return Some(circle(&[Link::new(root, name)], parent));
    }
    (!Link::new(root, parent).exists()).then(|| no_parent(root, parent))
}

fn circle(links: &[Link], name: &str) -> Diagnostic {
    let again = links.iter().skip_while(|link| link.name != name).map(|link| link.name.as_str());
    let names: Vec<&str> = again.chain([name]).collect();
    let fault = if let [_, _] = names.as_slice() {
        Diagnostic::error(
            "theme-circle",
            format!("主题“{name}”不能继承自己"),
            format!("the theme `{name}` cannot extend itself"),
        )
    } else {
        let way = names.join(" → ");
        Diagnostic::error(
            "theme-circle",
            format!("主题的继承绕成了一圈：{way}"),
            format!("these themes extend one another in a circle: {way}"),
        )
    };
    fault.help(
        "继承的应当是另一个主题，它不能又反过来继承这一个；不需要继承的，删去这一行。",
        "Extend another theme, one that does not extend this one in turn; or remove the line.",
    )
}

fn no_parent(root: &Path, name: &str) -> Diagnostic {
    let known = known(root);
    let near = nearest(name, known.iter().map(String::as_str));
    let (zh, en) = match near {
        Some(near) => (format!("是不是想写“{near}”？"), format!("Did you mean `{near}`?")),
        None => (
            format!("把那个主题放进 themes 文件夹。现在有的主题：{}。", known.join("、")),
            format!("Put that theme into the themes folder. There are {}.", known.join(", ")),
        ),
    };
    Diagnostic::error(
        "theme-parent-missing",
        format!("没有可以继承的主题“{name}”"),
        format!("there is no theme `{name}` to extend"),
    )
    .help(zh, en)
}

/// The names of all themes that a site could use.
fn known(root: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(root.join(THEMES)).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.path().is_dir());
    let names = folders.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
    names.push(EMBEDDED_THEME.to_owned());
    names.sort();
    names.dedup();
    names
}
