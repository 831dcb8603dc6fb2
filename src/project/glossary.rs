//! `glossary.yaml`: names of people and places and set terms, with their forms in every script. The
//! site has one beside its settings, and so may every theme. It never looks at a text.

use std::path::Path;
use std::sync::Arc;

use super::config::Config;
use super::source::{self, SourceFile};
use super::theme::{self, Chain};
use super::words::{self, ListOfWords, ListedWord};
use super::yaml::{Entry, YamlText, duplicate, simplified};
use super::{ProjectError, tree};
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::script::Script;
use crate::script::lexicon::{Origin, Word, WordKind};

/// The name of the file.
pub(crate) const FILE: &str = "glossary.yaml";

/// The words of a site and of its themes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Glossary {
    /// Absent when the site has no such file.
    site: Option<Vec<Word>>,
    theme: Vec<Word>,
}

impl Glossary {
    /// All words, the site's before the theme's.
    pub(crate) fn words(&self) -> impl Iterator<Item = &Word> {
        self.site.iter().flatten().chain(&self.theme)
    }
}

/// The lists of a glossary: what they hold, and their names.
const LISTS: [(WordKind, &str, &[&str]); 3] = [
    (WordKind::Name, "people", &["人名", "名字", "姓名", "人物"]),
    (WordKind::Place, "places", &["地名", "地点"]),
    (WordKind::Term, "terms", &["用语", "术语"]),
];

/// Reads the glossaries of a site. While one cannot be read as it stands, the one from `before` holds.
pub(super) fn load(
    root: &Path,
    config: &Config,
    chain: &Chain,
    before: Option<&Glossary>,
) -> Result<(Glossary, Vec<Diagnostic>), ProjectError> {
    let mut faults = Vec::new();
    let mut settled = |read: Read, before: Option<&Vec<Word>>| {
        let Read { words, faults: own } = read;
        let is_broken = own.iter().any(Diagnostic::is_error);
        faults.extend(own);
        before.filter(|_| is_broken).cloned().unwrap_or(words)
    };
    let own_before = before.and_then(|before| before.site.as_ref());
    let own = disk(root, &root.join(FILE), config.script, Origin::Site)?;
    let site = match (own, own_before) {
        (Some(read), before) => Some(settled(read, before)),
        (None, Some(before)) => {
            let faults = vec![gone()];
            Some(settled(Read { words: Vec::new(), faults }, Some(before)))
        }
        (None, None) => None,
    };
    // The nearest theme's words come first; of one word in two of them the first holds.
    let mut of_themes = Read { words: Vec::new(), faults: Vec::new() };
    for link in &chain.links {
        let Some(own) = link.text(root, FILE)? else { continue };
        let read = Read::new(own.shown, own.text, theme::SCRIPT, Origin::Theme);
        of_themes.words.extend(read.words);
        of_themes.faults.extend(read.faults);
        of_themes.faults.extend(own.fault);
    }
    let theme = settled(of_themes, before.map(|before| &before.theme));
    Ok((Glossary { site, theme }, faults))
}

fn disk(
    root: &Path,
    path: &Path,
    script: Script,
    origin: Origin,
) -> Result<Option<Read>, ProjectError> {
    if !path.exists() {
        return Ok(None);
    }
    let shown = tree::shown(root, path);
    let file = SourceFile { path: path.to_path_buf(), shown: shown.clone() };
    let (text, fault) = source::read_text(&file)?;
    let mut read = Read::new(shown, text, script, origin);
    read.faults.extend(fault);
    Ok(Some(read))
}

/// What a glossary says, and what is wrong with it.
struct Read {
    words: Vec<Word>,
    faults: Vec<Diagnostic>,
}

impl Read {
    fn new(path: Arc<str>, text: Arc<str>, script: Script, origin: Origin) -> Self {
        let yaml = YamlText::whole(path, source::without_private(text));
        let (entries, mut faults) = yaml.entries();
        let mut listed: Vec<ListedWord> = Vec::new();
        let mut given: Vec<(WordKind, Entry)> = Vec::new();
        for entry in entries {
            let Some(kind) = kind_of(&entry.key) else {
                faults.push(unknown_list(&entry.key).at(entry.key_place));
                continue;
            };
            if let Some((_, earlier)) = given.iter().find(|(known, _)| *known == kind) {
                let places = [&earlier.key_place, &entry.key_place].map(Clone::clone);
                faults.push(duplicate(&earlier.key, &entry.key, places));
                continue;
            }
            let (words, own) = words::read(&entry, ListOfWords { script, kind, origin });
            listed.extend(words);
            faults.extend(own);
            given.push((kind, entry));
        }
        faults.extend(words::contradictions(&listed, script));
        Self { words: listed.into_iter().map(|listed| listed.word).collect(), faults }
    }
}

/// What a list of a glossary is called: its name in Chinese, and in English.
pub(crate) fn list_names(kind: WordKind) -> (&'static str, &'static str) {
    let list = LISTS.iter().find(|(known, _, _)| *known == kind);
    list.map_or(("用语", "terms"), |(_, en, zh)| (zh.first().copied().unwrap_or(en), en))
}

/// The list of a glossary that a key names.
pub(crate) fn kind_of(key: &str) -> Option<WordKind> {
    let zh_key = simplified(key);
    let named = LISTS.iter().find(|(_, en, zh)| key == *en || zh.contains(&zh_key.as_str()));
    named.map(|(kind, _, _)| *kind)
}

/// Words under a key that nobody knows would be lost without a sound.
fn unknown_list(key: &str) -> Diagnostic {
    let names = LISTS.iter().flat_map(|(_, en, zh)| zh.iter().chain([en]).copied());
    let (zh, en) = match nearest(key, names) {
        Some(near) => (format!("是不是想写“{near}”？"), format!("Did you mean `{near}`?")),
        None => {
            ("可以写：人名、地名、用语。".to_owned(), "Write people, places or terms.".to_owned())
        }
    };
    Diagnostic::error(
        "unknown-word-list",
        format!("词表里没有“{key}”这一类"),
        format!("a glossary has no list `{key}`"),
    )
    .help(zh, en)
}

/// A site may do without a glossary, but not lose it on the way: its names would be wrong again.
fn gone() -> Diagnostic {
    Diagnostic::error(
        "glossary-gone",
        "glossary.yaml 不见了，先按原来的词表转换",
        "glossary.yaml is gone; the words that it had still hold",
    )
    .help(
        "把它放回来；真的不要了，重新运行预览。",
        "Put it back; or, if you mean it, start the preview again.",
    )
    .at(Place::file(FILE))
}
