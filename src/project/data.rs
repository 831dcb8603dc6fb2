//! Data files that templates ask for by name: YAML, JSON and CSV under `data/`, `content/` or
//! `static/`, and under the `data/` of a theme where the site has none of that name. A file is only
//! opened when it is asked for, and never one outside these folders.
//!
//! It reads and parses; who asked, and what a template makes of it, it does not know.

use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::source::{self, SourceFile};
use super::theme::{Chain, ThemeData};
use super::yaml::{YamlText, private_escapes};
use super::{CONTENT, ProjectError};
use crate::diagnostic::{Diagnostic, Place};

/// The folder of data files.
const DATA: &str = "data";

/// The folders that data may lie in.
const FOLDERS: [&str; 3] = [DATA, CONTENT, "static"];

/// How a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DataFormat {
    Yaml,
    Json,
    Csv,
    /// As it is.
    Plain,
}

impl DataFormat {
    /// The names of all formats, as templates give them and as files end.
    pub(crate) const NAMES: [(&'static str, Self); 6] = [
        ("yaml", Self::Yaml),
        ("yml", Self::Yaml),
        ("json", Self::Json),
        ("csv", Self::Csv),
        ("plain", Self::Plain),
        ("txt", Self::Plain),
    ];

    /// The format of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let is = |known: &str| known.eq_ignore_ascii_case(name);
        Self::NAMES.iter().find(|(known, _)| is(known)).map(|&(_, format)| format)
    }

    /// The format that a file's name tells.
    pub(crate) fn of(path: &str) -> Option<Self> {
        path.rsplit_once('.').and_then(|(_, ending)| Self::named(ending))
    }
}

/// What a data file holds.
#[derive(Debug)]
pub(crate) enum Data {
    Yaml(serde_yaml::Value),
    Json(serde_json::Value),
    Table(Table),
    Plain(Arc<str>),
}

/// A CSV file: its first line, and the others.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) headers: Vec<String>,
    pub(crate) records: Vec<Vec<String>>,
}

/// Why there are no data.
#[derive(Debug)]
pub(crate) enum DataFault {
    /// There is no such file.
    Missing(Box<Diagnostic>),
    /// It may not be read, cannot be read, or does not hold what it should.
    Unusable(Vec<Diagnostic>),
}

/// The site's folder and its themes', as far as templates may look into them.
#[derive(Debug, Clone)]
pub(crate) struct DataFolder {
    root: PathBuf,
    chain: Chain,
}

/// A file that was found.
enum Found {
    Disk(SourceFile),
    /// Of the theme inside the binary.
    Embedded(Arc<str>, &'static str),
}

impl DataFolder {
    pub(crate) fn new(root: &Path, chain: &Chain) -> Self {
        Self { root: root.to_path_buf(), chain: chain.clone() }
    }

    /// Reads a file by its path from the site's root.
    pub(crate) fn read(&self, path: &str, format: DataFormat) -> Result<Data, DataFault> {
        let (file, text, fault) = match self.find(path)? {
            Found::Disk(SourceFile { path, shown: file }) => {
                let source = SourceFile { path, shown: file.clone() };
                let (text, fault) = source::read_text(&source)
                    .map_err(|error| DataFault::Unusable(vec![shown(&error, &file)]))?;
                (file, text, fault)
            }
            Found::Embedded(file, text) => (file, Arc::from(text), None),
        };
        if let Some(fault) = fault.filter(Diagnostic::is_error) {
            return Err(DataFault::Unusable(vec![fault]));
        }
        // No data may be taken for fixed text.
        let text = source::without_private(text);
        let escapes = match format {
            DataFormat::Yaml | DataFormat::Json => {
                private_escapes(&YamlText::whole(file.clone(), text.clone()))
            }
            DataFormat::Csv | DataFormat::Plain => Vec::new(),
        };
        if !escapes.is_empty() {
            return Err(DataFault::Unusable(escapes));
        }
        parse(&file, &text, format).map_err(DataFault::Unusable)
    }

