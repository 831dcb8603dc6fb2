//! The sheet that charts are drawn on: SVG elements, and how much room a text takes.
//!
//! No font is measured: a Han character is one em, most others about half of one. The sheet is
//! narrow on purpose: it fills the screen of a phone with text that can still be read. It never
//! knows what is drawn.

use std::fmt::Write as _;

use super::{MAX_SERIES, number};

/// How wide every chart is; its height follows from what it shows.
pub(super) const WIDTH: f64 = 420.0;
/// The size of labels.
pub(super) const FONT: f64 = 14.0;
/// The size of numbers and ticks.
pub(super) const SMALL: f64 = 12.0;

/// How solid the series are where no style sheet gives them colours.
const SHADES: [&str; MAX_SERIES] = [".85", ".45", ".2", ".65", ".3", ".1"];

/// How a text stands to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A rectangle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// See the module.
pub(super) struct Canvas {
    body: String,
    /// How far down it is used.
    pub(super) bottom: f64,
}

impl Canvas {
    pub(super) fn new() -> Self {
        Self { body: String::with_capacity(2048), bottom: 0.0 }
    }

    /// Opens a group with these attributes.
    pub(super) fn open(&mut self, attributes: &str) {
        let _ = writeln!(self.body, "<g {attributes}>"); // into a string: cannot fail
    }

    /// Opens the group of a series, filled.
    pub(super) fn open_series(&mut self, index: usize) {
        let shade = SHADES.get(index % MAX_SERIES).copied().unwrap_or("1");
        self.open(&format!(
            "class=\"series-{}\" stroke=\"none\" fill-opacity=\"{shade}\"",
            index % MAX_SERIES + 1
        ));
    }

    /// Opens the groups that an axis is made of: the lines, or their numbers.
    pub(super) fn open_grid(&mut self) {
        self.open("class=\"chart-grid\" stroke=\"currentColor\" stroke-opacity=\".2\"");
    }

    /// See [`Self::open_grid`].
    pub(super) fn open_small(&mut self, class: &str, anchor: Anchor) {
        let anchor = anchor.name();
        self.open(&format!(
            "class=\"{class}\" font-size=\"{}\" text-anchor=\"{anchor}\"",
            short(SMALL)
        ));
    }

    /// Opens a group of labels.
    pub(super) fn open_labels(&mut self, anchor: Anchor) {
        self.open(&format!("class=\"chart-labels\" text-anchor=\"{}\"", anchor.name()));
    }

    pub(super) fn close(&mut self) {
        self.body.push_str("</g>\n");
    }

    /// A text whose baseline begins, is centred or ends here, as its group says.
    pub(super) fn text(&mut self, x: f64, y: f64, text: &str) {
        let _ = write!(self.body, "<text x=\"{}\" y=\"{}\">", short(x), short(y));
        push_text(&mut self.body, text);
        self.body.push_str("</text>\n");
    }

