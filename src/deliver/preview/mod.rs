//! The live preview: a small HTTP server that answers a [`Site`]'s bytes, tells open pages when
//! they are out of date, and watches the sources.
//!
//! - `server` answers requests, `guard` refuses those that are not for us, `port` finds a place
//!   to listen, `browser` opens the first page, `lan` tells where a phone finds it;
//! - `reload` holds what the open pages should know, `client` is the part that runs in them, `about` what
//!   it shows beside a page;
//! - `room` is what can be asked to do something, `token` the word that allows it;
//! - `watch` tells which sources were saved, `roots` knows them by name, `droppings` what editors
//!   leave beside them.
//!
//! It never knows what an article is, never reads or writes a file of the site, and never serves
//! anything but what the [`Site`] gives it and its own script.

mod about;
mod browser;
mod client;
mod droppings;
mod error;
mod guard;
mod lan;
mod port;
mod reload;
mod room;
mod roots;
mod server;
#[cfg(test)]
mod tests;
mod token;
mod watch;

use std::net::IpAddr;

pub(crate) use about::{About, Words};
pub(crate) use browser::here;
#[cfg(test)]
pub(crate) use client::with_reload_script;
pub(crate) use error::PreviewError;
pub(crate) use lan::for_others;
pub(crate) use reload::{Change, Reload};
pub(crate) use room::Request;
pub(crate) use server::run;
#[cfg(test)]
pub(crate) use server::run_until;
pub(crate) use token::Token;
pub(crate) use watch::{Saved, Watcher, watch};

/// What is previewed. An answer may take its time: it is asked for on a thread of its own, and
/// only as many are asked for at once as the machine has processors.
pub(crate) trait Site: Send + Sync {
    /// The answer to one address: the path of the request line, still percent-encoded, without
    /// the query. The guard has made sure that it decodes and does not climb.
    fn answer(&self, path: &str) -> Answer;

    /// What is to be known of the page at such a path.
    fn about(&self, path: &str) -> About;

    /// What is answered below `/_desk/`.
    fn room(&self, _request: &Request<'_>) -> Answer {
        room::nobody()
    }
}

/// What a browser is told.
pub(crate) struct Answer {
    /// The HTTP status: 200, 404 with the site's own page, 301 with a `location`.
    pub status: u16,
    /// The media type; `; charset=utf-8` is added to texts that do not name one.
    pub content_type: &'static str,
    /// The bytes as the build writes them.
    pub body: Vec<u8>,
    /// Where to go instead, percent-encoded, with a 3xx status.
    pub location: Option<String>,
}

/// Where to listen, and whether to show the site at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Options {
    /// 127.0.0.1 unless the editor asks for more; 0.0.0.0 lets a phone in.
    pub host: IpAddr,
    /// Which port.
    pub port: Port,
    /// Whether a browser is opened.
    pub open: OpenBrowser,
    /// The word that allows writing.
    pub token: Token,
}

/// Which port to listen on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Port {
    /// This one or none. 0 is whichever the system gives.
    Fixed(u16),
    /// The first free one of this and the 20 after it.
    Auto {
        /// The first to try.
        from: u16,
    },
}

/// Whether a browser is opened once the server listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OpenBrowser {
    /// Open the site's home page.
    Yes,
    /// Only listen.
    No,
}
