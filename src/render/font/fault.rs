//! What is wrong with a font that the settings name, in an editor's words. It never opens one.

use std::io;

use crate::diagnostic::Diagnostic;
use crate::font::Flaw;
use crate::project::{Edition, FontChoice};

/// How many of the characters that a font lacks are named.
const NAMED: usize = 10;

/// The file would not be opened.
pub(super) fn unreadable(choice: &FontChoice, error: &io::Error) -> Diagnostic {
    let file = &choice.file;
    let (zh, en) = match error.kind() {
        io::ErrorKind::NotFound => ("没有这个文件".to_owned(), "there is no such file".to_owned()),
        io::ErrorKind::IsADirectory => ("是文件夹".to_owned(), "it is a folder".to_owned()),
        _ => (error.to_string(), error.to_string()),
    };
    Diagnostic::error(
        "no-font",
        format!("字体“{file}”打不开：{zh}"),
        format!("the font `{file}` cannot be opened: {en}"),
    )
    .help(
        "路径从 site.yaml 所在的文件夹写起，如 fonts/SourceHanSerifCN-Bold.otf；大小写、扩展名都要对。字体不要放进 static，那里的文件会原样公开。",
        "Paths begin at the folder of site.yaml, such as fonts/SourceHanSerifCN-Bold.otf. Keep fonts out of static/, whose files are published as they are.",
    )
    .at(choice.place.clone())
}

/// The file is of no use.
pub(super) fn flawed(choice: &FontChoice, flaw: Flaw) -> Diagnostic {
    let (zh, en) = match flaw {
        Flaw::Empty => ("是空的", "is empty"),
        Flaw::Unknown => ("不是字体", "is no font"),
        Flaw::Cut => ("不完整，后面缺了一截", "ends before its end"),
        Flaw::TooLarge => ("太大了，不像字体", "is too large to be a font"),
        Flaw::Packed => ("已经是网页用的压缩字体", "is packed for the web already"),
        Flaw::Outlines => (
            "是可变字体（CFF2）或图形字体，取不出字",
            "has outlines that no part can be taken of (CFF2, bitmaps)",
        ),
        Flaw::Damaged => ("坏了，读不出来", "is damaged and cannot be read"),
    };
    let file = &choice.file;
    Diagnostic::error("broken-font", format!("字体“{file}”{zh}"), format!("the font `{file}` {en}"))
        .help(
            "用原来的 .otf、.ttf 或 .ttc 文件，一种粗细一个文件；重新下载一份再试。",
            "Use the original .otf, .ttf or .ttc, one file a weight; get it again if need be.",
        )
        .at(choice.place.clone())
}

/// Its maker does not let others publish it.
pub(super) fn forbidden(choice: &FontChoice) -> Diagnostic {
    let family = &choice.family;
    Diagnostic::warning(
        "font-licence",
        format!("字体“{family}”里注明不许嵌入或取用一部分，放上网站可能侵权"),
        format!("the font `{family}` says that it may not be embedded, or not in part"),
    )
    .help(
        "先向字体公司买网页授权；没有授权就换思源宋体、思源黑体这样可以自由使用的字体。",
        "Get a licence for the web first, or use a free font such as Source Han Serif.",
    )
    .at(choice.place.clone())
}

/// Characters of an edition that it does not have; not none.
pub(super) fn lacks(choice: &FontChoice, edition: &Edition, missing: &[char]) -> Diagnostic {
    let (family, count, script) = (&choice.family, missing.len(), edition.script);
    let label = &edition.label;
    let named: String = missing.iter().take(NAMED).collect();
    let (more, more_en) = if count > NAMED { ("等", ", …") } else { ("", "") };
    Diagnostic::warning(
        "font-lacks",
        format!("字体“{family}”没有“{label}”版要用的 {count} 个字：{named}{more}"),
        format!("the font `{family}` lacks {count} character(s) of the edition {script}: {named}{more_en}"),
    )
    .help(
        "这些字会用读者自己的字体显示，与别的字不一样。换一个字全的字体；简体字体没有繁体字的，写上 版本: [zh-Hans]，只给简体版用。",
        "Readers see them in a font of their own. Choose a font that has them, or write `editions: [zh-Hans]` for one that has Simplified only.",
    )
    .at(choice.place.clone())
}
