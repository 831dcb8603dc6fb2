//! Reads front matter after the declarations of the article's kind. What cannot be read is left
//! out, beside a fault that shows its line; the rest of the article lives on. It never guesses.

mod item;
mod lost;
mod value;

use std::ops::Range;

use super::meta::{Meta, MetaField, Origin, Status};
use super::name::Role;
use super::{Desk, Manuscript};
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::project::{
    Entry, Field, FieldType, Kind, ListOfWords, YamlText, contradictions, duplicate, read_words,
    scalar, unknown_script,
};
use crate::script::lexicon::{Origin as Authority, WordKind};
use crate::script::{Lexicon, Script};

pub(super) use lost::fault as lost;

/// Where front matter and body stand in a text.
pub(super) struct Split {
    pub(super) front: Range<usize>,
    pub(super) body: Range<usize>,
}

/// Parts front matter from body at the two lines of `---`. `None` when the text does not begin
/// with one, or it never ends.
pub(super) fn split(text: &str) -> Option<Split> {
    let first = text.split_inclusive('\n').next()?;
    if first.trim_end() != "---" {
        return None;
    }
    let mut at = first.len();
    for line in text.get(at..)?.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some(Split { front: first.len()..at, body: at + line.len()..text.len() });
        }
        at += line.len();
    }
    None
}

/// What a front matter says.
pub(super) struct FrontMatter {
    pub(super) meta: Meta,
    /// Words that hold for this article only.
    pub(super) rules: Lexicon,
}

/// The field that holds the article's own words.
const RULES: &str = "conversion";

/// Reads the front matter of `manuscript`. Without a title there is no article.
pub(super) fn read(
    manuscript: &Manuscript<'_>,
    split: &Split,
    desk: &Desk<'_>,
) -> (Option<FrontMatter>, Vec<Diagnostic>) {
    let yaml = YamlText {
        path: manuscript.marked.path.clone(),
        text: manuscript.marked.text.clone(),
        span: split.front.clone(),
    };
    let (entries, faults) = yaml.entries();
    let readable = !entries.is_empty() || faults.is_empty();
    let mut reader = Reader { manuscript, desk, faults, given: Vec::new(), fields: Vec::new() };
    let kind = reader.kind(&entries);
    for entry in entries {
        reader.entry(entry, kind);
    }
    if readable {
        reader.required(kind, split);
    }
    reader.slug();
    let status = reader.status();
    let script = reader.script();
    let rules = reader.rules(script);
    let Reader { mut faults, mut fields, .. } = reader;
    // Until here every place is one in the marked text.
    for place in faults.iter_mut().filter_map(|fault| fault.place.as_mut()) {
        *place = manuscript.marked.place(&place.span);
    }
    for field in &mut fields {
        field.span = manuscript.marked.place(&field.span).span;
    }
    let meta =
        Meta { kind: kind.map_or_else(String::new, |k| k.name.clone()), status, script, fields };
    let titled = !meta.text("title").trim().is_empty();
    (titled.then_some(FrontMatter { meta, rules }), faults)
}

struct Reader<'a> {
    manuscript: &'a Manuscript<'a>,
    desk: &'a Desk<'a>,
    faults: Vec<Diagnostic>,
    /// What was read already, under its English name.
    given: Vec<(String, Entry)>,
    fields: Vec<MetaField>,
}

