//! Shares: a whole, cut into its parts. One bar is easier to compare than a ring, and long labels
//! have room in the list beneath it. Every part says its share twice, at the bar and in the list,
//! so that no colour is needed to find it. It never draws a negative number.

use super::canvas::{Anchor, Area, Canvas, FONT, SMALL, WIDTH, fitted, measure};
use super::{Chart, number};

/// The height of a bar.
const HEIGHT: f64 = 30.0;
/// The height of a line of the list.
const LINE: f64 = 24.0;

/// Draws the chart: one bar a series, and what its parts are.
pub(super) fn draw(chart: &Chart, canvas: &mut Canvas) {
    if chart.series.len() > 1 {
        let labels = chart.points.iter().map(|point| point.label.as_str());
        canvas.legend(labels, |canvas, index, area| {
            canvas.open_series(index);
            canvas.rect(area);
            canvas.close();
        });
    }
    for (series, name) in chart.series.iter().enumerate() {
        if chart.series.len() > 1 {
            canvas.bottom += 16.0;
            canvas.open_labels(Anchor::Start);
            canvas.text(0.0, canvas.bottom, &fitted(name, WIDTH / FONT));
            canvas.close();
        }
        bar(chart, series, canvas);
    }
    if chart.series.len() == 1 {
        list(chart, canvas);
    }
}

/// The whole of a series.
fn total(chart: &Chart, series: usize) -> f64 {
    chart.values_of(series).flatten().sum()
}

/// A part in percent, with one decimal.
pub(super) fn percent(value: f64, total: f64) -> String {
    if total > 0.0 {
        format!("{}%", number::fixed(value / total * 100.0, 1))
    } else {
        String::new()
    }
}

fn bar(chart: &Chart, series: usize, canvas: &mut Canvas) {
    let total = total(chart, series);
    let top = canvas.bottom + 18.0;
    let mut parts = Vec::new();
    let mut x = 0.0;
    for (index, value) in chart.values_of(series).enumerate() {
        let value = value.unwrap_or(0.0);
        let width = if total > 0.0 { WIDTH * value / total } else { 0.0 };
        parts.push((index, x, width, percent(value, total)));
        x += width;
    }
    for &(index, x, width, _) in &parts {
        canvas.open_series(index);
        canvas.rect(Area { x, y: top, width: (width - 2.0).max(0.5), height: HEIGHT });
        canvas.close();
    }
    canvas.open_small("chart-values", Anchor::Middle);
    for (_, x, width, text) in &parts {
        if measure(text) * SMALL + 4.0 <= *width {
            canvas.text(x + (width - 2.0) / 2.0, top - 5.0, text);
        }
    }
    canvas.close();
    canvas.bottom = top + HEIGHT + 8.0;
}

/// The parts of the only bar, in its order: label, number and share.
fn list(chart: &Chart, canvas: &mut Canvas) {
    let total = total(chart, 0);
    let mut baseline = canvas.bottom + 6.0;
    for (index, (point, value)) in chart.points.iter().zip(chart.values_of(0)).enumerate() {
        baseline += if index == 0 { 14.0 } else { LINE };
        canvas.open_series(index);
        canvas.rect(Area { x: 0.0, y: baseline - 11.0, width: 12.0, height: 12.0 });
        canvas.close();
        let value = value.unwrap_or(0.0);
        let number = chart.text(value);
        let shares = measure("100.0%") * FONT + 14.0;
        let room = WIDTH - 20.0 - shares - measure(&number) * FONT - 10.0;
        canvas.open_labels(Anchor::Start);
        canvas.text(20.0, baseline, &fitted(&point.label, room / FONT));
        canvas.close();
        canvas.open_labels(Anchor::End);
        if !matches!(chart.unit.as_str(), "%" | "％") {
            canvas.text(WIDTH - shares, baseline, &number);
        }
        canvas.text(WIDTH, baseline, &percent(value, total));
        canvas.close();
    }
    canvas.bottom = baseline + 8.0;
}
