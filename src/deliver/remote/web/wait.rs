//! How long is waited before something is asked again: longer each time, never all at once, and as
//! long as a server asks for. It does not know what is asked.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::time::Duration;

/// How often something is asked.
const TRIES: u32 = 6;
const FIRST: Duration = Duration::from_millis(250);
/// The longest that a server's wish is followed.
const LONGEST: Duration = Duration::from_mins(1);

/// The tries of one request.
#[derive(Debug, Default)]
pub(super) struct Wait {
    tries: u32,
}

impl Wait {
    /// Waits before the next try; `false` when there were enough. `hint` is what the server wishes,
    /// in seconds.
    pub(super) fn again(&mut self, hint: Option<&str>) -> bool {
        self.tries += 1;
        if self.tries >= TRIES {
            return false;
        }
        std::thread::sleep(self.length(hint));
        true
    }

    fn length(&self, hint: Option<&str>) -> Duration {
        let asked = hint.and_then(|seconds| seconds.trim().parse().ok()).map(Duration::from_secs);
        let usual = FIRST * 2_u32.saturating_pow(self.tries - 1);
        // Of many that were refused together, some come earlier than others.
        let share = RandomState::new().build_hasher().finish() % 1000;
        let spread = usual.mul_f64(f64::from(u32::try_from(share).unwrap_or(0)) / 2000.0);
        (usual + spread).max(asked.unwrap_or_default()).min(LONGEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_waits_longer_each_time_and_as_long_as_it_is_asked_to() {
        let length = |tries: u32, hint| Wait { tries }.length(hint).as_millis();
        assert!((250..=375).contains(&length(1, None)), "{}", length(1, None));
        assert!((2000..=3000).contains(&length(4, None)));
        assert_eq!(length(1, Some("7")), 7000);
        assert_eq!(length(1, Some("86400")), 60_000);
        assert!(length(1, Some("Wed, 21 Oct 2015 07:28:00 GMT")) <= 375);
    }
}
