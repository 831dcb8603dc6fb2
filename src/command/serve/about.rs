//! What the preview says of a page: in which edition and on which way to readers it is, what is wrong with
//! it, and what keeps the site from being published. It speaks the script of the page.

use crate::address;
use crate::deliver::preview::{About, Words};
use crate::diagnostic::{Diagnostic, Language, Paint, Text, render};
use crate::pipeline::{self, Standing};
use crate::render::Studio;
use crate::script::Script;
use crate::site::Entry;

/// Nobody mends more at a time.
const MOST: usize = 20;

/// All that is to be known of the page at a path. `faults` are those of the sources, `of_page` those of the
/// page when it was made.
pub(super) fn about(
    studio: &Studio,
    path: &str,
    faults: &[Diagnostic],
    of_page: &[Diagnostic],
    language: Language,
) -> About {
    let standing = pipeline::standing(studio, path);
    let editions = &studio.site().config.editions;
    let here = standing.as_ref().map(|standing| standing.edition);
    let edition = editions.iter().position(|one| here.is_some_and(|here| here.path == one.path));
    let script = here.or(editions.first()).map_or(Script::Hans, |edition| edition.script);
    let language = spoken(language, script);
    let is_of_page = |fault: &&Diagnostic| {
        let file = fault.place.as_ref().map(|place| &*place.path);
        let sources = standing.as_ref().map_or(&[][..], |standing| standing.sources.as_slice());
        file.is_some_and(|file| sources.contains(&file))
    };
    let notes = faults.iter().filter(is_of_page).chain(of_page);
    let grave = faults.iter().chain(of_page).filter(|fault| fault.is_error());
    About {
        lang: tag(language),
        edition: edition.unwrap_or_default(),
        badge: standing.as_ref().map_or_else(Vec::new, |standing| badge(standing, language)),
        links: standing.as_ref().and_then(|it| desk(it, language)).into_iter().collect(),
        notes: shown(notes, language),
        faults: shown(grave, language),
        words: words(language),
    }
}

/// Where the text of a page is proofread, if somebody wrote one.
fn desk(standing: &Standing<'_>, language: Language) -> Option<(String, String)> {
    let source = standing.sources.first()?;
    let name = language.pick(&Text::new("校对这一篇", "Proofread this article"));
    // What parts a query may stand in a path.
    let source = address::encode(source).replace('&', "%26").replace('+', "%2B");
    Some((format!("/_desk/?article={source}"), name))
}

/// An editor who asked for English gets it; anybody else reads the page's script.
fn spoken(language: Language, script: Script) -> Language {
    match (language, script) {
        (Language::En, _) => Language::En,
        (_, Script::Hans) => Language::ZhHans,
        _ => Language::ZhHant,
    }
}

fn tag(language: Language) -> &'static str {
    match language {
        Language::ZhHans => "zh-Hans",
        Language::ZhHant => "zh-Hant",
        Language::En => "en",
    }
}

fn shown<'d>(faults: impl Iterator<Item = &'d Diagnostic>, language: Language) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut left_out = 0;
    for fault in faults {
        let text = render(fault, language, Paint::Plain);
        if all.contains(&text) {
            continue;
        }
        if all.len() < MOST {
            all.push(text);
        } else {
            left_out += 1;
        }
    }
    if left_out > 0 {
        let more = Text::new(
            format!("还有 {left_out} 处没有列出，命令窗口里有。"),
            format!("{left_out} more are told on the terminal."),
        );
        all.push(language.pick(&more));
    }
    all
}

/// The edition, where an article stands on its way to readers, and what is to come.
fn badge(standing: &Standing<'_>, language: Language) -> Vec<String> {
    let mut badge = vec![standing.edition.label.clone()];
    if let Some(entry) = standing.entry {
        badge.extend(status(entry).iter().map(|text| language.pick(text)));
    }
    badge
}

fn status(entry: &Entry) -> Vec<Text> {
    let (en, zh) = entry.state();
    let at = |name: &str| Some(entry.article.meta.date(name)?.day_and_time());
    let live = at("publish_at")
        .map(|at| Text::new(format!("发布时间 {at}"), format!("goes live at {at}")));
    let over = at("expires").map(|at| Text::new(format!("到期时间 {at}"), format!("ends at {at}")));
    [Some(Text::new(zh, en)), live, over].into_iter().flatten().collect()
}

fn words(language: Language) -> Words {
    let word = |zh: &str, en: &str| language.pick(&Text::new(zh, en));
    Words {
        close: word("收起", "Put away"),
        follow: word("跳到刚才保存的文章", "Go to the article that was saved"),
        notes: word("这一页的提示", "Notes on this page"),
        none: word("这一页没有发现问题。", "Nothing is wrong with this page."),
        count: word("处提示", "notes"),
        faults: word("要改的错误", "Errors to mend"),
    }
}
