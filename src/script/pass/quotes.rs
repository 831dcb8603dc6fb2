//! “ ” ‘ ’ become 「 」 『 』, pair by pair. It never turns a quotation mark that has no partner in
//! the same text: an apostrophe, a paragraph's quotation that runs on into the next.

use memchr::memmem;

use crate::script::han::is_han;

/// The opening and closing marks before and after; each is three bytes long in UTF-8, so that
/// no offset in the text moves.
const DOUBLE: [&str; 4] = ["“", "”", "「", "」"];
const SINGLE: [&str; 4] = ["‘", "’", "『", "』"];

/// Turns the paired quotation marks of one text. A text without a Han character is not Chinese
/// and stays as it is.
pub(super) fn corner(text: &mut String) {
    // All four begin with these two bytes.
    if memmem::find(text.as_bytes(), b"\xE2\x80").is_none() || !text.contains(is_han) {
        return;
    }
    for (at, [from, to]) in pairs(text) {
        if text.get(at..at + from.len()) == Some(from) {
            text.replace_range(at..at + from.len(), to);
        }
    }
}

/// The places of paired marks, what stands there and what comes there.
fn pairs(text: &str) -> Vec<(usize, [&'static str; 2])> {
    let mut open: Vec<(usize, [&'static str; 4])> = Vec::new();
    let mut paired = Vec::new();
    for (at, c) in text.char_indices() {
        let (marks, opens) = match c {
            '“' => (DOUBLE, true),
            '”' => (DOUBLE, false),
            '‘' => (SINGLE, true),
            '’' => (SINGLE, false),
            _ => continue,
        };
        if opens {
            open.push((at, marks));
            continue;
        }
        // ’ may be an apostrophe, so it only closes the mark right before it. ” is always one,
        // and leaves a ‘ that was open inside without a partner.
        let partner = match open.last() {
            Some(&(_, last)) if last == marks => Some(open.len() - 1),
            _ if marks == DOUBLE => open.iter().rposition(|&(_, last)| last == DOUBLE),
            _ => None,
        };
        if let Some(&(start, [opening, closing, to_opening, to_closing])) =
            partner.and_then(|partner| open.get(partner))
        {
            open.truncate(partner.unwrap_or_default());
            paired.push((start, [opening, to_opening]));
            paired.push((at, [closing, to_closing]));
        }
    }
    paired
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pairs_turn() {
        let cases = [
            ("他说“好”。", "他说「好」。"),
            ("“他说‘好’，”", "「他说『好』，」"),
            ("“一”“二”", "「一」「二」"),
            ("“一“二”三”", "「一「二」三」"),
            ("“没有完", "“没有完"),
            ("没有头”“有”", "没有头”「有」"),
            ("“先开的“有”", "“先开的「有」"),
            ("“it’s 好”", "「it’s 好」"),
            ("“‘好”’", "「‘好」’"),
            ("‘好“’”", "‘好「’」"),
            ("“English only”", "“English only”"),
        ];
        for (text, want) in cases {
            let mut turned = text.to_owned();
            corner(&mut turned);
            assert_eq!(turned, want, "{text}");
        }
    }
}
