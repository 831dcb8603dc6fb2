//! What can be wrong with a chart, in an editor's words. It never knows where.

use super::{Form, MAX_POINTS, MAX_SERIES};
use crate::diagnostic::{Diagnostic, nearest};

pub(super) fn unknown_type(name: &str) -> Diagnostic {
    let fault = Diagnostic::error(
        "chart-unknown-type",
        format!("没有“{name}”这种图表"),
        format!("there is no chart of the type `{name}`"),
    );
    match nearest(name, Form::NAMES.iter().map(|(name, _)| *name)) {
        Some(near) => {
            fault.help(format!("是不是想写“{near}”？"), format!("Did you mean `{near}`?"))
        }
        None => fault.help(
            "写“柱状”“折线”或“占比”。",
            "Write `bar` (柱状), `line` (折线) or `share` (占比).",
        ),
    }
}

/// `folded`: the key in Simplified, as the known ones are.
pub(super) fn unknown_key<const N: usize>(key: &str, folded: &str, known: [&str; N]) -> Diagnostic {
    let fault = Diagnostic::warning(
        "chart-unknown-key",
        format!("图表里没有“{key}”这一项，没有用它"),
        format!("a chart knows no `{key}`; it was not used"),
    );
    if key.contains('：') {
        return fault.help(
            "冒号要用英文的，后面空一格，如“名称: 甲县”。",
            "Write `: ` (ASCII colon and a space).",
        );
    }
    if let Some(near) = nearest(folded, known) {
        return fault.help(format!("是不是想写“{near}”？"), format!("Did you mean `{near}`?"));
    }
    let (en, zh): (Vec<_>, Vec<_>) = known.into_iter().partition(|name| name.is_ascii());
    fault.help(
        format!("可以写的是：{}。", zh.join("、")),
        format!("It may be one of: {}.", en.join(", ")),
    )
}

pub(super) fn not_words(key: &str) -> Diagnostic {
    Diagnostic::error(
        "chart-not-words",
        format!("“{key}”应当是文字"),
        format!("`{key}` should be words"),
    )
    .help(
        format!("写成一行文字；“系列”有几个时写成“{key}: [去年, 今年]”的样子。"),
        "Write one line of text, or a list of names for `series`.",
    )
}

pub(super) fn no_data() -> Diagnostic {
    Diagnostic::error("chart-no-data", "图表里没有数据", "this chart has no data").help(
        "加上“数据:”，下面每行一个，前面空两格，如“  甲县: 12”。",
        "Add `data:` and below it one line each, such as `  name: 12`.",
    )
}

pub(super) fn bad_item() -> Diagnostic {
    Diagnostic::error(
        "chart-bad-item",
        "这一条数据要有名称和数值",
        "this item needs a label and a value",
    )
    .help(
        "写成“甲县: 12”，或“- {名称: 甲县, 数值: 12}”；英文冒号后面空一格。",
        "Write `name: 12`, or `- {label: name, value: 12}`.",
    )
}

pub(super) fn not_a_number(written: &str) -> Diagnostic {
    Diagnostic::error(
        "chart-not-a-number",
        format!("“{written}”不是数"),
        format!("`{written}` is not a number"),
    )
    .help(
        "只写数字，单位写在“单位”一项里；没有数字的地方写 null。",
        "Write the number alone and its unit under `unit`; write null where there is none.",
    )
}

pub(super) fn too_many(count: usize) -> Diagnostic {
    Diagnostic::error(
        "chart-too-many",
        format!("图表里有 {count} 条数据，最多 {MAX_POINTS} 条"),
        format!("this chart has {count} points; {MAX_POINTS} is the most"),
    )
    .help("合并一些，或改用表格。", "Put some together, or use a table.")
}

pub(super) fn too_many_series(count: usize) -> Diagnostic {
    Diagnostic::error(
        "chart-too-many",
        format!("图表里有 {count} 个系列，最多 {MAX_SERIES} 个"),
        format!("this chart has {count} series; {MAX_SERIES} is the most"),
    )
    .help("分成几张图，或改用表格。", "Make several charts, or use a table.")
}

pub(super) fn uneven(series: usize, values: usize) -> Diagnostic {
    Diagnostic::error(
        "chart-uneven",
        format!("“系列”有 {series} 个名称，这里有 {values} 个数值"),
        format!("`series` has {series} name(s), but there are {values} value(s) here"),
    )
    .help(EVEN[0], EVEN[1])
}

pub(super) fn unnamed(values: usize) -> Diagnostic {
    Diagnostic::error(
        "chart-uneven",
        format!("没有写“系列”，这里却有 {values} 个数值"),
        format!("there are {values} values here, but no `series` to name them"),
    )
    .help(EVEN[0], EVEN[1])
}

/// How several values go with their series.
const EVEN: [&str; 2] = [
    "每条数据的数值，个数、次序要与“系列”相同，如“系列: [去年, 今年]”和“甲县: [12, 15]”。",
    "Give every item as many values as `series` has names, in the same order.",
];

pub(super) fn negative_share() -> Diagnostic {
    Diagnostic::error(
        "chart-negative-share",
        "占比图里不能有负数",
        "a chart of shares cannot hold a negative number",
    )
    .help("改成“类型: 柱状”。", "Make it `type: bar`.")
}