    fn find(&self, path: &str) -> Result<Found, DataFault> {
        let shown = path
            .strip_prefix("@/")
            .map_or_else(|| path.to_owned(), |inner| format!("{CONTENT}/{inner}"));
        let relative = Path::new(&shown);
        let mut parts = relative.components();
        let first = parts.next().and_then(|part| part.as_os_str().to_str());
        let allowed = first.is_some_and(|first| FOLDERS.contains(&first))
            && relative.components().all(|part| matches!(part, Component::Normal(_)))
            // On Windows both mean something to paths.
            && !shown.contains(['\\', ':']);
        if !allowed {
            return Err(DataFault::Unusable(vec![forbidden(path)]));
        }
        if let Ok(real) = self.root.join(relative).canonicalize() {
            let root = self.root.canonicalize().unwrap_or_default();
            let inside = FOLDERS.iter().any(|folder| real.starts_with(root.join(folder)));
            let file = SourceFile { path: self.root.join(relative), shown: Arc::from(shown) };
            return found(inside, path, file);
        }
        let of_theme = self.chain.links.iter().filter(|_| first == Some(DATA)).find_map(|link| {
            let at = link.data(relative)?;
            let name = format!("themes/{}/{shown}", link.name);
            Some((at, Arc::from(name)))
        });
        match of_theme {
            Some((ThemeData::Disk { path: full, is_inside }, shown)) => {
                found(is_inside, path, SourceFile { path: full, shown })
            }
            Some((ThemeData::Embedded(text), shown)) => Ok(Found::Embedded(shown, text)),
            None => Err(DataFault::Missing(Box::new(missing(&shown)))),
        }
    }
}

/// A file, if it does not lie outside of what templates may read.
fn found(is_inside: bool, asked: &str, file: SourceFile) -> Result<Found, DataFault> {
    if is_inside { Ok(Found::Disk(file)) } else { Err(DataFault::Unusable(vec![forbidden(asked)])) }
}

/// The disk's error, with the file named from the site's root.
fn shown(error: &ProjectError, file: &Arc<str>) -> Diagnostic {
    error.diagnostic().at(Place::file(file.clone()))
}

fn parse(file: &Arc<str>, text: &Arc<str>, format: DataFormat) -> Result<Data, Vec<Diagnostic>> {
    let at = |span| Place::new(file.clone(), text.clone(), span);
    match format {
        DataFormat::Plain => Ok(Data::Plain(text.clone())),
        DataFormat::Yaml => serde_yaml::from_str(text).map(Data::Yaml).map_err(|error| {
            let index = error.location().map_or(0, |location| location.index());
            let reason = error.to_string();
            let reason = reason.split(" at line ").next().unwrap_or_default();
            let own = unreadable(reason).at(at(line_at(text, index)));
            // The usual slips are told in better words.
            let (_, slips) = YamlText::whole(file.clone(), text.clone()).entries();
            let slips: Vec<_> = slips.into_iter().filter(|slip| is_explained(slip.code)).collect();
            if slips.is_empty() { vec![own] } else { slips }
        }),
        DataFormat::Json => serde_json::from_str(text).map(Data::Json).map_err(|error| {
            let start = line_start(text, error.line());
            let index = (start + error.column().saturating_sub(1)).min(text.len());
            let reason = error.to_string();
            let reason = reason.split(" at line ").next().unwrap_or_default();
            vec![unreadable(reason).at(at(index..index + 1))]
        }),
        DataFormat::Csv => table(text).map(Data::Table).map_err(|error| {
            let position = error.position();
            let line = position.map_or(1, |position| usize::try_from(position.line()).unwrap_or(1));
            vec![uneven(&error).at(at(line_at(text, line_start(text, line))))]
        }),
    }
}

/// Whether a fault says more than that YAML cannot be read.
fn is_explained(code: &str) -> bool {
    !matches!(code, "yaml-unreadable" | "yaml-not-a-table")
}

fn table(text: &str) -> Result<Table, csv::Error> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let row = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let headers = row(reader.headers()?);
    let records: Result<Vec<_>, csv::Error> =
        reader.records().map(|record| record.map(|record| row(&record))).collect();
    Ok(Table { headers, records: records? })
}

/// Where a line begins; lines are counted from 1.
fn line_start(text: &str, line: usize) -> usize {
    text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum()
}

/// The rest of the line at a byte.
fn line_at(text: &str, at: usize) -> Range<usize> {
    let rest = text.get(at..).unwrap_or_default();
    at..at + rest.find(['\r', '\n']).unwrap_or(rest.len())
}

