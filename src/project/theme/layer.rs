//! The files of one layer of a theme: a folder on disk, or the theme inside the binary. It finds
//! them; it never opens one.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use include_dir::Dir;

use super::StaticFile;
use super::chain::{Link, THEMES};
use crate::diagnostic::Diagnostic;
use crate::project::tree::{self, DotFiles, Tree};
use crate::project::{ProjectError, config};

/// A file of a layer, by its path within the layer: `templates/base.html`.
#[derive(Debug, Clone)]
pub(crate) struct LayerFile {
    /// Where it comes from, for messages.
    pub(crate) shown: Arc<str>,
    pub(crate) body: StaticFile,
}

/// The files of a layer by their paths.
pub(super) type Files = BTreeMap<String, LayerFile>;

/// The folders of a layer that a site is made with.
pub(super) const MADE_OF: [&str; 3] = ["templates", "kinds", "static"];

/// All folders of a theme that a site may have files of its own in.
pub(super) const REPLACED: [&str; 4] = ["templates", "kinds", "static", "data"];

impl Link {
    /// The theme's files in these folders; those on disk win over those inside the binary.
    pub(super) fn files(
        &self,
        root: &Path,
        folders: &[&str],
    ) -> Result<(Files, Vec<Diagnostic>), ProjectError> {
        let mut files = Files::new();
        if let Some(dir) = self.embedded {
            embedded(dir, folders, &mut files);
        }
        let (on_disk, faults) = on_disk(root, &self.folder, folders)?;
        files.extend(on_disk);
        Ok((files, faults))
    }
}

fn embedded(dir: &'static Dir<'static>, folders: &[&str], files: &mut Files) {
    for entry in dir.entries() {
        if let Some(dir) = entry.as_dir() {
            embedded(dir, folders, files);
        } else if let Some(file) = entry.as_file()
            && let Some(path) = file.path().to_str()
        {
            let path = path.replace('\\', "/");
            if is_of(&path, folders) {
                let shown = Arc::from(format!("{THEMES}/{}/{path}", config::EMBEDDED_THEME));
                let body = StaticFile::Embedded(file.contents());
                files.insert(path, LayerFile { shown, body });
            }
        }
    }
}

/// The files below these folders of a layer on disk.
pub(super) fn on_disk(
    root: &Path,
    layer: &Path,
    folders: &[&str],
) -> Result<(Files, Vec<Diagnostic>), ProjectError> {
    let mut files = Files::new();
    let mut faults = Vec::new();
    for folder in folders {
        let dots = if *folder == "static" { DotFiles::Published } else { DotFiles::PassedOver };
        let Tree { files: found, faults: own, .. } = tree::walk(root, &layer.join(folder), dots)?;
        faults.extend(own);
        for file in found {
            let path = format!("{folder}/{}", file.relative);
            if is_of(&path, folders) {
                let shown = tree::shown(root, &file.path);
                files.insert(path, LayerFile { shown, body: StaticFile::Disk(file.path) });
            }
        }
    }
    Ok((files, faults))
}

/// Whether a file is one of those that a theme is made of.
fn is_of(path: &str, folders: &[&str]) -> bool {
    match path.split_once('/') {
        Some(("kinds", name)) => has_ending(name, "yaml") || has_ending(name, "yml"),
        Some((folder, _)) => folders.contains(&folder),
        None => false,
    }
}

fn has_ending(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|own| own.eq_ignore_ascii_case(ending))
}
