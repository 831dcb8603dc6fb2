//! Characters of a Traditional text that a converter left as they are in Simplified: 聯系, 干部, 關于.
//! What they should be is asked of the conversion itself: the text goes to Simplified and back, and
//! where a character that could be either comes back another, it was left. A text that has the right
//! one elsewhere knows the difference; there it is only told of. Forms that regions write differently
//! (台 臺, 着 著) and spellings that are both good (占 佔, 念 唸) are never touched.

use std::collections::{BTreeMap, BTreeSet};

use super::pinyin::Converted;
use crate::import::document::Document;
use crate::import::report::{Deed, Notes, Sure};
use crate::import::rule::Rule;
use crate::import::text::{Edit, Text};
use crate::script::{Script, converter, detect};

/// Characters that both scripts have, and that are wrong in the Traditional words whose character was
/// simplified to them: 干部, 關于, 書柜. Of all others that both scripts have (台 臺, 念 唸, 局 侷, 朱 硃) either
/// spelling is good somewhere, or is one in a name.
const LEFT: &str = "干系范于并柜后里面只松谷制准冲斗丑仆伙余征云几划厂广叶吁向夸姜宁尽帘志愿据折术朴板极构\
    洒涂淀症种签筑胜脏腊腌舍苏苹荐药获虫表证踊适郁钟御党体价胡确";

/// Of those that only Simplified has by the tables, the ones that Traditional texts have now and then.
const EITHER_WAY: &str = "台着群布周了占升岳游注欲杰床峰秘污才采吃喂挂烟托扎唇飚雇霉虱";

/// So many different characters left are the work of a program.
const MANY: usize = 3;

/// One place where a character came back another.
struct Left {
    at: usize,
    own: char,
    right: char,
}

pub(super) fn mend(document: &mut Document, converted: Converted, notes: &mut Notes) {
    if !notes.is_on(Rule::Unconverted) {
        return;
    }
    let whole: String =
        document.blocks.iter().flat_map(|block| block.texts()).map(Text::as_str).collect();
    if !is_traditional(&whole, converted) {
        return;
    }
    let mut seen: BTreeMap<(char, char), usize> = BTreeMap::new();
    for text in document.blocks.iter().flat_map(|block| block.texts()) {
        for Left { own, right, .. } in left(text.as_str()) {
            *seen.entry((own, right)).or_default() += 1;
        }
    }
    let known: BTreeSet<char> = whole.chars().collect();
    let never_right = seen.keys().filter(|(_, right)| !known.contains(right)).count();
    let by_program = converted == Converted::Badly || never_right >= MANY;
    for text in document.blocks.iter_mut().flat_map(|block| block.texts_mut()) {
        let mut edits = Vec::new();
        for Left { at, own, right } in left(text.as_str()) {
            let range = at..at + own.len_utf8();
            if by_program && !known.contains(&right) {
                edits.push(Edit::new(range, right));
            } else if by_program {
                let (before, after) =
                    crate::import::report::around(text.as_str(), range.start, range.end);
                let (stands, may_be) =
                    (format!("{before}{own}{after}"), format!("{before}{right}{after}"));
                notes.note(
                    text.line_at(at),
                    Rule::Unconverted,
                    Deed::Flagged,
                    stands,
                    may_be,
                    Sure::Guess,
                );
            }
        }
        notes.edit(Rule::Unconverted, Sure::Likely, text, &edits);
    }
}

/// Whether a text is meant to be Traditional. What a converter left makes it look mixed.
fn is_traditional(text: &str, converted: Converted) -> bool {
    match detect(text) {
        Some(script) => script.is_traditional(),
        None => converted == Converted::Badly,
    }
}

fn left(text: &str) -> Vec<Left> {
    let (Some(simplify), Some(restore)) =
        (converter(Script::Hant, Script::Hans), converter(Script::Hans, Script::Hant))
    else {
        return Vec::new();
    };
    let simplified = simplify.convert(text);
    let back = restore.convert(&simplified);
    // Character by character, which a conversion without vocabulary is.
    let lengths = [text, &simplified, &back].map(|text| text.chars().count());
    if lengths.iter().any(|length| *length != text.chars().count()) {
        return Vec::new();
    }
    let chars = text.char_indices().zip(simplified.chars()).zip(back.chars());
    let found = chars.filter_map(|(((at, own), simplified), back)| {
        let is_left = own == simplified && own != back && can_be_left(own);
        is_left.then_some(Left { at, own, right: back })
    });
    found.collect()
}

/// Whether a character is wrong in a Traditional text where its word has another: because it is always
/// wrong there, or because of [`LEFT`].
fn can_be_left(own: char) -> bool {
    LEFT.contains(own)
        || !EITHER_WAY.contains(own) && detect(&format!("{own}{own}")) == Some(Script::Hans)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::document::{Block, Shape};
    use crate::import::rule::Rules;

    fn repaired(text: &str) -> (String, usize) {
        let block = Block::new(Shape::Paragraph, Text::plain(text, 1));
        let mut document = Document { blocks: vec![block], ..Document::default() };
        let mut notes = Notes::new(Rules::default());
        mend(&mut document, Converted::NotSeen, &mut notes);
        (document.blocks[0].text.as_str().to_owned(), notes.entries.len())
    }

    #[test]
    fn what_a_converter_left_is_mended() {
        let text =
            "縣政協機關干部深入聯系點，就關于規范議事的辦法聽取委員意見，并請書柜旁的群眾發言";
        let right =
            "縣政協機關幹部深入聯繫點，就關於規範議事的辦法聽取委員意見，並請書櫃旁的群眾發言";
        assert_eq!(repaired(text).0, right);
    }

    #[test]
    fn a_good_text_stays_as_it_is() {
        let good = "縣政協機關幹部深入聯繫點，開展系統調研，干涉不得；關於規範，范仲淹有言；于先生說：皇后在後面，一公里外，乾隆年間。";
        assert_eq!(repaired(good).0, good);
        let spelt = "朱紅的大門，念書的孩子，凶猛的水，岩洞，拐杖，仿佛，局限，搜集，巨額，雇員，方圓十里，后土祠";
        assert_eq!(repaired(spelt).0, spelt);
        let simplified = "县政协机关干部联系规范并且关于书柜";
        assert_eq!(repaired(simplified), (simplified.to_owned(), 0));
    }
}
