//! Words that are written wrongly now and then, in documents that went through programs which swap
//! words (规那么 for 规则) or through hurried hands (截止目前), and words that stand twice. Each is a pattern
//! with what it may have been; none is ever changed.

use crate::import::pattern::Pattern;
use crate::import::report::Notes;
use crate::import::rule::Rule;
use crate::import::text::Text;

/// Pattern, and what it may have been. A pattern holds enough of what stands around the word to
/// leave its right uses alone.
static SLIPS: [(Pattern, &str); 31] = [
    (Pattern::new("规那么"), "规则"),
    (Pattern::new("原那么"), "原则"),
    (Pattern::new("[准细法总]那么(?:[，。、；]|$)"), "……则"),
    (Pattern::new("否那么"), "否则"),
    (Pattern::new("截止(?:目前|今年|去年|现在|\\d{4}年|\\d{1,2}月)"), "截至……"),
    (
        Pattern::new("(?:信息|情况|问题|呼声|诉求|意愿|意见|民意|民情|按月|及时|积极|如实)反应"),
        "……反映",
    ),
    (
        Pattern::new("反应(?:的?(?:问题|情况|意见|诉求|呼声|民意|群众)|社情|了?(?:群众|基层))"),
        "反映……",
    ),
    (
        Pattern::new(
            "(?:规范化|文明城市|文明城|卫生城市|示范|品牌|模范机关|先进|平安|双拥)创立|创立(?:文明|卫生|示范|平安|双拥|模范)",
        ),
        "创建",
    ),
    (Pattern::new("效劳(?:群众|大局|中心|基层|企业|发展|民生|水平|能力|意识)"), "服务……"),
    (
        Pattern::new("(?:经济|社会|产业|高质量|科学|协调|事业|改革|创新)开展(?:[，。、；的]|$)"),
        "……发展",
    ),
    (Pattern::new("催促(?:检查|落实|整改|办理)"), "督促……"),
    (Pattern::new("(?:平安|安宁)生产"), "安全生产"),
    (Pattern::new("奉献(?:政协)?(?:智慧|力量)"), "贡献……"),
    (Pattern::new("根本(?:上)?(?:养老|医疗保险|公共服务)"), "基本……"),
    (Pattern::new("根底(?:设施|工作|上|性)"), "基础……"),
    (Pattern::new("(?:缺乏|不足)之处在于缺乏"), "不足"),
    (Pattern::new("再接再励"), "再接再厉"),
    (Pattern::new("按步就班"), "按部就班"),
    (Pattern::new("一如继往"), "一如既往"),
    (Pattern::new("凝聚共视"), "凝聚共识"),
    (Pattern::new("建言咨政"), "建言资政"),
    (Pattern::new("党建引岭|引岭"), "引领"),
    (Pattern::new("座谈会议会"), "座谈会"),
    (Pattern::new("政治协商、民主监督、参政仪政"), "参政议政"),
    (Pattern::new("委员得主体"), "委员的主体"),
    (Pattern::new("部属(?:会议|工作|任务)"), "部署……"),
    (Pattern::new("做出(?:了)?(?:积极|重要|新的|更大)(?:的)?贡献"), "作出……贡献"),
    (Pattern::new("既使"), "即使"),
    (Pattern::new("(?:迫|紧)不急待"), "迫不及待"),
    (Pattern::new("戮力同心协力"), "戮力同心"),
    (Pattern::new("率[*＊\\d.]+[梯件个人次項项]"), "……％"),
];

pub(super) fn find(text: &Text, notes: &mut Notes) {
    let line = text.as_str();
    let mut found = Vec::new();
    for (pattern, hint) in &SLIPS {
        found.extend(pattern.ranges(line).into_iter().map(|range| (range, (*hint).to_owned())));
    }
    found.extend(twice(line));
    found.extend(strays(line));
    found.sort_by_key(|(range, _)| (range.start, range.end));
    for (range, hint) in found {
        notes.flag(Rule::Slips, text, range, &hint);
    }
}

