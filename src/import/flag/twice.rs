//! Words of two to four characters that stand twice in a row (会议会议). What people double on purpose are
//! verbs (讨论讨论), sounds (哗啦哗啦), counts (一件一件) and calls (欢迎欢迎); a character alone is doubled in too many
//! ways to be looked at.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

use crate::script::han::is_han;
use crate::script::{Script, converter};

/// In Simplified; the Traditional form of each counts as well.
const ON_PURPOSE: &str = "
讨论 研究 学习 商量 考虑 了解 打听 休息 参观 交流 打扮 整理 收拾 准备 认识 体验 调查 琢磨 打扫 锻炼 活动 介绍 比较 检查
照顾 关心 帮助 帮忙 表示 感受 反思 思考 回忆 放松 热闹 高兴 轻松 凉快 舒服 教育 批评 总结 分析 试验 安排 沟通 尝试 品尝
欣赏 溜达 走动 转悠 联络 联系 调整 修理 清理 请教 打量 磨合 培养 鼓励 提醒 观察 观摩 盘算 掂量 合计 商议 解释 说明 适应
意思 点点 哗啦 叮当 咕咚 轰隆 扑通 嘀嗒 滴答 噼啪 咯吱 叽喳 呼噜 嘟囔 吧嗒 雪白 碧绿 笔直 通红 漆黑 金黄 火红 乌黑 滚圆
欢迎 恭喜 加油 你好 好的 知道 没有 可以 不是 来了 快点 对不起 谢谢 再见 是的 当然 哪里 拜托 小心 慢慢 努力 奋斗 团结
圣哉 祸哉 阿们 千万 真的 等等 不要 不会 不用 非常 很多 许多 永远 什么 怎么 为什么 这样 那样 如此 这么 那么 多少 好久
妈妈 爸爸 姐姐 哥哥 宝宝 星星 看看 试试 谈谈 说说 听听 想想 问问 走走 坐坐
";

/// Numbers of one sort or another; counts are doubled.
const COUNTS: [char; 16] = [
    '一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '每', '几', '半', '百', '千',
];

pub(super) fn find(line: &str) -> Vec<(Range<usize>, String)> {
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let Some(size) = (2..=4).rev().find(|&size| stands_twice(&chars, at, size)) else {
            at += 1;
            continue;
        };
        let place = |index: usize| chars.get(index).map_or(line.len(), |(at, _)| *at);
        let word = line.get(place(at)..place(at + size)).unwrap_or_default();
        // What stands three times is a call, or a verse.
        let again = stands_twice(&chars, at + size, size);
        let before = at.checked_sub(1).and_then(|before| chars.get(before)).map(|(_, c)| *c);
        let halves = before.zip(word.chars().last()).is_some_and(|(before, last)| before == last);
        if !(again || halves || is_meant(word)) {
            found.push((place(at)..place(at + 2 * size), word.to_owned()));
        }
        at += if again { 3 * size } else { 2 * size };
    }
    found
}

/// Whether so many Han characters stand there twice, and are not all the same.
fn stands_twice(chars: &[(usize, char)], at: usize, size: usize) -> bool {
    let (Some(one), Some(two)) = (chars.get(at..at + size), chars.get(at + size..at + 2 * size))
    else {
        return false;
    };
    let first = one.first().map(|(_, c)| *c);
    one.iter().zip(two).all(|((_, one), (_, two))| one == two && is_han(*one))
        && one.iter().any(|(_, c)| Some(*c) != first)
}

fn is_meant(word: &str) -> bool {
    static WORDS: OnceLock<BTreeSet<String>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        let to_hant = converter(Script::Hans, Script::Hant);
        let own = ON_PURPOSE.split_whitespace();
        own.flat_map(|word| [Some(word.to_owned()), to_hant.map(|to| to.convert(word))])
            .flatten()
            .collect()
    });
    let asks =
        word.contains('不') || word.ends_with(['着', '著']) || word.starts_with(['很', '太', '好']);
    words.contains(word) || asks || word.starts_with(COUNTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_stand_twice_are_told() {
        for (line, word) in [
            ("贯彻本次会议会议精神", Some("会议")),
            ("全面加强加强党的建设", Some("加强")),
            ("縣政協縣政協召開會議", Some("縣政協")),
            ("大家討論討論，讨论讨论", None),
            ("一件一件办，一步一步走，高高兴兴", None),
            ("哈哈哈哈哈哈", None),
            ("加油，加油", None),
            ("圣哉圣哉圣哉", None),
            ("清清楚楚楚楚动人", None),
            ("说着说着，是不是不行，很大很大", None),
        ] {
            let found = find(line);
            assert_eq!(found.first().map(|(_, word)| word.as_str()), word, "{line}");
        }
    }
}
