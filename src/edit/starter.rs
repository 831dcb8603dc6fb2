//! The site that a new one begins as: `starter/`, inside the binary, with the site's own title.
//! It knows no article of it, and renders nothing.

use std::path::Path;

use include_dir::{Dir, include_dir};

use super::value::scalar;
use super::{EditError, files};

static STARTER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/starter");

/// Where the site's title comes to stand: with the quotation marks as a value in YAML, else as
/// words.
const TITLE: &str = "{title}";
const TITLE_VALUE: &str = "\"{title}\"";

/// Makes a new site in a folder that does not exist, or holds nothing. Returns how many files it
/// has.
pub(crate) fn found(folder: &Path, title: &str) -> Result<usize, EditError> {
    let folder = std::path::absolute(folder).map_err(|error| EditError::write(folder, error))?;
    let ground = files::survey(&folder)?;
    let mut count = 0;
    files::settle(&folder, &ground, |aside| write(&STARTER, aside, title, &mut count))?;
    Ok(count)
}

fn write(dir: &Dir<'_>, into: &Path, title: &str, count: &mut usize) -> Result<(), EditError> {
    for file in dir.files() {
        let path = into.join(file.path());
        match file.contents_utf8() {
            Some(text) => files::write_new(&path, titled(text, title).as_bytes())?,
            None => files::write_new(&path, file.contents())?,
        }
        *count += 1;
    }
    dir.dirs().try_for_each(|dir| write(dir, into, title, count))
}

fn titled(text: &str, title: &str) -> String {
    // Values go between parts that are filled already: a title that holds the pattern itself stays
    // as it is.
    text.split(TITLE_VALUE)
        .map(|part| part.replace(TITLE, title))
        .collect::<Vec<_>>()
        .join(&scalar(title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_is_a_value_in_yaml_and_words_elsewhere() {
        let text = "标题: \"{title}\"\n# {title}\n";
        assert_eq!(titled(text, "某市政协"), "标题: 某市政协\n# 某市政协\n");
        assert_eq!(titled(text, "政协: 甲"), "标题: \"政协: 甲\"\n# 政协: 甲\n");
        assert_eq!(titled(text, "{title}"), "标题: \"{title}\"\n# {title}\n");
    }
}
