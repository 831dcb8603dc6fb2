//! Files that somebody wants to import, from anywhere: those named, and those in folders that are
//! named. It reads them and knows nothing of what is in them.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use super::ProjectError;
use crate::diagnostic::{Diagnostic, Place};

/// The largest file that is read, in bytes.
const MOST: u64 = 200 << 20;

/// A file to be imported.
#[derive(Debug, Clone)]
pub(crate) struct Incoming {
    /// `None` is the standard input.
    path: Option<PathBuf>,
    /// As messages show it.
    pub(crate) shown: Arc<str>,
    /// Its name without folders.
    pub(crate) name: String,
}

/// All files that `names` stand for, in order: `-` is the standard input, a folder stands for all files
/// in it that have one of these endings. What a word processor keeps beside a file is passed over.
pub(crate) fn incoming(names: &[PathBuf], endings: &[&str]) -> (Vec<Incoming>, Vec<Diagnostic>) {
    let (mut files, mut faults) = (Vec::new(), Vec::new());
    for name in names {
        if name.as_os_str() == "-" {
            files.push(Incoming {
                path: None,
                shown: Arc::from("<stdin>"),
                name: "stdin.txt".to_owned(),
            });
            continue;
        }
        if !name.is_dir() {
            files.push(Incoming::of(name.clone()));
            continue;
        }
        let walk = WalkDir::new(name).sort_by_file_name().into_iter();
        for entry in
            walk.filter_entry(|entry| !(entry.file_type().is_dir() && is_of_page(entry.path())))
        {
            match entry {
                Ok(entry) if entry.file_type().is_file() && is_meant(entry.path(), endings) => {
                    files.push(Incoming::of(entry.into_path()));
                }
                Ok(_) => {}
                Err(error) => {
                    let path = error.path().unwrap_or(name).to_path_buf();
                    faults.push(ProjectError::read(&path, error.into()).diagnostic());
                }
            }
        }
    }
    (files, faults)
}

fn is_meant(path: &Path, endings: &[&str]) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    !name.starts_with(['.', '~']) && ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

/// The folder in which a browser keeps what belongs to a page that it saved.
fn is_of_page(folder: &Path) -> bool {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let stem = name
        .as_deref()
        .and_then(|name| ["_files", ".files"].iter().find_map(|ending| name.strip_suffix(ending)));
    let page = |ending: &str| stem.map(|stem| folder.with_file_name(format!("{stem}.{ending}")));
    ["html", "htm", "shtml"].into_iter().filter_map(page).any(|page| page.is_file())
}

/// The largest file that is read from beside another, in bytes.
const MOST_BESIDE: u64 = 64 << 20;

impl Incoming {
    /// A file that lies beside this one, by a name that does not climb; none that a link leads away to.
    pub(crate) fn beside(&self, name: &str) -> Option<Vec<u8>> {
        let folder = self.path.as_deref()?.parent()?;
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let (folder, file) = (folder.canonicalize().ok()?, folder.join(name).canonicalize().ok()?);
        let length = file.metadata().ok().filter(std::fs::Metadata::is_file)?.len();
        let is_near = file.starts_with(&folder) && length <= MOST_BESIDE;
        is_near.then(|| std::fs::read(&file).ok()).flatten()
    }

    fn of(path: PathBuf) -> Self {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let shown = Arc::from(path.to_string_lossy().replace('\\', "/"));
        Self { path: Some(path), shown, name: name.unwrap_or_default() }
    }

    /// How many bytes it has; nothing for what has no length.
    pub(crate) fn length(&self) -> u64 {
        self.path.as_deref().and_then(|path| path.metadata().ok()).map_or(0, |facts| facts.len())
    }

    /// Reads it, unless it is too large.
    pub(crate) fn read(&self) -> Result<Vec<u8>, Box<Diagnostic>> {
        let failed = |error: io::Error| {
            let path = self.path.as_deref().unwrap_or(Path::new("<stdin>"));
            Box::new(ProjectError::read(path, error).diagnostic())
        };
        let mut bytes = Vec::new();
        let most = MOST + 1;
        match &self.path {
            None => io::stdin().lock().take(most).read_to_end(&mut bytes).map_err(failed)?,
            Some(path) => {
                let file = File::open(path).map_err(failed)?;
                let length = file.metadata().map_err(failed)?.len();
                if length > MOST {
                    return Err(Box::new(
                        too_large_to_import().at(Place::file(self.shown.clone())),
                    ));
                }
                file.take(most).read_to_end(&mut bytes).map_err(failed)?
            }
        };
        if bytes.len() as u64 > MOST {
            return Err(Box::new(too_large_to_import().at(Place::file(self.shown.clone()))));
        }
        Ok(bytes)
    }
}

/// The fault of what is larger than anybody's article, whether packed or unpacked.
pub(crate) fn too_large_to_import() -> Diagnostic {
    let most = MOST >> 20;
    Diagnostic::error(
        "import-too-large",
        format!("文件太大，超过 {most} MB，没有导入"),
        format!("the file is larger than {most} MB; it was not imported"),
    )
    .help(
        "用 WPS 或 Word 打开，压缩里面的图片（图片工具→压缩图片），或者分成几个文件。",
        "Open it, compress its pictures, or split it into several files.",
    )
}
