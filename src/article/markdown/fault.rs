//! What can be wrong with a body: where it stands, what it is, what to do about it.
//!
//! A fault here never says how grave it is: whoever asked for the body decides that, by `code`.

use std::ops::Range;

use crate::diagnostic::Text;

/// Why a link or a picture leads nowhere, as the implementor of `Targets` puts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TargetFault {
    /// A short stable name, such as `broken-link`.
    pub code: &'static str,
    /// What is wrong.
    pub what: Text,
    /// What to do about it.
    pub help: Option<Text>,
}

impl TargetFault {
    /// A fault with its sentence, `zh` and `en` saying the same.
    pub(crate) fn new(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, what: Text::new(zh, en), help: None }
    }

    /// Adds what to do about it.
    pub(crate) fn help(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.help = Some(Text::new(zh, en));
        self
    }

    /// Says where it stands.
    pub(super) fn at(self, span: Range<usize>) -> BodyFault {
        BodyFault { span, code: self.code, what: self.what, help: self.help }
    }
}

/// One fault of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BodyFault {
    /// Byte range in the Markdown text.
    pub span: Range<usize>,
    /// A short stable name; those of this module stand below.
    pub code: &'static str,
    /// What is wrong.
    pub what: Text,
    /// What to do about it.
    pub help: Option<Text>,
}

pub(super) fn unclosed_container(span: Range<usize>, name: &str) -> BodyFault {
    TargetFault::new(
        "container-unclosed",
        format!("容器“{name}”没有结束"),
        format!("the container `{name}` is never closed"),
    )
    .help(
        "在它后面另起一行，写 :::；在引用、列表里打开的，要在同一处结束。",
        "Write `:::` on a line of its own after it, in the same quotation or list item.",
    )
    .at(span)
}

pub(super) fn stray_container_end(span: Range<usize>) -> BodyFault {
    TargetFault::new(
        "container-stray-end",
        "这里的 ::: 没有可结束的容器",
        "this `:::` closes no container",
    )
    .help(
        "删去它，或在前面补上“::: 名称”。",
        "Remove it, or open a container with `::: name` before it.",
    )
    .at(span)
}

pub(super) fn duplicate_anchor(span: Range<usize>, id: &str) -> BodyFault {
    TargetFault::new(
        "anchor-duplicate",
        format!("锚点“{id}”已经用在另一个标题上"),
        format!("the anchor `{id}` is already that of another heading"),
    )
    .help("换一个名称。", "Choose another name.")
    .at(span)
}

pub(super) fn doubtful_emphasis(span: Range<usize>) -> BodyFault {
    TargetFault::new(
        "emphasis-doubtful",
        "这两个 * 之间的文字成了强调，星号不显示",
        "the text between these two `*` is emphasis, and the signs are not shown",
    )
    .help(
        "如果星号是隐去的名称或数字，写成 \\*。",
        "If they stand for a name or a number that is hidden, write `\\*`.",
    )
    .at(span)
}

pub(super) fn undefined_note(span: Range<usize>, label: &str) -> BodyFault {
    TargetFault::new(
        "footnote-undefined",
        format!("脚注“{label}”没有内容"),
        format!("the footnote `{label}` is not defined"),
    )
    .help(
        format!("另起一段写 [^{label}]: 内容，冒号用半角。"),
        format!("Add a paragraph `[^{label}]: text`, with an ASCII colon."),
    )
    .at(span)
}

pub(super) fn duplicate_note(span: Range<usize>, label: &str) -> BodyFault {
    TargetFault::new(
        "footnote-duplicate",
        format!("脚注“{label}”写了不止一次，只有第一次的有用"),
        format!("the footnote `{label}` is defined again; only the first one counts"),
    )
    .help("删去它，或换一个名称。", "Remove or rename it.")
    .at(span)
}

pub(super) fn unused_note(span: Range<usize>, label: &str) -> BodyFault {
    TargetFault::new(
        "footnote-unused",
        format!("正文没有引用脚注“{label}”，它不会显示"),
        format!("nothing refers to the footnote `{label}`, so it is not shown"),
    )
    .help(
        format!("在正文里加上 [^{label}]，或删去这条脚注。"),
        format!("Refer to it by `[^{label}]`, or remove it."),
    )
    .at(span)
}

pub(super) fn unsafe_link(span: Range<usize>, destination: &str) -> BodyFault {
    let shown: String = destination.chars().take(40).collect();
    TargetFault::new(
        "link-unsafe",
        format!("不允许“{shown}”这一类链接，已经去掉"),
        format!("links such as `{shown}` are not allowed; it was removed"),
    )
    .help(
        "改用 http、https、mailto、tel 链接或站内路径。",
        "Use http, https, mailto, tel or a path of this site.",
    )
    .at(span)
}

pub(super) fn html_removed(span: Range<usize>, names: &[String]) -> BodyFault {
    TargetFault::new(
        "html-removed",
        format!("HTML 里不允许的部分已经去掉：{}", names.join("、")),
        format!("HTML that is not allowed was removed: {}", names.join(", ")),
    )
    .help(
        "改用 Markdown；确实要保留的，请管理员在 site.yaml 里设 markdown.unsafe_html: true。",
        "Use Markdown; if it must stay, set `markdown.unsafe_html: true` in site.yaml.",
    )
    .at(span)
}
