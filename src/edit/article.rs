//! A new article: what it begins with, and where it is to stand. Everything is decided before a
//! byte is written. It never guesses a section that could be another one.

use std::path::Path;

use super::scaffold::{self, Naming, Opening};
use super::{EditError, files};
use crate::address::Address;
use crate::article::Home;
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::project::{CONTENT, Kind, YamlText};
use crate::script::{Converter, Script, converter, detect};
use crate::site::{Section, Site, slug};

/// What somebody wants to write.
#[derive(Debug)]
pub(crate) struct Wanted<'a> {
    pub(crate) kind: &'a Kind,
    /// One line.
    pub(crate) title: &'a str,
    /// As it stands in front matter.
    pub(crate) date: &'a str,
    /// A section's folder or title; without one it is the section where such articles stand.
    pub(crate) section: Option<&'a str>,
    /// The file's name; without one it is made of the title.
    pub(crate) name: Option<&'a str>,
    pub(crate) home: Home,
}

/// An article that can be written.
#[derive(Debug)]
pub(crate) struct NewArticle {
    /// Its path from the site's root, `/`-joined.
    pub(crate) path: String,
    pub(crate) text: String,
    /// The folder of its section within `content/`.
    pub(crate) section: String,
}

/// Decides path and text. The site must be assembled with everything that it has, so that no
/// draft is overlooked.
pub(crate) fn plan(
    site: &Site,
    root: &Path,
    wanted: &Wanted<'_>,
) -> Result<NewArticle, Box<Diagnostic>> {
    let section = match wanted.section {
        Some(named) => named_section(site, named)?,
        None => usual_section(site, wanted.kind)?,
    };
    let name = name_of(wanted.name.unwrap_or(wanted.title));
    let path = free_path(site, root, section, &name, wanted.home)?;
    let usual = site.config.default_kind.as_deref().and_then(|name| site.kinds.find(name));
    let usual = usual.or_else(|| site.kinds.usual());
    let naming = match usual {
        Some(usual) if usual.name == wanted.kind.name => Naming::Understood,
        _ => Naming::Needed,
    };
    let to_site = to_site_script(&wanted.kind.scaffold, site.config.script);
    let opening = Opening { title: wanted.title, date: wanted.date, naming, to_site };
    let text = scaffold::fill(wanted.kind, site.kinds.common(), &opening);
    readable(wanted.kind, &text)?;
    Ok(NewArticle { path, text, section: section.folder.clone() })
}

/// Writes it. A file that has come to stand there is left as it is.
pub(crate) fn create(root: &Path, article: &NewArticle) -> Result<(), EditError> {
    files::write_new(&root.join(&article.path), article.text.as_bytes())
}

/// What brings declarations into the script of the site: a theme's are written in Simplified, a
/// site's own perhaps in its own script.
fn to_site_script(scaffold: &str, site: Script) -> Option<&'static Converter> {
    let is_traditional = detect(scaffold).is_some_and(Script::is_traditional);
    converter(Script::Hans, site).filter(|_| !is_traditional)
}

/// The section of that folder (`news/county`), address or title; `/` is the home.
fn named_section<'s>(site: &'s Site, named: &str) -> Result<&'s Section, Box<Diagnostic>> {
    let plain = named.trim().replace('\\', "/");
    let folder = plain.trim_matches('/');
    let inner = folder.strip_prefix(CONTENT).and_then(|rest| rest.strip_prefix('/'));
    let address = Address::new(&format!("/{folder}/"));
    let is_it = |section: &&Section| {
        section.folder == inner.unwrap_or(folder)
            || section.address == address
            || title(site, section) == plain
    };
    if let Some(section) = site.sections.iter().find(is_it) {
        return Ok(section);
    }
    let titles: Vec<String> = site.sections.iter().map(|section| title(site, section)).collect();
    let folders = site.sections.iter().map(|section| section.folder.as_str());
    let (zh, en) = match nearest(folder, folders.chain(titles.iter().map(String::as_str))) {
        Some(near) => (format!("是不是想写“{near}”？"), format!("Did you mean `{near}`?")),
        None => existing(site),
    };
    Err(Box::new(
        Diagnostic::error(
            "no-such-section",
            format!("没有“{named}”这个栏目"),
            format!("there is no section `{named}`"),
        )
        .help(zh, en),
    ))
}

/// The section that lists the most articles of a kind; before there is any, the one that is called
/// like the kind.
fn usual_section<'s>(site: &'s Site, kind: &Kind) -> Result<&'s Section, Box<Diagnostic>> {
    let count = |section: usize| {
        let of_kind = |entry: &&std::sync::Arc<crate::site::Entry>| {
            entry.section == section && entry.article.meta.kind == kind.name
        };
        site.entries.iter().filter(of_kind).count()
    };
    let fullest = site
        .sections
        .iter()
        .enumerate()
        .map(|(index, section)| (count(index), section))
        .filter(|(count, _)| *count > 0)
        // Of several with as many, the first.
        .rev()
        .max_by_key(|(count, _)| *count);
    if let Some((_, section)) = fullest {
        return Ok(section);
    }
    let is_called_so = |section: &&Section| {
        let own = section.folder.rsplit('/').next().unwrap_or_default();
        own.trim_end_matches('s') == kind.name.trim_end_matches('s')
            || title(site, section) == kind.label
    };
    if let Some(section) = site.sections.iter().find(is_called_so) {
        return Ok(section);
    }
    let (zh, en) = existing(site);
    let label = &kind.label;
    Err(Box::new(
        Diagnostic::error(
            "section-needed",
            format!("还没有“{label}”的文章，不知道放在哪个栏目"),
            format!(
                "there is no article of the kind `{}` yet; which section is it for?",
                kind.name
            ),
        )
        .help(format!("加上 --section 栏目。{zh}"), format!("Add --section SECTION. {en}")),
    ))
}

