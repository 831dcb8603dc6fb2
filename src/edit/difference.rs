//! How two versions of a text differ, line by line, drawn as programs that merge texts understand it
//! (unified format). It knows nothing of files.

use std::fmt::Write as _;
use std::ops::Range;

/// Lines that stand around a change.
const AROUND: usize = 3;

/// How many pairs of lines are compared at most. Where there are more, what lies between the first
/// and the last change is told as replaced.
const MOST_PAIRS: usize = 16 << 20;

/// See the module.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) added: usize,
    pub(crate) removed: usize,
    /// Empty when the texts are the same.
    pub(crate) hunks: String,
}

/// A stretch of lines that was replaced by another; either may be empty.
#[derive(Debug, Clone)]
struct Change {
    old: Range<usize>,
    new: Range<usize>,
}

/// How `new` came out of `old`. The way in which lines end does not count.
pub(crate) fn difference(old: &str, new: &str) -> Difference {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let changes = changes(&old, &new);
    let mut found = Difference {
        added: changes.iter().map(|change| change.new.len()).sum(),
        removed: changes.iter().map(|change| change.old.len()).sum(),
        hunks: String::new(),
    };
    let mut rest = changes.as_slice();
    while let Some(first) = rest.first() {
        // Changes whose surroundings touch are told together.
        let gaps = rest.windows(2).take_while(|pair| match pair {
            [one, next] => next.old.start - one.old.end <= 2 * AROUND,
            _ => false,
        });
        let (together, after) = rest.split_at(1 + gaps.count());
        let last = together.last().unwrap_or(first);
        draw(&mut found.hunks, &old, &new, together, (first, last));
        rest = after;
    }
    found
}

fn draw(
    into: &mut String,
    old: &[&str],
    new: &[&str],
    changes: &[Change],
    (first, last): (&Change, &Change),
) {
    let before = first.old.start.min(AROUND);
    let after = (old.len() - last.old.end).min(AROUND);
    let heading = |start: usize, end: usize| match end - start {
        // A stretch without lines is placed after the line before it.
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        length => format!("{},{length}", start + 1),
    };
    // Writing into a string does not fail.
    let _ = writeln!(
        into,
        "@@ -{} +{} @@",
        heading(first.old.start - before, last.old.end + after),
        heading(first.new.start - before, last.new.end + after)
    );
    let mut lines = |sign: char, lines: &[&str], range: Range<usize>| {
        for line in lines.get(range).unwrap_or_default() {
            into.push(sign);
            into.push_str(line);
            into.push('\n');
        }
    };
    let mut at = first.old.start - before;
    for change in changes {
        lines(' ', old, at..change.old.start);
        lines('-', old, change.old.clone());
        lines('+', new, change.new.clone());
        at = change.old.end;
    }
    lines(' ', old, at..at + after);
}

/// What differs, in order, by a longest common subsequence of lines.
fn changes(old: &[&str], new: &[&str]) -> Vec<Change> {
    let same = |pair: &(&&str, &&str)| pair.0 == pair.1;
    let start = old.iter().zip(new).take_while(same).count();
    let (old_rest, new_rest) =
        (old.get(start..).unwrap_or_default(), new.get(start..).unwrap_or_default());
    let end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(same).count();
    let old_inner = old_rest.get(..old_rest.len() - end).unwrap_or_default();
    let new_inner = new_rest.get(..new_rest.len() - end).unwrap_or_default();
    let whole = Change { old: start..start + old_inner.len(), new: start..start + new_inner.len() };
    if whole.old.is_empty() && whole.new.is_empty() {
        return Vec::new();
    }
    if whole.old.len().saturating_mul(whole.new.len()) > MOST_PAIRS {
        return vec![whole];
    }
    // How many lines the rests from (i, j) on have in common.
    let width = new_inner.len() + 1;
    let mut common = vec![0_u32; (old_inner.len() + 1) * width];
    let at = |common: &[u32], i: usize, j: usize| common.get(i * width + j).copied().unwrap_or(0);
    for (i, old) in old_inner.iter().enumerate().rev() {
        for (j, new) in new_inner.iter().enumerate().rev() {
            let longest = if old == new {
                at(&common, i + 1, j + 1) + 1
            } else {
                at(&common, i + 1, j).max(at(&common, i, j + 1))
            };
            if let Some(cell) = common.get_mut(i * width + j) {
                *cell = longest;
            }
        }
    }
    let mut changes: Vec<Change> = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < old_inner.len() || j < new_inner.len() {
        let (old, new) = (old_inner.get(i), new_inner.get(j));
        if old == new {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        // Of two ways that are equally long, what was removed is told first.
        let removes =
            old.is_some() && (new.is_none() || at(&common, i + 1, j) >= at(&common, i, j + 1));
        let (old_end, new_end) = if removes { (i + 1, j) } else { (i, j + 1) };
        match changes.last_mut() {
            Some(last) if last.old.end == start + i && last.new.end == start + j => {
                (last.old.end, last.new.end) = (start + old_end, start + new_end);
            }
            _ => changes
                .push(Change { old: start + i..start + old_end, new: start + j..start + new_end }),
        }
        (i, j) = (old_end, new_end);
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(old: &str, new: &str) -> String {
        difference(&old.replace(' ', "\n"), &new.replace(' ', "\n")).hunks
    }

    #[test]
    fn changes_stand_among_the_lines_around_them() {
        assert_eq!(drawn("a b c", "a b c"), "");
        assert_eq!(drawn("a b c", "a x c"), "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n");
        assert_eq!(drawn("", "a"), "@@ -0,0 +1 @@\n+a\n");
        assert_eq!(drawn("a", ""), "@@ -1 +0,0 @@\n-a\n");
        assert_eq!(
            drawn("1 2 3 4 5 6 7 8 9", "1 2 3 4 5 6 7 8 9 x"),
            "@@ -7,3 +7,4 @@\n 7\n 8\n 9\n+x\n"
        );
        // Far apart: two hunks. Near to one another: one.
        assert_eq!(drawn("a 1 2 3 4 5 6 7 b", "x 1 2 3 4 5 6 7 y").matches("@@ -").count(), 2);
        assert_eq!(drawn("a 1 2 3 4 5 6 b", "x 1 2 3 4 5 6 y").matches("@@ -").count(), 1);
    }

    /// The old or the new text out of a drawing, as far as it shows them.
    fn side(hunks: &str, left_out: char) -> String {
        let mut side = String::new();
        for line in hunks.lines().filter(|line| !line.starts_with("@@")) {
            if !line.starts_with(left_out) {
                side.push_str(&line[1..]);
                side.push('\n');
            }
        }
        side
    }

    #[test]
    fn what_is_drawn_leads_from_one_to_the_other() {
        // Every text of up to four lines, out of two lines: so few that one hunk shows every change.
        let text = |number: u32| -> String {
            let bits = 0..(number + 1).ilog2();
            bits.map(|bit| if ((number + 1) >> bit) & 1 == 1 { "x\n" } else { "y\n" }).collect()
        };
        for (old, new) in (0..31).flat_map(|a| (0..31).map(move |b| (text(a), text(b)))) {
            let Difference { added, removed, hunks } = difference(&old, &new);
            assert_eq!(hunks.is_empty(), old == new);
            if old != new {
                assert!(old.contains(&side(&hunks, '+')), "{old:?} {new:?} {hunks}");
                assert!(new.contains(&side(&hunks, '-')), "{old:?} {new:?} {hunks}");
            }
            assert_eq!(old.lines().count() + added, new.lines().count() + removed);
        }
    }
}
