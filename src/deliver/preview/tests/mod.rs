//! The preview as a browser meets it, over real sockets, and as an editor's disk meets it.

mod answers;
mod events;
mod life;
mod refusals;
mod support;
mod watching;
mod writing;
