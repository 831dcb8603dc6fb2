//! Speeches: a heading, and under it the line that says who speaks (`职务 姓名`). Two of them make a text
//! of several speeches; each is then put in order by itself. It never looks a name up.

use crate::import::document::{Block, Document, Shape};
use crate::import::letters::{has_end, is_name};
use crate::import::pattern::Pattern;
use crate::import::report::{Deed, Notes, Sure};
use crate::import::rule::Rule;
use crate::script::han::is_han;
use crate::script::{Script, converter};

/// Words for what somebody is, in Simplified.
static OFFICE: Pattern = Pattern::new(concat!(
    r"书记|主席|主任|委员|常委|部长|局长|院长|校长|会长|主委|秘书长|代表|教授|董事长|经理|处长|科长|县长|市长|",
    r"区长|镇长|乡长|州长|省长|馆长|社长|理事|研究员|工程师|医师|负责人|成员|组长|站长|厂长|园长|所长|厅长|参事|",
    r"政协|民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|工商联|联谊会|总工会|团委|妇联|科协|侨联|界"
));

/// Who speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::import) struct Byline {
    pub(in crate::import) office: String,
    pub(in crate::import) name: String,
}

/// Reads a line that says who speaks, in either order.
pub(in crate::import) fn byline(line: &str) -> Option<Byline> {
    const LONGEST: usize = 45;
    let line = line.trim();
    if has_end(line) || line.chars().count() > LONGEST || line.ends_with(['，', '、', '：', ':'])
    {
        return None;
    }
    if let Some((name, office)) = in_brackets(line) {
        return Some(Byline { office, name });
    }
    let mut words: Vec<&str> = line.split_whitespace().collect();
    let last = words.pop()?;
    let name = if is_name(last) {
        last.to_owned()
    } else if one_han(last) && words.last().is_some_and(|word| one_han(word)) {
        format!("{}{last}", words.pop()?)
    } else {
        return name_first(line);
    };
    let office = words.join(" ");
    is_office(&office).then_some(Byline { office, name })
}

/// `张三 县政协委员`.
fn name_first(line: &str) -> Option<Byline> {
    let (name, office) = line.split_once(char::is_whitespace)?;
    let office = office.trim();
    (is_name(name) && !is_office(name) && is_office(office) && !office.contains(' '))
        .then(|| Byline { office: office.to_owned(), name: name.to_owned() })
}

/// `张三（县政协委员）`.
fn in_brackets(line: &str) -> Option<(String, String)> {
    let (name, office) = line.split_once(['（', '('])?;
    let office = office.strip_suffix(['）', ')'])?;
    (is_name(name.trim()) && is_office(office)).then(|| (name.trim().to_owned(), office.to_owned()))
}

fn is_office(text: &str) -> bool {
    let simplified = converter(Script::Hant, Script::Hans).map(|to| to.convert(text));
    !text.contains(['，', '：', '—', '《']) && OFFICE.is_in(simplified.as_deref().unwrap_or(text))
}

fn one_han(word: &str) -> bool {
    word.chars().count() == 1 && word.chars().all(is_han)
}

/// Whether a line can be the title of a speech.
fn is_title(block: &Block) -> bool {
    let line = block.text.as_str();
    matches!(block.shape, Shape::Paragraph | Shape::Heading(_))
        && !has_end(line)
        && (4..=60).contains(&line.chars().count())
        && byline(line).is_none()
}

/// Whether a speech begins at that block.
pub(in crate::import) fn is_part_title(blocks: &[Block], at: usize) -> bool {
    let under = blocks.get(at + 1);
    blocks.get(at).is_some_and(is_title)
        && under.is_some_and(|block| block.is_paragraph() && byline(block.text.as_str()).is_some())
        && blocks.get(at + 2).is_some()
}

/// Makes headings of the titles of speeches and puts each speech, or the whole text, in order.
/// Returns how many speeches there are.
pub(super) fn separate(document: &mut Document, whole: &str, notes: &mut Notes) -> usize {
    let starts: Vec<usize> =
        (0..document.blocks.len()).filter(|&at| is_part_title(&document.blocks, at)).collect();
    if starts.len() < 2 || !notes.is_on(Rule::Headings) {
        super::in_order(&mut document.blocks, whole, notes);
        return 0;
    }
    let mut blocks = std::mem::take(&mut document.blocks);
    let mut parts: Vec<Vec<Block>> = Vec::new();
    for &start in starts.iter().rev() {
        parts.push(blocks.split_off(start));
    }
    document.blocks = blocks;
    for mut part in parts.into_iter().rev() {
        let mut body = part.split_off(2.min(part.len()));
        super::in_order(&mut body, whole, notes);
        if let Some(title) = part.first_mut() {
            title.shape = Shape::Heading(2);
            let line = title.text.line();
            let heading = format!("## {}", title.text.as_str());
            notes.note(
                line,
                Rule::Headings,
                Deed::Changed,
                title.text.as_str(),
                heading,
                Sure::Certain,
            );
        }
        if let Some(line) = part.get_mut(1).filter(|_| notes.is_on(Rule::PaddedNames)) {
            unpad(line, notes);
        }
        document.blocks.append(&mut part);
        document.blocks.append(&mut body);
    }
    starts.len()
}

/// A name of two characters that was padded to the width of three is one word again.
fn unpad(line: &mut Block, notes: &mut Notes) {
    let text = line.text.as_str();
    let Some(Byline { name, .. }) = byline(text).filter(|who| !text.contains(&who.name)) else {
        return;
    };
    let first = name.chars().next().unwrap_or_default();
    let from = text.rfind(first).unwrap_or_default();
    let edit = crate::import::text::Edit::new(from..text.len(), name);
    notes.edit(Rule::PaddedNames, Sure::Certain, &mut line.text, &[edit]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_who_speaks() {
        for (line, expected) in [
            (
                "省政协经济委员会分党组书记、主任 温克珩",
                Some(("省政协经济委员会分党组书记、主任", "温克珩")),
            ),
            ("华亭市政协党组书记、主席 李 锋", Some(("华亭市政协党组书记、主席", "李锋"))),
            ("周木兰（市政协委员、市一中教师）", Some(("市政协委员、市一中教师", "周木兰"))),
            ("周木兰 市政协委员", Some(("市政协委员", "周木兰"))),
            ("縣政協主席 黃玉蘭", Some(("縣政協主席", "黃玉蘭"))),
            ("加强党的建设 提升履职能力和水平", None),
            ("坚持党建引领 促进“四个融合”", None),
            ("各位委员：", None),
        ] {
            let found = byline(line);
            let found = found.as_ref().map(|one| (one.office.as_str(), one.name.as_str()));
            assert_eq!(found, expected, "{line}");
        }
    }
}
