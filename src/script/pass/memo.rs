//! How texts and lines came out that stand on page after page: menus, titles, summaries, whatever a
//! template writes around them. It never converts: it remembers for a while, a table for each
//! thread.

use std::cell::RefCell;
use std::hash::BuildHasher;
use std::sync::Arc;

use foldhash::fast::FixedState;

/// Texts that are kept; a power of two. The texts and lines of some ten pages: what comes again on
/// every page is among them, and more would not stay in a processor's own memory.
const ROOM: usize = 1024;
/// The longest text that is kept, in bytes. A longer one is most likely a paragraph of an article,
/// which stands on one page.
pub(super) const LONGEST: usize = 2048;

/// What stays as it is from page to page. With it a pass may remember how a line came out; whoever
/// gives the same to two pages says that both have the same scripts, words, quotation marks and
/// links.
#[derive(Clone, Copy)]
pub struct Lasting<'a> {
    /// The site, as it was put together once. Another one is another allocation.
    pub site: &'a Arc<()>,
    /// The edition, by any number of its own.
    pub edition: usize,
}

/// A text, and what decides beside it how it comes out.
pub(super) struct Key<'t> {
    hash: u64,
    around: u64,
    text: &'t str,
}

/// How often a text was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Met {
    /// Not of late.
    First,
    /// Before, but nobody kept how it came out.
    Again,
    /// It is known, and was written.
    Known,
}

impl<'t> Key<'t> {
    /// The key of a text in an edition; `around` is what else decides.
    pub(super) fn new(lasting: Lasting<'_>, around: u64, text: &'t str) -> Self {
        // Not a sum or the like: what is around differs from edition to edition in a few bits only.
        let around = FixedState::default().hash_one((lasting.edition, around));
        let hash = FixedState::with_seed(around).hash_one(text);
        Self { hash, around, text }
    }

    /// Hands over how the text came out, if that is known.
    pub(super) fn recall(&self, lasting: Lasting<'_>, write: impl FnOnce(&str)) -> Met {
        Memo::lend(lasting, |memo| {
            let Some((mark, slot)) = memo.slot(self.hash) else { return Met::First };
            let (met, kept) = marks(self.hash);
            if *mark == kept && slot.around == self.around && slot.text == self.text {
                write(&slot.came_out);
                return Met::Known;
            }
            if *mark == kept || *mark == met {
                return Met::Again;
            }
            // Most texts stand on one page. Only those that come again are worth copying.
            *mark = met;
            Met::First
        })
    }

    /// Keeps how the text came out.
    pub(super) fn keep(&self, lasting: Lasting<'_>, came_out: &str) {
        Memo::lend(lasting, |memo| {
            let Some((mark, slot)) = memo.slot(self.hash) else { return };
            *mark = marks(self.hash).1;
            slot.around = self.around;
            slot.text.clear();
            slot.text.push_str(self.text);
            slot.came_out.clear();
            slot.came_out.push_str(came_out);
        });
    }
}

/// One text a slot: whichever came last.
#[derive(Default)]
struct Memo {
    site: Arc<()>,
    /// What was met last at each slot, by its hash: most are asked for no more than that, and so many
    /// numbers stay near to the processor.
    marks: Vec<u64>,
    slots: Vec<Slot>,
}

/// The marks of a text that was met, and of one that is kept in its slot.
fn marks(hash: u64) -> (u64, u64) {
    (hash & !1, hash | 1)
}

#[derive(Clone, Default)]
struct Slot {
    around: u64,
    text: String,
    came_out: String,
}

impl Memo {
    /// Lends this thread's, which forgets all when the site is no longer the same.
    fn lend<T>(lasting: Lasting<'_>, work: impl FnOnce(&mut Self) -> T) -> T {
        thread_local! {
            static MEMO: RefCell<Memo> = RefCell::default();
        }
        MEMO.with_borrow_mut(|memo| {
            if memo.slots.is_empty() || !Arc::ptr_eq(&memo.site, lasting.site) {
                memo.site = lasting.site.clone();
                memo.marks.clear();
                memo.marks.resize(ROOM, 0);
                memo.slots.clear();
                memo.slots.resize(ROOM, Slot::default());
            }
            work(memo)
        })
    }

    fn slot(&mut self, hash: u64) -> Option<(&mut u64, &mut Slot)> {
        // By the upper bits, no more than number a slot: the lowest says whether the slot holds it.
        #[allow(clippy::cast_possible_truncation)]
        let place = (hash >> (u64::BITS - ROOM.ilog2())) as usize;
        Some((self.marks.get_mut(place)?, self.slots.get_mut(place)?))
    }
}
