//! Charts: a few numbers as an inline SVG figure, with the same numbers as a table beneath it.
//!
//! 1. `read` makes a [`Chart`] of the YAML in a fence, or says what is wrong with it;
//! 2. `column`, `row`, `line` and `share` draw it, with `scale` (round ticks), `frame` (upright
//!    axes) and `canvas` (how wide a text is, how SVG is written);
//! 3. `table` writes the numbers as readers and machines can copy them.
//!
//! It is pure: the same numbers give the same bytes on any machine, so it computes with nothing
//! but the four operations. All text is text, for the edition pass to convert; colours are the
//! theme's, by the classes `series-1` to `series-6`, and without them a chart is still read, by
//! its shades, dashes and shapes. It never knows where the numbers came from.

mod canvas;
mod column;
mod fault;
mod frame;
mod line;
mod number;
mod read;
mod row;
mod scale;
mod share;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use number::{grouped, parse as parse_number, written as written_number};
pub(crate) use read::read;

use canvas::Canvas;

use crate::script::{Script, converter};

/// The most points that a chart shows.
pub(crate) const MAX_POINTS: usize = 60;
/// The most series; there are as many shades, dashes and shapes.
pub(crate) const MAX_SERIES: usize = 6;

/// How numbers are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// 柱状: columns, or bars that lie when their labels are long or many.
    Bar,
    /// 折线.
    Line,
    /// 占比: parts of a whole, as one bar that is cut.
    Share,
}

impl Form {
    /// What authors may write, the name that is suggested first.
    pub(crate) const NAMES: [(&'static str, Self); 11] = [
        ("柱状", Self::Bar),
        ("折线", Self::Line),
        ("占比", Self::Share),
        ("柱状图", Self::Bar),
        ("条形图", Self::Bar),
        ("折线图", Self::Line),
        ("占比图", Self::Share),
        ("bar", Self::Bar),
        ("line", Self::Line),
        ("share", Self::Share),
        ("饼图", Self::Share),
    ];

    /// The form of that name, as declared.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|&(_, form)| form)
    }

    /// For the class of the figure.
    fn class(self) -> &'static str {
        match self {
            Self::Bar => "chart-bar",
            Self::Line => "chart-line",
            Self::Share => "chart-share",
        }
    }

    /// For those who hear the page.
    fn label(self) -> &'static str {
        match self {
            Self::Bar => "柱状图",
            Self::Line => "折线图",
            Self::Share => "占比图",
        }
    }
}

/// One label with its number in each series; none where there is no number.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Point {
    pub(crate) label: String,
    pub(crate) values: Vec<Option<f64>>,
}

/// What is drawn. Every point has as many values as there are series, and at least one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chart {
    pub(crate) form: Form,
    pub(crate) title: String,
    pub(crate) unit: String,
    /// The names of the series; one without a name when there is only one.
    pub(crate) series: Vec<String>,
    pub(crate) points: Vec<Point>,
}

impl Chart {
    /// The figure. `script` is the one that the page around it is written in.
    pub(crate) fn figure(&self, script: Script) -> String {
        let words = Words(script);
        let mut canvas = Canvas::new();
        match self.form {
            Form::Bar if column::fits(self) => column::draw(self, &mut canvas),
            Form::Bar => row::draw(self, &mut canvas),
            Form::Line => line::draw(self, &mut canvas),
            Form::Share => share::draw(self, &mut canvas),
        }
        let mut out = format!("<figure class=\"chart {}\">\n", self.form.class());
        self.caption(&words, &mut out);
        canvas.finish(&self.name(&words), &mut out);
        table::write(self, &words, &mut out);
        out.push_str("</figure>\n");
        out
    }

    fn caption(&self, words: &Words, out: &mut String) {
        if self.title.is_empty() && self.unit.is_empty() {
            return;
        }
        out.push_str("<figcaption>");
        canvas::push_text(out, &self.title);
        if !self.unit.is_empty() {
            out.push_str("<span class=\"chart-unit\">");
            canvas::push_text(out, &words.of_unit(&self.unit));
            out.push_str("</span>");
        }
        out.push_str("</figcaption>\n");
    }

    /// What a reader hears instead of the drawing.
    fn name(&self, words: &Words) -> String {
        let form = words.say(self.form.label());
        if self.title.is_empty() { form } else { format!("{form}：{}", self.title) }
    }

    /// A number as it stands beside its bar. A unit that is one sign goes with it; a longer one
    /// is told once, in the caption.
    fn text(&self, value: f64) -> String {
        let sign = if matches!(self.unit.as_str(), "%" | "‰" | "％") { &self.unit } else { "" };
        format!("{}{sign}", written_number(value))
    }

    /// All numbers.
    fn values(&self) -> impl Iterator<Item = f64> + '_ {
        self.points.iter().flat_map(|point| &point.values).copied().flatten()
    }

    /// The numbers of one series, in the order of the points.
    fn values_of(&self, series: usize) -> impl Iterator<Item = Option<f64>> + '_ {
        self.points.iter().map(move |point| point.values.get(series).copied().flatten())
    }

    /// The smallest step that makes sense on an axis: people and proposals are counted whole.
    fn least_step(&self) -> f64 {
        if self.values().all(|value| value.fract() == 0.0) { 1.0 } else { 0.0 }
    }
}

/// The few words that a chart adds, in the script of the page.
struct Words(Script);

impl Words {
    fn say(&self, word: &str) -> String {
        let to_page = converter(Script::Hans, self.0);
        to_page.map_or_else(|| word.to_owned(), |to_page| to_page.convert(word))
    }

    fn of_unit(&self, unit: &str) -> String {
        format!("{}：{unit}", self.say("单位"))
    }
}

/// A count as a length.
fn float(count: usize) -> f64 {
    u32::try_from(count).map_or(0.0, f64::from)
}
