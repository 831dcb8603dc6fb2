//! Converts one text, a line or a page: what stands in `-{…}-` and the editors' own words are written
//! as they are told, the rest is the converter's. It reads and writes nothing.

use std::borrow::Cow;

use crate::script::pass::{self, Edition};
use crate::script::{
    Converter, Fixed, Frozen, Lexicon, Links, MarkProblem, Marked, OwnAddress, Quotes, Readings,
    Script, converter, mark,
};

/// See the module.
pub(super) struct Desk {
    from: Script,
    to: Script,
    words: Lexicon,
    converter: Option<&'static Converter>,
}

impl Desk {
    pub(super) fn new(from: Script, to: Script, words: Lexicon) -> Self {
        Self { from, to, words, converter: converter(from, to) }
    }

    /// What converts; `None` for a text that is in the script already.
    pub(super) fn converter(&self) -> Option<&'static Converter> {
        self.converter
    }

    /// The editors' own words, and the script that they are looked for in.
    pub(super) fn words(&self) -> (&Lexicon, Script) {
        (&self.words, self.from)
    }

    /// Appends a line of plain text in the other script.
    pub(super) fn line(&self, text: &str, out: &mut String) -> Vec<MarkProblem> {
        let read = Read::new(text, self.from);
        match self.converter {
            Some(converter) => {
                let fixed = read.fixed(self);
                converter.convert_into(&read.marked.text, &fixed, &[], out, &mut Vec::new());
            }
            None => out.push_str(&read.readings.plain(&read.marked.text, self.to)),
        }
        read.marked.problems
    }

    /// Appends a page of HTML in the other script.
    pub(super) fn page(&self, text: &str, out: &mut String) -> Vec<MarkProblem> {
        let read = Read::new(text, self.from);
        let edition = Edition {
            from: self.from,
            to: self.to,
            quotes: Quotes::Keep,
            readings: &read.readings,
            words: &self.words,
            links: &NoSite,
            lasting: None,
        };
        pass::html(&read.marked.text, &edition, out);
        read.marked.problems
    }
}

/// A text whose marks were read.
pub(super) struct Read<'t> {
    pub(super) marked: Marked<'t>,
    pub(super) readings: Frozen,
}

impl<'t> Read<'t> {
    pub(super) fn new(text: &'t str, script: Script) -> Self {
        let readings = Readings::new();
        let marked = mark::parse(text, script, &readings);
        let readings = match marked.text {
            // Most lines hold no mark.
            Cow::Borrowed(_) => Frozen::default(),
            Cow::Owned(_) => readings.freeze(),
        };
        Self { marked, readings }
    }

    /// The places that are not the converter's to decide.
    pub(super) fn fixed<'f>(&'f self, desk: &'f Desk) -> Vec<Fixed<'f>> {
        let text = &*self.marked.text;
        let mut fixed = Vec::new();
        desk.words.find(desk.from, desk.to, text, &mut fixed);
        if let Cow::Owned(_) = self.marked.text {
            fixed.extend(text.char_indices().filter_map(|(start, c)| {
                let reading = self.readings.get(c)?;
                Some(Fixed { start, end: start + c.len_utf8(), text: reading.text(desk.to) })
            }));
            fixed.sort_by_key(|place| place.start);
        }
        fixed
    }
}

/// A page that belongs to no site: links stay as they are, and so does what asks for an address.
struct NoSite;

impl Links for NoSite {
    fn link(&self, _: &str) -> Option<String> {
        None
    }

    fn lead_elsewhere(&self) -> bool {
        false
    }

    fn own_address(&self, form: OwnAddress) -> String {
        match form {
            OwnAddress::Url => "<page-address></page-address>".to_owned(),
            OwnAddress::Qr => "<page-qr></page-qr>".to_owned(),
        }
    }
}
