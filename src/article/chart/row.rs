//! Lying bars: for labels that are long or many. A label stands left of its bars or, when it is
//! too long for that, on a line of its own above them. It never slants or breaks one.

use super::canvas::{Anchor, Area, Canvas, FONT, SMALL, WIDTH, fitted, widest};
use super::scale::{Scale, Span};
use super::{Chart, float};

/// The widest label, in ems, that stands left of its bars.
const BESIDE: f64 = 9.0;
/// The thickness of a bar that is alone.
const THICK: f64 = 20.0;
/// The thickness of bars that lie together.
const THIN: f64 = 15.0;
/// Between one label's bars and the next one's.
const GAP: f64 = 10.0;

/// Where everything lies.
struct Layout {
    /// The room of labels left of the bars; none when they stand above.
    labels: Option<f64>,
    left: f64,
    right: f64,
    scale: Scale,
    thickness: f64,
}

impl Layout {
    fn of(chart: &Chart) -> Self {
        let longest = widest(chart.points.iter().map(|point| point.label.as_str()));
        let labels = (longest <= BESIDE).then_some(longest * FONT + 8.0);
        let room = |of: &dyn Fn(f64) -> bool| {
            let texts: Vec<String> =
                chart.values().filter(|&value| of(value)).map(|value| chart.text(value)).collect();
            if texts.is_empty() {
                0.0
            } else {
                widest(texts.iter().map(String::as_str)) * SMALL + 6.0
            }
        };
        let (before, after) = (room(&|value| value < 0.0), room(&|value| value >= 0.0));
        // Half of the number under the last line stands right of it.
        let left = labels.unwrap_or(0.0) + before.max(if labels.is_none() { 12.0 } else { 4.0 });
        let right = WIDTH - after.max(24.0);
        let span = Span::with_zero(chart.values(), chart.least_step());
        let thickness = if chart.series.len() == 1 { THICK } else { THIN };
        Self { labels, left, right, scale: scale(span, right - left), thickness }
    }

    fn x(&self, value: f64) -> f64 {
        self.left + (self.right - self.left) * self.scale.at(value)
    }
}

/// As many ticks as have room for their numbers side by side.
fn scale(span: Span, width: f64) -> Scale {
    let has_room = |scale: &Scale| {
        let numbers = widest(scale.ticks.iter().map(|tick| tick.text.as_str())) * SMALL + 12.0;
        numbers * float(scale.ticks.len().saturating_sub(1)) <= width
    };
    [5.0, 4.0, 3.0, 2.0]
        .into_iter()
        .map(|steps| Scale::over(span, steps))
        .find(has_room)
        .unwrap_or_else(|| Scale::over(span, 1.0))
}

/// Draws the chart.
pub(super) fn draw(chart: &Chart, canvas: &mut Canvas) {
    if chart.series.len() > 1 {
        canvas.legend(chart.series.iter().map(String::as_str), |canvas, index, area| {
            canvas.open_series(index);
            canvas.rect(area);
            canvas.close();
        });
    }
    let layout = Layout::of(chart);
    let top = canvas.bottom + 4.0;
    let above = if layout.labels.is_none() { FONT + 8.0 } else { 0.0 };
    let block = above + layout.thickness * float(chart.series.len()) + GAP;
    let bottom = top + block * float(chart.points.len());
    let bars = |index: usize| top + block * float(index) + above;

    let runs = runs(&layout, chart.points.len(), (top, bottom), above);
    grid(&layout, &runs, canvas);
    for series in 0..chart.series.len() {
        canvas.open_series(series);
        for (index, value) in chart.values_of(series).enumerate() {
            let Some(value) = value else { continue };
            let (x, zero) = (layout.x(value), layout.x(0.0));
            let y = bars(index) + layout.thickness * float(series) + 1.0;
            let (x, width) = (x.min(zero), (x - zero).abs());
            canvas.rect(Area { x, y, width, height: layout.thickness - 2.0 });
        }
        canvas.close();
    }
    let zero = layout.x(0.0);
    for (from, to) in runs {
        canvas.axis((zero, from), (zero, to));
    }
    numbers(chart, &layout, bars, canvas);
    labels(chart, &layout, bars, canvas);
    canvas.bottom = bottom + 22.0;
}

/// Where the lines of the grid run: not through the labels that stand between the bars.
fn runs(layout: &Layout, points: usize, (top, bottom): (f64, f64), above: f64) -> Vec<(f64, f64)> {
    if layout.labels.is_some() {
        return vec![(top, bottom)];
    }
    let block = (bottom - top) / float(points).max(1.0);
    (0..points)
        .map(|index| top + block * float(index))
        .map(|y| (y + above, y + block - 4.0))
        .collect()
}

fn grid(layout: &Layout, runs: &[(f64, f64)], canvas: &mut Canvas) {
    canvas.open_grid();
    for tick in &layout.scale.ticks {
        let x = layout.x(tick.value);
        for &(from, to) in runs {
            canvas.line((x, from), (x, to));
        }
    }
    canvas.close();
    let bottom = runs.last().map_or(0.0, |&(_, to)| to);
    canvas.open_small("chart-ticks", Anchor::Middle);
    for tick in &layout.scale.ticks {
        canvas.text(layout.x(tick.value), bottom + 15.0, &tick.text);
    }
    canvas.close();
}

fn numbers(chart: &Chart, layout: &Layout, bars: impl Fn(usize) -> f64, canvas: &mut Canvas) {
    for (anchor, side) in [(Anchor::Start, 5.0), (Anchor::End, -5.0)] {
        let own = |value: &f64| (*value < 0.0) == (anchor == Anchor::End);
        if !chart.values().any(|value| own(&value)) {
            continue;
        }
        canvas.open_small("chart-values", anchor);
        for series in 0..chart.series.len() {
            for (index, value) in chart.values_of(series).enumerate() {
                let Some(value) = value.filter(own) else { continue };
                let middle = bars(index) + layout.thickness * (float(series) + 0.5);
                canvas.text(layout.x(value) + side, middle + 4.0, &chart.text(value));
            }
        }
        canvas.close();
    }
}

fn labels(chart: &Chart, layout: &Layout, bars: impl Fn(usize) -> f64, canvas: &mut Canvas) {
    let group = layout.thickness * float(chart.series.len());
    if let Some(width) = layout.labels {
        canvas.open_labels(Anchor::End);
        for (index, point) in chart.points.iter().enumerate() {
            canvas.text(width - 8.0, bars(index) + group / 2.0 + 5.0, &point.label);
        }
    } else {
        canvas.open_labels(Anchor::Start);
        for (index, point) in chart.points.iter().enumerate() {
            canvas.text(0.0, bars(index) - 5.0, &fitted(&point.label, WIDTH / FONT));
        }
    }
    canvas.close();
}
