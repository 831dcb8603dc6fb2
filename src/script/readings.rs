//! Fixed text: what authors pin for each edition with `-{…}-`, and whatever else differs between
//! editions by hand (a title, a summary, the name of a term). From the moment a source is loaded
//! such text is **one private-use character**, an index into the site's table of readings: no
//! filter can cut it, and every edition puts its own reading in.
//!
//! The number behind a character depends on the order in which threads came, so it never reaches
//! a reader, nor an order: sort and compare by [`Frozen::plain`].

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use memchr::memchr2;

use super::Script;
use super::private::{self, Private};

/// One piece of fixed text: how it reads in each script, already right and never converted.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Reading {
    raw: Arc<str>,
    texts: [Arc<str>; 4],
}

impl Reading {
    /// A reading from its four texts, in the order of [`Script::ALL`]. `raw` is what the author
    /// wrote, notation and all; it is what `code` and `pre` show.
    #[must_use]
    pub fn new(raw: impl Into<Arc<str>>, texts: [Arc<str>; 4]) -> Self {
        Self { raw: raw.into(), texts }
    }

    /// The same text in every script.
    #[must_use]
    pub fn same(raw: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        Self::new(raw, [text.clone(), text.clone(), text.clone(), text])
    }

    /// A reading from the texts that somebody wrote, in the order of [`Script::ALL`]. A script
    /// without one takes its nearest kin's, as MediaWiki does: Taiwan and Hong Kong the plain
    /// Traditional one, then each other's; plain Traditional Taiwan's, then Hong Kong's; and
    /// only then the text in `base`, or whichever there is. `None` when nobody wrote anything.
    #[must_use]
    pub fn from_written(
        raw: impl Into<Arc<str>>,
        base: Script,
        written: &[Option<Arc<str>>; 4],
    ) -> Option<Self> {
        let text = |script: Script| pick(script, written).clone();
        let nearest = |script: Script| {
            let kin = script.kin().iter().copied();
            kin.chain([base]).chain(Script::ALL).find_map(text)
        };
        let [simplified, traditional, taiwan, hong_kong] = Script::ALL.map(nearest);
        Some(Self::new(raw, [simplified?, traditional?, taiwan?, hong_kong?]))
    }

    /// As the author wrote it.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The text for readers of a script.
    #[must_use]
    pub fn text(&self, script: Script) -> &str {
        pick::<Arc<str>>(script, &self.texts)
    }
}

impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Reading").field(&self.raw).finish()
    }
}

/// The site's table of readings while it is being filled. Loader threads share it; it only grows.
#[derive(Debug, Default)]
pub struct Readings {
    table: Mutex<Table>,
}

#[derive(Debug, Default)]
struct Table {
    list: Vec<Arc<Reading>>,
    /// Only looked up, never walked: its order reaches nobody.
    places: HashMap<Arc<Reading>, char>,
}

impl Readings {
    /// An empty table.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The character that stands for a reading; an equal reading gets the same one.
    ///
    /// Marks inside its texts are read first, so that a reading never holds another.
    ///
    /// Planes 15 and 16 hold some 131,000 of them. When they are used up, this gives U+FFFD, which
    /// a reader sees: better than somebody else's text. [`Readings::is_full`] tells in time.
    #[must_use]
    pub fn intern(&self, reading: Reading) -> char {
        let reading = self.flat(reading);
        self.try_intern(reading).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// As [`Readings::intern`] for what an author wrote, in which nothing has been marked yet;
    /// `None` when the table is full.
    pub(super) fn try_intern(&self, reading: Reading) -> Option<char> {
        let mut table = self.lock();
        if let Some(&known) = table.places.get(&reading) {
            return Some(known);
        }
        let place = private::reading(table.list.len())?;
        let reading = Arc::new(reading);
        table.list.push(reading.clone());
        table.places.insert(reading, place);
        Some(place)
    }

    /// Whether no further reading fits.
    #[must_use]
    pub fn is_full(&self) -> bool {
        private::reading(self.lock().list.len()).is_none()
    }

    /// The table as it is now, to be looked up without a lock.
    #[must_use]
    pub fn freeze(&self) -> Frozen {
        Frozen { list: self.lock().list.as_slice().into() }
    }

    /// The reading with the marks in its texts read.
    fn flat(&self, reading: Reading) -> Reading {
        if !may_hold_marks(&reading.raw) && !reading.texts.iter().any(|it| may_hold_marks(it)) {
            return reading;
        }
        let list = &self.lock().list;
        let text = |script| {
            Arc::from(&*plain(list, reading.text(script), &|it: &Reading| it.text(script)))
        };
        let raw = Arc::from(&*plain(list, &reading.raw, &Reading::raw));
        Reading { raw, texts: Script::ALL.map(text) }
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        // A thread that panicked while it held the lock has left a table that is whole: the list
        // is pushed before the map, and a reading without an entry is merely interned again.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The table of readings once everything is loaded: cheap to clone, read without a lock.
#[derive(Debug, Clone, Default)]
pub struct Frozen {
    list: Arc<[Arc<Reading>]>,
}

impl Frozen {
    /// The reading behind a character; `None` for a character that stands for none.
    #[must_use]
    pub fn get(&self, mark: char) -> Option<&Reading> {
        look_up(&self.list, mark)
    }

    /// The text as readers of a script see it, all marks replaced by their readings and the ends
    /// of spans taken out: for sorting, slugs, messages and everything else that is no page.
    #[must_use]
    pub fn plain<'t>(&self, text: &'t str, script: Script) -> Cow<'t, str> {
        plain(&self.list, text, &|reading: &Reading| reading.text(script))
    }
}

fn look_up(list: &[Arc<Reading>], mark: char) -> Option<&Reading> {
    match private::of(mark)? {
        Private::Reading(index) => list.get(index).map(AsRef::as_ref),
        Private::Begin(_) | Private::End => None,
    }
}

fn may_hold_marks(text: &str) -> bool {
    let [plane_15, plane_16] = private::LEADS;
    memchr2(plane_15, plane_16, text.as_bytes()).is_some()
}

fn plain<'t>(
    list: &[Arc<Reading>],
    text: &'t str,
    read: &dyn Fn(&Reading) -> &str,
) -> Cow<'t, str> {
    if !may_hold_marks(text) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match (private::of(c), look_up(list, c)) {
            (_, Some(reading)) => plain.push_str(read(reading)),
            (Some(Private::Begin(_) | Private::End), None) => {}
            _ => plain.push(c),
        }
    }
    Cow::Owned(plain)
}

