//! Numbers that look like chance and are the same in every run, on every machine: for the tests, of the
//! library and of the program, and for benchmarks, which all take this file. No secret comes from it.

/// A xorshift generator.
#[derive(Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Begins with a number other than 0, which would stay 0 for ever.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.max(1))
    }

    pub(crate) fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below another; 0 where there is none.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.roll() % end.max(1) as u64).unwrap_or(0)
    }
}
