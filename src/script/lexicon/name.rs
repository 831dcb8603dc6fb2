//! Names of people, and the form that each character of one has in another script: surnames as
//! bearers write them, given names near to what was written.
//!
//! It never looks for names in a text. Who has another form than most (甯 for 宁) is told to the
//! program; it does not know.

use std::collections::HashMap;
use std::sync::OnceLock;

use foldhash::fast::FixedState;

use crate::script::Script;
use crate::script::convert::alone;
use crate::script::han::is_han;

const SURNAMES: &str = include_str!("../../../data/surnames.tsv");
const GIVEN_NAMES: &str = include_str!("../../../data/given-names.tsv");

/// A surname, or what else has a form of its own in names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Surname {
    /// In Simplified.
    pub hans: &'static str,
    /// In Traditional.
    pub hant: &'static str,
}

/// The surname that a name in Simplified begins with, compound ones first; `None` when it begins
/// with none that is known.
#[must_use]
pub fn surname(name: &str) -> Option<Surname> {
    tables().surnames.at(name, Side::Hans)
}

/// Whether a text in this script looks like the whole name of a person: a surname that is known and
/// one or two characters, or the name of somebody of another people, with dots.
#[must_use]
pub fn is_name(text: &str, script: Script) -> bool {
    if text.contains('·') {
        return text.split('·').all(|part| !part.is_empty() && part.chars().all(is_han));
    }
    let side = Side::of(script);
    let Some(surname) = tables().surnames.at(text, side) else { return false };
    let given = text.get(side.of_row(surname).len()..).unwrap_or_default();
    matches!(given.chars().count(), 1 | 2) && given.chars().all(is_han)
}

/// A name that is written in one script as it is written in another.
pub(super) fn form(name: &str, from: Script, to: Script) -> String {
    // Whoever writes a name in one of the Traditional scripts says how it is spelt.
    if from.is_traditional() == to.is_traditional() {
        return name.to_owned();
    }
    let side = Side::of(from);
    let mut form = String::with_capacity(name.len());
    let mut rest = name;
    if let Some(row) = tables().surnames.at(name, side) {
        rest = put_row(rest, row, side, to, &mut form);
    }
    while let Some(first) = rest.chars().next() {
        rest = if let Some(row) = tables().given_names.at(rest, side) {
            put_row(rest, row, side, to, &mut form)
        } else {
            form.push(alone(first, from, to));
            rest.get(first.len_utf8()..).unwrap_or_default()
        };
    }
    form
}

/// Writes what a row says of the beginning of `rest`, and returns what follows.
fn put_row<'n>(rest: &'n str, row: Row, side: Side, to: Script, form: &mut String) -> &'n str {
    match side {
        Side::Hant => form.push_str(row.hans),
        Side::Hans => {
            for (simplified, traditional) in row.hans.chars().zip(row.hant.chars()) {
                // Where a row says what every text says, the region's own form is known.
                let says_the_usual = alone(simplified, Script::Hans, Script::Hant) == traditional;
                form.push(if says_the_usual {
                    alone(simplified, Script::Hans, to)
                } else {
                    alone(traditional, Script::Hant, to)
                });
            }
        }
    }
    rest.get(side.of_row(row).len()..).unwrap_or_default()
}

/// A line of a table.
type Row = Surname;

/// Which side of a table a text is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Hans,
    Hant,
}

impl Side {
    fn of(script: Script) -> Self {
        if script.is_traditional() { Self::Hant } else { Self::Hans }
    }

    fn of_row(self, row: Row) -> &'static str {
        match self {
            Self::Hans => row.hans,
            Self::Hant => row.hant,
        }
    }
}

/// Lines of a table, by both sides. Of two that are alike on a side the first one counts.
struct Table {
    by_hans: HashMap<&'static str, Row, FixedState>,
    by_hant: HashMap<&'static str, Row, FixedState>,
    /// Characters of the longest line.
    longest: usize,
}

