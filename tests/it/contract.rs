//! The theme contract: what the handbook's page says that templates may use is what they can use,
//! name by name and in both directions. Names come from `jianfan theme names`; variables from the
//! contexts themselves, printed by a theme whose every template prints what it is given
//! (`tests/contract/site`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::contract_page::{Page, Row};
use crate::{program, rust_source, tree};

/// The templates that a theme must have and the shape of what each is given.
const TEMPLATES: [(&str, &str); 7] = [
    ("index.html", "section.html"),
    ("section.html", "section.html"),
    ("article.html", "article.html"),
    ("taxonomy.html", "taxonomy.html"),
    ("term.html", "term.html"),
    ("404.html", "404.html"),
    ("map.html", "pages"),
];

/// The shape that every template is given beside its own.
const EVERYWHERE: &str = "*";

/// What templates are made of when they print what functions give.
const FUNCTIONS: &str = r#"<pre data-template="functions">{{ {
"get_section": get_section(path="/news/"),
"get_page": get_page(path="@/news/a/index.md"),
"get_pages": get_pages(section="/news/"),
"get_related": get_related(path="@/news/a/index.md"),
"latest": latest(limit=3),
"get_taxonomy": get_taxonomy(kind="tags"),
"get_taxonomy_term": get_taxonomy_term(kind="people", name="王某某"),
"get_image_metadata": get_image_metadata(path="/img/logo.svg"),
"picture_set": picture_set(path="/img/photo.png"),
"resize_image": resize_image(path="/img/photo.png", width=2, height=2)
} | json_encode | safe }}</pre>"#;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn page() -> Page {
    Page::read(&fs::read_to_string(root().join("content/handbook/theme-contract.md")).unwrap())
}

/// A site that uses the default theme, and nothing of its own.
fn plain_site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    tree::write(folder.path(), "site.yaml", "title: 某县政协\n");
    folder
}

/// The names of the default theme as the program lists them: what they are, and the whole line.
fn names() -> Vec<(String, Value)> {
    let site = plain_site();
    let said = program::succeed(site.path(), &["theme", "names", "--format", "json"]);
    let lines = said.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.map(|line| (line["what"].as_str().unwrap().to_owned(), line)).collect()
}

/// What only one of two sets has, in words; empty when they are the same.
fn drift(what: &str, real: &BTreeSet<String>, told: &BTreeSet<String>) -> String {
    let mut drift = String::new();
    for name in real.difference(told) {
        let _ = writeln!(drift, "{what} `{name}` is not in the handbook");
    }
    for name in told.difference(real) {
        let _ = writeln!(drift, "{what} `{name}` is in the handbook, and is not there");
    }
    drift
}

