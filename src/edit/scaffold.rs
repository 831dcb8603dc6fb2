//! Fills a kind's scaffold: title, date, kind and status come to stand in its lines, whichever of
//! their names those lines use; everything else, comments too, stays as the kind declares it. It
//! never looks at the body.

use unicode_width::UnicodeWidthStr;

use super::value::scalar;
use crate::article::Status;
use crate::project::{Fields, Kind};
use crate::script::Converter;

/// What a new article says of itself.
pub(super) struct Opening<'a> {
    pub(super) title: &'a str,
    /// As it stands in front matter.
    pub(super) date: &'a str,
    pub(super) naming: Naming,
    /// Into the script of the site, from that of the declarations; none when they are the same.
    pub(super) to_site: Option<&'static Converter>,
}

impl Opening<'_> {
    fn in_script(&self, text: &str) -> String {
        self.to_site.map_or_else(|| text.to_owned(), |to_site| to_site.convert(text))
    }
}

/// Whether the front matter has to name the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    Needed,
    Understood,
}

/// The language that the lines of a scaffold are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Speech {
    Chinese,
    English,
}

/// The text of a new article.
pub(super) fn fill(kind: &Kind, common: &Fields, opening: &Opening<'_>) -> String {
    let declared = opening.in_script(kind.scaffold.trim_end());
    let (front, body) = match declared.strip_prefix("---\n").and_then(|rest| {
        rest.split_once("\n---").or_else(|| rest.strip_prefix("---").map(|body| ("", body)))
    }) {
        Some((front, body)) => (front.to_owned(), body.trim_start_matches('\n').to_owned()),
        None if declared.is_empty() => (opening.in_script(&usual_front(kind)), "正文。".to_owned()),
        None => (opening.in_script(&usual_front(kind)), declared.clone()),
    };
    let mut lines: Vec<String> = front.lines().map(str::to_owned).collect();
    let is_ascii = lines.iter().filter_map(|line| key(line)).all(str::is_ascii);
    let speech = if is_ascii && !lines.is_empty() { Speech::English } else { Speech::Chinese };
    let (en, zh) = Status::Draft.names();
    let (named_kind, draft) = match speech {
        Speech::Chinese => (scalar(&opening.in_script(&kind.label)), opening.in_script(zh)),
        Speech::English => (scalar(&kind.name), en.to_owned()),
    };
    let mut form = Form { lines: &mut lines, kind, common, speech, opening };
    let mut at = form.set("title", &scalar(opening.title), 0);
    at = form.set("date", opening.date, at + 1);
    if opening.naming == Naming::Needed {
        form.set("kind", &named_kind, at + 1);
    }
    form.set("status", &draft, usize::MAX);
    format!("---\n{}\n---\n\n{body}\n", lines.join("\n"))
}

/// The front matter for a kind that declares no scaffold: its own fields, empty.
fn usual_front(kind: &Kind) -> String {
    let own: Vec<String> =
        kind.fields.iter().map(|(_, field)| format!("{}:", field.label)).collect();
    own.join("\n")
}

/// The lines of a front matter.
struct Form<'a> {
    lines: &'a mut Vec<String>,
    kind: &'a Kind,
    common: &'a Fields,
    speech: Speech,
    opening: &'a Opening<'a>,
}

impl Form<'_> {
    /// Writes a value into the line of that field, or into a new line at `otherwise`. Returns the
    /// number of the line.
    fn set(&mut self, name: &str, value: &str, otherwise: usize) -> usize {
        if let Some(at) = self.lines.iter().position(|line| self.means(line, name)) {
            self.drop_rest_of_value(at + 1);
            if let Some(line) = self.lines.get_mut(at) {
                *line = with_value(line, value);
            }
            return at;
        }
        let key = match self.speech {
            Speech::English => name.to_owned(),
            Speech::Chinese => {
                let field = self.common.find(name);
                self.opening.in_script(field.map_or(name, |(_, field)| field.label.as_str()))
            }
        };
        let at = otherwise.min(self.lines.len());
        self.lines.insert(at, format!("{key}: {value}"));
        at
    }

    /// Whether a line gives the common field of that English name. A kind's own field of the same
    /// label goes first, as it does when an article is read.
    fn means(&self, line: &str, name: &str) -> bool {
        key(line).is_some_and(|key| {
            self.kind.fields.find(key).is_none()
                && self.common.find(key).is_some_and(|(own, _)| own == name)
        })
    }

    /// A value that goes on below its line is replaced whole.
    fn drop_rest_of_value(&mut self, from: usize) {
        while self.lines.get(from).is_some_and(|line| line.starts_with([' ', '\t'])) {
            self.lines.remove(from);
        }
    }
}

/// The key of a line at the left margin.
fn key(line: &str) -> Option<&str> {
    let (key, rest) = line.split_once(':')?;
    let is_key = !key.starts_with([' ', '\t', '#', '-']) && !key.is_empty();
    (is_key && (rest.is_empty() || rest.starts_with([' ', '\t']))).then(|| key.trim())
}

