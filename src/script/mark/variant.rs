//! What stands between `-{` and `}-`: one text for all, or one for each script named. It never
//! converts: a script that is not named takes the text of its nearest kin. The tags of scripts are
//! read here for the editors' lists of words, too.

use std::sync::Arc;

use super::find::OPEN;
use crate::script::{Reading, Script};

/// Who a variant's tag speaks of. MediaWiki knows more tags than there are scripts here; a
/// region without a script of its own only speaks when the script itself is silent.
#[derive(Clone, Copy)]
enum Speaks {
    For(Script),
    Instead(Script),
    ForAll,
}

/// Reads the inside of a mark. `raw` is the whole mark as written.
pub(super) fn read(raw: &str, inner: &str, base: Script) -> Reading {
    let plain = inner.replace("\\-{", OPEN);
    variants(raw, &plain, base).unwrap_or_else(|| Reading::same(raw, plain))
}

/// `None` when the text names no script at its beginning, or nothing comes of it.
fn variants(raw: &str, inner: &str, base: Script) -> Option<Reading> {
    Reading::from_written(raw, base, &written(inner)?)
}

/// The texts that `zh-hans:…;zh-hant:…` gives, in the order of [`Script::ALL`]; `None` when the text
/// names no script at its beginning.
pub(crate) fn written(text: &str) -> Option<[Option<Arc<str>>; 4]> {
    let mut written = Written::default();
    let mut rest = Some(text);
    while let Some((speaks, after)) = rest.and_then(tag) {
        let (text, next) = split(after);
        written.put_for(speaks, Arc::from(text.trim()));
        rest = next;
    }
    tag(text).map(|_| written.finish())
}

/// Texts, each given for a script by its tag.
#[derive(Default)]
pub(crate) struct Written {
    sure: [Option<Arc<str>>; 4],
    instead: [Option<Arc<str>>; 4],
    for_all: Option<Arc<str>>,
}

impl Written {
    /// Whether a tag names a script.
    pub(crate) fn is_tag(tag: &str) -> bool {
        speaks(tag).is_some()
    }

    /// Takes the text for a tag; what names no script is passed over.
    pub(crate) fn put(&mut self, tag: &str, text: &str) {
        if let Some(speaks) = speaks(tag) {
            self.put_for(speaks, Arc::from(text));
        }
    }

    fn put_for(&mut self, speaks: Speaks, text: Arc<str>) {
        match speaks {
            Speaks::For(script) => *slot(&mut self.sure, script) = Some(text),
            Speaks::Instead(script) => _ = slot(&mut self.instead, script).get_or_insert(text),
            Speaks::ForAll => self.for_all = Some(text),
        }
    }

    /// The texts in the order of [`Script::ALL`].
    pub(crate) fn finish(self) -> [Option<Arc<str>>; 4] {
        let Self { mut sure, instead, for_all } = self;
        for (sure, instead) in sure.iter_mut().zip(instead) {
            *sure = sure.take().or(instead).or_else(|| for_all.clone());
        }
        sure
    }
}

/// The tag and colon that a variant begins with, and what follows.
fn tag(text: &str) -> Option<(Speaks, &str)> {
    // Looked for close by: a mark may hold many semicolons and no further tag.
    let text = text.trim_start();
    let (at, colon) = text.char_indices().take(20).find(|(_, c)| matches!(c, ':' | '：'))?;
    let after = text.get(at + colon.len_utf8()..)?;
    Some((speaks(text.get(..at)?)?, after))
}

/// Whom a tag speaks of; `None` when it is none.
fn speaks(tag: &str) -> Option<Speaks> {
    Some(match tag.trim().to_ascii_lowercase().as_str() {
        "zh-hans" => Speaks::For(Script::Hans),
        "zh-cn" | "zh-hans-cn" | "zh-sg" | "zh-my" => Speaks::Instead(Script::Hans),
        "zh-hant" => Speaks::For(Script::Hant),
        "zh-tw" | "zh-hant-tw" => Speaks::For(Script::HantTw),
        "zh-hk" | "zh-hant-hk" => Speaks::For(Script::HantHk),
        "zh-mo" | "zh-hant-mo" => Speaks::Instead(Script::HantHk),
        "zh" => Speaks::ForAll,
        _ => return None,
    })
}

/// The text of one variant, and the next variant if there is one. A semicolon only parts them
/// when a tag or nothing follows; all others belong to the text.
///
/// `&amp;` keeps its semicolon that way, and so does any sentence.
fn split(text: &str) -> (&str, Option<&str>) {
    for (at, semicolon) in text.match_indices([';', '；']) {
        let Some((variant, after)) = text.split_at_checked(at) else { continue };
        let next = after.strip_prefix(semicolon).unwrap_or_default();
        if next.trim().is_empty() {
            return (variant, None);
        }
        if tag(next).is_some() {
            return (variant, Some(next));
        }
    }
    (text, None)
}

fn slot(texts: &mut [Option<Arc<str>>; 4], script: Script) -> &mut Option<Arc<str>> {
    let [simplified, traditional, taiwan, hong_kong] = texts;
    match script {
        Script::Hans => simplified,
        Script::Hant => traditional,
        Script::HantTw => taiwan,
        Script::HantHk => hong_kong,
    }
}
