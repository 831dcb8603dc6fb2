//! The frame of charts that stand upright: round numbers at the left, a line for each across, and
//! an equal slot for every label. It never draws a value.

use super::canvas::{Anchor, Canvas, FONT, SMALL, WIDTH, measure, widest};
use super::scale::{Scale, Span};
use super::{Chart, float};

/// How high the drawing is between its lowest and its highest tick.
const HEIGHT: f64 = 190.0;
/// Room above the highest tick, for the number over a bar that reaches it.
const HEADROOM: f64 = 20.0;

/// See the module.
pub(super) struct Frame {
    scale: Scale,
    left: f64,
    right: f64,
    top: f64,
    slot: f64,
}

impl Frame {
    /// The frame of a chart that begins at `top` and keeps `end` free right of the middle of its
    /// last slot.
    pub(super) fn new(chart: &Chart, span: Span, top: f64, end: f64) -> Self {
        let scale = Scale::over(span, 5.0);
        let numbers = widest(scale.ticks.iter().map(|tick| tick.text.as_str())) * SMALL;
        let left = numbers + 8.0;
        let halves = 2.0 * float(chart.points.len()).max(1.0);
        // Half a slot is free there already; the slots get smaller by what is kept free.
        let margin = (end - (WIDTH - left) / halves) / (1.0 - 1.0 / halves);
        let right = WIDTH - margin.max(2.0);
        let slot = (right - left) / halves * 2.0;
        Self { scale, left, right, top: top + HEADROOM, slot }
    }

    /// The room of one label.
    pub(super) fn slot(&self) -> f64 {
        self.slot
    }

    /// The middle of a slot.
    pub(super) fn x(&self, index: usize) -> f64 {
        self.left + (float(index) + 0.5) * self.slot
    }

    /// How far down a value is drawn.
    pub(super) fn y(&self, value: f64) -> f64 {
        self.top + HEIGHT * (1.0 - self.scale.at(value))
    }

    /// How far down the lowest line is drawn.
    pub(super) fn bottom(&self) -> f64 {
        self.top + HEIGHT
    }

    /// Draws lines and numbers.
    pub(super) fn grid(&self, canvas: &mut Canvas) {
        canvas.open_grid();
        for tick in &self.scale.ticks {
            let y = self.y(tick.value);
            canvas.line((self.left, y), (self.right, y));
        }
        canvas.close();
        canvas.open_small("chart-ticks", Anchor::End);
        for tick in &self.scale.ticks {
            canvas.text(self.left - 6.0, self.y(tick.value) + 4.0, &tick.text);
        }
        canvas.close();
    }

    /// Draws the line of zero, or the lowest one.
    pub(super) fn axis(&self, canvas: &mut Canvas) {
        let y = self.y(0.0);
        canvas.axis((self.left, y), (self.right, y));
    }

    /// Draws the labels below, each as it is; when they have no room side by side, only every
    /// second, third … one. The canvas ends there.
    pub(super) fn labels(&self, chart: &Chart, canvas: &mut Canvas) {
        let widest = widest(chart.points.iter().map(|point| point.label.as_str())) * FONT + 6.0;
        let mut every = 1;
        while float(every) * self.slot < widest && every < chart.points.len() {
            every += 1;
        }
        // A number under the lowest column stands there first.
        let below = if self.y(0.0) < self.bottom() { 14.0 } else { 0.0 };
        let y = self.bottom() + below + 22.0;
        canvas.open_labels(Anchor::Middle);
        for (index, point) in chart.points.iter().enumerate().step_by(every) {
            let half = measure(&point.label) * FONT / 2.0;
            let x = self.x(index).max(half).min(WIDTH - half);
            canvas.text(x, y, &point.label);
        }
        canvas.close();
        canvas.bottom = y + 8.0;
    }
}
