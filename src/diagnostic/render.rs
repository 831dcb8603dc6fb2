//! Draws a diagnostic for a terminal: the line it stands on, a caret under the place, the help.
//! It never writes anywhere; the caller has the text.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Severity, Text};
use crate::script::{Script, converter};

/// The language messages are shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Simplified Chinese.
    #[default]
    ZhHans,
    /// Traditional Chinese, made from the Simplified text by the site's own conversion.
    ZhHant,
    /// English.
    En,
}

impl Language {
    /// The message in this language.
    #[must_use]
    pub fn pick(self, text: &Text) -> String {
        match self {
            Self::ZhHans => text.zh.clone(),
            Self::ZhHant => converter(Script::Hans, Script::Hant)
                .map_or_else(|| text.zh.clone(), |to_hant| to_hant.convert(&text.zh)),
            Self::En => text.en.clone(),
        }
    }

    /// The message in this language. What a site calls its files and words by stands in it as `$1`, `$2` …, and is
    /// told as it is written, whatever the language.
    #[must_use]
    pub(crate) fn fill(self, text: &Text, own: &[&str]) -> String {
        let picked = self.pick(text);
        let mut parts = picked.split('$');
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let digit = part.chars().next().and_then(|c| c.to_digit(10));
            let one = digit.and_then(|digit| own.get((digit as usize).checked_sub(1)?));
            if let Some(one) = one {
                filled.push_str(one);
                filled.push_str(part.get(1..).unwrap_or_default());
            } else {
                filled.push('$');
                filled.push_str(part);
            }
        }
        filled
    }

    fn severity(self, severity: Severity) -> &'static str {
        match (self, severity) {
            (Self::En, Severity::Error) => "error",
            (Self::En, Severity::Warning) => "warning",
            (Self::ZhHans, Severity::Error) => "错误",
            (Self::ZhHant, Severity::Error) => "錯誤",
            (_, Severity::Warning) => "提醒",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::En => "help",
            Self::ZhHans => "办法",
            Self::ZhHant => "辦法",
        }
    }
}

/// Whether the text may hold colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// For files, pipes and tests.
    Plain,
    /// For a terminal, with ANSI colours.
    Coloured,
}

/// Draws one diagnostic over several lines, without a line break at its end.
#[must_use]
pub fn render(diagnostic: &Diagnostic, language: Language, paint: Paint) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = level
        .with_name(language.severity(diagnostic.severity))
        .primary_title(language.pick(&diagnostic.what))
        .id(diagnostic.code)
        .elements(Vec::<Origin<'_>>::new());
    if let Some(place) = &diagnostic.place {
        if place.text.is_empty() {
            group = group.element(Origin::path(&*place.path));
        } else {
            group = group.element(
                Snippet::source(&*place.text)
                    .path(&*place.path)
                    .line_start(place.first_line)
                    .annotation(AnnotationKind::Primary.span(place.clamped())),
            );
        }
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.with_name(language.help()).message(language.pick(help)));
    }
    let renderer = match paint {
        Paint::Plain => Renderer::plain(),
        Paint::Coloured => Renderer::styled(),
    };
    renderer.decor_style(DecorStyle::Ascii).render(&[group])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_words_of_a_site_are_told_as_they_are_written() {
        let text = Text::new("$1 里的“$2”后面有 $3，值 $", "$2 of $1");
        let own = ["范里.md", "老范头"];
        assert_eq!(Language::ZhHant.fill(&text, &own), "范里.md 裡的“老范头”後面有 $3，值 $");
        assert_eq!(Language::En.fill(&text, &own), "老范头 of 范里.md");
    }
}
