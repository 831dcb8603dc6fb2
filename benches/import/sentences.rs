//! Sentences to make documents of: those of the sample site's articles, plain ones only.

use std::fs;
use std::io;
use std::path::Path;

/// All sentences that quote nobody and hold no Markdown, in a fixed order.
pub(crate) fn of_sample_site() -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"), &mut files)?;
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let text = fs::read_to_string(file)?;
        let body = text.splitn(3, "---\n").nth(2).unwrap_or_default();
        let plain = |c: char| c.is_alphanumeric() || "，、；：（）·".contains(c);
        let sentences = body.split(['。', '\n']).map(str::trim);
        let good = sentences
            .filter(|one| (12..90).contains(&one.chars().count()) && one.chars().all(plain));
        all.extend(good.map(|one| format!("{one}。")));
    }
    if all.is_empty() {
        return Err(io::Error::other("the sample site has no sentences"));
    }
    Ok(all)
}

fn gather(folder: &Path, files: &mut Vec<std::path::PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("handbook") {
            gather(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "md") {
            files.push(path);
        }
    }
    Ok(())
}
