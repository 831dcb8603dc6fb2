//! The desk's own page, its style and its script, all inside the binary. It holds no article.

use crate::diagnostic::{Language, Text};

const PAGE: &str = include_str!("client/page.html");

/// Its style.
pub(crate) const STYLE: &str = include_str!("client/desk.css");

/// Its script. The pieces share their names with one another and with nobody else.
pub(crate) const SCRIPT: &str = concat!(
    "(() => {\n'use strict';\n",
    include_str!("client/core.js"),
    include_str!("client/list.js"),
    include_str!("client/sheet.js"),
    include_str!("client/choice.js"),
    include_str!("client/main.js"),
    "})();\n"
);

/// The page in a language, with the token for those who may write. Words stand in it as `{{Chinese|English}}`.
pub(crate) fn page(language: Language, token: Option<&str>) -> String {
    let mut page = String::with_capacity(PAGE.len());
    let mut rest = PAGE;
    while let Some((before, (words, after))) =
        rest.split_once("{{").and_then(|(before, rest)| Some((before, rest.split_once("}}")?)))
    {
        page.push_str(before);
        let (zh, en) = words.split_once('|').unwrap_or((words, words));
        page.push_str(&match (zh, language) {
            ("LANG", Language::ZhHans) => "zh-Hans".to_owned(),
            ("LANG", Language::ZhHant) => "zh-Hant".to_owned(),
            ("LANG", Language::En) => "en".to_owned(),
            ("TOKEN", _) => token.unwrap_or_default().to_owned(),
            _ => language.pick(&Text::new(zh, en)),
        });
        rest = after;
    }
    page.push_str(rest);
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_speaks_every_language_and_holds_the_token_only_if_it_is_given() {
        let page_in = |language| page(language, None);
        assert!(page_in(Language::ZhHans).contains("校对台"));
        assert!(page_in(Language::ZhHant).contains("校對臺"));
        assert!(!page_in(Language::En).contains("校对台"));
        assert!(page_in(Language::En).contains("<html lang=\"en\">"));
        assert!(
            !page_in(Language::ZhHans).contains("abc123")
                && page(Language::En, Some("abc123")).contains("abc123")
        );
        assert!(!page_in(Language::En).contains("{{"));
    }

    #[test]
    fn style_and_script_hold_no_words_and_ask_nobody_else() {
        for text in [STYLE, SCRIPT] {
            assert!(text.is_ascii());
            assert!(!text.contains("http") && !text.contains("innerHTML"));
        }
    }
}
