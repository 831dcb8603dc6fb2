//! Names compared by the numbers in them, whether they are written 12, 十二 or 二〇一二: sessions,
//! volumes and years stand in the order in which they were, not in that of their characters. It
//! never converts a number for readers.

use std::cmp::Ordering;

/// A name taken apart: what is between the numbers, and the numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Words(String),
    Number(u64),
}

/// A name ready for comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numbered(Vec<Piece>);

impl Numbered {
    pub(super) fn new(name: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = name.trim();
        while let Some(first) = rest.chars().next() {
            let is_number = figure(first).is_some();
            let end = rest
                .char_indices()
                .find(|(_, c)| figure(*c).is_some() != is_number)
                .map_or(rest.len(), |(at, _)| at);
            let (piece, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            pieces.push(if is_number {
                Piece::Number(value(piece))
            } else {
                Piece::Words(piece.to_owned())
            });
            rest = after;
        }
        Self(pieces)
    }

    /// The higher number first, where words are the same; words in their own order. Of two names
    /// of which one begins the other, the shorter comes last: a session is before its whole term.
    pub(super) fn latest_first(&self, other: &Self) -> Ordering {
        for (one, two) in self.0.iter().zip(&other.0) {
            let order = match (one, two) {
                (Piece::Number(one), Piece::Number(two)) => two.cmp(one),
                (Piece::Words(one), Piece::Words(two)) => one.cmp(two),
                (Piece::Number(_), Piece::Words(_)) => Ordering::Less,
                (Piece::Words(_), Piece::Number(_)) => Ordering::Greater,
            };
            if order != Ordering::Equal {
                return order;
            }
        }
        other.0.len().cmp(&self.0.len())
    }
}

/// What one character of a number says.
#[derive(Clone, Copy)]
enum Figure {
    Digit(u64),
    /// 十, 百, 千, 万.
    Unit(u64),
}

fn figure(c: char) -> Option<Figure> {
    if let Some(digit) = c.to_digit(10) {
        return Some(Figure::Digit(u64::from(digit)));
    }
    if let digit @ '０'..='９' = c {
        return Some(Figure::Digit(u64::from(digit) - u64::from('０')));
    }
    Some(match c {
        '零' | '〇' | '○' => Figure::Digit(0),
        '一' | '壹' => Figure::Digit(1),
        '二' | '贰' | '貳' | '两' | '兩' => Figure::Digit(2),
        '三' | '叁' => Figure::Digit(3),
        '四' | '肆' => Figure::Digit(4),
        '五' | '伍' => Figure::Digit(5),
        '六' | '陆' | '陸' => Figure::Digit(6),
        '七' | '柒' => Figure::Digit(7),
        '八' | '捌' => Figure::Digit(8),
        '九' | '玖' => Figure::Digit(9),
        '十' | '拾' => Figure::Unit(10),
        '廿' => Figure::Unit(20),
        '卅' => Figure::Unit(30),
        '百' | '佰' => Figure::Unit(100),
        '千' | '仟' => Figure::Unit(1000),
        _ => return None,
    })
}

/// The number that figures stand for: by place (二〇二三, 2023) or with units (二十三).
fn value(figures: &str) -> u64 {
    let mut sum = 0_u64;
    let mut digits = None::<u64>;
    for figure in figures.chars().filter_map(figure) {
        match figure {
            Figure::Digit(digit) => {
                let before = digits.unwrap_or(0);
                digits = Some(before.saturating_mul(10).saturating_add(digit));
            }
            // 廿 is 二十 in one character: what stands before it is none of its business.
            Figure::Unit(unit @ (20 | 30)) => sum = sum.saturating_add(unit),
            Figure::Unit(unit) => {
                let times = digits.take().filter(|times| *times > 0).unwrap_or(1);
                sum = sum.saturating_add(times.saturating_mul(unit));
            }
        }
    }
    sum.saturating_add(digits.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_however_they_are_written() {
        for (text, number) in [
            ("12", 12),
            ("１２", 12),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("一百零三", 103),
            ("廿三", 23),
            ("二〇二三", 2023),
            ("两千零一", 2001),
        ] {
            assert_eq!(value(text), number, "{text}");
        }
    }

    #[test]
    fn the_latest_stands_first() {
        let mut names = [
            "十四届五次会议",
            "六届二次会议",
            "十五届一次会议",
            "十五届",
            "十五届十次会议",
            "十五届二次会议",
        ];
        names.sort_by(|a, b| Numbered::new(a).latest_first(&Numbered::new(b)));
        let expected = [
            "十五届十次会议",
            "十五届二次会议",
            "十五届一次会议",
            "十五届",
            "十四届五次会议",
            "六届二次会议",
        ];
        assert_eq!(names, expected);
    }
}
