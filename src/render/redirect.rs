//! The page at a former address: it leads browsers, readers without scripts and search engines to
//! where the article is now. It is the same whatever the theme.

use super::link::{href, permalink};
use crate::address::Address;
use crate::script::{Script, converter};
use crate::site::Site;

/// The page that leads to `to`, in the site's script.
pub(super) fn page(site: &Site, to: &Address) -> String {
    let path = escape(&href(site, to));
    let whole = escape(&permalink(site, to));
    let lang = site.config.script.tag();
    let say = |words: &str| {
        let to_site = converter(Script::Hans, site.config.script);
        to_site.map_or_else(|| words.to_owned(), |to_site| to_site.convert(words))
    };
    let (title, hint) = (say("页面已移动"), say("本页已移到新的网址"));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<link rel=\"canonical\" href=\"{whole}\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={path}\">\n\
         <meta name=\"robots\" content=\"noindex\">\n</head>\n\
         <body>\n<p><a href=\"{path}\">{hint}</a></p>\n</body>\n</html>\n"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