impl Table {
    fn read(text: &'static str) -> Self {
        let mut table =
            Self { by_hans: HashMap::default(), by_hant: HashMap::default(), longest: 0 };
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        for (simplified, traditional) in lines.filter_map(|line| line.split_once('\t')) {
            let row = Row { hans: simplified, hant: traditional };
            table.by_hans.entry(row.hans).or_insert(row);
            table.by_hant.entry(row.hant).or_insert(row);
            table.longest = table.longest.max(row.hans.chars().count());
        }
        table
    }

    /// The longest line that a text begins with.
    fn at(&self, text: &str, side: Side) -> Option<Row> {
        let rows = match side {
            Side::Hans => &self.by_hans,
            Side::Hant => &self.by_hant,
        };
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(self.longest);
        let ends: Vec<usize> = ends.collect();
        ends.into_iter().rev().find_map(|end| rows.get(text.get(..end)?).copied())
    }
}

struct Tables {
    surnames: Table,
    given_names: Table,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| Tables {
        surnames: Table::read(SURNAMES),
        given_names: Table::read(GIVEN_NAMES),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_the_forms_of_names() {
        for (name, standard, taiwan, hong_kong) in [
            ("余年", "余年", "余年", "余年"),
            ("范长江", "范長江", "范長江", "范長江"),
            ("于右任", "于右任", "于右任", "于右任"),
            ("万俟卨", "万俟卨", "万俟卨", "万俟卨"),
            ("万里", "萬里", "萬里", "萬里"),
            ("钟子期", "鍾子期", "鍾子期", "鍾子期"),
            ("李鸣钟", "李鳴鐘", "李鳴鐘", "李鳴鐘"),
            ("岳岳", "岳岳", "岳岳", "岳岳"),
            ("叶采云", "葉采雲", "葉采雲", "葉采雲"),
            ("卫国杰", "衛國傑", "衛國傑", "衞國傑"),
            ("台静农", "台靜農", "台靜農", "台靜農"),
            ("马占山", "馬占山", "馬占山", "馬占山"),
            ("南宫北斗", "南宮北斗", "南宮北斗", "南宮北斗"),
            ("郑松", "鄭松", "鄭松", "鄭松"),
            ("范范", "范範", "范範", "范範"),
            ("周发表", "周發表", "周發表", "周發表"),
            ("买买提·阿里", "買買提·阿里", "買買提·阿里", "買買提·阿里"),
        ] {
            let forms = [Script::Hant, Script::HantTw, Script::HantHk]
                .map(|to| form(name, Script::Hans, to));
            assert_eq!(forms, [standard, taiwan, hong_kong], "{name}");
        }
    }

    #[test]
    fn names_in_traditional_keep_their_spelling_and_go_back() {
        for (name, hans) in [
            ("余年", "余年"),
            ("鍾乾", "钟乾"),
            ("於梨華", "於梨华"),
            ("范長江", "范长江"),
            ("葉昇", "叶昇"),
        ] {
            assert_eq!(form(name, Script::Hant, Script::Hans), hans);
            assert_eq!(form(name, Script::Hant, Script::HantTw), name);
        }
    }

    #[test]
    fn a_name_is_told_from_an_office() {
        for name in ["余年", "范长江", "欧阳海", "诸葛孔明", "买买提·阿不都拉"]
        {
            assert!(is_name(name, Script::Hans), "{name}");
        }
        for other in ["余", "市政协", "民盟市委会", "本报记者 余年", "John", "余年·", "民政局"]
        {
            assert!(!is_name(other, Script::Hans), "{other}");
        }
        assert!(is_name("葉問", Script::HantHk) && !is_name("葉問", Script::Hans));
    }

    #[test]
    fn compound_surnames_come_first() {
        let of = |name| surname(name).map(|surname| (surname.hans, surname.hant));
        assert_eq!(of("万俟卨"), Some(("万俟", "万俟")));
        assert_eq!(of("万里"), Some(("万", "萬")));
        assert_eq!(of("淳于髡"), Some(("淳于", "淳于")));
        assert_eq!(of("嗯嗯"), None);
    }
}
