//! What holds for every text, whatever it says.

use html5gum::{Token as Html, Tokenizer};
use proptest::prelude::*;
use proptest::test_runner::Config;

use super::*;

/// Pieces of Markdown and HTML that mean something, so that random texts are worth reading.
const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    " ",
    "  \n",
    "# ",
    "## ",
    "### 一、",
    "> ",
    "- ",
    "1. ",
    "- [x] ",
    "    ",
    "\t",
    "**",
    "*",
    "***",
    "~~",
    "~",
    "_",
    "__",
    "`",
    "```\n",
    "```rust\n",
    "```chart\n",
    "数据: {甲: 1}\n",
    "\\",
    "。",
    "，",
    "“",
    "”",
    "《书》",
    "中文",
    "黄 河",
    "　",
    "abc",
    "2022",
    "{漢字|hàn zì}",
    "{",
    "|",
    "}",
    "｜",
    "{#id}",
    "{.c a=b}",
    "::: verse\n",
    ":::\n",
    "\n:::\n",
    "\n::: a b\n",
    "[^1]",
    "\n\n[^1]: ",
    "[",
    "](x)",
    "![图](a.png)",
    "![](missing)",
    "[x](javascript:alert(1))",
    "[x]: data:text/html,y\n",
    "<b>",
    "</b>",
    "<div>",
    "</div>\n",
    "\n<div>\n",
    "<script>",
    "</script>",
    "<style>",
    "<svg onload=x>",
    "<img src=x onerror=alert(1)>",
    "<a href=\"java&#10;script:x\">",
    "<li>",
    "<td>",
    "<ul>",
    "</ul>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    "<a b='",
    "\"",
    "'",
    ">",
    "<",
    "&lt;",
    "&#106;",
    "&",
    "| a | b |\n|---|:-:|\n| c | d |\n",
    "\n: 释义\n",
    "---\n",
    "===\n",
    "\u{F0000}",
    "\u{0}",
    "\r\n",
    "\u{FEFF}",
    "http://a.b",
    "<http://x.y>",
    "<x@y.z>",
    "\n<details>\n\n",
];

/// What charts are drawn with; authors' own is removed.
const DRAWN: [&str; 8] = ["svg", "title", "g", "text", "rect", "line", "polyline", "circle"];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[ -~]{0,6}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn config() -> Config {
    let cases = env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(400);
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// The elements of HTML, with their attributes, as a browser would read them.
fn elements(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Tokenizer::new(html)
        .filter_map(|Ok(token)| match token {
            Html::StartTag(tag) => {
                let attributes =
                    tag.attributes.iter().map(|(name, value)| (text(name), text(value)));
                Some((text(&tag.name), attributes.collect()))
            }
            Html::Comment(_) | Html::Doctype(_) => Some(("!".to_owned(), Vec::new())),
            _ => None,
        })
        .collect()
}

/// Start and end tags in order; those without an end left out.
fn is_balanced(html: &str) -> bool {
    let mut open = Vec::new();
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Html::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let is_void = matches!(
                    &*name,
                    "br" | "col" | "hr" | "img" | "input" | "source" | "track" | "wbr"
                );
                let closes_itself = tag.self_closing && DRAWN.contains(&&*name);
                if !is_void && !closes_itself {
                    open.push(name);
                }
            }
            Html::EndTag(tag)
                if open.pop().as_deref().map(str::as_bytes) != Some(&tag.name[..]) =>
            {
                return false;
            }
            _ => {}
        }
    }
    open.is_empty()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn nothing_panics(text in text(), level in 0u8..8) {
        let settings = Settings { html: RawHtml::Keep, parts: Some(level), ..settings_of("") };
        render(&text, &settings);
        summary(&text);
        parts(&text, level);
    }

    #[test]
    fn nothing_panics_on_plain_noise(text in any::<String>()) {
        render(&text, &settings_of("parts-"));
        summary(&text);
    }

    #[test]
    fn sanitised_html_is_safe_and_balanced(text in text()) {
        let html = render(&text, &settings_of("parts-")).html;
        prop_assert!(!html.to_ascii_lowercase().contains("<script"), "{html}");
        for (name, attributes) in elements(&html) {
            let ours = name == "input" || (text.contains("```chart") && DRAWN.contains(&&*name));
            prop_assert!(ours || allow::find(&name).is_some(), "<{name}> in {html}");
            for (attribute, value) in attributes {
                prop_assert!(!attribute.starts_with("on"), "{attribute} in {html}");
                if matches!(&*attribute, "href" | "src" | "poster" | "cite") {
                    let value: String =
                        value.chars().filter(|c| *c > ' ').collect::<String>().to_lowercase();
                    prop_assert!(!value.starts_with("javascript:"), "{html}");
                    prop_assert!(!value.starts_with("data:text"), "{html}");
                }
            }
        }
        prop_assert!(is_balanced(&html), "{html}");
    }

    #[test]
    fn parts_are_those_that_rendering_finds(text in text()) {
        prop_assert_eq!(render(&text, &settings_of("parts-")).parts, parts(&text, 2));
    }

    #[test]
    fn anchors_are_unique_and_faults_lie_in_the_text(text in text()) {
        let body = render(&text, &settings_of("parts-"));
        let ids = elements(&body.html).into_iter().flat_map(|(_, attributes)| attributes);
        let ids: Vec<String> =
            ids.filter(|(name, _)| name == "id").map(|(_, value)| value).collect();
        let distinct: BTreeSet<&String> = ids.iter().collect();
        prop_assert_eq!(distinct.len(), ids.len(), "{}", body.html);
        for fault in body.faults {
            prop_assert!(text.get(fault.span.clone()).is_some(), "{fault:?}");
        }
    }
}
