//! Columns: for a few short labels. It never slants or breaks a label; what has no room here is
//! drawn as lying bars.

use super::canvas::{Anchor, Area, Canvas, FONT, SMALL, widest};
use super::frame::Frame;
use super::scale::Span;
use super::{Chart, float};

/// The widest that one column gets.
const WIDEST: f64 = 44.0;
/// The narrowest that can be told apart.
const NARROWEST: f64 = 9.0;

/// Whether every label and every number has room.
pub(super) fn fits(chart: &Chart) -> bool {
    let frame = frame(chart, 0.0);
    let labels = widest(chart.points.iter().map(|point| point.label.as_str())) * FONT + 6.0;
    let texts: Vec<String> = chart.values().map(|value| chart.text(value)).collect();
    let numbers = widest(texts.iter().map(String::as_str)) * SMALL + 4.0;
    let column = column(chart, &frame);
    let own = if chart.series.len() == 1 { frame.slot() } else { column };
    labels <= frame.slot() && numbers <= own && column >= NARROWEST
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
    let frame = frame(chart, canvas.bottom);
    let width = column(chart, &frame);
    let group = width * float(chart.series.len());
    frame.grid(canvas);
    for series in 0..chart.series.len() {
        canvas.open_series(series);
        for (index, value) in chart.values_of(series).enumerate() {
            let Some(value) = value else { continue };
            let (y, zero) = (frame.y(value), frame.y(0.0));
            let x = frame.x(index) - group / 2.0 + float(series) * width;
            let (top, height) = (y.min(zero), (y - zero).abs());
            canvas.rect(Area { x: x + 1.0, y: top, width: width - 2.0, height });
        }
        canvas.close();
    }
    frame.axis(canvas);
    canvas.open_small("chart-values", Anchor::Middle);
    for series in 0..chart.series.len() {
        for (index, value) in chart.values_of(series).enumerate() {
            let Some(value) = value else { continue };
            let x = frame.x(index) - group / 2.0 + (float(series) + 0.5) * width;
            let y = frame.y(value) + if value < 0.0 { 14.0 } else { -5.0 };
            canvas.text(x, y, &chart.text(value));
        }
    }
    canvas.close();
    frame.labels(chart, canvas);
}

fn frame(chart: &Chart, top: f64) -> Frame {
    Frame::new(chart, Span::with_zero(chart.values(), chart.least_step()), top, 0.0)
}

/// The width of one column. A number over its column may be wider than that, so columns that
/// stand together leave less room between them.
fn column(chart: &Chart, frame: &Frame) -> f64 {
    let count = float(chart.series.len()).max(1.0);
    let share = if chart.series.len() == 1 { 0.62 } else { 0.86 };
    (frame.slot() * share / count).min(WIDEST)
}
