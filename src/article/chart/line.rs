//! Lines: how numbers change. Each series has its own dash and its own mark, so that they are
//! told apart without colour. A number that is missing leaves a gap; none is made up.

use super::canvas::{Anchor, Canvas, SMALL, widest};
use super::frame::Frame;
use super::scale::Span;
use super::{Chart, MAX_SERIES};

/// The dash of each series.
const DASHES: [&str; MAX_SERIES] = ["none", "7 4", "2 4", "10 4 2 4", "14 4", "4 2"];

/// Between the end of a line and its number.
const BESIDE: f64 = 9.0;

/// Draws the chart.
pub(super) fn draw(chart: &Chart, canvas: &mut Canvas) {
    if chart.series.len() > 1 {
        canvas.legend(chart.series.iter().map(String::as_str), |canvas, index, area| {
            let middle = area.y + area.height / 2.0;
            stroke(canvas, index);
            canvas.line((area.x - 8.0, middle), (area.x + area.width + 4.0, middle));
            canvas.close();
            marks(canvas, index, &[(area.x + area.width / 2.0 - 2.0, middle)]);
        });
    }
    let ends = Ends::of(chart);
    let values: Vec<f64> = chart.values().collect();
    let span = Span::of_line(values.iter().copied(), chart.least_step());
    let frame = Frame::new(chart, span, canvas.bottom, ends.room(chart));
    frame.grid(canvas);
    frame.axis(canvas);
    for series in 0..chart.series.len() {
        let points = points(chart, &frame, series);
        stroke(canvas, series);
        for run in points.split(Option::is_none) {
            let run: Vec<(f64, f64)> = run.iter().copied().flatten().collect();
            if run.len() > 1 {
                canvas.polyline(&run);
            }
        }
        canvas.close();
        let points: Vec<(f64, f64)> = points.into_iter().flatten().collect();
        marks(canvas, series, &points);
    }
    if chart.series.len() == 1 {
        own_numbers(chart, &frame, canvas);
    } else {
        ends.draw(&frame, chart.points.len(), canvas);
    }
    frame.labels(chart, canvas);
}

fn points(chart: &Chart, frame: &Frame, series: usize) -> Vec<Option<(f64, f64)>> {
    let at = |(index, value): (usize, Option<f64>)| Some((frame.x(index), frame.y(value?)));
    chart.values_of(series).enumerate().map(at).collect()
}

fn stroke(canvas: &mut Canvas, series: usize) {
    let index = series % MAX_SERIES;
    let dash = DASHES.get(index).copied().unwrap_or("none");
    canvas.open(&format!(
        "class=\"series-{}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" \
         stroke-dasharray=\"{dash}\" stroke-linejoin=\"round\"",
        index + 1
    ));
}

fn marks(canvas: &mut Canvas, series: usize, points: &[(f64, f64)]) {
    // Many marks would hide the line.
    if points.len() > 24 {
        return;
    }
    canvas.open(&format!("class=\"series-{}\" stroke=\"none\"", series % MAX_SERIES + 1));
    for &point in points {
        canvas.mark(series, point);
    }
    canvas.close();
}

/// The numbers of a line that is alone: all of them, or, when they have no room side by side,
/// the first, the last, the highest and the lowest.
fn own_numbers(chart: &Chart, frame: &Frame, canvas: &mut Canvas) {
    let values: Vec<Option<f64>> = chart.values_of(0).collect();
    let texts: Vec<String> = chart.values().map(|value| chart.text(value)).collect();
    let all = widest(texts.iter().map(String::as_str)) * SMALL + 4.0 <= frame.slot();
    let telling = telling(&values);
    canvas.open_small("chart-values", Anchor::Middle);
    for (index, value) in values.iter().enumerate() {
        let Some(value) = *value else { continue };
        if all || telling.contains(&index) {
            let y = frame.y(value);
            let below = is_valley(&values, index, value) && y + 20.0 < frame.bottom();
            let y = y + if below { 18.0 } else { -9.0 };
            let text = chart.text(value);
            canvas.text(frame.x(index), y, &text);
        }
    }
    canvas.close();
}

/// Whether the line comes down to a value and goes up from it: then there is more room below.
fn is_valley(values: &[Option<f64>], index: usize, value: f64) -> bool {
    let higher = |index: Option<usize>| {
        let other = index.and_then(|index| values.get(index).copied().flatten());
        other.is_some_and(|other| other > value)
    };
    higher(index.checked_sub(1)) && higher(index.checked_add(1))
}

/// The first, the last, the highest and the lowest value, by index.
fn telling(values: &[Option<f64>]) -> Vec<usize> {
    let known: Vec<(usize, f64)> =
        values.iter().enumerate().filter_map(|(index, value)| Some((index, (*value)?))).collect();
    let by_value = |a: &&(usize, f64), b: &&(usize, f64)| a.1.total_cmp(&b.1);
    [known.first(), known.last(), known.iter().max_by(by_value), known.iter().min_by(by_value)]
        .into_iter()
        .flatten()
        .map(|&(index, _)| index)
        .collect()
}

/// The last number of each of several lines, right of its end.
struct Ends {
    /// Of each series: its last value, as a number and as text.
    last: Vec<(f64, String)>,
}

impl Ends {
    fn of(chart: &Chart) -> Self {
        if chart.series.len() == 1 {
            return Self { last: Vec::new() };
        }
        let last = |series| {
            let value = chart.values_of(series).last().flatten()?;
            Some((value, chart.text(value)))
        };
        Self { last: (0..chart.series.len()).filter_map(last).collect() }
    }

    /// What is needed right of the last points.
    fn room(&self, chart: &Chart) -> f64 {
        if self.last.is_empty() {
            let last = chart.values().last().map(|value| chart.text(value));
            return widest(last.iter().map(String::as_str)) * SMALL / 2.0 + 2.0;
        }
        widest(self.last.iter().map(|(_, text)| text.as_str())) * SMALL + BESIDE
    }

    /// Draws them from the highest to the lowest; one that would cover another makes way, down as
    /// long as there is room, else up.
    fn draw(mut self, frame: &Frame, points: usize, canvas: &mut Canvas) {
        const HEIGHT: f64 = SMALL + 1.0;
        self.last.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let mut free = 0.0;
        let down = |(value, _): &(f64, String)| {
            let y = (frame.y(*value) + 4.0).max(free);
            free = y + HEIGHT;
            y
        };
        let mut baselines: Vec<f64> = self.last.iter().map(down).collect();
        let mut lowest = frame.bottom() + 4.0;
        for y in baselines.iter_mut().rev() {
            *y = y.min(lowest);
            lowest = *y - HEIGHT;
        }
        let x = frame.x(points.saturating_sub(1)) + BESIDE;
        canvas.open_small("chart-values", Anchor::Start);
        for (y, (_, text)) in baselines.into_iter().zip(&self.last) {
            canvas.text(x, y, text);
        }
        canvas.close();
    }
}
