//! One more word in the editors' own lists: the rules of an article, its people, the site's glossary. It says
//! what would be changed; it never carries it out.

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::EditError;
use super::change::{self, Change};
use super::list::{self, Named, Unfit};
use crate::article::front_matter_of;
use crate::project::{GLOSSARY_FILE, Kinds, WordItem, YamlText, glossary_list, glossary_names};
use crate::script::lexicon::WordKind;

/// A list that a word can be added to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum WordList<'a> {
    /// The rules of the article at a path from the site's folder.
    Conversion(&'a str),
    /// The people of an article.
    People(&'a str),
    /// A list of the site's glossary.
    Glossary(WordKind),
}

/// The fields of front matter that hold words: their names.
const CONVERSION: &str = "conversion";
const PEOPLE: &str = "people";

/// The sign that some programs begin a text in UTF-8 with.
const MARK: &str = "\u{FEFF}";

/// The change that adds a word to a list; `kinds` know by which names front matter calls its fields.
pub(crate) fn add_word(
    root: &Path,
    list: WordList<'_>,
    item: &WordItem,
    kinds: &Kinds,
) -> Result<Change, EditError> {
    let (path, field) = match list {
        WordList::Conversion(path) => (path, CONVERSION),
        WordList::People(path) => (path, PEOPLE),
        WordList::Glossary(_) => (GLOSSARY_FILE, ""),
    };
    let refused = |why| EditError::list(path, why, item.own());
    let before = change::read(root, path)?;
    if before.is_none() && path != GLOSSARY_FILE {
        return Err(EditError::Gone(PathBuf::from(path)));
    }
    let whole = String::from_utf8(before.clone().unwrap_or_default())
        .map_err(|_| EditError::Encoding(PathBuf::from(path)))?;
    let text = whole.strip_prefix(MARK).unwrap_or(&whole);
    let after = match list {
        WordList::Glossary(kind) => {
            let is = |key: &str| glossary_list(key) == Some(kind);
            let named = named(&is, glossary_names(kind), text, kind == WordKind::Name);
            list::add(&YamlText::whole(path, text), &named, item)
        }
        WordList::Conversion(_) | WordList::People(_) => {
            let span = front_matter_of(text).ok_or_else(|| refused(Unfit::Broken))?;
            let is = |key: &str| kinds.common().find(key).is_some_and(|(name, _)| name == field);
            let label = kinds.common().find(field).map_or(field, |(_, field)| field.label.as_str());
            let front = text.get(span.clone()).unwrap_or_default();
            let named = named(&is, (label, field), front, field == PEOPLE);
            list::add(&front_matter(path, text, span), &named, item)
        }
    };
    let after = after.map_err(refused)?;
    let mark = if whole.starts_with(MARK) { MARK } else { "" };
    Ok(Change { path: path.to_owned(), before, after: Some(format!("{mark}{after}").into_bytes()) })
}

/// A list that is written under its Chinese name where other keys are.
fn named<'a>(
    is: &'a dyn Fn(&str) -> bool,
    (zh, en): (&'a str, &'a str),
    text: &str,
    holds_names: bool,
) -> Named<'a> {
    let is_english = |line: &str| {
        let key = line.split_once(':').filter(|(key, _)| !key.starts_with([' ', '#', '-']));
        key.is_some_and(|(key, _)| key.is_ascii())
    };
    let keys =
        || text.lines().filter(|line| line.contains(':') && !line.starts_with([' ', '#', '-']));
    let key = if keys().next().is_some() && keys().all(is_english) { en } else { zh };
    Named { is, key, holds_names }
}

fn front_matter(path: &str, text: &str, span: Range<usize>) -> YamlText {
    YamlText { path: path.into(), text: text.into(), span }
}

impl EditError {
    fn list(path: &str, why: Unfit, word: &str) -> Self {
        let (path, word) = (PathBuf::from(path), word.to_owned());
        match why {
            Unfit::Listed => Self::Listed { path, word },
            Unfit::Broken | Unfit::Shape => Self::Shape { path, word },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(before: &str, list: WordList<'_>, item: &WordItem) -> Result<String, EditError> {
        written(before.as_bytes(), list, item)
    }

    fn written(before: &[u8], list: WordList<'_>, item: &WordItem) -> Result<String, EditError> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("x.md"), before).unwrap();
        let (kinds, _) = Kinds::read(&[], None);
        let change = add_word(folder.path(), list, item, &kinds)?;
        Ok(String::from_utf8(change.after.unwrap()).unwrap())
    }

    fn pair() -> WordItem {
        WordItem::Pair { own: "范围".to_owned(), other: "範圍".to_owned() }
    }

    #[test]
    fn front_matter_gets_the_word_under_the_name_that_its_neighbours_have() {
        let conversion = WordList::Conversion("x.md");
        let zh = added("---\n标题: 一\n---\n\n范围: 一\n", conversion, &pair());
        assert_eq!(zh.unwrap(), "---\n标题: 一\n转换规则:\n  - 范围=範圍\n---\n\n范围: 一\n");
        let en = added("\u{FEFF}---\r\ntitle: 一\r\n---\r\n正文", conversion, &pair());
        assert_eq!(
            en.unwrap(),
            "\u{FEFF}---\r\ntitle: 一\r\nconversion:\r\n  - 范围=範圍\r\n---\r\n正文"
        );
        let name = WordItem::Name("余年".to_owned());
        let people = added("---\n标题: 一\n人物: [范某]\n---\n", WordList::People("x.md"), &name);
        assert_eq!(people.unwrap(), "---\n标题: 一\n人物: [范某, 余年]\n---\n");
    }

    #[test]
    fn a_glossary_that_is_not_there_begins_with_the_word() {
        let terms = added("", WordList::Glossary(WordKind::Term), &pair());
        assert_eq!(terms.unwrap(), "用语:\n  - 范围=範圍\n");
    }

    #[test]
    fn what_is_no_article_or_no_text_is_left_alone() {
        let conversion = WordList::Conversion("x.md");
        assert!(matches!(added("没有文章信息", conversion, &pair()), Err(EditError::Shape { .. })));
        let listed = added("---\n标题: 一\nconversion: 范围=范圍\n---\n", conversion, &pair());
        assert!(matches!(listed, Err(EditError::Listed { .. })));
        let gone = added("", WordList::Conversion("gone.md"), &pair());
        assert!(matches!(gone, Err(EditError::Gone(_))));
        let utf16 = b"\xff\xfe-\0-\0-\0\n\0";
        assert!(matches!(written(utf16, conversion, &pair()), Err(EditError::Encoding(_))));
    }
}