impl<'a> Reader<'a> {
    /// The kind that the front matter names, or the site's default. A section has none.
    fn kind(&mut self, entries: &[Entry]) -> Option<&'a Kind> {
        if self.manuscript.name.role == Role::Section {
            return None;
        }
        let kinds = self.desk.kinds;
        let named = entries
            .iter()
            .find(|entry| kinds.common().find(&entry.key).is_some_and(|(name, _)| name == "kind"));
        // What is no name at all is told where its value is read.
        if let Some((entry, name)) = named.and_then(|entry| Some((entry, scalar(&entry.value)?))) {
            if let Some(kind) = kinds.find(&name) {
                return Some(kind);
            }
            self.faults.push(kinds.unknown(&name).at(entry.value_place.clone()));
        }
        let default = self.desk.config.default_kind.as_deref();
        default.and_then(|name| kinds.find(name)).or_else(|| kinds.usual())
    }

    fn entry(&mut self, entry: Entry, kind: Option<&Kind>) {
        let own = kind.and_then(|kind| kind.fields.find(&entry.key));
        let declared = own
            .map(|found| (found, Origin::Kind))
            .or_else(|| self.desk.kinds.common().find(&entry.key).map(|f| (f, Origin::Common)));
        let Some(((name, field), origin)) = declared else {
            self.unknown(&entry, kind);
            return;
        };
        if self.is_given_twice(&entry, name) {
            return;
        }
        if name == RULES && origin == Origin::Common {
            // It is no text for readers, and is read once the article's script is known.
            self.given.push((name.to_owned(), entry));
            return;
        }
        let zone = &self.desk.config.timezone;
        let mut typed = value::Typed { zone, entry: &entry, faults: Vec::new() };
        if let Some(value) = typed.read(&entry.value, field, &entry.key) {
            self.fields.push(MetaField {
                name: name.to_owned(),
                label: field.label.clone(),
                kind: field.kind,
                origin,
                value,
                span: entry.value_place.span.clone(),
            });
        }
        self.faults.append(&mut typed.faults);
        self.given.push((name.to_owned(), entry));
    }

    /// A field has several names, and an author may have used two of them; the first one counts.
    fn is_given_twice(&mut self, entry: &Entry, name: &str) -> bool {
        let Some((_, earlier)) = self.given.iter().find(|(given, _)| given == name) else {
            return false;
        };
        let places = [&earlier.key_place, &entry.key_place].map(Clone::clone);
        self.faults.push(duplicate(&earlier.key, &entry.key, places));
        true
    }

    fn unknown(&mut self, entry: &Entry, kind: Option<&Kind>) {
        let own = kind.into_iter().flat_map(|kind| kind.fields.iter());
        let names = self.desk.kinds.common().iter().chain(own).flat_map(all_names);
        let key = &entry.key;
        if matches!(key.as_str(), "draft" | "published" | "草稿" | "发布") {
            self.faults.push(
                Diagnostic::error(
                    "status-as-key",
                    format!("“{key}”不能单独作一项，文章会照样发布"),
                    format!("`{key}` is no field; the article would be published all the same"),
                )
                .help(
                    "写成“状态: 草稿”或“状态: 发布”。",
                    "Write `status: draft` or `status: published`.",
                )
                .at(entry.key_place.clone()),
            );
            return;
        }
        if let Some(near) = nearest(key, names) {
            self.faults.push(
                Diagnostic::warning(
                    "unknown-key",
                    format!("没有“{key}”这一项"),
                    format!("there is no field `{key}`"),
                )
                .help(format!("是不是想写“{near}”？"), format!("Did you mean `{near}`?"))
                .at(entry.key_place.clone()),
            );
        }
        self.fields.push(MetaField {
            name: key.clone(),
            label: key.clone(),
            kind: FieldType::Any,
            origin: Origin::Extra,
            value: value::untyped(&entry.value),
            span: entry.value_place.span.clone(),
        });
    }

    fn required(&mut self, kind: Option<&Kind>, split: &Split) {
        let own = kind.into_iter().flat_map(|kind| kind.fields.iter());
        let missing: Vec<(&str, &Field)> = self
            .desk
            .kinds
            .common()
            .iter()
            .chain(own)
            .filter(|(name, field)| field.required && !self.is_given(name) && !self.is_wrong(name))
            .collect();
        let place = self.place(0..split.front.start.saturating_sub(1));
        for (name, field) in missing {
            let label = &field.label;
            self.faults.push(missing_field(name, label).at(place.clone()));
        }
        if kind.is_some()
            && !self.is_given("date")
            && !self.faults.iter().any(|f| f.code == "bad-date")
        {
            self.faults.push(
                Diagnostic::warning("missing-date", "没有写日期", "no date is given")
                    .help(
                        "加一行“日期: 2026-01-31”。没有日期的文章排在列表最后。",
                        "Add a line such as `date: 2026-01-31`. Undated articles come last in lists.",
                    )
                    .at(place),
            );
        }
    }

    fn is_given(&self, name: &str) -> bool {
        self.fields
            .iter()
            .any(|f| f.name == name && f.value.as_text().is_none_or(|text| !text.trim().is_empty()))
    }

    /// Whether something was given that could not be taken; that was told.
    fn is_wrong(&self, name: &str) -> bool {
        let given = self.given.iter().find(|(given, _)| given == name);
        given.is_some_and(|(_, entry)| !entry.value.is_null() && scalar(&entry.value).is_none())
            && !self.is_given(name)
    }

    fn key_field(&self, name: &str) -> Option<(String, Place)> {
        let field = self.fields.iter().find(|field| field.name == name)?;
        Some((field.value.as_text()?.trim().to_owned(), self.place(field.span.clone())))
    }

    fn place(&self, span: Range<usize>) -> Place {
        let marked = &self.manuscript.marked;
        Place::new(marked.path.clone(), marked.text.clone(), span)
    }

    fn status(&mut self) -> Status {
        let Some((name, place)) = self.key_field("status") else { return Status::Published };
        if let Some(status) = Status::from_name(&name) {
            return status;
        }
        let zh = Status::NAMES.map(|(_, _, zh)| zh).join("、");
        let en = Status::NAMES.map(|(_, en, _)| en).join(", ");
        self.faults.push(
            Diagnostic::error(
                "unknown-status",
                format!("没有“{name}”这种状态"),
                format!("there is no status `{name}`"),
            )
            .help(format!("可以写：{zh}。"), format!("Write one of {en}."))
            .at(place),
        );
        // A status that is not understood must never publish what was meant to wait.
        Status::Draft
    }

    /// A slug is the last part of an address and no way out of the section.
    fn slug(&mut self) {
        let Some((slug, place)) = self.key_field("slug") else { return };
        if slug.contains(['/', '\\']) || slug.starts_with('.') {
            self.faults.push(
                Diagnostic::error(
                    "bad-slug",
                    format!("网址名“{slug}”应当只是一个名字，不是路径"),
                    format!("the slug `{slug}` should be one name, not a path"),
                )
                .help(
                    "写一个简短的英文名或拼音，如 huiyi；要换栏目，把文件移到那个文件夹里。",
                    "Write one short name; to change the section, move the file to its folder.",
                )
                .at(place),
            );
        }
    }

    /// The article's own words.
    fn rules(&mut self, script: Script) -> Lexicon {
        let Some((_, entry)) = self.given.iter().find(|(given, _)| given == RULES) else {
            return Lexicon::default();
        };
        let list = ListOfWords { script, kind: WordKind::Term, origin: Authority::Article };
        let (words, faults) = read_words(entry, list);
        self.faults.extend(faults);
        self.faults.extend(contradictions(&words, script));
        Lexicon::new(words.into_iter().map(|listed| listed.word))
    }

    fn script(&mut self) -> Script {
        let by_name = self.manuscript.name.variant;
        let written = self.key_field("script");
        let Some((tag, place)) = written else {
            return by_name.unwrap_or(self.desk.config.script);
        };
        if let Some(script) = Script::from_tag(&tag) {
            return by_name.unwrap_or(script);
        }
        self.faults.push(unknown_script(&tag, place));
        by_name.unwrap_or(self.desk.config.script)
    }
}

fn all_names<'a>((name, field): (&'a str, &'a Field)) -> impl Iterator<Item = &'a str> {
    [name, field.label.as_str()].into_iter().chain(field.aliases.iter().map(String::as_str))
}

fn missing_field(name: &str, label: &str) -> Diagnostic {
    let (code, zh, en) = match name {
        "title" => ("missing-title", "关于……的报告", "A title"),
        _ => ("missing-field", "……", "…"),
    };
    Diagnostic::error(code, format!("没有写{label}"), format!("`{name}` is missing")).help(
        format!("在两行 --- 之间加一行：{label}: {zh}"),
        format!("Add a line `{name}: {en}` between the two `---`."),
    )
}
