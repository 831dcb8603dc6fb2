//! Characters counted up to places of a text, which come in order: a text is gone through once, however many places
//! there are. It knows nothing of what stands there.

/// How many characters stand before the place that was asked for last.
pub(super) struct Steps<'t> {
    text: &'t str,
    at: usize,
    count: usize,
}

impl<'t> Steps<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self { text, at: 0, count: 0 }
    }

    /// The characters before a place, given in bytes. One that lies before the last is counted from the beginning.
    pub(super) fn to(&mut self, place: usize) -> usize {
        if place < self.at {
            (self.at, self.count) = (0, 0);
        }
        self.count += self.text.get(self.at..place).unwrap_or_default().chars().count();
        self.at = place;
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_order_and_out_of_it() {
        let mut steps = Steps::of("政协a的");
        assert_eq!([0, 3, 6, 7, 10, 3].map(|place| steps.to(place)), [0, 1, 2, 3, 4, 1]);
    }
}
