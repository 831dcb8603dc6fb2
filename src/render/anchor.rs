//! Whether the place that a link names behind its `#` is there. Only a body that is linked to in
//! this way is looked at, once; templates are not, so that a place of theirs is not known here.

use std::ops::Range;

use super::body::settings;
use crate::address::{Address, decode};
use crate::article::{Anchors, Article, Picture, PictureSource, Status, TargetFault, Targets};
use crate::site::{Route, Site};

/// The article, or the section's text, that stands at an address; nothing when there is none or its
/// body is not shown.
pub(super) fn article_at<'s>(site: &'s Site, address: &Address) -> Option<&'s Article> {
    let article = match site.routes.find(address)? {
        Route::Article(index) => &site.entries.get(*index)?.article,
        Route::Section { section, .. } => site.sections.get(*section)?.written.first()?,
        _ => return None,
    };
    (article.meta.status != Status::Withdrawn).then_some(article)
}

/// The fault of a link to a place of an article's body that is not there.
pub(super) fn doubt(site: &Site, article: &Article, written: &str) -> Option<TargetFault> {
    let anchor = decode(written).unwrap_or(written.into());
    // `#` and `#top` are the top of every page, and `#:~:text=` is a search of the browser's.
    if anchor.is_empty() || anchor.eq_ignore_ascii_case("top") || anchor.starts_with(":~:") {
        return None;
    }
    let anchors = article.anchors(&settings(site, article, &Anywhere));
    if anchors.holds(&anchor) {
        return None;
    }
    let path = &article.path;
    let fault = TargetFault::new(
        "broken-anchor",
        format!("{path} 里没有“#{anchor}”这个位置"),
        format!("there is no `#{anchor}` in {path}"),
    );
    Some(with_help(fault, anchors, &anchor))
}

/// Authors write a heading's own words where its anchor should be.
fn with_help(fault: TargetFault, anchors: &Anchors, anchor: &str) -> TargetFault {
    let plain = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let wanted = plain(anchor);
    let meant = anchors.headings.iter().find(|(title, _)| {
        let title = plain(title);
        !wanted.is_empty() && (title == wanted || title.ends_with(&wanted))
    });
    match meant {
        Some((title, id)) => fault.help(
            format!("小标题“{title}”的位置是 #{id}；也可以在它后面写 {{#名称}}，自己起名。"),
            format!("The heading `{title}` is `#{id}`; write {{#name}} behind it to give it another name."),
        ),
        None => fault.help(
            "在要跳到的小标题后面写上名称，如“## 主要工作 {#gongzuo}”，链接就写 #gongzuo。",
            "Give the heading a name, such as `## Work {#work}`, and link to #work.",
        ),
    }
}

/// Where links lead does not matter to what can be linked to.
struct Anywhere;

impl Targets for Anywhere {
    fn link(&self, destination: &str) -> Result<String, TargetFault> {
        Ok(destination.to_owned())
    }

    fn picture(&self, destination: &str, _: &Range<usize>) -> Result<Picture, TargetFault> {
        Ok(Picture { src: destination.to_owned(), ..Picture::default() })
    }

    fn sources(&self, _: &str) -> Vec<PictureSource> {
        Vec::new()
    }

    fn doubt(&self, _: &str) -> Option<TargetFault> {
        None
    }
}
