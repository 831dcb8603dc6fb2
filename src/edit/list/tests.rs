//! The cases of `testdata/lists.txt`: a list before, and with one more word in it.
//!
//! ```text
//! == what holds
//! + 范围=範圍          the word; a name stands alone, forms stand in braces
//! : crlf no-end        how the text is written, if in another way than usual
//! before
//! -->
//! after                or `! Shape`, `! Listed`, `! Broken`
//! ```

use super::*;

const CASES: &str = include_str!("../testdata/lists.txt");

fn item(text: &str) -> WordItem {
    if let Some((own, other)) = text.split_once('=') {
        return WordItem::Pair { own: own.to_owned(), other: other.to_owned() };
    }
    match text.split_once(' ') {
        Some((own, other)) => {
            WordItem::Forms(vec![("简体", own.to_owned()), ("香港", other.to_owned())])
        }
        None => WordItem::Name(text.to_owned()),
    }
}

#[test]
fn a_word_is_added_as_the_words_around_it_are_written() {
    let mut count = 0;
    for case in CASES.split("== ").skip(1) {
        let (name, rest) = case.split_once('\n').unwrap();
        let (word, rest) = rest.strip_prefix("+ ").unwrap().split_once('\n').unwrap();
        let (how, rest) = match rest.strip_prefix(": ") {
            Some(rest) => rest.split_once('\n').unwrap(),
            None => ("", rest),
        };
        let (before, after) = rest.split_once("-->\n").unwrap();
        let written = |text: &str| {
            let text =
                if how.contains("crlf") { text.replace('\n', "\r\n") } else { text.to_owned() };
            if how.contains("no-end") { text.trim_end().to_owned() } else { text }
        };
        let is =
            |key: &str| ["people", "人物", "人名", "conversion", "转换规则", "用语"].contains(&key);
        let list = Named { is: &is, key: "用语", holds_names: true };
        let found = add(&YamlText::whole("x.yaml", written(before)), &list, &item(word));
        let expected = match after.trim().strip_prefix("! ") {
            Some("Shape") => Err(Unfit::Shape),
            Some("Listed") => Err(Unfit::Listed),
            Some(_) => Err(Unfit::Broken),
            // What is added ends its line.
            None if how.contains("crlf") => Ok(after.replace('\n', "\r\n")),
            None => Ok(after.to_owned()),
        };
        assert_eq!(found, expected, "{name}");
        count += 1;
    }
    assert!(count > 20, "{count}");
}