fn pick<T>(script: Script, texts: &[T; 4]) -> &T {
    let [simplified, traditional, taiwan, hong_kong] = texts;
    match script {
        Script::Hans => simplified,
        Script::Hant => traditional,
        Script::HantTw => taiwan,
        Script::HantHk => hong_kong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(pairs: &[(Script, &str)]) -> [Option<Arc<str>>; 4] {
        Script::ALL.map(|script| {
            pairs.iter().find(|(given, _)| *given == script).map(|(_, text)| Arc::from(*text))
        })
    }

    fn texts(base: Script, pairs: &[(Script, &str)]) -> Option<String> {
        let reading = Reading::from_written("", base, &written(pairs))?;
        Some(Script::ALL.map(|script| reading.text(script)).join(" "))
    }

    #[test]
    fn a_script_without_a_text_takes_its_nearest_kin() {
        use Script::{Hans, Hant, HantHk, HantTw};
        type Case<'a> = (Script, &'a [(Script, &'a str)], &'a str);
        let cases: [Case<'_>; 5] = [
            (Hans, &[(Hans, "简"), (Hant, "繁")], "简 繁 繁 繁"),
            (Hans, &[(Hans, "简"), (HantHk, "港")], "简 港 港 港"),
            (Hans, &[(Hans, "简"), (HantTw, "臺"), (HantHk, "港")], "简 臺 臺 港"),
            (HantHk, &[(HantTw, "臺"), (HantHk, "港")], "港 臺 臺 港"),
            (HantTw, &[(Hans, "简")], "简 简 简 简"),
        ];
        for (base, pairs, want) in cases {
            assert_eq!(texts(base, pairs).as_deref(), Some(want), "{pairs:?}");
        }
        assert_eq!(texts(Hans, &[]), None);
    }

    #[test]
    fn equal_readings_share_a_character_and_others_do_not() {
        let readings = Readings::new();
        let first = readings.intern(Reading::same("-{余}-", "余"));
        assert_eq!(first, readings.intern(Reading::same("-{余}-", "余")));
        assert_ne!(first, readings.intern(Reading::same("余", "余")), "another raw form");
        assert_eq!(readings.freeze().get(first).map(Reading::raw), Some("-{余}-"));
    }

    #[test]
    fn a_frozen_table_does_not_see_what_comes_later() {
        let readings = Readings::new();
        let frozen = readings.freeze();
        let later = readings.intern(Reading::same("余", "余"));
        assert!(frozen.get(later).is_none());
        assert!(frozen.clone().plain(&format!("{later}姓"), Script::Hans).starts_with(later));
    }

    #[test]
    fn plain_text_has_the_reading_of_its_script_and_no_ends_of_spans() {
        let readings = Readings::new();
        let texts = written(&[(Script::Hans, "乾隆"), (Script::HantTw, "乾隆帝")]);
        let mark = Reading::from_written("", Script::Hans, &texts).map(|r| readings.intern(r));
        let span = crate::script::span(Script::Hant, &format!("{}年", mark.unwrap_or('?')));
        let frozen = readings.freeze();
        assert_eq!(frozen.plain(&span, Script::Hans), "乾隆年");
        assert_eq!(frozen.plain(&span, Script::HantHk), "乾隆帝年");
        assert!(matches!(frozen.plain("没有", Script::Hans), Cow::Borrowed("没有")));
    }

    #[test]
    fn a_reading_of_marked_text_holds_no_mark() {
        let readings = Readings::new();
        let inner = readings.intern(Reading::same("-{余}-", "余"));
        let outer = readings.intern(Reading::same(format!("{inner}年"), format!("{inner}年")));
        let frozen = readings.freeze();
        let outer = frozen.get(outer).expect("interned");
        assert_eq!((outer.raw(), outer.text(Script::Hant)), ("-{余}-年", "余年"));
    }

    #[test]
    fn a_full_table_says_so_and_never_answers_with_another_text() {
        let readings = Readings::new();
        let mut count = 0_u32;
        while !readings.is_full() {
            let c = readings.intern(Reading::same("", count.to_string()));
            assert!(private::of(c).is_some());
            count += 1;
        }
        assert!(count > 130_000);
        assert_eq!(readings.intern(Reading::same("", "more")), char::REPLACEMENT_CHARACTER);
        let frozen = readings.freeze();
        let known = readings.intern(Reading::same("", "70000"));
        assert_eq!(frozen.get(known).map(|r| r.text(Script::Hans)), Some("70000"));
    }
}
