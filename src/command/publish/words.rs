//! What changed in the words of a page, in a line or two: sentences compared, and of a pair only
//! what differs. It knows pages as text, not as markup.

/// How many differences are told of one page.
const TOLD: usize = 3;
/// How many characters of one are shown.
const SHOWN: usize = 24;

/// A stretch of text that is no longer, and what stands there instead; either may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) before: String,
    pub(super) after: String,
}

/// The differences between two pages, the first few of them.
pub(super) fn differences(before: &str, after: &str) -> Vec<Difference> {
    let (before, after) = (sentences(before), sentences(after));
    let only = |own: &[String], other: &[String]| -> Vec<String> {
        own.iter().filter(|sentence| !other.contains(sentence)).cloned().collect()
    };
    let (gone, new) = (only(&before, &after), only(&after, &before));
    let pairs = (0..gone.len().max(new.len())).take(TOLD);
    pairs
        .map(|at| {
            let [gone, new] = [&gone, &new].map(|all| all.get(at).map_or("", String::as_str));
            narrow(gone, new)
        })
        .collect()
}

/// Takes away what a pair has in common at both ends.
fn narrow(before: &str, after: &str) -> Difference {
    let chars = |text: &str| text.chars().collect::<Vec<char>>();
    let (before, after) = (chars(before), chars(after));
    let same = |(a, b): &(&char, &char)| a == b;
    let start = before.iter().zip(&after).take_while(same).count();
    let rest = |all: &[char]| all.get(start..).unwrap_or_default().to_vec();
    let (before, after) = (rest(&before), rest(&after));
    let end = before.iter().rev().zip(after.iter().rev()).take_while(same).count();
    let cut = |all: Vec<char>| {
        let all = all.get(..all.len() - end).unwrap_or_default();
        let mut text: String = all.iter().take(SHOWN).collect();
        if all.len() > SHOWN {
            text.push('…');
        }
        text
    };
    Difference { before: cut(before), after: cut(after) }
}

/// The sentences that a page's own part shows.
fn sentences(html: &str) -> Vec<String> {
    let text = text(main_part(html));
    text.split_inclusive(['。', '！', '？', '；', '\n'])
        .map(str::trim)
        .filter(|sentence| !sentence.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The part between `<main` and `</main>`; the whole page when it has none.
fn main_part(html: &str) -> &str {
    let from = html.find("<main").and_then(|at| html.get(at..)).unwrap_or(html);
    from.find("</main>").and_then(|end| from.get(..end)).unwrap_or(from)
}

/// Text without tags; an element that is no inline one ends a line. Entities stay as they are.
fn text(html: &str) -> String {
    const INLINE: [&str; 12] =
        ["a", "b", "em", "i", "span", "strong", "ruby", "rb", "time", "mark", "u", "small"];
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap_or_default();
        rest = after;
        if matches!(name, "script" | "style" | "svg") && !tag.starts_with('/') {
            let end = format!("</{name}>");
            rest = after.split_once(&*end).map_or("", |(_, after)| after);
        } else if !INLINE.contains(&name) {
            out.push('\n');
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: &str, after: &str) -> Vec<(String, String)> {
        let pairs = differences(before, after).into_iter();
        pairs.map(|difference| (difference.before, difference.after)).collect()
    }

    #[test]
    fn only_what_differs_is_told() {
        let page = |text: &str| format!("<html><nav>x</nav><main><p>{text}</p></main></html>");
        let (old, new) = ("会议<b>听取</b>了二十人发言。散会。", "会议听取了三十人发言。散会。");
        assert_eq!(told(&page(old), &page(new)), [("二".to_owned(), "三".to_owned())]);
        assert_eq!(told(&page(old), &page(old)), []);
        let longer = page(&format!("{old}新的一句。"));
        assert_eq!(told(&page(old), &longer), [(String::new(), "新的一句。".to_owned())]);
        assert_eq!(
            told("<main><script>a</script>一</main>", "<main><script>b</script>一</main>"),
            []
        );
    }
}