/// The line with another value; a comment behind it stays, in its column if there is room.
fn with_value(line: &str, value: &str) -> String {
    let Some((key, rest)) = line.split_once(':') else { return line.to_owned() };
    let mut filled = format!("{key}: {value}");
    if let Some(at) = comment(rest)
        && let (Some(before), Some(comment)) = (rest.get(..at), rest.get(at..))
    {
        let column = key.width() + 1 + before.width();
        let gap = column.saturating_sub(filled.width()).max(1);
        filled.push_str(&" ".repeat(gap));
        filled.push_str(comment);
    }
    filled
}

/// Where the comment begins in what follows a key's colon.
fn comment(rest: &str) -> Option<usize> {
    let mut quote = None;
    let mut before = ':';
    for (at, c) in rest.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '#' && before.is_whitespace() => return Some(at),
            // Within plain text a quotation mark is one like any other.
            None if matches!(c, '"' | '\'') && before.is_whitespace() => quote = Some(c),
            _ => {}
        }
        before = c;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Kinds;
    use crate::script::{Script, converter};

    fn filled(declaration: &str, naming: Naming) -> String {
        let kind: Kind = serde_yaml::from_str(declaration).unwrap();
        let (kinds, _) = Kinds::read(&[], None);
        let opening =
            Opening { title: "一座桥: 三代人", date: "2026-11-25", naming, to_site: None };
        fill(&kind, kinds.common(), &opening)
    }

    #[test]
    fn on_a_traditional_site_all_but_the_title_is_traditional() {
        let declaration = "name: x\nlabel: 发言\nscaffold: |\n  ---\n  标题:\n  会议:      # 全称\n  ---\n  各位委员：\n";
        let kind: Kind = serde_yaml::from_str(declaration).unwrap();
        let to_site = converter(Script::Hans, Script::Hant);
        let opening =
            Opening { title: "范长江", date: "2026-11-25", naming: Naming::Needed, to_site };
        assert_eq!(
            fill(&kind, Kinds::read(&[], None).0.common(), &opening),
            "---\n標題: 范长江\n日期: 2026-11-25\n類型: 發言\n會議:      # 全稱\n狀態: 草稿\n---\n\n各位委員：\n"
        );
    }

    #[test]
    fn the_lines_of_a_scaffold_are_filled_and_its_comments_stay() {
        let scaffold = "name: x\nlabel: 文史\nfields:\n  volume: {label: 辑, type: text}\nscaffold: |\n  ---\n  肩题:\n  标题: 关于……      # 二十字以内\n  发布时间:            # 当天\n  辑:                  # 如：第二十八辑\n  状态: 发布\n  ---\n\n  正文。\n\n  ---\n\n  补记。\n";
        assert_eq!(
            filled(scaffold, Naming::Needed),
            "---\n肩题:\n标题: \"一座桥: 三代人\" # 二十字以内\n发布时间: 2026-11-25 # 当天\n类型: 文史\n辑:                  # 如：第二十八辑\n状态: 草稿\n---\n\n正文。\n\n---\n\n补记。\n"
        );
    }

    #[test]
    fn a_comment_keeps_its_column_where_there_is_room() {
        assert_eq!(
            with_value("日期:                # 当天", "2026-1-2"),
            "日期: 2026-1-2       # 当天"
        );
        assert_eq!(with_value("题: \"a # b\" # c", "d"), "题: d       # c");
        assert_eq!(with_value("题: it's # c", "d"), "题: d    # c");
        assert_eq!(with_value("题:#x", "d"), "题: d");
    }

    #[test]
    fn an_english_scaffold_is_filled_in_english() {
        let scaffold = "name: essay\nlabel: 随笔\nscaffold: |\n  ---\n  title: >\n    old\n  authors: []\n  ---\n  Text.\n";
        assert_eq!(
            filled(scaffold, Naming::Needed),
            "---\ntitle: \"一座桥: 三代人\"\ndate: 2026-11-25\nkind: essay\nauthors: []\nstatus: draft\n---\n\nText.\n"
        );
    }

    #[test]
    fn a_kind_without_a_scaffold_gets_its_own_fields() {
        let bare = "name: x\nlabel: 手册\nfields:\n  book: {label: 书名, type: text}\n";
        assert_eq!(
            filled(bare, Naming::Understood),
            "---\n标题: \"一座桥: 三代人\"\n日期: 2026-11-25\n书名:\n状态: 草稿\n---\n\n正文。\n"
        );
    }

    #[test]
    fn a_kinds_own_field_of_the_same_label_is_left_alone() {
        let own = "name: x\nlabel: 活动\nfields:\n  day: {label: 日期, type: date}\nscaffold: |\n  ---\n  标题:\n  日期:\n  ---\n  正文。\n";
        let text = filled(own, Naming::Understood);
        assert!(text.contains("\n日期:\n"), "{text}");
    }
}
