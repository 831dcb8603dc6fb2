//! Whether a word that was found is cut out of others: 余年 in 十余年, 于海 in 由于海风 and 于海外. Rules
//! for what stands right before it come first; in Simplified the likeliest division into words is
//! asked as well.

use crate::script::Script;
use crate::script::lattice::Model;

/// Characters that make a number, or stand for one.
const NUMERALS: &str = "一二三四五六七八九十百千万萬亿億零〇两兩几幾数數多廿卅";

/// First characters of names that end common words as well, each with those that stand before it in
/// such a word.
const ENDINGS: [(char, &str); 15] = [
    (
        '于',
        "由关對对属至终位等善处基鉴限便敢勇急忠源在居归高低大小多少优易难富利甚寓濒趋介囿出乐苦甘得生死毁给赋授贡献用见过隶服致长精安莫早晚",
    ),
    ('後', "以之然最今先落午戰身背前日事隨此其產術"),
    ('后', "以之然最今先落午战身背前日事随此皇太其产术"),
    ('余', "其剩业多之残盈结富课工"),
    ('游', "旅导上中下漫春郊环周出"),
    ('里', "公英海那这哪城乡村家心手夜邻故"),
    ('面', "方全表上下里外前后後片書书"),
    ('向', "方面走朝导意志动倾去转趋风偏"),
    ('时', "同及小当届按随临有何平"),
    ('時', "同及小當屆按隨臨有何平"),
    ('党', "政建全入在各我共中本"),
    ('云', "风白彩人"),
    ('和', "总谐共"),
    ('成', "完形组建构达促造养"),
    ('都', "首"),
];

/// Whether the likeliest division of a text has no word from `start` to `end`. Asked for names only: a
/// term that somebody listed is meant wherever it is written.
pub(super) fn is_cut_out(script: Script, text: &str, start: usize, end: usize) -> bool {
    script == Script::Hans && Model::embedded().crosses(text, start, end)
}

/// Whether what stands right before a word makes it the end of another.
pub(super) fn follows_its_beginning(text: &str, start: usize, end: usize) -> bool {
    let Some(first) = text.get(start..end).and_then(|word| word.chars().next()) else {
        return false;
    };
    let Some(before) = text.get(..start).and_then(|before| before.chars().next_back()) else {
        return false;
    };
    if matches!(first, '余' | '餘') && (NUMERALS.contains(before) || before.is_numeric()) {
        return true;
    }
    ENDINGS.iter().any(|(ending, befores)| *ending == first && befores.contains(before))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word_crosses(script: Script, text: &str, start: usize, end: usize) -> bool {
        follows_its_beginning(text, start, end) || is_cut_out(script, text, start, end)
    }

    #[test]
    fn what_only_looks_like_a_word_crosses_another_one() {
        for (text, word) in [
            ("历时十余年", "余年"),
            ("百余人参加", "余人"),
            ("300余年前", "余年"),
            ("３０余年", "余年"),
            ("由于海风很大", "于海"),
            ("以后来的人", "后来"),
            ("位于海外的", "于海"),
            ("于海外举行", "于海"),
        ] {
            let start = text.find(word).unwrap();
            assert!(
                word_crosses(Script::Hans, text, start, start + word.len()),
                "{word} in {text}"
            );
        }
        for (text, word) in [
            ("余年委员说", "余年"),
            ("委员余年说", "余年"),
            ("（余年）", "余年"),
            ("主席于海", "于海"),
            ("有岳里村", "岳里"),
        ] {
            let start = text.find(word).unwrap();
            assert!(
                !word_crosses(Script::Hans, text, start, start + word.len()),
                "{word} in {text}"
            );
        }
    }
}