#[test]
fn functions_filters_and_tests_are_those_of_the_handbook() {
    let (page, names) = (page(), names());
    let mut wrong = String::new();
    for (what, chapter) in [("function", "函数"), ("filter", "过滤器"), ("test", "判断")] {
        let real = names.iter().filter(|(of, _)| of == what);
        let real = real.map(|(_, line)| line["name"].as_str().unwrap().to_owned()).collect();
        wrong += &drift(what, &real, &page.names(chapter));
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// What functions and filters take is read from the sources, where they ask for it: all names
/// together, because nothing there says which of them asks.
#[test]
fn what_functions_and_filters_take_is_told_in_the_handbook() {
    let asks = ["kwargs.get(", "kwargs.must_get(", "asked("];
    let mut real = BTreeSet::new();
    for file in rust_source::sources().iter().filter(|file| file.path.starts_with("src/render/")) {
        let text = fs::read_to_string(root().join(&file.path)).unwrap();
        for ask in asks {
            let after =
                text.split(ask).skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"'));
            real.extend(after.filter_map(|rest| rest.split('"').next()).map(str::to_owned));
        }
    }
    // Zola's, which is asked for only to say that it is not there.
    assert!(real.remove("sha_type"));
    assert!(real.len() > 20, "only {} arguments were found", real.len());
    let (page, names) = (page(), names());
    let is_own = |name: &String| {
        names.iter().any(|(_, line)| line["name"] == name.as_str() && line["from"] == "jianfan")
    };
    let rows = ["函数", "过滤器"].into_iter().flat_map(|chapter| page.rows(chapter));
    let own = rows.filter(|row| row.names.iter().all(is_own));
    let told = own.flat_map(|row| {
        row.codes(1)
            .into_iter()
            .map(|name| name.trim_end_matches('?').to_owned())
            .collect::<Vec<_>>()
    });
    let wrong = drift("argument", &real, &told.collect());
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Every component with its arguments, as they are written in the handbook: `name(a, b?)`.
#[test]
fn components_and_their_arguments_are_those_of_the_handbook() {
    let mut real = BTreeSet::new();
    for (_, line) in names().iter().filter(|(what, _)| what == "component") {
        let takes = line["takes"].as_array().unwrap().iter().map(|it| it.as_str().unwrap());
        let mut takes: Vec<&str> = takes.collect();
        takes.sort_unstable();
        real.insert(format!("{}({})", line["name"].as_str().unwrap(), takes.join(", ")));
    }
    let rows = page().rows("组件");
    let told = rows.iter().map(|row| {
        let mut takes = row.codes(1);
        takes.sort_unstable();
        format!("{}({})", row.names[0], takes.join(", "))
    });
    let wrong = drift("component", &real, &told.collect());
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// A block is told of where it can first be filled: under the template that no other stands below.
#[test]
fn blocks_are_those_of_the_handbook() {
    let templates = root().join("themes/tongxin/templates");
    let extends = |file: &str| {
        let text = fs::read_to_string(templates.join(file)).unwrap();
        let parent = text.split("{% extends \"").nth(1)?.split('"').next()?.to_owned();
        Some(parent)
    };
    let mut of_file: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (_, line) in names().iter().filter(|(what, _)| what == "block") {
        let from = line["from"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        of_file.entry(from).or_default().insert(line["name"].as_str().unwrap().to_owned());
    }
    let mut real = BTreeSet::new();
    for (file, blocks) in &of_file {
        let mut above = BTreeSet::new();
        let mut parent = extends(file);
        while let Some(name) = parent {
            above.extend(of_file.get(&name).into_iter().flatten());
            parent = extends(&name);
        }
        real.extend(blocks.iter().filter(|b| !above.contains(b)).map(|b| format!("{file}: {b}")));
    }
    let page = page();
    let told = page.shapes("块").flat_map(|(file, rows)| {
        rows.iter().flat_map(move |row| row.names.iter().map(move |name| format!("{file}: {name}")))
    });
    let wrong = drift("block", &real, &told.collect());
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn variables_and_their_types_are_those_of_the_handbook() {
    let page = page();
    let site = printing_site();
    program::succeed(site.path(), &["build"]);
    let mut check =
        Check { page: &page, own: kinds_fields(), seen: BTreeSet::new(), wrong: BTreeSet::new() };
    let mut printed = BTreeSet::new();
    for (path, bytes) in tree::read(&site.path().join("public")) {
        if path.starts_with("hant/") || !(path.ends_with(".html") || path.ends_with(".xml")) {
            continue;
        }
        let text = String::from_utf8(bytes).unwrap();
        let Some((_, rest)) = text.split_once("<pre data-template=\"") else { continue };
        let (template, rest) = rest.split_once("\">").unwrap();
        let json = rest.split_once("</pre>").unwrap().0;
        let context: Value = serde_json::from_str(json).unwrap();
        printed.insert(template.to_owned());
        if template == "functions" {
            check.functions(&context);
        } else {
            check.context(template, &context);
        }
    }
    let expected = ["404.html", "article.html", "atom.xml", "functions", "section.html"];
    let expected = expected.into_iter().chain(["pages", "taxonomy.html", "term.html"]);
    assert_eq!(printed, expected.map(str::to_owned).collect());
    let told = page.shapes("变量").flat_map(|(shape, rows)| {
        rows.iter()
            .flat_map(move |row| row.names.iter().map(move |name| (shape.to_owned(), name.clone())))
    });
    let mut wrong = String::new();
    for line in &check.wrong {
        let _ = writeln!(wrong, "{line}");
    }
    for (shape, name) in told.filter(|told| !check.seen.contains(told)) {
        let _ =
            writeln!(wrong, "variable `{name}` of `{shape}` is in the handbook, and is not there");
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The site whose templates print what they are given, with the kinds of the default theme.
fn printing_site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (site, theme) = (folder.path(), folder.path().join("themes/dump"));
    tree::copy(&root().join("tests/contract/site"), site);
    tree::copy(&root().join("themes/tongxin/kinds"), &theme.join("kinds"));
    let dump = |shape: &str| {
        format!(
            r#"<pre data-template="{shape}">{{{{ __tera_context | json_encode | safe }}}}</pre>"#
        )
    };
    for (template, shape) in TEMPLATES {
        tree::write(&theme, &format!("templates/{template}"), dump(shape));
    }
    for template in kinds().iter().filter_map(|kind| kind["template"].as_str()) {
        tree::write(&theme, &format!("templates/{template}"), dump("article.html"));
    }
    tree::write(&theme, "templates/atom.xml", format!("<feed>{}</feed>", dump("atom.xml")));
    tree::write(&theme, "templates/functions.html", FUNCTIONS);
    tree::write(
        &theme,
        "theme.yaml",
        "pages:\n  - {path: /map/, template: map.html, title: 地图}\n",
    );
    folder
}

/// The declarations of the default theme's kinds.
fn kinds() -> Vec<serde_yaml::Value> {
    let folder = root().join("themes/tongxin/kinds");
    let read = |path: &String| fs::read_to_string(folder.join(path)).unwrap();
    tree::paths(&folder).iter().map(|path| serde_yaml::from_str(&read(path)).unwrap()).collect()
}

/// What kinds declare stands right under `page`, and is told of by `jianfan list kinds`.
fn kinds_fields() -> BTreeSet<String> {
    let kinds = kinds();
    let fields = kinds.iter().filter_map(|kind| kind["fields"].as_mapping());
    let names = fields.flat_map(|fields| fields.keys()).filter_map(|name| name.as_str());
    names.map(str::to_owned).collect()
}

/// Holds values against the tables.
struct Check<'a> {
    page: &'a Page,
    own: BTreeSet<String>,
    /// Every name that was met, with its shape.
    seen: BTreeSet<(String, String)>,
    wrong: BTreeSet<String>,
}

impl Check<'_> {
    fn context(&mut self, shape: &str, context: &Value) {
        for (name, value) in context.as_object().unwrap() {
            let is_everywhere = self.page.row("变量", EVERYWHERE, name).is_some();
            self.entry(if is_everywhere { EVERYWHERE } else { shape }, name, value);
        }
    }

    fn functions(&mut self, results: &Value) {
        for (name, value) in results.as_object().unwrap() {
            let row = self.page.rows("函数").into_iter().find(|row| row.names.contains(name));
            match row {
                Some(row) => self.value(&row, 2, value, &format!("{name}()")),
                None => panic!("{name} is no function of the handbook"),
            }
        }
    }

    fn entry(&mut self, shape: &str, name: &str, value: &Value) {
        let at = format!("`{name}` of `{shape}`");
        let Some(row) = self.page.row("变量", shape, name) else {
            if shape != "page" || !self.own.contains(name) {
                self.wrong.insert(format!("variable {at} is not in the handbook"));
            }
            return;
        };
        self.seen.insert((shape.to_owned(), name.to_owned()));
        self.value(&row, 1, value, &at);
    }

    /// A value against the type that a cell of its row tells.
    fn value(&mut self, row: &Row, cell: usize, value: &Value, at: &str) {
        let told = row.cells[cell].as_str();
        let shape = row.codes(cell).first().map(|shape| (*shape).to_owned());
        if told.contains("任意") {
            return;
        }
        let is_right = match value {
            Value::Null => told.contains("可空"),
            Value::Bool(_) => told.contains("真假"),
            Value::Number(_) => told.contains('数'),
            Value::String(_) => told.contains("文字"),
            Value::Array(_) => told.contains("列表"),
            Value::Object(_) => told.contains("按") || shape.is_some(),
        };
        if !is_right {
            let shown: String = value.to_string().chars().take(40).collect();
            self.wrong.insert(format!("variable {at} is {shown}, which is not “{told}”"));
            return;
        }
        // Of a table whose keys are names, and of a list, every item is of the shape.
        let items: Vec<&Value> = match value {
            Value::Object(map) if told.contains('按') => map.values().collect(),
            one => vec![one],
        };
        for item in items {
            match item {
                Value::Array(items) => {
                    for item in items {
                        self.inner(shape.as_deref(), item, at);
                    }
                }
                one => self.inner(shape.as_deref(), one, at),
            }
        }
    }

    /// One table of that shape; words are shaped by nothing.
    fn inner(&mut self, shape: Option<&str>, value: &Value, at: &str) {
        let Value::Object(map) = value else { return };
        let Some(shape) = shape else {
            self.wrong.insert(format!("variable {at} holds tables whose shape is not told"));
            return;
        };
        for (name, value) in map {
            self.entry(shape, name, value);
        }
    }
}
