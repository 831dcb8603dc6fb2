//! Han text in its scripts: Simplified, Traditional, and the forms of Taiwan and Hong Kong.
//!
//! A library by itself: it never knows of sites, files or templates.

mod convert;
mod detect;
pub mod han;
pub mod lattice;
pub mod lexicon;
pub mod mark;
pub mod pass;
mod private;
mod readings;

pub(crate) use convert::Reach;
pub use convert::{Converter, Decision, Fixed, Reason, converter, opencc_standard};
pub use detect::detect;
pub use lexicon::{Lexicon, Word};
pub use mark::{MarkProblem, MarkProblemKind, Marked, Shifts, span};
pub use pass::{Edition, Lasting, Links, OwnAddress, Quotes};
pub(crate) use private::is_private;
pub use readings::{Frozen, Reading, Readings};

use std::fmt;

/// A script, or a region's way of writing one, that a site can be written or read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Script {
    /// Simplified, `zh-Hans`.
    Hans,
    /// Traditional in the forms most readers share, `zh-Hant`.
    Hant,
    /// Traditional after Taiwan's standard, `zh-Hant-TW`.
    HantTw,
    /// Traditional after Hong Kong's standard, `zh-Hant-HK`.
    HantHk,
}

impl Script {
    /// All of them, in a fixed order.
    pub const ALL: [Self; 4] = [Self::Hans, Self::Hant, Self::HantTw, Self::HantHk];

    /// The BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Hans => "zh-Hans",
            Self::Hant => "zh-Hant",
            Self::HantTw => "zh-Hant-TW",
            Self::HantHk => "zh-Hant-HK",
        }
    }

    /// The script that a BCP 47 tag names, in any case, with the common short forms
    /// (`zh-CN`, `zh-TW`, `zh-HK`, `zh-SG`, `zh-MO`); `None` for anything else.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.trim().to_ascii_lowercase().as_str() {
            "zh-hans" | "zh-cn" | "zh-sg" | "zh-hans-cn" | "zh-hans-sg" | "zh" => Some(Self::Hans),
            "zh-hant" => Some(Self::Hant),
            "zh-hant-tw" | "zh-tw" => Some(Self::HantTw),
            "zh-hant-hk" | "zh-hk" | "zh-mo" | "zh-hant-mo" => Some(Self::HantHk),
            _ => None,
        }
    }

    /// The script itself and those whose text may stand for it, the nearest first, as MediaWiki
    /// has it: Taiwan and Hong Kong take the plain Traditional one, then each other's.
    pub(crate) fn kin(self) -> &'static [Self] {
        match self {
            Self::Hans => &[Self::Hans],
            Self::Hant => &[Self::Hant, Self::HantTw, Self::HantHk],
            Self::HantTw => &[Self::HantTw, Self::Hant, Self::HantHk],
            Self::HantHk => &[Self::HantHk, Self::Hant, Self::HantTw],
        }
    }

    /// Whether it is one of the Traditional family.
    #[must_use]
    pub fn is_traditional(self) -> bool {
        self != Self::Hans
    }
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}
