//! What `site.yaml` says of fonts, and the texts beside the articles whose characters they must have.
//! It never opens a font.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;

use super::config::{Config, FILE};
use super::data::DataFormat;
use super::edition::unknown_script;
use super::source::{self, SourceFile};
use super::theme::Theme;
use super::tree::{self, DotFiles};
use super::yaml::Entry;
use super::{CONTENT, GLOSSARY_FILE, ProjectError};
use crate::diagnostic::{Diagnostic, Place};
use crate::script::Script;

/// The folders whose data templates may show.
const FOLDERS: [&str; 4] = ["data", CONTENT, "static", "themes"];

/// What a font is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FontRole {
    #[serde(alias = "标题")]
    Headings,
    #[serde(alias = "正文")]
    Text,
}

/// A font that readers are sent.
#[derive(Debug, Clone)]
pub(crate) struct FontChoice {
    /// Its file, from the site's folder.
    pub(crate) file: String,
    /// What style sheets call it.
    pub(crate) family: String,
    pub(crate) role: FontRole,
    /// The editions that are set in it; all when there are none.
    pub(crate) editions: Vec<Script>,
    /// Where it was chosen.
    pub(crate) place: Place,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(alias = "文件")]
    file: String,
    #[serde(alias = "名称")]
    family: Option<String>,
    #[serde(rename = "for", alias = "用于")]
    role: FontRole,
    #[serde(default, alias = "版本")]
    editions: Vec<String>,
}

/// Reads the `fonts` of `site.yaml`.
pub(super) fn read(entry: &Entry) -> (Vec<FontChoice>, Vec<Diagnostic>) {
    let raw: Vec<Raw> = match serde_yaml::from_value(entry.value.clone()) {
        Ok(raw) => raw,
        Err(error) => {
            let (zh, en) = ("字体的写法不对", "the fonts are not written as they should be");
            let fault = bad(zh, &format!("{en} ({error})"));
            return (Vec::new(), vec![fault.at(entry.value_place.clone())]);
        }
    };
    let mut faults = Vec::new();
    let mut fonts = Vec::new();
    for (index, raw) in raw.into_iter().enumerate() {
        match raw.choice(entry.item_place(index)) {
            Ok(font) => fonts.push(font),
            Err(fault) => faults.push(*fault),
        }
    }
    (fonts, faults)
}

impl Raw {
    fn choice(self, place: Place) -> Result<FontChoice, Box<Diagnostic>> {
        let Self { file, family, role, editions } = self;
        let path = Path::new(&file);
        let is_inside = path.components().all(|part| matches!(part, Component::Normal(_)));
        if !is_inside || file.contains('\\') {
            let (zh, en) = ("不在网站的文件夹里", "is not within the site's folder");
            return Err(Box::new(
                bad(&format!("字体“{file}”{zh}"), &format!("`{file}` {en}")).at(place),
            ));
        }
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let family = family.or(stem).unwrap_or_default().trim().to_owned();
        let is_plain = |c: char| c.is_alphanumeric() || " -_".contains(c);
        if family.is_empty() || !family.chars().all(is_plain) {
            let zh = format!("字体的名称“{family}”只能用汉字、字母、数字、空格和短横线");
            let en =
                format!("the family `{family}` may hold letters, digits, spaces and hyphens only");
            return Err(Box::new(bad(&zh, &en).at(place)));
        }
        let script = |tag: &String| {
            Script::from_tag(tag).ok_or_else(|| Box::new(unknown_script(tag, place.clone())))
        };
        let editions = editions.iter().map(script).collect::<Result<_, _>>()?;
        Ok(FontChoice { file, family, role, editions, place })
    }
}

