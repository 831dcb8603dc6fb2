//! An axis: the round numbers at which it is marked, and where a value lies between its ends.
//!
//! It computes with nothing but the four operations and rounding, which give the same result on
//! every machine; logarithms and powers need not.

use super::number;

/// An axis from one round number to another.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    pub(super) ticks: Vec<Tick>,
}

/// A mark on an axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    pub(super) value: f64,
    pub(super) text: String,
}

/// What an axis is to cover.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) low: f64,
    pub(super) high: f64,
    /// No step is smaller.
    pub(super) least_step: f64,
}

impl Span {
    /// What holds all values, and zero.
    pub(super) fn with_zero(values: impl Iterator<Item = f64>, least_step: f64) -> Self {
        let (low, high) =
            values.fold((0.0_f64, 0.0_f64), |(low, high), v| (low.min(v), high.max(v)));
        Self { low, high, least_step }
    }

    /// What holds all values, without zero when that would flatten the line they make.
    pub(super) fn of_line(values: impl Iterator<Item = f64> + Clone, least_step: f64) -> Self {
        let (low, high) = values
            .clone()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        if low > 0.0 && high > low && high - low < 0.3 * high {
            Self { low, high, least_step }
        } else {
            Self::with_zero(values, least_step)
        }
    }
}

impl Scale {
    /// An axis of about so many steps.
    pub(super) fn over(span: Span, steps: f64) -> Self {
        let range = if span.high > span.low { span.high - span.low } else { 1.0 };
        let (step, decimals) = round_step((range / steps).max(span.least_step));
        // A value that lies on a tick must not be pushed to the next one by the last bit.
        let first = (span.low / step + 1e-9).floor();
        let last = (span.high / step - 1e-9).ceil().max(first + 1.0);
        let mut ticks = Vec::new();
        let mut index = first;
        while index <= last {
            let value = index * step;
            ticks.push(Tick { value, text: number::fixed(value, decimals) });
            index += 1.0;
        }
        Self { low: first * step, high: last * step, ticks }
    }

    /// How far along the axis a value lies, from 0 to 1.
    pub(super) fn at(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }
}

/// The next round number (1, 2, 2.5, 5 and their tens), and the decimals that it needs.
fn round_step(rough: f64) -> (f64, usize) {
    let mut unit = 1.0;
    let mut decimals = 0;
    while rough > unit * 10.0 {
        unit *= 10.0;
    }
    while rough <= unit && decimals < 6 {
        unit /= 10.0;
        decimals += 1;
    }
    for (factor, more) in [(1.0, 0), (2.0, 0), (2.5, 1), (5.0, 0)] {
        if rough <= factor * unit * (1.0 + 1e-9) {
            let more = if unit >= 10.0 { 0 } else { more };
            return (factor * unit, decimals + more);
        }
    }
    (unit * 10.0, decimals.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(low: f64, high: f64, least_step: f64) -> String {
        let scale = Scale::over(Span { low, high, least_step }, 5.0);
        let texts: Vec<String> = scale.ticks.into_iter().map(|tick| tick.text).collect();
        texts.join(" ")
    }

    #[test]
    fn ticks_are_round() {
        for (low, high, least_step, expected) in [
            (0.0, 100.0, 1.0, "0 20 40 60 80 100"),
            (0.0, 326.0, 1.0, "0 100 200 300 400"),
            (0.0, 1.0, 1.0, "0 1"),
            (0.0, 3.0, 1.0, "0 1 2 3"),
            (0.0, 1.0, 0.0, "0 0.2 0.4 0.6 0.8 1.0"),
            (0.0, 12.5, 0.0, "0 2.5 5.0 7.5 10.0 12.5"),
            (0.0, 1790.36, 0.0, "0 500 1,000 1,500 2,000"),
            (-30.0, 45.0, 1.0, "-40 -20 0 20 40 60"),
            (0.0, 0.0, 1.0, "0 1"),
            (95.2, 99.1, 0.0, "95 96 97 98 99 100"),
            (0.0, 0.003, 0.0, "0 0.001 0.002 0.003"),
        ] {
            assert_eq!(marks(low, high, least_step), expected);
        }
    }

    #[test]
    fn a_flat_line_is_seen_from_near() {
        let near = |values: &[f64]| Span::of_line(values.iter().copied(), 0.0).low;
        assert!(near(&[95.0, 97.0]) > 0.0);
        assert!(near(&[10.0, 97.0]) == 0.0);
        assert!(near(&[5.0, 5.0]) == 0.0);
    }
}