    pub(super) fn rect(&mut self, area: Area) {
        let Area { x, y, width, height } = area;
        let _ = writeln!(
            self.body,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            short(x),
            short(y),
            short(width),
            short(height)
        );
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64)) {
        let ((x1, y1), (x2, y2)) = (from, to);
        let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(short);
        let _ = writeln!(self.body, "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>");
    }

    /// The line of zero, heavier than the grid.
    pub(super) fn axis(&mut self, from: (f64, f64), to: (f64, f64)) {
        self.open("class=\"chart-axis\" stroke=\"currentColor\" stroke-opacity=\".7\"");
        self.line(from, to);
        self.close();
    }

    /// A line through points.
    pub(super) fn polyline(&mut self, points: &[(f64, f64)]) {
        self.body.push_str("<polyline points=\"");
        for (index, &(x, y)) in points.iter().enumerate() {
            let gap = if index == 0 { "" } else { " " };
            let _ = write!(self.body, "{gap}{},{}", short(x), short(y));
        }
        self.body.push_str("\"/>\n");
    }

    /// The mark of a series on its line: a shape of its own.
    pub(super) fn mark(&mut self, series: usize, (x, y): (f64, f64)) {
        let [x, y] = [x, y].map(short);
        let _ = match series % MAX_SERIES {
            0 => writeln!(self.body, "<circle cx=\"{x}\" cy=\"{y}\" r=\"4\"/>"),
            1 => writeln!(self.body, "<path d=\"M{x} {y}m-4-4h8v8h-8z\"/>"),
            2 => writeln!(self.body, "<path d=\"M{x} {y}m0-5l5 9h-10z\"/>"),
            3 => writeln!(self.body, "<path d=\"M{x} {y}m0-5.5l5.5 5.5l-5.5 5.5l-5.5-5.5z\"/>"),
            4 => writeln!(self.body, "<path d=\"M{x} {y}m0 5l5-9h-10z\"/>"),
            _ => writeln!(
                self.body,
                "<path d=\"M{x} {y}m-1.5-5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z\"/>"
            ),
        };
    }

    /// What the series are called, from the top of the sheet; `swatch` draws each one's sign in
    /// a square of twelve.
    pub(super) fn legend<'n>(
        &mut self,
        names: impl Iterator<Item = &'n str>,
        mut swatch: impl FnMut(&mut Self, usize, Area),
    ) {
        let (mut x, mut y) = (0.0, self.bottom);
        for (index, name) in names.enumerate() {
            let name = fitted(name, (WIDTH - 34.0) / FONT);
            let width = 34.0 + measure(&name) * FONT + 18.0;
            if x > 0.0 && x + width - 18.0 > WIDTH {
                (x, y) = (0.0, y + 22.0);
            }
            swatch(self, index, Area { x: x + 8.0, y: y + 4.0, width: 12.0, height: 12.0 });
            self.open_labels(Anchor::Start);
            self.text(x + 28.0, y + 15.0, &name);
            self.close();
            x += width;
        }
        self.bottom = y + 28.0;
    }

    /// Appends the whole drawing.
    pub(super) fn finish(self, name: &str, out: &mut String) {
        let [width, height, font] = [WIDTH, self.bottom.ceil(), FONT].map(short);
        let _ = write!(
            out,
            "<svg viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" \
             font-size=\"{font}\" fill=\"currentColor\">\n<title>"
        );
        push_text(out, name);
        out.push_str("</title>\n");
        out.push_str(&self.body);
        out.push_str("</svg>\n");
    }
}

impl Anchor {
    fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// A length with one decimal at most.
fn short(length: f64) -> String {
    number::trimmed(&format!("{length:.1}")).to_owned()
}

/// How wide a text is, in ems.
pub(super) fn measure(text: &str) -> f64 {
    text.chars().map(width_of).sum()
}

fn width_of(c: char) -> f64 {
    match c {
        'A'..='Z' | 'm' | 'w' | '%' | '@' | '&' => 0.8,
        '\0'..='\u{2E7F}' if !('\u{2010}'..='\u{22FF}').contains(&c) => 0.56,
        // Fixed text: one character stands for a few.
        '\u{F0000}'.. => 3.0,
        _ => 1.0,
    }
}

/// The text, shortened when it is wider than so many ems; the table has all of it.
pub(super) fn fitted(text: &str, ems: f64) -> String {
    if measure(text) <= ems {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut width = 1.0;
    for c in text.chars() {
        width += width_of(c);
        if width > ems {
            break;
        }
        short.push(c);
    }
    short.push('…');
    short
}

/// The width of the widest text, in ems.
pub(super) fn widest<'t>(texts: impl Iterator<Item = &'t str>) -> f64 {
    texts.map(measure).fold(0.0, f64::max)
}

/// Appends text between tags.
pub(super) fn push_text(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_label_keeps_its_beginning() {
        assert_eq!(fitted("经济科技界", 5.0), "经济科技界");
        assert_eq!(fitted("经济科技界", 4.5), "经济科…");
        assert!(measure("abc") < measure("政协"));
    }
}
