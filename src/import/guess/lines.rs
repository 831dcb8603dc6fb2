//! Lines that say something of the article and are none of its text: `来源：… 作者：… 2023-01-31`. It
//! reads them; who takes them away is its caller.

use super::{Front, day, names};
use crate::import::document::{Block, Document};
use crate::import::pattern::Pattern;
use crate::import::report::{Notes, Sure};
use crate::import::rule::Rule;

static KEY: Pattern = Pattern::new(concat!(
    r"(口述人|口述|整理人|整理|采访人|会议时间|會議時間|活动时间|信息来源|稿件来源|文章来源|来源|來源|稿源|供稿|作者|文／|文/|文字|图文|撰文|撰稿|责任编辑|責任編輯|责编|責編|編輯|",
    r"编辑|发布时间|發布時間|发布日期|發布日期|更新时间|日期|时间|時間|发布人|发布者|文章录入|录入|图片|摄影|审核|審核|",
    r"审稿|校对|监制|排版|值班编委|一审|二审|三审|初审|复审|终审|浏览次数|瀏覽次數|浏览量|浏览|点击数|点击量|点击|",
    r"阅读量|阅读次数|字号|字體|字体|阅读)\s*[:：]?\s*"
));

static PRINTED: Pattern = Pattern::new(
    r"^[（(]?《(.{2,20}?)》\s*[（(]?\s*(\d{4}.{2,12}?)\s*(?:第?\s*[A-Za-z]?\d+\s*版)?\s*[)）]*$",
);

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

static WHEN: Pattern = Pattern::new(r"^[【\[]?\s*(会议|會議|活动|活動)?\s*(时|時|日)\s*(间|間|期)");
/// What minutes say of a meeting, beside when it was.
static OF_MEETING: Pattern = Pattern::new(
    r"^[【\[]?\s*(会议)?\s*(地\s*点|地點|主\s*持|参\s*会|參會|出\s*席|参\s*加|參加|列\s*席|缺\s*席|记\s*录|記錄|主\s*题|议\s*题|議題|议\s*程|内\s*容|人\s*员|活动地点|活动内容)[^。：:]{0,8}[】\]]?\s*[：:]",
);

/// Whether a line that says when is the first of those with which minutes begin: it belongs to the text.
pub(super) fn is_of_minutes(blocks: &[Block], at: usize) -> bool {
    const NEAR: usize = 2;
    let own = blocks.get(at).map_or("", |block| block.text.as_str().trim());
    if !WHEN.is_in(own) {
        return false;
    }
    let is_one = |block: &Block| OF_MEETING.is_in(block.text.as_str().trim());
    blocks.iter().skip(at + 1).take(NEAR).any(is_one)
        || at.checked_sub(1).and_then(|before| blocks.get(before)).is_some_and(is_one)
}

/// A line that says in which paper a text was printed: `《某某报》（2026年01月08日 第02版）`.
fn printed(line: &str, number: usize, front: &mut Front) -> bool {
    let Some(groups) = PRINTED.groups(line.trim()) else { return false };
    let part = |at: usize| groups.get(at).map_or("", |part| part.as_str());
    front.set("source", part(1), number, Sure::Certain);
    if let Some((date, _)) = day::split(part(2)) {
        front.set("date", date, number, Sure::Certain);
    }
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
        "文章录入" | "字号" => {}
        "口述" | "口述人" => {
            front.set_all("narrator", names::list(value), number, Sure::Certain);
        }
        "整理" | "整理人" => {
            front.set_all("recorder", names::list(value), number, Sure::Certain);
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
pub(super) fn below(document: &mut Document, front: &mut Front, notes: &mut Notes) {
    for _ in 0..8 {
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
        if !(read(&line, number, front) || printed(&line, number, front)) {
            break;
        }
        if let Some(block) = document.blocks.pop() {
            notes.dropped(Rule::FrontMatter, Sure::Certain, &block.text);
        }
    }
}
