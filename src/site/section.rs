//! Sections: the folders of `content/`, each with its own text if it has an `_index.md`, nested
//! as they lie. A section lists its own articles and those of the sections below it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::localize::Shown;
use super::slug::slug;
use super::{Entry, order};
use crate::address::Address;
use crate::article::Article;

/// One section. The first of a site is its home.
#[derive(Debug)]
pub(crate) struct Section {
    /// The folder within `content/`; empty for the home.
    pub(crate) folder: String,
    pub(crate) address: Address,
    /// Its own text, in every script that somebody wrote; empty when it has no `_index.md`.
    pub(crate) written: Vec<Arc<Article>>,
    pub(crate) title: String,
    pub(crate) description: String,
    /// The section above it; `None` for the home.
    pub(crate) parent: Option<usize>,
    /// The sections right below it, in their order.
    pub(crate) children: Vec<usize>,
    /// The articles that stand right in it, in order.
    pub(crate) own: Vec<usize>,
    /// Those and the ones below, in order.
    pub(crate) all: Vec<usize>,
    pub(crate) paginate_by: usize,
    weight: f64,
}

/// Makes the sections for the given folders; the ones above them are added.
pub(super) fn make<'a>(
    folders: impl Iterator<Item = &'a str>,
    texts: &BTreeMap<String, (Vec<Arc<Article>>, Shown)>,
    paginate_by: usize,
) -> Vec<Section> {
    let mut all: Vec<String> = vec![String::new()];
    for folder in folders {
        let mut rest = folder;
        while !rest.is_empty() {
            all.push(rest.to_owned());
            rest = rest.rsplit_once('/').map_or("", |(above, _)| above);
        }
    }
    all.sort();
    all.dedup();
    let mut sections: Vec<Section> = Vec::with_capacity(all.len());
    for folder in all {
        let parent_folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        let parent = sections.iter().position(|s| s.folder == parent_folder && s.folder != folder);
        sections.push(make_one(folder, texts, paginate_by, parent));
    }
    link(&mut sections);
    sections
}

fn make_one(
    folder: String,
    texts: &BTreeMap<String, (Vec<Arc<Article>>, Shown)>,
    paginate_by: usize,
    parent: Option<usize>,
) -> Section {
    let own_name = folder.rsplit('/').next().unwrap_or_default().to_owned();
    let (written, shown) = texts
        .get(&folder)
        .map_or((Vec::new(), None), |(written, shown)| (written.clone(), Some(shown)));
    let number = |name: &str| {
        let number = written.first().and_then(|article| article.meta.number(name));
        number.filter(|number| number.is_finite())
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let per_page =
        number("paginate_by").map_or(paginate_by, |n| n.clamp(1.0, 1_000_000.0) as usize);
    let weight = number("weight").unwrap_or(f64::INFINITY);
    Section {
        address: address_of(&folder),
        title: shown.map_or(own_name, |shown| shown.meta.text("title").to_owned()),
        description: shown.map_or_else(String::new, |s| s.meta.text("description").to_owned()),
        folder,
        written,
        parent,
        children: Vec::new(),
        own: Vec::new(),
        all: Vec::new(),
        paginate_by: per_page,
        weight,
    }
}

fn link(sections: &mut [Section]) {
    let mut children: Vec<(f64, String, usize, usize)> = sections
        .iter()
        .enumerate()
        .filter_map(|(i, s)| Some((s.weight, s.folder.clone(), i, s.parent?)))
        .collect();
    children.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    for (_, _, child, parent) in children {
        if let Some(parent) = sections.get_mut(parent) {
            parent.children.push(child);
        }
    }
}

/// The address of a folder: each segment's slug.
pub(super) fn address_of(folder: &str) -> Address {
    let slugs: Vec<String> = folder.split('/').filter(|s| !s.is_empty()).map(slug).collect();
    Address::new(&format!("/{}/", slugs.join("/")))
}

/// Puts the listed articles into their sections, in order, and into the ones above.
pub(super) fn fill(sections: &mut [Section], entries: &[Entry], listed: &[usize]) {
    let mut sorted: Vec<usize> = listed.to_vec();
    sorted.sort_by(|&a, &b| match (entries.get(a), entries.get(b)) {
        (Some(a), Some(b)) => order::compare(a, b),
        _ => std::cmp::Ordering::Equal,
    });
    for index in sorted {
        let Some(entry) = entries.get(index) else { continue };
        if let Some(section) = sections.get_mut(entry.section) {
            section.own.push(index);
        }
        let mut above = Some(entry.section);
        while let Some(section) = above.and_then(|at| sections.get_mut(at)) {
            section.all.push(index);
            above = section.parent;
        }
    }
}