fn unreadable(reason: &str) -> Diagnostic {
    Diagnostic::error(
        "data-unreadable",
        format!("数据文件读不懂：{reason}"),
        format!("this data file cannot be read: {reason}"),
    )
    .help(
        "检查这里和上一行：引号、括号是否成对，逗号、冒号是不是英文的，缩进是否一致。",
        "Look here and at the line above: quotes and brackets come in pairs, commas and colons are ASCII, indentation is even.",
    )
}

fn uneven(error: &csv::Error) -> Diagnostic {
    let (zh, en) = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => (
            format!("数据文件读不懂：这一行有 {len} 格，第一行有 {expected_len} 格"),
            format!(
                "this data file cannot be read: {len} fields here, {expected_len} in the first line"
            ),
        ),
        _ => {
            (format!("数据文件读不懂：{error}"), format!("this data file cannot be read: {error}"))
        }
    };
    Diagnostic::error("data-unreadable", zh, en).help(
        "每行的格数要与第一行相同；格子里有英文逗号时，用英文引号把整格括起来。",
        "Every line needs as many fields as the first; put a field that holds a comma in quotes.",
    )
}

fn missing(shown: &str) -> Diagnostic {
    Diagnostic::error(
        "data-missing",
        "模板要用这个数据文件，它不在",
        "a template needs this data file, and it is not there",
    )
    .help(
        "把文件放到这里，名字要一字不差；不再用它，请网站管理员改模板。",
        "Put it there under exactly this name, or have the template changed.",
    )
    .at(Place::file(shown))
}

fn forbidden(path: &str) -> Diagnostic {
    Diagnostic::error(
        "data-forbidden",
        format!("模板要读“{path}”，不允许"),
        format!("a template asks for `{path}`, which it may not read"),
    )
    .help(
        "数据文件放在网站的 data、content 或 static 文件夹里，从网站根目录写起，如 data/x.yaml；快捷方式不能指到外面。",
        "Data lie in data/, content/ or static/; write the path from the site's root, such as data/x.yaml. No link may lead out.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for folder in ["data/deep", "content", "static", "templates"] {
            std::fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        for file in
            ["data/deep/a.yaml", "content/a.yaml", "static/a.yaml", "templates/a.yaml", "a.yaml"]
        {
            std::fs::write(root.path().join(file), "a: 1\n").unwrap();
        }
        root
    }

    fn code(root: &Path, path: &str) -> &'static str {
        let (chain, _) = Chain::read(root, "tongxin").unwrap();
        match DataFolder::new(root, &chain).read(path, DataFormat::Yaml) {
            Ok(_) => "",
            Err(DataFault::Missing(fault)) => fault.code,
            Err(DataFault::Unusable(faults)) => faults[0].code,
        }
    }

    #[test]
    fn only_the_folders_of_data_are_read() {
        let root = site();
        for path in ["data/deep/a.yaml", "content/a.yaml", "@/a.yaml", "static/a.yaml"] {
            assert_eq!(code(root.path(), path), "", "{path}");
        }
        let absolute = root.path().join("data/deep/a.yaml");
        for path in [
            "a.yaml",
            "templates/a.yaml",
            "../a.yaml",
            "data/../a.yaml",
            "data/../data/deep/a.yaml",
            "@/../a.yaml",
            "data\\deep\\a.yaml",
            "C:/data/a.yaml",
            "",
            absolute.to_str().unwrap(),
        ] {
            assert_eq!(code(root.path(), path), "data-forbidden", "{path}");
        }
        assert_eq!(code(root.path(), "data/b.yaml"), "data-missing");
        assert_eq!(code(root.path(), "data/deep"), "unreadable-file");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_out_is_not_followed() {
        use std::os::unix::fs::symlink;
        let (root, elsewhere) = (site(), site());
        let to = |target: PathBuf, name: &str| symlink(target, root.path().join(name)).unwrap();
        to(elsewhere.path().join("data/deep/a.yaml"), "data/out.yaml");
        to(root.path().join("a.yaml"), "data/up.yaml");
        to(root.path().join("static/a.yaml"), "data/across.yaml");
        assert_eq!(code(root.path(), "data/out.yaml"), "data-forbidden");
        assert_eq!(code(root.path(), "data/up.yaml"), "data-forbidden");
        assert_eq!(code(root.path(), "data/across.yaml"), "");
    }
}
