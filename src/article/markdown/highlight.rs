//! Code blocks, highlighted by CSS classes (`hl-…`), and the style sheet of those classes.
//!
//! It never writes a colour into a page, and never fails: what syntect cannot read is shown plain.

use std::sync::LazyLock;

use syntect::highlighting::{Color, Theme, ThemeSet};
use syntect::html::{ClassStyle, ClassedHTMLGenerator, css_for_theme_with_class_style};
use syntect::parsing::{SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use super::text;

const STYLE: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };
const LIGHT: &str = "InspiredGitHub";
const DARK: &str = "base16-ocean.dark";
/// Longer code is shown plain: a build should not wait for one listing.
const MAX_CODE: usize = 64 * 1024;
/// So is code with a longer line (minified scripts), on which patterns backtrack.
const MAX_LINE: usize = 1000;
/// The contrast that WCAG 2.2 AA (1.4.3) asks of text.
const CONTRAST: f64 = 4.5;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Appends a code block. `info` is what stands behind its fence.
pub(super) fn push(out: &mut String, info: Option<&str>, code: &str) {
    let language = info
        .and_then(|info| info.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{')).next())
        .filter(|language| !language.is_empty());
    let highlighted = language.and_then(|language| highlight(language, code));
    out.push_str(if highlighted.is_some() { "<pre class=\"hl-code\">" } else { "<pre>" });
    out.push_str("<code");
    if let Some(language) = language {
        text::push_named(out, "class", &format!("language-{language}"));
    }
    out.push('>');
    match highlighted {
        Some(html) => out.push_str(&html),
        None => text::push(out, code),
    }
    out.push_str("</code></pre>\n");
}

fn highlight(language: &str, code: &str) -> Option<String> {
    if code.len() > MAX_CODE || code.lines().any(|line| line.len() > MAX_LINE) {
        return None;
    }
    let syntax = SYNTAXES.find_syntax_by_token(language).filter(|syntax| !is_plain(syntax))?;
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, STYLE);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

fn is_plain(syntax: &SyntaxReference) -> bool {
    syntax.name == SYNTAXES.find_syntax_plain_text().name
}

/// The style sheet of all classes that code blocks carry: light, and dark where the reader's
/// system asks for it.
pub(crate) fn stylesheet() -> String {
    let [light, dark] =
        themes().map(|theme| css_for_theme_with_class_style(&theme, STYLE).unwrap_or_default());
    format!("{light}\n@media (prefers-color-scheme: dark) {{\n{dark}}}\n")
}

/// The light theme and the dark one, readable.
fn themes() -> [Theme; 2] {
    let mut themes = ThemeSet::load_defaults().themes;
    [LIGHT, DARK].map(|name| {
        let mut theme = themes.remove(name).unwrap_or_default();
        make_readable(&mut theme);
        theme
    })
}

/// Moves each colour of a theme away from its background until it can be read by everyone.
fn make_readable(theme: &mut Theme) {
    let behind = theme.settings.background.unwrap_or(Color::WHITE);
    if let Some(colour) = &mut theme.settings.foreground {
        *colour = readable(*colour, behind);
    }
    for item in &mut theme.scopes {
        let behind = item.style.background.unwrap_or(behind);
        if let Some(colour) = &mut item.style.foreground {
            *colour = readable(*colour, behind);
        }
    }
}

fn readable(mut colour: Color, behind: Color) -> Color {
    let pole = if luminance(behind) > 0.18 { 0 } else { u8::MAX };
    for _ in 0..64 {
        if contrast(colour, behind) >= CONTRAST {
            break;
        }
        let step =
            |part: u8| if pole == 0 { part.saturating_sub(6) } else { part.saturating_add(6) };
        colour = Color { r: step(colour.r), g: step(colour.g), b: step(colour.b), a: colour.a };
    }
    colour
}

/// WCAG 2.2, "contrast ratio".
fn contrast(a: Color, b: Color) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// WCAG 2.2, "relative luminance".
fn luminance(colour: Color) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_of_the_style_sheet_can_be_read() {
        for theme in themes() {
            let behind = theme.settings.background.expect("a background");
            assert!(theme.scopes.len() > 20, "the theme is gone");
            for item in &theme.scopes {
                if let Some(colour) = item.style.foreground {
                    let behind = item.style.background.unwrap_or(behind);
                    assert!(contrast(colour, behind) >= CONTRAST, "{:?}", item.scope);
                }
            }
        }
    }

    #[test]
    fn the_style_sheet_has_both_schemes_and_only_our_classes() {
        let css = stylesheet();
        assert!(css.contains(".hl-code"));
        assert_eq!(css.matches("prefers-color-scheme: dark").count(), 1);
        assert_eq!(css.matches('{').count(), css.matches('}').count());
        for line in css.lines().filter(|line| line.starts_with('.')) {
            assert!(line.starts_with(".hl-"), "{line}");
        }
    }
}
