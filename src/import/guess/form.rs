//! Forms above a text: the head of a proposal (案号、案由、提案人), that of a bulletin (社情民意信息 第23期), that of
//! an official document (政协某县委员会文件 某协发〔2026〕3号), a line that says where a text was printed. Their lines
//! become front matter where the site has the kind; any other line of them stays in the text.

use super::{Front, day, names};
use crate::import::Asked;
use crate::import::document::{Block, Document};
use crate::import::pattern::Pattern;
use crate::import::report::{Notes, Sure};
use crate::import::rule::Rule;

/// A line of a proposal's head.
static PAIR: Pattern = Pattern::new(concat!(
    r"^(案\s*号|案\s*號|提案编号|提案編號|案\s*由|提案(?:人|者)|第一提案人|联名(?:提案)?人|聯名(?:提案)?人|附议人|附議人|",
    r"(?:建议)?承办单位|承辦單位|主办单位|会办单位)\s*[:：]\s*(.+)$"
));
/// What such a form is called: the proposal itself is called after its matter.
static FORM: Pattern = Pattern::new(r"^.{0,30}提案(表|书|登记表)?$");
static BULLETIN: Pattern = Pattern::new(
    r"^(社情民意(信息)?(专报|專報)?|\p{Han}{2,14}(简报|簡報|专报|專報|信息|动态|動態|快报|快報))$",
);
static ISSUE: Pattern = Pattern::new(
    r"^[（(]?\s*((?:\d{4}年\s*)?(?:总|總)?第\s*\d{1,4}\s*期\s*(?:[（(]总?第?\s*\d+\s*期[）)])?)\s*[）)]?$",
);
static ISSUED: Pattern = Pattern::new(r"^\p{Han}{4,30}[\s　]+(\d{4}年\d{1,2}月\d{1,2}日)$");

/// `人民政协报/2026年/3月/9日/第004版`
static PRINTED: Pattern = Pattern::new(
    r"^[《]?(\p{Han}{2,12})[》]?\s*[/／]\s*(\d{4})\s*年\s*[/／]\s*(\d{1,2})\s*月\s*[/／]\s*(\d{1,2})\s*日\s*[/／]\s*第?\s*[A-Z]?\d+\s*版",
);
static DOCUMENT_NUMBER: Pattern = Pattern::new(
    r"^\p{Han}{0,12}\s*[〔\[［【（(](?:19|20)\d{2}[〕\]］】）)]\s*第?\s*\d{1,4}\s*[号號]$",
);
static LETTERHEAD: Pattern = Pattern::new(r"^.{2,24}文\s*件$");
static NOTICE: Pattern = Pattern::new(r"(通知|公告|通告|公示|决定|決定)$");

/// How many lines a head has at the most.
const HEAD: usize = 12;

/// Reads the form that a text begins with, if it does.
pub(super) fn take(document: &mut Document, front: &mut Front, asked: &Asked, notes: &mut Notes) {
    let has = |kind: &str| match &asked.kind {
        Some(own) => own == kind,
        None => asked.kinds.iter().any(|own| own == kind),
    };
    printed(document, front, notes);
    let taken = if has("proposal") { proposal(&document.blocks, front) } else { Vec::new() };
    let taken =
        if taken.is_empty() && has("opinion") { bulletin(&document.blocks, front) } else { taken };
    let taken =
        if taken.is_empty() && has("notice") { official(&document.blocks, front) } else { taken };
    for at in taken.into_iter().rev() {
        let line = document.blocks.remove(at).text;
        notes.dropped(Rule::FrontMatter, Sure::Certain, &line);
    }
}

