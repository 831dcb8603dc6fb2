//! Pictures of a Word file, taken out of the archive. What lies outside of the archive is not fetched,
//! and what is no picture for the web is told of.

use std::collections::BTreeMap;

use super::package::{Package, Relations};
use crate::diagnostic::Diagnostic;
use crate::import::document::Document;
use crate::import::reader::pictures;
use crate::import::report::{Deed, Notes, Sure};
use crate::import::rule::Rule;

/// Fetches the pictures whose ids the body gave, and gives their blocks captions.
pub(super) fn fetch(
    package: &mut Package<'_>,
    main: &str,
    relations: &Relations,
    ids: &[String],
    document: &mut Document,
    notes: &mut Notes,
) -> Result<(), Box<Diagnostic>> {
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut numbers: Vec<Option<usize>> = Vec::with_capacity(ids.len());
    let mut known: BTreeMap<&str, Option<usize>> = BTreeMap::new();
    let mut shelf = pictures::Shelf::new();
    for id in ids {
        // One that is shown several times is one file.
        if let Some(number) = known.get(id.as_str()) {
            numbers.push(*number);
            continue;
        }
        let Some(relation) = relations.get(id) else {
            numbers.push(None);
            continue;
        };
        let inside = inner(folder, &relation.target).filter(|_| !relation.is_outside);
        let bytes = match inside {
            Some(name) => package.read(&name, pictures::MOST)?,
            None => None,
        };
        let number = bytes.and_then(|bytes| shelf.keep(document, &bytes));
        if number.is_none() {
            notes.note(0, Rule::Format, Deed::Dropped, relation.target.clone(), "", Sure::Certain);
        }
        known.insert(id, number);
        numbers.push(number);
    }
    pictures::number(document, &numbers);
    pictures::captions(document, notes);
    Ok(())
}

/// The name of a file in the archive; none for one that climbs out of it.
fn inner(folder: &str, target: &str) -> Option<String> {
    let whole = match target.strip_prefix('/') {
        Some(rooted) => rooted.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_never_climb_out_of_the_archive() {
        assert_eq!(inner("word", "media/image1.png").as_deref(), Some("word/media/image1.png"));
        assert_eq!(inner("word", "../media/a.png").as_deref(), Some("media/a.png"));
        assert_eq!(inner("word", "../../../etc/passwd"), None);
        assert_eq!(inner("word", "/media/a.png").as_deref(), Some("media/a.png"));
    }
}
