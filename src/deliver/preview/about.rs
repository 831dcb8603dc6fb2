//! What the preview shows beside a page: a badge, what is wrong with the page, and what keeps the whole site
//! from being published. It holds texts as they are shown, and knows no more of them.

/// All of it, in the script of the page's edition.
#[derive(Debug, Default)]
pub(crate) struct About {
    /// The language of the texts, as HTML names it.
    pub lang: &'static str,
    /// Which of the links of a saved article belongs to this page's edition.
    pub edition: usize,
    /// What the badge says, piece by piece: the edition, the status, when it goes live.
    pub badge: Vec<String>,
    /// Where else one may want to go from here: addresses, and what they are called.
    pub links: Vec<(String, String)>,
    /// What is wrong with this page.
    pub notes: Vec<String>,
    /// What keeps the site, or this page, from being what its sources say.
    pub faults: Vec<String>,
    pub words: Words,
}

/// What the controls are called.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// Puts the faults away.
    pub close: String,
    /// Goes to the article that was saved last.
    pub follow: String,
    /// The list of notes, and what stands in it when there is none.
    pub notes: String,
    pub none: String,
    /// How many notes there are.
    pub count: String,
    /// The faults.
    pub faults: String,
}

impl About {
    /// As the script in the page reads it.
    pub(super) fn json(&self) -> String {
        let Self { lang, edition, badge, links, notes, faults, words } = self;
        let Words { close, follow, notes: list, none, count, faults: grave } = words;
        let words = serde_json::json!({
            "close": close, "follow": follow, "notes": list, "none": none, "count": count, "faults": grave,
        });
        serde_json::json!({
            "lang": lang, "edition": edition, "badge": badge, "links": links, "notes": notes, "faults": faults, "words": words,
        })
        .to_string()
    }
}
