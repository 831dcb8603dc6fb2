//! How sure a choice is, in three steps, and where a question begins. It never decides a character.
//!
//! The model tells a probability. Where the lines are drawn was chosen by reading what lies below them, on the
//! sample site (149,000 characters with the handbook, 5,963 of them with a choice) and on four real reports
//! (14,900 characters, 901 with a choice):
//!
//! | below | sample | reports | what it catches |
//! |---|---|---|---|
//! | 0.70 | 58 | 9 | wrong ones among them: 落实党风, 干菇 |
//! | 0.75 | 89 | 10 | 收布 and 短发, too: every wrong one but 小伙子 (0.82) |
//! | 0.80 | 197 | 10 | a hundred times 发布, which is right each time |
//!
//! So a question is asked below 0.75: about three in a report of 4,000 characters, one choice in seventy. Nine of
//! ten choices are above 0.95 and are hardly marked.

use serde::Serialize;

/// From here on a choice is sure.
const SURE: f32 = 0.95;
/// Below this an editor is asked. What is between the two is marked, and nobody is asked.
const ASKED: f32 = 0.75;

/// How sure a choice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    Sure,
    Fairly,
    /// An editor should look.
    Unsure,
}

impl Level {
    /// The step that a probability is on.
    pub(super) fn of(certainty: f32) -> Self {
        if certainty >= SURE {
            Self::Sure
        } else if certainty >= ASKED {
            Self::Fairly
        } else {
            Self::Unsure
        }
    }
}
