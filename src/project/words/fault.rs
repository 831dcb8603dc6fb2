//! What can be wrong with a word in a list, in an editor's words.

use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::project::yaml::simplified;

/// How a word is written, for all who wrote it otherwise.
const ZH: &str = "写成 - {简体: 干系, 繁体: 干係}，或 - 干系=干係；人名可以只写名字。";
const EN: &str =
    "Write - {zh-hans: 干系, zh-hant: 干係}, or - 干系=干係; a person's name may stand alone.";

/// Something that is no word, or nothing.
pub(super) fn no_word() -> Diagnostic {
    Diagnostic::error(
        "bad-word",
        "这里应当是一个词和它的写法",
        "there should be a word with its forms here",
    )
    .help(ZH, EN)
}

/// `-{…}-`, which says the same in another way.
pub(super) fn mark_inside() -> Diagnostic {
    Diagnostic::error("bad-word", "这里不用写 -{ }-", "`-{ }-` is not needed here").help(ZH, EN)
}

/// A place or a term without its form in another script.
pub(super) fn one_script(word: &str) -> Diagnostic {
    Diagnostic::error(
        "word-one-script",
        format!("“{word}”只写了一种文字，不知道另一种怎样写"),
        format!("`{word}` is given in one script only"),
    )
    .help(
        format!("简体、繁体都写：- {{简体: {word}, 繁体: ……}}；两种一样，也写两遍。"),
        format!("Give both: - {{zh-hans: {word}, zh-hant: …}}, also when they are the same."),
    )
}

/// A word of one character, which would be found everywhere.
pub(super) fn too_short(word: &str) -> Diagnostic {
    Diagnostic::error(
        "short-word",
        format!("“{word}”只有一个字，会改掉不相干的地方"),
        format!("`{word}` is one character only, and would be found everywhere"),
    )
    .help(
        format!("连同前后的字写成一个词；只有一处要固定，在那一处写 -{{{word}}}-。"),
        format!("Write a longer word; to fix one place, write -{{{word}}}- there."),
    )
}

/// A key that names no script.
pub(super) fn unknown_script(key: &str, place: Place) -> Diagnostic {
    let known = ["zh-hans", "zh-hant", "zh-hant-tw", "zh-hant-hk"];
    let names = ["简体", "繁体", "台湾", "香港"];
    let zh_key = simplified(key);
    let near = nearest(&zh_key, known).or_else(|| nearest(&zh_key, names));
    let (zh, en) = match near {
        Some(near) => (format!("是不是想写“{near}”？"), format!("Did you mean `{near}`?")),
        None => (
            format!("可以写：{}（{}）。", names.join("、"), known.join("、")),
            format!("Write one of {}.", known.join(", ")),
        ),
    };
    Diagnostic::error(
        "unknown-script",
        format!("没有“{key}”这种文字"),
        format!("there is no script `{key}`"),
    )
    .help(zh, en)
    .at(place)
}

/// A word that is listed a second time, and otherwise.
pub(super) fn twice(word: &str, first: &Place) -> Diagnostic {
    let (line, _) = first.line_column();
    Diagnostic::error(
        "word-twice",
        format!("“{word}”在第 {line} 行已经有了，写法不一样"),
        format!("`{word}` is listed on line {line} already, in another form"),
    )
    .help(
        "只留一个。两种写法都用得着，就各写长一些的词，或在文章里用 -{ }- 固定。",
        "Keep one of them. If both are needed, list longer words, or fix the text with -{ }-.",
    )
}
