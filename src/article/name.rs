//! What a Markdown file's name says: which folder it belongs to, whether it is a section's own
//! text, an article with a folder of its own, and in which script a hand-written edition is. It
//! never looks at the file.

use crate::script::Script;

/// A file's place in the tree of content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SourceName {
    /// The section's folder within `content/`, `/`-joined; empty at the top.
    pub(crate) folder: String,
    /// What the file is.
    pub(crate) role: Role,
    /// The script of a hand-written edition (`report.zh-Hant.md`).
    pub(crate) variant: Option<Script>,
}

/// What a Markdown file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Role {
    /// `_index.md`: the section's own text and settings.
    Section,
    /// `NAME.md`, or `NAME/index.md` with pictures beside it.
    Article {
        /// The name that the address is made of.
        stem: String,
        /// Whether it has a folder to itself.
        home: Home,
    },
}

/// Where an article's pictures lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Home {
    /// In a folder of its own: what lies there belongs to the article.
    Bundle,
    /// Among the other articles of its section.
    Shared,
}

impl SourceName {
    /// Reads a path within `content/`, such as `news/city/x.zh-Hant.md`.
    pub(crate) fn parse(relative: &str) -> Self {
        let (folder, file) = relative.rsplit_once('/').unwrap_or(("", relative));
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let (stem, variant) = match stem.rsplit_once('.') {
            Some((before, tag)) if !before.is_empty() && Script::from_tag(tag).is_some() => {
                (before, Script::from_tag(tag))
            }
            _ => (stem, None),
        };
        let role = match stem {
            "_index" => Role::Section,
            "index" if !folder.is_empty() => {
                let (parent, own) = folder.rsplit_once('/').unwrap_or(("", folder));
                return Self {
                    folder: parent.to_owned(),
                    role: Role::Article { stem: own.to_owned(), home: Home::Bundle },
                    variant,
                };
            }
            _ => Role::Article { stem: stem.to_owned(), home: Home::Shared },
        };
        Self { folder: folder.to_owned(), role, variant }
    }

    /// The name that the address is made of; empty for a section's own text.
    pub(crate) fn stem(&self) -> &str {
        match &self.role {
            Role::Section => "",
            Role::Article { stem, .. } => stem,
        }
    }

    /// The folder that relative links and pictures are looked up in.
    pub(crate) fn base(&self) -> String {
        match &self.role {
            Role::Article { stem, home: Home::Bundle } if self.folder.is_empty() => stem.clone(),
            Role::Article { stem, home: Home::Bundle } => format!("{}/{stem}", self.folder),
            _ => self.folder.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_bundles_sections_and_hand_written_editions() {
        let name = SourceName::parse("news/city/x.zh-Hant.md");
        assert_eq!((name.folder.as_str(), name.variant), ("news/city", Some(Script::Hant)));
        let bundle = SourceName::parse("history/bridge/index.md");
        assert_eq!(bundle.role, Role::Article { stem: "bridge".into(), home: Home::Bundle });
        assert_eq!((bundle.folder.as_str(), bundle.base().as_str()), ("history", "history/bridge"));
        assert_eq!(SourceName::parse("news/_index.zh-TW.md").role, Role::Section);
        assert_eq!(SourceName::parse("v1.2.md").variant, None);
        assert_eq!(SourceName::parse("index.md").folder, "");
    }
}
