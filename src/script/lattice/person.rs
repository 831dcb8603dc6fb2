//! People who are named beside what they are or what they do: 主席于建国主持会议. A surname that is
//! also another character (于 余 党), and what stands in a given name, is seen by nothing near it;
//! titles and verbs are two or three characters away. It knows no name, and never decides by
//! itself: it says that a name stands here.

use std::collections::HashSet;
use std::sync::OnceLock;

use foldhash::fast::FixedState;

use super::chunk::{Chunk, Seat};
use super::file::Model;
use super::symbol::{Kind, is_listed};

/// What somebody is, by the last two characters: before a name or behind it.
const TITLES: &str = "\
    委员 主席 书记 主任 部长 局长 处长 科长 县长 市长 区长 省长 州长 镇长 乡长 村长 院长 校长 所长 会长 厅长 \
    司长 署长 行长 队长 团长 站长 馆长 社长 组长 班长 台长 厂长 园长 秘书 理事 董事 监事 干事 参事 专员 顾问 \
    经理 总监 教授 博士 院士 老师 医生 医师 律师 法官 同志 先生 女士 小姐 代表 常委 政委 将军 司令 \
    记者 讯员 作者 总统 总理 议员 大使 校友 同学 烈士 夫人 书长 事长";
/// What people do whom a text names, by its first two characters.
const ACTS: &str = "\
    指出 强调 表示 认为 介绍 建议 主持 出席 参加 讲话 带队 率队 带领 宣读 要求 提出 回忆 告诉 坦言 呼吁 通报 致辞 \
    致词 当选 陪同 一行 作了 汇报 发言 调研 视察 走访 看望 会见 主讲 撰文 通过 报告 说道 解释 质询 询问";
/// What is done in one character, where a sign follows.
const ACT: &str = "说摄";
/// What follows those whom a title names, in one character.
const NEXT: &str = "在率到向为就对等和与及作带任赴";
/// The surname that stands at the beginning of any clause.
const PREPOSITION: &str = "于";
/// What may stand before a title.
const DEPUTY: &str = "副";

/// What stands beside a place where a name may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    /// The end of the sentence, or a sign.
    Sign,
    /// The sign between the items of a list.
    Comma,
    /// A bracket, or the colon after a speaker.
    Alone,
    Title,
    Act,
    /// Not an act by itself, but what goes on after a name.
    Next,
    Other,
}

impl Model {
    /// Which candidate the open character at `at` is in the name of a person, if one stands there.
    #[inline]
    pub(super) fn in_name(&self, chunk: &Chunk, at: usize) -> Option<usize> {
        let seats = chunk.seats();
        let here = self.in_names.get(seats.get(at)?.info.open()?)?;
        for back in 0..=MOST {
            let Some(first) = at.checked_sub(back) else { break };
            if !seats.get(first)?.info.is(Kind::Surname) {
                continue;
            }
            let own = if back == 0 { here.surname } else { here.given };
            if let Some(own) = own
                && (back.max(1)..=MOST).rev().any(|given| is_named(seats, first, given))
            {
                return Some(usize::from(own));
            }
        }
        None
    }
}

/// Whether a name begins at `at` rather than that a word ends there, as 长于 does in 市长于建国: only
/// where that cuts a title in two.
#[inline]
pub(super) fn begins_name(chunk: &Chunk, at: usize) -> bool {
    let seats = chunk.seats();
    seats.get(at).is_some_and(|seat| seat.info.is(Kind::Surname))
        && before(seats, at) == Beside::Title
        && (1..=MOST).any(|given| is_named(seats, at, given))
}

/// Characters of a given name at most.
const MOST: usize = 2;

/// Whether a name stands at `first`, with so many characters behind its surname.
#[inline]
fn is_named(seats: &[Seat], first: usize, given: usize) -> bool {
    let behind = first + 1 + given;
    let Some([surname, name @ ..]) = seats.get(first..behind) else { return false };
    if !name.iter().all(|seat| is_listed(seat.symbol)) {
        return false;
    }
    let likely: u8 = name.iter().map(|seat| seat.info.given()).sum();
    if likely < LIKELY {
        return false;
    }
    let is_open = |seat: &Seat| seat.info.open().is_some();
    // 于签奉部长 at the beginning of a clause: what may be another character is less of a name.
    let doubt =
        if is_of(surname.symbol, PREPOSITION) { 1 + u8::from(name.iter().any(is_open)) } else { 0 };
    let least = match (before(seats, first), after(seats, behind)) {
        (Beside::Title, Beside::Title | Beside::Act | Beside::Comma) => LIKELY,
        (Beside::Sign | Beside::Comma | Beside::Alone, Beside::Title | Beside::Act) => {
            LIKELY + doubt
        }
        (Beside::Sign | Beside::Alone, Beside::Alone) | (Beside::Title, Beside::Next) => {
            LIKELY + 1 + doubt
        }
        (Beside::Title, Beside::Sign | Beside::Alone) | (Beside::Comma, Beside::Comma) => {
            LIKELY + 2
        }
        _ => return false,
    };
    likely >= least
}

/// How usual the characters of a given name must be at least, all together.
const LIKELY: u8 = 2;

fn before(seats: &[Seat], at: usize) -> Beside {
    let Some(near) = seats.get(..at) else { return Beside::Sign };
    match *near {
        [.., sign] if !is_listed(sign.symbol) => of_sign(sign.symbol, b"("),
        [.., one, two] if words().titles.contains(&[one.symbol, two.symbol]) => Beside::Title,
        _ => Beside::Other,
    }
}

fn after(seats: &[Seat], at: usize) -> Beside {
    let near = seats.get(at..).unwrap_or_default();
    // 副主席 as 主席.
    let near = match near {
        [first, rest @ ..] if is_of(first.symbol, DEPUTY) => rest,
        _ => near,
    };
    match *near {
        [] => Beside::Sign,
        [sign, ..] if !is_listed(sign.symbol) => of_sign(sign.symbol, b"):"),
        [one, sign, ..] if is_of(one.symbol, ACT) && !is_listed(sign.symbol) => Beside::Act,
        [one, two, ..] if words().titles.contains(&[one.symbol, two.symbol]) => Beside::Title,
        [one, two, ..] if words().acts.contains(&[one.symbol, two.symbol]) => Beside::Act,
        [one, ..] if is_of(one.symbol, NEXT) => Beside::Next,
        _ => Beside::Other,
    }
}

fn is_of(symbol: u16, list: &str) -> bool {
    list.chars().any(|c| u32::from(c) == u32::from(symbol))
}

/// `alone` are those of the signs, as they are listed in `symbol`, by which a name stands alone.
fn of_sign(sign: u16, alone: &[u8]) -> Beside {
    match u8::try_from(sign) {
        Ok(b'/') => Beside::Comma,
        Ok(sign) if alone.contains(&sign) => Beside::Alone,
        _ => Beside::Sign,
    }
}

/// Words by their two characters.
struct Words {
    titles: HashSet<[u16; 2], FixedState>,
    acts: HashSet<[u16; 2], FixedState>,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    let of = |list: &str| {
        let pair = |word: &str| {
            let mut symbols = word.chars().map(super::symbol);
            Some([symbols.next()?, symbols.next()?])
        };
        list.split_whitespace().filter_map(pair).collect()
    };
    WORDS.get_or_init(|| Words { titles: of(TITLES), acts: of(ACTS) })
}
