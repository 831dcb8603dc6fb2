//! Files of a theme that a site gets of its own, and new themes. It never replaces a file, and does
//! not know what a theme holds.

use std::path::Path;

use super::value::scalar;
use super::{EditError, files};
use crate::project::THEME_FILE;

/// A file that is to be the site's own.
#[derive(Debug)]
pub(crate) struct Copy {
    /// From the site's root, `/`-joined.
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
}

/// Writes it; a file that has come to stand there is left as it is.
pub(crate) fn copy(root: &Path, copy: &Copy) -> Result<(), EditError> {
    files::write_new(&root.join(&copy.path), &copy.bytes)
}

/// Makes a theme that has nothing but the theme that it extends. Returns the path of its one file.
pub(crate) fn new_theme(root: &Path, name: &str, extends: &str) -> Result<String, EditError> {
    let folder = root.join("themes").join(name);
    let ground = files::survey(&folder)?;
    let text = format!(
        "# 这个文件夹里没有的文件，都用 {extends} 的；放一个同名的，就盖过它。\n\
         name: {}\nextends: {}\nversion: 0.1.0\n",
        scalar(name),
        scalar(extends)
    );
    files::settle(&folder, &ground, |aside| {
        files::write_new(&aside.join(THEME_FILE), text.as_bytes())
    })?;
    Ok(format!("themes/{name}/{THEME_FILE}"))
}
