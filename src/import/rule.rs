//! The rules by name: what each is for, and which are switched off. A rule itself stands in a file
//! of its own.

use crate::diagnostic::{Diagnostic, Text, nearest};

/// Something that the importer does to a document, or notes about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rule {
    Boilerplate,
    Wraps,
    Pages,
    WrapSpaces,
    PinyinNotes,
    DoubledStops,
    Unconverted,
    Punctuation,
    Quotes,
    Columns,
    PaddedNames,
    Headings,
    Leads,
    Lists,
    FrontMatter,
    Masks,
    Slips,
    Damage,
    Format,
}

/// Name, Chinese, English; in the order in which they are done.
const RULES: [(Rule, &str, &str, &str); 19] = [
    (Rule::Boilerplate, "boilerplate", "去掉网站的套话", "what a web site put around the text"),
    (Rule::Wraps, "wraps", "接回硬换行", "lines joined into paragraphs"),
    (Rule::Pages, "pages", "接回断页，去掉误入的序号", "pages joined, fake ordinals removed"),
    (Rule::WrapSpaces, "wrap-spaces", "去掉换行留下的空格", "spaces that line breaks left"),
    (
        Rule::PinyinNotes,
        "pinyin-notes",
        "去掉转换程序加的注音",
        "readings put in by a bad converter",
    ),
    (Rule::DoubledStops, "doubled-stops", "去掉重复的标点", "doubled stops"),
    (Rule::Unconverted, "unconverted", "改正漏转的字", "characters left unconverted"),
    (Rule::Punctuation, "punctuation", "半角标点改全角", "ASCII punctuation made full width"),
    (Rule::Quotes, "quotes", "引号配对", "quotation marks paired"),
    (Rule::Columns, "columns", "版面分栏移回原来的次序", "columns put back in order"),
    (Rule::PaddedNames, "padded-names", "去掉人名中间的空格", "names padded with a space"),
    (Rule::Headings, "headings", "认出标题", "headings recognised"),
    (Rule::Leads, "leads", "段首小句加粗", "run-in leads made bold"),
    (Rule::Lists, "lists", "认出列表", "lists recognised"),
    (Rule::FrontMatter, "front-matter", "猜出的文章信息", "front matter guessed"),
    (Rule::Masks, "masks", "隐去的字（星号）", "masked words"),
    (Rule::Slips, "slips", "疑为笔误", "likely slips"),
    (Rule::Damage, "damage", "疑为乱码", "damaged characters"),
    (Rule::Format, "format", "放不进 Markdown 的格式", "what Markdown cannot hold"),
];

impl Rule {
    /// What `--without` calls it.
    pub(crate) fn name(self) -> &'static str {
        self.row().1
    }

    /// What it does, in words.
    pub(crate) fn label(self) -> Text {
        let (_, _, zh, en) = self.row();
        Text::new(zh, en)
    }

    fn row(self) -> (Self, &'static str, &'static str, &'static str) {
        let unnamed = (self, "", "", "");
        RULES.into_iter().find(|(rule, ..)| *rule == self).unwrap_or(unnamed)
    }

    /// All names, in the order in which the rules are done.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        RULES.iter().map(|(_, name, ..)| *name)
    }
}

/// Which rules are on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rules {
    off: Vec<Rule>,
}

impl Rules {
    /// All but those of these names.
    pub(crate) fn without(names: &[String]) -> Result<Self, Box<Diagnostic>> {
        let find = |name: &String| {
            let found = RULES.iter().find(|(_, own, zh, _)| own == name || zh == name);
            found.map(|(rule, ..)| *rule).ok_or_else(|| Box::new(unknown(name)))
        };
        Ok(Self { off: names.iter().map(find).collect::<Result<_, _>>()? })
    }

    pub(crate) fn is_on(&self, rule: Rule) -> bool {
        !self.off.contains(&rule)
    }
}

fn unknown(name: &str) -> Diagnostic {
    let (zh, en) = if let Some(near) = nearest(name, Rule::names()) {
        (format!("是不是想写“{near}”？"), format!("Did you mean `{near}`?"))
    } else {
        let all: Vec<&str> = Rule::names().collect();
        (format!("可以写：{}。", all.join("、")), format!("Write one of {}.", all.join(", ")))
    };
    Diagnostic::error(
        "unknown-rule",
        format!("没有“{name}”这条规则"),
        format!("there is no rule `{name}`"),
    )
    .help(zh, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_switched_off_by_name() {
        let rules = Rules::without(&["quotes".to_owned(), "接回硬换行".to_owned()]).unwrap();
        assert!(
            !rules.is_on(Rule::Quotes) && !rules.is_on(Rule::Wraps) && rules.is_on(Rule::Pages)
        );
        let fault = Rules::without(&["qoutes".to_owned()]).unwrap_err();
        assert!(fault.help.unwrap().en.contains("quotes"));
    }
}
