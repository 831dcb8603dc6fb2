//! How texts came out that stand on page after page: menus, titles, summaries. It never converts:
//! it asks once and remembers for a while, a table for each thread.

use std::cell::RefCell;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use crate::script::{Lexicon, Script};

/// Texts that are kept; a power of two. The texts of some twenty pages.
const ROOM: usize = 4096;
/// The longest text that is kept, in bytes. A longer one is the paragraph of an article, which
/// stands on one page.
const LONGEST: usize = 600;

/// The way that texts are converted.
#[derive(Clone, Copy)]
pub(super) struct Way<'e> {
    pub(super) from: Script,
    pub(super) to: Script,
    pub(super) words: &'e Lexicon,
}

/// Appends `text` as `convert` appends it, without asking for a text that was met a while ago.
/// `convert` must do the same with a text whenever the way is the same.
pub(super) fn convert(
    way: Way<'_>,
    text: &str,
    out: &mut String,
    convert: impl FnOnce(&mut String),
) {
    thread_local! {
        static MEMO: RefCell<Memo> = RefCell::default();
    }
    if text.len() > LONGEST {
        return convert(out);
    }
    MEMO.with_borrow_mut(|memo| {
        memo.belong_to(way.words);
        let hash = FixedState::with_seed(way.from as u64 * 4 + way.to as u64).hash_one(text);
        let Some(slot) = memo.slot(hash) else { return convert(out) };
        if slot.hash == hash && slot.way == Some((way.from, way.to)) && slot.text == text {
            out.push_str(&slot.converted);
            return;
        }
        let start = out.len();
        convert(out);
        slot.keep(hash, way, text, out.get(start..).unwrap_or_default());
    });
}

/// One text a slot: whichever came last.
#[derive(Default)]
struct Memo {
    words: Lexicon,
    slots: Vec<Slot>,
}

#[derive(Clone, Default)]
struct Slot {
    hash: u64,
    way: Option<(Script, Script)>,
    text: String,
    converted: String,
}

impl Memo {
    /// Forgets all when the editors' words are no longer the same.
    fn belong_to(&mut self, words: &Lexicon) {
        if self.slots.is_empty() || !self.words.is(words) {
            self.words = words.clone();
            self.slots.clear();
            self.slots.resize(ROOM, Slot::default());
        }
    }

    fn slot(&mut self, hash: u64) -> Option<&mut Slot> {
        // Masked to the room.
        #[allow(clippy::cast_possible_truncation)]
        self.slots.get_mut(hash as usize & (ROOM - 1))
    }
}

impl Slot {
    fn keep(&mut self, hash: u64, way: Way<'_>, text: &str, converted: &str) {
        (self.hash, self.way) = (hash, Some((way.from, way.to)));
        self.text.clear();
        self.text.push_str(text);
        self.converted.clear();
        self.converted.push_str(converted);
    }
}
