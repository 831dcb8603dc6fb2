//! Former addresses of articles and sections, as their front matter lists them: a page that leads
//! on stands at each. It never renders that page.

use std::sync::Arc;

use super::{Entry, Section};
use crate::address::{Address, decode};
use crate::article::Article;
use crate::diagnostic::Diagnostic;

/// A former address, the one it leads to, and the source that lists it.
pub(super) struct Alias {
    pub(super) from: Address,
    pub(super) to: Address,
    pub(super) origin: Arc<str>,
}

/// All former addresses, in the order of the sources.
pub(super) fn all(
    entries: &[Arc<Entry>],
    sections: &[Section],
    faults: &mut Vec<Diagnostic>,
) -> Vec<Alias> {
    let of_sections =
        sections.iter().filter_map(|section| Some((section.written.first()?, &section.address)));
    let of_entries = entries.iter().map(|entry| (&entry.article, &entry.address));
    let mut aliases = Vec::new();
    for (article, to) in of_sections.chain(of_entries) {
        for written in article.meta.list("aliases") {
            match former(written) {
                Some(from) if from == *to => {}
                Some(from) => {
                    aliases.push(Alias { from, to: to.clone(), origin: article.path.clone() });
                }
                None => faults.push(unusable(article, written)),
            }
        }
    }
    aliases
}

/// The address that an author means: a page has a `/` at its end unless it is called `.html`.
fn former(written: &str) -> Option<Address> {
    let written = written.trim();
    let is_elsewhere = written.contains("://") || written.starts_with("//");
    if written.is_empty() || is_elsewhere || written.contains(['?', '#', '\\', '\0']) {
        return None;
    }
    let path = decode(written)?;
    let path = path.trim_start_matches('/');
    if path.is_empty() || path.split('/').any(|part| part == ".." || part == ".") {
        return None;
    }
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_file = ["html", "htm"].iter().any(|page| ending.eq_ignore_ascii_case(page));
    let slash = if is_file || path.ends_with('/') { "" } else { "/" };
    Some(Address::new(&format!("/{path}{slash}")))
}

fn unusable(article: &Article, written: &str) -> Diagnostic {
    Diagnostic::error(
        "bad-alias",
        format!("别名“{written}”不是本网站的网址"),
        format!("the alias `{written}` is no address on this site"),
    )
    .help(
        "写从前的网址，从 / 开始，如 /2019/xinwen/12.html；不写 https:// 和域名，也不带 ? 和 #。",
        "Write the former address from its first `/`, such as /2019/news/12.html, without host, `?` or `#`.",
    )
    .at(article.field_place("aliases"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn former_addresses_are_read_as_they_were_typed() {
        let read = |text: &str| former(text).map(|address| address.to_string());
        for (text, expected) in [
            ("/old/x/", Some("/old/x/")),
            ("old/x", Some("/old/x/")),
            ("/2019/12.html", Some("/2019/12.html")),
            ("/%E6%97%A7/", Some("/旧/")),
            ("https://example.org/x/", None),
            ("/a/../b/", None),
            ("/list.asp?id=3", None),
            ("/", None),
        ] {
            assert_eq!(read(text).as_deref(), expected, "{text}");
        }
    }
}
