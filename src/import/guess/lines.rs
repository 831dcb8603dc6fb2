//! Lines that say something of the article and are none of its text: `来源：… 作者：… 2023-01-31`. It
//! reads them; who takes them away is its caller.

use super::{Front, day, names};
use crate::import::document::Document;
use crate::import::pattern::Pattern;
use crate::import::report::Sure;

static KEY: Pattern = Pattern::new(concat!(
    r"(信息来源|稿件来源|文章来源|来源|來源|稿源|供稿|作者|文／|文/|撰稿|责任编辑|責任編輯|责编|編輯|编辑|发布时间|發布時間|",
    r"发布日期|發布日期|更新时间|日期|时间|時間|发布人|审核|审稿|浏览次数|瀏覽次數|点击数|阅读量|字号|字体|阅读)\s*[:：]?\s*"
));

/// Reads a line; tells whether it holds nothing else.
pub(super) fn read(line: &str, number: usize, front: &mut Front) -> bool {
    const LONGEST: usize = 140;
    let bare =
        line.trim().trim_matches(['[', ']', '【', '】', '（', '）', '(', ')', '|', '｜']).trim();
    if line.chars().count() > LONGEST || bare.is_empty() || bare.contains('。') {
        return false;
    }
    if let Some((date, rest)) = day::split(bare) {
        let rest = rest.trim_matches([' ', '　', '|', '｜', '\t']);
        if rest.is_empty() || begins_with_key(rest) {
            front.set("date", date, number, Sure::Certain);
            pairs(rest, number, front);
            return true;
        }
        return false;
    }
    if !begins_with_key(bare) {
        return false;
    }
    pairs(bare, number, front);
    true
}

fn begins_with_key(line: &str) -> bool {
    let first = KEY.ranges(line).into_iter().next();
    first.is_some_and(|range| {
        range.start == 0 && line.get(range).is_some_and(|key| key.contains([':', '：', '/', '／']))
    })
}

fn pairs(line: &str, number: usize, front: &mut Front) {
    let keys: Vec<_> = KEY
        .ranges(line)
        .into_iter()
        .filter(|range| {
            line.get(range.clone()).is_some_and(|key| key.contains([':', '：', '/', '／']))
        })
        .collect();
    for (at, range) in keys.iter().enumerate() {
        let end = keys.get(at + 1).map_or(line.len(), |next| next.start);
        let key = line.get(range.clone()).unwrap_or_default();
        let value = line.get(range.end..end).unwrap_or_default();
        let value = value.trim_matches([
            ' ', '　', '\t', '|', '｜', '【', '】', '[', ']', '（', '）', '(', ')', '　',
        ]);
        set(key.trim_end_matches([':', '：', ' ']), value, number, front);
    }
}

fn set(key: &str, value: &str, number: usize, front: &mut Front) {
    match key {
        _ if key.contains('源') || key == "供稿" => {
            front.set("source", value, number, Sure::Certain);
        }
        _ if key.contains("作者") || key.contains('文') || key == "撰稿" => {
            front.set_all("authors", names::list(value), number, Sure::Certain);
        }
        _ if key.contains('编') || key.contains('編') => {
            front.set("editor", names::joined(value), number, Sure::Certain);
        }
        _ if key.contains('时') || key.contains('時') || key.contains('期') => {
            if let Some((date, _)) = day::split(value) {
                front.set("date", date, number, Sure::Certain);
            }
        }
        _ => {}
    }
}

/// Lines of that kind after the text, and the day that a text is signed with; the day stays.
pub(super) fn below(document: &mut Document, front: &mut Front) {
    for _ in 0..4 {
        let last = document
            .blocks
            .last()
            .filter(|block| block.is_paragraph() && document.blocks.len() > 1);
        let Some((line, number)) =
            last.map(|block| (block.text.as_str().to_owned(), block.text.line()))
        else {
            break;
        };
        if let Some((date, rest)) = day::split(&line) {
            if rest.trim().is_empty() {
                front.set("date", date, number, Sure::Likely);
            }
            break;
        }
        if !read(&line, number, front) {
            break;
        }
        document.blocks.pop();
    }
}