/// Words of two characters or more that stand twice in a row. What is doubled on purpose are verbs
/// (讨论讨论), each character of which is doubled as well (仔仔细细), or numbers.
fn twice(line: &str) -> Vec<(std::ops::Range<usize>, String)> {
    const ON_PURPOSE: [&str; 16] = [
        "讨论", "研究", "学习", "商量", "考虑", "了解", "打听", "休息", "参观", "交流", "意思",
        "一步", "一个", "一点", "点点", "一次",
    ];
    let chars: Vec<(usize, char)> =
        line.char_indices().filter(|(_, c)| crate::script::han::is_han(*c)).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let size = (2..=4).rev().find(|&size| {
            let (Some(one), Some(two)) =
                (chars.get(at..at + size), chars.get(at + size..at + 2 * size))
            else {
                return false;
            };
            let apart = one
                .first()
                .zip(two.last())
                .is_none_or(|((start, _), (end, c))| end + c.len_utf8() - start != 2 * size * 3);
            let same = one.iter().map(|(_, c)| c).eq(two.iter().map(|(_, c)| c));
            let all_one = one.iter().all(|(_, c)| Some(c) == one.first().map(|(_, c)| c));
            same && !apart && !all_one
        });
        let Some(size) = size else {
            at += 1;
            continue;
        };
        let start = chars.get(at).map_or(0, |(at, _)| *at);
        let end =
            chars.get(at + 2 * size).map_or(line.len(), |(at, _)| *at).min(start + 2 * size * 3);
        let word = line.get(start..start + size * 3).unwrap_or_default();
        if !ON_PURPOSE.contains(&word) && !word.starts_with(['一', '两', '每', '几']) {
            found.push((start..end, word.to_owned()));
        }
        at += 2 * size;
    }
    found
}

static PLACES: Pattern = Pattern::new(
    r"(?:帮扶|对口|包抓|联系|结对|走访|赴|前往|深入|支援|挂职)(\p{Han}{2,5}?)[、和](\p{Han}{2,3}?)(?:、\p{Han}{2,3})*[两二三四五六七八九十几]?(?:县|市|区|乡|镇|旗)",
);

/// Two places named side by side are mostly as long as one another; where the first is longer, its
/// first character may have strayed in.
fn strays(line: &str) -> Vec<(std::ops::Range<usize>, String)> {
    let Some(groups) = PLACES.groups(line) else { return Vec::new() };
    let (Some(first), Some(second)) = (groups.get(1), groups.get(2)) else { return Vec::new() };
    let lengths = [first, second].map(|name| name.as_str().chars().count());
    let has_suffix = first.as_str().ends_with(['县', '市', '区', '乡', '镇', '旗']);
    let longer =
        lengths.first().zip(lengths.last()).is_some_and(|(first, second)| *first == second + 1);
    if !longer || has_suffix {
        return Vec::new();
    }
    let bare: String = first.as_str().chars().skip(1).collect();
    vec![(first.range(), bare)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::rule::Rules;

    fn found(line: &str) -> Vec<String> {
        let mut notes = Notes::new(Rules::default());
        find(&Text::plain(line, 1), &mut notes);
        notes.entries.into_iter().map(|entry| entry.before).collect()
    }

    #[test]
    fn slips_are_told_and_right_uses_are_not() {
        assert_eq!(
            found("工作制度和规那么；截止目前，民情信息反应"),
            ["规那么", "截止目前", "信息反应"]
        );
        assert_eq!(found("贯彻本次会议会议精神"), ["会议会议"]);
        assert_eq!(found("帮扶战西和、通渭两县"), ["战西和"]);
        for right in [
            "大家讨论讨论，化学反应，公司创立于1990年，那么就这样，截止日期",
            "帮扶西和、通渭两县，走访三江口村",
            "一件一件办，高高兴兴来",
        ] {
            assert_eq!(found(right), Vec::<String>::new(), "{right}");
        }
    }
}
