//! Where a finished site goes: to the disk and to the browser of the editor. What is delivered is
//! addresses and bytes; nothing here ever knows what an article is.

pub(crate) mod disk;
pub(crate) mod preview;