/// The numbers of the blocks that are in the front matter now.
fn proposal(blocks: &[Block], front: &mut Front) -> Vec<usize> {
    let head = blocks.iter().take(HEAD).enumerate().filter(|(_, block)| block.is_paragraph());
    let pairs: Vec<(usize, usize, String, String)> = head
        .filter_map(|(at, block)| {
            let groups = PAIR.groups(block.text.as_str().trim())?;
            let part = |number: usize| groups.get(number).map_or("", |part| part.as_str().trim());
            let key = part(1).split_whitespace().collect();
            Some((at, block.text.line(), key, part(2).to_owned()))
        })
        .collect();
    let Some((_, line, _, title)) = pairs.iter().find(|(_, _, key, _)| key == "案由") else {
        return Vec::new();
    };
    front.set("title", title.trim_matches(['《', '》']), *line, Sure::Certain);
    front.set("kind", "proposal", *line, Sure::Likely);
    let is_form = |block: &&Block| block.is_paragraph() && FORM.is_in(block.text.as_str().trim());
    let mut taken: Vec<usize> = blocks.first().filter(is_form).map(|_| 0).into_iter().collect();
    for (at, line, key, value) in &pairs {
        let units =
            || value.split(['、', '，', ',', '；']).map(|unit| unit.trim().to_owned()).collect();
        let (own, values) = match key.as_str() {
            "案由" => ("title", Vec::new()),
            "案号" | "案號" | "提案编号" | "提案編號" => {
                let bare = value.trim_start_matches('第').trim_end_matches(['号', '號']).trim();
                ("number", vec![bare.to_owned()])
            }
            "提案人" | "提案者" | "第一提案人" => ("proposers", names::list(value)),
            key if key.contains('名') || key.starts_with('附') => ("joint", names::list(value)),
            _ => ("handling_units", units()),
        };
        // Of two lines that say the same the second stays where it is.
        if front.get(own).is_none() || own == "title" {
            front.set_all(own, values, *line, Sure::Certain);
            taken.push(*at);
        }
    }
    taken.sort_unstable();
    taken.dedup();
    taken
}

/// See [`proposal`].
fn bulletin(blocks: &[Block], front: &mut Front) -> Vec<usize> {
    let line = |at: usize| {
        let block = blocks.get(at).filter(|block| block.is_paragraph());
        block.map(|block| (block.text.as_str().trim(), block.text.line()))
    };
    let (Some((name, at)), Some((second, _))) = (line(0), line(1)) else { return Vec::new() };
    let name: String = name.split_whitespace().collect();
    let Some(issue) = ISSUE.group(second, 1).filter(|_| BULLETIN.is_in(&name)) else {
        return Vec::new();
    };
    if blocks.len() < 4 {
        return Vec::new();
    }
    front.set("source", format!("{name}{issue}"), at, Sure::Likely);
    if name.contains("社情民意") {
        front.set("kind", "opinion", at, Sure::Likely);
        front.set("issue_no", issue, at, Sure::Likely);
    }
    let third = line(2).and_then(|(third, at)| Some((ISSUED.group(third, 1)?, at)));
    let Some(((date, _), at)) = third.and_then(|(date, at)| Some((day::split(date)?, at))) else {
        return vec![0, 1];
    };
    front.set("date", date, at, Sure::Likely);
    vec![0, 1, 2]
}

/// The number of an official document, and the head of its paper.
fn official(blocks: &[Block], front: &mut Front) -> Vec<usize> {
    const NEAR: usize = 5;
    let near = || {
        let head = blocks.iter().take(NEAR).enumerate().filter(|(_, block)| block.is_paragraph());
        head.map(|(at, block)| (at, block.text.line(), block.text.as_str().trim()))
    };
    if !near().any(|(_, _, line)| NOTICE.is_in(line)) {
        return Vec::new();
    }
    let Some((number, at, line)) = near().find(|(_, _, line)| DOCUMENT_NUMBER.is_in(line)) else {
        return Vec::new();
    };
    front.set("document_number", line, at, Sure::Certain);
    let first = near().next().filter(|(at, _, line)| *at < number && LETTERHEAD.is_in(line));
    first.map(|(at, ..)| at).into_iter().chain([number]).collect()
}

/// A line that says in which paper a text was printed; a short one under it names the page.
fn printed(document: &mut Document, front: &mut Front, notes: &mut Notes) {
    const NAME: usize = 8;
    let Some(first) = document.blocks.first().filter(|block| block.is_paragraph()) else { return };
    let (line, at) = (first.text.as_str().trim(), first.text.line());
    let Some(groups) = PRINTED.groups(line) else { return };
    let part = |number: usize| groups.get(number).map_or("", |part| part.as_str());
    front.set("source", part(1), at, Sure::Certain);
    if let Some((date, _)) = day::split(&format!("{}-{}-{}", part(2), part(3), part(4))) {
        front.set("date", date, at, Sure::Certain);
    }
    let lengths = [1, 2].map(|at| document.blocks.get(at).map_or(0, |block| block.text.length()));
    let named = matches!(lengths, [name, title] if name <= NAME && title > name);
    for block in document.blocks.drain(..if named { 2 } else { 1 }) {
        notes.dropped(Rule::FrontMatter, Sure::Likely, &block.text);
    }
}
