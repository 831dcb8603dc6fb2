//! Words that are written wrongly now and then, by hurried hands (截止目前) or by programs that swap words
//! (规那么 for 规则): a list of patterns with what each may have been. They are told of and never changed.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use crate::import::report::Notes;
use crate::import::rule::Rule;
use crate::import::text::Text;
use crate::script::{Script, converter};

/// The list; its first lines say how it is written.
const SLIPS: &str = include_str!("slips.txt");

/// Tells of the slips in a text of a document that is written in that script.
pub(super) fn find(text: &Text, script: Script, notes: &mut Notes) {
    let line = text.as_str();
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    if let Some(list) = list(script) {
        found.extend(list.of(line));
    }
    found.extend(super::twice::find(line));
    found.extend(super::strays::find(line));
    found.sort_by_key(|(range, _)| (range.start, range.end));
    for (range, hint) in found {
        notes.flag(Rule::Slips, text, range, &hint);
    }
}

/// All patterns as one, which is looked for in one go, and each with its hint.
struct List {
    any: Regex,
    each: Vec<(Regex, String)>,
}

impl List {
    fn of(&self, line: &str) -> Vec<(Range<usize>, String)> {
        let all = self.any.find_iter(line).filter_map(|found| {
            let at = |pattern: &Regex| {
                let groups = pattern.captures(found.as_str())?;
                let whole = groups.get(0).filter(|whole| whole.len() == found.len())?;
                Some(groups.get(1).unwrap_or(whole).range())
            };
            let (range, hint) =
                self.each.iter().find_map(|(pattern, hint)| Some((at(pattern)?, hint)))?;
            // A stop that had to follow is no part of the word.
            let word = found.as_str().get(range.clone())?.trim_end_matches(is_stop);
            let start = found.start() + range.start;
            Some((start..start + word.len(), hint.clone()))
        });
        all.collect()
    }
}

fn is_stop(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：')
}

/// The list for texts of a script.
fn list(script: Script) -> Option<&'static List> {
    static SIMPLIFIED: OnceLock<Option<List>> = OnceLock::new();
    static TRADITIONAL: OnceLock<Option<List>> = OnceLock::new();
    if script.is_traditional() {
        let to_hant = || converter(Script::Hans, Script::Hant);
        let convert = |text: &str| to_hant().map_or_else(|| text.to_owned(), |to| to.convert(text));
        let own = |row: &[&str]| match row {
            [pattern, hint] => Some((convert(pattern), convert(hint))),
            _ => None,
        };
        return TRADITIONAL.get_or_init(|| read(&own)).as_ref();
    }
    let own = |row: &[&str]| match row {
        [pattern, hint, ..] => Some(((*pattern).to_owned(), (*hint).to_owned())),
        _ => None,
    };
    SIMPLIFIED.get_or_init(|| read(&own)).as_ref()
}

/// What a row of the list becomes: a pattern and a hint.
type Row<'l> = &'l dyn Fn(&[&str]) -> Option<(String, String)>;

/// Reads the list; `own` makes a pattern and a hint of a row, or leaves it out.
fn read(own: Row<'_>) -> Option<List> {
    let rows = SLIPS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let all: Vec<(String, String)> =
        rows.filter_map(|row| own(&row.split('\t').collect::<Vec<&str>>())).collect();
    let any: Vec<String> = all.iter().map(|(pattern, _)| format!("(?:{pattern})")).collect();
    let each = all.into_iter().map(|(pattern, hint)| Some((Regex::new(&pattern).ok()?, hint)));
    Some(List { any: Regex::new(&any.join("|")).ok()?, each: each.collect::<Option<_>>()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::rule::Rules;
    use crate::script::detect;

    fn found(line: &str) -> Vec<String> {
        let mut notes = Notes::new(Rules::default());
        let script = detect(line).unwrap_or(Script::Hans);
        find(&Text::plain(line, 1), script, &mut notes);
        notes.entries.into_iter().map(|entry| entry.before).collect()
    }

    #[test]
    fn every_row_is_a_pattern_with_a_hint() {
        let rows = SLIPS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let of_both = rows.clone().filter(|row| row.split('\t').count() == 2).count();
        let length = |script| list(script).map(|list| list.each.len());
        assert_eq!(length(Script::Hans), Some(rows.clone().count()));
        assert_eq!(length(Script::Hant), Some(of_both));
        assert!(
            of_both > 100 && rows.clone().all(|row| row.split('\t').all(|part| !part.is_empty()))
        );
    }

    #[test]
    fn slips_are_told_in_both_scripts() {
        for (line, slip) in [
            ("工作制度和规那么；", "规那么"),
            ("截止2025年12月，共收到提案", "截止2025年"),
            ("民情信息反应，", "信息反应"),
            ("大会布署了任务", "布署"),
            ("縣裡創立文明城市", "創立文明"),
            ("截止目前，各鄉鎮已辦結", "截止目前"),
            ("一如继往地支持", "一如继往"),
            ("贯彻本次会议会议精神", "会议会议"),
            ("帮扶战西和、通渭两县", "战西和"),
        ] {
            assert_eq!(found(line), [slip], "{line}");
        }
    }

    #[test]
    fn right_uses_are_left_alone() {
        for right in [
            "化学反应，公司创立于1990年，那么就这样，截止日期，报名截止到月底",
            "他的反应很快，反应堆，渡过难关，必需品，平安建设，局部地区有雨",
            "根本利益，根本任务，奉献精神，为大局奉献力量，制定制订办法",
            "以人民为目的的协商，的的确确，情不自已，不能自已，自己经历",
            "作出贡献，做出贡献，权力运行，法制宣传，才能平庸，进步很大",
            "开展协商活动，开展调研，效劳动局，布属县",
            "创立者，创建文明城市，反映社情民意，人才辈出",
        ] {
            assert_eq!(found(right), Vec::<String>::new(), "{right}");
        }
    }
}