fn bad(zh: &str, en: &str) -> Diagnostic {
    Diagnostic::error("bad-setting", zh, en).help(
        "每种字体一行：- {文件: fonts/SourceHanSerifCN-Bold.otf, 名称: 标题宋体, 用于: 标题}；用于写“标题”或“正文”，只给某个版本用的再写上 版本: [zh-Hans]。",
        "One line each: - {file: fonts/SourceHanSerifCN-Bold.otf, family: Song, for: headings}; `for` is headings or text, and `editions: [zh-Hans]` may follow.",
    )
}

/// What fonts are made from, beside the articles.
#[derive(Debug, Default)]
pub(crate) struct FontSources {
    /// The site's folder.
    pub(crate) root: PathBuf,
    /// Texts whose characters most pages show: templates, settings, kinds.
    pub(crate) frame: Vec<Arc<str>>,
    /// Texts that some page may show: data, the glossary.
    pub(crate) data: Vec<Arc<str>>,
}

impl FontSources {
    /// Gathers the texts; none when the site has no fonts. Files that are no text are passed over
    /// here: who reads them tells.
    pub(super) fn gather(
        root: &Path,
        config: &Config,
        theme: &Theme,
    ) -> Result<Self, ProjectError> {
        let mut sources = Self { root: root.to_path_buf(), ..Self::default() };
        if config.fonts.is_empty() {
            return Ok(sources);
        }
        let read = |path: &Path| {
            let file = SourceFile { path: path.to_path_buf(), shown: Arc::from("") };
            source::read_text(&file).ok().map(|(text, _)| text)
        };
        sources.frame.extend(theme.templates.iter().map(|file| file.marked.original.clone()));
        sources.frame.extend(theme.kinds.iter().map(|file| file.text.clone()));
        sources.frame.extend(theme.pages.iter().map(|page| Arc::from(page.title.as_str())));
        sources.frame.extend(read(&root.join(FILE)));
        sources.data.extend(read(&root.join(GLOSSARY_FILE)));
        for folder in FOLDERS {
            let files = tree::walk(root, &root.join(folder), DotFiles::PassedOver)?.files;
            // Plain texts are dictionaries more often than what readers see.
            let is_data = |format| format != DataFormat::Plain;
            let data =
                files.iter().filter(|file| DataFormat::of(&file.relative).is_some_and(is_data));
            sources.data.extend(data.filter_map(|file| read(&file.path)));
        }
        Ok(sources)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::YamlText;

    fn read(yaml: &str) -> (Vec<FontChoice>, Vec<Diagnostic>) {
        let (entries, _) = YamlText::whole("site.yaml", yaml).entries();
        super::read(&entries[0])
    }

    #[test]
    fn both_names_of_a_key_mean_the_same_and_the_file_names_the_family() {
        let (fonts, faults) = read("fonts: [{file: fonts/Song.otf, for: headings}]");
        assert!(faults.is_empty(), "{faults:?}");
        let [font] = &fonts[..] else { panic!("{fonts:?}") };
        assert_eq!((&*font.family, font.role), ("Song", FontRole::Headings));
        let (fonts, faults) =
            read("字体:\n  - {文件: a.otf, 名称: 正文宋体, 用于: 正文, 版本: [zh-TW]}");
        assert!(faults.is_empty(), "{faults:?}");
        let [font] = &fonts[..] else { panic!("{fonts:?}") };
        assert_eq!((&*font.family, font.role), ("正文宋体", FontRole::Text));
        assert_eq!(font.editions, [Script::HantTw]);
    }

    #[test]
    fn what_makes_no_sense_is_told_and_left_out() {
        for wrong in [
            "{file: ../a.otf, for: text}",
            "{file: /a.otf, for: text}",
            "{file: a.otf, for: text, family: 'a\"b'}",
            "{file: a.otf, for: footnotes}",
            "{file: a.otf}",
            "{file: a.otf, for: text, size: 3}",
            "{file: a.otf, for: text, editions: [ja]}",
        ] {
            let (fonts, faults) = read(&format!("fonts: [{wrong}]"));
            assert!(fonts.is_empty() && faults.len() == 1, "{wrong}: {faults:?}");
        }
    }
}
