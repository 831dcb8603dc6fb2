//! Names of authors: a line of names, a signature at the end (`（本报记者 张三 通讯员 李四）`), the opening
//! of a report (`本报讯（记者 张三）`). A name padded with a space is one name. It never looks a name up.

use super::{Front, cut};
use crate::import::document::Document;
use crate::import::letters::{is_end, is_name};
use crate::import::pattern::Pattern;
use crate::import::report::{Deed, Notes, Sure};
use crate::import::rule::Rule;
use crate::script::han::is_han;

static ROLE: Pattern = Pattern::new(
    r"(?:(?:本报|本報|本刊|本网|本網|本台|特约|特約|实习|實習|见习|見習|全媒体|全媒體|首席)\s*)*(?:记者|記者|通讯员|通訊員|撰稿人|供稿|报道员|報道員)\s*[:：]?\s*",
);
static SIGNATURE: Pattern = Pattern::new(
    r"[（(]?\s*((?:(?:本报|本報|本刊|本网|本網|本台|特约|特約|实习|實習|全媒体|全媒體|首席)\s*)*(?:记者|記者|通讯员|通訊員|撰稿人)[\s:：　][\p{Han}·\s　、]{2,40})\s*[）)]?$",
);
static OPENING: Pattern = Pattern::new(
    r"^.{0,20}?[讯訊电電][\s　]*[（(]((?:(?:本报|本報|特约|特約|实习|實習|全媒体)\s*)*(?:记者|記者|通讯员|通訊員)[\s　:：]*[\p{Han}·\s　、]{2,40})[）)]",
);

/// Names, apart by spaces or commas; two or three single characters in a row are one padded name.
pub(super) fn list(text: &str) -> Vec<String> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '、' | '，' | ',' | ';' | '；' | '/'))
        .filter(|word| !word.is_empty())
        .collect();
    let single = |word: &&str| word.chars().count() == 1 && word.chars().all(is_han);
    let mut names: Vec<String> = Vec::new();
    let mut rest = words.as_slice();
    while let Some((word, after)) = rest.split_first() {
        rest = after;
        if !single(word) {
            names.push((*word).to_owned());
            continue;
        }
        let more = rest.iter().take_while(|word| single(word)).count();
        // Three are one name, four are two.
        let own = if more == 2 { 2 } else { more.min(1) };
        let (own, after) = rest.split_at(own);
        names.push(format!("{word}{}", own.concat()));
        rest = after;
    }
    names
}

/// A word that was set with a space behind each of its characters: 倡 议 书.
pub(super) fn unspaced(line: &str) -> String {
    const FEWEST: usize = 2;
    let words: Vec<&str> = line.split_whitespace().collect();
    let single = words.iter().all(|word| word.chars().count() == 1 && word.chars().all(is_han));
    if single && words.len() >= FEWEST { words.concat() } else { line.to_owned() }
}

/// One name, or several as they stand.
pub(super) fn joined(text: &str) -> String {
    list(text).join("、")
}

/// The names of a signature: roles taken off.
pub(super) fn signed(text: &str) -> Option<Vec<String>> {
    if !ROLE.is_in(text) || text.contains('。') {
        return None;
    }
    let mut bare = text.to_owned();
    for range in ROLE.ranges(text).into_iter().rev() {
        bare.replace_range(range, "　");
    }
    let names = list(&bare);
    (!names.is_empty() && names.iter().all(|name| is_name(name))).then_some(names)
}

/// Whether a file's author is somebody: systems come with users that are called after nobody.
pub(super) fn is_author(word: &str) -> bool {
    const NOBODY: [&str; 10] = [
        "用户",
        "微软",
        "微软用户",
        "管理员",
        "系统管理员",
        "雨林木风",
        "番茄花园",
        "深度技术",
        "办公室",
        "未知",
    ];
    is_name(word) && !NOBODY.contains(&word)
}

/// A line of nothing but names under a title: short ones, or padded ones.
pub(super) fn line_of_names(line: &str) -> Option<Vec<String>> {
    if let Some(names) = signed(line) {
        return Some(names);
    }
    let names = list(line);
    let short = |name: &String| name.chars().count() <= 3 || name.contains('·');
    let apart = line.contains(char::is_whitespace) || line.chars().count() <= 3;
    (apart && names.len() <= 6 && names.iter().all(|name| is_name(name) && short(name)))
        .then_some(names)
}

/// A signature at the end of the text is taken off.
pub(super) fn signature(document: &mut Document, front: &mut Front, notes: &mut Notes) {
    let Some(last) = document.blocks.last_mut().filter(|block| block.is_paragraph()) else {
        return;
    };
    let line = last.text.as_str();
    let Some(groups) = SIGNATURE.groups(line) else { return };
    let (Some(whole), Some(inner)) = (groups.get(0), groups.get(1)) else { return };
    let before = line.get(..whole.start()).unwrap_or_default().trim_end();
    let apart = before.is_empty()
        || before.ends_with(is_end)
        || before.ends_with(['”', '』', '」', '）', ')']);
    let Some(names) = signed(inner.as_str()).filter(|_| apart) else { return };
    let (from, number) = (whole.start(), last.text.line_at(whole.start()));
    front.add("authors", names, number, Sure::Certain);
    let signed = whole.as_str().to_owned();
    cut(&mut last.text, from);
    notes.note(number, Rule::FrontMatter, Deed::Dropped, signed, "", Sure::Certain);
    if last.text.is_empty() {
        document.blocks.pop();
    }
}

/// The opening of a report names its writers; it stays in the text.
pub(super) fn opening(document: &Document, front: &mut Front) {
    let Some(first) = document.blocks.first().filter(|block| block.is_paragraph()) else { return };
    if let Some(names) = OPENING.group(first.text.as_str(), 1).and_then(signed) {
        front.add("authors", names, first.text.line(), Sure::Likely);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_padded_name_is_one_name() {
        assert_eq!(list("黃 河 陳海洋"), ["黃河", "陳海洋"]);
        assert_eq!(list("王 一、李二三"), ["王一", "李二三"]);
        assert_eq!(list("顾 松 年"), ["顾松年"]);
        assert_eq!(list("黄 河 林 枫"), ["黄河", "林枫"]);
        assert_eq!(signed("本報通訊員 黃 河 陳海洋").unwrap(), ["黃河", "陳海洋"]);
        assert_eq!(signed("记者 张三 通讯员 李四").unwrap(), ["张三", "李四"]);
        assert_eq!(signed("记者从会上了解到有关情况"), None);
        assert_eq!(line_of_names("黄 河"), Some(vec!["黄河".to_owned()]));
        assert_eq!(line_of_names("基层协商"), None);
    }
}
