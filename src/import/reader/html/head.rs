//! What a page says of its article in its head: the names that government sites are held to
//! (`ArticleTitle`, `PubDate`, `ContentSource`), and those that other sites use.

use crate::import::pattern::Pattern;

/// What stands between the name of an article and that of its site.
static BETWEEN: Pattern = Pattern::new(r"\s*(?:-{2,}|_+|[|｜]|\s[-–—]\s|——?)\s*");

static DAY: Pattern =
    Pattern::new(r"(19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(\s*\d{1,2}:\d{2}(:\d{2})?)?");

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// The `title` of the page, which mostly names its site, too.
    pub(super) page: String,
    /// The title of the article alone.
    pub(super) article: Option<String>,
    pub(super) date: Option<String>,
    pub(super) source: Option<String>,
    pub(super) author: Option<String>,
}

/// No title is longer, in characters.
const LONGEST: usize = 300;

impl Head {
    pub(super) fn title(&mut self, text: &str) {
        if self.page.is_empty() {
            self.page = text.chars().take(LONGEST).collect();
        }
    }

    pub(super) fn meta(&mut self, attribute: &dyn Fn(&str) -> Option<String>) {
        let Some(name) = attribute("name").or_else(|| attribute("property")) else { return };
        let Some(value) = attribute("content").filter(|value| !value.trim().is_empty()) else {
            return;
        };
        let value: String = value.trim().chars().take(LONGEST).collect();
        let own = match name.to_ascii_lowercase().as_str() {
            "articletitle" => {
                // The site's own word goes before what is said for others.
                self.article = Some(value);
                return;
            }
            "og:title" => &mut self.article,
            "pubdate" | "publishdate" | "article:published_time" => &mut self.date,
            "contentsource" => &mut self.source,
            "author" | "article:author" | "og:article:author" => &mut self.author,
            _ => return,
        };
        own.get_or_insert(value);
    }

    /// Reads a line above the text; a day in it is the article's, unless the head names one.
    pub(super) fn line(&mut self, line: &str) {
        if self.date.is_none() {
            self.date = DAY.group(line, 0).map(str::to_owned);
        }
    }

    /// The first part of the title of the page, which is mostly the article's.
    pub(super) fn first(&self) -> Option<&str> {
        let end = BETWEEN.ranges(&self.page).first().map_or(self.page.len(), |range| range.start);
        self.page.get(..end).map(str::trim).filter(|first| !first.is_empty())
    }

    /// Whether a line is what the page is called, or the part of it that names the article.
    pub(super) fn names(&self, line: &str) -> bool {
        const SHORTEST: usize = 4;
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        let line = bare(line);
        let is = |title: &Option<String>| title.as_deref().is_some_and(|title| bare(title) == line);
        let page = bare(&self.page);
        is(&self.article)
            || (line.chars().count() >= SHORTEST
                && (page.starts_with(&line) || page.ends_with(&line)))
    }
}