/// What a section is called, as its editors wrote it.
fn title(site: &Site, section: &Section) -> String {
    site.readings.plain(&section.title, site.config.script).into_owned()
}

/// The sections that there are, and how another one is made.
fn existing(site: &Site) -> (String, String) {
    let below: Vec<&Section> = site.sections.iter().filter(|s| !s.folder.is_empty()).collect();
    let zh: Vec<String> = below
        .iter()
        .map(|section| match title(site, section) {
            title if title == section.folder => title,
            title => format!("{}（{title}）", section.folder),
        })
        .collect();
    let en: Vec<&str> = below.iter().map(|section| section.folder.as_str()).collect();
    if below.is_empty() {
        return (
            "现在一个栏目也没有：在 content 里建一个文件夹，里面放一个 _index.md。".to_owned(),
            "There is none: make a folder in content/ with an _index.md in it.".to_owned(),
        );
    }
    (
        format!("现有的栏目：{}。要开新栏目，先建文件夹和里面的 _index.md。", zh.join("、")),
        format!(
            "There are {}. A new one is a folder in content/ with an _index.md.",
            en.join(", ")
        ),
    )
}

/// The longest name that is made of a title.
const LONGEST: usize = 60;

/// A file's name from a title, or from the name that somebody asked for: whole syllables, as many
/// as a name should have.
pub(super) fn name_of(title: &str) -> String {
    let title = title.strip_suffix(".md").unwrap_or(title);
    // After a dot, a name would say which script a hand-written edition is in.
    let whole = slug(title).replace('.', "-");
    let whole = whole.trim_matches('-').to_owned();
    if ["index", "_index"].iter().any(|own| whole.eq_ignore_ascii_case(own)) {
        // Those names mean a folder's own text.
        return format!("{whole}-page");
    }
    if whole.len() <= LONGEST {
        return whole;
    }
    let end = whole.char_indices().map(|(at, _)| at).take_while(|at| *at <= LONGEST).last();
    let cut = whole.get(..end.unwrap_or(0)).unwrap_or_default();
    let syllables = cut.rsplit_once('-').map_or(cut, |(syllables, _)| syllables);
    syllables.to_owned()
}

/// The path of the article, when neither the file nor its address is taken.
fn free_path(
    site: &Site,
    root: &Path,
    section: &Section,
    name: &str,
    home: Home,
) -> Result<String, Box<Diagnostic>> {
    let inner = Path::new(&section.folder).join(name);
    let inner = inner.to_string_lossy().replace('\\', "/");
    let [shared, bundle] = [format!("{CONTENT}/{inner}.md"), format!("{CONTENT}/{inner}/index.md")];
    // Without regard to case: some file systems cannot tell the two apart.
    let address = section.address.join(&format!("{name}/")).as_str().to_lowercase();
    let at_address = site
        .routes
        .iter()
        .find(|(other, _)| other.as_str().to_lowercase() == address)
        .map(|(other, route)| site.origin(route).unwrap_or_else(|| other.to_string()));
    let on_disk = [&shared, &bundle].into_iter().find(|path| root.join(path).exists()).cloned();
    let Some(other) = on_disk.or(at_address) else {
        return Ok(if home == Home::Bundle { bundle } else { shared });
    };
    Err(Box::new(
        Diagnostic::error(
            "file-exists",
            format!("已经有这一篇：{other}，没有覆盖它"),
            format!("it is there already: {other} was left as it is"),
        )
        .help(
            "接着写那一篇；要另写一篇，加上 --name 另取一个文件名，如 --name tea-party-2。",
            "Go on with that one, or give another file name: --name tea-party-2.",
        ),
    ))
}

/// A scaffold that is no front matter would make an article that nobody can build.
fn readable(kind: &Kind, text: &str) -> Result<(), Box<Diagnostic>> {
    let front = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    let (front, _) = front.unwrap_or_default();
    let (_, faults) = YamlText::whole("scaffold", front).entries();
    let Some(fault) = faults.into_iter().find(Diagnostic::is_error) else { return Ok(()) };
    let Kind { name, label, .. } = kind;
    let place = fault.place.map(|Place { text, span, .. }| {
        Place::new(format!("kinds/{name}.yaml (scaffold)"), text, span)
    });
    let mut diagnostic = Diagnostic::error(
        "bad-scaffold",
        format!("“{label}”的样稿读不懂：{}", fault.what.zh),
        format!("the scaffold of `{name}` cannot be read: {}", fault.what.en),
    )
    .help(
        "请网站管理员改好这种类型的声明里 scaffold（样稿）一段。",
        "Mend the `scaffold` in the declaration of this kind.",
    );
    diagnostic.place = place;
    Err(Box::new(diagnostic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_made_of_whole_syllables() {
        assert_eq!(name_of("迎春茶话会"), "ying-chun-cha-hua-hui");
        let long = name_of("关于召开政协某市第六届委员会第五次会议有关事项的补充通知");
        assert_eq!(long, "guan-yu-zhao-kai-zheng-xie-mou-shi-di-liu-jie-wei-yuan-hui");
        assert!(name_of(&"a".repeat(100)).len() <= LONGEST);
    }

    #[test]
    fn no_title_becomes_a_folders_own_text_or_an_edition() {
        for (title, name) in [
            ("Index", "Index-page"),
            ("_index.md", "_index-page"),
            ("tea-party.md", "tea-party"),
            ("report.zh-Hant", "report-zh-Hant"),
            ("../x", "x"),
        ] {
            assert_eq!(name_of(title), name);
        }
    }
}
