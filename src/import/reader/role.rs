//! What a style of paragraphs is for, by its name: a heading, a title, a list. It knows the names that
//! Word, WPS and `LibreOffice` give their styles, in Chinese and in English, and no looks.

/// What kind of paragraph a style makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    /// From 1.
    Heading(u8),
    Bullets,
    Numbers,
    Quote,
    /// A line of a table of contents.
    Contents,
    Body,
}

/// The role of a style of that name, in small letters.
pub(super) fn of_name(name: &str) -> Role {
    let heading = ["heading ", "heading", "标题 ", "標題 "]
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix));
    if let Some(level) = heading.and_then(|level| level.trim().parse::<u8>().ok()) {
        return Role::Heading(level.clamp(1, 9));
    }
    match name {
        "title" | "标题" | "標題" => Role::Title,
        _ if name.starts_with("toc")
            || name.starts_with("目录")
            || name.starts_with("contents") =>
        {
            Role::Contents
        }
        _ if name.starts_with("list bullet") || name.starts_with("列表项目符号") => {
            Role::Bullets
        }
        _ if name.starts_with("list number") || name.starts_with("列表编号") => Role::Numbers,
        _ if name.contains("quote") || name.contains("引文") => Role::Quote,
        _ => Role::Body,
    }
}
