//! Where a finished site goes: to the disk, to the browser of the editor, to readers. What is delivered is
//! addresses and bytes; nothing here ever knows what an article is.

pub(crate) mod disk;
pub(crate) mod preview;
pub(crate) mod remote;
